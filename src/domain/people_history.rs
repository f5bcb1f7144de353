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
    /// Somebody whom an identity provider vouched for, and who was not let in.
    Provider,
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
    /// The account was bound to an identity at a provider, at the first sign-in there.
    ProviderBound {
        /// The address of the provider.
        issuer: String,
    },
    /// Somebody else at the provider came with the person's address, and was refused.
    ProviderRefused {
        /// The address of the provider.
        issuer: String,
    },
    /// The account is bound to no identity at a provider any more.
    ProviderForgotten,
    /// Letters to the person's address came back, and somebody says that it works again.
    AddressWorks,
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
                | Done::ProviderBound { .. }
                | Done::ProviderRefused { .. }
                | Done::ProviderForgotten
                | Done::AddressWorks
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
        | Done::ProviderBound { .. }
        | Done::ProviderRefused { .. }
        | Done::ProviderForgotten
        | Done::AddressWorks
        | Done::Deactivated
        | Done::Reactivated => has,
    })
}

/// Whether a history gave somebody an account to sign in with. Who only filed by the form has none.
#[must_use]
pub fn has_account<'a>(history: impl IntoIterator<Item = &'a Done>) -> bool {
    history.into_iter().any(|done| {
        matches!(
            done,
            Done::Added { .. } | Done::LinkGiven | Done::PasswordChosen
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_begins_with_an_invitation_or_a_password() {
        let renamed = Done::Renamed {
            from: "a".to_owned(),
            to: "b".to_owned(),
        };
        assert!(!has_account(&[renamed.clone(), Done::Reactivated]));
        for done in [
            Done::LinkGiven,
            Done::PasswordChosen,
            Done::Added {
                role: Role::Requester,
            },
        ] {
            assert!(has_account(&[renamed.clone(), done]));
        }
    }

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
