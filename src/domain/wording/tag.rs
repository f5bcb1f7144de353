//! What a wording may name of the letter it stands in.

use std::{fmt, str::FromStr};

use crate::domain::notice::LetterKind;

/// Something that a letter knows, written `{reference}` in a wording.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Tag {
    /// The ticket's reference.
    Reference,
    /// What the ticket is about.
    Subject,
    /// The service that was chosen.
    Service,
    /// The priority, in the contract's words.
    Priority,
    /// Who filed it.
    Requester,
    /// The organisation.
    Organisation,
    /// Who did what the letter tells.
    By,
    /// Who works on the ticket.
    Agent,
    /// The instant that is promised.
    Deadline,
    /// The time that is promised.
    Promised,
    /// The contract that promises it.
    Contract,
    /// Its clause.
    Clause,
    /// What is awaited of the requester.
    Awaited,
    /// Until when the link works.
    Until,
    /// When it happened.
    When,
    /// The name of the desk.
    Site,
}

impl Tag {
    /// Every tag, in the order in which a page names them.
    pub const ALL: [Self; 16] = [
        Self::Reference,
        Self::Subject,
        Self::Service,
        Self::Priority,
        Self::Requester,
        Self::Organisation,
        Self::By,
        Self::Agent,
        Self::Deadline,
        Self::Promised,
        Self::Contract,
        Self::Clause,
        Self::Awaited,
        Self::Until,
        Self::When,
        Self::Site,
    ];

    /// What stands between the braces, in every language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Subject => "subject",
            Self::Service => "service",
            Self::Priority => "priority",
            Self::Requester => "requester",
            Self::Organisation => "organisation",
            Self::By => "by",
            Self::Agent => "agent",
            Self::Deadline => "deadline",
            Self::Promised => "promised",
            Self::Contract => "contract",
            Self::Clause => "clause",
            Self::Awaited => "awaited",
            Self::Until => "until",
            Self::When => "when",
            Self::Site => "site",
        }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.word())
    }
}

/// The text is no tag.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownTag;

impl fmt::Display for UnknownTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such tag")
    }
}

impl std::error::Error for UnknownTag {}

impl FromStr for Tag {
    type Err = UnknownTag;

    fn from_str(text: &str) -> Result<Self, UnknownTag> {
        Self::ALL
            .into_iter()
            .find(|tag| tag.word() == text)
            .ok_or(UnknownTag)
    }
}

impl LetterKind {
    /// The tags that a wording of this letter may use: what the letter itself says, and no more.
    ///
    /// Letters that may go to an address nobody has verified name nothing that was typed into a
    /// form: neither the subject nor who filed it nor their organisation.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of letter")]
    pub const fn tags(self) -> &'static [Tag] {
        use Tag::{
            Agent, Awaited, By, Clause, Contract, Deadline, Organisation, Priority, Promised,
            Reference, Requester, Service, Site, Subject, Until, When,
        };
        match self {
            Self::Received => &[
                Reference, Service, Priority, Deadline, Promised, Contract, Clause, Site,
            ],
            Self::TakenInCharge => &[
                Reference, Service, Priority, By, Deadline, Promised, Contract, Clause, Site,
            ],
            Self::Paused => &[
                Reference, Service, Priority, By, Contract, Clause, Awaited, Site,
            ],
            Self::DeadlineMissed => &[
                Reference, Service, Priority, Agent, Deadline, Promised, Contract, Clause, Site,
            ],
            Self::Replied => &[Reference, Subject, Service, Priority, By, Site],
            Self::FollowedAnswer => &[Reference, Subject, Service, Priority, Requester, By, Site],
            Self::StillWorking => &[
                Reference, Subject, Service, Priority, By, Deadline, Promised, Contract, Clause,
                Site,
            ],
            Self::FollowedNews => &[
                Reference, Subject, Service, Priority, Requester, By, Deadline, Promised, Contract,
                Clause, Site,
            ],
            Self::FollowerAdded => &[
                Reference, Subject, Service, Priority, Requester, By, Deadline, Promised, Contract,
                Clause, Site,
            ],
            Self::CustomerWarned => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                Deadline,
                Promised,
                Contract,
                Clause,
                Site,
            ],
            Self::CustomerSettled | Self::Mentioned => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                By,
                Site,
            ],
            Self::Escalated => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                Agent,
                Deadline,
                Promised,
                Contract,
                Clause,
                Site,
            ],
            Self::RequesterWrote => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                Site,
            ],
            Self::CaseForVendor => &[Reference, Site],
            Self::VendorAnswered => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                By,
                Site,
            ],
            Self::VendorWarned => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                Deadline,
                Promised,
                Contract,
                Clause,
                Site,
            ],
            Self::PauseContested | Self::PauseRuled => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                By,
                Contract,
                Clause,
                Site,
            ],
            Self::ConsentWithdrawn => &[
                Reference,
                Subject,
                Service,
                Priority,
                Requester,
                Organisation,
                By,
                Site,
            ],
            Self::Maintenance | Self::StatusNews => &[Subject, When, Site],
            Self::StatusConfirm => &[Until, Site],
            Self::DraftHanded => &[Subject, Organisation, By, Site],
            Self::MailRefused => &[Service, Organisation, Contract, Clause, When, Site],
            Self::Designation => &[Organisation, By, When, Site],
            Self::MonthClosed => &[Site],
            Self::Invited => &[By, Until, Site],
            Self::AskedElsewhere => &[Organisation, By, Site],
            Self::PasswordReset => &[Until, Site],
            Self::PasswordChanged => &[When, Site],
            Self::SecondFactor => &[By, When, Site],
        }
    }

    /// Whether the letter may go to an address that nobody has verified: whoever typed it may have
    /// typed somebody else's.
    #[must_use]
    pub const fn may_reach_a_stranger(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::TakenInCharge
                | Self::Paused
                | Self::DeadlineMissed
                | Self::StatusConfirm
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_to_a_stranger_names_what_was_typed() {
        for kind in LetterKind::ALL
            .into_iter()
            .filter(|one| one.may_reach_a_stranger())
        {
            for typed in [Tag::Subject, Tag::Requester, Tag::Organisation] {
                assert!(!kind.tags().contains(&typed), "{kind}: {typed}");
            }
        }
    }

    #[test]
    fn every_tag_is_some_letters_and_each_letter_names_it_once() {
        for tag in Tag::ALL {
            assert_eq!(tag.word().parse(), Ok(tag));
            assert!(
                LetterKind::ALL
                    .iter()
                    .any(|kind| kind.tags().contains(&tag)),
                "{tag}"
            );
        }
        for kind in LetterKind::ALL {
            let mut tags = kind.tags().to_vec();
            tags.sort_unstable();
            assert_eq!(tags, kind.tags(), "{kind}: in the order of the list");
            tags.dedup();
            assert_eq!(tags.len(), kind.tags().len(), "{kind}");
        }
    }
}
