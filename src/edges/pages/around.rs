//! A sentence with one part of it set apart: the promised date, underlined.

use crate::edges::words::{FluentValue, Words};

/// Stands for the part while the sentence is made; no catalogue and nobody's text has it.
const MARK: &str = "\u{E000}";

/// A sentence around the part that is set apart.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Around {
    /// What stands before it.
    pub before: String,
    /// The part.
    pub part: String,
    /// What stands after it.
    pub after: String,
}

impl Around {
    /// The sentence of `key`, whose value `name` is the part; `others` are its other values.
    #[must_use]
    pub fn of(
        words: Words,
        key: &str,
        name: &str,
        part: String,
        others: &[(&str, FluentValue<'_>)],
    ) -> Self {
        let mut values = others.to_vec();
        values.push((name, FluentValue::from(MARK)));
        let said = words.say_with(key, &values);
        let (before, after) = said.split_once(MARK).unwrap_or((&said, ""));
        Self {
            before: before.to_owned(),
            after: after.to_owned(),
            part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edges::words::Lang;

    #[test]
    fn a_sentence_is_said_around_its_date() {
        let said = Around::of(
            Lang::Fr.words(),
            "filed-promise-acknowledge",
            "date",
            "lundi".to_owned(),
            &[("zone", "heure de Paris".into())],
        );
        assert_eq!(said.before, "Nous la prendrons en charge au plus tard ");
        assert_eq!(
            (said.part.as_str(), said.after.as_str()),
            ("lundi", ", heure de Paris.")
        );
    }
}
