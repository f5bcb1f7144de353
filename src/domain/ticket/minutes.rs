//! Time that somebody spent on a message or a note, in whole minutes.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{Event, What};
use crate::domain::ids::MessageId;

/// Whole minutes, from none to [`Minutes::MOST`].
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minutes(u32);

/// Why a text was not taken as an amount of time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MinutesError {
    /// It is no amount of time.
    NotUnderstood,
    /// Sixty minutes or more beside hours: « 1 h 75 ».
    SixtyOrMore,
    /// More than [`Minutes::MOST`].
    TooMany,
}

impl fmt::Display for MinutesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUnderstood => f.write_str("it is no amount of time: 90, 1 h 30 or 1:30"),
            Self::SixtyOrMore => f.write_str("beside hours, minutes go from 0 to 59"),
            Self::TooMany => write!(f, "it is more than {} hours", Minutes::MOST / 60),
        }
    }
}

impl std::error::Error for MinutesError {}

impl Minutes {
    /// The most minutes that one message takes: a hundred hours.
    pub const MOST: u32 = 6_000;

    /// So many minutes.
    ///
    /// # Errors
    /// [`MinutesError::TooMany`] above [`Minutes::MOST`].
    pub const fn new(minutes: u32) -> Result<Self, MinutesError> {
        if minutes > Self::MOST {
            Err(MinutesError::TooMany)
        } else {
            Ok(Self(minutes))
        }
    }

    /// Reads what somebody typed: `90`, `45 min`, `1 h`, `1 h 30`, `1h30`, `1:30`, `1,5 h`.
    ///
    /// # Errors
    /// When it is no amount, has sixty minutes or more beside hours, or is too much.
    pub fn parse(raw: &str) -> Result<Self, MinutesError> {
        let typed: String = raw
            .chars()
            .filter(|one| !one.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let typed = ["minutes", "minute", "mins", "min", "mn", "m"]
            .iter()
            .find_map(|unit| typed.strip_suffix(unit))
            .map_or(Typed::Bare(&typed), Typed::Minutes);
        let minutes = match typed {
            Typed::Bare(text) | Typed::Minutes(text) if is_number(text) => number(text)?,
            Typed::Bare(text) => match parted(text, &["heures", "heure", "hours", "hour", "h"]) {
                Some((hours, "")) => in_hours(hours)?,
                Some((hours, minutes)) => together(hours, minutes)?,
                None => match text.split_once(':') {
                    Some((hours, minutes)) if minutes.len() == 2 => together(hours, minutes)?,
                    _ => return Err(MinutesError::NotUnderstood),
                },
            },
            Typed::Minutes(text) => {
                let (hours, minutes) = parted(text, &["heures", "heure", "hours", "hour", "h"])
                    .ok_or(MinutesError::NotUnderstood)?;
                together(hours, minutes)?
            }
        };
        Self::new(minutes)
    }

    /// The number of minutes.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The same, to be added and taken away.
    #[must_use]
    pub fn signed(self) -> i32 {
        i32::try_from(self.0).unwrap_or(i32::MAX / 4)
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// What was typed, without the word « minutes » at its end, if there was one.
#[derive(Clone, Copy)]
enum Typed<'a> {
    Bare(&'a str),
    Minutes(&'a str),
}

fn parted<'a>(text: &'a str, units: &[&str]) -> Option<(&'a str, &'a str)> {
    units.iter().find_map(|unit| text.split_once(unit))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit())
}

fn number(text: &str) -> Result<u32, MinutesError> {
    if !is_number(text) {
        return Err(MinutesError::NotUnderstood);
    }
    text.parse().map_err(|_| MinutesError::TooMany)
}

/// Hours and minutes.
fn together(hours: &str, minutes: &str) -> Result<u32, MinutesError> {
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if minutes > 59 {
        return Err(MinutesError::SixtyOrMore);
    }
    let hours = hours.checked_mul(60).ok_or(MinutesError::TooMany)?;
    hours.checked_add(minutes).ok_or(MinutesError::TooMany)
}

/// Hours alone, with one or two decimals; what is less than a minute is dropped.
fn in_hours(hours: &str) -> Result<u32, MinutesError> {
    let (whole, part) = hours.split_once([',', '.']).unwrap_or((hours, "0"));
    let (whole, tens) = (number(whole)?, number(part)?);
    let of = match part.len() {
        1 => 10,
        2 => 100,
        _ => return Err(MinutesError::NotUnderstood),
    };
    let whole = whole.checked_mul(60).ok_or(MinutesError::TooMany)?;
    whole
        .checked_add(tens * 60 / of)
        .ok_or(MinutesError::TooMany)
}

/// What each message took, as its history tells it after the last correction.
#[must_use]
pub fn time_spent(events: &[Event]) -> BTreeMap<MessageId, Minutes> {
    let mut spent = BTreeMap::new();
    for event in events {
        match event.what {
            What::TimeSpent { message, minutes } => spent.insert(message, minutes),
            What::TimeCorrected { message, to, .. } => spent.insert(message, to),
            _ => None,
        };
    }
    spent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_however_it_is_typed() {
        for (typed, minutes) in [
            ("90", 90),
            (" 90 ", 90),
            ("0", 0),
            ("45 min", 45),
            ("45mn", 45),
            ("5 minutes", 5),
            ("1 h", 60),
            ("1h30", 90),
            ("1 h 30", 90),
            ("1\u{a0}h\u{a0}05", 65),
            ("1 H 30 min", 90),
            ("2 heures 5", 125),
            ("2 heures", 120),
            ("1:30", 90),
            ("0:05", 5),
            ("1,5 h", 90),
            ("1.25h", 75),
            ("100 h", 6_000),
        ] {
            assert_eq!(
                Minutes::parse(typed).map(Minutes::get),
                Ok(minutes),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_and_says_why() {
        use MinutesError::{NotUnderstood, SixtyOrMore, TooMany};
        for (typed, why) in [
            ("", NotUnderstood),
            ("une heure", NotUnderstood),
            ("-5", NotUnderstood),
            ("1:3", NotUnderstood),
            ("1,555 h", NotUnderstood),
            ("h", NotUnderstood),
            ("min", NotUnderstood),
            ("1 h x", NotUnderstood),
            ("½ h", NotUnderstood),
            ("٣", NotUnderstood),
            ("1 h 75", SixtyOrMore),
            ("1:60", SixtyOrMore),
            ("6001", TooMany),
            ("100 h 1", TooMany),
            ("99999999999999999999", TooMany),
            ("99999999 h", TooMany),
        ] {
            assert_eq!(Minutes::parse(typed), Err(why), "{typed}");
        }
    }
}
