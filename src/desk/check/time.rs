//! The minutes that messages took, and whom notes call, against the events that tell of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::{
        notice::Notice,
        ticket::{Visibility, What},
    },
    store::{audit::Kept, time_entries::TimeEntry},
};

use super::{Aspect, Notes};

/// Every event that tells of time has its row and each row its event; corrections continue what was
/// told before; whoever a note calls was told once.
pub(super) fn compare(kept: &Kept, notes: &mut Notes) {
    entries(kept, notes);
    let there: BTreeMap<_, _> = kept
        .messages
        .iter()
        .map(|message| (message.id, message.visibility))
        .collect();
    let mut spent = BTreeMap::new();
    let mut called = 0;
    for event in &kept.events {
        let seq = event.seq;
        let message = match &event.what {
            What::TimeSpent { message, minutes } => {
                if spent.insert(*message, *minutes).is_some() {
                    let twice = format!("event {seq} tells the time of {message} a second time");
                    notes.note(Aspect::Time, twice);
                }
                message
            }
            What::TimeCorrected {
                message, from, to, ..
            } => {
                let before = spent.insert(*message, *to).unwrap_or_default();
                if before != *from {
                    let (was, is) = (before.get(), from.get());
                    let other = format!("event {seq} corrects {is} minutes, {was} had been told");
                    notes.note(Aspect::Time, other);
                }
                message
            }
            What::Mentioned { message, people } => {
                called += people.len();
                let own = event
                    .actor
                    .person()
                    .is_some_and(|one| people.contains(&one));
                let once: BTreeSet<_> = people.iter().collect();
                if own || once.len() != people.len() {
                    let wrong = format!("event {seq} calls its author, or somebody twice");
                    notes.note(Aspect::History, wrong);
                }
                if there.get(message) == Some(&Visibility::Public) {
                    let public = format!("event {seq} calls people in a message to the requester");
                    notes.note(Aspect::History, public);
                }
                message
            }
            _ => continue,
        };
        if !there.contains_key(message) {
            let missing = format!("message {message} of event {seq} is missing");
            notes.note(Aspect::Message, missing);
        }
    }
    let letters = kept
        .letters
        .iter()
        .filter(|letter| matches!(letter.notice, Notice::Mentioned { .. }))
        .count();
    if letters != called {
        let other = format!("its notes call people {called} times, {letters} letters tell of it");
        notes.note(Aspect::Letter, other);
    }
}

/// The rows that sums are made of.
fn entries(kept: &Kept, notes: &mut Notes) {
    let mut rows: BTreeMap<_, _> = kept.time.iter().map(|entry| (entry.id, entry)).collect();
    for (event, told) in kept
        .events
        .iter()
        .filter_map(|event| Some((event, TimeEntry::told_by(event)?)))
    {
        let seq = event.seq;
        match rows.remove(&event.id) {
            Some(row) if *row == told => {}
            Some(row) => {
                let (is, was) = (row.minutes, told.minutes);
                let other =
                    format!("event {seq} is stored as {is} minutes or elsewhere, not {was}");
                notes.note(Aspect::Time, other);
            }
            None => notes.note(
                Aspect::Time,
                format!("the minutes of event {seq} are missing"),
            ),
        }
    }
    for row in rows.values() {
        let unnamed = format!("{} minutes are stored that no event tells of", row.minutes);
        notes.note(Aspect::Time, unnamed);
    }
}
