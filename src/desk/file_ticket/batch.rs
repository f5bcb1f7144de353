//! Many requests filed in one write: each table is asked and written once for all of them.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::RangeFrom,
    sync::Arc,
};

use super::{Filed, Prepared, behalf};
use crate::{
    desk::{
        Desk, Error, FormKey, attach,
        greet::{Before, Greeting, greeting},
    },
    domain::{
        ids::{OrganisationId, PersonId},
        people::{Organisation, Person},
        stored_clock::StoredClock,
    },
    kill_point::{KillPoint, pass},
    store::{
        Conn, clocks, consents, events, invitations, letters, links, messages, organisations,
        people, tickets,
    },
};

impl Desk {
    /// Files those requests whose form has filed nothing yet, and answers for each; nothing for a
    /// form that was used, or comes twice among them.
    pub(in crate::desk) fn file_all(
        &self,
        tx: &mut Conn,
        all: &[Arc<Prepared>],
    ) -> Result<Vec<Option<Filed>>, Error> {
        let hashes = all.iter().map(|one| one.hash.clone()).collect();
        let mut used: HashSet<String> = links::known(tx, hashes)?.into_iter().collect();
        let fresh: Vec<Option<&Prepared>> = all
            .iter()
            .map(|one| used.insert(one.hash.clone()).then_some(&**one))
            .collect();
        let fresh = allowed(tx, fresh)?;
        let filed: Vec<&Prepared> = fresh.iter().flatten().copied().collect();
        let known = Requesters::of(tx, &filed)?;
        let mut ranks = ranks(tx, &filed)?;
        pass(KillPoint::FilingNumbered);
        let (mut placed, mut said, mut happened) = (Vec::new(), Vec::new(), Vec::new());
        let (mut given, mut owed) = (Vec::new(), Vec::new());
        let mut timed: Vec<StoredClock> = Vec::new();
        let mut greetings = Greetings::among(&known);
        let mut answers = Vec::with_capacity(filed.len());
        for one in &filed {
            let missing = || Error::Inconsistent("a request lost its requester".to_owned());
            let (requester, organisation) = known.of_request(one).ok_or_else(missing)?;
            let rank = ranks
                .get_mut(&one.year)
                .and_then(Iterator::next)
                .ok_or_else(missing)?;
            let letter = greetings.of(tx, one, requester, organisation)?;
            answers.push(Filed {
                ticket: one.id(),
                again: false,
                letter,
            });
            let is_silent = letter == Greeting::Silent;
            let rows = one.rows(requester, organisation, rank, is_silent);
            owed.extend((!is_silent).then(|| {
                self.letter(
                    Some(rows.ticket.id),
                    one.request.email.clone(),
                    rows.ticket.lang,
                    rows.received,
                    one.at,
                )
            }));
            placed.push((rows.ticket, one.projected.place, 1));
            said.push(rows.message);
            happened.push(rows.event);
            given.push(rows.link);
            timed.extend_from_slice(&one.projected.stored);
        }
        tickets::insert_all(tx, &placed)?;
        pass(KillPoint::FilingTicketWritten);
        messages::insert_all(tx, &said)?;
        for (one, message) in filed.iter().zip(&said).filter(|(one, _)| one.request.files) {
            let form = FormKey::filing(&one.request.key);
            let here = (message.ticket, message.id);
            attach::accept(tx, &form, here, one.contract.file_limits())?;
        }
        pass(KillPoint::FilingMessageWritten);
        events::append_all(tx, &happened)?;
        consents::note(tx, &happened)?;
        pass(KillPoint::FilingHistoryWritten);
        clocks::insert_all(tx, &timed)?;
        pass(KillPoint::FilingClocksWritten);
        links::insert_all(tx, &given)?;
        pass(KillPoint::FilingLinkWritten);
        letters::owe_all(tx, &owed)?;
        pass(KillPoint::FilingLetterOwed);
        let mut answers = answers.into_iter();
        Ok(fresh
            .into_iter()
            .map(|one| one.and_then(|_| answers.next()))
            .collect())
    }
}

/// The numbers that come next, by year. Taken together; whoever else files waits for the commit.
/// Those that may be filed for whom they say. What is not filed here is tried by itself, and told why.
fn allowed<'a>(
    tx: &mut Conn,
    fresh: Vec<Option<&'a Prepared>>,
) -> Result<Vec<Option<&'a Prepared>>, Error> {
    fresh
        .into_iter()
        .map(|one| match one.map(|one| behalf::allowed(tx, one)) {
            None => Ok(None),
            Some(Ok(())) => Ok(one),
            Some(Err(Error::NotFound | Error::NotEntitled(_))) => Ok(None),
            Some(Err(error)) => Err(error),
        })
        .collect()
}

fn ranks(tx: &mut Conn, filed: &[&Prepared]) -> Result<BTreeMap<i32, RangeFrom<i64>>, Error> {
    let mut years: BTreeMap<i32, i64> = BTreeMap::new();
    for one in filed {
        *years.entry(one.year).or_default() += 1;
    }
    years
        .into_iter()
        .map(|(year, count)| Ok((year, tickets::next_ranks(tx, year, count)?..)))
        .collect()
}

/// The people behind the addresses, and whose they are.
struct Requesters {
    people: HashMap<String, Person>,
    organisations: HashMap<OrganisationId, Organisation>,
    /// By the domain of its mail.
    by_domain: HashMap<String, OrganisationId>,
    /// Those who have never asked before.
    met: HashSet<PersonId>,
}

impl Requesters {
    /// Finds them. Those who are new are remembered, with the organisation of their address.
    fn of(tx: &mut Conn, filed: &[&Prepared]) -> Result<Self, Error> {
        let mut keys: Vec<String> = filed.iter().map(|one| one.request.email.key()).collect();
        let mut domains: Vec<String> = filed.iter().map(|one| domain(one)).collect();
        for list in [&mut keys, &mut domains] {
            list.sort_unstable();
            list.dedup();
        }
        let mut people: HashMap<String, Person> = people::by_emails(tx, keys.clone())?
            .into_iter()
            .map(|person| (person.email.key(), person))
            .collect();
        if people.values().any(|one| one.organisation.is_some()) {
            // Who was invited and has not come belongs to nobody who says so: they may be another's.
            for key in invitations::unanswered(tx, &keys)? {
                if let Some(person) = people.get_mut(&key) {
                    person.organisation = None;
                }
            }
        }
        let mut theirs: Vec<OrganisationId> =
            people.values().filter_map(|one| one.organisation).collect();
        let asked_for = filed.iter().filter_map(|one| one.request.behalf);
        theirs.extend(asked_for.map(|behalf| behalf.organisation));
        theirs.sort_unstable();
        theirs.dedup();
        let mut known = Self {
            people,
            organisations: HashMap::new(),
            by_domain: HashMap::new(),
            met: HashSet::new(),
        };
        for one in organisations::by_mail_domains(tx, domains)? {
            if let Some(domain) = &one.mail_domain {
                known.by_domain.insert(domain.to_lowercase(), one.id);
            }
            known.organisations.insert(one.id, one);
        }
        theirs.retain(|id| !known.organisations.contains_key(id));
        if !theirs.is_empty() {
            for one in organisations::with_ids(tx, &theirs)? {
                known.organisations.insert(one.id, one);
            }
        }
        let mut met = Vec::new();
        for one in filed {
            let key = one.request.email.key();
            if !known.people.contains_key(&key) {
                let person = one.stranger(known.of_domain(one));
                known.met.insert(person.id);
                met.push((person.clone(), one.at));
                known.people.insert(key, person);
            }
        }
        if !met.is_empty() {
            people::insert_all(tx, &met)?;
        }
        Ok(known)
    }

    /// Who asks, and whose they are: their organisation, or that of their address.
    fn of_request(&self, one: &Prepared) -> Option<(&Person, Option<&Organisation>)> {
        let person = self.people.get(&one.request.email.key())?;
        if let Some(behalf) = one.request.behalf {
            return Some((person, Some(self.organisations.get(&behalf.organisation)?)));
        }
        let organisation = match person.organisation {
            Some(id) => Some(self.organisations.get(&id)?),
            None => self.of_domain(one),
        };
        Some((person, organisation))
    }

    fn of_domain(&self, one: &Prepared) -> Option<&Organisation> {
        self.organisations.get(self.by_domain.get(&domain(one))?)
    }
}

/// Who is written to, of those whose requests are filed together.
struct Greetings<'a> {
    known: &'a Requesters,
    /// To whom a letter is owed already by this write.
    written: HashSet<PersonId>,
}

impl<'a> Greetings<'a> {
    fn among(known: &'a Requesters) -> Self {
        Self {
            known,
            written: HashSet::new(),
        }
    }

    fn of(
        &mut self,
        tx: &mut Conn,
        one: &Prepared,
        requester: &Person,
        organisation: Option<&Organisation>,
    ) -> Result<Greeting, Error> {
        let before = if self.written.contains(&requester.id) {
            Before::Written
        } else if self.known.met.contains(&requester.id) {
            Before::Never
        } else {
            Before::Unknown
        };
        let letter = greeting(tx, one.typed, requester, organisation, before, one.at)?;
        if letter == Greeting::Stranger {
            self.written.insert(requester.id);
        }
        Ok(letter)
    }
}

fn domain(one: &Prepared) -> String {
    one.request.email.domain().to_lowercase()
}
