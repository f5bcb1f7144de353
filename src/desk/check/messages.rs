//! What people wrote, against the events that name it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::ticket::{Visibility, What},
    store::audit::Kept,
};

use super::{Aspect, Notes};

/// Every message that an event names is there, and every message is named by one event.
pub(super) fn compare(kept: &Kept, notes: &mut Notes) {
    let there: BTreeMap<_, _> = kept
        .messages
        .iter()
        .map(|message| (message.id, message))
        .collect();
    let mut named = BTreeSet::new();
    for event in &kept.events {
        let (id, visibility) = match &event.what {
            What::Filed { message, .. }
            | What::Replied { message }
            | What::Informed { message }
            | What::RequesterReplied { message } => (message, Visibility::Public),
            What::Noted { message } => (message, Visibility::Internal),
            _ => continue,
        };
        let seq = event.seq;
        if !named.insert(*id) {
            notes.note(
                Aspect::Message,
                format!("event {seq} names message {id}, which another event brought"),
            );
        }
        let Some(message) = there.get(id) else {
            notes.note(
                Aspect::Message,
                format!("message {id} of event {seq} is missing"),
            );
            continue;
        };
        if message.visibility != visibility {
            let (is, was) = (message.visibility.word(), visibility.word());
            notes.note(
                Aspect::Message,
                format!("message {id} is {is}, event {seq} made it {was}"),
            );
        }
        notes.same(
            Aspect::Message,
            &format!("the author of message {id}"),
            &message.author,
            &event.actor.person(),
        );
        notes.same(
            Aspect::Message,
            &format!("the time of message {id}"),
            &message.at,
            &event.at,
        );
    }
    for id in there.keys().filter(|id| !named.contains(id)) {
        notes.note(
            Aspect::Message,
            format!("message {id} is there and no event tells of it"),
        );
    }
}
