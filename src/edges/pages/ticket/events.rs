//! What happened to a ticket, one sentence for each event.

use chrono::{DateTime, Utc};

use super::qualification;
use crate::{
    desk::TicketPage,
    domain::{
        escalation::Escalation,
        ids::{EscalationId, PersonId},
        ticket::{Actor, ClockName, Event, Minutes, MovedDeadline, Priority, What},
    },
    edges::{
        pages::promises::{clock_word, reason_word},
        words::{Words, dates, durations::amount, levels::level_when},
    },
};

/// An event as a line of text.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) icon: &'static str,
    pub(super) text: String,
    pub(super) at: String,
    pub(super) datetime: String,
}

/// An event in words.
pub(super) fn told(page: &TicketPage, event: &Event, words: Words) -> Told {
    let tz = page.contract.calendar().rules().timezone();
    let (icon, text) = sentence(page, event, words);
    Told {
        icon,
        text,
        at: dates::short(event.at, page.now, tz, words.lang()),
        datetime: dates::machine(event.at, tz),
    }
}

/// What an event amounts to, in one sentence.
pub(in crate::edges::pages) fn in_words(page: &TicketPage, event: &Event, words: Words) -> String {
    sentence(page, event, words).1
}

#[expect(clippy::too_many_lines, reason = "one arm for each kind of event")]
fn sentence(page: &TicketPage, event: &Event, words: Words) -> (&'static str, String) {
    let name = actor(page, event.actor, words);
    let by = |key: &str| words.say_with(key, &[("name", name.as_str().into())]);
    match &event.what {
        What::Filed {
            priority, silent, ..
        } => (
            "doc",
            words.say_with(
                if *silent {
                    "event-filed-silent"
                } else {
                    "event-filed"
                },
                &[
                    ("name", name.as_str().into()),
                    ("priority", priority.word().into()),
                ],
            ),
        ),
        What::TakenInCharge => ("flag", by("event-taken")),
        What::Replied { .. } => ("reply", by("event-replied")),
        What::Informed { .. } => ("reply", by("event-informed")),
        What::RequesterReplied { .. } => ("mail", by("event-requester-replied")),
        What::Noted { .. } => ("lock", by("event-noted")),
        What::TimeSpent { minutes, .. } => {
            let spent = time_words(*minutes, words);
            let said = [("name", name.as_str().into()), ("time", spent.into())];
            ("clock", words.say_with("event-time-spent", &said))
        }
        What::TimeCorrected {
            from, to, reason, ..
        } => (
            "clock",
            words.say_with(
                "event-time-corrected",
                &[
                    ("name", name.as_str().into()),
                    ("from", time_words(*from, words).into()),
                    ("to", time_words(*to, words).into()),
                    ("reason", reason.as_str().into()),
                ],
            ),
        ),
        What::Mentioned { people, .. } => {
            let names: Vec<&str> = people
                .iter()
                .filter_map(|person| page.people.get(person))
                .map(|person| person.name.as_str())
                .collect();
            let said = [
                ("name", name.as_str().into()),
                ("names", names.join(", ").into()),
            ];
            ("bell", words.say_with("event-mentioned", &said))
        }
        What::SentToVendor { .. } => ("up", by("event-sent-to-vendor")),
        What::MovedToVersion {
            deadlines, reason, ..
        } => (
            "hist",
            words.say_with(
                "event-moved-to-version",
                &[
                    ("name", name.as_str().into()),
                    ("reason", reason.as_str().into()),
                    ("deadlines", moved(page, deadlines, words).into()),
                    ("count", deadlines.len().into()),
                ],
            ),
        ),
        What::PriorityConfirmed => (
            "kept",
            words.say_with(
                "event-confirmed",
                &[
                    ("name", name.as_str().into()),
                    ("priority", priority_at(page, event.seq).word().into()),
                ],
            ),
        ),
        What::Requalified { to, reason, .. } if reason.is_empty() => (
            "kept",
            words.say_with(
                "event-proposal-accepted",
                &[
                    ("name", name.as_str().into()),
                    ("priority", to.word().into()),
                ],
            ),
        ),
        What::WorkaroundRecorded { .. }
        | What::NatureCorrected { .. }
        | What::DocumentNamed { .. }
        | What::PriorityKept { .. } => qualification::event_words(&event.what, &name, words),
        What::Requalified { from, to, reason } => (
            "tag",
            words.say_with(
                "event-requalified",
                &[
                    ("name", name.as_str().into()),
                    ("from", from.word().into()),
                    ("to", to.word().into()),
                    ("reason", reason.as_str().into()),
                ],
            ),
        ),
        What::Paused { reason, detail, .. } => (
            "pause",
            words.say_with(
                if detail.is_empty() {
                    "event-paused"
                } else {
                    "event-paused-for"
                },
                &[
                    ("name", name.as_str().into()),
                    ("reason", reason_word(*reason, words).into()),
                    ("detail", detail.as_str().into()),
                ],
            ),
        ),
        What::Resumed => match event.actor {
            Actor::Requester(_) => ("clock", by("event-resumed-by-answer")),
            Actor::Agent(_) | Actor::Desk => ("clock", by("event-resumed")),
        },
        What::PauseContested { .. } | What::PauseUpheld { .. } | What::PauseLifted { .. } => {
            ("pause", contested(&event.what, &name, words))
        }
        What::Resolved => ("good", by("event-resolved")),
        What::Reopened { reason } if reason.is_empty() => ("up", by("event-reopened")),
        What::Reopened { reason } => (
            "up",
            words.say_with(
                "event-reopened-for",
                &[
                    ("name", name.as_str().into()),
                    ("reason", reason.as_str().into()),
                ],
            ),
        ),
        What::Assigned { to } => ("user", assigned(page, event, *to, &name, words)),
        What::Escalated {
            escalation, clock, ..
        } => ("steps", escalated(page, *escalation, *clock, words)),
        What::EscalationAcknowledged { clock, .. } => {
            let clock = clock_word(*clock, words);
            let key = match event.actor {
                Actor::Desk => "event-acknowledged-by-link",
                Actor::Agent(_) | Actor::Requester(_) => "event-acknowledged",
            };
            let said = words.say_with(
                key,
                &[("name", name.as_str().into()), ("clock", clock.into())],
            );
            ("bell", said)
        }
        What::ConsentGiven { .. }
        | What::ConsentRefused
        | What::ConsentWithdrawn { .. }
        | What::PlatformEntered { .. } => (
            "key",
            crate::edges::pages::consent::event_words(&event.what, &name, words),
        ),
        What::TakenOver { source, number } => {
            let said = [
                ("source", source.as_str().into()),
                ("number", number.as_str().into()),
            ];
            ("hist", words.say_with("event-taken-over", &said))
        }
        What::FollowerAdded { person } | What::FollowerRemoved { person } => {
            ("users", follower(page, event, *person, &name, words))
        }
        What::Rated { level } => {
            let level = words.say(&format!("opinion-{level}"));
            let said = [("name", name.as_str().into()), ("level", level.into())];
            ("star", words.say_with("event-rated", &said))
        }
    }
}

/// The deadlines that another version moved, each with what it was and what it is.
fn moved(page: &TicketPage, deadlines: &[MovedDeadline], words: Words) -> String {
    let tz = page.contract.calendar().rules().timezone();
    let due = |at: Option<DateTime<Utc>>| match at {
        Some(at) => dates::exact_day_time(at, tz, words.lang()),
        None => words.say("event-moved-nothing"),
    };
    let told: Vec<String> = deadlines
        .iter()
        .map(|one| {
            let said = [
                ("clock", clock_word(one.clock, words).into()),
                ("from", due(one.from).into()),
                ("to", due(one.to).into()),
            ];
            words.say_with("event-moved-deadline", &said)
        })
        .collect();
    told.join(", ")
}

/// Somebody contests a pause, or decided on one.
fn contested(what: &What, name: &str, words: Words) -> String {
    let (key, reason) = match what {
        What::PauseUpheld { reason, .. } => ("event-pause-upheld", reason.as_str()),
        What::PauseLifted { reason, .. } => ("event-pause-lifted", reason.as_str()),
        What::PauseContested { reason, .. } => ("event-pause-contested", reason.as_str()),
        _ => ("event-pause-contested", ""),
    };
    words.say_with(key, &[("name", name.into()), ("reason", reason.into())])
}

/// Somebody follows the ticket, or does so no longer.
fn follower(
    page: &TicketPage,
    event: &Event,
    person: PersonId,
    name: &str,
    words: Words,
) -> String {
    let key = match (&event.what, event.actor.person() == Some(person)) {
        (What::FollowerAdded { .. }, true) => "event-follows",
        (What::FollowerAdded { .. }, false) => "event-follower-added",
        (_, true) => "event-follows-no-more",
        (_, false) => "event-follower-removed",
    };
    let person = page
        .people
        .get(&person)
        .map_or_else(|| words.say("event-by-desk"), |person| person.name.clone());
    words.say_with(key, &[("name", name.into()), ("person", person.into())])
}

fn time_words(minutes: Minutes, words: Words) -> String {
    if minutes.is_zero() {
        return words.say("time-none");
    }
    amount(i64::from(minutes.get()) * 60, true, words)
}

/// Who did it, by name.
pub(in crate::edges::pages) fn actor(page: &TicketPage, actor: Actor, words: Words) -> String {
    actor
        .person()
        .and_then(|person| page.people.get(&person))
        .map_or_else(|| words.say("event-by-desk"), |person| person.name.clone())
}

fn assigned(
    page: &TicketPage,
    event: &Event,
    to: Option<PersonId>,
    name: &str,
    words: Words,
) -> String {
    let Some(to) = to else {
        return words.say_with("event-unassigned", &[("name", name.into())]);
    };
    if event.actor.person() == Some(to) {
        return words.say_with("event-assigned-self", &[("name", name.into())]);
    }
    let to = page
        .people
        .get(&to)
        .map_or_else(|| words.say("event-by-desk"), |person| person.name.clone());
    words.say_with(
        "event-assigned",
        &[("name", name.into()), ("to", to.into())],
    )
}

fn escalated(page: &TicketPage, id: EscalationId, clock: ClockName, words: Words) -> String {
    let level = page
        .escalations
        .iter()
        .find(|one: &&Escalation| one.id == id)
        .map(|one| level_when(one.level.when, words));
    words.say_with(
        "event-escalated",
        &[
            ("clock", clock_word(clock, words).into()),
            ("level", level.unwrap_or_default().into()),
        ],
    )
}

/// The priority that a ticket had when an event happened.
fn priority_at(page: &TicketPage, seq: i64) -> Priority {
    page.events
        .iter()
        .take_while(|event| event.seq <= seq)
        .filter_map(|event| match event.what {
            What::Filed { priority, .. } => Some(priority),
            What::Requalified { to, .. } => Some(to),
            _ => None,
        })
        .last()
        .unwrap_or(page.ticket.priority)
}
