//! How many of something there may be in an hour and in a day: `20/hour 60/day`.

use std::fmt;

/// The most there may be in any hour, and in any day; nothing where there is no limit.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Quota {
    /// In an hour.
    pub hour: Option<u32>,
    /// In a day of 24 hours.
    pub day: Option<u32>,
}

impl Quota {
    /// No limit at all.
    pub const NONE: Self = Self {
        hour: None,
        day: None,
    };

    /// So many in an hour, so many in a day.
    #[must_use]
    pub const fn of(hour: u32, day: u32) -> Self {
        Self {
            hour: Some(hour),
            day: Some(day),
        }
    }

    /// Reads `20/hour 60/day`, one of the two, or `none`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::NONE);
        }
        let mut quota = Self::NONE;
        for part in text.split_whitespace() {
            let (count, of) = part.split_once('/')?;
            let plain = count.bytes().all(|one| one.is_ascii_digit());
            let count = count.parse().ok().filter(|_| plain)?;
            let place = match of {
                "hour" => &mut quota.hour,
                "day" => &mut quota.day,
                _ => return None,
            };
            if place.replace(count).is_some() {
                return None;
            }
        }
        (quota != Self::NONE).then_some(quota)
    }
}

impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.hour, self.day) {
            (None, None) => f.write_str("none"),
            (Some(hour), None) => write!(f, "{hour}/hour"),
            (None, Some(day)) => write!(f, "{day}/day"),
            (Some(hour), Some(day)) => write!(f, "{hour}/hour {day}/day"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_read_back_as_it_is_written_and_nothing_else_is_one() {
        for text in ["20/hour 60/day", "20/hour", "0/day", "none"] {
            assert_eq!(Quota::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "20",
            "20/week",
            "-1/hour",
            "+1/hour",
            "1/hour 2/hour",
            "9999999999/day",
            "1/hour none",
        ] {
            assert_eq!(Quota::parse(text), None, "{text}");
        }
    }
}
