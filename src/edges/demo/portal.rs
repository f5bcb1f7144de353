//! The customers' side of the demonstration: what a customer runs and has bought, who administrates it,
//! and the integrator that serves it. Companies and people are invented.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Paris;

use super::{
    scenario::{LONG_AGO, address, line},
    team::Team,
    vendor::{self, Vendor},
};
use crate::{
    desk::{
        Desk, Error, NewMember, OrganisationSaid, PlatformSaid, Secret, SubscriptionSaid,
        VersionSaid,
    },
    domain::{
        access::Scope,
        ids::{OrganisationId, PersonId, ProductVersionId, TicketId},
        lang::Lang,
        money::Cents,
        people::OrganisationKind,
        platform::Environment,
        ticket::{Description, Satisfaction},
    },
};

/// Who of the customers signs in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Customers {
    /// Files and follows requests.
    pub(super) requester: PersonId,
    /// Administrates an organisation.
    pub(super) designated: PersonId,
    /// Serves two organisations.
    pub(super) integrator: PersonId,
    /// Makes the product of one service.
    pub(super) vendor: Vendor,
}

/// The two customers whose side is shown.
const SHOWN: [&str; 2] = ["Fonderies Marlaix", "Transports Quivrel"];

/// Enters what the customers run, have bought, and who they are, at `now`.
///
/// # Errors
/// When the database fails.
pub(super) fn furnish(desk: &Desk, team: &Team, now: DateTime<Utc>) -> Result<Customers, Error> {
    let by = team.administrator;
    let version = product(desk, by)?;
    let [marlaix, quivrel] = SHOWN.map(|name| called(desk, name));
    let (marlaix, quivrel) = (marlaix?, quivrel?);
    let integral = desk.enter_organisation(
        &OrganisationSaid {
            name: line("Intégrale Conseil")?,
            kind: OrganisationKind::Integrator,
            mail_domain: Some("integrale-conseil.example".to_owned()),
        },
        by,
    )?;
    for customer in [marlaix, quivrel] {
        desk.give_mandate(integral, customer, by)?;
        for (name, environment) in [
            ("Production", Environment::Production),
            ("Recette", Environment::Test),
        ] {
            let platform = PlatformSaid {
                name: line(name)?,
                environment,
                version: Some(version),
                active: true,
            };
            desk.enter_platform(customer, &platform, by)?;
        }
        contracts(desk, customer, now, by)?;
    }
    let requester = member(
        desk,
        marlaix,
        "Maud Lestienne",
        "contact@fonderies-marlaix.example",
        by,
    )?;
    member(
        desk,
        marlaix,
        "Bastien Roche",
        "bastien.roche@fonderies-marlaix.example",
        by,
    )?;
    let designated = member(
        desk,
        marlaix,
        "Hélène Courtois",
        "helene.courtois@fonderies-marlaix.example",
        by,
    )?;
    desk.set_designation(marlaix, designated, None, true, by)?;
    let integrator = member(
        desk,
        integral,
        "Yanis Corbel",
        "yanis.corbel@integrale-conseil.example",
        by,
    )?;
    Ok(Customers {
        requester,
        designated,
        integrator,
        vendor: vendor::furnish(desk, team, version)?,
    })
}

fn called(desk: &Desk, name: &str) -> Result<OrganisationId, Error> {
    let (found, _) = desk.organisations(name)?;
    let one = found.first().ok_or(Error::NotFound)?;
    Ok(one.id)
}

fn product(desk: &Desk, by: PersonId) -> Result<ProductVersionId, Error> {
    let product = desk.name_product(None, &line("Divalto weavy")?, by)?;
    let said = |name: &str, maintained| -> Result<VersionSaid, Error> {
        Ok(VersionSaid {
            name: line(name)?,
            maintained,
            maintained_until: None,
        })
    };
    desk.set_version(product, None, &said("10.7", false)?, by)?;
    desk.set_version(product, None, &said("10.8", true)?, by)
}

/// The contracts of a customer for the year; one of them with ten hours of help.
fn contracts(
    desk: &Desk,
    customer: OrganisationId,
    now: DateTime<Utc>,
    by: PersonId,
) -> Result<(), Error> {
    // The story begins some weeks before now, perhaps in the year before.
    let year = |at: DateTime<Utc>| at.with_timezone(&Paris).year();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or(Error::NotFound);
    let first_day = day(year(now - LONG_AGO), 1, 1)?;
    let last_day = Some(day(year(now), 12, 31)?);
    for service in desk.services()? {
        let (contract, prepaid_minutes) = match service.slug.as_str() {
            "weavy" => ("divalto", Some(600)),
            "jamespot" => ("jamespot", None),
            "support" => ("standard", None),
            _ => continue,
        };
        let said = SubscriptionSaid {
            support: true,
            prepaid_minutes,
            annual: (service.slug == "jamespot")
                .then(|| Cents::new(1_200_000))
                .flatten(),
            first_day,
            last_day,
        };
        desk.subscribe(customer, service.id, contract, said, by)?;
    }
    Ok(())
}

/// Somebody of an organisation, with a password that nobody knows.
pub(super) fn member(
    desk: &Desk,
    organisation: OrganisationId,
    name: &str,
    email: &str,
    by: PersonId,
) -> Result<PersonId, Error> {
    let new = NewMember {
        name: line(name)?,
        email: address(email)?,
        lang: Lang::Fr,
    };
    let person = desk
        .invite_member(organisation, &new, by)?
        .ok_or(Error::NotFound)?;
    let link = desk.set_up_link(Some(person))?;
    desk.set_up(&link, None, Secret::draw().reveal())?;
    Ok(person)
}

/// What the requester of a resolved request thinks of it: most say nothing.
///
/// # Errors
/// When the database fails.
pub(super) fn rate(desk: &Desk, ticket: TicketId, request: usize) -> Result<(), Error> {
    let (level, comment) = match request % 6 {
        0 => (Satisfaction::Content, "Rapide, et la cause est expliquée."),
        2 => (Satisfaction::Content, ""),
        3 => (Satisfaction::Partly, "Réglé, mais il a fallu relancer."),
        5 if request.is_multiple_of(5) => (Satisfaction::Unhappy, ""),
        _ => return Ok(()),
    };
    let requester = desk.ticket(ticket, &Scope::Desk)?.ticket.requester;
    desk.rate(requester, ticket, level, Description::parse(comment).ok())
}
