//! The rows of the queue, grouped by urgency in the order in which they come.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    desk::QueueLine,
    domain::{
        ids::PersonId,
        stored_clock::StoredState,
        ticket::{DueRank, Status},
    },
    edges::{
        pages::{
            acknowledge::weight,
            chip::{Chip, ChipFacts, ChipState},
            navigation::initials,
            promises::{amount, clock_key, open_ahead, reason_word},
        },
        words::{Words, dates},
    },
};

/// Below this, a deadline is soon whatever was promised.
const SOON: TimeDelta = TimeDelta::hours(1);

/// How urgent a ticket is; groups follow each other in this order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Urgency {
    Late,
    Soon,
    Today,
    Later,
    Paused,
    Nothing,
    Resolved,
}

impl Urgency {
    /// By the instant alone, so that the order of the groups is that of the rows.
    pub(super) fn of(line: &QueueLine, now: DateTime<Utc>, tz: Tz) -> Self {
        let due = line.row.place.due_at;
        let day = |at: DateTime<Utc>| at.with_timezone(&tz).date_naive();
        match line.row.place.rank {
            DueRank::Running if due < now => Self::Late,
            DueRank::Running if due < now + SOON => Self::Soon,
            DueRank::Running if day(due) <= day(now) => Self::Today,
            DueRank::Running => Self::Later,
            DueRank::Paused => Self::Paused,
            DueRank::Nothing => Self::Nothing,
            DueRank::Resolved => Self::Resolved,
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Late => " grp-late",
            Self::Soon => " grp-soon",
            _ => "",
        }
    }

    pub(super) fn words(self, words: Words) -> String {
        match self {
            Self::Late => words.say("queue-group-late"),
            Self::Soon => words.say("queue-group-soon"),
            Self::Today => words.say("queue-group-today"),
            Self::Later => words.say("queue-group-later"),
            Self::Paused => words.say("queue-group-paused"),
            Self::Nothing => words.say("queue-group-nothing"),
            Self::Resolved => words.say("queue-group-resolved"),
        }
    }
}

/// Tickets of one urgency.
#[derive(Debug)]
pub(super) struct Group<'page> {
    pub(super) urgency: Urgency,
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) rows: Vec<Row<'page>>,
}

/// A ticket of the queue.
#[derive(Debug)]
pub(super) struct Row<'page> {
    pub(super) class: &'static str,
    pub(super) href: String,
    /// The ticket's version: another one, another row.
    pub(super) version: i64,
    pub(super) reference: String,
    pub(super) short: String,
    pub(super) subject: &'page str,
    pub(super) weight: u8,
    pub(super) proposed: bool,
    pub(super) customer: &'page str,
    pub(super) state: Cow<'static, str>,
    pub(super) state_class: &'static str,
    pub(super) clock: Cow<'static, str>,
    pub(super) chip: Option<Chip>,
    pub(super) resolved: String,
    pub(super) assignee: Option<(&'page str, String, bool)>,
}

/// The groups of a page. Times are those of each ticket's contract; days those of `tz`.
pub(super) fn groups<'page>(
    lines: &'page [QueueLine],
    reader: PersonId,
    now: DateTime<Utc>,
    tz: Tz,
    words: Words,
) -> Vec<Group<'page>> {
    let mut groups: Vec<Group<'page>> = Vec::new();
    for line in lines {
        let urgency = Urgency::of(line, now, tz);
        let row = row(line, urgency, reader, now, words);
        match groups.last_mut() {
            Some(group) if group.urgency == urgency => group.rows.push(row),
            _ => groups.push(Group {
                urgency,
                class: urgency.class(),
                name: urgency.words(words),
                rows: vec![row],
            }),
        }
    }
    groups
}

/// One row, as `reader` sees it.
pub(super) fn row<'page>(
    line: &'page QueueLine,
    urgency: Urgency,
    reader: PersonId,
    now: DateTime<Utc>,
    words: Words,
) -> Row<'page> {
    let ticket = &line.row.ticket;
    let (state, state_class) = state(ticket.status, words);
    let customer = match &line.row.organisation {
        Some(name) => name.as_str(),
        None if ticket.organisation_said.is_empty() => line.row.requester.as_str(),
        None => ticket.organisation_said.as_str(),
    };
    let tz = line.contract.calendar().rules().timezone();
    let resolved = if ticket.status == Status::Resolved {
        let at = match line.row.clock.map(|clock| clock.state) {
            Some(StoredState::Stopped { at, .. }) => at,
            _ => line.row.place.due_at,
        };
        let at = dates::short(at, now, tz, words.lang());
        words.say_with("queue-resolved-at", &[("at", at.into())])
    } else {
        String::new()
    };
    let late_or_soon = chip_state(line, now);
    Row {
        class: match (urgency, late_or_soon) {
            (Urgency::Late, _) => " is-late",
            (_, Some(ChipState::Soon)) => " is-soon",
            _ => "",
        },
        href: format!("/tickets/{}", ticket.id),
        version: ticket.version,
        reference: ticket.reference.to_string(),
        short: format!("INC-{:05}", ticket.reference.rank()),
        subject: ticket.subject.as_str(),
        weight: weight(ticket.priority),
        proposed: !ticket.priority_confirmed && ticket.status != Status::Resolved,
        customer,
        state,
        state_class,
        clock: line
            .row
            .clock
            .map(|clock| words.sentence(clock_key(clock.name)))
            .unwrap_or_default(),
        chip: chip(line, &format!("/tickets/{}", ticket.id), now, words),
        resolved,
        assignee: line
            .row
            .assignee
            .as_deref()
            .map(|name| (name, initials(name), ticket.assignee == Some(reader))),
    }
}

/// The word of a state and the class of its tag.
pub(crate) fn state(status: Status, words: Words) -> (Cow<'static, str>, &'static str) {
    match status {
        Status::New => (words.sentence("ticket-state-new"), ""),
        Status::Open => (words.sentence("ticket-state-open"), " tag-accent"),
        Status::Paused => (words.sentence("ticket-state-paused"), ""),
        Status::Resolved => (words.sentence("ticket-state-resolved"), " tag-ok"),
    }
}

/// A fifth of what is promised, or an hour when that is more.
fn soon_below(line: &QueueLine) -> TimeDelta {
    let promise = line.row.clock.and_then(|clock| line.promise(clock.name));
    let budget = promise.and_then(|promise| {
        let filed = line.row.ticket.filed_at;
        line.contract.calendar().budget(filed, &promise.target).ok()
    });
    budget.map_or(TimeDelta::zero(), |budget| budget / 5)
}

fn chip_state(line: &QueueLine, now: DateTime<Utc>) -> Option<ChipState> {
    let left = line.left?;
    let soon = left.amount < soon_below(line) || line.row.place.due_at < now + SOON;
    Some(match (left.late, soon) {
        (true, _) => ChipState::Late,
        (false, true) => ChipState::Soon,
        (false, false) => ChipState::Running,
    })
}

/// A ticket that waits, whose clocks have all stopped: the wait is shown all the same.
fn waiting(line: &QueueLine, now: DateTime<Utc>, words: Words) -> Option<Chip> {
    let place = &line.row.place;
    let reason = reason_word(
        place.pause.filter(|_| place.rank == DueRank::Paused)?,
        words,
    );
    let so_far = amount(&line.contract, true, place.due_at, now);
    let tz = line.contract.calendar().rules().timezone();
    let facts = ChipFacts {
        reason: &reason,
        ..ChipFacts::new(ChipState::Paused, place.due_at, so_far.num_seconds(), true)
    };
    Some(Chip::of(&facts, now, tz, words))
}

/// The chip of the clock that a line shows; `here` is the address of the ticket's page.
pub(in crate::edges::pages) fn chip(
    line: &QueueLine,
    here: &str,
    now: DateTime<Utc>,
    words: Words,
) -> Option<Chip> {
    let stands = line
        .row
        .clock
        .is_some_and(|clock| matches!(clock.state, StoredState::Paused { .. }));
    if !stands && let Some(chip) = waiting(line, now, words) {
        return Some(chip);
    }
    let clock = line.row.clock?;
    let href = format!("{here}/deadline/{}", clock.name);
    let promise = line.promise(clock.name)?;
    let business = !promise.target.runs_by_the_clock();
    let tz = line.contract.calendar().rules().timezone();
    let chip = |facts: &ChipFacts<'_>| Chip::of(facts, now, tz, words);
    Some(match clock.state {
        StoredState::Running => {
            let left = line.left?;
            let open = if left.business {
                open_ahead(&line.contract, now)
            } else {
                Vec::new()
            };
            let facts = ChipFacts {
                resumes_at: left.resumes_at,
                open: &open,
                soon_below: Some(soon_below(line).num_seconds()),
                href: &href,
                ..ChipFacts::new(
                    chip_state(line, now)?,
                    clock.deadline?,
                    left.amount.num_seconds(),
                    left.business,
                )
            };
            chip(&facts)
        }
        StoredState::Paused { since, reason } => {
            let reason = reason_word(reason, words);
            let so_far = amount(&line.contract, business, since, now);
            let facts = ChipFacts {
                reason: &reason,
                href: &href,
                ..ChipFacts::new(
                    ChipState::Paused,
                    clock.deadline.unwrap_or(since),
                    so_far.num_seconds(),
                    business,
                )
            };
            chip(&facts)
        }
        StoredState::Stopped { at, kept } => {
            let due = clock.deadline?;
            let (state, amount) = match kept? {
                true => (ChipState::Kept, amount(&line.contract, business, at, due)),
                false => (ChipState::Missed, amount(&line.contract, business, due, at)),
            };
            let facts = ChipFacts {
                href: &href,
                ..ChipFacts::new(state, due, amount.num_seconds(), business)
            };
            chip(&facts)
        }
    })
}
