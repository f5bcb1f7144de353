//! Who is told at a level of a ladder.

use crate::domain::{
    access::{Right, may},
    contract::Recipient,
    ids::PersonId,
    lang::Lang,
    people::{EmailAddress, Person, Role},
    services::Queue,
    ticket::Ticket,
};

/// As what somebody reads of a level that fired.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::desk) enum Reads {
    /// As somebody of the desk, who acknowledges it.
    Desk,
    /// As one of the customer's administrators: what concerns them; they acknowledge nothing.
    Administrator,
    /// As whose request it is.
    Requester,
}

/// Somebody who is told of a level.
pub(in crate::desk) struct Told {
    pub(in crate::desk) mail: EmailAddress,
    pub(in crate::desk) lang: Lang,
    /// Who reads it, where it is not the address of a whole team.
    pub(in crate::desk) person: Option<PersonId>,
    /// As what they read it.
    pub(in crate::desk) reads: Reads,
}

impl Told {
    fn person(person: &Person) -> Self {
        Self {
            mail: person.email.clone(),
            lang: person.lang,
            person: Some(person.id),
            reads: Reads::Desk,
        }
    }

    fn customer(person: &Person) -> Self {
        Self {
            reads: Reads::Administrator,
            ..Self::person(person)
        }
    }

    fn requester(person: &Person, ticket: &Ticket) -> Self {
        Self {
            lang: ticket.lang,
            reads: Reads::Requester,
            ..Self::person(person)
        }
    }

    fn team(mail: &EmailAddress) -> Self {
        Self {
            mail: mail.clone(),
            lang: Lang::Fr,
            person: None,
            reads: Reads::Desk,
        }
    }
}

/// Who is told at a level: each address once. When the ladder's recipients have no address at
/// all, the supervisors and administrators of the desk are told instead: no escalation is silent.
/// `workers` are those who work here now and may see the ticket's queue, `administrators` those of the
/// customer whom the ticket concerns, `requester` whose it is if letters go there.
pub(in crate::desk) fn recipients(
    ticket: &Ticket,
    queue: &Queue,
    (workers, administrators, requester): (&[&Person], &[Person], Option<&Person>),
    wanted: &[Recipient],
) -> Vec<Told> {
    let with_role = |roles: &[Role]| {
        workers
            .iter()
            .filter(|person| roles.contains(&person.role))
            .map(|person| Told::person(person))
            .collect::<Vec<_>>()
    };
    let mut told = Vec::new();
    for recipient in wanted {
        match recipient {
            Recipient::Assignee => {
                let works = |person: &&&Person| {
                    Some(person.id) == ticket.assignee && may(person.role, Right::WorkTickets)
                };
                match workers.iter().find(works) {
                    Some(person) => told.push(Told::person(person)),
                    // Nobody works on it yet: the queue answers for it.
                    None => told.extend(queue.mail.as_ref().map(Told::team)),
                }
            }
            Recipient::Queue => told.extend(queue.mail.as_ref().map(Told::team)),
            Recipient::Supervisor => match &queue.supervisor_mail {
                Some(mail) => told.push(Told::team(mail)),
                None => told.extend(with_role(&[Role::Supervisor])),
            },
            Recipient::Administrators => told.extend(administrators.iter().map(Told::customer)),
            Recipient::Requester => {
                told.extend(requester.map(|person| Told::requester(person, ticket)));
            }
            Recipient::Address(mail) => told.push(Told::team(mail)),
        }
    }
    if told.is_empty() {
        told = with_role(&[Role::Supervisor, Role::Administrator]);
    }
    if told.is_empty() {
        tracing::error!(ticket = %ticket.id, "a level fired and nobody can be told: add a supervisor, or an address to the queue");
    }
    let mut seen = std::collections::BTreeSet::new();
    told.retain(|one| seen.insert(one.mail.key()));
    told
}
