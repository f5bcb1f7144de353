//! The pages on which one platform or one contract of an organisation is changed.

use askama::Template;

use super::{
    super::{
        again::Again,
        fields::{Answer, Field, Select, Summary},
        layout::Frame,
    },
    past::environment_word,
    questions::{annual, day, hours, support},
};
use crate::{
    desk::OrganisationPage,
    domain::{
        ids::{PlatformId, SubscriptionId},
        money::Cents,
        platform::Environment,
    },
    edges::words::Words,
};

/// A platform.
#[derive(Debug, Template)]
#[template(path = "pages/platform.html")]
pub(super) struct PlatformForm {
    frame: Frame,
    summary: Summary,
    back: String,
    organisation: String,
    action: String,
    manages: bool,
    platform: Field,
    environment: Select,
    version: Select,
    open: Select,
}

impl PlatformForm {
    /// None when the platform is none of the organisation's.
    pub(super) fn of(
        mut frame: Frame,
        page: &OrganisationPage,
        id: PlatformId,
        manages: bool,
        again: &Again,
    ) -> Option<Self> {
        let words = frame.words;
        let one = page.platforms.iter().find(|one| one.id == id)?;
        let back = format!("/organisations/{}", page.organisation.id);
        let version = one.version.map(|id| id.to_string()).unwrap_or_default();
        frame.title.clone_from(&one.name);
        frame.refused = again.is_refused();
        let chosen = again.value("open", if one.active { "yes" } else { "no" });
        Some(Self {
            summary: again.summary(),
            organisation: page.organisation.name.clone(),
            action: format!("{back}/platforms/{id}"),
            back,
            manages,
            platform: again.field("platform", words.say("setup-platform"), &one.name),
            environment: environments(again.value("environment", one.environment.word()), words),
            version: versions(page, again.value("version", &version), words),
            open: Select {
                name: "open",
                label: words.say("setup-platform-open"),
                answers: vec![
                    Answer::new("yes", words.say("setup-platform-open-yes"), chosen),
                    Answer::new("no", words.say("setup-platform-open-no"), chosen),
                ],
                ..Select::default()
            },
            frame,
        })
    }
}

/// A contract of an organisation.
#[derive(Debug, Template)]
#[template(path = "pages/subscription.html")]
pub(super) struct SubscriptionForm {
    frame: Frame,
    summary: Summary,
    back: String,
    organisation: String,
    service: String,
    action: String,
    manages: bool,
    support: Select,
    hours: Field,
    annual: Field,
    first: Field,
    last: Field,
}

impl SubscriptionForm {
    /// None when the contract is none of the organisation's.
    pub(super) fn of(
        mut frame: Frame,
        page: &OrganisationPage,
        id: SubscriptionId,
        manages: bool,
        again: &Again,
    ) -> Option<Self> {
        let words = frame.words;
        let one = page.subscriptions.iter().find(|one| one.id == id)?;
        let back = format!("/organisations/{}", page.organisation.id);
        let service = page
            .services
            .iter()
            .find(|service| service.id == one.service);
        frame.title.clone_from(&one.contract_name);
        frame.refused = again.is_refused();
        let last = one.last_day.map(|day| day.to_string()).unwrap_or_default();
        let prepaid = one.prepaid_minutes.map(written).unwrap_or_default();
        let price = one.annual.map(Cents::digits).unwrap_or_default();
        Some(Self {
            summary: again.summary(),
            organisation: page.organisation.name.clone(),
            service: service.map(|one| one.name.clone()).unwrap_or_default(),
            action: format!("{back}/subscriptions/{id}"),
            back,
            manages,
            support: support(
                again.value("support", if one.support { "yes" } else { "no" }),
                words,
            ),
            hours: hours(again, &prepaid, words),
            annual: annual(again, &price, words),
            first: day(
                again,
                "first",
                words.say("setup-first"),
                &one.first_day.to_string(),
            ),
            last: day(again, "last", words.say("setup-last"), &last)
                .hint(words.say("setup-last-hint"))
                .optional(),
            frame,
        })
    }
}

/// Minutes as hours, as they are typed.
fn written(minutes: u32) -> String {
    let hundredths = minutes % 60 * 100 / 60;
    if hundredths == 0 {
        (minutes / 60).to_string()
    } else {
        format!("{}.{hundredths:02}", minutes / 60)
    }
}

/// The question what a platform is for.
pub(super) fn environments(chosen: &str, words: Words) -> Select {
    Select {
        name: "environment",
        label: words.say("setup-environment"),
        answers: Environment::ALL
            .into_iter()
            .map(|one| Answer::new(one.word(), environment_word(one, words), chosen))
            .collect(),
        ..Select::default()
    }
}

/// The question what runs on a platform.
pub(super) fn versions(page: &OrganisationPage, chosen: &str, words: Words) -> Select {
    let mut answers = vec![Answer::new("", words.say("setup-version-unknown"), chosen)];
    answers.extend(page.versions.iter().map(|(version, product)| {
        let label = format!("{product} {}", version.name);
        Answer::new(&version.id.to_string(), label, chosen)
    }));
    Select {
        name: "version",
        label: words.say("setup-version"),
        optional: true,
        answers,
        ..Select::default()
    }
}
