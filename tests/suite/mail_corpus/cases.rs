//! How the letters of the corpus are written down: a name, the letter, what must be read out of it.
//!
//! A letter without some of the usual headers gets them; lines end as in mail; `\xE9` is a byte.

use guichet::domain::incoming::{Authentication, IncomingMail};

use super::{origin_word, read};

/// Headers that a letter gets when it has none of that name.
const USUAL: [(&str, &str); 5] = [
    ("From", "Jeanne Martin <jeanne@client.example>"),
    ("To", "support@desk.example"),
    ("Subject", "Imprimante"),
    ("Message-ID", "<one@client.example>"),
    ("Date", "Tue, 3 Mar 2026 10:15:00 +0100"),
];

/// A letter, and what must be read out of it.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub raw: Vec<u8>,
    /// Names of what is checked, and the values.
    pub expected: Vec<(String, String)>,
}

/// The cases of a file.
pub fn parse(file: &str) -> Vec<Case> {
    file.split("\n=== ")
        .skip(1)
        .map(|block| {
            let (name, rest) = block.split_once('\n').unwrap();
            let (letter, expected) = rest
                .split_once("\n>>>\n")
                .unwrap_or_else(|| panic!("{name}: nothing is expected"));
            Case::new(
                name,
                letter,
                expected
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| line.split_once(':').unwrap_or((line, "")))
                    .map(|(what, value)| (what.to_owned(), value.trim().replace("\\n", "\n")))
                    .collect(),
            )
        })
        .collect()
}

impl Case {
    /// A case out of a letter with plain line ends. A first line `raw` leaves it as it is but for
    /// bytes, `lf` leaves its line ends.
    pub fn new(name: &str, letter: &str, expected: Vec<(String, String)>) -> Self {
        let raw = if let Some(rest) = letter.strip_prefix("raw\n") {
            bytes(rest)
        } else if let Some(rest) = letter.strip_prefix("lf\n") {
            bytes(&with_usual(rest))
        } else {
            bytes(&with_usual(letter).replace('\n', "\r\n"))
        };
        Self {
            name: name.to_owned(),
            raw,
            expected,
        }
    }

    fn expects(&self, what: &str, usual: &str) -> String {
        self.expected
            .iter()
            .find(|(name, _)| name == what)
            .map_or_else(|| usual.to_owned(), |(_, value)| value.clone())
    }

    /// What is not read as it should be.
    pub fn wrong(&self) -> Option<String> {
        let mail = read(&self.raw);
        let mut wrong = Vec::new();
        for (what, usual) in ALWAYS {
            let expected = self.expects(what, usual);
            let read = said(&mail, what);
            if expected != read {
                wrong.push(format!("{what}: expected {expected:?}, read {read:?}"));
            }
        }
        let others = self.expected.iter().filter(|(what, _)| {
            !ALWAYS.iter().any(|(name, _)| name == what) && what != "quoted" && what != "signature"
        });
        for (what, value) in others {
            let read = said(&mail, what);
            match what.as_str() {
                "html" if value != "-" => within(&mut wrong, what, value, &read),
                "html-not" if !read.contains(value.as_str()) => {}
                _ if *value == read => {}
                _ => wrong.push(format!("{what}: expected {value:?}, read {read:?}")),
            }
        }
        for (what, read) in [
            ("quoted", &mail.body.quoted),
            ("signature", &mail.body.signature),
        ] {
            let expected = self.expects(what, "");
            if expected.is_empty() && !read.is_empty() {
                wrong.push(format!("{what}: expected none, read {read:?}"));
            }
            within(&mut wrong, what, &expected, read);
        }
        (!wrong.is_empty()).then(|| format!("{}\n  {}", self.name, wrong.join("\n  ")))
    }
}

/// What is checked of every letter, and what it is unless the case says otherwise.
const ALWAYS: [(&str, &str); 6] = [
    ("from", "jeanne@client.example"),
    ("subject", "Imprimante"),
    ("text", ""),
    ("origin", "person"),
    ("files", ""),
    ("remarks", ""),
];

/// What was read, by the name of the check.
fn said(mail: &IncomingMail, what: &str) -> String {
    match what {
        "from" => word(mail.from.as_ref()),
        "subject" => word(mail.subject.as_ref()),
        "text" => word(mail.body.text.as_ref()),
        "origin" => origin_word(&mail.origin),
        "files" => files(mail),
        "remarks" => listed(&mail.remarks),
        "html" | "html-not" => word(mail.body.html.as_ref()),
        "name" => word(mail.name.as_ref()),
        "id" => word(mail.message_id.as_ref()),
        "references" => mail.references.join(" "),
        "to" => listed(&mail.recipients),
        "dated" => word(mail.dated.as_ref()),
        "cid" => listed(
            &mail
                .files
                .iter()
                .filter_map(|file| file.content_id.clone())
                .collect::<Vec<_>>(),
        ),
        "vouched" => match mail.authentication {
            Authentication::Passed => "yes",
            Authentication::Failed => "no",
            Authentication::Unknown => "-",
        }
        .to_owned(),
        other => panic!("nobody knows what {other} is"),
    }
}

/// Whether each of the pieces between `…` is in what was read.
fn within(wrong: &mut Vec<String>, what: &str, expected: &str, read: &str) {
    for piece in expected.split('…').filter(|piece| !piece.is_empty()) {
        if !read.contains(piece) {
            wrong.push(format!("{what}: {piece:?} is not in {read:?}"));
        }
    }
}

fn word<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}

fn listed<T: ToString>(values: &[T]) -> String {
    values
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names and sizes.
fn files(mail: &IncomingMail) -> String {
    mail.files
        .iter()
        .map(|file| format!("{} {}", file.name, file.bytes.len()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn with_usual(letter: &str) -> String {
    let headers = letter.split("\n\n").next().unwrap_or_default();
    let mut whole = String::new();
    for (name, value) in USUAL {
        let start = format!("{}:", name.to_lowercase());
        let has = headers
            .lines()
            .any(|line| line.to_lowercase().starts_with(&start));
        if !has {
            whole.push_str(&format!("{name}: {value}\n"));
        }
    }
    whole + letter
}

/// A text with its `\xE9` as bytes.
fn bytes(text: &str) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        whole.extend_from_slice(before.as_bytes());
        let code = after
            .get(..2)
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        whole.push(code.unwrap_or_else(|| panic!("no byte: {:?}", after.get(..2))));
        rest = &after[2..];
    }
    whole.extend_from_slice(rest.as_bytes());
    whole
}
