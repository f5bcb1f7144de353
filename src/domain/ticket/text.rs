//! What people type, made safe to keep: one line, or several.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a text was not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextError {
    /// Nothing but blanks.
    Blank,
    /// More characters than the most that is kept.
    TooLong {
        /// The most characters that are kept.
        most: usize,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("nothing was written"),
            Self::TooLong { most } => write!(f, "the text is longer than {most} characters"),
        }
    }
}

impl std::error::Error for TextError {}

/// One line of text: a subject, a name, a reason. No control or direction character survives.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(String);

impl Line {
    /// The most characters of a line.
    pub const MOST: usize = 200;

    /// Reads one line: blanks and line ends become single spaces, control characters go.
    ///
    /// # Errors
    /// When nothing is left, or more than [`Line::MOST`] characters.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        if is_a_line(raw) {
            return checked(raw.to_owned(), Self::MOST).map(Self);
        }
        let plain: String = raw
            .chars()
            .map(|one| if one.is_whitespace() { ' ' } else { one })
            .filter(|one| is_kept(*one))
            .collect();
        let line = plain
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        checked(line, Self::MOST).map(Self)
    }

    /// The line as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Line {
    type Err = TextError;

    fn from_str(raw: &str) -> Result<Self, TextError> {
        Self::parse(raw)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text of several lines: a description, a message, a note.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Description(String);

impl Description {
    /// The most characters of a text.
    pub const MOST: usize = 20_000;

    /// Reads a text: line ends become `\n`, other control characters go, blanks at the end too.
    ///
    /// # Errors
    /// When nothing is left, or more than [`Description::MOST`] characters.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let plain: String = raw
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|one| matches!(one, '\n' | '\t') || is_kept(*one))
            .collect();
        checked(plain.trim().to_owned(), Self::MOST).map(Self)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn checked(text: String, most: usize) -> Result<String, TextError> {
    match text.chars().count() {
        0 => Err(TextError::Blank),
        count if count > most => Err(TextError::TooLong { most }),
        _ => Ok(text),
    }
}

/// Whether reading a line would leave the text as it is, as every line that was kept is.
fn is_a_line(text: &str) -> bool {
    let mut before = ' ';
    for one in text.chars() {
        let doubled = one == ' ' && before == ' ';
        if doubled || (one.is_whitespace() && one != ' ') || !is_kept(one) {
            return false;
        }
        before = one;
    }
    before != ' '
}

/// Whether a character may stay: control characters break headers and logs, direction marks make
/// a name lie about its order.
#[must_use]
pub fn is_kept(one: char) -> bool {
    !one.is_control()
        && !matches!(one, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_whatever_is_typed() {
        let line = Line::parse("  Bob\r\nBcc:\tx@y.z \u{202E}evil\0 ").unwrap();
        assert_eq!(line.as_str(), "Bob Bcc: x@y.z evil");
    }

    #[test]
    fn blank_and_endless_texts_are_refused() {
        assert_eq!(Line::parse(" \u{0}\n "), Err(TextError::Blank));
        assert_eq!(
            Line::parse(&"é".repeat(201)),
            Err(TextError::TooLong { most: 200 })
        );
        assert!(Line::parse(&"é".repeat(200)).is_ok());
        assert_eq!(Description::parse("\r\n"), Err(TextError::Blank));
    }

    #[test]
    fn a_description_keeps_its_lines() {
        assert_eq!(
            Description::parse("a\r\nb\rc\u{7}\n\n").unwrap().as_str(),
            "a\nb\nc"
        );
    }
}
