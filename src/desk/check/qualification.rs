//! What the rules proposed and what people made of it, against the history and the contract.

use crate::{
    domain::{
        contract::Contract,
        ticket::{Proposal, What, decisions},
    },
    store::audit::Kept,
};

use super::{Aspect, Notes, moves::first_version};

/// Compares the proposals with what the contract's rules give, and the decisions with the history.
///
/// What was decided before decisions were kept has no rows: only rows are asked for that belong to an
/// event whose proposal names its rule.
///
/// Each proposal is one of the version under which the ticket was then.
pub(super) fn compare(kept: &Kept, contract: &Contract, notes: &mut Notes) {
    let version = |id| contract.earlier(id).unwrap_or(contract);
    let mut terms = first_version(&kept.events).map_or(contract, version);
    for event in &kept.events {
        if let What::MovedToVersion { to, .. } = &event.what {
            terms = version(*to);
        }
        let proposal = match &event.what {
            What::Filed { proposal, .. } => Some(proposal),
            What::WorkaroundRecorded { proposal, .. } | What::NatureCorrected { proposal, .. } => {
                proposal.as_ref()
            }
            _ => None,
        };
        if let Some(proposal) = proposal.filter(|proposal| !proposal.rule.is_empty()) {
            rules(event.seq, proposal, terms, notes);
        }
    }
    let mut rows: Vec<_> = kept.decisions.iter().collect();
    for told in decisions(&kept.events) {
        let place = rows.iter().position(|row| row.id == told.id);
        match place.map(|place| rows.remove(place)) {
            Some(row) if *row == told => {}
            Some(_) => notes.note(
                Aspect::Qualification,
                format!(
                    "what was decided on a proposal of {} is stored otherwise",
                    told.proposed
                ),
            ),
            None if told.rule.is_empty() => {}
            None => notes.note(
                Aspect::Qualification,
                format!(
                    "what was decided on a proposal of {} is missing",
                    told.proposed
                ),
            ),
        }
    }
    for row in rows {
        notes.note(
            Aspect::Qualification,
            format!(
                "a decision for {} is stored that no event tells of",
                row.decided
            ),
        );
    }
}

/// The rules of the ticket's contract version give again what was proposed.
fn rules(seq: i64, kept: &Proposal, contract: &Contract, notes: &mut Notes) {
    let again = contract.propose(&kept.answers);
    if again != *kept {
        notes.note(
            Aspect::Qualification,
            format!(
                "event {seq} proposes {} by « {} », the contract's rules give {} by « {} »",
                kept.priority, kept.rule, again.priority, again.rule
            ),
        );
    }
}
