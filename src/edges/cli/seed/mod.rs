//! `guichet seed`: open requests by the thousand, to see how a desk does with many.

mod words;

use std::{
    io::Write,
    process::ExitCode,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use super::open::{self, Failure};
use crate::{
    desk::{self, Desk, NewWorker, SeedCustomer, SeedTopic, Seeded, Seeding},
    domain::{
        ids::{OrganisationId, PersonId},
        lang::Lang,
        people::{EmailAddress, Organisation, OrganisationKind, Person, Role},
        services::{QueueSetting, ServiceSetting},
        ticket::{Answers, Description, Line, Reach, Workable, Workaround},
    },
};
use words::Gravity;

/// Fill the database with invented open requests
///
/// Customers, people and texts are invented; histories, clocks and places in the queue are those
/// that the desk would have made. One request in twenty warns within the hour. No letter is sent.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// How many open requests
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    open: u32,
    /// From how many organisations
    #[arg(long, value_name = "M", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    organisations: u32,
    /// Even if there are requests in the database already
    #[arg(long)]
    more: bool,
}

/// Fills the database of the settings, with a progress bar where somebody watches.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
    let began = Instant::now();
    let bar = bar(args.open, "guichet seed");
    let seeded = fill(&desk, args.open, args.organisations, args.more, &bar);
    bar.finish_and_clear();
    let seeded = seeded.map_err(|error| match error {
        desk::Error::Inconsistent(why) => Failure::input(&format!(
            "{}: {why}; choose an empty database, or say --more",
            desk.database()
        )),
        error => Failure::from(error),
    })?;
    let took = began.elapsed();
    writeln!(out, "{}", told(&seeded, took))?;
    Ok(ExitCode::SUCCESS)
}

fn told(seeded: &Seeded, took: Duration) -> String {
    let Seeded {
        tickets,
        events,
        clocks,
        at_risk,
    } = seeded;
    format!(
        "{tickets} open requests, {at_risk} of them at risk, with {events} events and {clocks} clocks, in {:.1} s",
        took.as_secs_f64()
    )
}

/// Fills a desk; one that has no services of its own but the default gets one for each contract.
pub(super) fn fill(
    desk: &Desk,
    open: u32,
    organisations: u32,
    more: bool,
    bar: &ProgressBar,
) -> Result<Seeded, desk::Error> {
    if desk.services()?.len() < 2 {
        furnish(desk)?;
    }
    let seeding = seeding(open, organisations, more)?;
    desk.seed(&seeding, &mut |tickets| {
        bar.set_position(u64::try_from(tickets).unwrap_or_default());
    })
}

/// A progress bar on the error stream; indicatif hides it when that is no terminal.
pub(super) fn bar(length: u32, label: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(u64::from(length)).with_message(label);
    match ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn furnish(desk: &Desk) -> Result<(), desk::Error> {
    let queue = |slug: &str, name: &str| QueueSetting {
        slug: slug.to_owned(),
        name: name.to_owned(),
        mail: EmailAddress::parse(&format!("{slug}@guichet.example")).ok(),
        supervisor_mail: EmailAddress::parse("responsable@guichet.example").ok(),
    };
    let service = |slug: &str, name: &str, queue: &str, contract: &str| ServiceSetting {
        slug: slug.to_owned(),
        name: name.to_owned(),
        queue: queue.to_owned(),
        contract: contract.to_owned(),
    };
    desk.keep_services(
        &[
            queue("support", "Support"),
            queue("integration", "Intégration"),
            queue("hebergement", "Hébergement"),
        ],
        &[
            service("weavy", "Divalto weavy", "integration", "divalto"),
            service("callcenter", "CallCenterRate", "support", "callcenterrate"),
            service("jamespot", "Jamespot", "support", "jamespot"),
            service("azprojet", "AZ Projet", "hebergement", "azprojet"),
            service("dataleon", "Dataleon", "hebergement", "dataleon"),
            service("autre", "Autre service", "support", "standard"),
        ],
    )
}

fn seeding(open: u32, organisations: u32, more: bool) -> Result<Seeding, desk::Error> {
    let topics = words::TOPICS
        .iter()
        .map(|(gravity, subject, text)| {
            Ok(SeedTopic {
                answers: answers(*gravity),
                subject: line(subject)?,
                text: description(text)?,
            })
        })
        .collect::<Result<_, desk::Error>>()?;
    let customers = (0..organisations).map(customer).collect::<Result<_, _>>()?;
    let workers = words::AGENTS
        .iter()
        .enumerate()
        .map(|(number, name)| {
            Ok(NewWorker {
                name: line(name)?,
                email: address(&format!("agent-{number}@guichet.example"))?,
                role: Role::Agent,
                lang: Lang::Fr,
            })
        })
        .collect::<Result<_, desk::Error>>()?;
    Ok(Seeding {
        open: usize::try_from(open).unwrap_or(usize::MAX),
        customers,
        workers,
        topics,
        replies: words::REPLIES
            .iter()
            .map(|text| description(text))
            .collect::<Result<_, _>>()?,
        note: description(words::NOTE)?,
        awaited: words::AWAITED.to_owned(),
        more,
    })
}

/// The customer of that number, with four people who write.
fn customer(number: u32) -> Result<SeedCustomer, desk::Error> {
    let place = usize::try_from(number).unwrap_or_default();
    let round = place / (words::KINDS.len() * words::NAMES.len());
    let kind = turn(&words::KINDS, place);
    let name = turn(&words::NAMES, place / words::KINDS.len());
    let domain = format!("client-{number}.example");
    let requesters = (0..4)
        .map(|person| {
            Ok(Person {
                id: PersonId::fresh(),
                name: turn(&words::FIRST_NAMES, place + person * 3).to_owned(),
                email: address(&format!("contact-{person}@{domain}"))?,
                role: Role::Requester,
                organisation: None,
                lang: Lang::Fr,
                active: true,
            })
        })
        .collect::<Result<_, desk::Error>>()?;
    Ok(SeedCustomer {
        organisation: Organisation {
            kind: OrganisationKind::Customer,
            id: OrganisationId::fresh(),
            name: match round {
                0 => format!("{kind} {name}"),
                round => format!("{kind} {name} {}", round + 1),
            },
            mail_domain: Some(domain),
        },
        requesters,
    })
}

fn answers(gravity: Gravity) -> Answers {
    let (workable, reach, workaround) = match gravity {
        Gravity::Blocked => (Workable::No, Reach::Everyone, Workaround::No),
        Gravity::Degraded => (Workable::Partly, Reach::Team, Workaround::Yes),
        Gravity::Nuisance => (Workable::Yes, Reach::Me, Workaround::Yes),
    };
    Answers {
        workable,
        reach,
        workaround,
        ..Answers::default()
    }
}

fn line(text: &str) -> Result<Line, desk::Error> {
    Line::parse(text).map_err(|error| desk::Error::Inconsistent(error.to_string()))
}

fn description(text: &str) -> Result<Description, desk::Error> {
    Description::parse(text).map_err(|error| desk::Error::Inconsistent(error.to_string()))
}

fn address(text: &str) -> Result<EmailAddress, desk::Error> {
    EmailAddress::parse(text).map_err(|error| desk::Error::Inconsistent(error.to_string()))
}

/// The entry of a list whose turn it is, round and round.
#[expect(
    clippy::indexing_slicing,
    reason = "a remainder is a place of the list"
)]
const fn turn<const N: usize>(list: &[&'static str; N], number: usize) -> &'static str {
    list[number % N]
}
