//! A sentence in French, and in English where the file has one.

use std::fmt;

use crate::domain::lang::Lang;

/// A text of a contract file, in French and perhaps in English.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wording {
    fr: String,
    en: Option<String>,
}

impl Wording {
    /// Puts the two languages together.
    #[must_use]
    pub const fn new(fr: String, en: Option<String>) -> Self {
        Self { fr, en }
    }

    /// The text in a language; in French where there is no English.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            (Lang::En, None) | (Lang::Fr, _) => &self.fr,
        }
    }

    /// Whether the file gives it in English.
    #[must_use]
    pub const fn has_english(&self) -> bool {
        self.en.is_some()
    }
}

/// The French text.
impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fr)
    }
}
