//! Two weeks of a desk's life, told through the desk itself: each request is filed and worked on
//! at an instant of the past, and what fell due meanwhile fires at its time.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    customers::CUSTOMERS,
    portal,
    team::Team,
    time::Time,
    topics::{NOTES, REPLIES, TOPICS, Topic},
    vendor::{self, Step, Vendor},
};
use crate::{
    desk::{Change, Desk, Error, FileTicket, Secret},
    domain::{
        access::Scope,
        calendar::Calendar,
        ids::{MessageId, PersonId, TicketId},
        lang::Lang,
        people::EmailAddress,
        ticket::{
            Account, Act, Answers, ConsentAnswer, Description, Line, Minutes, PauseReason,
            Priority, Status, in_force,
        },
    },
};

/// How many requests are filed.
const REQUESTS: usize = 104;
/// How far before the present the story begins: all of its open time, closures included.
pub(super) const LONG_AGO: TimeDelta = TimeDelta::days(40);
/// Open time over which they are spread: a little over two weeks of ten hours a day.
const SPREAD: TimeDelta = TimeDelta::hours(110);

/// What becomes of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fate {
    Untouched,
    Taken,
    Answered,
    Waiting,
    Resolved,
    Reopened,
}

/// Something that happens at an instant of the past.
#[derive(Debug)]
struct Scene {
    at: DateTime<Utc>,
    request: usize,
    what: Happening,
}

#[derive(Clone, Copy, Debug)]
enum Happening {
    Filed,
    TakenInCharge,
    Requalified,
    Noted,
    Answered,
    Waiting,
    Resolved,
    Reopened,
    AtVendor(Step),
}

/// Tells the story up to the present instant of the clock.
///
/// # Errors
/// When the database fails, or the mail catcher does.
pub(super) fn tell(
    desk: &Desk,
    time: &Time,
    (team, vendor): (&Team, &Vendor),
    until: DateTime<Utc>,
) -> Result<(), Error> {
    let calendar = desk.contract("standard")?.calendar().clone();
    let mut tickets: Vec<Option<TicketId>> = vec![None; REQUESTS];
    for scene in scenes(&calendar, until)? {
        time.pass_until(scene.at)?;
        let Some(slot) = tickets.get_mut(scene.request) else {
            continue;
        };
        match (scene.what, *slot) {
            (Happening::Filed, _) => *slot = Some(filed(desk, scene.request)?),
            (Happening::AtVendor(step), Some(ticket)) => {
                let topic = topic(scene.request);
                vendor.step(desk, ticket, team.agent_of(scene.request), (&topic, step))?;
            }
            (what, Some(ticket)) => happen(
                desk,
                ticket,
                team.agent_of(scene.request),
                scene.request,
                what,
            )?,
            (_, None) => {}
        }
        if let (Happening::Answered, Some(ticket)) = (scene.what, *slot) {
            enter(desk, ticket, team.agent_of(scene.request))?;
        }
    }
    team.come_in(desk)?;
    time.pass_until(until)
}

/// Whoever answers has looked, where the customer lets them in.
fn enter(desk: &Desk, ticket: TicketId, by: PersonId) -> Result<(), Error> {
    let events = desk.ticket(ticket, &Scope::worker(by))?.events;
    if in_force(&events).is_none() {
        return Ok(());
    }
    desk.note_entry(
        by,
        ticket,
        &line("Je vérifie le réglage du fil d’actualité.")?,
    )
}

/// Everything that happens, in order. The older a request, the further it has come.
fn scenes(calendar: &Calendar, until: DateTime<Utc>) -> Result<Vec<Scene>, Error> {
    let mut scenes = Vec::new();
    for request in 0..REQUESTS {
        let left = u32::try_from(REQUESTS - request).unwrap_or(1);
        let parts = u32::try_from(REQUESTS).unwrap_or(1);
        // Requests thin out towards the past: the square keeps the present lively.
        let back = SPREAD * i32::try_from(left * left / parts).unwrap_or(1)
            / i32::try_from(parts).unwrap_or(1);
        let filed = calendar.before(until, back.max(TimeDelta::minutes(4)))?;
        let mut at = filed;
        let mut tell = |wait: i64, what| -> Result<(), Error> {
            at = calendar.after(at, TimeDelta::minutes(wait))?;
            if at < until {
                scenes.push(Scene { at, request, what });
            }
            Ok(())
        };
        let pace = i64::try_from(request % 7).unwrap_or(0) * 9;
        tell(0, Happening::Filed)?;
        let fate = match fate(request, left) {
            // Of the vendor's product more is sent on than is settled here.
            Fate::Resolved | Fate::Taken if left < 75 && topic(request).0 == "weavy" => {
                Fate::Answered
            }
            fate => fate,
        };
        if fate == Fate::Untouched {
            continue;
        }
        tell(14 + pace, Happening::TakenInCharge)?;
        if request % 5 == 0 {
            tell(6, Happening::Requalified)?;
        }
        if request % 4 == 1 {
            tell(11, Happening::Noted)?;
        }
        if fate == Fate::Taken {
            continue;
        }
        tell(37 + pace, Happening::Answered)?;
        match fate {
            Fate::Waiting => tell(3, Happening::Waiting)?,
            Fate::Resolved => tell(130 + 3 * pace, Happening::Resolved)?,
            Fate::Reopened => {
                tell(95, Happening::Resolved)?;
                tell(240, Happening::Reopened)?;
            }
            Fate::Answered if topic(request).0 == "weavy" => {
                for step in vendor::steps(request) {
                    tell(25, Happening::AtVendor(*step))?;
                }
            }
            Fate::Untouched | Fate::Taken | Fate::Answered => {}
        }
    }
    scenes.sort_by_key(|scene| (scene.at, scene.request));
    Ok(scenes)
}

/// The last requests wait, those before are being worked on, the old ones are settled.
const fn fate(request: usize, left: u32) -> Fate {
    match (left, request % 10) {
        (0..=9, _) => Fate::Untouched,
        (10..=40, 3) => Fate::Untouched,
        (10..=24, 1 | 6) => Fate::Taken,
        (_, 4 | 8) => Fate::Waiting,
        (_, 7) if left > 60 => Fate::Reopened,
        (10..=44, _) => Fate::Answered,
        (_, 5) if left < 70 => Fate::Answered,
        (_, _) => Fate::Resolved,
    }
}

fn filed(desk: &Desk, request: usize) -> Result<TicketId, Error> {
    let (service, gravity, subject, text) = topic(request);
    let (_, domain, who) = turn(&CUSTOMERS, request);
    let filed = desk.file_ticket(FileTicket {
        key: Secret::draw(),
        name: line(who)?,
        email: address(&format!("contact@{domain}"))?,
        organisation_said: String::new(),
        service: service.to_owned(),
        subject: line(subject)?,
        description: description(text)?,
        answers: consenting(service, request, gravity.answers()),
        lang: Lang::Fr,
        files: false,
        behalf: None,
    })?;
    Ok(filed.ticket)
}

/// Whether the support may enter, where the contract of the service has that asked: most say yes.
fn consenting(service: &str, request: usize, answers: Answers) -> Answers {
    let account = Account::parse("administrateur.support").ok();
    let consent = match (service, request % 4) {
        ("jamespot", 3) => Some(ConsentAnswer::No),
        ("jamespot", _) => account.map(|account| ConsentAnswer::Yes { account }),
        _ => None,
    };
    Answers { consent, ..answers }
}

/// The topics come round twice, the second time for other customers.
fn topic(request: usize) -> Topic {
    turn(&TOPICS, request)
}

/// How long it took to write, and what it tells of.
fn spent(what: Happening, request: usize) -> Minutes {
    let quarters = u32::try_from(request % 5).unwrap_or(0);
    let minutes = match what {
        Happening::Noted => 15 * quarters,
        Happening::Answered => 20 + 15 * quarters,
        Happening::Resolved => 45 + 30 * quarters,
        _ => 0,
    };
    Minutes::new(minutes).unwrap_or_default()
}

fn happen(
    desk: &Desk,
    ticket: TicketId,
    by: PersonId,
    request: usize,
    what: Happening,
) -> Result<(), Error> {
    let now = desk.ticket(ticket, &Scope::worker(by))?.ticket;
    let (act, text) = match what {
        Happening::Filed | Happening::AtVendor(_) => return Ok(()),
        Happening::TakenInCharge => (Act::TakeCharge, None),
        Happening::Requalified if now.priority == Priority::P2 && request.is_multiple_of(2) => {
            let reason = "Une solution de contournement est connue.".to_owned();
            (
                Act::Requalify {
                    to: Priority::P3,
                    reason,
                },
                None,
            )
        }
        Happening::Requalified => (Act::ConfirmPriority, None),
        Happening::Noted => (
            Act::Note {
                message: MessageId::fresh(),
            },
            Some(turn(&NOTES, request)),
        ),
        Happening::Answered => {
            let act = Act::Reply {
                message: MessageId::fresh(),
                resolve: false,
            };
            (act, Some(turn(&REPLIES, request)))
        }
        Happening::Waiting => {
            let act = Act::Pause {
                reason: PauseReason::WaitingForCustomer,
                detail: "Journal de l’import demandé".to_owned(),
                evidence: crate::domain::ticket::Evidence::default(),
            };
            (act, None)
        }
        Happening::Resolved => {
            let act = Act::Reply {
                message: MessageId::fresh(),
                resolve: true,
            };
            (
                act,
                Some(
                    "Bonjour, c’est corrigé et vérifié chez vous. Nous restons à votre disposition.",
                ),
            )
        }
        Happening::Reopened => (
            Act::Reopen {
                reason: "Le problème est revenu ce matin.".to_owned(),
            },
            None,
        ),
    };
    if now.status == Status::Resolved && !matches!(act, Act::Reopen { .. }) {
        return Ok(());
    }
    let text = text.map(description).transpose()?;
    desk.change_ticket(Change {
        ticket,
        seen: now.version,
        by,
        act,
        text,
        files: false,
        spent: spent(what, request),
    })?;
    match what {
        Happening::Resolved => portal::rate(desk, ticket, request),
        _ => Ok(()),
    }
}

pub(super) fn line(text: &str) -> Result<Line, Error> {
    Line::parse(text).map_err(|error| Error::Inconsistent(error.to_string()))
}

pub(super) fn description(text: &str) -> Result<Description, Error> {
    Description::parse(text).map_err(|error| Error::Inconsistent(error.to_string()))
}

pub(super) fn address(text: &str) -> Result<EmailAddress, Error> {
    EmailAddress::parse(text).map_err(|error| Error::Inconsistent(error.to_string()))
}

/// The entry of a list whose turn it is, round and round.
#[expect(
    clippy::indexing_slicing,
    reason = "a remainder is a place of the list"
)]
fn turn<T: Copy, const N: usize>(list: &[T; N], number: usize) -> T {
    list[number % N]
}
