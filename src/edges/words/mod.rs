//! Every sentence that a person reads, by key, in French and in English.
//!
//! The sentences live in `templates/words/{fr,en}.ftl` (Fluent) and are part of the program.
//! French spaces are put in by rule when a catalogue is read (see [`typography`]), so that
//! whoever writes a sentence types ordinary spaces.

pub mod availability;
mod catalogue;
pub mod clauses;
pub mod contract_mistakes;
pub mod dates;
pub mod durations;
pub mod levels;
pub mod money;
pub mod refusals;
pub mod rules;
pub mod typography;
pub mod zones;

use std::{borrow::Cow, fmt, sync::LazyLock};

pub use crate::domain::lang::Lang;
use catalogue::Catalogue;
pub use catalogue::FluentValue;

/// The catalogue of French words, as it is written.
pub const FRENCH: &str = include_str!("../../../templates/words/fr.ftl");
/// The catalogue of English words, as it is written.
pub const ENGLISH: &str = include_str!("../../../templates/words/en.ftl");

impl Lang {
    /// The words of this language.
    #[must_use]
    pub const fn words(self) -> Words {
        Words { lang: self }
    }

    /// A number as this language writes it: `12 345,6` (with U+202F) or `12,345.6`.
    #[must_use]
    pub fn number(self, number: f64) -> String {
        self.written(&number.to_string())
    }

    /// A whole number as this language writes it.
    #[must_use]
    pub fn number_of(self, number: i64) -> String {
        self.written(&number.to_string())
    }

    /// The sign between units and tenths: a comma in French, a point in English.
    #[must_use]
    pub const fn decimal_point(self) -> char {
        match self {
            Self::Fr => ',',
            Self::En => '.',
        }
    }

    fn written(self, plain: &str) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let (sign, digits) = whole
            .strip_prefix('-')
            .map_or(("", whole), |digits| ("−", digits));
        let group = match self {
            Self::Fr => '\u{202f}',
            Self::En => ',',
        };
        let mut said = String::from(sign);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                said.push(group);
            }
            said.push(digit);
        }
        if !fraction.is_empty() {
            said.push(self.decimal_point());
            said.push_str(fraction);
        }
        said
    }
}

// A sentence that cannot be read is left out; a test of this module finds it.
static FRENCH_WORDS: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::read(Lang::Fr, &typography::french_spaces(FRENCH)).0);
static ENGLISH_WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::En, ENGLISH).0);

/// The words of one language. Costs nothing to copy; the catalogues are read once.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    lang: Lang,
}

impl fmt::Debug for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Words({})", self.lang.tag())
    }
}

impl Words {
    /// The language of these words.
    #[must_use]
    pub const fn lang(self) -> Lang {
        self.lang
    }

    /// The sentence of `key`; the key itself when there is none, which a test prevents.
    ///
    /// ```
    /// use guichet::edges::words::Lang;
    ///
    /// assert_eq!(Lang::Fr.words().say("layout-skip"), "Aller au contenu");
    /// assert_eq!(Lang::En.words().say("no-such-key"), "no-such-key");
    /// ```
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.sentence(key).into_owned()
    }

    /// As [`Words::say`], without a copy where the sentence takes no value.
    ///
    /// ```
    /// use guichet::edges::words::Lang;
    ///
    /// assert_eq!(Lang::En.words().sentence("layout-skip"), "Skip to content");
    /// ```
    #[must_use]
    pub fn sentence(self, key: &str) -> Cow<'_, str> {
        match self.catalogue().sentence(key) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.say_with(key, &[])),
        }
    }

    /// The sentence of `key` with its values. Numbers choose the plural of the language.
    ///
    /// ```
    /// use guichet::edges::words::Lang;
    ///
    /// let said = Lang::Fr.words().say_with("open-tickets", &[("count", 1.into())]);
    /// assert_eq!(said, "1 demande ouverte");
    /// ```
    #[must_use]
    pub fn say_with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let mut said = String::with_capacity(64);
        self.add(&mut said, key, values);
        said
    }

    /// Adds the sentence of `key` with its values to `out`: as [`Words::say_with`].
    pub fn add(self, out: &mut String, key: &str, values: &[(&str, FluentValue<'_>)]) {
        if !self.catalogue().say(key, values, out) {
            out.push_str(key);
        }
    }

    /// Whether the catalogue has this key.
    #[must_use]
    pub fn knows(self, key: &str) -> bool {
        self.catalogue().has(key)
    }

    fn catalogue(self) -> &'static Catalogue {
        match self.lang {
            Lang::Fr => &FRENCH_WORDS,
            Lang::En => &ENGLISH_WORDS,
        }
    }
}

#[cfg(test)]
mod tests;
