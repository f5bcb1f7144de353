//! Cases at vendors: each is replayed and compared with what is stored.

use std::collections::BTreeMap;

use crate::{
    desk::vendor::{fired, project},
    domain::{
        access::Scope,
        contract::Contract,
        ids::VendorCaseId,
        sla,
        ticket::What,
        vendor::{
            CaseEvent, CaseHappened, VendorCase, VendorMessage, around_last, decidable_end, ends,
            moved_by_last,
        },
    },
    store::{
        events, tickets,
        vendor::{cases, thread},
    },
};

use super::{AT_A_TIME, About, Aspect, Desk, Error, Finding, Notes};

const ON: Aspect = Aspect::Case;

impl Desk {
    /// Compares every case with its history, and with what its ticket says of it.
    pub(super) fn check_cases(&self, tell: &mut dyn FnMut(&[Finding])) -> Result<(), Error> {
        let mut after: Option<VendorCaseId> = None;
        loop {
            let page = self
                .store
                .read(|conn| cases::page(conn, after, AT_A_TIME))?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = Some(last.id);
            for case in &page {
                let found = self.check_case(case)?;
                if !found.is_empty() {
                    tell(&found);
                }
            }
        }
    }

    fn check_case(&self, case: &VendorCase) -> Result<Vec<Finding>, Error> {
        let (history, said, contract, ticket, told, fired) =
            self.store.read(|conn| -> Result<_, Error> {
                Ok((
                    thread::history(conn, case.id)?,
                    thread::said(conn, case.id)?,
                    self.contracts.get(conn, case.contract)?,
                    tickets::find(conn, case.ticket, &Scope::Desk)?,
                    events::of(conn, case.ticket)?,
                    fired(conn, case.id)?,
                ))
            })?;
        let about = ticket.map_or(About::Database, |ticket| About::Ticket(ticket.reference));
        let mut notes = Notes::on(about);
        let mut replayed = case.clone();
        match project(&mut replayed, &history, &contract, &fired) {
            Err(why) => notes.note(ON, format!("case {} cannot be replayed: {why}", case.id)),
            Ok(()) if replayed != *case => notes.note(
                ON,
                format!(
                    "case {} is stored as {} with {} events, the history gives {} with {}",
                    case.id, case.state, case.events, replayed.state, replayed.events
                ),
            ),
            Ok(()) => {}
        }
        lifted(case, &history, &contract, &mut notes);
        let sent = told
            .iter()
            .filter(
                |event| matches!(event.what, What::SentToVendor { case: one } if one == case.id),
            )
            .count();
        if sent != 1 {
            notes.note(
                ON,
                format!(
                    "its history says {sent} times that case {} was sent",
                    case.id
                ),
            );
        }
        let mut written: BTreeMap<_, &VendorMessage> =
            said.iter().map(|message| (message.id, message)).collect();
        for event in &history {
            if let Some(message) = event.what.message()
                && written
                    .remove(&message)
                    .is_none_or(|one| one.author != event.actor)
            {
                notes.note(
                    ON,
                    format!("event {} of case {} has no message", event.seq, case.id),
                );
            }
        }
        if !written.is_empty() {
            notes.note(
                ON,
                format!(
                    "{} messages of case {} have no event",
                    written.len(),
                    case.id
                ),
            );
        }
        Ok(notes.found)
    }
}

/// Each decision that lifted a pause says which deadlines moved, as a replay gives them.
fn lifted(case: &VendorCase, history: &[CaseEvent], contract: &Contract, notes: &mut Notes) {
    for (event, rank) in history.iter().zip(1_usize..) {
        let until = history.get(..rank).unwrap_or_default();
        let before = until.get(..rank - 1).unwrap_or_default();
        let (moved, real) = match &event.what {
            CaseHappened::PauseLifted { moved, .. } => {
                let around = around_last(until, contract);
                (moved, around.map(|(was, is)| sla::moved(&was, &is)))
            }
            CaseHappened::EndLifted { told, moved, .. } => {
                if decidable_end(&ends(before, contract), *told).is_err() {
                    let seq = event.seq;
                    let unasked = format!("event {seq} decides what nobody contests");
                    notes.note(ON, unasked);
                }
                (moved, moved_by_last(until, contract))
            }
            _ => continue,
        };
        if real.is_ok_and(|real| real == *moved) {
            continue;
        }
        notes.note(
            ON,
            format!(
                "event {} of case {} does not say which deadlines moved",
                event.seq, case.id
            ),
        );
    }
}
