//! The first page of a new account: a name and a password, from a link that works once.

use askama::Template;

use super::{
    fields::{Field, Summary},
    layout::Frame,
};
use crate::{
    domain::password::{self, Weakness},
    edges::words::Words,
};

/// The page of a one-time link.
#[derive(Debug, Template)]
#[template(path = "pages/set_up.html")]
pub struct View {
    frame: Frame,
    summary: Summary,
    action: String,
    act: String,
    lead: String,
    known_email: Option<String>,
    name: Field,
    email: Field,
    password: Field,
}

/// What was typed, shown again after an error; a password never is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// The address, where the link does not know it.
    pub email: String,
}

/// Why an account was not set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No name.
    NoName,
    /// A longer name than is kept, in characters.
    NameTooLong {
        /// The most there may be.
        most: u32,
    },
    /// No address, or none that a letter could reach.
    NoAddress,
    /// Another account has this address.
    AddressTaken,
    /// The password is not taken, and why.
    Password(Weakness),
}

impl Refusal {
    /// The refusal of a password for the problem that the desk names.
    #[must_use]
    pub fn of_password(problem: &str) -> Self {
        Self::Password(weakness(problem))
    }
}

/// Why the desk does not take a password, by the word of its fault.
#[must_use]
pub fn weakness(problem: &str) -> Weakness {
    Weakness::ALL
        .into_iter()
        .find(|one| one.word() == problem)
        .unwrap_or(Weakness::Common)
}

/// What a password must be.
#[must_use]
pub fn password_hint(words: Words) -> String {
    words.say_with("set-up-password-hint", &[("least", password::LEAST.into())])
}

/// What to do about a password that is not taken.
#[must_use]
pub fn password_refused(weakness: Weakness, words: Words) -> String {
    let count = |key, name, n: usize| words.say_with(key, &[(name, n.into())]);
    match weakness {
        Weakness::Short => count("set-up-short", "least", password::LEAST),
        Weakness::Long => count("set-up-long", "most", password::MOST),
        Weakness::Repeats => words.say("set-up-repeats"),
        Weakness::Own => words.say("set-up-own"),
        Weakness::Common => words.say("set-up-common"),
    }
}

impl View {
    /// The page. `action` is the address of the link itself; `known_email` is the address of the
    /// account when the link knows it.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        action: &str,
        known_email: Option<&str>,
        typed: &Typed,
        refusals: &[Refusal],
    ) -> Self {
        let words = frame.words;
        let count = |key, name, n: u32| words.say_with(key, &[(name, n.into())]);
        let (mut of_name, mut of_email, mut of_password) = (None, None, None);
        for refusal in refusals {
            match *refusal {
                Refusal::NoName => of_name = Some(words.say("set-up-no-name")),
                Refusal::NameTooLong { most } => {
                    of_name = Some(count("set-up-name-long", "most", most))
                }
                Refusal::NoAddress => of_email = Some(words.say("sign-in-no-address")),
                Refusal::AddressTaken => of_email = Some(words.say("set-up-address-taken")),
                Refusal::Password(weakness) => {
                    of_password = Some(password_refused(weakness, words));
                }
            }
        }
        let mut summary = Summary::default();
        summary.note("name", of_name.as_ref());
        summary.note("email", of_email.as_ref());
        summary.note("password", of_password.as_ref());
        frame.refused = !summary.is_empty();
        let lead = match known_email {
            Some(email) => words.say_with("set-up-for", &[("email", email.into())]),
            None => words.say("set-up-first"),
        };
        Self {
            name: Field::new("name", words.say("set-up-name"))
                .hint(words.say("set-up-name-hint"))
                .of_kind("text", "name")
                .value(&typed.name)
                .refused(of_name),
            email: Field::new("email", words.say("sign-in-email"))
                .of_kind("email", "username")
                .value(&typed.email)
                .refused(of_email),
            password: Field::new("password", words.say("set-up-password"))
                .hint(password_hint(words))
                .of_kind("password", "new-password")
                .refused(of_password),
            action: action.to_owned(),
            act: words.say(if known_email.is_some() {
                "set-up-do-again"
            } else {
                "set-up-do"
            }),
            known_email: known_email.map(ToOwned::to_owned),
            lead,
            summary,
            frame,
        }
    }
}
