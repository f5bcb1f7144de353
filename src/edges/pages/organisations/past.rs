//! What was done about something, in sentences.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use crate::{
    desk::SetUpLine,
    domain::{
        ids::{OrganisationId, PersonId, PlatformId},
        people_history::By,
        setup_history::SetUpDone,
    },
    edges::words::{FluentValue, Words, dates},
};

/// A line of a history.
#[derive(Clone, Debug)]
pub struct Past {
    /// When, in words.
    pub at: String,
    /// When, for machines.
    pub datetime: String,
    /// What.
    pub says: String,
}

/// The names that a history needs.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) people: BTreeMap<PersonId, String>,
    pub(super) organisations: BTreeMap<OrganisationId, String>,
    pub(super) platforms: BTreeMap<PlatformId, String>,
}

/// The lines, as they are said.
#[must_use]
pub fn past(
    history: &[SetUpLine],
    people: &BTreeMap<PersonId, String>,
    now: DateTime<Utc>,
    words: Words,
) -> Vec<Past> {
    let names = Names {
        people: people.clone(),
        ..Names::default()
    };
    told(history, &names, now, words)
}

pub(super) fn told(
    history: &[SetUpLine],
    names: &Names,
    now: DateTime<Utc>,
    words: Words,
) -> Vec<Past> {
    let line = |line: &SetUpLine| Past {
        at: dates::short(line.event.at, now, Paris, words.lang()),
        datetime: dates::machine(line.event.at, Paris),
        says: says(line, names, words),
    };
    history.iter().map(line).collect()
}

/// « Dominique change l’organisation : Marlaix SA, client. »
fn says(line: &SetUpLine, names: &Names, words: Words) -> String {
    let by = match (&line.by, line.event.by) {
        (Some(name), _) => name.clone(),
        (None, By::CommandLine) => words.say("people-by-command"),
        (None, By::Link | By::Person(_)) => words.say("people-by-link"),
    };
    let person = |id: &PersonId| names.people.get(id).cloned().unwrap_or_default();
    let organisation = |id: &OrganisationId| {
        let name = names.organisations.get(id).cloned();
        name.unwrap_or_else(|| words.say("setup-an-organisation"))
    };
    let platform = |id: &Option<PlatformId>| {
        id.as_ref()
            .and_then(|id| names.platforms.get(id).cloned())
            .unwrap_or_default()
    };
    let (key, name, other): (&str, String, String) = match &line.event.what {
        SetUpDone::OrganisationAdded { name, kind, .. } => {
            ("setup-event-entered", name.clone(), kind_word(*kind, words))
        }
        SetUpDone::OrganisationChanged { name, kind, .. } => {
            ("setup-event-changed", name.clone(), kind_word(*kind, words))
        }
        SetUpDone::PlatformAdded {
            name, environment, ..
        } => (
            "setup-event-platform",
            name.clone(),
            environment_word(*environment, words),
        ),
        SetUpDone::PlatformChanged {
            name,
            environment,
            active,
            ..
        } => (
            if *active {
                "setup-event-platform-changed"
            } else {
                "setup-event-platform-closed"
            },
            name.clone(),
            environment_word(*environment, words),
        ),
        SetUpDone::MandateGiven {
            integrator,
            customer,
        } => (
            "setup-event-mandate",
            organisation(integrator),
            organisation(customer),
        ),
        SetUpDone::MandateWithdrawn {
            integrator,
            customer,
        } => (
            "setup-event-no-mandate",
            organisation(integrator),
            organisation(customer),
        ),
        SetUpDone::Designated {
            person: who,
            platform: of,
        } => match of {
            Some(_) => ("setup-event-designated-of", person(who), platform(of)),
            None => ("setup-event-designated", person(who), String::new()),
        },
        SetUpDone::DesignationEnded {
            person: who,
            platform: of,
        } => match of {
            Some(_) => ("setup-event-undesignated-of", person(who), platform(of)),
            None => ("setup-event-undesignated", person(who), String::new()),
        },
        SetUpDone::MemberAdded { person: who } => {
            ("setup-event-member", person(who), String::new())
        }
        SetUpDone::MemberMoved { person: who, to } => (
            if to.is_some() {
                "setup-event-came"
            } else {
                "setup-event-left"
            },
            person(who),
            String::new(),
        ),
        SetUpDone::Subscribed {
            contract,
            first_day,
            ..
        } => (
            "setup-event-subscribed",
            contract.clone(),
            dates::civil(*first_day, words.lang()),
        ),
        SetUpDone::SubscriptionChanged { last_day, .. } => match last_day {
            Some(last) => (
                "setup-event-subscription-ends",
                dates::civil(*last, words.lang()),
                String::new(),
            ),
            None => (
                "setup-event-subscription-changed",
                String::new(),
                String::new(),
            ),
        },
        SetUpDone::QueueClosed { members_only } => (
            if *members_only {
                "setup-event-queue-closed"
            } else {
                "setup-event-queue-opened"
            },
            String::new(),
            String::new(),
        ),
        SetUpDone::QueueJoined { person: who } => {
            ("setup-event-queue-joined", person(who), String::new())
        }
        SetUpDone::QueueLeft { person: who } => {
            ("setup-event-queue-left", person(who), String::new())
        }
        SetUpDone::ProductNamed { name } => ("setup-event-product", name.clone(), String::new()),
        SetUpDone::VersionSet {
            name, maintained, ..
        } => (
            if *maintained {
                "setup-event-version"
            } else {
                "setup-event-version-ended"
            },
            name.clone(),
            String::new(),
        ),
    };
    words.say_with(
        key,
        &[
            ("by", FluentValue::from(by)),
            ("name", name.into()),
            ("other", other.into()),
        ],
    )
}

pub(super) fn kind_word(kind: crate::domain::people::OrganisationKind, words: Words) -> String {
    words.say(match kind.word() {
        "integrator" => "setup-kind-integrator",
        "vendor" => "setup-kind-vendor",
        _ => "setup-kind-customer",
    })
}

pub(super) fn environment_word(
    environment: crate::domain::platform::Environment,
    words: Words,
) -> String {
    use crate::domain::platform::Environment;
    words.say(match environment {
        Environment::Production => "setup-environment-production",
        Environment::PreProduction => "setup-environment-pre-production",
        Environment::Test => "setup-environment-test",
        Environment::Development => "setup-environment-development",
    })
}
