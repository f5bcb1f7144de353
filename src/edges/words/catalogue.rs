//! A catalogue made ready to be said: every sentence as a list of texts and places for values.
//!
//! # Why
//! A page of the queue says some six hundred sentences. Fluent's own evaluator, made for catalogues
//! of any kind, took a quarter of that page's time; what our catalogues use of the language is
//! text, values and choices, and is said here without a look at its syntax. A test compares every
//! sentence with what Fluent's evaluator says.

use std::{borrow::Cow, collections::HashMap, fmt::Write as _};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
    unicode::unescape_unicode_to_string,
};

use super::Lang;

/// What a sentence is given: a text, or a number that chooses a plural and is written as its
/// language writes numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum FluentValue<'a> {
    /// Said as it is.
    Text(Cow<'a, str>),
    /// Said as the language writes it.
    Number(f64),
    /// A number that is a name, such as a year: its digits alone. It chooses no plural.
    Digits(i64),
}

impl<'a> From<&'a str> for FluentValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for FluentValue<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<Cow<'a, str>> for FluentValue<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<String> for FluentValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl From<$kind> for FluentValue<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(f64::from(number))
            }
        }
    )+};
}

numbers!(u8, u16, u32, i16, i32, f64);

macro_rules! large_numbers {
    ($($kind:ty),+) => {$(
        impl From<$kind> for FluentValue<'_> {
            #[expect(
                clippy::as_conversions,
                clippy::cast_precision_loss,
                reason = "what is counted stays far below 2 to the 53rd"
            )]
            fn from(number: $kind) -> Self {
                Self::Number(number as f64)
            }
        }
    )+};
}

large_numbers!(u64, i64, usize);

/// A part of a sentence.
#[derive(Debug)]
enum Part {
    Text(Box<str>),
    Value(Box<str>),
    Choice(Box<Choice>),
}

/// Words that depend on a value.
#[derive(Debug)]
struct Choice {
    value: Box<str>,
    variants: Box<[(Key, Sentence)]>,
    otherwise: Sentence,
}

/// Of which value a variant is.
#[derive(Debug)]
enum Key {
    /// That number.
    Number(f64),
    /// That text, or a number of that plural.
    Word(Box<str>),
}

/// A sentence, its parts in order.
#[derive(Debug)]
struct Sentence(Box<[Part]>);

/// Every sentence of a language, by key.
#[derive(Debug)]
pub(super) struct Catalogue {
    lang: Lang,
    sentences: HashMap<Box<str>, Sentence>,
}

/// Why a sentence cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unsayable {
    /// The key, or the beginning of what has none.
    pub(super) what: String,
}

impl Catalogue {
    /// Reads a catalogue, and what of it cannot be said: what does not parse, and what Fluent knows
    /// beyond text, values and choices.
    pub(super) fn read(lang: Lang, source: &str) -> (Self, Vec<Unsayable>) {
        let mut unsayable = Vec::new();
        let resource = parser::parse(source).unwrap_or_else(|(resource, _)| resource);
        let mut sentences = HashMap::with_capacity(resource.body.len());
        for entry in &resource.body {
            let (what, sentence) = match entry {
                Entry::Message(message) => (
                    message.id.name,
                    message.value.as_ref().and_then(Sentence::read),
                ),
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(term) => (term.id.name, None),
                Entry::Junk { content } => (*content, None),
            };
            match sentence {
                Some(sentence) => {
                    sentences.insert(Box::from(what), sentence);
                }
                None => unsayable.push(Unsayable {
                    what: what.chars().take(60).collect(),
                }),
            }
        }
        (Self { lang, sentences }, unsayable)
    }

    /// The sentence of a key that takes no value.
    pub(super) fn sentence(&self, key: &str) -> Option<&str> {
        match &*self.sentences.get(key)?.0 {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Adds the sentence of `key` to `out`; false when there is none.
    pub(super) fn say(
        &self,
        key: &str,
        values: &[(&str, FluentValue<'_>)],
        out: &mut String,
    ) -> bool {
        match self.sentences.get(key) {
            Some(sentence) => {
                sentence.say(self.lang, values, out);
                true
            }
            None => false,
        }
    }

    /// Whether there is a sentence of that key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.sentences.contains_key(key)
    }

    /// The keys, in no order.
    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(|key| &**key)
    }
}

impl Sentence {
    fn read(pattern: &Pattern<&str>) -> Option<Self> {
        let mut parts: Vec<Part> = Vec::with_capacity(pattern.elements.len());
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => push(&mut parts, value),
                PatternElement::Placeable { expression } => put(&mut parts, expression)?,
            }
        }
        Some(Self(parts.into_boxed_slice()))
    }

    fn say(&self, lang: Lang, values: &[(&str, FluentValue<'_>)], out: &mut String) {
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(name) => match given(values, name) {
                    Some(FluentValue::Text(text)) => out.push_str(text),
                    Some(FluentValue::Number(number)) => write_number(lang, *number, out),
                    // Writing into a String cannot fail.
                    Some(FluentValue::Digits(digits)) => drop(write!(out, "{digits}")),
                    None => drop(write!(out, "{{${name}}}")),
                },
                Part::Choice(choice) => choice.of(lang, values).say(lang, values, out),
            }
        }
    }
}

fn push(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Text(before)) = parts.last_mut() {
        let mut joined = String::from(std::mem::take(before));
        joined.push_str(text);
        *before = joined.into_boxed_str();
    } else {
        parts.push(Part::Text(Box::from(text)));
    }
}

fn put(parts: &mut Vec<Part>, expression: &Expression<&str>) -> Option<()> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            push(parts, &unescape_unicode_to_string(value));
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            parts.push(Part::Value(Box::from(id.name)));
        }
        Expression::Select {
            selector: InlineExpression::VariableReference { id },
            variants,
        } => parts.push(Part::Choice(Box::new(Choice::read(id.name, variants)?))),
        Expression::Select { .. } | Expression::Inline(_) => return None,
    }
    Some(())
}

impl Choice {
    fn read(value: &str, variants: &[Variant<&str>]) -> Option<Self> {
        let otherwise = variants.iter().find(|variant| variant.default)?;
        let read = variants
            .iter()
            .filter(|variant| !variant.default)
            .map(|variant| {
                let key = match variant.key {
                    VariantKey::Identifier { name } => Key::Word(Box::from(name)),
                    VariantKey::NumberLiteral { value } => Key::Number(value.parse().ok()?),
                };
                Some((key, Sentence::read(&variant.value)?))
            });
        Some(Self {
            value: Box::from(value),
            variants: read.collect::<Option<_>>()?,
            otherwise: Sentence::read(&otherwise.value)?,
        })
    }

    fn of(&self, lang: Lang, values: &[(&str, FluentValue<'_>)]) -> &Sentence {
        let given = given(values, &self.value);
        let chosen = self.variants.iter().find(|(key, _)| match (key, given) {
            (Key::Number(of), Some(FluentValue::Number(number))) => {
                (of - number).abs() < f64::EPSILON
            }
            (Key::Word(word), Some(FluentValue::Number(number))) => {
                **word == *plural(lang, *number)
            }
            (Key::Word(word), Some(FluentValue::Text(text))) => **word == **text,
            (Key::Number(_), Some(FluentValue::Text(_)))
            | (_, Some(FluentValue::Digits(_)) | None) => false,
        });
        chosen.map_or(&self.otherwise, |(_, sentence)| sentence)
    }
}

fn given<'v, 'a>(values: &'v [(&str, FluentValue<'a>)], name: &str) -> Option<&'v FluentValue<'a>> {
    // The last of a name counts.
    values
        .iter()
        .rev()
        .find(|(given, _)| *given == name)
        .map(|(_, value)| value)
}

/// The plural of a number, as far as a desk counts (Unicode CLDR, cardinals): one, or other.
fn plural(lang: Lang, number: f64) -> &'static str {
    let number = number.abs();
    let one = match lang {
        Lang::Fr => number < 2.0,
        Lang::En => (number - 1.0).abs() < f64::EPSILON,
    };
    if one { "one" } else { "other" }
}

fn write_number(lang: Lang, number: f64, out: &mut String) {
    if (0.0..1_000.0).contains(&number) && number.fract() == 0.0 {
        // Writing into a String cannot fail.
        let _ = write!(out, "{number}");
    } else {
        out.push_str(&lang.number(number));
    }
}
