//! When a letter that could not leave is tried again, and when it is given up.
//!
//! RFC 5321, 4.5.4.1: after the first quick tries at least 30 minutes apart, given up after 4 to
//! 5 days.

use chrono::{DateTime, TimeDelta, Utc};

use super::ids::LetterId;

/// How long a letter is tried: 5 days after it was owed it is given up.
pub const PATIENCE: TimeDelta = TimeDelta::days(5);

/// The longest wait between two tries.
pub const LONGEST: TimeDelta = TimeDelta::minutes(60);

/// When to try again after the `attempt`th try (counted from 1) failed at `now`; nothing when
/// the letter is to be given up.
///
/// After 1, 5, 15 and 30 minutes, then every 30 to 60 minutes. What varies is drawn from the
/// letter and the try, so that letters which failed together do not come back together.
///
/// ```
/// use guichet::domain::{ids::LetterId, retry::next_try};
///
/// let owed = "2026-01-05T08:00:00Z".parse().unwrap();
/// let next = next_try(LetterId::fresh(), 1, owed, owed).unwrap();
/// assert_eq!((next - owed).num_minutes(), 1);
/// ```
#[must_use]
pub fn next_try(
    letter: LetterId,
    attempt: u32,
    owed_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let wait = match attempt {
        0 | 1 => TimeDelta::minutes(1),
        2 => TimeDelta::minutes(5),
        3 => TimeDelta::minutes(15),
        4 => TimeDelta::minutes(30),
        _ => TimeDelta::minutes(30) + spread(letter, attempt),
    };
    let give_up_at = owed_at.checked_add_signed(PATIENCE)?;
    now.checked_add_signed(wait)
        .filter(|next| *next <= give_up_at)
}

/// Between nothing and 30 minutes, to the second: the same for the same letter and try.
fn spread(letter: LetterId, attempt: u32) -> TimeDelta {
    let (high, low) = letter.uuid().as_u64_pair();
    // SplitMix64's last steps: every bit of what goes in moves every bit of what comes out.
    let mut mixed =
        high ^ low.rotate_left(32) ^ u64::from(attempt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    TimeDelta::seconds(i64::try_from(mixed % 1_801).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owed_at() -> DateTime<Utc> {
        "2026-01-05T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_first_tries_follow_after_1_5_15_and_30_minutes() {
        let minutes = [1, 2, 3, 4].map(|attempt| {
            (next_try(LetterId::fresh(), attempt, owed_at(), owed_at()).unwrap() - owed_at())
                .num_minutes()
        });
        assert_eq!(minutes, [1, 5, 15, 30]);
    }

    #[test]
    fn a_letter_is_tried_for_5_days_every_30_to_60_minutes_then_given_up() {
        for _ in 0..50 {
            let letter = LetterId::fresh();
            let (mut now, mut attempt) = (owed_at(), 1);
            while let Some(next) = next_try(letter, attempt, owed_at(), now) {
                let wait = next - now;
                if attempt > 4 {
                    assert!(wait >= TimeDelta::minutes(30) && wait <= TimeDelta::minutes(60));
                }
                now = next;
                attempt += 1;
            }
            let tried_for = now - owed_at();
            assert!(tried_for <= PATIENCE);
            assert!(tried_for > PATIENCE - TimeDelta::hours(1));
            assert!((120..=240).contains(&attempt), "{attempt}");
        }
    }

    #[test]
    fn letters_that_failed_together_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> = (0..200)
            .map(|_| next_try(LetterId::fresh(), 9, owed_at(), owed_at()))
            .collect();
        assert!(waits.len() > 150, "{} different waits", waits.len());
    }

    #[test]
    fn the_same_try_waits_the_same_whoever_counts() {
        let letter = LetterId::fresh();
        assert_eq!(
            next_try(letter, 12, owed_at(), owed_at()),
            next_try(letter, 12, owed_at(), owed_at())
        );
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let end = DateTime::<Utc>::MAX_UTC;
        assert_eq!(next_try(LetterId::fresh(), u32::MAX, end, end), None);
    }
}
