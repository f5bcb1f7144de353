//! `[calendar]`: where the clocks hang, when the desk opens, what shuts it.

use std::collections::{BTreeMap, btree_map::Entry as Slot};

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{
    super::{ClauseRef, Listed, Problem, error::shown},
    meant::meant,
    part::{Part, Span, Value},
    report::Report,
};
use crate::domain::calendar::{
    Calendar, CalendarRules, Closure, ClosureKind, DayHours, HolidayZone, HoursError,
    MOST_INTERVALS, OpenInterval, TimeOfDay, WeeklyHours,
};

/// The days as the file writes them.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The tables of dates on which the desk stays shut.
const CLOSED: [(&str, ClosureKind); 3] = [
    ("closures", ClosureKind::Closure),
    ("bridges", ClosureKind::Bridge),
    ("holidays", ClosureKind::Holiday),
];

/// Reads `[calendar]` and the clause that gives the hours.
pub(super) fn calendar(
    report: &mut Report<'_>,
    contract: &Part<'_>,
) -> Option<(Calendar, Option<ClauseRef>)> {
    let value = report.needed(contract, "calendar")?;
    let part = report.part("calendar", value, "[calendar]".to_owned())?;
    report.only(
        &part,
        &[
            "timezone",
            "zone",
            "good_friday",
            "clause",
            "hours",
            "closures",
            "bridges",
            "holidays",
            "special_hours",
        ],
    );
    let timezone = timezone(report, &part);
    let zone = zone(report, &part);
    let good_friday = good_friday(report, &part, zone);
    let clause = part.get("clause").map(|value| report.clause(value));
    let week = week(report, &part, "[calendar.hours]");
    let closures = closures(report, &part);
    let special = special_hours(report, &part);
    let mut rules = CalendarRules::new(timezone?, week?, zone?).with_good_friday(good_friday?);
    for (date, closure) in closures? {
        rules = rules.with_closure(date, closure).ok()?;
    }
    for (date, hours) in special? {
        rules = rules.with_special_hours(date, hours).ok()?;
    }
    Some((Calendar::compile(rules), clause.flatten()))
}

fn timezone(report: &mut Report<'_>, part: &Part<'_>) -> Option<Tz> {
    let value = report.needed(part, "timezone")?;
    let name = report.text("timezone", value)?;
    let found = name.parse().ok();
    if found.is_none() {
        let known: Vec<_> = chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| zone.name())
            .collect();
        let problem = Problem::UnknownWord {
            list: Listed::TimeZone,
            word: shown(name),
            meant: meant(name, &known).map(str::to_owned),
        };
        report.note(&value.span(), problem);
    }
    found
}

fn zone(report: &mut Report<'_>, part: &Part<'_>) -> Option<HolidayZone> {
    let value = report.needed(part, "zone")?;
    let words = HolidayZone::ALL.map(|zone| (zone.name(), zone));
    report.word("zone", value, Listed::HolidayZone, &words)
}

/// Good Friday is a matter of Alsace-Moselle only (Code du travail, article L3134-13).
fn good_friday(
    report: &mut Report<'_>,
    part: &Part<'_>,
    zone: Option<HolidayZone>,
) -> Option<bool> {
    let Some(value) = part.get("good_friday") else {
        return Some(false);
    };
    let flag = report.flag("good_friday", value)?;
    match zone {
        Some(zone) if flag && zone != HolidayZone::AlsaceMoselle => {
            let zone = zone.to_string();
            report.note(&value.span(), Problem::GoodFridayElsewhere { zone });
            None
        }
        _ => Some(flag),
    }
}

/// The hours of a week, in the table of `part` that messages call `place`.
pub(super) fn week(report: &mut Report<'_>, part: &Part<'_>, place: &str) -> Option<WeeklyHours> {
    let value = report.needed(part, "hours")?;
    let hours = report.part("hours", value, place.to_owned())?;
    report.only(&hours, &DAYS.map(|(name, _)| name));
    let mut week = Some(WeeklyHours::closed());
    let mut opens = false;
    for (name, day) in DAYS {
        if let Some(value) = hours.get(name) {
            let read = day_hours(report, name, value);
            opens |= read
                .as_ref()
                .is_none_or(|hours| !hours.intervals().is_empty());
            week = week.zip(read).map(|(week, hours)| week.with(day, hours));
        }
    }
    if !opens {
        report.note(&value.span(), Problem::NeverOpens);
        return None;
    }
    week
}

/// The intervals of one day: `[["08:00", "12:00"], ["14:00", "18:00"]]`.
fn day_hours(report: &mut Report<'_>, key: &str, value: &Value<'_>) -> Option<DayHours> {
    let list = report.list(key, value)?;
    if list.len() > MOST_INTERVALS {
        let given = list.len();
        report.note(&value.span(), Problem::Hours(HoursError::TooMany { given }));
        return None;
    }
    let mut read: Vec<OpenInterval> = Vec::new();
    let mut whole = true;
    for one in list {
        let Some(next) = interval(report, key, one) else {
            whole = false;
            continue;
        };
        let clash = read
            .iter()
            .find(|other| other.from() < next.to() && next.from() < other.to());
        if let Some(other) = clash {
            let (earlier, later) = (next.min(*other), next.max(*other));
            let problem = Problem::Hours(HoursError::Overlap {
                one: earlier,
                other: later,
            });
            report.note(&one.span(), problem);
            whole = false;
        }
        read.push(next);
    }
    if !whole {
        return None;
    }
    DayHours::new(read).ok()
}

fn interval(report: &mut Report<'_>, key: &str, value: &Value<'_>) -> Option<OpenInterval> {
    let times = report.list(key, value)?;
    let [from, to] = times else {
        report.note(&value.span(), Problem::NotAnInterval);
        return None;
    };
    let (from, to) = (time(report, key, from, false), time(report, key, to, true));
    match OpenInterval::new(from?, to?) {
        Ok(interval) => Some(interval),
        Err(error) => {
            report.note(&value.span(), Problem::Hours(error));
            None
        }
    }
}

fn time(report: &mut Report<'_>, key: &str, value: &Value<'_>, end: bool) -> Option<TimeOfDay> {
    let text = report.text(key, value)?;
    let problem = match text.parse::<TimeOfDay>() {
        Ok(time) if time.seconds() == 86_400 && !end => Problem::BeginsAtMidnight,
        Ok(time) => return Some(time),
        Err(error) => Problem::Hours(error),
    };
    report.note(&value.span(), problem);
    None
}

/// `[calendar.closures]`, `[calendar.bridges]` and `[calendar.holidays]`: a date and what people
/// call it.
fn closures(report: &mut Report<'_>, part: &Part<'_>) -> Option<BTreeMap<NaiveDate, Closure>> {
    let mut closed = BTreeMap::new();
    let mut whole = true;
    for (name, kind) in CLOSED {
        let Some(value) = part.get(name) else {
            continue;
        };
        let Some(dates) = report.part(name, value, format!("[calendar.{name}]")) else {
            whole = false;
            continue;
        };
        for entry in dates.entries() {
            let date = date(report, entry.key, &entry.key_span);
            let label = report.sentence(entry.key, entry.value, 200);
            let (Some(date), Some(label)) = (date, label) else {
                whole = false;
                continue;
            };
            match closed.entry(date) {
                Slot::Vacant(slot) => {
                    slot.insert(Closure { kind, label });
                }
                Slot::Occupied(_) => {
                    report.note(&entry.key_span, Problem::ClosedTwice(date.to_string()));
                    whole = false;
                }
            }
        }
    }
    whole.then_some(closed)
}

fn special_hours(
    report: &mut Report<'_>,
    part: &Part<'_>,
) -> Option<BTreeMap<NaiveDate, DayHours>> {
    let Some(value) = part.get("special_hours") else {
        return Some(BTreeMap::new());
    };
    let dates = report.part(
        "special_hours",
        value,
        "[calendar.special_hours]".to_owned(),
    )?;
    let mut special = BTreeMap::new();
    let mut whole = true;
    for entry in dates.entries() {
        let date = date(report, entry.key, &entry.key_span);
        let hours = day_hours(report, entry.key, entry.value);
        match date.zip(hours) {
            Some((date, hours)) => {
                special.insert(date, hours);
            }
            None => whole = false,
        }
    }
    whole.then_some(special)
}

/// A date of the years that every calendar covers, in the one form `2026-12-24`.
fn date(report: &mut Report<'_>, text: &str, span: &Span) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|date| date.to_string() == text && (1950..=2100).contains(&date.year()));
    if date.is_none() {
        report.note(span, Problem::NotADate(shown(text)));
    }
    date
}
