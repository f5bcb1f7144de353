//! One case of a batch: what it asks, and the answer.

use chrono::{DateTime, Utc};

use super::calendars::Calendars;
use super::fields::{FieldError, Fields, read, wrong};
use crate::domain::calendar::{
    Calendar, CalendarError, DueRule, FromRule, Pause, Target, Unit, nearest,
};

const UNITS: [(&str, Unit); 5] = [
    ("business_minutes", Unit::BusinessMinutes),
    ("business_seconds", Unit::BusinessSeconds),
    ("business_days", Unit::BusinessDays),
    ("calendar_hours", Unit::CalendarHours),
    ("calendar_minutes", Unit::CalendarMinutes),
];
const DUE: [(&str, DueRule); 2] = [
    ("same-time", DueRule::SameTime),
    ("end-of-day", DueRule::EndOfDay),
];
const FROM: [(&str, FromRule); 2] = [
    ("opening", FromRule::Opening),
    ("filing-date", FromRule::FilingDate),
];

/// What a case comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// When the target is breached, UTC.
    Deadline(DateTime<Utc>),
    /// The business time that passed, in microseconds.
    Elapsed(i64),
}

/// The answer to the case that the fields of a line state.
pub(super) fn answer(
    fields: &Fields<'_>,
    calendars: &mut Calendars<'_>,
) -> Result<Answer, FieldError> {
    fields.only(&["id", "calendar", "start", "pauses", "target", "end"])?;
    let calendar = calendars.get(fields.required("calendar")?)?;
    let start = covered("start", instant("start", fields.required("start")?)?)?;
    let pauses = fields
        .given("pauses")
        .map_or_else(|| Ok(Vec::new()), pauses)?;
    match (fields.given("target"), fields.given("end")) {
        (Some(text), None) => {
            let deadline = calendar.deadline(start, &target(text)?, &pauses);
            deadline
                .map(Answer::Deadline)
                .map_err(|error| wrong("target", error))
        }
        (None, Some(text)) => {
            let end = covered("end", instant("end", text)?)?;
            let elapsed = calendar.elapsed(start, end, &pauses).num_microseconds();
            elapsed
                .map(Answer::Elapsed)
                .ok_or_else(|| wrong("end", CalendarError::OutOfRange))
        }
        (Some(_), Some(_)) => Err(wrong(
            "target",
            "the line has an end, too: give one of the two",
        )),
        (None, None) => Err(wrong(
            "target",
            "the line has neither a target nor an end: give one of the two",
        )),
    }
}

fn target(text: &str) -> Result<Target, FieldError> {
    let fields = Fields::of("target", text)?;
    fields.only(&["unit", "amount", "due", "from"])?;
    let unit = choice("unit", fields.required("unit")?, UNITS)?;
    let amount: u64 = read("amount", fields.required("amount")?)?;
    let due = fields
        .given("due")
        .map_or(Ok(DueRule::default()), |text| choice("due", text, DUE))?;
    let from = fields
        .given("from")
        .map_or(Ok(FromRule::default()), |text| choice("from", text, FROM))?;
    Ok(Target {
        amount,
        unit,
        due,
        from,
    })
}

/// The value whose name is written.
fn choice<T: Copy, const N: usize>(
    key: &str,
    text: &str,
    choices: [(&'static str, T); N],
) -> Result<T, FieldError> {
    let name: String = read(key, text)?;
    choices
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let names = choices.map(|(known, _)| known);
            let hint = nearest(&name, names).map_or_else(
                || format!("it is one of {}", names.join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            let start: String = name.chars().take(40).collect();
            wrong(key, format_args!("{start:?} is unknown; {hint}"))
        })
}

fn pauses(text: &str) -> Result<Vec<Pause>, FieldError> {
    let pairs = read::<Vec<(String, String)>>("pauses", text)?;
    let pause = |(from, to): &(String, String)| {
        let pause = Pause {
            from: parsed("pauses", from)?,
            to: parsed("pauses", to)?,
        };
        if pause.to < pause.from {
            return Err(wrong(
                "pauses",
                format_args!("the pause from {from} ends before it begins, at {to}"),
            ));
        }
        Ok(pause)
    };
    pairs.iter().map(pause).collect()
}

fn instant(key: &str, text: &str) -> Result<DateTime<Utc>, FieldError> {
    parsed(key, &read::<String>(key, text)?)
}

fn parsed(key: &str, text: &str) -> Result<DateTime<Utc>, FieldError> {
    DateTime::parse_from_rfc3339(text).map(|instant| instant.to_utc()).map_err(|_| {
        let start: String = text.chars().take(60).collect();
        wrong(
            key,
            format_args!("{start:?} is not an instant with its offset: write it like \"2026-05-15T09:00:00+02:00\""),
        )
    })
}

fn covered(key: &str, at: DateTime<Utc>) -> Result<DateTime<Utc>, FieldError> {
    if Calendar::covers(at) {
        Ok(at)
    } else {
        Err(wrong(key, CalendarError::OutOfRange))
    }
}
