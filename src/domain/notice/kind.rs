//! The kinds of letters.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a letter tells.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterKind {
    /// The request is filed, and this is promised.
    Received,
    /// An agent took the request in charge.
    TakenInCharge,
    /// The request waits.
    Paused,
    /// A promise was missed, to the requester.
    DeadlineMissed,
    /// An agent answered.
    Replied,
    /// The same, to somebody who follows.
    FollowedAnswer,
    /// An agent says that the work goes on.
    StillWorking,
    /// The same, to somebody who follows.
    FollowedNews,
    /// Somebody follows from now on.
    FollowerAdded,
    /// A promise is at risk or missed, to the customer's administrators.
    CustomerWarned,
    /// The customer says that the matter is settled, or that it is not.
    CustomerSettled,
    /// A promise is at risk or missed, to those who work at the desk.
    Escalated,
    /// The requester wrote.
    RequesterWrote,
    /// A colleague calls in an internal note.
    Mentioned,
    /// What the desk does with a case, to the vendor.
    CaseForVendor,
    /// What the vendor does with a case, to who works on its ticket.
    VendorAnswered,
    /// A request that somebody else may file.
    DraftHanded,
    /// A letter that the contract of its sender's organisation does not take.
    MailRefused,
    /// Who is a designated administrator.
    Designation,
    /// The link that opens an account.
    Invited,
    /// Another organisation asked somebody to join who has an account.
    AskedElsewhere,
    /// The link to choose a password.
    PasswordReset,
    /// The password is another one.
    PasswordChanged,
    /// What became of the second factor.
    SecondFactor,
}

impl LetterKind {
    /// Every kind: those to requesters first, then those to the desk, then those about accounts.
    pub const ALL: [Self; 24] = [
        Self::Received,
        Self::TakenInCharge,
        Self::Paused,
        Self::DeadlineMissed,
        Self::Replied,
        Self::FollowedAnswer,
        Self::StillWorking,
        Self::FollowedNews,
        Self::FollowerAdded,
        Self::CustomerWarned,
        Self::CustomerSettled,
        Self::Escalated,
        Self::RequesterWrote,
        Self::Mentioned,
        Self::CaseForVendor,
        Self::VendorAnswered,
        Self::DraftHanded,
        Self::MailRefused,
        Self::Designation,
        Self::Invited,
        Self::AskedElsewhere,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::SecondFactor,
    ];

    /// The word of the database and of addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::TakenInCharge => "taken-in-charge",
            Self::Paused => "paused",
            Self::DeadlineMissed => "deadline-missed",
            Self::Replied => "replied",
            Self::FollowedAnswer => "followed-answer",
            Self::StillWorking => "still-working",
            Self::FollowedNews => "followed-news",
            Self::FollowerAdded => "follower-added",
            Self::CustomerWarned => "customer-warned",
            Self::CustomerSettled => "customer-settled",
            Self::Escalated => "escalated",
            Self::RequesterWrote => "requester-wrote",
            Self::Mentioned => "mentioned",
            Self::CaseForVendor => "case-for-vendor",
            Self::VendorAnswered => "vendor-answered",
            Self::DraftHanded => "draft-handed",
            Self::MailRefused => "mail-refused",
            Self::Designation => "designation",
            Self::Invited => "invited",
            Self::AskedElsewhere => "asked-elsewhere",
            Self::PasswordReset => "password-reset",
            Self::PasswordChanged => "password-changed",
            Self::SecondFactor => "second-factor",
        }
    }
}

impl fmt::Display for LetterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text names no kind of letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownLetterKind;

impl fmt::Display for UnknownLetterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such kind of letter")
    }
}

impl std::error::Error for UnknownLetterKind {}

impl FromStr for LetterKind {
    type Err = UnknownLetterKind;

    fn from_str(text: &str) -> Result<Self, UnknownLetterKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or(UnknownLetterKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_word_everywhere() {
        for kind in LetterKind::ALL {
            assert_eq!(kind.word().parse(), Ok(kind));
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
        }
        assert_eq!("test".parse::<LetterKind>(), Err(UnknownLetterKind));
    }
}
