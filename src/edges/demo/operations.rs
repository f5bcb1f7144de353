//! Outages and maintenance of the demonstration: what the public page, the figures and the register show.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Europe::Paris;

use super::{scenario::line, team::Team};
use crate::{
    desk::{ComponentSaid, Desk, Error, OperationTyped, Secret},
    domain::{
        access::Scope,
        availability::{Cause, Exclusion, Stage},
        ids::ComponentId,
        lang::Lang,
        letter::LetterState,
        notice::Notice,
        operation::{Choice, MaintenanceSaid, OutageSaid, Said, Step},
        people::EmailAddress,
        ticket::{Description, Priority},
    },
};

/// The parts that something happens to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    network: ComponentId,
    calls: ComponentId,
    import: ComponentId,
}

/// Enters the parts of the services, and the maintenance that was planned long ago.
///
/// # Errors
/// When the database fails.
pub(super) fn furnish(desk: &Desk, team: &Team, now: DateTime<Utc>) -> Result<Parts, Error> {
    let mut made = Vec::new();
    for (slug, name) in [
        ("jamespot", "Réseau social"),
        ("callcenter", "Analyse des appels"),
        ("weavy", "Import et export"),
        ("weavy", "Application"),
        ("dataleon", "Contrôle de documents"),
    ] {
        let services = desk.services()?;
        let service = services.iter().find(|one| one.slug == slug);
        let service = service.ok_or(Error::NotFound)?.id;
        let said = ComponentSaid {
            name: line(name)?,
            published: true,
            active: true,
        };
        made.push(desk.enter_component(service, None, &said, team.administrator)?);
    }
    let [network, calls, import, ..] = made[..] else {
        return Err(Error::NotFound);
    };
    let from = weekday(now, 13, (1, 0));
    let maintenance = maintenance(
        ("Mise à jour du réseau social", "Nouvelle version"),
        network,
        (from, from + TimeDelta::hours(2)),
    )?;
    enter(desk, team, maintenance)?;
    Ok(Parts {
        network,
        calls,
        import,
    })
}

/// Enters what happened since: outages that are over, one that lasts, and a maintenance to come.
///
/// # Errors
/// When the database fails.
pub(super) fn tell(
    desk: &Desk,
    team: &Team,
    parts: &Parts,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // 9:00 to 11:45, as a partial outage from 11:15 on: 135 minutes of the first severity.
    let from = weekday(now, 8, (9, 0));
    let mut down = outage("Réseau social injoignable", parts.network, from)?;
    down.stages.push(Stage {
        from: from + TimeDelta::minutes(135),
        severity: Priority::P2,
    });
    down.ended = Some(from + TimeDelta::minutes(165));
    enter(desk, team, Said::Outage(down))?;
    let from = weekday(now, 16, (14, 30));
    let mut theirs = outage("Appels non analysés", parts.calls, from)?;
    theirs.ended = Some(from + TimeDelta::minutes(50));
    theirs.cause = Cause::Outside(Exclusion::ThirdParty);
    theirs.evidence = Some(line("Panne publiée par l’opérateur téléphonique")?);
    enter(desk, team, Said::Outage(theirs))?;
    let mut slow = outage(
        "Imports et exports ralentis",
        parts.import,
        now - TimeDelta::minutes(95),
    )?;
    for stage in &mut slow.stages {
        stage.severity = Priority::P3;
    }
    let slow = enter(desk, team, Said::Outage(slow))?;
    subscribe(desk)?;
    for (step, text) in [
        (
            Step::Investigating,
            "Les fichiers attendent plus longtemps que d’habitude. Rien n’est perdu.",
        ),
        (
            Step::Identified,
            "Un verrou reste posé après l’arrêt d’un import. Un contournement est en essai.",
        ),
    ] {
        let text = Description::parse(text).map_err(|_| Error::NotFound)?;
        desk.tell_of_operation(slow, (step, &text), team.agent)?;
    }
    let from = saturday(now);
    let maintenance = maintenance(
        (
            "Mise à jour de la base de données",
            "Correctifs de sécurité",
        ),
        parts.network,
        (from, from + TimeDelta::minutes(150)),
    )?;
    enter(desk, team, maintenance)?;
    // Tonight, so that it is announced now.
    let today = now.with_timezone(&Paris).date_naive();
    let from = local(today + Days::new(1), 0, 30);
    let tonight = self::maintenance(
        (
            "Remplacement d’un disque",
            "Un disque du serveur d’imports vieillit",
        ),
        parts.import,
        (from, from + TimeDelta::minutes(45)),
    )?;
    enter(desk, team, tonight)?;
    propose(desk, team, now)
}

/// Somebody subscribes to the status page, and opens the link of the letter.
fn subscribe(desk: &Desk) -> Result<(), Error> {
    let email = EmailAddress::parse("veille@fonderies-marlaix.example");
    let email = email.map_err(|_| Error::NotFound)?;
    desk.ask_for_status_news(&email, Lang::Fr, &Choice::default())?;
    let (letters, _) = desk.letters(Some(LetterState::Owed), None)?;
    let link = letters.iter().find_map(|letter| match &letter.notice {
        Notice::StatusConfirm { link, .. } => Secret::read(link),
        _ => None,
    });
    desk.confirm_status_news(&link.ok_or(Error::NotFound)?)?;
    Ok(())
}

/// Proposes the credit that the first outage leads to, unless it fell on a public holiday.
fn propose(desk: &Desk, team: &Team, now: DateTime<Utc>) -> Result<(), Error> {
    let (found, _) = desk.organisations("Fonderies Marlaix")?;
    let house = found.first().ok_or(Error::NotFound)?.id;
    let services = desk.services()?;
    let network = services.iter().find(|one| one.slug == "jamespot");
    let network = network.ok_or(Error::NotFound)?.id;
    let yesterday = now.with_timezone(&Paris).date_naive() - Days::new(1);
    match desk.propose_credit(house, (network, yesterday), team.supervisor) {
        Ok(_) | Err(Error::Invalid(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn enter(desk: &Desk, team: &Team, said: Said) -> Result<crate::domain::ids::OperationId, Error> {
    let typed = OperationTyped {
        said,
        references: Vec::new(),
    };
    desk.enter_operation(&typed, team.agent, &Scope::Desk)
}

fn outage(title: &str, component: ComponentId, from: DateTime<Utc>) -> Result<OutageSaid, Error> {
    Ok(OutageSaid {
        title: line(title)?,
        components: vec![component],
        stages: vec![Stage {
            from,
            severity: Priority::P1,
        }],
        ended: None,
        cause: Cause::Ours,
        evidence: None,
        pauses: Vec::new(),
        tickets: Vec::new(),
        published: true,
    })
}

fn maintenance(
    (title, reason): (&str, &str),
    component: ComponentId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Said, Error> {
    Ok(Said::Maintenance(MaintenanceSaid {
        title: line(title)?,
        reason: line(reason)?,
        components: vec![component],
        from,
        to,
        ended: None,
        lasts: false,
        severity: Priority::P1,
        urgency: None,
        planned_at: from,
        called_off: false,
        published: true,
    }))
}

/// A time of day in Paris, so many days ago, or on the Friday before where that is a weekend.
fn weekday(now: DateTime<Utc>, days: u64, (hour, minute): (u32, u32)) -> DateTime<Utc> {
    let day = now.with_timezone(&Paris).date_naive() - Days::new(days);
    let day = match day.weekday() {
        Weekday::Sat => day - Days::new(1),
        Weekday::Sun => day - Days::new(2),
        _ => day,
    };
    local(day, hour, minute)
}

/// Half past midnight of the Saturday to come.
fn saturday(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = now.with_timezone(&Paris).date_naive();
    let ahead = 5 + 7 - u64::from(today.weekday().num_days_from_monday());
    let days = if ahead > 7 { ahead - 7 } else { ahead };
    local(today + Days::new(days), 0, 30)
}

fn local(day: chrono::NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let wall = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
    let local = wall.and_local_timezone(Paris).earliest();
    local.map_or_else(|| wall.and_utc(), |local| local.to_utc())
}
