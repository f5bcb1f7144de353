//! How something that is said to a program stands, and when it is said again.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{
    ids::{DeliveryId, LetterId},
    retry,
    words::words,
};

/// The longest that a program is obeyed when it asks to come back later.
const LONGEST_ASKED: TimeDelta = TimeDelta::hours(24);

/// How something that is said to a program stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeliveryState {
    /// It leaves now, or is tried again at its time.
    Owed,
    /// The program has it.
    Delivered,
    /// Given up; an administrator may begin anew.
    Dead,
}

words!(DeliveryState {
    Owed => "owed",
    Delivered => "delivered",
    Dead => "dead",
});

/// When a delivery is tried again after a try that failed; nothing when it is to be given up. `attempts` are
/// those that were made, `since` is when its tries began, and `asked` when the program asked to come back.
#[must_use]
pub fn retry_at(
    (delivery, attempts): (DeliveryId, u32),
    since: DateTime<Utc>,
    asked: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    // The schedule of letters; only what it draws for varies.
    let id = LetterId::from(delivery.uuid());
    let next = retry::next_try(id, attempts, since, now)?;
    let asked = asked.map(|asked| asked.min(now + LONGEST_ASKED));
    Some(asked.map_or(next, |asked| next.max(asked)))
}

/// When a program wants to be called again, by its `Retry-After`: seconds, or an instant
/// (RFC 9110, 10.2.3).
#[must_use]
pub fn waits_for(retry_after: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = retry_after.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(now + TimeDelta::seconds(seconds.into()));
    }
    let instant = DateTime::parse_from_rfc2822(text).ok()?;
    Some(instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_to_come_back_later_is_obeyed_a_day_at_most() {
        let now: DateTime<Utc> = "2026-03-04T09:00:00Z".parse().unwrap();
        assert_eq!(waits_for(" 120 ", now), Some(now + TimeDelta::minutes(2)));
        let at = waits_for("Wed, 04 Mar 2026 10:00:00 GMT", now);
        assert_eq!(at, Some(now + TimeDelta::hours(1)));
        assert_eq!(waits_for("soon", now), None);
        assert_eq!(waits_for("-1", now), None);
    }
}
