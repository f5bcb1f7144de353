//! The page of one's own account.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::{
    super::{
        fields::{Answer, Choices, Field, Summary},
        layout::Frame,
        set_up::password_hint,
    },
    device_words,
};
use crate::{
    desk::FactorState,
    domain::{ids::SessionId, lang::Lang, link::Session, people::Person},
    edges::words::{Words, dates},
};

/// What was typed, shown again after an error; a password never is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// The language of letters.
    pub lang: Lang,
    /// The key of a sentence that says what was done just now; empty for nothing.
    pub done: &'static str,
}

impl Typed {
    /// What is kept of the person; `done` is what was done just now, a word of the address.
    #[must_use]
    pub fn of(person: &Person, done: &str) -> Self {
        Self {
            name: person.name.clone(),
            lang: person.lang,
            done: match done {
                "profile" => "account-done-profile",
                "password" => "account-done-password",
                "session" => "account-done-session",
                _ => "",
            },
        }
    }
}

/// What must be typed again, and why.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Refusals {
    /// The name.
    pub name: Option<String>,
    /// The present password.
    pub present: Option<String>,
    /// The new password.
    pub password: Option<String>,
}

#[derive(Debug)]
struct Device {
    id: String,
    name: String,
    used: String,
    datetime: String,
    since: String,
    here: bool,
}

/// The page of somebody who works at the desk.
#[derive(Debug, Template)]
#[template(path = "pages/account.html")]
pub struct AtTheDesk {
    frame: Frame,
    account: Account,
    factor_on: bool,
    factor_left: String,
}

/// The page of a customer.
#[derive(Debug, Template)]
#[template(path = "pages/account_portal.html")]
pub struct InThePortal {
    frame: Frame,
    account: Account,
}

/// An account, as its page shows it.
#[derive(Debug)]
pub struct Account {
    summary: Summary,
    done: String,
    facts: Vec<(String, String)>,
    name: Field,
    letters: Choices,
    email: String,
    present: Field,
    password: Field,
    devices: Vec<Device>,
    refused: bool,
}

impl AtTheDesk {
    /// The page of an account, with how it stands with the second factor.
    #[must_use]
    pub fn of(mut frame: Frame, account: Account, factor: &FactorState) -> Self {
        frame.refused = account.refused;
        let left = [("count", factor.codes_left.into())];
        Self {
            factor_on: factor.since.is_some(),
            factor_left: frame.words.say_with("factor-left", &left),
            frame,
            account,
        }
    }
}

impl InThePortal {
    /// The page of an account.
    #[must_use]
    pub const fn of(mut frame: Frame, account: Account) -> Self {
        frame.refused = account.refused;
        Self { frame, account }
    }
}

impl Account {
    /// Somebody's account at `now`, on the session `here`.
    #[must_use]
    pub fn of(
        words: Words,
        (person, here): (&Person, SessionId),
        sessions: &[Session],
        now: DateTime<Utc>,
        typed: &Typed,
        refusals: &Refusals,
    ) -> Self {
        let mut summary = Summary::default();
        summary.note("name", refusals.name.as_ref());
        summary.note("present", refusals.present.as_ref());
        summary.note("password", refusals.password.as_ref());
        let chosen = typed.lang.tag();
        Self {
            done: if typed.done.is_empty() {
                String::new()
            } else {
                words.say(typed.done)
            },
            facts: vec![
                (words.say("sign-in-email"), person.email.to_string()),
                (words.say("people-role"), role_words(person.role, words)),
            ],
            name: Field::new("name", words.say("set-up-name"))
                .hint(words.say("set-up-name-hint"))
                .of_kind("text", "name")
                .value(&typed.name)
                .refused(refusals.name.clone()),
            letters: Choices {
                name: "letters",
                legend: words.say("account-lang"),
                columns: 2,
                answers: Lang::ALL
                    .into_iter()
                    .map(|lang| Answer::new(lang.tag(), lang.own_name().to_owned(), chosen))
                    .collect(),
                ..Choices::default()
            },
            email: person.email.to_string(),
            present: Field::new("present", words.say("account-present"))
                .of_kind("password", "current-password")
                .refused(refusals.present.clone()),
            password: Field::new("password", words.say("account-new"))
                .hint(password_hint(words))
                .of_kind("password", "new-password")
                .refused(refusals.password.clone()),
            devices: sessions
                .iter()
                .map(|session| device(session, here, now, words))
                .collect(),
            refused: !summary.is_empty(),
            summary,
        }
    }
}

/// A role as its word is said.
#[must_use]
pub fn role_words(role: crate::domain::people::Role, words: Words) -> String {
    words.say(&format!("role-{}", role.word()))
}

fn device(session: &Session, here: SessionId, now: DateTime<Utc>, words: Words) -> Device {
    let at = |instant| dates::in_sentence(instant, now, Paris, words.lang());
    Device {
        id: session.id.to_string(),
        name: device_words(&session.device, words),
        used: words.say_with("account-used", &[("at", at(session.last_seen_at).into())]),
        datetime: dates::machine(session.last_seen_at, Paris),
        since: words.say_with(
            if session.outside {
                "account-since-provider"
            } else {
                "account-since"
            },
            &[("at", at(session.created_at).into())],
        ),
        here: session.id == here,
    }
}
