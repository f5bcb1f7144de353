//! iCalendar (RFC 5545), as far as planned maintenance needs it: one event for each.
//!
//! # Why
//! The library for it in Rust changes what every other dependency is built with, folds lines by another
//! count than octets, and asks for the time by itself; what is needed is this much.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use crate::domain::ids::OperationId;

/// The most octets of a line without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// What a calendar is for (RFC 5546, 1.4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// A feed that is read again and again: none is said.
    Feed,
    /// An event that is told.
    Publish,
    /// An event that does not take place.
    Cancel,
}

impl Method {
    /// The word, where one is said.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Feed => None,
            Self::Publish => Some("PUBLISH"),
            Self::Cancel => Some("CANCEL"),
        }
    }
}

/// An event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
    /// What it is known by, in all letters and in the feed.
    pub operation: OperationId,
    /// Later versions have greater numbers.
    pub sequence: u32,
    /// When this version was made.
    pub stamp: DateTime<Utc>,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it is over.
    pub to: DateTime<Utc>,
    /// What it is, in a line.
    pub summary: String,
    /// What there is to say beside; may be empty.
    pub description: String,
    /// Where it is read; may be empty.
    pub url: String,
    /// The address of who tells it; may be empty.
    pub organizer: String,
    /// Whether it does not take place.
    pub cancelled: bool,
}

/// Writes a calendar; `name` is what programs call it.
#[must_use]
pub fn calendar(method: Method, name: &str, lang: &str, events: &[Event]) -> String {
    let mut out = Writer::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//Guichet//Guichet//EN");
    out.line("CALSCALE", "GREGORIAN");
    if let Some(method) = method.word() {
        out.line("METHOD", method);
    } else {
        // Both names for the same: RFC 7986, and what programs read before it.
        out.text(&format!("NAME;LANGUAGE={lang}"), name);
        out.text("X-WR-CALNAME", name);
        out.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    }
    for event in events {
        out.event(event, lang);
    }
    out.line("END", "VCALENDAR");
    out.0
}

/// Lines, each ended and folded as it must be.
#[derive(Default)]
struct Writer(String);

impl Writer {
    fn event(&mut self, event: &Event, lang: &str) {
        self.line("BEGIN", "VEVENT");
        self.line("UID", &event.operation.to_string());
        self.line("SEQUENCE", &event.sequence.to_string());
        self.line("DTSTAMP", &instant(event.stamp));
        self.line("DTSTART", &instant(event.from));
        self.line("DTEND", &instant(event.to));
        self.text(&format!("SUMMARY;LANGUAGE={lang}"), &event.summary);
        if !event.description.is_empty() {
            self.text(&format!("DESCRIPTION;LANGUAGE={lang}"), &event.description);
        }
        if !event.url.is_empty() {
            self.line("URL", &event.url);
        }
        if !event.organizer.is_empty() {
            self.line("ORGANIZER", &format!("mailto:{}", event.organizer));
        }
        let status = if event.cancelled {
            "CANCELLED"
        } else {
            "CONFIRMED"
        };
        self.line("STATUS", status);
        // Nobody's own time is taken by it.
        self.line("TRANSP", "TRANSPARENT");
        self.line("END", "VEVENT");
    }

    /// A value that is text: what means something in it is escaped (RFC 5545, 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => {
                    escaped.push('\\');
                    escaped.push(letter);
                }
                '\n' => escaped.push_str("\\n"),
                other if other.is_control() => {}
                other => escaped.push(other),
            }
        }
        self.line(name, &escaped);
    }

    /// A line; what is longer than a line goes on in the next, after a blank.
    fn line(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            // A value that is no text has nothing that could end its line.
            if letter.is_control() {
                continue;
            }
            if used + letter.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(letter);
            used += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// An instant in UTC (RFC 5545, 3.3.5, form 2).
fn instant(at: DateTime<Utc>) -> String {
    let mut text = String::new();
    // A text takes whatever is written to it.
    let _ = write!(text, "{}", at.format("%Y%m%dT%H%M%SZ"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn event(summary: &str) -> Event {
        Event {
            operation: OperationId::fresh(),
            sequence: 3,
            stamp: at("2026-12-04T00:00:00Z"),
            from: at("2026-12-05T00:00:00Z"),
            to: at("2026-12-05T02:30:00Z"),
            summary: summary.to_owned(),
            description: "Une ligne\nune autre".to_owned(),
            url: "https://guichet.example/status".to_owned(),
            organizer: "support@guichet.example".to_owned(),
            cancelled: false,
        }
    }

    /// Reads content lines as RFC 5545 says, knowing nothing of how they were written.
    fn read(text: &str) -> Vec<(String, String)> {
        assert!(text.ends_with("\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let unfolded = text.replace("\r\n ", "");
        let lines = unfolded.split("\r\n").filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let (name, value) = line.split_once(':').unwrap();
                let name = name.split(';').next().unwrap();
                let mut read = String::new();
                let mut letters = value.chars();
                while let Some(letter) = letters.next() {
                    read.push(match letter {
                        '\\' => match letters.next().unwrap() {
                            'n' | 'N' => '\n',
                            other => other,
                        },
                        other => other,
                    });
                }
                (name.to_owned(), read)
            })
            .collect()
    }

    #[test]
    fn what_is_written_is_read_again_whatever_it_is() {
        let hostile = "Mise à jour ; « base », d\\n\r\nEND:VEVENT\u{0} é".repeat(9);
        let clean: String = hostile
            .chars()
            .filter(|one| *one == '\n' || !one.is_control())
            .collect();
        let event = event(&hostile);
        let text = calendar(
            Method::Publish,
            "Guichet",
            "fr",
            std::slice::from_ref(&event),
        );
        let read = read(&text);
        let of = |name: &str| {
            let mut found = read.iter().filter(|(one, _)| one == name);
            let value = found.next().unwrap().1.clone();
            assert!(found.next().is_none() || name == "BEGIN", "{name} once");
            value
        };
        assert_eq!(of("SUMMARY"), clean);
        assert_eq!(of("DESCRIPTION"), event.description);
        assert_eq!(of("UID"), event.operation.to_string());
        assert_eq!(of("DTSTART"), "20261205T000000Z");
        assert_eq!(of("DTEND"), "20261205T023000Z");
        assert_eq!(of("DTSTAMP"), "20261204T000000Z");
        assert_eq!(
            (of("SEQUENCE"), of("METHOD")),
            ("3".into(), "PUBLISH".into())
        );
        assert_eq!(of("STATUS"), "CONFIRMED");
        let kept: Vec<&str> = read
            .iter()
            .filter(|(name, _)| name == "BEGIN" || name == "END")
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(kept, ["VCALENDAR", "VEVENT", "VEVENT", "VCALENDAR"]);
    }

    #[test]
    fn a_cancelled_event_says_so_twice_and_a_feed_names_no_method() {
        let mut one = event("Mise à jour");
        one.cancelled = true;
        let text = calendar(Method::Cancel, "", "fr", &[one.clone()]);
        let told = read(&text);
        assert!(told.contains(&("METHOD".into(), "CANCEL".into())));
        assert!(told.contains(&("STATUS".into(), "CANCELLED".into())));
        let feed = calendar(Method::Feed, "État", "fr", &[one]);
        assert!(!feed.contains("METHOD"), "{feed}");
        assert!(read(&feed).contains(&("NAME".into(), "État".into())));
    }
}
