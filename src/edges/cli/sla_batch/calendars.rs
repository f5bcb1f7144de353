//! Calendars of a batch, kept by their text so that equal ones are unrolled once.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
};

use chrono::{NaiveDate, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::fields::{FieldError, Fields, read, wrong};
use crate::domain::calendar::{
    Calendar, CalendarRules, Closure, ClosureKind, DayHours, HolidayZone, OpenInterval,
    WeeklyHours, nearest,
};

/// How much is kept, in open stretches and bytes of text, before all is forgotten: some 50 MB.
const MOST_KEPT: usize = 2_000_000;

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The calendars read so far.
pub(super) struct Calendars<'a> {
    contract: &'a dyn Fn(&str) -> Option<Calendar>,
    known: HashMap<String, Calendar>,
    kept: usize,
}

impl fmt::Debug for Calendars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendars")
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}

impl<'a> Calendars<'a> {
    pub(super) fn new(contract: &'a dyn Fn(&str) -> Option<Calendar>) -> Self {
        Self {
            contract,
            known: HashMap::new(),
            kept: 0,
        }
    }

    /// The calendar that a text means: an object with rules, or the name of a contract.
    pub(super) fn get(&mut self, text: &str) -> Result<Calendar, FieldError> {
        if let Some(calendar) = self.known.get(text) {
            return Ok(calendar.clone());
        }
        let calendar = if text.starts_with('"') {
            let name: String = read("calendar", text)?;
            let found = (self.contract)(&name);
            found.ok_or_else(|| wrong("calendar", format_args!("there is no contract {name:?}")))?
        } else {
            Calendar::compile(rules(text)?)
        };
        self.kept += calendar.stretches() + text.len();
        if self.kept > MOST_KEPT {
            self.known.clear();
            self.kept = calendar.stretches() + text.len();
        }
        self.known.insert(text.to_owned(), calendar.clone());
        Ok(calendar)
    }
}

fn rules(text: &str) -> Result<CalendarRules, FieldError> {
    let fields = Fields::of("calendar", text)?;
    fields.only(&[
        "timezone",
        "hours",
        "zone",
        "good_friday",
        "holidays",
        "special_hours",
    ])?;
    let timezone = timezone(&read::<String>("timezone", fields.required("timezone")?)?)?;
    let hours = weekly_hours(fields.required("hours")?)?;
    let zone: HolidayZone = read::<String>("zone", fields.required("zone")?)?
        .parse()
        .map_err(|error| wrong("zone", error))?;
    let good_friday = fields
        .given("good_friday")
        .map_or(Ok(false), |text| read("good_friday", text))?;
    let mut rules = CalendarRules::new(timezone, hours, zone).with_good_friday(good_friday);
    if let Some(text) = fields.given("holidays") {
        let dates = read::<Vec<String>>("holidays", text)?;
        let dates = dates
            .iter()
            .map(|text| date("holidays", text))
            .collect::<Result<BTreeSet<_>, _>>()?;
        for date in dates {
            let closure = Closure {
                kind: ClosureKind::Holiday,
                label: String::new(),
            };
            rules = rules
                .with_closure(date, closure)
                .map_err(|error| wrong("holidays", error))?;
        }
    }
    if let Some(text) = fields.given("special_hours") {
        for (key, text) in Fields::of("special_hours", text)?.each()? {
            let date = date("special_hours", key)?;
            let hours = day_hours(key, text)?;
            rules = rules
                .with_special_hours(date, hours)
                .map_err(|error| wrong("special_hours", error))?;
        }
    }
    Ok(rules)
}

fn timezone(name: &str) -> Result<Tz, FieldError> {
    name.parse().map_err(|_| {
        let near = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
        let hint = near.map_or_else(
            || "write it like \"Europe/Paris\"".to_owned(),
            |near| format!("did you mean {near:?}?"),
        );
        wrong(
            "timezone",
            format_args!(
                "there is no time zone {:?}; {hint}",
                name.get(..60).unwrap_or(name)
            ),
        )
    })
}

fn weekly_hours(text: &str) -> Result<WeeklyHours, FieldError> {
    let fields = Fields::of("hours", text)?;
    fields.only(&DAYS.map(|(name, _)| name))?;
    DAYS.iter()
        .try_fold(WeeklyHours::closed(), |week, (name, day)| {
            match fields.given(name) {
                Some(text) => Ok(week.with(*day, day_hours(name, text)?)),
                None => Ok(week),
            }
        })
}

fn day_hours(key: &str, text: &str) -> Result<DayHours, FieldError> {
    let intervals = read::<Vec<(String, String)>>(key, text)?;
    let intervals = intervals
        .iter()
        .map(|(from, to)| OpenInterval::parse(from, to));
    let intervals = intervals.collect::<Result<Vec<_>, _>>();
    intervals
        .and_then(DayHours::new)
        .map_err(|error| wrong(key, error))
}

fn date(key: &str, text: &str) -> Result<NaiveDate, FieldError> {
    let date = if text.len() == 10 {
        text.parse::<NaiveDate>().ok()
    } else {
        None
    };
    date.ok_or_else(|| {
        let start: String = text.chars().take(40).collect();
        wrong(
            key,
            format_args!("{start:?} is not a date: write it like \"2026-05-15\""),
        )
    })
}
