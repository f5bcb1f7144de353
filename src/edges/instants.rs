//! Instants as a person types them.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Offset, SubsecRound, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The text is no instant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotAnInstant(String);

impl fmt::Display for NotAnInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "« {} » is not an instant; write 2026-12-24T14:20 (time of the contract's zone) or 2026-12-24T14:20:00+01:00",
            self.0.chars().take(60).collect::<String>()
        )
    }
}

impl std::error::Error for NotAnInstant {}

/// Reads an instant: RFC 3339, or a date and time without offset as the clocks of `tz` show it.
///
/// # Errors
/// When it is neither.
pub fn read_instant(text: &str, tz: Tz) -> Result<DateTime<Utc>, NotAnInstant> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc().trunc_subsecs(6));
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .and_then(|local| instant_of(local, tz))
        .map(|instant| instant.trunc_subsecs(6))
        .ok_or_else(|| NotAnInstant(text.to_owned()))
}

/// The instant at which the clocks of `tz` show `local`: the first of two in the hour that autumn
/// repeats; moved forward by the gap in the hour that spring skips. None at the end of time.
#[must_use]
pub fn instant_of(local: NaiveDateTime, tz: Tz) -> Option<DateTime<Utc>> {
    if let Some(instant) = tz.from_local_datetime(&local).earliest() {
        return Some(instant.to_utc());
    }
    // In a gap: the offset that was in force the day before.
    let before = local.checked_sub_signed(TimeDelta::days(1))?;
    let offset = tz.offset_from_utc_datetime(&before).fix().local_minus_utc();
    local
        .checked_sub_signed(TimeDelta::seconds(i64::from(offset)))
        .map(|utc| utc.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris(text: &str) -> String {
        read_instant(text, chrono_tz::Europe::Paris)
            .unwrap()
            .to_rfc3339()
    }

    #[test]
    fn a_time_without_offset_is_that_of_the_zone() {
        assert_eq!(paris("2026-12-24T14:20"), "2026-12-24T13:20:00+00:00");
        assert_eq!(paris("2026-07-24 14:20"), "2026-07-24T12:20:00+00:00");
        assert_eq!(paris("2026-12-24T14:20:00Z"), "2026-12-24T14:20:00+00:00");
    }

    #[test]
    fn a_skipped_time_moves_forward_and_a_repeated_one_is_the_first() {
        assert_eq!(paris("2016-03-27T02:30"), "2016-03-27T01:30:00+00:00");
        assert_eq!(paris("2016-10-30T02:30"), "2016-10-30T00:30:00+00:00");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "tomorrow",
            "2026-02-30T10:00",
            "2026-12-24",
            "2026-12-24T25:00",
        ] {
            assert!(
                read_instant(text, chrono_tz::Europe::Paris).is_err(),
                "{text}"
            );
        }
    }
}
