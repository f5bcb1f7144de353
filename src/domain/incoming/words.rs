//! The words of enumerations, both ways.

use std::fmt;

/// The text is no word of the enumeration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown word of an incoming letter")
    }
}

impl std::error::Error for UnknownWord {}

/// Gives an enumeration its words, both ways.
macro_rules! words {
    ($type:ident { $($variant:ident => $word:literal,)+ }) => {
        impl $type {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word of the database and of addresses.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $type {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.word() == text)
                    .ok_or(UnknownWord)
            }
        }
    };
}

pub(super) use words;
