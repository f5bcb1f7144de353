//! What the demonstration's mail catcher received: the list, and one letter.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::layout::Frame;
use crate::edges::words::dates;

/// A letter that was caught.
#[derive(Debug, Clone, Default)]
pub struct Caught {
    /// Names it in addresses.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// Who sent it.
    pub from: String,
    /// Whom the envelope named.
    pub to: String,
    /// When it arrived, UTC.
    pub at: DateTime<Utc>,
}

#[derive(Debug)]
struct Row {
    href: String,
    letter: Caught,
    when: String,
    datetime: String,
}

/// The list of letters, the newest first.
#[derive(Debug, Template)]
#[template(path = "pages/demo_letters.html")]
pub struct List {
    frame: Frame,
    rows: Vec<Row>,
    doors: Vec<(String, String)>,
}

impl List {
    /// The list, in the order given, and the sign-in links of the demonstration.
    #[must_use]
    pub fn of(
        frame: Frame,
        letters: &[Caught],
        doors: Vec<(&'static str, String)>,
        now: DateTime<Utc>,
        tz: Tz,
    ) -> Self {
        let lang = frame.lang();
        let words = frame.words;
        let rows = letters.iter().map(|letter| Row {
            href: address(&letter.id),
            when: dates::short(letter.at, now, tz, lang),
            datetime: dates::machine(letter.at, tz),
            letter: letter.clone(),
        });
        Self {
            rows: rows.collect(),
            doors: doors
                .into_iter()
                .map(|(role, path)| (words.say(&format!("demo-door-{role}")), path))
                .collect(),
            frame,
        }
    }
}

/// A piece of the text part; an address of the web becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    link: bool,
}

/// One letter: its headers, its text and its HTML.
#[derive(Debug, Template)]
#[template(path = "pages/demo_letter.html")]
pub struct Letter {
    frame: Frame,
    letter: Caught,
    when: String,
    datetime: String,
    headers: Vec<(String, String)>,
    text: Vec<Piece>,
    html: Option<String>,
}

impl Letter {
    /// The letter. `html` tells whether it has an HTML part, which is shown in a frame without
    /// scripts from `/demo/letters/{id}/html`.
    #[must_use]
    pub fn of(
        frame: Frame,
        letter: Caught,
        headers: Vec<(String, String)>,
        text: &str,
        html: bool,
        tz: Tz,
    ) -> Self {
        Self {
            when: dates::long_date_time(letter.at, tz, frame.lang()),
            datetime: dates::machine(letter.at, tz),
            headers,
            text: pieces(text),
            html: html.then(|| format!("{}/html", address(&letter.id))),
            letter,
            frame,
        }
    }
}

fn address(id: &str) -> String {
    let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("/demo/letters/{id}")
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let bare = word
            .trim_start_matches(['<', '('])
            .trim_end_matches(['>', ')', '.', ',', ';']);
        if bare.starts_with("http://") || bare.starts_with("https://") {
            let (before, after) = part.split_once(bare).unwrap_or(("", ""));
            for (text, link) in [(before, false), (bare, true), (after, false)] {
                pieces.push(Piece {
                    text: text.to_owned(),
                    link,
                });
            }
        } else if let Some(last) = pieces.last_mut().filter(|last| !last.link) {
            last.text.push_str(part);
        } else {
            pieces.push(Piece {
                text: part.to_owned(),
                link: false,
            });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_the_text_become_links_and_nothing_else_does() {
        let found = pieces("Lire <http://127.0.0.1/a?b=1>.\njavascript:alert(1) fin");
        let links: Vec<_> = found
            .iter()
            .filter(|piece| piece.link)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(links, ["http://127.0.0.1/a?b=1"]);
        let whole: String = found.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(
            whole,
            "Lire <http://127.0.0.1/a?b=1>.\njavascript:alert(1) fin"
        );
    }
}
