//! Why a form was not taken.

use crate::{
    domain::ticket::{Line, TextError},
    edges::words::Words,
};

/// Why a form was not taken: the id of the control to go to, and what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    pub(super) control: &'static str,
    pub(super) words: String,
}

/// Reads a line that may not be blank.
pub(super) fn line_of(
    control: &'static str,
    text: &str,
    blank: &str,
    words: Words,
) -> Result<Line, Fault> {
    Line::parse(text).map_err(|error| text_fault(control, error, blank, words))
}

pub(super) fn text_fault(
    control: &'static str,
    error: TextError,
    blank: &str,
    words: Words,
) -> Fault {
    let words = match error {
        TextError::Blank => words.say(blank),
        TextError::TooLong { most } => {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            words.say_with("form-text-long", &[("most", most.into())])
        }
    };
    Fault { control, words }
}
