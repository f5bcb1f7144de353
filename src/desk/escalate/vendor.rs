//! The ladder of the vendor's contract, climbed for the integrator: whoever it names at the desk is
//! warned before the vendor's promise is missed, and told when it was. Nobody of the vendor and nobody
//! of the customer hears of it.

use chrono::{DateTime, Utc};

use super::{
    AT_A_TIME, Swept,
    recipients::{Told, recipients},
    warn::level_facts,
};
use crate::{
    desk::{Desk, Error, Found, letters as facts, vendor::fired},
    domain::{
        access::Scope,
        contract::Contract,
        ids::{VendorCaseId, VendorWarningId},
        lang::Lang,
        notice::{LevelFacts, Notice, OwedFacts, Worded},
        people::Person,
        sla::{self, Clock, Fire},
        ticket::Ticket,
        vendor::{self, VendorCase, VendorWarning},
    },
    store::{
        Conn, StoreError, events, letters, organisations, people, queue_members, queues, tickets,
        vendor::{cases, thread, warnings},
    },
};

impl Desk {
    /// Looks at every case at which a ladder has come to look. Safe to run twice at once, and after any
    /// stop: each level fires once.
    pub(super) fn sweep_cases(
        &self,
        go_on: &dyn Fn() -> bool,
        swept: &mut Swept,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        loop {
            let due = self
                .store
                .read(move |conn| cases::watched(conn, now, AT_A_TIME))?;
            let mut moved = 0;
            for case in due {
                if !go_on() {
                    return Ok(());
                }
                let (desk, id) = (self.clone(), case.id);
                let done = self.insist(move |tx| desk.watch_case(tx, id, now).map_err(faster));
                match done {
                    Ok((fired, letters)) => {
                        moved += 1;
                        swept.fired += fired;
                        swept.letters += letters;
                    }
                    // The database does not do its part: every other case would fail too.
                    Err(error) if error.is_passing() => return Err(error),
                    Err(error) => {
                        swept.failed += 1;
                        tracing::error!(case = %id, %error, "the ladder of a case could not be climbed");
                        self.leave_case_alone(case, now)?;
                    }
                }
            }
            // A batch in which nothing moved would be found again for ever.
            if moved == 0 {
                return Ok(());
            }
        }
    }

    /// A case that fails is looked at again in a while.
    fn leave_case_alone(&self, case: VendorCase, now: DateTime<Utc>) -> Result<(), Error> {
        let later = Some(now + super::LEFT_ALONE);
        self.store.write(move |tx| -> Result<(), Error> {
            cases::watch(tx, &case, later)?;
            Ok(())
        })
    }

    /// Climbs the ladders of a case's clocks; how many levels fired, and how many letters are owed.
    fn watch_case(
        &self,
        tx: &mut Conn,
        id: VendorCaseId,
        now: DateTime<Utc>,
    ) -> Result<(usize, usize), Error> {
        let case = cases::find(tx, id, &Scope::Desk).found()?;
        if case.watch_at.is_none_or(|at| at > now) {
            // Somebody was faster.
            return Ok((0, 0));
        }
        let contract = self.contracts.get(tx, case.contract)?;
        let history = thread::history(tx, id)?;
        let mut reached = fired(tx, id)?;
        let clocks = vendor::clocks(&history, &contract)?;
        let (mut levels, mut owed) = (0, 0);
        for (clock, step) in vendor::plan(&clocks, &contract, &reached.clone(), now) {
            if let Some(fire) = &step.fire {
                levels += 1;
                owed += self.warn_of(tx, (&case, clock), fire, &contract, now)?;
                reached.push((clock.name, clock.run, step.reached));
            }
        }
        let next = vendor::watch_at(&clocks, &contract, &reached);
        if !cases::watch(tx, &case, next)? {
            return Err(Error::Overtaken);
        }
        Ok((levels, owed))
    }

    /// A level fires on a clock of a case; how many letters are owed because of it.
    fn warn_of(
        &self,
        tx: &mut Conn,
        (case, clock): (&VendorCase, &Clock),
        fire: &Fire,
        contract: &Contract,
        now: DateTime<Utc>,
    ) -> Result<usize, Error> {
        let ticket = tickets::find(tx, case.ticket, &Scope::Desk).found()?;
        let level = contract.ladder(clock.name).at(fire.level);
        let wanted = level.map_or(&[][..], |level| level.recipients.as_slice());
        let queue = queues::find(tx, ticket.queue).found()?;
        let mut workers = people::workers(tx, 1_000)?;
        workers.retain(|one| one.active);
        if queue.members_only {
            let members = queue_members::of(tx, queue.id)?;
            workers.retain(|one| members.contains(&one.id));
        }
        let workers: Vec<&Person> = workers.iter().collect();
        // No customer hears of a vendor.
        let told = recipients(&ticket, &queue, (&workers, &[], None), wanted);
        let level = LevelFacts {
            // What the ladder says to do is said to the vendor.
            words: Worded::default(),
            ..level_facts(clock, fire, level, &told, now)
        };
        let warning = VendorWarning {
            id: VendorWarningId::fresh(),
            case: case.id,
            clock: clock.name,
            run: clock.run,
            level: level.clone(),
        };
        warnings::insert(tx, &warning)?;
        let ours = self.ours(tx, &ticket)?;
        let vendor = organisations::find(tx, case.vendor).found()?.name;
        for Told { mail, lang, .. } in &told {
            let Some(promise) = facts::promise_facts(contract, clock, *lang, now)? else {
                continue;
            };
            let notice = Notice::VendorWarned {
                ticket: self.shown(tx, &ticket, *lang)?,
                vendor: vendor.clone(),
                case: Self::case_reference(&ticket, case),
                promise,
                level: level.clone(),
                ours: ours.clone(),
            };
            let letter = self.letter(Some(ticket.id), mail.clone(), *lang, notice, now);
            letters::owe(tx, &letter)?;
        }
        Ok(told.len())
    }

    fn shown(
        &self,
        tx: &mut Conn,
        ticket: &Ticket,
        lang: Lang,
    ) -> Result<crate::domain::notice::TicketFacts, Error> {
        let contract = self.contracts.get(tx, ticket.contract)?;
        facts::ticket_facts(tx, ticket, &contract, lang)
    }

    /// What is owed to the customer first, if anything is.
    fn ours(&self, tx: &mut Conn, ticket: &Ticket) -> Result<Option<OwedFacts>, Error> {
        let contract = self.contracts.get(tx, ticket.contract)?;
        let clocks = sla::replay(&events::of(tx, ticket.id)?, &contract)?;
        let last: Vec<Clock> = sla::last_runs(&clocks).cloned().collect();
        Ok(sla::due_first(&last).map(|(clock, at)| OwedFacts {
            clock: clock.name,
            at,
            timezone: contract.calendar().rules().timezone().name().to_owned(),
            vendor: String::new(),
        }))
    }
}

/// What is there already was put there by somebody faster: what they did is found at the next try.
fn faster(error: Error) -> Error {
    match error {
        Error::Store(StoreError::Taken) => Error::Overtaken,
        error => error,
    }
}
