//! What was said of consents, against the events that tell of it; and the entries, each of which rests on
//! a consent that was in force.

use std::collections::BTreeSet;

use crate::{
    domain::{
        ids::EventId,
        ticket::{ConsentTold, in_force},
    },
    store::audit::Kept,
};

use super::{Aspect, Notes};

/// Every event that tells of consent has its row and each row its event; every entry was allowed.
pub(super) fn compare(kept: &Kept, noted: &[EventId], notes: &mut Notes) {
    let mut rows: BTreeSet<EventId> = noted.iter().copied().collect();
    for (place, event) in kept.events.iter().enumerate() {
        let Some(told) = ConsentTold::by(&event.what) else {
            continue;
        };
        let seq = event.seq;
        if !rows.remove(&event.id) {
            let missing = format!("the consent of event {seq} is missing in the list");
            notes.note(Aspect::History, missing);
        }
        if let ConsentTold::Entered(account, _) = told {
            let before = kept.events.get(..place).unwrap_or_default();
            if in_force(before).as_ref() != Some(account) {
                let forbidden = format!("event {seq} enters a platform without consent");
                notes.note(Aspect::History, forbidden);
            }
        }
    }
    for id in rows {
        notes.note(
            Aspect::History,
            format!("consent {id} is listed that no event tells of"),
        );
    }
}
