//! The page of one organisation.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::{
    super::{
        again::Again,
        bouncing,
        fields::{Answer, Field, Select, Summary},
        hours::in_short,
        layout::Frame,
    },
    edit::{environments, versions},
    list::{domain, kinds},
    past::{Past, done, environment_word, kind_word, names, told},
    questions::{annual, day, hours, support},
};
use crate::{
    desk::OrganisationPage,
    domain::{
        ids::ProductVersionId,
        people::{Organisation, OrganisationKind},
        platform::Environment,
        subscription::Subscription,
    },
    edges::words::{Words, dates, durations::amount, money::euros},
};

#[derive(Debug)]
struct PlatformRow {
    href: String,
    name: String,
    what: String,
    closed: bool,
    unmaintained: bool,
}

#[derive(Debug)]
struct SubscriptionRow {
    href: String,
    contract: String,
    what: String,
    tag: &'static str,
    state: String,
}

#[derive(Debug)]
struct MemberRow {
    id: String,
    name: String,
    email: String,
    closed: bool,
    designations: Vec<(String, String)>,
    whole: bool,
    /// That letters to them come back; empty when they do not.
    returned: String,
}

#[derive(Debug)]
struct Other {
    id: String,
    name: String,
}

impl Other {
    fn of(one: &Organisation) -> Self {
        Self {
            id: one.id.to_string(),
            name: one.name.clone(),
        }
    }
}

/// The organisation.
#[derive(Debug, Template)]
#[template(path = "pages/organisation.html")]
pub(super) struct One {
    frame: Frame,
    summary: Summary,
    done: String,
    id: String,
    /// The address of the page.
    here: String,
    kind_word: String,
    domain_said: String,
    manages: bool,
    what: OrganisationKind,
    platforms: Vec<PlatformRow>,
    subscriptions: Vec<SubscriptionRow>,
    prepaid: Vec<String>,
    members: Vec<MemberRow>,
    integrators: Vec<Other>,
    serves: Vec<Other>,
    history: Vec<Past>,
    name: Field,
    kind: Select,
    domain: Field,
    platform: Field,
    environment: Select,
    version: Select,
    integrator: Select,
    service: Select,
    contract: Select,
    support: Select,
    hours: Field,
    annual: Field,
    first: Field,
    last: Field,
    /// The platforms that somebody may be designated for.
    of: Vec<(String, String)>,
}

impl One {
    fn is_integrator(&self) -> bool {
        self.what == OrganisationKind::Integrator
    }

    pub(super) fn of(
        mut frame: Frame,
        page: &OrganisationPage,
        now: DateTime<Utc>,
        manages: bool,
        again: &Again,
    ) -> Self {
        let words = frame.words;
        let one = &page.organisation;
        frame.refused = again.is_refused();
        let today = now.with_timezone(&Paris).date_naive();
        let open = page.platforms.iter().filter(|platform| platform.active);
        let state = |row: &Subscription| state(row, today, words);
        Self {
            summary: again.summary(),
            done: done(&frame, words),
            id: one.id.to_string(),
            here: format!("/organisations/{}", one.id),
            kind_word: kind_word(one.kind, words),
            domain_said: one.mail_domain.as_ref().map_or_else(
                || words.say("setup-domain-none"),
                |domain| words.say_with("setup-domain-is", &[("domain", domain.as_str().into())]),
            ),
            manages,
            what: one.kind,
            platforms: page
                .platforms
                .iter()
                .map(|platform| PlatformRow {
                    href: format!("/organisations/{}/platforms/{}", one.id, platform.id),
                    name: platform.name.clone(),
                    what: what_runs(page, platform.environment, platform.version, words),
                    closed: !platform.active,
                    unmaintained: page.versions.iter().any(|(version, _)| {
                        Some(version.id) == platform.version && !version.is_maintained_on(today)
                    }),
                })
                .collect(),
            subscriptions: page
                .subscriptions
                .iter()
                .rev()
                .map(|row| {
                    let (tag, state) = state(row);
                    SubscriptionRow {
                        href: format!("/organisations/{}/subscriptions/{}", one.id, row.id),
                        contract: row.contract_name.clone(),
                        what: subscription_words(page, row, words),
                        tag,
                        state,
                    }
                })
                .collect(),
            prepaid: prepaid(page, words),
            members: members(page, now, words),
            integrators: page.integrators.iter().map(Other::of).collect(),
            serves: page.serves.iter().map(Other::of).collect(),
            history: told(&page.history, &names(page), now, words),
            name: again.field("name", words.say("setup-name"), &one.name),
            kind: kinds(again.value("kind", one.kind.word()), words),
            domain: domain(again, one.mail_domain.as_deref().unwrap_or_default(), words),
            platform: again
                .field("platform", words.say("setup-platform"), "")
                .hint(words.say("setup-platform-hint")),
            environment: environments(
                again.value("environment", Environment::Production.word()),
                words,
            ),
            version: versions(page, again.value("version", ""), words),
            integrator: integrators(page, again, words),
            service: services(page, again.value("service", ""), words),
            contract: contracts(page, again.value("contract", "standard"), words),
            support: support(again.value("support", "yes"), words),
            hours: hours(again, "", words),
            annual: annual(again, "", words),
            first: day(again, "first", words.say("setup-first"), &today.to_string()),
            last: day(again, "last", words.say("setup-last"), "")
                .hint(words.say("setup-last-hint"))
                .optional(),
            of: open
                .map(|platform| (platform.id.to_string(), platform.name.clone()))
                .collect(),
            frame,
        }
    }
}

impl One {
    /// Whether anybody is a designated administrator.
    fn is_administered(&self) -> bool {
        let mut members = self.members.iter();
        members.any(|one| !one.designations.is_empty())
    }

    /// The address of a list of what belongs to the organisation.
    fn list(&self, name: &str) -> String {
        format!("{}/{name}", self.here)
    }
}

/// « Production · Infinity 10.8 ».
fn what_runs(
    page: &OrganisationPage,
    environment: Environment,
    version: Option<ProductVersionId>,
    words: Words,
) -> String {
    let environment = environment_word(environment, words);
    let runs = version
        .and_then(|id| page.versions.iter().find(|(version, _)| version.id == id))
        .map(|(version, product)| format!("{product} {}", version.name));
    match runs {
        Some(runs) => format!("{environment} · {runs}"),
        None => environment,
    }
}

fn subscription_words(page: &OrganisationPage, row: &Subscription, words: Words) -> String {
    let service = page.services.iter().find(|one| one.id == row.service);
    let service = service.map_or("", |one| one.name.as_str());
    let first = dates::civil(row.first_day, words.lang());
    let days = match row.last_day {
        Some(last) => words.say_with(
            "setup-from-to",
            &[
                ("first", first.into()),
                ("last", dates::civil(last, words.lang()).into()),
            ],
        ),
        None => words.say_with("setup-from", &[("first", first.into())]),
    };
    let mut parts = vec![service.to_owned(), days];
    if !row.support {
        parts.push(words.say("setup-without-support"));
    }
    if let Some(minutes) = row.prepaid_minutes {
        let prepaid = amount(i64::from(minutes) * 60, false, words);
        parts.push(words.say_with("setup-prepaid", &[("amount", prepaid.into())]));
    }
    if let Some(annual) = row.annual {
        let amount = euros(annual, words);
        parts.push(words.say_with("setup-annual-said", &[("amount", amount.into())]));
    }
    parts.join(" · ")
}

/// How a subscription stands on a day: the class of its tag, and its words.
pub(in crate::edges::pages) fn state(
    row: &Subscription,
    today: chrono::NaiveDate,
    words: Words,
) -> (&'static str, String) {
    if row.covers(today) {
        ("tag-ok", words.say("setup-in-force"))
    } else if row.first_day > today {
        ("", words.say("setup-to-come"))
    } else {
        ("tag-warn", words.say("setup-ended"))
    }
}

/// What is left of each account of prepaid help.
fn prepaid(page: &OrganisationPage, words: Words) -> Vec<String> {
    let accounts = page.accounts.iter();
    accounts.map(|one| in_short(one, words)).collect()
}

fn members(page: &OrganisationPage, now: DateTime<Utc>, words: Words) -> Vec<MemberRow> {
    page.people
        .iter()
        .map(|person| {
            let mut designations = Vec::new();
            let mut whole = false;
            for (who, of) in &page.designated {
                if who.id != person.id {
                    continue;
                }
                match of.platform {
                    None => {
                        whole = true;
                        designations.push((String::new(), words.say("setup-designated-whole")));
                    }
                    Some(id) => {
                        let platform = page.platforms.iter().find(|one| one.id == id);
                        let name = platform.map_or("", |one| one.name.as_str());
                        let says =
                            words.say_with("setup-designated-platform", &[("name", name.into())]);
                        designations.push((id.to_string(), says));
                    }
                }
            }
            let returned = page.bounced.iter().find(|(one, _)| one.id == person.id);
            MemberRow {
                returned: returned.map_or_else(String::new, |(person, bounced)| {
                    bouncing::sentence(person, bounced, (now, Paris), words)
                }),
                id: person.id.to_string(),
                name: person.name.clone(),
                email: person.email.to_string(),
                closed: !person.active,
                designations,
                whole,
            }
        })
        .collect()
}

fn integrators(page: &OrganisationPage, again: &Again, words: Words) -> Select {
    let serve = |id| page.integrators.iter().any(|one| one.id == id);
    Select {
        name: "integrator",
        label: words.say("setup-integrator"),
        answers: page
            .could_serve
            .iter()
            .filter(|one| !serve(one.id) && one.id != page.organisation.id)
            .map(|one| Answer::new(&one.id.to_string(), one.name.clone(), ""))
            .collect(),
        error: again.fault("integrator"),
        ..Select::default()
    }
}

fn services(page: &OrganisationPage, chosen: &str, words: Words) -> Select {
    Select {
        name: "service",
        label: words.say("setup-service"),
        answers: page
            .services
            .iter()
            .map(|one| Answer::new(&one.id.to_string(), one.name.clone(), chosen))
            .collect(),
        ..Select::default()
    }
}

fn contracts(page: &OrganisationPage, chosen: &str, words: Words) -> Select {
    Select {
        name: "contract",
        label: words.say("setup-contract"),
        answers: page
            .contracts
            .iter()
            .map(|name| Answer::new(name, name.clone(), chosen))
            .collect(),
        ..Select::default()
    }
}
