//! The kinds of letters.

use serde::{Deserialize, Serialize};

use crate::domain::words::words;

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
    /// What the vendor owes is at risk or missed, to those whom the ladder names.
    VendorWarned,
    /// A pause is contested.
    PauseContested,
    /// What was decided on a contested pause.
    PauseRuled,
    /// The customer takes back that the desk may enter their platform.
    ConsentWithdrawn,
    /// A planned maintenance.
    Maintenance,
    /// News of the status page, to a subscriber.
    StatusNews,
    /// The link to confirm that these news are wanted.
    StatusConfirm,
    /// A request that somebody else may file.
    DraftHanded,
    /// A letter that the contract of its sender's organisation does not take.
    MailRefused,
    /// Who is a designated administrator.
    Designation,
    /// A month is closed: its key figures.
    MonthClosed,
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

words!(LetterKind {
    Received => "received",
    TakenInCharge => "taken-in-charge",
    Paused => "paused",
    DeadlineMissed => "deadline-missed",
    Replied => "replied",
    FollowedAnswer => "followed-answer",
    StillWorking => "still-working",
    FollowedNews => "followed-news",
    FollowerAdded => "follower-added",
    CustomerWarned => "customer-warned",
    CustomerSettled => "customer-settled",
    Escalated => "escalated",
    RequesterWrote => "requester-wrote",
    Mentioned => "mentioned",
    CaseForVendor => "case-for-vendor",
    VendorAnswered => "vendor-answered",
    VendorWarned => "vendor-warned",
    PauseContested => "pause-contested",
    PauseRuled => "pause-ruled",
    ConsentWithdrawn => "consent-withdrawn",
    Maintenance => "maintenance",
    StatusNews => "status-news",
    StatusConfirm => "status-confirm",
    DraftHanded => "draft-handed",
    MailRefused => "mail-refused",
    Designation => "designation",
    MonthClosed => "month-closed",
    Invited => "invited",
    AskedElsewhere => "asked-elsewhere",
    PasswordReset => "password-reset",
    PasswordChanged => "password-changed",
    SecondFactor => "second-factor",
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::words::UnknownWord;

    #[test]
    fn a_kind_is_found_by_its_word_everywhere() {
        for kind in LetterKind::ALL {
            assert_eq!(kind.word().parse(), Ok(kind));
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
        }
        assert_eq!("test".parse::<LetterKind>(), Err(UnknownWord));
    }
}
