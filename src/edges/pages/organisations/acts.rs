//! What those who set the desk up do with an organisation.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;

use super::{
    Again, App, Field, Form, ManagesSetUp, PageError, WorkerWith, ask, back, listed, noted,
    organisation, platform_shown, shown, subscription_shown,
};
use crate::{
    desk::{OrganisationSaid, PlatformSaid, SubscriptionSaid},
    domain::{
        ids::{OrganisationId, PersonId, PlatformId, ServiceId},
        mail_domain::{self, MailDomainError},
        people::OrganisationKind,
        platform::Environment,
        ticket::Line,
    },
    edges::{pages::fields::name_refused, words::Words},
};

/// Reads what is said of an organisation; what is wrong is noted.
fn said_of(again: &mut Again, words: Words) -> Result<Option<OrganisationSaid>, PageError> {
    let form = again.form().clone();
    let kind: OrganisationKind = form
        .line("kind")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let name = Line::parse(form.get("name"));
    if let Err(why) = name {
        again.refuse("name", name_refused(why, "setup-no-name", words));
    }
    let domain = mail_domain::parse(form.line("domain"));
    if let Err(wrong) = domain {
        let key = match wrong {
            MailDomainError::Malformed => "setup-mail-domain-malformed",
            MailDomainError::Shared => "setup-mail-domain-shared",
        };
        again.refuse("domain", words.say(key));
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

pub(super) async fn enter(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "organisations-title").words;
    let mut again = Again::with(form);
    if let Some(said) = said_of(&mut again, words)? {
        let by = worker.person.id;
        match ask(&app, move |desk| desk.enter_organisation(&said, by)).await {
            Ok(id) => return Ok(back(id, "entered")),
            Err(error) => noted(&mut again, error, words, &OF_ORGANISATION)?,
        }
    }
    listed(&app, &request, &worker, &again).await
}

pub(super) async fn change(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, words) = (
        organisation(&id)?,
        app.frame(&request, "organisations-title").words,
    );
    let mut again = Again::with(form);
    if let Some(said) = said_of(&mut again, words)? {
        let by = worker.person.id;
        let changed = ask(&app, move |desk| desk.change_organisation(id, &said, by)).await;
        match changed {
            Ok(()) => return Ok(back(id, "changed")),
            Err(error) => noted(&mut again, error, words, &OF_ORGANISATION)?,
        }
    }
    shown(&app, &request, &worker, id, &again).await
}

/// Reads what is said of a platform; what is wrong is noted.
fn platform_said(again: &mut Again, words: Words) -> Result<Option<PlatformSaid>, PageError> {
    let form = again.form().clone();
    let environment: Environment = form
        .line("environment")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let version = match form.line("version") {
        "" => None,
        id => Some(id.parse().map_err(|_| PageError::NotUnderstood)?),
    };
    let name = match Line::parse(form.get("platform")) {
        Ok(name) => name,
        Err(why) => {
            again.refuse("platform", name_refused(why, "setup-no-platform", words));
            return Ok(None);
        }
    };
    Ok(Some(PlatformSaid {
        name,
        environment,
        version,
        active: form.line("open") != "no",
    }))
}

const OF_PLATFORM: [(Field, &str); 2] =
    [(Field::Platform, "platform"), (Field::Version, "version")];

pub(super) async fn enter_platform(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, words) = (
        organisation(&id)?,
        app.frame(&request, "organisations-title").words,
    );
    let mut again = Again::with(form);
    if let Some(said) = platform_said(&mut again, words)? {
        let by = worker.person.id;
        match ask(&app, move |desk| desk.enter_platform(id, &said, by)).await {
            Ok(_) => return Ok(back(id, "platform")),
            Err(error) => noted(&mut again, error, words, &OF_PLATFORM)?,
        }
    }
    shown(&app, &request, &worker, id, &again).await
}

pub(super) async fn change_platform(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    path: web::Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, platform) = path.into_inner();
    let id = organisation(&id)?;
    let platform: PlatformId = platform.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "organisations-title").words;
    let mut again = Again::with(form);
    if let Some(said) = platform_said(&mut again, words)? {
        let by = worker.person.id;
        let changed = ask(&app, move |desk| {
            desk.change_platform(id, platform, &said, by)
        })
        .await;
        match changed {
            Ok(()) => return Ok(back(id, "platform")),
            Err(error) => noted(&mut again, error, words, &OF_PLATFORM)?,
        }
    }
    platform_shown(&app, &request, &worker, id, platform, &again).await
}

pub(super) async fn set_mandate(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = organisation(&id)?;
    let integrator: OrganisationId = form
        .line("integrator")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let words = app.frame(&request, "organisations-title").words;
    let (by, gives) = (worker.person.id, form.pressed("give", "withdraw")?);
    let mut again = Again::with(form);
    let done = ask(&app, move |desk| {
        if gives {
            desk.give_mandate(integrator, id, by)
        } else {
            desk.withdraw_mandate(integrator, id, by)
        }
    });
    match done.await {
        Ok(()) => return Ok(back(id, if gives { "mandate" } else { "no-mandate" })),
        Err(error) => noted(
            &mut again,
            error,
            words,
            &[(Field::Integrator, "integrator")],
        )?,
    }
    shown(&app, &request, &worker, id, &again).await
}

pub(super) async fn set_designation(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = organisation(&id)?;
    let person: PersonId = form
        .line("person")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let platform: Option<PlatformId> = match form.line("of") {
        "" => None,
        platform => Some(platform.parse().map_err(|_| PageError::NotUnderstood)?),
    };
    let (by, designates) = (worker.person.id, form.pressed("designate", "end")?);
    ask(&app, move |desk| {
        desk.set_designation(id, person, platform, designates, by)
    })
    .await?;
    let done = if designates {
        "designated"
    } else {
        "no-designation"
    };
    Ok(back(id, done))
}

/// Reads what is said of a subscription; what is wrong is noted.
fn subscription_said(again: &mut Again, words: Words) -> Option<SubscriptionSaid> {
    let form = again.form().clone();
    let day = |control: &str| form.line(control).parse::<NaiveDate>();
    let first_day = day("first");
    if first_day.is_err() {
        again.refuse("first", words.say("setup-no-day"));
    }
    let last_day = match form.line("last") {
        "" => Ok(None),
        _ => day("last").map(Some),
    };
    if last_day.is_err() {
        again.refuse("last", words.say("setup-no-day"));
    }
    let hours = form.line("hours").replace(',', ".");
    let prepaid_minutes = prepaid(&hours);
    if prepaid_minutes.is_err() {
        again.refuse("hours", words.say("setup-no-hours"));
    }
    Some(SubscriptionSaid {
        support: form.line("support") != "no",
        prepaid_minutes: prepaid_minutes.ok()?,
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

pub(super) async fn subscribe(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, words) = (
        organisation(&id)?,
        app.frame(&request, "organisations-title").words,
    );
    let service: ServiceId = form
        .line("service")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let contract = form.line("contract").to_owned();
    let mut again = Again::with(form);
    if let Some(said) = subscription_said(&mut again, words) {
        let by = worker.person.id;
        let done = ask(&app, move |desk| {
            desk.subscribe(id, service, &contract, said, by)
        });
        match done.await {
            Ok(_) => return Ok(back(id, "subscribed")),
            Err(error) => noted(&mut again, error, words, &OF_SUBSCRIPTION)?,
        }
    }
    shown(&app, &request, &worker, id, &again).await
}

pub(super) async fn change_subscription(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    path: web::Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, subscription) = path.into_inner();
    let id = organisation(&id)?;
    let subscription = subscription.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "organisations-title").words;
    let mut again = Again::with(form);
    if let Some(said) = subscription_said(&mut again, words) {
        let by = worker.person.id;
        let done = ask(&app, move |desk| {
            desk.change_subscription(id, subscription, said, by)
        });
        match done.await {
            Ok(()) => return Ok(back(id, "subscription")),
            Err(error) => noted(&mut again, error, words, &OF_SUBSCRIPTION)?,
        }
    }
    subscription_shown(&app, &request, &worker, id, subscription, &again).await
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
