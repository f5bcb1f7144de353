//! The acts of a ticket's page, as its forms name them.

/// An act, as addresses name it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ActName {
    Take,
    Reply,
    Inform,
    Confirm,
    Requalify,
    Pause,
    Resume,
    Resolve,
    Reopen,
    Assign,
}

impl ActName {
    pub(super) const ALL: [Self; 10] = [
        Self::Take,
        Self::Reply,
        Self::Inform,
        Self::Confirm,
        Self::Requalify,
        Self::Pause,
        Self::Resume,
        Self::Resolve,
        Self::Reopen,
        Self::Assign,
    ];

    /// The last word of the address that a form posts to.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Reply => "reply",
            Self::Inform => "news",
            Self::Confirm => "confirm",
            Self::Requalify => "requalify",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
            Self::Assign => "assign",
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
