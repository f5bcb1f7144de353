//! Letters as they come over the wire.

use std::fmt::Write as _;

use guichet::edges::mail::Reader;

/// The desk's own mail server, whose word about senders counts.
const OURS: &str = "mx.desk.example";

/// The reader, as the service has it.
pub fn reader() -> Reader {
    Reader::trusting(Some(OURS.to_owned()))
}

/// A letter.
#[derive(Clone, Debug)]
pub struct Mime {
    headers: Vec<(String, String)>,
    body: String,
}

impl Mime {
    /// A letter of somebody, with a Message-ID of its own.
    pub fn from(from: &str, subject: &str, body: &str) -> Self {
        let id = format!("<{}@sender.example>", uuid::Uuid::new_v4());
        Self {
            headers: Vec::new(),
            body: body.replace('\n', "\r\n"),
        }
        .with("From", from)
        .with("Subject", subject)
        .with("Message-ID", &id)
        .with("Date", "Tue, 3 Mar 2026 09:58:00 +0100")
    }

    /// The same with one more header, after the others.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, of whose sender our own server says what it found.
    pub fn told(self, dmarc: &str) -> Self {
        let domain = self.value("From").rsplit_once('@').unwrap().1.to_owned();
        let domain = domain.trim_end_matches('>').to_owned();
        let said = format!("{OURS}; dmarc={dmarc} header.from={domain}");
        let mut told = self;
        told.headers
            .insert(0, ("Authentication-Results".to_owned(), said));
        told
    }

    /// The value of a header.
    pub fn value(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(one, _)| one == name);
        found.map_or("", |(_, value)| value)
    }

    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = String::new();
        for (name, value) in &self.headers {
            write!(text, "{name}: {value}\r\n").unwrap();
        }
        if self.value("Content-Type").is_empty() {
            text.push_str("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n");
        }
        format!("{text}\r\n{}\r\n", self.body).into_bytes()
    }
}
