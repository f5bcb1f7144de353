//! What those who set the desk up do with an organisation.

use actix_web::HttpResponse;
use chrono::NaiveDate;

use super::{
    super::sent::Sent, Field, PageError, back, listed, platform_shown, shown, subscription_shown,
};
use crate::{
    desk::{OrganisationSaid, PlatformSaid, SubscriptionSaid},
    domain::{
        ids::{OrganisationId, PersonId, PlatformId, ServiceId, SubscriptionId},
        mail_domain::{self, MailDomainError},
        money::Cents,
        ticket::Line,
    },
    edges::pages::fields::name_refused,
};

type Answer = Result<HttpResponse, PageError>;

/// Reads what is said of an organisation; what is wrong is noted.
fn said_of(sent: &mut Sent) -> Result<Option<OrganisationSaid>, PageError> {
    let kind = sent.chosen("kind")?;
    let name = Line::parse(sent.form().get("name"));
    let domain = mail_domain::parse(sent.form().line("domain"));
    if let Err(why) = name {
        let words = name_refused(why, "setup-no-name", sent.words);
        sent.again.refuse("name", words);
    }
    if let Err(wrong) = domain {
        let key = match wrong {
            MailDomainError::Malformed => "setup-mail-domain-malformed",
            MailDomainError::Shared => "setup-mail-domain-shared",
        };
        sent.refuse("domain", key);
    }
    Ok(match (name, domain) {
        (Ok(name), Ok(mail_domain)) => Some(OrganisationSaid {
            name,
            kind,
            mail_domain,
        }),
        _ => None,
    })
}

const OF_ORGANISATION: [(Field, &str); 2] =
    [(Field::Organisation, "name"), (Field::MailDomain, "domain")];

pub(super) async fn enter(mut sent: Sent) -> Answer {
    if let Some(said) = said_of(&mut sent)? {
        let done = sent.tried(&OF_ORGANISATION, move |desk, by| {
            desk.enter_organisation(&said, by)
        });
        if let Some(id) = done.await? {
            return Ok(back(id, "entered"));
        }
    }
    listed(&sent.app, &sent.request, &sent.worker, &sent.again).await
}

pub(super) async fn change(mut sent: Sent) -> Answer {
    let id = sent.named("id")?;
    if let Some(said) = said_of(&mut sent)? {
        let done = sent.tried(&OF_ORGANISATION, move |desk, by| {
            desk.change_organisation(id, &said, by)
        });
        if done.await?.is_some() {
            return Ok(back(id, "changed"));
        }
    }
    shown_again(&sent, id).await
}

/// The organisation's page, with the form as it was sent.
async fn shown_again(sent: &Sent, id: OrganisationId) -> Answer {
    shown(&sent.app, &sent.request, &sent.worker, id, &sent.again).await
}

/// Reads what is said of a platform; what is wrong is noted.
fn platform_said(sent: &mut Sent) -> Result<Option<PlatformSaid>, PageError> {
    let environment = sent.chosen("environment")?;
    let version = sent.chosen_if_any("version")?;
    let name = match Line::parse(sent.form().get("platform")) {
        Ok(name) => name,
        Err(why) => {
            let words = name_refused(why, "setup-no-platform", sent.words);
            sent.again.refuse("platform", words);
            return Ok(None);
        }
    };
    Ok(Some(PlatformSaid {
        name,
        environment,
        version,
        active: sent.form().line("open") != "no",
    }))
}

const OF_PLATFORM: [(Field, &str); 2] =
    [(Field::Platform, "platform"), (Field::Version, "version")];

pub(super) async fn enter_platform(mut sent: Sent) -> Answer {
    let id = sent.named("id")?;
    if let Some(said) = platform_said(&mut sent)? {
        let done = sent.tried(&OF_PLATFORM, move |desk, by| {
            desk.enter_platform(id, &said, by)
        });
        if done.await?.is_some() {
            return Ok(back(id, "platform"));
        }
    }
    shown_again(&sent, id).await
}

pub(super) async fn change_platform(mut sent: Sent) -> Answer {
    let (id, platform) = (sent.named("id")?, sent.named("platform")?);
    if let Some(said) = platform_said(&mut sent)? {
        let done = sent.tried(&OF_PLATFORM, move |desk, by| {
            desk.change_platform(id, platform, &said, by)
        });
        if done.await?.is_some() {
            return Ok(back(id, "platform"));
        }
    }
    let Sent {
        app,
        request,
        worker,
        again,
        ..
    } = &sent;
    platform_shown(app, request, worker, id, platform, again).await
}

pub(super) async fn set_mandate(mut sent: Sent) -> Answer {
    let id = sent.named("id")?;
    let integrator: OrganisationId = sent.chosen("integrator")?;
    let gives = sent.form().pressed("give", "withdraw")?;
    let done = sent.tried(&[(Field::Integrator, "integrator")], move |desk, by| {
        if gives {
            desk.give_mandate(integrator, id, by)
        } else {
            desk.withdraw_mandate(integrator, id, by)
        }
    });
    match done.await? {
        Some(()) => Ok(back(id, if gives { "mandate" } else { "no-mandate" })),
        None => shown_again(&sent, id).await,
    }
}

pub(super) async fn set_designation(mut sent: Sent) -> Answer {
    let id = sent.named("id")?;
    let person: PersonId = sent.chosen("person")?;
    let platform: Option<PlatformId> = sent.chosen_if_any("of")?;
    let designates = sent.form().pressed("designate", "end")?;
    let done = sent.tried(&[], move |desk, by| {
        desk.set_designation(id, person, platform, designates, by)
    });
    match (done.await?, designates) {
        (None, _) => shown_again(&sent, id).await,
        (Some(()), true) => Ok(back(id, "designated")),
        (Some(()), false) => Ok(back(id, "no-designation")),
    }
}

/// Reads what is said of a subscription; what is wrong is noted.
fn subscription_said(sent: &mut Sent) -> Option<SubscriptionSaid> {
    let form = sent.form();
    let day = |control: &str| form.line(control).parse::<NaiveDate>();
    let first_day = day("first");
    let last_day = match form.line("last") {
        "" => Ok(None),
        _ => day("last").map(Some),
    };
    let prepaid_minutes = prepaid(&form.line("hours").replace(',', "."));
    let annual = match form.line("annual") {
        "" => Ok(None),
        text => Cents::parse(text).map(Some),
    };
    let support = form.line("support") != "no";
    for (control, wrong, key) in [
        ("first", first_day.is_err(), "setup-no-day"),
        ("last", last_day.is_err(), "setup-no-day"),
        ("hours", prepaid_minutes.is_err(), "setup-no-hours"),
        ("annual", annual.is_err(), "setup-no-amount"),
    ] {
        if wrong {
            sent.refuse(control, key);
        }
    }
    Some(SubscriptionSaid {
        support,
        prepaid_minutes: prepaid_minutes.ok()?,
        annual: annual.ok()?,
        first_day: first_day.ok()?,
        last_day: last_day.ok()?,
    })
}

/// Hours as people write them, « 12 » or « 7.5 », in minutes; nothing typed is none.
fn prepaid(hours: &str) -> Result<Option<u32>, ()> {
    if hours.is_empty() {
        return Ok(None);
    }
    let (whole, part) = hours.split_once('.').unwrap_or((hours, "0"));
    // A number may be written with its sign, which no amount of hours has.
    let number = |text: &str| match text.bytes().all(|one| one.is_ascii_digit()) {
        true => text.parse::<u32>().map_err(|_| ()),
        false => Err(()),
    };
    let (digits, whole, part) = (part.len(), number(whole)?, number(part)?);
    if digits > 2 {
        return Err(());
    }
    let digits = u32::try_from(digits).map_err(|_| ())?;
    let minutes = part * 60 / 10_u32.pow(digits);
    let whole = whole.checked_mul(60).ok_or(())?;
    Ok(Some(whole.checked_add(minutes).ok_or(())?))
}

const OF_SUBSCRIPTION: [(Field, &str); 2] =
    [(Field::Contract, "contract"), (Field::LastDay, "last")];

pub(super) async fn subscribe(mut sent: Sent) -> Answer {
    let id = sent.named("id")?;
    let service: ServiceId = sent.chosen("service")?;
    let contract = sent.form().line("contract").to_owned();
    if let Some(said) = subscription_said(&mut sent) {
        let done = sent.tried(&OF_SUBSCRIPTION, move |desk, by| {
            desk.subscribe(id, service, &contract, said, by)
        });
        if done.await?.is_some() {
            return Ok(back(id, "subscribed"));
        }
    }
    shown_again(&sent, id).await
}

pub(super) async fn change_subscription(mut sent: Sent) -> Answer {
    let id = sent.named("id")?;
    let subscription: SubscriptionId = sent.named("subscription")?;
    if let Some(said) = subscription_said(&mut sent) {
        let done = sent.tried(&OF_SUBSCRIPTION, move |desk, by| {
            desk.change_subscription(id, subscription, said, by)
        });
        if done.await?.is_some() {
            return Ok(back(id, "subscription"));
        }
    }
    let Sent {
        app,
        request,
        worker,
        again,
        ..
    } = &sent;
    subscription_shown(app, request, worker, id, subscription, again).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(prepaid(""), Ok(None));
        assert_eq!(prepaid("12"), Ok(Some(720)));
        assert_eq!(prepaid("7.5"), Ok(Some(450)));
        assert_eq!(prepaid("0.25"), Ok(Some(15)));
        for text in ["-1", "+1", "1.+5", "1h", "1.", "1.234", "99999999999", "."] {
            assert_eq!(prepaid(text), Err(()), "{text}");
        }
    }
}
