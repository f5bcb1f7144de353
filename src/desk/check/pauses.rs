//! Contested pauses: each is there, is contested once and decided on once, and a decision that lifted one
//! says which deadlines moved, as a replay gives them.

use crate::{
    domain::{
        contract::Contract,
        sla,
        ticket::{Event, MovedDeadline, PauseRefused, What, contestable, decidable, pauses_told},
    },
    store::audit::Kept,
};

use super::{Aspect, Notes};

const ON: Aspect = Aspect::History;

/// Compares what the events say of pauses with what came before each.
pub(super) fn compare(kept: &Kept, contract: &Contract, notes: &mut Notes) {
    for (event, before) in kept.events.iter().zip(0..) {
        let until = kept.events.get(..before).unwrap_or_default();
        let refused = match &event.what {
            What::PauseContested { pause, .. } => contestable(&pauses_told(until), *pause).err(),
            What::PauseUpheld { pause, .. } | What::PauseLifted { pause, .. } => {
                decidable(&pauses_told(until), *pause).err()
            }
            _ => continue,
        };
        if let Some(why) = refused {
            let why = match why {
                PauseRefused::Unknown => "names no pause",
                PauseRefused::ContestedBefore => "contests a pause a second time",
                PauseRefused::NotContested => "decides on a pause that nobody contests",
                PauseRefused::Decided => "decides on a pause a second time",
            };
            notes.note(ON, format!("event {} {why}", event.seq));
            continue;
        }
        if let What::PauseLifted { moved, .. } = &event.what {
            let since = kept.events.get(..=before).unwrap_or_default();
            let later = kept.events.get(before + 1..).unwrap_or_default();
            let Some(then) = in_force(later, contract) else {
                continue;
            };
            if around(until, since, then).is_none_or(|real| real != *moved) {
                let wrong = format!("event {} does not say which deadlines moved", event.seq);
                notes.note(ON, wrong);
            }
        }
    }
}

/// The version under which a ticket was before some events of its history; none that cannot be read any
/// more, which is told elsewhere.
fn in_force<'a>(later: &[Event], last: &'a Contract) -> Option<&'a Contract> {
    let left = later.iter().find_map(|event| match &event.what {
        What::MovedToVersion { from, .. } => Some(*from),
        _ => None,
    });
    match left {
        Some(from) => last.earlier(from),
        None => Some(last),
    }
}

/// The deadlines that an event moved; none where the history cannot be replayed, which is told elsewhere.
fn around(before: &[Event], since: &[Event], contract: &Contract) -> Option<Vec<MovedDeadline>> {
    let before = sla::replay(before, contract).ok()?;
    let since = sla::replay(since, contract).ok()?;
    Some(sla::moved(&before, &since))
}
