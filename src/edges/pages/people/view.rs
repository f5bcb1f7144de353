//! The list of those who work at the desk, and the page of one.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::{
    super::{
        account::role_words,
        bouncing::Bouncing,
        fields::{Answer, Choices, Field, Select, Summary},
        layout::Frame,
    },
    Invitation, NOBODY,
};
use crate::{
    desk::{Colleague, ColleaguePage, PeopleLine},
    domain::{
        ids::PersonId,
        lang::Lang,
        people::Role,
        people_history::{By, Done},
        second_factor::FactorChange,
    },
    edges::words::{Words, dates},
};

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    email: String,
    role: String,
    tag: &'static str,
    icon: &'static str,
    state: String,
    seen: String,
    factor: bool,
}

/// Something that was done, in words.
#[derive(Debug)]
pub(in crate::edges::pages) struct Past {
    pub(in crate::edges::pages) at: String,
    pub(in crate::edges::pages) datetime: String,
    pub(in crate::edges::pages) says: String,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/people.html")]
pub struct List {
    frame: Frame,
    summary: Summary,
    rows: Vec<Row>,
    history: Vec<Past>,
    invites: bool,
    manages: bool,
    email: Field,
    name: Field,
    role: Select,
    letters: Choices,
}

impl List {
    /// The list at `now`, and an invitation as it was typed.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        colleagues: &[Colleague],
        history: &[PeopleLine],
        now: DateTime<Utc>,
        invitation: &Invitation,
    ) -> Self {
        let words = frame.words;
        let mut summary = Summary::default();
        summary.note("email", invitation.email_refused.as_ref());
        summary.note("name", invitation.name_refused.as_ref());
        frame.refused = !summary.is_empty();
        Self {
            rows: colleagues.iter().map(|one| row(one, now, words)).collect(),
            history: past(history, now, words),
            invites: false,
            manages: false,
            email: Field::new("email", words.say("sign-in-email"))
                .of_kind("email", "off")
                .value(&invitation.email)
                .refused(invitation.email_refused.clone()),
            name: Field::new("name", words.say("people-name"))
                .hint(words.say("set-up-name-hint"))
                .value(&invitation.name)
                .refused(invitation.name_refused.clone()),
            role: roles(&invitation.role, words),
            letters: Choices {
                name: "letters",
                legend: words.say("people-lang"),
                columns: 2,
                answers: Lang::ALL
                    .into_iter()
                    .map(|lang| {
                        Answer::new(lang.tag(), lang.own_name().to_owned(), &invitation.lang)
                    })
                    .collect(),
                ..Choices::default()
            },
            summary,
            frame,
        }
    }

    /// The same, with or without the form that invites; `manages` is whether the reader might.
    #[must_use]
    pub const fn inviting(mut self, invites: bool, manages: bool) -> Self {
        self.invites = invites;
        self.manages = manages;
        self
    }
}

/// One person.
#[derive(Debug, Template)]
#[template(path = "pages/person.html")]
pub struct One {
    frame: Frame,
    row: Row,
    bouncing: Bouncing,
    id: String,
    done: String,
    refused: String,
    history: Vec<Past>,
    manages: bool,
    by_letter: bool,
    active: bool,
    last: bool,
    role: Select,
    link: String,
    tickets: String,
    heir: Option<Select>,
}

impl One {
    /// The page of a person at `now`; `done` is what was done just now, a word of the address.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        page: &ColleaguePage,
        now: DateTime<Utc>,
        done: &str,
        manages: bool,
        by_letter: bool,
    ) -> Self {
        let words = frame.words;
        let person = &page.colleague.person;
        frame.title.clone_from(&person.name);
        frame.refused = done == "last";
        let said = match done {
            "invited" => words.say("people-done-invited"),
            "role" => words.say("people-done-role"),
            "closed" => words.say("people-done-closed"),
            "opened" => words.say("people-done-opened"),
            "link" => words.say("people-done-link"),
            "given" => words.say("people-done-given"),
            "factor" => words.say("people-done-factor"),
            "address" => words.say("people-done-address"),
            _ => String::new(),
        };
        Self {
            row: row(&page.colleague, now, words),
            bouncing: Bouncing::of(
                page.bounced.as_slice(),
                manages.then(|| format!("/people/{}/address", person.id)),
                (now, Paris),
                words,
            ),
            id: person.id.to_string(),
            done: said,
            refused: if frame.refused {
                words.say("people-last")
            } else {
                String::new()
            },
            history: past(&page.history, now, words),
            manages,
            by_letter,
            active: person.active,
            last: page.last_administrator,
            role: roles(person.role.word(), words),
            link: words.say(if page.colleague.in_use {
                "people-send-reset"
            } else {
                "people-send-invitation"
            }),
            tickets: words.say_with("people-tickets", &[("count", page.tickets.into())]),
            heir: (page.tickets > 0).then(|| heirs(&page.successors, words)),
            frame,
        }
    }
}

fn roles(chosen: &str, words: Words) -> Select {
    Select {
        name: "role",
        label: words.say("people-role"),
        answers: Role::ALL
            .into_iter()
            .filter(|role| role.works_at_the_desk())
            .map(|role| Answer::new(role.word(), role_words(role, words), chosen))
            .collect(),
        ..Select::default()
    }
}

/// Who the tickets may go to; nobody, to begin with.
fn heirs(successors: &[(PersonId, String)], words: Words) -> Select {
    let nobody = Answer::new(NOBODY, words.say("people-heir-nobody"), NOBODY);
    let somebody = |(id, name): &(PersonId, String)| Answer::new(&id.to_string(), name.clone(), "");
    Select {
        name: "heir",
        label: words.say("people-heir"),
        answers: std::iter::once(nobody)
            .chain(successors.iter().map(somebody))
            .collect(),
        ..Select::default()
    }
}

fn row(one: &Colleague, now: DateTime<Utc>, words: Words) -> Row {
    let person = &one.person;
    let (tag, icon, state) = match (person.active, one.in_use) {
        (false, _) => ("", "lock", "people-closed"),
        (true, false) => ("tag-warn", "mail", "people-invited"),
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
        href: format!("/people/{}", person.id),
        name: person.name.clone(),
        email: person.email.to_string(),
        role: role_words(person.role, words),
        tag,
        icon,
        state: words.say(state),
        seen,
        factor: one.second_factor,
    }
}

/// A history in words.
pub(in crate::edges::pages) fn past(
    history: &[PeopleLine],
    now: DateTime<Utc>,
    words: Words,
) -> Vec<Past> {
    let line = |line: &PeopleLine| Past {
        at: dates::short(line.event.at, now, Paris, words.lang()),
        datetime: dates::machine(line.event.at, Paris),
        says: says(line, words),
    };
    history.iter().map(line).collect()
}

/// Who did it.
fn by(line: &PeopleLine, words: Words) -> String {
    match (&line.by, line.event.by) {
        (Some(name), _) => name.clone(),
        (None, By::CommandLine) => words.say("people-by-command"),
        (None, By::Link | By::Provider | By::Person(_)) => words.say("people-by-link"),
    }
}

/// Who did it, and what, in words.
pub(in crate::edges::pages) fn in_words(line: &PeopleLine, words: Words) -> (String, String) {
    (by(line, words), says(line, words))
}

/// « Dominique ferme le compte de Camille. »
fn says(line: &PeopleLine, words: Words) -> String {
    let by = by(line, words);
    let role = |role| role_words(role, words);
    let (key, from, to) = match &line.event.what {
        Done::Added { role: to } => ("people-event-added", String::new(), role(*to)),
        Done::LinkGiven => ("people-event-link", String::new(), String::new()),
        Done::PasswordChosen => ("people-event-password", String::new(), String::new()),
        Done::Renamed { from, to } => ("people-event-renamed", from.clone(), to.clone()),
        Done::RoleChanged { from, to } => ("people-event-role", role(*from), role(*to)),
        Done::SecondFactor { what } => return factor_line(line, *what, &by, words),
        Done::ProviderBound { issuer } => ("people-event-bound", String::new(), issuer.clone()),
        Done::ProviderRefused { issuer } => {
            ("people-event-not-bound", String::new(), issuer.clone())
        }
        Done::ProviderForgotten => ("people-event-unbound", String::new(), String::new()),
        Done::AddressWorks => ("people-event-address", String::new(), String::new()),
        Done::Deactivated => ("people-event-closed", String::new(), String::new()),
        Done::Reactivated => ("people-event-opened", String::new(), String::new()),
    };
    words.say_with(
        key,
        &[
            ("by", by.into()),
            ("about", line.about.as_str().into()),
            ("from", from.into()),
            ("to", to.into()),
        ],
    )
}

/// « Camille active le second facteur de son compte. »
fn factor_line(line: &PeopleLine, what: FactorChange, by: &str, words: Words) -> String {
    let left = match what {
        FactorChange::RecoveryCodeUsed { left } => left,
        _ => 0,
    };
    words.say_with(
        &format!("people-event-factor-{}", what.word()),
        &[
            ("by", by.into()),
            ("about", line.about.as_str().into()),
            ("left", left.into()),
        ],
    )
}
