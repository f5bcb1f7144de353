//! What a history says of moves to other versions of the contract, against what these versions give.

use crate::domain::{
    contract::Contract,
    ids::ContractVersionId,
    sla::{self, moved_deadlines},
    ticket::{Event, What},
};

use super::{Aspect, Notes};

/// The version under which a ticket was filed, when it was moved since.
pub(super) fn first_version(events: &[Event]) -> Option<ContractVersionId> {
    events.iter().find_map(|event| match &event.what {
        What::MovedToVersion { from, .. } => Some(*from),
        _ => None,
    })
}

/// Each move goes on from where the one before it went, and tells of the deadlines that it moved as
/// the two versions give them.
pub(super) fn compare(events: &[Event], last: &Contract, notes: &mut Notes) {
    let mut under = first_version(events);
    for (place, event) in events.iter().enumerate() {
        let What::MovedToVersion {
            from,
            to,
            deadlines,
            ..
        } = &event.what
        else {
            continue;
        };
        let seq = event.seq;
        if under != Some(*from) {
            notes.note(
                Aspect::Contract,
                format!("event {seq} moves the ticket from a version that it was not under"),
            );
        }
        under = Some(*to);
        let (before, since) = (last.earlier(*from), last.earlier(*to).unwrap_or(last));
        let until = |end: usize| events.get(..end).unwrap_or_default();
        let replayed = before.map(|before| {
            let before = sla::replay(until(place), before)?;
            let since = sla::replay(until(place.saturating_add(1)), since)?;
            Ok::<_, sla::ReplayError>(moved_deadlines(&before, &since))
        });
        match replayed {
            Some(Ok(moved)) if moved == *deadlines => {}
            Some(Ok(moved)) => notes.note(
                Aspect::Clock,
                format!("event {seq} tells of deadlines that moved {deadlines:?}, the versions give {moved:?}"),
            ),
            Some(Err(why)) => notes.note(
                Aspect::History,
                format!("what event {seq} moved cannot be replayed: {why}"),
            ),
            None => notes.note(
                Aspect::Contract,
                format!("event {seq} moves the ticket from a version that is not there"),
            ),
        }
    }
}
