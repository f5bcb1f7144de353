//! What a letter is, whatever its kind: its kind, its ticket, and its secret.

use super::{LetterKind, Notice, TicketFacts};

impl Notice {
    /// The kind of the letter. Letters have a folder of templates, which those of one shape share.
    #[must_use]
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::Received { .. } => LetterKind::Received,
            Self::TakenInCharge { .. } => LetterKind::TakenInCharge,
            Self::Paused { .. } => LetterKind::Paused,
            Self::DeadlineMissed { .. } => LetterKind::DeadlineMissed,
            Self::Replied { .. } => LetterKind::Replied,
            Self::StillWorking { .. } => LetterKind::StillWorking,
            Self::FollowedNews { .. } => LetterKind::FollowedNews,
            Self::FollowedAnswer { .. } => LetterKind::FollowedAnswer,
            Self::FollowerAdded { .. } => LetterKind::FollowerAdded,
            Self::CustomerWarned { .. } => LetterKind::CustomerWarned,
            Self::CustomerSettled { .. } => LetterKind::CustomerSettled,
            Self::Designation { .. } => LetterKind::Designation,
            Self::MailRefused { .. } => LetterKind::MailRefused,
            Self::AskedElsewhere { .. } => LetterKind::AskedElsewhere,
            Self::Escalated { .. } => LetterKind::Escalated,
            Self::RequesterWrote { .. } => LetterKind::RequesterWrote,
            Self::Mentioned { .. } => LetterKind::Mentioned,
            Self::CaseForVendor { .. } => LetterKind::CaseForVendor,
            Self::VendorAnswered { .. } => LetterKind::VendorAnswered,
            Self::VendorWarned { .. } => LetterKind::VendorWarned,
            Self::PauseContested { .. } => LetterKind::PauseContested,
            Self::PauseRuled { .. } => LetterKind::PauseRuled,
            Self::ConsentWithdrawn { .. } => LetterKind::ConsentWithdrawn,
            Self::MonthClosed { .. } => LetterKind::MonthClosed,
            Self::Maintenance { .. } => LetterKind::Maintenance,
            Self::StatusNews { .. } => LetterKind::StatusNews,
            Self::StatusConfirm { .. } => LetterKind::StatusConfirm,
            Self::PasswordReset { .. } => LetterKind::PasswordReset,
            Self::Invited { .. } => LetterKind::Invited,
            Self::DraftHanded { .. } => LetterKind::DraftHanded,
            Self::PasswordChanged { .. } => LetterKind::PasswordChanged,
            Self::SecondFactor { .. } => LetterKind::SecondFactor,
        }
    }

    /// The word of the letter's kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        self.kind().word()
    }

    /// The same letter without its secret, which is kept no longer than it takes to send it.
    #[must_use]
    pub fn without_secret(mut self) -> Self {
        match &mut self {
            Self::Received { link, .. }
            | Self::TakenInCharge { link, .. }
            | Self::Paused { link, .. }
            | Self::DeadlineMissed { link, .. }
            | Self::Replied { link, .. }
            | Self::StillWorking { link, .. }
            | Self::Escalated { link, .. }
            | Self::Maintenance { link, .. }
            | Self::StatusNews { link, .. }
            | Self::StatusConfirm { link, .. }
            | Self::PasswordReset { link, .. }
            | Self::Invited { link, .. } => {
                link.clear();
            }
            Self::RequesterWrote { .. }
            | Self::FollowedNews { .. }
            | Self::FollowedAnswer { .. }
            | Self::FollowerAdded { .. }
            | Self::CustomerWarned { .. }
            | Self::CustomerSettled { .. }
            | Self::Designation { .. }
            | Self::MailRefused { .. }
            | Self::AskedElsewhere { .. }
            | Self::Mentioned { .. }
            | Self::CaseForVendor { .. }
            | Self::VendorAnswered { .. }
            | Self::VendorWarned { .. }
            | Self::PauseContested { .. }
            | Self::PauseRuled { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::DraftHanded { .. }
            | Self::MonthClosed { .. }
            | Self::PasswordChanged { .. }
            | Self::SecondFactor { .. } => {}
        }
        self
    }

    /// The ticket that it tells of; none for a letter about an account.
    #[must_use]
    pub const fn ticket(&self) -> Option<&TicketFacts> {
        match self {
            Self::Received { ticket, .. }
            | Self::TakenInCharge { ticket, .. }
            | Self::Paused { ticket, .. }
            | Self::DeadlineMissed { ticket, .. }
            | Self::Replied { ticket, .. }
            | Self::StillWorking { ticket, .. }
            | Self::FollowedNews { ticket, .. }
            | Self::Escalated { ticket, .. }
            | Self::RequesterWrote { ticket, .. }
            | Self::FollowedAnswer { ticket, .. }
            | Self::FollowerAdded { ticket, .. }
            | Self::CustomerWarned { ticket, .. }
            | Self::CustomerSettled { ticket, .. }
            | Self::Mentioned { ticket, .. }
            | Self::VendorAnswered { ticket, .. }
            | Self::VendorWarned { ticket, .. }
            | Self::PauseContested { ticket, .. }
            | Self::PauseRuled { ticket, .. }
            | Self::ConsentWithdrawn { ticket, .. } => Some(ticket),
            Self::PasswordReset { .. }
            | Self::Maintenance { .. }
            | Self::StatusNews { .. }
            | Self::StatusConfirm { .. }
            | Self::Invited { .. }
            | Self::CaseForVendor { .. }
            | Self::DraftHanded { .. }
            | Self::MonthClosed { .. }
            | Self::Designation { .. }
            | Self::MailRefused { .. }
            | Self::AskedElsewhere { .. }
            | Self::PasswordChanged { .. }
            | Self::SecondFactor { .. } => None,
        }
    }
}
