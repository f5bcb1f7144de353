//! Of which ticket a letter speaks, and who its sender is there.

use super::{
    super::{Desk, Error, Site, standing},
    case::CaseThread,
};
use crate::{
    domain::{
        access::{Right, Scope, Thing, allows, may},
        ids::TicketId,
        incoming::{FoundBy, IncomingMail, Writer},
        people::{EmailAddress, Person},
        ticket::{Reference, Ticket},
    },
    store::{Conn, incoming, letters, people, tickets, watchers},
};

/// How many of the ids that a letter refers to are looked at as roots.
const MOST_ROOTS: usize = 8;

/// The ticket that a letter speaks of.
pub(super) struct Thread {
    pub(super) by: FoundBy,
    pub(super) ticket: Ticket,
    /// Who the sender is there.
    pub(super) writer: Writer,
}

impl Desk {
    /// Finds the ticket, at this very moment: by the address it came to, by what it refers to, by the
    /// reference in its subject.
    pub(super) fn thread_of(
        &self,
        conn: &mut Conn,
        mail: &IncomingMail,
        delivered_to: Option<&EmailAddress>,
        sender: Option<&Person>,
    ) -> Result<Option<Thread>, Error> {
        let Some((by, ticket)) = self.ticket_of(conn, mail, delivered_to)? else {
            return Ok(None);
        };
        let writer = match sender {
            Some(person) => writer(conn, person, &ticket)?,
            None => Writer::Other,
        };
        Ok(Some(Thread { by, ticket, writer }))
    }

    /// The ticket of a letter that speaks of a case although nothing shows that the vendor wrote it: that
    /// which it speaks of too, or that of the case, where its sender may write on it. The customer had a
    /// copy of what the vendor wrote, and answers all.
    pub(super) fn thread_beside(
        &self,
        conn: &mut Conn,
        mail: &IncomingMail,
        delivered_to: Option<&EmailAddress>,
        sender: Option<&Person>,
        case: &CaseThread,
    ) -> Result<Option<Thread>, Error> {
        let own = self.thread_of(conn, mail, delivered_to, sender)?;
        if let Some(own) = own.filter(|own| own.writer != Writer::Other) {
            return Ok(Some(own));
        }
        let Some(sender) = sender.filter(|one| !one.role.works_at_the_desk()) else {
            return Ok(None);
        };
        let ticket = tickets::find(conn, case.case.ticket, &Scope::Desk)?;
        let Some(ticket) = ticket else {
            return Ok(None);
        };
        let writer = writer(conn, sender, &ticket)?;
        let by = FoundBy::Reference;
        Ok((writer == Writer::Customer).then_some(Thread { by, ticket, writer }))
    }

    fn ticket_of(
        &self,
        conn: &mut Conn,
        mail: &IncomingMail,
        delivered_to: Option<&EmailAddress>,
    ) -> Result<Option<(FoundBy, Ticket)>, Error> {
        let addresses = delivered_to.into_iter().chain(&mail.recipients);
        if let Some(token) = self.token_among(addresses)
            && let Some(ticket) = tickets::find(conn, token.ticket, &Scope::Desk)?
        {
            let given = match &mail.from {
                Some(from) => self.was_given(token, from)?,
                None => false,
            };
            let by = if given {
                FoundBy::ReplyAddress
            } else {
                FoundBy::Reference
            };
            return Ok(Some((by, ticket)));
        }
        let mut referred = roots(&mail.references, &self.site);
        referred.extend(letters::ticket_of(conn, &mail.references)?);
        referred.extend(incoming::ticket_of_mail(conn, &mail.references)?);
        for id in referred {
            if let Some(ticket) = tickets::find(conn, id, &Scope::Desk)? {
                return Ok(Some((FoundBy::Reference, ticket)));
            }
        }
        let subject = mail.subject.as_ref().map_or("", |line| line.as_str());
        let Some(reference) = named(subject) else {
            return Ok(None);
        };
        let found = tickets::by_reference(conn, &reference, &Scope::Desk)?;
        Ok(found.map(|ticket| (FoundBy::Subject, ticket)))
    }
}

/// Who somebody is to a ticket at this very moment.
pub(super) fn writer(conn: &mut Conn, person: &Person, ticket: &Ticket) -> Result<Writer, Error> {
    if !person.active {
        return Ok(Writer::Other);
    }
    let who = standing::who(conn, person)?;
    if person.role.works_at_the_desk() {
        let sees = tickets::find(conn, ticket.id, &Scope::of(&who))?.is_some();
        let works = sees && may(person.role, Right::WorkTickets);
        return Ok(if works { Writer::Worker } else { Writer::Other });
    }
    let watched = watchers::is_one(conn, ticket.id, person.id)?;
    let thing = Thing::Ticket(ticket.facts(watched));
    Ok(if allows(&who, Right::WriteToDesk, &thing) {
        Writer::Customer
    } else {
        Writer::Other
    })
}

/// The tickets whose roots the letter may refer to: every letter of ours about a ticket names its
/// root, and our letters' own ids look like one.
fn roots(references: &[String], site: &Site) -> Vec<TicketId> {
    let root = |one: &String| {
        let inner = one.strip_prefix('<')?.strip_suffix('>')?;
        let (left, host) = inner.split_once('@')?;
        (host.eq_ignore_ascii_case(&site.mail_host)).then(|| left.parse().ok())?
    };
    references
        .iter()
        .filter_map(root)
        .take(MOST_ROOTS)
        .collect()
}

/// The reference that a subject names.
fn named(subject: &str) -> Option<Reference> {
    subject
        .split(|one: char| !one.is_ascii_alphanumeric() && one != '-')
        .find_map(|word| word.to_uppercase().parse().ok())
}

/// Who has an address.
pub(super) fn person_of(
    conn: &mut Conn,
    from: Option<&EmailAddress>,
) -> Result<Option<Person>, Error> {
    match from {
        Some(from) => Ok(people::by_email(conn, from)?),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_names_a_ticket_wherever_it_stands() {
        for subject in [
            "Re: [INC-2026-01042] Import",
            "TR : inc-2026-01042",
            "(INC-2026-01042)",
        ] {
            assert_eq!(
                named(subject),
                Some(Reference::new(2026, 1042)),
                "{subject}"
            );
        }
        for subject in ["", "INC-2026", "INC-20x6-01", "Import"] {
            assert_eq!(named(subject), None, "{subject}");
        }
    }
}
