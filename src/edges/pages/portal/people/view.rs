//! The list of an organisation's people, and the page of one.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::super::super::{
    fields::{Answer, Choices, Field, Select, Summary},
    layout::Frame,
    people::{Past, past},
};
use crate::{
    desk::{MemberLine, MemberPage, MembersPage},
    domain::{ids::PlatformId, lang::Lang, platform::Platform},
    edges::words::{Words, dates},
};

/// What was typed into the invitation, and why it was refused.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Invitation {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The tag of the language of letters.
    pub lang: String,
    /// What to do about the address.
    pub email_refused: Option<String>,
    /// What to do about the name.
    pub name_refused: Option<String>,
}

/// What a person's page says besides.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Said {
    /// The word of what was just done; empty for nothing.
    pub done: String,
    /// The word of what takes a clear word first; empty for nothing.
    pub unsure: String,
    /// The name that was typed and refused, and what to do about it.
    pub name: Option<(String, String)>,
}

/// An invitation that nobody took up yet.
#[derive(Debug)]
struct Invited {
    name: String,
    email: String,
    lang: &'static str,
    at: String,
}

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    email: String,
    tag: &'static str,
    icon: &'static str,
    state: String,
    seen: String,
    designated: Vec<String>,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/portal_people.html")]
pub struct List {
    frame: Frame,
    summary: Summary,
    rows: Vec<Row>,
    invited: Vec<Invited>,
    done: String,
    by_letter: bool,
    email: Field,
    name: Field,
    letters: Choices,
}

impl List {
    /// The list at `now`, and an invitation as it was typed.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        page: &MembersPage,
        now: DateTime<Utc>,
        invitation: &Invitation,
        by_letter: bool,
    ) -> Self {
        let words = frame.words;
        let mut summary = Summary::default();
        summary.note("email", invitation.email_refused.as_ref());
        summary.note("name", invitation.name_refused.as_ref());
        frame.refused = !summary.is_empty();
        frame.organisation = Some(page.organisation.name.clone());
        let rows = page.members.iter();
        Self {
            rows: rows
                .map(|one| row(one, &page.platforms, now, words))
                .collect(),
            invited: page
                .invited
                .iter()
                .map(|one| {
                    let at = dates::in_sentence(one.at, now, Paris, words.lang());
                    Invited {
                        name: one.name.clone(),
                        email: one.email.to_string(),
                        lang: one.lang.tag(),
                        at: words.say_with("members-invited-at", &[("at", at.into())]),
                    }
                })
                .collect(),
            done: String::new(),
            by_letter,
            email: Field::new("email", words.say("sign-in-email"))
                .of_kind("email", "off")
                .value(&invitation.email)
                .refused(invitation.email_refused.clone()),
            name: name(&invitation.name, invitation.name_refused.clone(), words),
            letters: letters(&invitation.lang, words),
            summary,
            frame,
        }
    }
}

impl List {
    /// The same after something was done; `done` is its word.
    #[must_use]
    pub fn after(mut self, done: &str) -> Self {
        if let word @ ("invited" | "withdrawn") = done {
            self.done = self.frame.words.say(&format!("members-done-{word}"));
        }
        self
    }
}

/// A designation of a person, with the form that ends it.
#[derive(Debug)]
struct Named {
    words: String,
    platform: String,
}

/// One person.
#[derive(Debug, Template)]
#[template(path = "pages/portal_person.html")]
pub struct One {
    frame: Frame,
    summary: Summary,
    row: Row,
    active: bool,
    by_letter: bool,
    done: String,
    unsure: String,
    name: Field,
    letters: Choices,
    link: String,
    named: Vec<Named>,
    offered: Option<Select>,
    history: Vec<Past>,
}

impl One {
    /// The page of a person at `now`.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        page: &MemberPage,
        now: DateTime<Utc>,
        said: Said,
        by_letter: bool,
    ) -> Self {
        let words = frame.words;
        let (member, platforms) = (&page.member, &page.platforms);
        let person = &member.person;
        let Said {
            done,
            unsure,
            name: typed,
        } = said;
        let mut summary = Summary::default();
        let (typed, refused) = match typed {
            Some((typed, refused)) => (typed, Some(refused)),
            None => (person.name.clone(), None),
        };
        summary.note("name", refused.as_ref());
        frame.title.clone_from(&person.name);
        frame.refused = !summary.is_empty() || !unsure.is_empty();
        frame.organisation = Some(page.organisation.name.clone());
        Self {
            row: row(member, platforms, now, words),
            active: person.active,
            by_letter,
            done: match done.as_str() {
                word @ ("closed" | "opened" | "link") => words.say(&format!("people-done-{word}")),
                word @ ("corrected" | "designated" | "undesignated") => {
                    words.say(&format!("members-done-{word}"))
                }
                _ => String::new(),
            },
            unsure,
            name: name(&typed, refused, words),
            letters: letters(person.lang.tag(), words),
            link: words.say(if member.in_use {
                "people-send-reset"
            } else {
                "people-send-invitation"
            }),
            named: member
                .designated
                .iter()
                .map(|of| Named {
                    words: designation(*of, platforms, words),
                    platform: of.map(|id| id.to_string()).unwrap_or_default(),
                })
                .collect(),
            offered: offered(member, platforms, words),
            history: past(&page.history, now, words),
            summary,
            frame,
        }
    }
}

/// What else somebody could be named for; none where there is nothing.
fn offered(member: &MemberLine, platforms: &[Platform], words: Words) -> Option<Select> {
    let whole = std::iter::once(None);
    let parts = platforms.iter().filter(|one| one.active);
    let answers: Vec<Answer> = whole
        .chain(parts.map(|one| Some(one.id)))
        .filter(|of| !member.designated.contains(of))
        .map(|of| {
            let id = of.map(|id| id.to_string()).unwrap_or_default();
            Answer::new(&id, designation(of, platforms, words), "-")
        })
        .collect();
    (!answers.is_empty()).then(|| Select {
        name: "platform",
        label: words.say("members-scope"),
        answers,
        ..Select::default()
    })
}

/// « toute l’organisation », or the name of a platform.
pub(in crate::edges::pages) fn designation(
    of: Option<PlatformId>,
    platforms: &[Platform],
    words: Words,
) -> String {
    let platform = of.and_then(|id| platforms.iter().find(|one| one.id == id));
    match platform {
        Some(platform) => words.say_with(
            "members-of-platform",
            &[("platform", platform.name.as_str().into())],
        ),
        None => words.say("members-of-all"),
    }
}

fn name(typed: &str, refused: Option<String>, words: Words) -> Field {
    Field::new("name", words.say("people-name"))
        .hint(words.say("set-up-name-hint"))
        .value(typed)
        .refused(refused)
}

fn letters(chosen: &str, words: Words) -> Choices {
    Choices {
        name: "letters",
        legend: words.say("people-lang"),
        columns: 2,
        answers: Lang::ALL
            .into_iter()
            .map(|lang| Answer::new(lang.tag(), lang.own_name().to_owned(), chosen))
            .collect(),
        ..Choices::default()
    }
}

fn row(one: &MemberLine, platforms: &[Platform], now: DateTime<Utc>, words: Words) -> Row {
    let person = &one.person;
    let (tag, icon, state) = match (person.active, one.in_use) {
        (false, _) => ("", "lock", "people-closed"),
        (true, false) => ("tag-warn", "mail", "members-without"),
        (true, true) => ("tag-ok", "kept", "people-open"),
    };
    let seen = one.signed_in_at.map_or_else(
        || words.say("people-never"),
        |at| {
            let at = dates::in_sentence(at, now, Paris, words.lang());
            words.say_with("people-seen", &[("at", at.into())])
        },
    );
    Row {
        href: format!("{}/{}", super::HERE, person.id),
        name: person.name.clone(),
        email: person.email.to_string(),
        tag,
        icon,
        state: words.say(state),
        seen,
        designated: one
            .designated
            .iter()
            .map(|of| designation(*of, platforms, words))
            .collect(),
    }
}
