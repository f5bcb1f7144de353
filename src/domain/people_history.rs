//! What was done about those who work at the desk: who did what, when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{PersonEventId, PersonId},
    people::Role,
    second_factor::FactorChange,
};

/// One thing that was done about somebody. Never changed afterwards.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PersonEvent {
    /// Identity.
    pub id: PersonEventId,
    /// About whom.
    pub person: PersonId,
    /// Its rank in that person's history, from 1, without gaps.
    pub seq: i64,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: By,
    /// What.
    pub what: Done,
}

/// Who did something about somebody.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "who", content = "person")]
pub enum By {
    /// Somebody signed in; may be the person itself.
    Person(PersonId),
    /// Whoever bears a one-time link.
    Link,
    /// Whoever may run the program on the machine.
    CommandLine,
}

/// What was done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "done")]
pub enum Done {
    /// The account was made.
    Added {
        /// What the person was to be.
        role: Role,
    },
    /// A one-time link was made for the person to choose a password.
    LinkGiven,
    /// The person chose a password, by a link or on the account's page.
    PasswordChosen,
    /// The person goes by another name.
    Renamed {
        /// The name before.
        from: String,
        /// The name since.
        to: String,
    },
    /// The person may do other things than before.
    RoleChanged {
        /// The role before.
        from: Role,
        /// The role since.
        to: Role,
    },
    /// The second factor of the person, or the recovery codes, are others than before.
    SecondFactor {
        /// What became of it.
        what: FactorChange,
    },
    /// The account was closed.
    Deactivated,
    /// The account was opened again.
    Reactivated,
}

/// What a history amounts to: the role, and whether the account is open. None before the account
/// was made.
#[must_use]
pub fn standing<'a>(history: impl IntoIterator<Item = &'a Done>) -> Option<(Role, bool)> {
    history
        .into_iter()
        .fold(None, |now, done| match (done, now) {
            (Done::Added { role }, _) => Some((*role, true)),
            (Done::RoleChanged { to, .. }, Some((_, active))) => Some((*to, active)),
            (Done::Deactivated, Some((role, _))) => Some((role, false)),
            (Done::Reactivated, Some((role, _))) => Some((role, true)),
            (
                Done::LinkGiven
                | Done::PasswordChosen
                | Done::Renamed { .. }
                | Done::RoleChanged { .. }
                | Done::SecondFactor { .. }
                | Done::Deactivated
                | Done::Reactivated,
                now,
            ) => now,
        })
}

/// Whether somebody has a second factor after a history.
#[must_use]
pub fn has_second_factor<'a>(history: impl IntoIterator<Item = &'a Done>) -> bool {
    history.into_iter().fold(false, |has, done| match done {
        Done::SecondFactor { what } => match what {
            FactorChange::On | FactorChange::Replaced => true,
            FactorChange::Off | FactorChange::Removed => false,
            FactorChange::NewRecoveryCodes
            | FactorChange::RecoveryCodeUsed { .. }
            | FactorChange::Guessed => has,
        },
        Done::Added { .. }
        | Done::LinkGiven
        | Done::PasswordChosen
        | Done::Renamed { .. }
        | Done::RoleChanged { .. }
        | Done::Deactivated
        | Done::Reactivated => has,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_gives_the_role_and_whether_the_account_is_open() {
        let mut history = vec![Done::Deactivated];
        assert_eq!(standing(&history), None);
        history.push(Done::Added { role: Role::Agent });
        assert_eq!(standing(&history), Some((Role::Agent, true)));
        history.push(Done::RoleChanged {
            from: Role::Agent,
            to: Role::Auditor,
        });
        history.push(Done::Deactivated);
        history.push(Done::PasswordChosen);
        assert_eq!(standing(&history), Some((Role::Auditor, false)));
        history.push(Done::Reactivated);
        assert_eq!(standing(&history), Some((Role::Auditor, true)));
    }

    #[test]
    fn a_history_tells_whether_there_is_a_second_factor() {
        let mut history = vec![Done::Added { role: Role::Agent }];
        for (what, has) in [
            (FactorChange::NewRecoveryCodes, false),
            (FactorChange::On, true),
            (FactorChange::RecoveryCodeUsed { left: 9 }, true),
            (FactorChange::Removed, false),
            (FactorChange::Replaced, true),
            (FactorChange::Off, false),
        ] {
            history.push(Done::SecondFactor { what });
            assert_eq!(has_second_factor(&history), has, "{what:?}");
        }
    }
}
