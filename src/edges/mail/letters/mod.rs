//! Finds the words of a letter: a subject, a text part and an HTML part that say the same.
//!
//! Each kind of letter has a file here, which decides and words everything, and a folder under
//! `templates/mail`, which only prints.

mod account;
mod consent;
mod contested;
mod customers;
mod escalated;
mod mentioned;
mod month;
pub mod plain;
mod progress;
mod received;
mod render;
mod replied;
mod requester_wrote;
mod reword;
pub(super) mod status;
mod still_working;
mod test;
mod vendor;

pub use render::{own_prose, render};

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        ids::TicketId,
        lang::Lang,
        notice::{FileFacts, PromiseFacts, TicketFacts},
    },
    edges::{
        markup::{self, SafeHtml},
        words::{FluentValue, Words, clauses::spaced, dates, durations, zones},
    },
};

/// The site in whose name letters are written. Links lead nowhere else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Site {
    base_url: String,
    name: String,
    tz: Tz,
}

impl Site {
    /// `base_url` as in `GUICHET_BASE_URL`; `name` as readers know the desk; `tz` for dates that
    /// belong to no contract.
    #[must_use]
    pub fn new(base_url: &str, name: &str, tz: Tz) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            name: plain::line(name),
            tz,
        }
    }

    /// The origin of every link, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

/// A letter in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Parts {
    /// The subject: the same for every letter about a ticket to the same reader.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Words the letter of `guichet mail test`; `now` is when it is sent.
///
/// # Errors
/// When a template fails.
pub fn render_test(
    lang: Lang,
    now: DateTime<Utc>,
    host: &str,
    port: u16,
    site: &Site,
) -> askama::Result<Parts> {
    test::write(&Writer::new(lang, site), now, host, port)
}

/// What the templates print. Every letter has these parts, some of them empty.
#[derive(Debug)]
struct View {
    lang: &'static str,
    site: String,
    /// `INC-2026-01042`; empty for a letter about no ticket.
    reference: String,
    /// What follows the reference in the subject.
    title: String,
    /// The first words that a list of letters shows beside the subject.
    preview: String,
    eyebrow: String,
    heading: String,
    /// Under the heading, what it is about; may be empty.
    about: String,
    /// An administrator's own words in the place of Guichet's prose: paragraphs of lines.
    introduction: Vec<Vec<String>>,
    callout: Option<Callout>,
    paragraphs: Vec<Paragraph>,
    /// What somebody wrote, as it was typed: paragraphs of lines.
    quote: Vec<Vec<String>>,
    /// The same with its form.
    quote_html: SafeHtml,
    /// What is said under headings of their own.
    sections: Vec<Section>,
    button: Option<Action>,
    link: Option<Action>,
    /// How an administrator closes it: paragraphs of lines.
    closing: Vec<Vec<String>>,
    rows: Vec<Row>,
    footer: Vec<String>,
}

impl View {
    /// Says what the letter must say, however it is worded.
    fn fact(&mut self, text: String) {
        self.paragraphs.push(Paragraph { text, prose: false });
    }

    /// Says what an administrator may say in other words.
    fn prose(&mut self, text: String) {
        self.paragraphs.push(Paragraph { text, prose: true });
    }

    /// Quotes what somebody wrote: as it was typed in the text part, with its form in the other.
    fn quoting(&mut self, text: &str) {
        self.quote = plain::paragraphs(text);
        let words = self.quote.concat().join(" ");
        self.preview = words.chars().take(140).collect();
        self.quote_html = markup::render(text, markup::Place::Letter, &[]);
    }
}

/// What is said under a heading of its own.
#[derive(Debug)]
struct Section {
    label: String,
    /// As it was typed: paragraphs of lines.
    text: Vec<Vec<String>>,
    html: SafeHtml,
}

/// A sentence of Guichet's own.
#[derive(Debug)]
struct Paragraph {
    text: String,
    /// Whether an administrator's words may take its place.
    prose: bool,
}

/// The one thing to see: a promise, or what became of it.
#[derive(Debug)]
struct Callout {
    /// `calm`, `soon` or `late`: the colours.
    tone: &'static str,
    label: String,
    value: String,
    lines: Vec<String>,
}

#[derive(Debug)]
struct Action {
    label: String,
    url: String,
}

#[derive(Debug)]
struct Row {
    label: String,
    /// The label with the blanks that align the values in the text part.
    padded: String,
    value: String,
}

/// The words of one language, on one site.
struct Writer<'a> {
    words: Words,
    lang: Lang,
    site: &'a Site,
    /// Whether an answer to the letter arrives.
    answers_arrive: bool,
}

impl<'a> Writer<'a> {
    /// How the recipient answers: by mail, too, where that arrives.
    fn how_to_answer(&self) -> String {
        self.say(if self.answers_arrive {
            "letter-write-back"
        } else {
            "letter-write-there"
        })
    }

    fn new(lang: Lang, site: &'a Site) -> Self {
        Self {
            words: lang.words(),
            lang,
            site,
            answers_arrive: false,
        }
    }

    fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// Says a sentence with values that people or contracts wrote, each made one harmless line.
    fn say_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<(&str, FluentValue<'_>)> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(plain::line(value))))
            .collect();
        self.words.say_with(key, &values)
    }

    /// « lundi 29 décembre 2025 à 13 h 10, heure de Paris ».
    fn instant(&self, at: DateTime<Utc>, tz: Tz) -> String {
        self.say_with(
            "letter-instant",
            &[
                ("when", &self.when(at, tz)),
                ("zone", &zones::zone_words(tz, self.words)),
            ],
        )
    }

    fn when(&self, at: DateTime<Utc>, tz: Tz) -> String {
        dates::long_date_time(at, tz, self.lang)
    }

    /// The zone of a contract; the site's when the database of zones has lost it.
    fn zone(&self, promise: &PromiseFacts) -> Tz {
        promise.timezone.parse().unwrap_or(self.site.tz)
    }

    /// How long the promise is, and which clause of which contract gives it.
    fn target(&self, promise: &PromiseFacts) -> Vec<String> {
        vec![
            self.say_with("letter-promised", &[("amount", &promise.amount)]),
            self.source(&promise.contract, &promise.clause),
        ]
    }

    /// « D’après : Contrat Sérénité ; article 5.1 ».
    fn source(&self, contract: &str, clause: &str) -> String {
        let key = if clause.trim().is_empty() {
            "letter-contract"
        } else {
            "letter-clause"
        };
        let contract = spaced(contract, self.lang);
        let clause = spaced(clause, self.lang);
        self.say_with(key, &[("contract", &contract), ("clause", &clause)])
    }

    /// « Bloquante (P1) »; the bare priority when the contract has no other word for it.
    fn priority(&self, ticket: &TicketFacts) -> String {
        let word = plain::line(&ticket.priority_word);
        if word.is_empty() || word == ticket.priority.word() {
            ticket.priority.word().to_owned()
        } else {
            self.say_with(
                "letter-priority",
                &[("word", &word), ("priority", ticket.priority.word())],
            )
        }
    }

    /// « a, b et c ».
    fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => self.say_with(
                "letter-list",
                &[("first", &first.join(", ")), ("last", last)],
            ),
        }
    }

    fn action(&self, key: &str, path: &str) -> Action {
        Action {
            label: self.say(key),
            url: format!("{}{path}", self.site.base_url),
        }
    }

    /// A link whose secret is gone (the letter has left before) is left out.
    fn secret_action(&self, key: &str, before: &str, secret: &str, after: &str) -> Option<Action> {
        let usable = !secret.is_empty()
            && secret
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        usable.then(|| self.action(key, &format!("{before}{secret}{after}")))
    }

    /// The ticket's page on the agents' side.
    fn ticket_action(&self, id: TicketId) -> Action {
        self.action("letter-open-ticket", &format!("/tickets/{id}"))
    }

    /// Rows with a value, their labels as wide as the widest.
    /// The names of files, each with its size; nothing where there are none.
    fn files(&self, files: &[FileFacts]) -> String {
        let line = |file: &FileFacts| {
            let size = durations::size(file.bytes, self.words);
            self.say_with("files-line", &[("name", &file.name), ("size", &size)])
        };
        files.iter().map(line).collect::<Vec<_>>().join(", ")
    }

    fn rows(&self, pairs: &[(&str, String)]) -> Vec<Row> {
        let said: Vec<(String, String)> = pairs
            .iter()
            .map(|(key, value)| (self.say(key), plain::line(value)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let width = said
            .iter()
            .map(|(label, _)| label.chars().count())
            .max()
            .unwrap_or_default();
        said.into_iter()
            .map(|(label, value)| Row {
                padded: format!("{label:width$}"),
                label,
                value,
            })
            .collect()
    }

    /// Prints the three templates of a letter.
    fn print(
        subject: &impl Template,
        text: &impl Template,
        html: &impl Template,
    ) -> askama::Result<Parts> {
        Ok(Parts {
            subject: plain::line(&subject.render()?),
            text: plain::set(&text.render()?),
            html: html.render()?,
        })
    }

    /// A letter about a ticket, with nothing in it yet.
    fn view(&self, reference: &str, title: &str) -> View {
        View {
            lang: self.lang.tag(),
            site: self.site.name.clone(),
            reference: plain::line(reference),
            title: plain::line(title),
            preview: String::new(),
            eyebrow: String::new(),
            heading: String::new(),
            about: String::new(),
            introduction: Vec::new(),
            callout: None,
            paragraphs: Vec::new(),
            quote: Vec::new(),
            quote_html: SafeHtml::default(),
            sections: Vec::new(),
            button: None,
            link: None,
            closing: Vec::new(),
            rows: Vec::new(),
            footer: Vec::new(),
        }
    }
}
