//! A served desk with a customer, its people and somebody who works at the desk.

use guichet::{
    desk::{Change, Finding},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId},
        letter::Letter,
        notice::Notice,
        people::Role,
        ticket::{Act, Description, Minutes, What},
    },
    store::DatabaseUrl,
};

use crate::support::{
    app::{Browser, Served, served_where},
    customers::House,
};

/// A Wednesday at 10:00 in Paris, the desk open.
pub const OPEN: &str = "2026-03-04T09:00:00Z";

/// The scene.
pub struct Scene {
    pub served: Served,
    pub agent: PersonId,
    pub root: PersonId,
    pub marlaix: House,
}

impl Scene {
    pub fn new(url: &DatabaseUrl) -> Self {
        Self::under(url, None)
    }

    /// The same, the standard contract changed by `change`.
    pub fn under(url: &DatabaseUrl, change: Option<fn(&str) -> String>) -> Self {
        let served = served_where(url, OPEN, |site| {
            if let Some(change) = change {
                let standard = include_str!("../../templates/contracts/standard.toml");
                site.contracts
                    .insert("standard".to_owned(), change(standard));
            }
        });
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        Self {
            marlaix: served.customer(url, "Marlaix", root),
            agent,
            root,
            served,
        }
    }

    /// Somebody else of the customer, who administrates nothing.
    pub fn colleague(&self, name: &str) -> PersonId {
        let email = format!("{}@marlaix.example", name.to_lowercase());
        self.served.member(self.marlaix.id, name, &email, self.root)
    }

    pub fn clerk(&self) -> Browser {
        self.served.signed_in(self.marlaix.clerk)
    }

    pub fn chief(&self) -> Browser {
        self.served.signed_in(self.marlaix.chief)
    }

    /// The address of the ticket's page in the portal.
    pub fn here(&self) -> String {
        format!("/portal/tickets/{}", self.marlaix.ticket)
    }

    /// The agent answers, and settles the matter if that is said.
    pub fn answer(&self, text: &str, resolve: bool, minutes: u32) {
        let ticket = self.marlaix.ticket;
        let page = self.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        let change = Change {
            ticket,
            seen: page.ticket.version,
            by: self.agent,
            act: Act::Reply {
                message: MessageId::fresh(),
                resolve,
            },
            text: Some(Description::parse(text).unwrap()),
            files: false,
            spent: Minutes::new(minutes).unwrap(),
        };
        self.served.desk.change_ticket(change).unwrap();
    }

    /// The letters of a kind, the last first.
    pub fn letters(&self, kind: &str) -> Vec<Letter> {
        let (mut letters, _) = self.served.desk.letters(None, None).unwrap();
        letters.retain(|letter| letter.kind == kind);
        letters
    }

    /// To whom letters of a kind go, in order.
    pub fn recipients(&self, kind: &str) -> Vec<String> {
        let letters = self.letters(kind);
        let mut all: Vec<String> = letters
            .iter()
            .map(|one| one.recipient.to_string())
            .collect();
        all.sort();
        all
    }

    /// What happened to the ticket.
    pub fn happened(&self) -> Vec<What> {
        let page = self.served.desk.ticket(self.marlaix.ticket, &Scope::Desk);
        let events = page.unwrap().events;
        events.into_iter().map(|event| event.what).collect()
    }

    /// The secret of the requester's link, from the last answer.
    pub fn link(&self) -> String {
        let letters = self.letters("replied");
        let Notice::Replied { link, .. } = &letters[0].notice else {
            panic!("no answer");
        };
        link.clone()
    }

    /// What does not agree with the history.
    pub fn findings(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        let desk = &self.served.desk;
        desk.check(&mut |_, found| all.extend_from_slice(found))
            .unwrap();
        all
    }
}

/// A page without what is another each time: the identities that it draws.
pub fn lasting(body: &str) -> String {
    let mut kept = String::new();
    for part in body.split("value=\"") {
        let is_drawn = part.len() > 36 && part.as_bytes()[36] == b'"' && part.as_bytes()[8] == b'-';
        kept.push_str(if is_drawn { &part[36..] } else { part });
    }
    kept
}
