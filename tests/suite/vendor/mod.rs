//! The way to the vendor: what may leave, one case whatever is tried again, and who sees what of it.

mod browser;
mod crash;
mod desk;
mod ends;
pub mod hook;
mod hook_crash;
mod hook_in;
mod hook_pages;
mod hook_reach;
pub mod mail;
mod mail_files;
mod mail_leaving;
mod mail_pages;
mod pages;
mod pauses;
pub mod receiver;
mod story;
mod watch;

use chrono::{DateTime, Utc};
use guichet::{
    clock::Clock as _,
    desk::{CaseChange, Finding, NewDossier, SendDossier},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, VendorCaseId},
        people::Role,
        sla::Clock,
        ticket::{Description, What},
        vendor::{CaseAct, Dossier, VendorCase, VendorWarning},
    },
    store::{
        DatabaseUrl, Options, Store,
        vendor::{cases, outside, warnings},
    },
};

use crate::support::{
    app::{Browser, Served, served, served_where},
    customers::House,
    vendors::Vendor,
};

/// A Wednesday at 10:00 in Paris, the desk open.
pub const OPEN: &str = "2026-03-04T09:00:00Z";

/// A desk, a customer with a ticket, and the vendor behind.
pub struct Scene {
    pub served: Served,
    pub url: DatabaseUrl,
    pub agent: PersonId,
    pub supervisor: PersonId,
    pub root: PersonId,
    pub marlaix: House,
    pub divalto: Vendor,
}

impl Scene {
    pub fn new(url: &DatabaseUrl) -> Self {
        Self::at(url, OPEN)
    }

    pub fn at(url: &DatabaseUrl, now: &str) -> Self {
        Self::on(url, served(url, now))
    }

    /// The same where both contracts promise a solution, too: ours within 16 open hours, 5 or 10 business
    /// days, the vendor's within 8 open hours, 3 or 10 business days.
    pub fn promising(url: &DatabaseUrl, now: &str) -> Self {
        let promise = |source: &str, clause: &str, [p1, p2, p3]: [&str; 3]| {
            let line = |name, target| {
                format!("{name} = {{ target = \"{target}\", clause = \"{clause}\" }}\n")
            };
            let promised = [line("P1", p1), line("P2", p2), line("P3", p3)].concat();
            let targets = format!("[targets.resolve]\n{promised}\n[[ladder]]");
            source.replacen("[[ladder]]", &targets, 1)
        };
        let served = served_where(url, now, |site| {
            let standard = include_str!("../../../templates/contracts/standard.toml");
            let ours = promise(
                standard,
                "pauses",
                ["16h ouvrées", "5 jours ouvrés", "10 jours ouvrés"],
            );
            site.contracts.insert("standard".to_owned(), ours);
            let divalto = include_str!("../../../templates/contracts/divalto.toml");
            let theirs = promise(
                divalto,
                "art-2-5",
                ["8h ouvrées", "3 jours ouvrés", "10 jours ouvrés"],
            );
            site.contracts.insert("divalto".to_owned(), theirs);
        });
        Self::on(url, served)
    }

    fn on(url: &DatabaseUrl, served: Served) -> Self {
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let supervisor = served.worker("Zoé Marin", "zoe@desk.example", Role::Supervisor);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        Self {
            marlaix: served.customer(url, "Marlaix", root),
            divalto: served.vendor("Divalto", Some("desk@divalto.example"), root),
            url: url.clone(),
            agent,
            supervisor,
            root,
            served,
        }
    }

    /// A dossier that somebody sends, from a new form.
    pub fn sending(&self, by: PersonId, dossier: Dossier, reason: Option<&str>) -> SendDossier {
        SendDossier {
            written: NewDossier {
                ticket: self.marlaix.ticket,
                case: VendorCaseId::fresh(),
                by,
                vendor: self.divalto.id,
                dossier,
                rests_on: self.rests_on(),
            },
            reason: reason.map(str::to_owned),
        }
    }

    /// The version of the dossier that is kept; 0 where none is.
    pub fn rests_on(&self) -> i64 {
        let page = self
            .served
            .desk
            .vendor_page(self.marlaix.ticket, &Scope::Desk);
        page.unwrap().draft.map_or(0, |draft| draft.version())
    }

    /// Does something with a case for the vendor.
    pub fn vendor_does(&self, case: VendorCaseId, act: CaseAct, text: &str) {
        self.served
            .desk
            .act_on_case_as_vendor(self.change(case, self.divalto.person, act, text))
            .unwrap();
    }

    /// Does something with a case at the desk.
    pub fn agent_does(&self, case: VendorCaseId, act: CaseAct, text: &str) {
        self.served
            .desk
            .act_on_case(self.change(case, self.agent, act, text))
            .unwrap();
    }

    pub fn change(&self, case: VendorCaseId, by: PersonId, act: CaseAct, text: &str) -> CaseChange {
        CaseChange {
            case,
            by,
            act,
            text: Description::parse(text).ok(),
        }
    }

    /// The cases as they are stored.
    pub fn cases(&self) -> Vec<VendorCase> {
        let store = Store::open(&self.url, Options::default()).unwrap();
        let ticket = self.marlaix.ticket;
        store
            .read(|conn| cases::of(conn, ticket, &Scope::Desk))
            .unwrap()
    }

    /// The levels of the vendor's ladder that fired on a case.
    pub fn warnings(&self, case: VendorCaseId) -> Vec<VendorWarning> {
        let store = Store::open(&self.url, Options::default()).unwrap();
        store.read(|conn| warnings::of(conn, case)).unwrap()
    }

    /// The clocks of the last case, replayed.
    pub fn their_clocks(&self) -> Vec<Clock> {
        let page = self
            .served
            .desk
            .vendor_page(self.marlaix.ticket, &Scope::Desk);
        page.unwrap().cases.last().unwrap().clocks.clone()
    }

    /// Sweeps at each instant that matters, until one in Paris, an hour ahead of UTC.
    pub fn live_until(&self, end: &str) {
        let end: DateTime<Utc> = format!("{end}:00+01:00").parse().unwrap();
        let desk = &self.served.desk;
        while let Some(next) = desk.next_escalation().unwrap().filter(|next| *next <= end) {
            self.served.clock.set(next.max(self.served.clock.now()));
            assert_eq!(desk.escalate().unwrap().failed, 0);
        }
        self.served.clock.set(end);
    }

    /// How many letters are kept as messages of a case.
    pub fn letters_kept(&self, case: VendorCaseId) -> usize {
        let store = Store::open(&self.url, Options::default()).unwrap();
        let kept = store.read(|conn| outside::letters_of(conn, case));
        kept.unwrap().len()
    }

    /// How often the ticket's history says that it was sent on.
    pub fn times_sent(&self) -> usize {
        let page = self.served.desk.ticket(self.marlaix.ticket, &Scope::Desk);
        let events = page.unwrap().events;
        let sent = |what: &What| matches!(what, What::SentToVendor { .. });
        events.iter().filter(|event| sent(&event.what)).count()
    }

    /// To whom letters of a kind go.
    pub fn recipients(&self, kind: &str) -> Vec<String> {
        let (letters, _) = self.served.desk.letters(None, None).unwrap();
        let of_it = letters.iter().filter(|letter| letter.kind == kind);
        of_it.map(|letter| letter.recipient.to_string()).collect()
    }

    /// What the check finds.
    pub fn findings(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        self.served
            .desk
            .check(&mut |_, found| all.extend(found.iter().cloned()))
            .unwrap();
        all
    }

    pub fn as_agent(&self) -> Browser {
        self.served.signed_in(self.agent)
    }

    pub fn as_vendor(&self) -> Browser {
        self.served.signed_in(self.divalto.person)
    }

    /// The page of the dossier.
    pub fn here(&self) -> String {
        format!("/tickets/{}/vendor", self.marlaix.ticket)
    }
}

/// A fresh message.
pub fn message() -> MessageId {
    MessageId::fresh()
}
