//! The consistency check: every ticket's history is replayed and compared with what is stored.
//!
//! # Why
//! Status, clocks and the place in the queue are projections of the history, kept beside it for
//! speed. A fault, a crash or a hand in the database shows as a difference between the two. Each
//! page of tickets is read as of one instant, so that the check may run while the desk works.

mod consents;
mod factors;
mod files;
mod finding;
mod history;
mod ladder;
mod letters;
mod messages;
mod moves;
mod pauses;
mod qualification;
mod reports;
mod time;
mod vendor;

use std::collections::BTreeMap;

use crate::{
    domain::{contract::Contract, sla, ticket::Reference},
    store::{audit, audit::Kept, consents as kept_consents, contract_versions, tickets},
};

use super::{Desk, Error, projection};
use finding::Notes;

pub use finding::{About, Aspect, Finding};

/// How many tickets are read at a time.
const AT_A_TIME: i64 = 200;

/// How many versions of contracts are read.
const VERSIONS: i64 = 10_000;

/// How far a check has come.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Checked {
    /// Tickets that were compared.
    pub tickets: u64,
    /// Tickets to compare, as the numbers given out say.
    pub of: u64,
    /// Events that were replayed.
    pub events: u64,
    /// Letters that were looked at.
    pub letters: u64,
    /// Versions of contracts that were compiled.
    pub contracts: u64,
    /// What was found.
    pub findings: u64,
}

impl Desk {
    /// Compares everything. `tell` hears of each page of tickets: how far the check has come, and
    /// what was found since it last heard. The memory it takes does not grow with the database.
    ///
    /// # Errors
    /// When the database fails. Rows that make no sense are findings.
    pub fn check(&self, tell: &mut dyn FnMut(&Checked, &[Finding])) -> Result<Checked, Error> {
        let mut checked = Checked::default();
        let mut tell = |checked: &mut Checked, found: &[Finding]| {
            checked.findings += count(found.len());
            tell(checked, found);
        };
        let found = self.check_database(&mut checked)?;
        tell(&mut checked, &found);
        let found = self.check_second_factors()?;
        tell(&mut checked, &found);
        self.check_files(&mut |found| tell(&mut checked, found))?;
        self.check_cases(&mut |found| tell(&mut checked, found))?;
        let found = self.check_closings()?;
        tell(&mut checked, &found);
        let mut ranks = Ranks::default();
        loop {
            let after = ranks.last;
            let (page, given) = self.store.read(move |conn| -> Result<_, Error> {
                let page = audit::page(conn, after, AT_A_TIME)?;
                Ok((page, tickets::ranks_given(conn)?))
            })?;
            checked.of = given
                .iter()
                .filter_map(|(_, value)| u64::try_from(*value).ok())
                .sum();
            let mut found = Vec::new();
            for kept in &page {
                ranks.meet(kept.row.reference, &mut found);
                found.extend(self.check_ticket(kept)?);
                checked.tickets += 1;
                checked.events += count(kept.events.len());
                checked.letters += count(kept.letters.len());
            }
            let over = i64::try_from(page.len()).is_ok_and(|read| read < AT_A_TIME);
            if over {
                ranks.end(&given, &mut found);
            }
            tell(&mut checked, &found);
            if over {
                return Ok(checked);
            }
        }
    }

    /// What does not hang on any ticket: the file, and the contracts.
    fn check_database(&self, checked: &mut Checked) -> Result<Vec<Finding>, Error> {
        let (broken, versions) = self.store.read(|conn| -> Result<_, Error> {
            Ok((
                audit::broken(conn)?,
                contract_versions::list(conn, VERSIONS)?,
            ))
        })?;
        let mut database = Notes::on(About::Database);
        for what in broken {
            database.note(Aspect::Engine, what);
        }
        let mut found = database.found;
        for version in versions {
            checked.contracts += 1;
            let file = format!("{}.toml", version.name);
            let wrongs = Contract::parse(&file, &version.source).err();
            let mut notes = Notes::on(About::Contract {
                name: version.name,
                version: version.version,
            });
            for wrong in wrongs.into_iter().flatten() {
                notes.note(Aspect::Contract, wrong.to_string());
            }
            found.append(&mut notes.found);
        }
        Ok(found)
    }

    fn check_ticket(&self, kept: &Kept) -> Result<Vec<Finding>, Error> {
        let mut notes = Notes::on(About::Ticket(kept.row.reference));
        for why in &kept.unreadable {
            notes.note(Aspect::Row, why.to_string());
        }
        let (ticket, place) = match &kept.row.ticket {
            Ok(read) => read,
            Err(why) => {
                notes.note(Aspect::Row, why.to_string());
                return Ok(notes.found);
            }
        };
        history::count(kept, &mut notes);
        if !kept.unreadable.is_empty() {
            // What cannot be read would be missed everywhere: it is told once.
            return Ok(notes.found);
        }
        let id = ticket.contract;
        let contract = match self.store.read(|conn| self.contracts.get(conn, id)) {
            Ok(contract) => contract,
            Err(Error::Inconsistent(why)) => {
                notes.note(
                    Aspect::Contract,
                    format!("its contract cannot be read: {why}"),
                );
                return Ok(notes.found);
            }
            Err(Error::NotFound) => {
                notes.note(Aspect::Contract, "its contract is not there");
                return Ok(notes.found);
            }
            Err(error) => return Err(error),
        };
        messages::compare(kept, &mut notes);
        time::compare(kept, &mut notes);
        let noted = self
            .store
            .read(|conn| kept_consents::noted(conn, &kept.row.key))?;
        consents::compare(kept, &noted, &mut notes);
        qualification::compare(kept, &contract, &mut notes);
        pauses::compare(kept, &contract, &mut notes);
        let Some(told) = history::told(ticket, &kept.events, &mut notes) else {
            return Ok(notes.found);
        };
        history::compare(ticket, &told, &kept.events, &mut notes);
        let replayed = sla::replay(&kept.events, &contract);
        let projected = projection::project(&told.last, &kept.events, &contract, &kept.clocks);
        let (Ok(replayed), Ok(projected)) = (replayed.as_ref(), projected.as_ref()) else {
            let why = match (replayed, projected) {
                (Err(why), _) => why.to_string(),
                (_, Err(why)) => why.to_string(),
                (Ok(_), Ok(_)) => String::new(),
            };
            notes.note(
                Aspect::History,
                format!("the clocks cannot be replayed: {why}"),
            );
            return Ok(notes.found);
        };
        history::clocks(&kept.clocks, &projected.stored, &mut notes);
        history::place(place, &projected.place, &mut notes);
        moves::compare(&kept.events, &contract, &mut notes);
        ladder::compare(kept, replayed, &mut notes);
        letters::compare(kept, ticket, &mut notes);
        self.check_facts(ticket.id, &mut notes)?;
        Ok(notes.found)
    }
}

/// The numbers that people say: in each year from 1, without gaps, up to the last one given.
#[derive(Debug, Default)]
struct Ranks {
    last: Option<Reference>,
    highest: BTreeMap<i32, i64>,
}

impl Ranks {
    fn meet(&mut self, reference: Reference, found: &mut Vec<Finding>) {
        let (year, rank) = (reference.year(), reference.rank());
        let before = self.highest.insert(year, rank).unwrap_or(0);
        if rank != before.saturating_add(1) {
            let first = Reference::new(year, before.saturating_add(1));
            let last = Reference::new(year, rank.saturating_sub(1));
            found.extend(missing(first, last));
        }
        self.last = Some(reference);
    }

    /// After the last ticket: `given` are the last ranks that were given.
    fn end(&self, given: &[(i32, i64)], found: &mut Vec<Finding>) {
        let mut database = Notes::on(About::Database);
        for (year, value) in given {
            let last = self.highest.get(year).copied().unwrap_or(0);
            if last < *value {
                let first = Reference::new(*year, last.saturating_add(1));
                found.extend(missing(first, Reference::new(*year, *value)));
            } else if last > *value {
                let last = Reference::new(*year, last);
                database.note(
                    Aspect::Numbers,
                    format!("the last number given in {year} is {value}, yet {last} exists"),
                );
            }
        }
        for (year, last) in &self.highest {
            if given.iter().all(|(one, _)| one != year) {
                let last = Reference::new(*year, *last);
                database.note(
                    Aspect::Numbers,
                    format!("no number was ever given in {year}, yet {last} exists"),
                );
            }
        }
        found.append(&mut database.found);
    }
}

fn missing(first: Reference, last: Reference) -> Vec<Finding> {
    let mut notes = Notes::on(About::Ticket(first));
    let says = if first == last {
        "the number was given and there is no such ticket".to_owned()
    } else {
        format!("the numbers up to {last} were given and there are no such tickets")
    };
    notes.note(Aspect::Numbers, says);
    notes.found
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
