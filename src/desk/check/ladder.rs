//! The levels that fired, against the events that tell of them: none lost, none doubled.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        escalation::Escalation,
        ids::EscalationId,
        sla::{Changed, Clock},
        ticket::{ClockName, Event, What},
    },
    store::audit::Kept,
};

use super::{Aspect, Notes};

const ON: Aspect = Aspect::Escalation;

/// Every level that an event names has its record and the other way round, and in each run the
/// levels are those up to the one reached, each once.
pub(super) fn compare(kept: &Kept, replayed: &[Clock], notes: &mut Notes) {
    let records: BTreeMap<_, _> = kept.escalations.iter().map(|one| (one.id, one)).collect();
    let mut told = Told {
        kept,
        replayed,
        records: &records,
        named: BTreeSet::new(),
        answered: BTreeSet::new(),
        climbed: BTreeMap::new(),
    };
    let mut before = None;
    for event in &kept.events {
        match &event.what {
            What::Escalated {
                escalation,
                clock,
                level,
            } => told.fired(event, before, (*escalation, *clock, *level), notes),
            What::EscalationAcknowledged {
                escalation,
                clock,
                run,
            } => told.answered(event, before, (*escalation, *clock, *run), notes),
            _ => {}
        }
        before = Some(event.at);
    }
    told.without_event(notes);
    each_once(told.climbed, notes);
}

/// What the events have told of the records so far.
struct Told<'a> {
    kept: &'a Kept,
    replayed: &'a [Clock],
    records: &'a BTreeMap<EscalationId, &'a Escalation>,
    named: BTreeSet<EscalationId>,
    answered: BTreeSet<EscalationId>,
    climbed: BTreeMap<(ClockName, u32), Vec<u32>>,
}

impl Told<'_> {
    /// An event says that a level fired.
    fn fired(
        &mut self,
        event: &Event,
        before: Option<DateTime<Utc>>,
        (escalation, clock, level): (EscalationId, ClockName, u32),
        notes: &mut Notes,
    ) {
        let seq = event.seq;
        if !self.named.insert(escalation) {
            notes.note(ON, format!("event {seq} tells of a level told before"));
        }
        let run = run_at(self.replayed, clock, seq);
        let Some(record) = self.records.get(&escalation) else {
            notes.note(
                ON,
                format!("the record of level {level} of {clock}, event {seq}, is missing"),
            );
            return;
        };
        same_record(self.kept, record, (clock, run, level), notes);
        if !same_instant(record.fired_at, event, before) {
            notes.same(
                ON,
                &format!("when level {level} of {clock} fired"),
                &record.fired_at,
                &event.at,
            );
        }
        let climbed = self.climbed.entry((clock, run)).or_default();
        climbed.extend(record.level.folded.iter().chain([&level]));
    }

    /// An event says that somebody answered a level: with it, all that had fired by then, up to its
    /// own, and was not answered.
    fn answered(
        &mut self,
        event: &Event,
        before: Option<DateTime<Utc>>,
        (escalation, clock, run): (EscalationId, ClockName, u32),
        notes: &mut Notes,
    ) {
        let seq = event.seq;
        let fits = |record: &Escalation| {
            record
                .acknowledged_at
                .is_some_and(|at| same_instant(at, event, before))
                && record.acknowledged_by == event.actor.person()
        };
        let told = self
            .records
            .get(&escalation)
            .filter(|record| fits(record) && (record.clock, record.run) == (clock, run));
        let Some(told) = told else {
            self.answered.insert(escalation);
            notes.note(
                ON,
                format!("event {seq} tells of an answer that its record does not have"),
            );
            return;
        };
        for record in self.records.values().filter(|record| {
            (record.clock, record.run) == (clock, run)
                && record.level.level <= told.level.level
                && self.named.contains(&record.id)
        }) {
            if self.answered.insert(record.id) && !fits(record) {
                let level = record.level.level;
                notes.note(
                    ON,
                    format!("event {seq} answers level {level} of {clock} too, its record does not say so"),
                );
            }
        }
    }

    /// What records say that no event does.
    fn without_event(&self, notes: &mut Notes) {
        for record in self.records.values() {
            let (level, clock) = (record.level.level, record.clock);
            if !self.named.contains(&record.id) {
                notes.note(
                    ON,
                    format!("a record says that level {level} of {clock} fired, no event does"),
                );
            }
            let over = self
                .replayed
                .iter()
                .any(|one| one.name == clock && one.run > record.run);
            if record.acknowledged_at.is_some() && !self.answered.contains(&record.id) && !over {
                notes.note(
                    ON,
                    format!(
                        "a record says that level {level} of {clock} was answered, no event does"
                    ),
                );
            }
        }
    }
}

/// In each run, the levels are those up to the highest, each once.
fn each_once(climbed: BTreeMap<(ClockName, u32), Vec<u32>>, notes: &mut Notes) {
    for ((clock, run), told) in climbed {
        let reached = told.iter().copied().max().unwrap_or(0);
        if told.iter().copied().ne(1..=reached) {
            notes.note(
                ON,
                format!("in run {run} of {clock} the levels {told:?} fired, not each up to {reached} once and in order"),
            );
        }
    }
}

fn same_record(
    kept: &Kept,
    record: &Escalation,
    (clock, run, level): (ClockName, u32, u32),
    notes: &mut Notes,
) {
    notes.same(ON, "the clock of a level", &record.clock, &clock);
    notes.same(ON, "the rank of a level", &record.level.level, &level);
    notes.same(
        ON,
        &format!("the run of level {level} of {clock}"),
        &record.run,
        &run,
    );
    let stored = kept.clocks.iter().find(|one| one.name == clock);
    if stored.is_some_and(|one| one.id != record.clock_id) {
        notes.note(
            ON,
            format!("the record of level {level} of {clock} names another clock"),
        );
    }
}

/// The run that a clock was in when an event of that rank came.
fn run_at(replayed: &[Clock], name: ClockName, seq: i64) -> u32 {
    let began = |clock: &Clock| {
        let begins = |what| matches!(what, Changed::Started | Changed::Reopened);
        let last = clock.changes.iter().rev().find(|one| begins(one.what));
        last.map_or(0, |one| one.seq)
    };
    replayed
        .iter()
        .filter(|clock| clock.name == name && began(clock) < seq)
        .map(|clock| clock.run)
        .max()
        .unwrap_or(0)
}

/// Whether a record is of an event's instant. A record keeps the time at which it was made; its
/// event is never earlier than the one before it, whatever the clock of the process said.
fn same_instant(at: DateTime<Utc>, event: &Event, before: Option<DateTime<Utc>>) -> bool {
    at == event.at || (at < event.at && before == Some(event.at))
}
