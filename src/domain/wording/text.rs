//! A text that an administrator gives a letter: plain, with tags for what the letter knows.

use std::fmt;

use super::{Part, Tag};
use crate::domain::{notice::LetterKind, ticket::is_kept};

/// A text of a letter. Its tags are those that letters of its kind know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WordingText(String);

/// Why a text is refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum WordingError {
    /// It is longer than the part may be.
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// It names something that the letter does not know, as it was written.
    UnknownTag(String),
    /// A brace that encloses no tag.
    Brace,
}

impl fmt::Display for WordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { most } => write!(f, "the text may have {most} characters"),
            Self::UnknownTag(tag) => write!(f, "the letter knows no tag « {tag} »"),
            Self::Brace => f.write_str("a brace encloses no tag"),
        }
    }
}

impl std::error::Error for WordingError {}

/// What a line is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Tag(Tag),
}

impl WordingText {
    /// Reads what was typed for a part of a letter: line ends become `\n`, other control characters
    /// and direction marks go; nothing where only blanks are left.
    ///
    /// # Errors
    /// When it is too long, names what letters of this kind do not know, or has a stray brace.
    pub fn parse(raw: &str, part: Part, kind: LetterKind) -> Result<Option<Self>, WordingError> {
        let plain: String = raw
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ")
            .chars()
            .filter(|one| *one == '\n' || is_kept(*one))
            .collect();
        let lines: Vec<&str> = plain.split('\n').map(str::trim_end).collect();
        let text = lines.join("\n").trim().to_owned();
        let most = part.most();
        if text.chars().count() > most {
            return Err(WordingError::TooLong { most });
        }
        for line in text.lines() {
            pieces(line, kind)?;
        }
        Ok((!text.is_empty()).then_some(Self(text)))
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Paragraphs of lines, each tag replaced by its value. A value is data: what in it looks like a
    /// tag stays as it is. A paragraph that names what this letter has no value for is left out.
    pub fn filled(
        &self,
        kind: LetterKind,
        value: impl Fn(Tag) -> Option<String>,
    ) -> Vec<Vec<String>> {
        let mut paragraphs = vec![Some(Vec::new())];
        for line in self.0.split('\n') {
            if line.trim().is_empty() {
                paragraphs.push(Some(Vec::new()));
            } else if let Some(last) = paragraphs.last_mut() {
                let said = last.take().zip(said(line, kind, &value));
                *last = said.map(|(mut lines, line)| {
                    lines.push(line);
                    lines
                });
            }
        }
        let whole = paragraphs.into_iter().flatten();
        whole
            .filter(|lines: &Vec<String>| !lines.is_empty())
            .collect()
    }
}

/// A line with its values; none where one is missing.
fn said(line: &str, kind: LetterKind, value: &impl Fn(Tag) -> Option<String>) -> Option<String> {
    let mut said = String::with_capacity(line.len());
    for piece in pieces(line, kind).ok()? {
        match piece {
            Piece::Text(text) => said.push_str(text),
            Piece::Tag(tag) => said.push_str(&value(tag).filter(|value| !value.is_empty())?),
        }
    }
    Some(said)
}

fn pieces(line: &str, kind: LetterKind) -> Result<Vec<Piece<'_>>, WordingError> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(['{', '}']) {
        let opened = rest
            .get(before.len()..)
            .is_some_and(|at| at.starts_with('{'));
        let Some((name, after)) = after.split_once('}').filter(|_| opened) else {
            return Err(WordingError::Brace);
        };
        if name.contains('{') {
            return Err(WordingError::Brace);
        }
        let known = name.trim().parse::<Tag>().ok();
        let Some(tag) = known.filter(|tag| kind.tags().contains(tag)) else {
            let shown: String = name.trim().chars().take(40).collect();
            return Err(WordingError::UnknownTag(shown));
        };
        pieces.push(Piece::Text(before));
        pieces.push(Piece::Tag(tag));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> WordingText {
        let read = WordingText::parse(raw, Part::Introduction, LetterKind::Received);
        read.unwrap().unwrap()
    }

    fn refused(raw: &str) -> WordingError {
        WordingText::parse(raw, Part::Introduction, LetterKind::Received).unwrap_err()
    }

    fn filled(raw: &str) -> Vec<Vec<String>> {
        text(raw).filled(LetterKind::Received, |tag| match tag {
            Tag::Reference => Some("{site} INC-1 {reference}".to_owned()),
            Tag::Service => Some("Portail".to_owned()),
            Tag::Clause => Some(String::new()),
            _ => None,
        })
    }

    #[test]
    fn a_tag_that_the_letter_does_not_know_is_refused_when_it_is_written() {
        for (raw, tag) in [
            ("Bonjour {nom}", "nom"),
            ("{subject}", "subject"),
            ("{requester}", "requester"),
            ("{organisation}", "organisation"),
            ("{ Reference }", "Reference"),
            ("{}", ""),
        ] {
            assert_eq!(
                refused(raw),
                WordingError::UnknownTag(tag.to_owned()),
                "{raw}"
            );
        }
        for raw in [
            "{",
            "}",
            "a { b",
            "{{reference}}",
            "{reference",
            "reference}",
            "{a\nb}",
        ] {
            assert_eq!(refused(raw), WordingError::Brace, "{raw}");
        }
        assert_eq!(
            text("{reference} { site }").as_str(),
            "{reference} { site }"
        );
    }

    #[test]
    fn a_value_is_data_and_is_not_read_again() {
        assert_eq!(
            filled("Référence {reference}, {service}."),
            [["Référence {site} INC-1 {reference}, Portail.".to_owned()]]
        );
    }

    #[test]
    fn a_paragraph_without_its_value_is_left_out_and_no_other() {
        let raw =
            "Bonjour,\nici {service}.\n\nAvant le {deadline}.\nMerci.\n\n{clause}\n\nÀ bientôt";
        assert_eq!(
            filled(raw),
            [
                vec!["Bonjour,".to_owned(), "ici Portail.".to_owned()],
                vec!["À bientôt".to_owned()]
            ]
        );
        assert!(filled("{deadline}").is_empty());
    }

    #[test]
    fn a_text_is_plain_lines_whatever_is_typed() {
        let raw = "  Bonjour\0\u{202E} \r\nBcc: x@y.z\r\u{2028}\tfin \n\n";
        assert_eq!(text(raw).as_str(), "Bonjour\nBcc: x@y.z\n fin");
        for blank in ["", " \r\n\t", "\0\u{7}"] {
            let read = WordingText::parse(blank, Part::Closing, LetterKind::Received);
            assert_eq!(read, Ok(None));
        }
    }

    #[test]
    fn a_text_has_an_end() {
        for part in Part::ALL {
            let most = part.most();
            let read = |count| WordingText::parse(&"é".repeat(count), part, LetterKind::Paused);
            assert!(read(most).unwrap().is_some());
            assert_eq!(read(most + 1), Err(WordingError::TooLong { most }));
        }
    }
}
