//! A ticket with everything that its page shows to whoever works on it.

use crate::{
    domain::{
        access::{Right, Scope, Thing, Who, allows},
        ids::TicketId,
        incoming::Bounced,
        people::Person,
        ticket::{Draft, Ticket},
    },
    store::{Conn, drafts, tickets::Hanging, watchers},
};

use super::{
    CasePage, Desk, Error, Following, HoursLeft, TicketPage, follow, lift_bounce::bounced_among,
};

/// A ticket as its page at the desk shows it.
#[derive(Clone, Debug)]
pub struct DeskTicket {
    /// The ticket and what belongs to it.
    pub page: TicketPage,
    /// What the reader has begun to write.
    pub drafts: Vec<Draft>,
    /// Who follows it besides its requester.
    pub following: Following,
    /// Those of the customer's side whose letters come back.
    pub bounced: Vec<(Person, Bounced)>,
    /// The way to the vendor.
    pub vendor: VendorBeside,
    /// What is left of the help that its organisation paid for in advance.
    pub hours: Option<HoursLeft>,
}

/// The way from a ticket to the vendor.
#[derive(Clone, Debug, Default)]
pub struct VendorBeside {
    /// Its cases.
    pub cases: Vec<CasePage>,
    /// Whether a dossier is being written.
    pub begun: bool,
    /// Whether any vendor takes cases.
    pub offered: bool,
}

impl Desk {
    /// A ticket as a worker sees it, `scope` being what that worker sees at this very moment.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for this scope.
    pub fn ticket_at_desk(
        &self,
        id: TicketId,
        worker: &Person,
        scope: &Scope,
    ) -> Result<DeskTicket, Error> {
        let page = self.ticket(id, scope)?;
        let hanging = page.hanging;
        // The people of the customer's side are read without a wall: the rules say who learns what.
        let following = self
            .store
            .behind(&Scope::Desk)
            .read(|conn| following(conn, &page.ticket, hanging, worker, scope))?;
        let mut written_to = vec![page.requester.clone()];
        written_to.extend_from_slice(&following.followers);
        let (bounced, drafts) = self.store.read(|conn| -> Result<_, Error> {
            let bounced = bounced_among(conn, &written_to)?;
            let drafts = if hanging.drafts {
                drafts::of(conn, worker.id, id)?
            } else {
                Vec::new()
            };
            Ok((bounced, drafts))
        })?;
        let vendor = VendorBeside {
            cases: if hanging.cases {
                self.cases_of(&page.ticket, scope)?
            } else {
                Vec::new()
            },
            begun: hanging.dossier && scope.sees_notes(),
            offered: hanging.vendors && scope.sees_notes(),
        };
        Ok(DeskTicket {
            hours: self.hours_left(&page.ticket)?,
            page,
            drafts,
            following,
            bounced,
            vendor,
        })
    }
}

/// Who follows a ticket, as a worker sees it who was read with it.
fn following(
    conn: &mut Conn,
    ticket: &Ticket,
    hanging: Hanging,
    worker: &Person,
    scope: &Scope,
) -> Result<Following, Error> {
    let followers = if hanging.followers {
        watchers::of(conn, ticket.id)?
    } else {
        Vec::new()
    };
    let mut who = Who::alone(worker);
    who.closed_queues = scope.closed().to_vec();
    let watched = followers.iter().any(|one| one.id == worker.id);
    let thing = Thing::Ticket(ticket.facts(watched));
    let manages = allows(&who, Right::AddColleague, &thing);
    follow::seen(conn, ticket, &who, manages, followers)
}
