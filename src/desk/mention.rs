//! Colleagues whom an internal note calls by name: they are told by a letter, with the note's link.

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::MessageId,
        notice::Notice,
        people::Person,
        ticket::{Description, Ticket, called},
    },
    store::{Conn, StoreError, letters, people, tickets},
};

use super::{Desk, Error, change_ticket::Open, letters as facts, standing};

/// How many people of the desk are looked at.
const MOST_WORKERS: i64 = 1_000;

/// Whom a note calls: those who work at the desk and may read this ticket, never its author.
pub(super) fn called_in(
    tx: &mut Conn,
    ticket: &Ticket,
    author: &Person,
    note: &Description,
) -> Result<Vec<Person>, StoreError> {
    if !note.as_str().contains('@') {
        return Ok(Vec::new());
    }
    let team: Vec<Person> = people::workers(tx, MOST_WORKERS)?
        .into_iter()
        .filter(|one| one.active && may(one.role, Right::ReadTickets))
        .collect();
    let mut found = Vec::new();
    for id in called(note.as_str(), &team) {
        let Some(person) = team.iter().find(|one| one.id == id && id != author.id) else {
            continue;
        };
        let sees = Scope::of(&standing::who(tx, person)?);
        if tickets::find(tx, ticket.id, &sees)?.is_some() {
            found.push(person.clone());
        }
    }
    Ok(found)
}

impl Desk {
    /// Owes each of those whom a note calls their letter.
    pub(super) fn tell_called(
        &self,
        tx: &mut Conn,
        open: &Open<'_>,
        author: &Person,
        (message, note): (MessageId, &Description),
        called: &[Person],
    ) -> Result<(), Error> {
        for person in called {
            let notice = Notice::Mentioned {
                ticket: facts::ticket_facts(tx, &open.ticket, open.contract, person.lang)?,
                message,
                author: author.name.clone(),
                text: note.as_str().to_owned(),
            };
            let to = person.email.clone();
            let letter = self.letter(Some(open.ticket.id), to, person.lang, notice, open.now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
    }
}
