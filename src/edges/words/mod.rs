//! Every sentence that a person reads, by key, in French and in English.
//!
//! The sentences live in `templates/words/{fr,en}.ftl` (Fluent) and are part of the program.
//! French spaces are put in by rule when a catalogue is read (see [`typography`]), so that
//! whoever writes a sentence types ordinary spaces.

pub mod clauses;
pub mod dates;
pub mod durations;
pub mod levels;
pub mod typography;
pub mod zones;

use std::{fmt, sync::LazyLock};

pub use crate::domain::lang::Lang;
pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::{LanguageIdentifier, langid};

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

    fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Fr => langid!("fr-FR"),
            Self::En => langid!("en-GB"),
        }
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

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| {
    [
        bundle(Lang::Fr, &typography::french_spaces(FRENCH)),
        bundle(Lang::En, ENGLISH),
    ]
});

fn bundle(lang: Lang, source: &str) -> Bundle {
    // A sentence that does not parse is left out; a test of this module finds it.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
    let mut bundle = Bundle::new_concurrent(vec![lang.identifier()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Fr => |value, _| write_number(Lang::Fr, value),
        Lang::En => |value, _| write_number(Lang::En, value),
    }));
    bundle.add_resource_overriding(resource);
    bundle
}

fn write_number(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(lang.number(number.value)),
        _ => None,
    }
}

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
        self.say_with(key, &[])
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
        let [french, english] = &*BUNDLES;
        let bundle = match self.lang {
            Lang::Fr => french,
            Lang::En => english,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }

    /// Whether the catalogue has this key.
    #[must_use]
    pub fn knows(self, key: &str) -> bool {
        let [french, english] = &*BUNDLES;
        match self.lang {
            Lang::Fr => french.has_message(key),
            Lang::En => english.has_message(key),
        }
    }
}

#[cfg(test)]
mod tests;
