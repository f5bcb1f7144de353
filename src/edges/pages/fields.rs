//! The questions of a form as plain values, shown by the macros of `partials/fields.html`.
//!
//! ```text
//! {% import "partials/fields.html" as fields %}
//! {{ fields::summary(frame, errors) }}
//! {{ fields::text(frame, subject) }}  {{ fields::area(frame, body) }}
//! {{ fields::select(frame, service) }}  {{ fields::choices(frame, blocked) }}
//! ```

use crate::{domain::ticket::TextError, edges::words::Words};

/// What to do about a name that was refused; `blank` is the key of what to do where there is none.
#[must_use]
pub fn name_refused(why: TextError, blank: &str, words: Words) -> String {
    match why {
        TextError::Blank => words.say(blank),
        TextError::TooLong { most } => {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            words.say_with("set-up-name-long", &[("most", most.into())])
        }
    }
}

/// A question answered in words: one line, or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The id of the control, to which the summary of errors links; also its name.
    pub name: &'static str,
    /// The question.
    pub label: String,
    /// One short sentence below it; empty for none.
    pub hint: String,
    /// Whether it may be left blank.
    pub optional: bool,
    /// What was typed, shown again after an error.
    pub value: String,
    /// What to do about it, when it was refused.
    pub error: Option<String>,
    /// The type of the control: `text`, `email`, `password`, `file`… Empty means `text`.
    pub kind: &'static str,
    /// The autocomplete token (HTML, 4.10.18.7), empty for `off`.
    pub autocomplete: &'static str,
    /// Whether the answer is digits, which a telephone then offers.
    pub digits: bool,
    /// Whether the question has the focus when the page opens.
    pub first: bool,
    /// As wide as the answer: `w-s`, `w-m`, or empty for the whole line.
    pub width: &'static str,
    /// The lines of an area.
    pub rows: u8,
    /// The greatest number of characters, counted as one types; nothing for no counter.
    pub most: Option<u32>,
}

impl Field {
    /// A question of one line with nothing typed yet.
    #[must_use]
    pub fn new(name: &'static str, label: String) -> Self {
        Self {
            name,
            label,
            rows: 5,
            ..Self::default()
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// The same with what was typed.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.value);
        self
    }

    /// The same, of a type and with an autocomplete token.
    #[must_use]
    pub const fn of_kind(mut self, kind: &'static str, autocomplete: &'static str) -> Self {
        self.kind = kind;
        self.autocomplete = autocomplete;
        self
    }

    /// The same, answered in digits.
    #[must_use]
    pub const fn in_digits(mut self) -> Self {
        self.digits = true;
        self
    }

    /// The same, with the focus when the page opens, unless it opens with what was refused.
    #[must_use]
    pub const fn first(mut self) -> Self {
        self.first = self.error.is_none();
        self
    }

    /// The same, with leave to leave it blank.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same, refused for a reason that says what to do.
    #[must_use]
    pub fn refused(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The value of `aria-describedby`: the hint, the error and the counter that are there.
    #[must_use]
    pub fn described_by(&self) -> String {
        let parts = [
            (!self.hint.is_empty(), "h"),
            (self.error.is_some(), "e"),
            (self.most.is_some(), "n"),
        ];
        let ids: Vec<_> = parts
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, end)| format!("{}-{end}", self.name))
            .collect();
        ids.join(" ")
    }
}

/// A question answered by choosing among a few answers that are all in sight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The name of the controls; their ids are `name-0`, `name-1`…
    pub name: &'static str,
    /// The question.
    pub legend: String,
    /// One short sentence below it; empty for none.
    pub hint: String,
    /// Whether it may be left without an answer.
    pub optional: bool,
    /// Whether several answers may be chosen.
    pub several: bool,
    /// How many columns on a wide screen: 1, 2 or 3.
    pub columns: u8,
    /// The answers.
    pub answers: Vec<Answer>,
    /// What to do about it, when it was refused.
    pub error: Option<String>,
}

/// One answer among others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// One short sentence below it; empty for none.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Answer {
    /// An answer, chosen when `chosen` is its value.
    #[must_use]
    pub fn new(value: &str, label: String, chosen: &str) -> Self {
        Self {
            value: value.to_owned(),
            label,
            hint: String::new(),
            chosen: value == chosen,
        }
    }
}

/// A question answered by choosing from a list that opens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Select {
    /// The id of the control, and its name.
    pub name: &'static str,
    /// The question.
    pub label: String,
    /// One short sentence below it; empty for none.
    pub hint: String,
    /// Whether it may be left without an answer.
    pub optional: bool,
    /// The answers.
    pub answers: Vec<Answer>,
    /// What to do about it, when it was refused.
    pub error: Option<String>,
}

/// What was refused, at the head of a form that is shown again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// For each error the id of the control to go to, and the words that stand beside it.
    pub errors: Vec<(String, String)>,
}

impl Summary {
    /// Adds the error of a field, if there is one.
    pub fn note(&mut self, control: &str, error: Option<&String>) {
        if let Some(error) = error {
            self.errors.push((control.to_owned(), error.clone()));
        }
    }

    /// Whether nothing was refused.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}
