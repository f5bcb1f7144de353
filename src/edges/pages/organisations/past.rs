//! What was done about something, in sentences.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;

use crate::{
    desk::{OrganisationPage, SetUpLine},
    domain::{
        ids::{OrganisationId, PersonId, PlatformId},
        lang::Lang,
        notice::LetterKind,
        people_history::By,
        setup_history::SetUpDone,
        vendor::Way,
        wording::WordingScope,
    },
    edges::{
        http::Form,
        pages::layout::Frame,
        words::{FluentValue, Words, dates},
    },
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

/// The history of the wording of letters, as it is said.
pub(in crate::edges::pages) fn told_of_letters(
    history: &[SetUpLine],
    organisations: &BTreeMap<OrganisationId, String>,
    now: DateTime<Utc>,
    words: Words,
) -> Vec<Past> {
    let names = Names {
        organisations: organisations.clone(),
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

/// Who did each thing of the history, and what, in words.
pub(in crate::edges::pages) fn done_in_words(
    page: &OrganisationPage,
    words: Words,
) -> Vec<(String, String)> {
    let names = names(page);
    let lines = page.history.iter();
    lines
        .map(|line| (by(line, words), says(line, &names, words)))
        .collect()
}

/// The names that the history of an organisation needs.
pub(super) fn names(page: &OrganisationPage) -> Names {
    let organisations = page
        .serves
        .iter()
        .chain(&page.integrators)
        .chain(&page.could_serve)
        .chain([&page.organisation]);
    Names {
        people: page.named.clone(),
        organisations: organisations
            .map(|one| (one.id, one.name.clone()))
            .collect(),
        platforms: page
            .platforms
            .iter()
            .map(|one| (one.id, one.name.clone()))
            .collect(),
    }
}

/// « Dominique change l’organisation : Marlaix SA, client. »
fn says(line: &SetUpLine, names: &Names, words: Words) -> String {
    let by = by(line, words);
    let (name, other) = named(&line.event.what, names, words);
    words.say_with(
        key(&line.event.what),
        &[
            ("by", FluentValue::from(by)),
            ("name", name.into()),
            ("other", other.into()),
        ],
    )
}

/// Who did it.
fn by(line: &SetUpLine, words: Words) -> String {
    match (&line.by, line.event.by) {
        (Some(name), _) => name.clone(),
        (None, By::CommandLine) => words.say("people-by-command"),
        (None, By::Link | By::Provider | By::Person(_)) => words.say("people-by-link"),
    }
}

/// The sentence of what was done.
const fn key(what: &SetUpDone) -> &'static str {
    match what {
        SetUpDone::OrganisationAdded { .. } => "setup-event-entered",
        SetUpDone::OrganisationChanged { .. } => "setup-event-changed",
        SetUpDone::PlatformAdded { .. } => "setup-event-platform",
        SetUpDone::PlatformChanged { active: true, .. } => "setup-event-platform-changed",
        SetUpDone::PlatformChanged { active: false, .. } => "setup-event-platform-closed",
        SetUpDone::MandateGiven { .. } => "setup-event-mandate",
        SetUpDone::MandateWithdrawn { .. } => "setup-event-no-mandate",
        SetUpDone::Designated { platform: None, .. } => "setup-event-designated",
        SetUpDone::Designated { .. } => "setup-event-designated-of",
        SetUpDone::DesignationEnded { platform: None, .. } => "setup-event-undesignated",
        SetUpDone::DesignationEnded { .. } => "setup-event-undesignated-of",
        SetUpDone::MemberAdded { .. } => "setup-event-member",
        SetUpDone::MemberMoved { to: Some(_), .. } => "setup-event-came",
        SetUpDone::MemberMoved { to: None, .. } => "setup-event-left",
        SetUpDone::Subscribed { .. } => "setup-event-subscribed",
        SetUpDone::SubscriptionChanged { last_day: None, .. } => "setup-event-subscription-changed",
        SetUpDone::SubscriptionChanged { .. } => "setup-event-subscription-ends",
        SetUpDone::QueueClosed { members_only: true } => "setup-event-queue-closed",
        SetUpDone::QueueClosed {
            members_only: false,
        } => "setup-event-queue-opened",
        SetUpDone::QueueJoined { .. } => "setup-event-queue-joined",
        SetUpDone::QueueLeft { .. } => "setup-event-queue-left",
        SetUpDone::VendorDeskSet { way: Way::Mail, .. } => "setup-event-vendor-desk-outside",
        SetUpDone::VendorDeskSet { way: Way::Hook, .. } => "setup-event-vendor-desk-hook",
        SetUpDone::VendorDeskSet { .. } => "setup-event-vendor-desk",
        SetUpDone::HookSecretDrawn => "setup-event-hook-secret",
        SetUpDone::StatusHookAdded { .. } => "setup-event-status-hook",
        SetUpDone::StatusHookResumed { .. } => "setup-event-status-hook-resumed",
        SetUpDone::StatusHookRemoved { .. } => "setup-event-status-hook-removed",
        SetUpDone::ProductNamed { .. } => "setup-event-product",
        SetUpDone::VersionSet {
            maintained: true, ..
        } => "setup-event-version",
        SetUpDone::VersionSet { .. } => "setup-event-version-ended",
        SetUpDone::LetterWorded {
            introduction: None,
            closing: None,
            ..
        } => "setup-event-letter-own",
        SetUpDone::LetterWorded { .. } => "setup-event-letter-worded",
    }
}

/// What the sentence is about, and what else it names; empty for nothing.
fn named(what: &SetUpDone, names: &Names, words: Words) -> (String, String) {
    let person = |id: &PersonId| names.people.get(id).cloned().unwrap_or_default();
    let organisation = |id: &OrganisationId| {
        let name = names.organisations.get(id).cloned();
        name.unwrap_or_else(|| words.say("setup-an-organisation"))
    };
    let platform = |id: &Option<PlatformId>| {
        let name = id.as_ref().and_then(|id| names.platforms.get(id));
        name.cloned().unwrap_or_default()
    };
    let day = |day: NaiveDate| dates::civil(day, words.lang());
    match what {
        SetUpDone::OrganisationAdded { name, kind, .. }
        | SetUpDone::OrganisationChanged { name, kind, .. } => {
            (name.clone(), kind_word(*kind, words))
        }
        SetUpDone::PlatformAdded {
            name, environment, ..
        }
        | SetUpDone::PlatformChanged {
            name, environment, ..
        } => (name.clone(), environment_word(*environment, words)),
        SetUpDone::MandateGiven {
            integrator,
            customer,
        }
        | SetUpDone::MandateWithdrawn {
            integrator,
            customer,
        } => (organisation(integrator), organisation(customer)),
        SetUpDone::Designated {
            person: who,
            platform: of,
        }
        | SetUpDone::DesignationEnded {
            person: who,
            platform: of,
        } => (person(who), platform(of)),
        SetUpDone::MemberAdded { person: who }
        | SetUpDone::MemberMoved { person: who, .. }
        | SetUpDone::QueueJoined { person: who }
        | SetUpDone::QueueLeft { person: who } => (person(who), String::new()),
        SetUpDone::Subscribed {
            contract,
            first_day,
            ..
        } => (contract.clone(), day(*first_day)),
        SetUpDone::SubscriptionChanged { last_day, .. } => {
            (last_day.map(day).unwrap_or_default(), String::new())
        }
        SetUpDone::QueueClosed { .. } => (String::new(), String::new()),
        SetUpDone::HookSecretDrawn => (String::new(), String::new()),
        SetUpDone::VendorDeskSet {
            contract,
            url: Some(url),
            ..
        } => (contract.clone(), url.clone()),
        SetUpDone::VendorDeskSet { contract, mail, .. } => {
            (contract.clone(), mail.clone().unwrap_or_default())
        }
        SetUpDone::StatusHookAdded { name, host } => (name.clone(), host.clone()),
        SetUpDone::ProductNamed { name }
        | SetUpDone::VersionSet { name, .. }
        | SetUpDone::StatusHookResumed { name }
        | SetUpDone::StatusHookRemoved { name } => (name.clone(), String::new()),
        SetUpDone::LetterWorded {
            scope, kind, lang, ..
        } => (
            letter_word(*kind, *lang, words),
            match scope {
                WordingScope::Desk => words.say("wording-for-desk"),
                WordingScope::Contract(name) => {
                    let name = name.as_str().into();
                    words.say_with("wording-for-contract", &[("name", name)])
                }
                WordingScope::Organisation(id) => organisation(id),
            },
        ),
    }
}

/// « Accusé de réception (français) ».
pub(in crate::edges::pages) fn letter_word(kind: LetterKind, lang: Lang, words: Words) -> String {
    let kind = words.say(&format!("letter-kind-{kind}"));
    let lang = words.say(&format!("wording-lang-{lang}"));
    let values = [("kind", kind.into()), ("lang", lang.into())];
    words.say_with("wording-letter", &values)
}

pub(in crate::edges::pages) fn kind_word(
    kind: crate::domain::people::OrganisationKind,
    words: Words,
) -> String {
    words.say(match kind.word() {
        "integrator" => "setup-kind-integrator",
        "vendor" => "setup-kind-vendor",
        _ => "setup-kind-customer",
    })
}

pub(in crate::edges::pages) fn environment_word(
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

/// What was done just now, by the word in the address.
pub(super) fn done(frame: &Frame, words: Words) -> String {
    let query = frame.path.split_once('?').map_or("", |(_, query)| query);
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    let key = match query.line("done") {
        "entered" => "setup-done-entered",
        "changed" => "setup-done-changed",
        "platform" => "setup-done-platform",
        "mandate" => "setup-done-mandate",
        "no-mandate" => "setup-done-no-mandate",
        "designated" => "setup-done-designated",
        "no-designation" => "setup-done-no-designation",
        "subscribed" | "subscription" => "setup-done-subscription",
        _ => return String::new(),
    };
    words.say(key)
}
