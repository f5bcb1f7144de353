//! The program dies while a dossier leaves for a desk outside, and while its answers come in: one case and
//! one message each, and no letter that is not the same letter again.

use std::{collections::BTreeSet, thread, time::Duration};

use chrono::TimeDelta;
use guichet::{
    desk::{Desk, NewWorker, VersionSaid},
    domain::{
        access::Scope,
        ids::{OrganisationId, PersonId, ProductVersionId, TicketId, VendorCaseId},
        lang::Lang,
        people::{Organisation, OrganisationKind, Role},
        ticket::{Line, What},
        vendor::{CaseHappened, Point},
    },
    edges::mail::Catcher,
    kill_point::KillPoint,
    store::DatabaseUrl,
};

use crate::{
    desk_world::{Recorder, address, blocked, request},
    intake::{Mime, reader},
    kills::{
        agent, assert_sound, desk_in,
        mail::handed_over,
        people::asked,
        server::{Program, Server},
    },
    support::on_each_engine,
};

pub const DESK: &str = "desk@divalto.example";
/// How long the program may take to get to a point.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where it dies while a dossier is sent: in the middle of the write, after it, and around the letter.
const SENDING: [KillPoint; 7] = [
    KillPoint::ChangeHistoryWritten,
    KillPoint::ChangeTicketWritten,
    KillPoint::DeliveryClaimed,
    KillPoint::DeliveryLeased,
    KillPoint::DeliveryBegun,
    KillPoint::DeliveryTaken,
    KillPoint::DeliveryNoted,
];

/// Where it dies while an answer comes in.
const ANSWERING: [KillPoint; 5] = [
    KillPoint::IntakeWritten,
    KillPoint::IntakeCommitted,
    KillPoint::IntakeClaimed,
    KillPoint::IntakeRead,
    KillPoint::IntakeSettled,
];

/// A vendor that is reached by mail, over the database of a program that does not run.
pub struct Outside {
    pub vendor: OrganisationId,
    version: ProductVersionId,
}

/// The vendor, and who set it up.
pub fn outside(desk: &Desk) -> (Outside, PersonId) {
    let root = NewWorker {
        name: Line::parse("Dominique").unwrap(),
        email: address("dominique@desk.example"),
        role: Role::Administrator,
        lang: Lang::Fr,
    };
    let root = desk.add_worker(&root).unwrap();
    let vendor = Organisation {
        id: OrganisationId::fresh(),
        name: "Divalto".to_owned(),
        mail_domain: None,
        kind: OrganisationKind::Vendor,
    };
    desk.add_organisation(&vendor).unwrap();
    desk.set_outside_desk(vendor.id, "divalto", address(DESK), None, root)
        .unwrap();
    let product = Line::parse("Divalto weavy").unwrap();
    let product = desk.name_product(None, &product, root).unwrap();
    let said = VersionSaid {
        name: Line::parse("10.8").unwrap(),
        maintained: true,
        maintained_until: None,
    };
    let outside = Outside {
        vendor: vendor.id,
        version: desk.set_version(product, None, &said, root).unwrap(),
    };
    (outside, root)
}

impl Outside {
    /// The form of a dossier that lacks nothing.
    pub fn form(&self, case: VendorCaseId) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("case", case.to_string()),
            ("rests", "0".to_owned()),
            ("vendor", self.vendor.to_string()),
            ("nature", "incident".to_owned()),
            ("version", self.version.to_string()),
            ("severity", "P1".to_owned()),
            ("do", "send".to_owned()),
        ];
        fields.extend(Point::WRITTEN.map(|point| (point.word(), "dit".to_owned())));
        fields
    }
}

/// Everything that is owed leaves, however long leases of the dead run: to whom, under which id, and
/// where it is answered.
fn all_leaves(url: &DatabaseUrl) -> Vec<(String, String, String)> {
    let mailer = Recorder::taking();
    desk_in(url, TimeDelta::minutes(10))
        .deliver(&mailer)
        .unwrap();
    mailer
        .tried()
        .into_iter()
        .map(|letter| {
            let answer = letter.reply_to.map(|one| one.to_string());
            (
                letter.recipient.to_string(),
                letter.message_id,
                answer.unwrap_or_default(),
            )
        })
        .collect()
}

/// Starts a life that ends at a point, does something until it is dead, and does it again with the next.
pub fn dies(program: &Program, point: KillPoint, act: impl Fn() -> bool + Sync) {
    let mut server = program.start(Some(point.name()));
    server.until_answered();
    thread::scope(|scope| {
        scope.spawn(&act);
        let stood = server.until_it_stands(PATIENCE);
        assert_eq!(stood.as_deref(), Some(point.name()), "{}", server.log());
        server.kill();
    });
    let mut server: Server = program.start(None);
    server.until_answered();
    assert!(act(), "said again: {}", server.log());
    server.kill();
}

pub fn said_by_vendor(desk: &Desk, ticket: TicketId) -> (usize, usize, usize) {
    let page = desk.vendor_page(ticket, &Scope::Desk).unwrap();
    let sent = |what: &What| matches!(what, What::SentToVendor { .. });
    let events = &page.page.events;
    let times = events.iter().filter(|event| sent(&event.what)).count();
    let history = page.cases.iter().flat_map(|case| &case.history);
    let answers = history
        .filter(|event| matches!(event.what, CaseHappened::Answered { .. }))
        .count();
    let messages: usize = page.cases.iter().map(|case| case.said.len()).sum();
    assert_eq!(page.cases.len(), times, "a case for each time it was sent");
    assert_eq!(answers, messages, "a message for each answer");
    (times, answers, page.page.messages.len())
}

#[test]
fn a_crash_leaves_one_case_and_each_answer_once() {
    on_each_engine(|url| {
        let folder = tempfile::tempdir().unwrap();
        let catcher = Catcher::start().unwrap();
        let program = Program::over(url, folder.path(), &catcher);
        let mut first = program.start(None);
        first.until_answered();
        first.kill();
        let desk = desk_in(url, TimeDelta::zero());
        let (outside, _) = outside(&desk);
        let cookie = format!("guichet={}", agent(url).reveal());
        for point in SENDING {
            let ticket = desk
                .file_ticket(request("support", blocked()))
                .unwrap()
                .ticket;
            all_leaves(url);
            let path = format!("/tickets/{ticket}/vendor");
            let form = outside.form(VendorCaseId::fresh());
            let fields: Vec<_> = form
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let before = catcher.letters().len();
            dies(&program, point, || {
                let answer = asked(program.port, "POST", &path, &cookie, &fields);
                answer.is_some_and(|one| one.status == 303)
            });
            assert_eq!(said_by_vendor(&desk, ticket), (1, 0, 1), "{point:?}");
            // What was caught and what leaves now is one letter.
            let mut ids: BTreeSet<String> = catcher.letters()[before..]
                .iter()
                .filter(|one| one.to.iter().any(|to| to == DESK))
                .map(|one| one.header("message-id").unwrap().to_owned())
                .collect();
            for (to, id, answer) in all_leaves(url) {
                if to == DESK {
                    assert!(answer.starts_with("support+v-"), "{answer}");
                    ids.insert(id);
                }
            }
            assert_eq!(ids.len(), 1, "{point:?}");
            assert_sound(&desk, point.name());
        }
        // The address for answers, of a case whose letter left under our eyes.
        let ticket = desk
            .file_ticket(request("support", blocked()))
            .unwrap()
            .ticket;
        let form = outside.form(VendorCaseId::fresh());
        let fields: Vec<_> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let without = program.without_mail();
        let mut server = without.start(None);
        server.until_answered();
        let path = format!("/tickets/{ticket}/vendor");
        let sent = asked(without.port, "POST", &path, &cookie, &fields);
        assert_eq!(sent.map(|one| one.status), Some(303), "{}", server.log());
        server.kill();
        let letters = all_leaves(url);
        let ours = letters.iter().find(|(to, ..)| to == DESK).unwrap();
        let to = &ours.2;
        for (rank, point) in ANSWERING.into_iter().enumerate() {
            let mime = Mime::from(DESK, "Re: votre dossier", &format!("Réponse {rank}."));
            let bytes = mime.bytes();
            dies(&without, point, || {
                handed_over(without.mail_port, to, &bytes).is_some()
            });
            // Leases of the dead end.
            let later = desk_in(url, TimeDelta::minutes(10));
            later.read_mail_while(&reader(), &|| true).unwrap();
            assert_eq!(said_by_vendor(&desk, ticket), (1, rank + 1, 1), "{point:?}");
            assert_sound(&desk, point.name());
        }
    });
}
