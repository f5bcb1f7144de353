//! The customer's consent that the desk enters their platform: with which account, given, refused or
//! taken back, and each entry that was made while it was in force.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Actor, Event, Line, TextError, What};

/// The account with which the desk may act on the customer's platform: its name, never its password.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Account(Line);

/// Why a text names no account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AccountError {
    /// Nothing was written.
    Blank,
    /// It is longer than any name.
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// It looks as if it held a password.
    Password,
}

/// Words beside which a password stands.
const PASSWORD_WORDS: [&str; 8] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "mdp",
    "passe",
    "motdepasse",
    "pass",
];
/// The fewest characters of a word that may be a password by its look alone.
const SHORTEST_SECRET: usize = 8;

impl Account {
    /// The account of a text.
    ///
    /// # Errors
    /// When it is blank, too long, or looks as if it held a password, which nobody is to keep here.
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        if holds_a_password(text) {
            return Err(AccountError::Password);
        }
        match Line::parse(text) {
            Ok(line) => Ok(Self(line)),
            Err(TextError::Blank) => Err(AccountError::Blank),
            Err(TextError::TooLong { most }) => Err(AccountError::TooLong { most }),
        }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a text seems to hold a password: it says the word, or has a word in it that mixes letters,
/// digits and signs as names do not. The names of accounts that are addresses are none.
fn holds_a_password(text: &str) -> bool {
    let lower = text.to_lowercase();
    let said = lower
        .split(|one: char| !one.is_alphanumeric())
        .any(|word| PASSWORD_WORDS.contains(&word));
    said || text.split(char::is_whitespace).any(looks_secret)
}

fn looks_secret(word: &str) -> bool {
    let has = |is: fn(char) -> bool| word.chars().any(is);
    let sign = has(|one| one.is_ascii_punctuation() && !"@._-'\\,;()".contains(one));
    !word.contains('@')
        && word.chars().count() >= SHORTEST_SECRET
        && sign
        && has(char::is_alphabetic)
        && (has(|one| one.is_ascii_digit()) || has(char::is_uppercase))
}

/// What the form was answered.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "says")]
pub enum ConsentAnswer {
    /// The desk may enter, with this account.
    Yes {
        /// The account.
        account: Account,
    },
    /// It may not.
    No,
}

/// How a consent stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ConsentStand {
    /// The desk may enter, with this account.
    Given(Account),
    /// It may not.
    Refused,
    /// It might, with this account, and may no longer.
    Withdrawn(Account),
}

/// The consent of a ticket, as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consent {
    /// How.
    pub stand: ConsentStand,
    /// Who said so.
    pub by: Actor,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// Something that was said of consent, or an entry that was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ConsentTold<'a> {
    /// It was given.
    Given(&'a Account),
    /// It was refused.
    Refused,
    /// It was taken back.
    Withdrawn(&'a Account),
    /// Somebody of the desk entered, and why.
    Entered(&'a Account, &'a Line),
}

impl<'a> ConsentTold<'a> {
    /// What an event tells of consent; nothing for most.
    #[must_use]
    pub const fn by(what: &'a What) -> Option<Self> {
        Some(match what {
            What::Filed { proposal, .. } => match &proposal.answers.consent {
                Some(ConsentAnswer::Yes { account }) => Self::Given(account),
                Some(ConsentAnswer::No) => Self::Refused,
                None => return None,
            },
            What::ConsentGiven { account } => Self::Given(account),
            What::ConsentRefused => Self::Refused,
            What::ConsentWithdrawn { account } => Self::Withdrawn(account),
            What::PlatformEntered { account, reason } => Self::Entered(account, reason),
            _ => return None,
        })
    }

    /// The word of sentences and of lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Given(_) => "given",
            Self::Refused => "refused",
            Self::Withdrawn(_) => "withdrawn",
            Self::Entered(..) => "entered",
        }
    }
}

/// The consent of a history, as it stands at its end; none where nobody was asked.
#[must_use]
pub fn consent(events: &[Event]) -> Option<Consent> {
    events.iter().rev().find_map(|event| {
        let stand = match ConsentTold::by(&event.what)? {
            ConsentTold::Given(account) => ConsentStand::Given(account.clone()),
            ConsentTold::Refused => ConsentStand::Refused,
            ConsentTold::Withdrawn(account) => ConsentStand::Withdrawn(account.clone()),
            ConsentTold::Entered(..) => return None,
        };
        Some(Consent {
            stand,
            by: event.actor,
            at: event.at,
        })
    })
}

/// What somebody of the customer says of consent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ConsentAct {
    /// The desk may enter, with this account.
    Give(Account),
    /// It may not, or no longer.
    Refuse,
}

/// What is to be written down of it; nothing where it is so already.
#[must_use]
pub fn consents(events: &[Event], act: ConsentAct) -> Option<What> {
    let stands = consent(events).map(|one| one.stand);
    match (act, stands) {
        (ConsentAct::Give(account), Some(ConsentStand::Given(before))) if account == before => None,
        (ConsentAct::Give(account), _) => Some(What::ConsentGiven { account }),
        (ConsentAct::Refuse, Some(ConsentStand::Given(account))) => {
            Some(What::ConsentWithdrawn { account })
        }
        (ConsentAct::Refuse, Some(_)) => None,
        (ConsentAct::Refuse, None) => Some(What::ConsentRefused),
    }
}

/// The account with which the desk may enter now, if it may.
#[must_use]
pub fn in_force(events: &[Event]) -> Option<Account> {
    match consent(events)?.stand {
        ConsentStand::Given(account) => Some(account),
        ConsentStand::Refused | ConsentStand::Withdrawn(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{EventId, PersonId, TicketId};

    fn account(text: &str) -> Account {
        Account::parse(text).unwrap()
    }

    fn history(whats: Vec<What>) -> Vec<Event> {
        let ticket = TicketId::fresh();
        (1..)
            .zip(whats)
            .map(|(seq, what)| Event {
                id: EventId::fresh(),
                ticket,
                seq,
                at: DateTime::UNIX_EPOCH,
                actor: Actor::Requester(PersonId::fresh()),
                what,
            })
            .collect()
    }

    #[test]
    fn what_looks_like_a_password_names_no_account() {
        for text in [
            "admin, mot de passe : soleil",
            "support / Azerty1!",
            "mdp=toto",
            "Password hunter2",
            "admin:Tr0ub4dor&3",
        ] {
            assert_eq!(Account::parse(text), Err(AccountError::Password), "{text}");
        }
        for text in [
            "support@marlaix.example",
            "compte admin-support",
            "MARLAIX\\svc_support2",
            "Compte de secours (production)",
            "O'Brien",
        ] {
            assert!(Account::parse(text).is_ok(), "{text}");
        }
        assert_eq!(Account::parse(" "), Err(AccountError::Blank));
        let long = "a".repeat(Line::MOST + 1);
        let most = Line::MOST;
        assert_eq!(Account::parse(&long), Err(AccountError::TooLong { most }));
    }

    #[test]
    fn what_was_said_last_stands_and_nothing_is_said_twice() {
        let given = What::ConsentGiven {
            account: account("Odile"),
        };
        let entered = What::PlatformEntered {
            account: account("Odile"),
            reason: Line::parse("x").unwrap(),
        };
        let once = history(vec![given.clone(), entered]);
        assert_eq!(in_force(&once), Some(account("Odile")));
        assert_eq!(consents(&once, ConsentAct::Give(account("Odile"))), None);
        let other = consents(&once, ConsentAct::Give(account("Basile")));
        assert_eq!(
            other,
            Some(What::ConsentGiven {
                account: account("Basile")
            })
        );
        let withdrawn = consents(&once, ConsentAct::Refuse).unwrap();
        let account = account("Odile");
        assert_eq!(withdrawn, What::ConsentWithdrawn { account });
        let over = history(vec![given, withdrawn]);
        assert_eq!(in_force(&over), None);
        assert_eq!(consents(&over, ConsentAct::Refuse), None);
        assert_eq!(
            consents(&[], ConsentAct::Refuse),
            Some(What::ConsentRefused)
        );
    }
}
