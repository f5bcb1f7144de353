//! A second factor beside the password: codes of RFC 6238 that an app on a telephone gives every
//! thirty seconds, and recovery codes for the day on which the telephone is lost.

mod code;
mod recovery;

pub use code::{Code, SECRET_BYTES, TotpSecret};
pub use recovery::{RECOVERY_BYTES, RECOVERY_CODES, RecoveryCode};

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Wrong codes of one person that cost nothing.
pub const FREE_FAILURES: u32 = 10;
/// The first wait; each further wrong code doubles it.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(10);
/// The longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// What somebody shows as second factor.
#[derive(Clone, Eq, PartialEq)]
pub enum Proof {
    /// A code of the app.
    Code(Code),
    /// A recovery code.
    Recovery(RecoveryCode),
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(…)")
    }
}

/// What became of somebody's second factor.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum FactorChange {
    /// It was turned on.
    On,
    /// Another app or telephone gives the codes now.
    Replaced,
    /// It was turned off by its owner.
    Off,
    /// An administrator, or whoever may run the program, took it away.
    Removed,
    /// There are other recovery codes.
    NewRecoveryCodes,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// Many wrong codes came after the right password.
    Guessed,
}

impl FactorChange {
    /// The word of it in the catalogues of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Replaced => "replaced",
            Self::Off => "off",
            Self::Removed => "removed",
            Self::NewRecoveryCodes => "codes",
            Self::RecoveryCodeUsed { .. } => "used",
            Self::Guessed => "guessed",
        }
    }
}

/// How long nobody's code is heard after so many wrong ones, at `now`; nothing when the next one is.
///
/// # Why
/// The six digits of a code can be guessed, by somebody who has the password and many addresses. With
/// these waits, a hundred guesses a day remain: a year of them finds a code once in ten. Recovery
/// codes cannot be guessed and know no such wait, so that the owner is never locked out.
#[must_use]
pub fn wait(
    failures: u32,
    failed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<TimeDelta> {
    let over = failures.checked_sub(FREE_FAILURES)?;
    let doubled = FIRST_WAIT
        .checked_mul(1 << over.min(20))
        .unwrap_or(LONGEST_WAIT);
    // The clock was put back: a failure to come must not make anybody wait for it.
    let since = now - failed_at?.min(now);
    let wait = doubled.min(LONGEST_WAIT) - since;
    (wait > TimeDelta::zero()).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_cost_a_wait_that_grows_to_a_quarter_of_an_hour() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let waits = |failures| wait(failures, Some(now), now);
        assert_eq!(waits(FREE_FAILURES - 1), None);
        assert_eq!(waits(FREE_FAILURES), Some(TimeDelta::seconds(10)));
        assert_eq!(waits(FREE_FAILURES + 2), Some(TimeDelta::seconds(40)));
        for many in [FREE_FAILURES + 7, 1_000, u32::MAX] {
            assert_eq!(waits(many), Some(LONGEST_WAIT));
            assert_eq!(wait(many, Some(now - LONGEST_WAIT), now), None);
            let ahead = Some(now + TimeDelta::days(1));
            assert_eq!(wait(many, ahead, now), Some(LONGEST_WAIT));
        }
    }
}
