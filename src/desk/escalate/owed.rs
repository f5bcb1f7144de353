//! What vendors owe on the tickets whose ladders are climbed: whoever is warned of a promise to the
//! customer reads where the vendor's ends after it.

use crate::{
    desk::{Desk, Error, Found},
    domain::{
        ids::TicketId,
        notice::OwedFacts,
        sla::{self, Clock},
        vendor,
    },
    store::{
        Conn, organisations,
        vendor::{cases, thread},
    },
};

impl Desk {
    /// What vendors owe on some tickets.
    pub(super) fn owed_by_vendors(
        &self,
        tx: &mut Conn,
        tickets: &[TicketId],
    ) -> Result<Vec<(TicketId, OwedFacts)>, Error> {
        let mut owed = Vec::new();
        for case in cases::owed_on(tx, tickets)? {
            let contract = self.contracts.get(tx, case.contract)?;
            let vendor = organisations::find(tx, case.vendor).found()?.name;
            let timezone = contract.calendar().rules().timezone().name();
            let clocks = vendor::clocks(&thread::history(tx, case.id)?, &contract)?;
            for clock in sla::last_runs(&clocks) {
                let Some(at) = clock.deadline() else {
                    continue;
                };
                let facts = OwedFacts {
                    clock: clock.name,
                    at,
                    timezone: timezone.to_owned(),
                    vendor: vendor.clone(),
                };
                owed.push((case.ticket, facts));
            }
        }
        Ok(owed)
    }
}

/// What a vendor owes on a ticket after one of its clocks is due: its promise of the same kind, or what it
/// owes first where it owes none of that kind.
pub(super) fn after(
    owed: &[(TicketId, OwedFacts)],
    ticket: TicketId,
    clock: &Clock,
) -> Option<OwedFacts> {
    let due = clock.due_at?;
    let of_it = || {
        let all = owed.iter().filter(move |(of, _)| *of == ticket);
        all.map(|(_, facts)| facts)
    };
    let same = of_it().filter(|facts| facts.clock == clock.name);
    let found = same.max_by_key(|facts| facts.at);
    let found = found.or_else(|| of_it().min_by_key(|facts| facts.at));
    found.filter(|facts| facts.at > due).cloned()
}
