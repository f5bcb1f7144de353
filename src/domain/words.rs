//! The words of enumerations, both ways.

use std::fmt;

/// The text is no word of the enumeration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown word")
    }
}

impl std::error::Error for UnknownWord {}

/// Gives an enumeration its words, both ways, in the order in which they are offered.
macro_rules! words {
    ($type:ident { $($variant:ident => $word:literal,)+ }) => {
        impl $type {
            /// Every one, in the order in which they are offered.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant,)+];

            /// The word of contract files, forms, addresses and the database.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::domain::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .into_iter()
                    .find(|one| one.word() == text)
                    .ok_or($crate::domain::words::UnknownWord)
            }
        }
    };
}

pub(super) use words;
