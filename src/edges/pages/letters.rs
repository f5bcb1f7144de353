//! The letters of the outbox for administrators: waiting, sent, refused, with what the server said.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::layout::Frame;
use crate::edges::words::{Words, dates};

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// Owed: it leaves now, or is tried again at its time.
    Waiting,
    /// The mail server took it.
    Sent,
    /// Given up: the server refused it for good, or every attempt was spent.
    Refused,
}

impl LetterState {
    /// Every state, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Refused, Self::Waiting, Self::Sent];

    /// The value of `?state=`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "refused",
        }
    }

    /// The state that `?state=` names.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A letter of the list.
#[derive(Debug, Clone)]
pub struct LetterFacts {
    /// Names it in addresses.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// Whom it is for.
    pub to: String,
    /// How it stands.
    pub state: LetterState,
    /// When it was sent or refused; for a waiting one, when it is tried next. UTC.
    pub at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// What the mail server answered last; empty for nothing.
    pub answer: String,
    /// The reference of its ticket and the address of that page.
    pub ticket: Option<(String, String)>,
}

/// How many letters there are of each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LetterCounts {
    /// Waiting.
    pub waiting: u64,
    /// Sent, where that is counted: they only ever grow.
    pub sent: Option<u64>,
    /// Refused.
    pub refused: u64,
}

#[derive(Debug)]
struct Row {
    id: String,
    subject: String,
    to: String,
    tag: &'static str,
    icon: &'static str,
    state: String,
    when: String,
    datetime: String,
    attempts: String,
    answer: String,
    ticket: Option<(String, String)>,
    retry: bool,
}

#[derive(Debug)]
struct Tab {
    href: String,
    label: String,
    count: Option<u64>,
    current: bool,
}

/// The page of the letters.
#[derive(Debug, Template)]
#[template(path = "pages/letters.html")]
pub struct View {
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    next: Option<String>,
    /// The address of the whole list.
    whole: String,
    empty: String,
    empty_more: String,
    words_letters: bool,
}

impl View {
    /// The letters of one state; `next` is the address of the following page of the list.
    #[must_use]
    pub fn of(
        frame: Frame,
        shown: LetterState,
        letters: &[LetterFacts],
        counts: LetterCounts,
        next: Option<String>,
        now: DateTime<Utc>,
        tz: Tz,
    ) -> Self {
        let words = frame.words;
        let tabs = LetterState::ALL.into_iter().map(|state| Tab {
            href: format!("/letters?state={}", state.name()),
            label: state_words(state, words),
            count: match state {
                LetterState::Waiting => Some(counts.waiting),
                LetterState::Sent => counts.sent,
                LetterState::Refused => Some(counts.refused),
            },
            current: state == shown,
        });
        Self {
            tabs: tabs.collect(),
            rows: letters
                .iter()
                .map(|letter| row(letter, now, tz, words))
                .collect(),
            next,
            whole: format!("/letters?state={}", shown.name()),
            empty_more: match shown {
                LetterState::Waiting => words.say("letters-none-waiting-more"),
                LetterState::Sent => words.say("letters-none-sent-more"),
                LetterState::Refused => words.say("letters-none-refused-more"),
            },
            empty: match shown {
                LetterState::Waiting => words.say("letters-none-waiting"),
                LetterState::Sent => words.say("letters-none-sent"),
                LetterState::Refused => words.say("letters-none-refused"),
            },
            words_letters: false,
            frame,
        }
    }
}

impl View {
    /// The same page, with or without the buttons that send a letter again.
    #[must_use]
    pub fn with_retry(mut self, retries: bool) -> Self {
        for row in &mut self.rows {
            row.retry = row.retry && retries;
        }
        self
    }

    /// The same page, with or without the way to how letters are worded.
    #[must_use]
    pub const fn with_wording(mut self, words_letters: bool) -> Self {
        self.words_letters = words_letters;
        self
    }
}

/// A state of letters in words.
#[must_use]
pub fn state_words(state: LetterState, words: Words) -> String {
    match state {
        LetterState::Waiting => words.say("letters-waiting"),
        LetterState::Sent => words.say("letters-sent"),
        LetterState::Refused => words.say("letters-refused"),
    }
}

fn row(letter: &LetterFacts, now: DateTime<Utc>, tz: Tz, words: Words) -> Row {
    let at = dates::short(letter.at, now, tz, words.lang());
    let at = [("at", at.into())];
    let (tag, icon, when) = match letter.state {
        LetterState::Waiting if letter.attempts == 0 => {
            ("", "clock", words.say_with("letters-leaves", &at))
        }
        LetterState::Waiting => ("", "clock", words.say_with("letters-again", &at)),
        LetterState::Sent => ("", "kept", words.say_with("letters-sent-at", &at)),
        LetterState::Refused => (
            "tag-danger",
            "late",
            words.say_with("letters-refused-at", &at),
        ),
    };
    Row {
        id: letter.id.clone(),
        subject: letter.subject.clone(),
        to: words.say_with("letters-to", &[("to", letter.to.as_str().into())]),
        tag,
        icon,
        state: match letter.state {
            LetterState::Waiting => words.say("letter-waiting"),
            LetterState::Sent => words.say("letter-sent"),
            LetterState::Refused => words.say("letter-refused"),
        },
        when,
        datetime: dates::machine(letter.at, tz),
        attempts: words.say_with("letters-attempts", &[("count", letter.attempts.into())]),
        answer: letter.answer.clone(),
        ticket: letter.ticket.clone(),
        retry: letter.state != LetterState::Sent,
    }
}
