//! The story of one incident, from a Christmas Eve to the day before the last of the year: what is due
//! when, who is warned, what stands still and which letters leave, worked out by hand.
//!
//! With the customer (standard, France, 8:00 to 18:00): taken in charge within 4 open hours, solved within
//! 16 at severity 1, 5 business days at severity 2. With the vendor (Divalto, Alsace-Moselle, 8:00 to
//! 18:00): 4 and 8 open hours at severity 1. Both ladders warn the assignee and the queue at 50 and 75 %,
//! the supervisor too at 90 % and at the deadline. The clocks of the wall are those of Paris.
//!
//! Told twice: by acts of the desk on both engines, and by three people with a browser each.

mod by_browser;
mod by_desk;

use chrono::{DateTime, FixedOffset, Utc};
use guichet::{
    clock::Clock as _,
    desk::TicketPage,
    domain::{
        access::Scope,
        ids::{MessageId, VendorCaseId},
        letter::Letter,
        notice::Notice,
        sla::{Clock, Outcome, PauseCause, State},
        ticket::{ClockName, PauseReason, Priority, Refers, Status, pauses_told},
        vendor::{self, Hands},
    },
    store::DatabaseUrl,
};

use super::Scene;
use crate::{
    desk_world::every_letter,
    support::{on_each_engine, on_sqlite},
};

/// The ticket's page.
fn page(scene: &Scene) -> TicketPage {
    scene
        .served
        .desk
        .ticket(scene.marlaix.ticket, &Scope::Desk)
        .unwrap()
}

/// Who acts in the story: the customer, the integrator's agent and the vendor.
trait Cast {
    /// The customer files; the agent works on that ticket from then on.
    fn files(&self, scene: &mut Scene);
    /// The agent takes charge.
    fn takes_charge(&self, scene: &Scene);
    /// The agent asks the customer something.
    fn asks(&self, scene: &Scene, question: &str);
    /// The agent waits for the customer, and shows the question.
    fn waits_for_customer(&self, scene: &Scene, awaited: &str, shows: (MessageId, &str));
    /// The customer writes.
    fn writes(&self, scene: &Scene, text: &str);
    /// The agent sends a whole dossier to the vendor, at severity 1.
    fn escalates(&self, scene: &Scene) -> VendorCaseId;
    /// The vendor takes charge.
    fn vendor_takes(&self, scene: &Scene, case: VendorCaseId);
    /// The vendor asks for something, and waits.
    fn vendor_asks(&self, scene: &Scene, case: VendorCaseId, question: &str);
    /// The agent gives the vendor what it asked for.
    fn tells_vendor(&self, scene: &Scene, case: VendorCaseId, text: &str);
    /// The vendor answers.
    fn vendor_answers(&self, scene: &Scene, case: VendorCaseId, text: &str);
    /// The agent gives the customer a workaround, and records it.
    fn works_around(&self, scene: &Scene, way: &str);
    /// The agent takes the lower severity that the workaround proposes.
    fn accepts_lower(&self, scene: &Scene);
    /// The vendor says that it is settled.
    fn vendor_settles(&self, scene: &Scene, case: VendorCaseId, text: &str);
    /// The agent answers and resolves.
    fn resolves(&self, scene: &Scene, text: &str);
}

/// An instant on the wall in Paris, in winter.
fn wall(at: DateTime<Utc>) -> String {
    let paris = FixedOffset::east_opt(3_600).unwrap();
    at.with_timezone(&paris).format("%d/%m %H:%M").to_string()
}

fn last(clocks: &[Clock], name: ClockName) -> Clock {
    let found = clocks.iter().rev().find(|clock| clock.name == name);
    found.unwrap().clone()
}

/// When we owe something, and when the vendor does.
fn ours(scene: &Scene, name: ClockName) -> String {
    wall(last(&page(scene).clocks, name).due_at.unwrap())
}

fn theirs(scene: &Scene, name: ClockName) -> String {
    wall(last(&scene.their_clocks(), name).due_at.unwrap())
}

/// The letters about the ticket and its case.
fn all_letters(scene: &Scene) -> Vec<Letter> {
    let mut letters = every_letter(&scene.served.desk);
    let ours = Some(scene.marlaix.ticket);
    letters.retain(|one| one.ticket == ours || one.kind == "case-for-vendor");
    letters
}

/// The same in the order in which they were owed: when, which, to whom.
fn letters(scene: &Scene) -> Vec<(String, String, String)> {
    let mut letters = all_letters(scene);
    letters.sort_by_key(|one| (one.created_at, one.kind.clone(), one.recipient.to_string()));
    letters
        .iter()
        .map(|one| {
            let who = one.recipient.to_string();
            let who = who.split('@').next().unwrap().to_owned();
            (wall(one.created_at), one.kind.clone(), who)
        })
        .collect()
}

#[test]
fn the_story_of_one_incident_is_what_the_two_contracts_give() {
    on_each_engine(|url| told(url, &by_desk::ByDesk));
}

#[test]
fn the_story_of_one_incident_is_the_same_in_a_browser() {
    let Some(cast) = by_browser::ByBrowser::new() else {
        return;
    };
    on_sqlite(|url| told(url, &cast));
}

fn told(url: &DatabaseUrl, cast: &dyn Cast) {
    let mut scene = Scene::promising(url, "2025-12-24T16:30:00Z");
    cast.files(&mut scene);
    filed_and_asked(&scene, cast);
    let case = escalated(&scene, cast);
    answered_late(&scene, cast, case);
    settled(&scene, cast);
    letters_that_left(&scene);
    assert_eq!(scene.findings(), []);
}

/// Wednesday 24 December 17:30 to Friday 26 December 11:00.
fn filed_and_asked(scene: &Scene, cast: &dyn Cast) {
    let filed = page(scene);
    assert_eq!(filed.ticket.priority, Priority::P1);
    // Half an hour is left on the 24th; the 25th is closed. 3 h 30 more on the 26th from 8:00.
    assert_eq!(ours(scene, ClockName::Acknowledge), "26/12 11:30");
    // Half an hour on the 24th, ten hours on the 26th, 5 h 30 more on Monday the 29th.
    assert_eq!(ours(scene, ClockName::Resolve), "29/12 13:30");
    // Half of the 4 hours: half an hour on the 24th, 1 h 30 on the 26th. The queue is warned at 9:30.
    scene.live_until("2025-12-26T09:40");
    cast.takes_charge(scene);
    let taken = last(&page(scene).clocks, ClockName::Acknowledge).state;
    assert!(matches!(
        taken,
        State::Stopped {
            outcome: Outcome::Kept,
            ..
        }
    ));
    scene.live_until("2025-12-26T10:00");
    cast.asks(scene, "Depuis quel poste imprimez-vous ?");
    let question = page(scene).messages.last().unwrap().id;
    let shows = (question, "Sans lui rien ne se cherche.");
    cast.waits_for_customer(scene, "le nom du poste", shows);
    assert_eq!(page(scene).ticket.status, Status::Paused);
    assert_eq!(
        last(&page(scene).clocks, ClockName::Resolve).deadline(),
        None
    );
    scene.live_until("2025-12-26T11:00");
    cast.writes(scene, "Du poste 12.");
    // One hour did not count: 13:30 becomes 14:30.
    assert_eq!(ours(scene, ClockName::Resolve), "29/12 14:30");
    let resolve = last(&page(scene).clocks, ClockName::Resolve);
    let [pause] = &resolve.pauses[..] else {
        panic!("{:?}", resolve.pauses);
    };
    assert_eq!(
        (wall(pause.from), wall(pause.to)),
        ("26/12 10:00".into(), "26/12 11:00".into())
    );
    assert_eq!(
        pause.cause,
        PauseCause::Reason(PauseReason::WaitingForCustomer)
    );
    let told = pauses_told(&page(scene).events);
    assert_eq!(told[0].evidence.refers, Some(Refers::Message(question)));
}

/// Friday 26 December 11:30, a holiday in Alsace-Moselle, to Monday 29 December 11:20.
fn escalated(scene: &Scene, cast: &dyn Cast) -> VendorCaseId {
    scene.live_until("2025-12-26T11:30");
    let case = cast.escalates(scene);
    // The vendor is closed on the 26th and begins to count on Monday at 8:00: 4 and 8 hours.
    assert_eq!(theirs(scene, ClockName::Acknowledge), "29/12 12:00");
    assert_eq!(theirs(scene, ClockName::Resolve), "29/12 16:00");
    // Its solution would come after ours, and the page says so.
    let late = vendor::late(&page(scene).clocks, &scene.their_clocks()).unwrap();
    assert_eq!(
        (wall(late.ours.1), wall(late.theirs.1)),
        ("29/12 14:30".into(), "29/12 16:00".into())
    );
    let shown = scene.as_agent().get(&scene.here());
    assert!(shown.body.contains("id=\"late\""), "{}", shown.body);
    // Our own ladder, on the 26th: 2 h 30 until the pause, 5 h 30 after it, half of 16 hours at 16:30.
    // On Monday: the vendor's half of 4 hours at 10:00.
    scene.live_until("2025-12-29T10:10");
    cast.vendor_takes(scene, case);
    scene.live_until("2025-12-29T10:20");
    cast.vendor_asks(scene, case, "Le journal du spouleur ?");
    let waits = last(&scene.their_clocks(), ClockName::Resolve).state;
    let State::Paused { reason, .. } = waits else {
        panic!("{waits:?}");
    };
    assert_eq!(reason, PauseReason::WaitingForIntegrator);
    // Three quarters of our 16 hours: 9 h 30 on the 24th and the 26th, 2 h 30 on Monday, at 10:30.
    scene.live_until("2025-12-29T11:20");
    cast.tells_vendor(scene, case, "Le voici.");
    // One hour did not count for the vendor.
    assert_eq!(theirs(scene, ClockName::Resolve), "29/12 17:00");
    case
}

/// Monday 29 December 11:40 to Tuesday 30 December 11:00.
fn answered_late(scene: &Scene, cast: &dyn Cast, case: VendorCaseId) {
    scene.live_until("2025-12-29T11:40");
    cast.vendor_answers(scene, case, "Imprimez en PDF d’abord.");
    scene.live_until("2025-12-29T11:50");
    cast.works_around(scene, "Imprimez en PDF, puis le PDF.");
    scene.live_until("2025-12-29T12:00");
    cast.accepts_lower(scene);
    assert_eq!(page(scene).ticket.priority, Priority::P2);
    // 5 business days after the 24th at 17:30 (26, 29, 30, 31 December, 2 January) are 50 open hours; with
    // an hour of pause the last half of one is on Monday 5 January, from 8:00 to 8:30.
    assert_eq!(ours(scene, ClockName::Resolve), "05/01 08:30");
    // The vendor's 8 hours, without the hour of 10:20: half of them at 13:00, 75 % at 15:00, 90 % at 16:12,
    // all at 17:00. Nothing is repeated until it says on Tuesday at 11:00 that it is settled.
    scene.live_until("2025-12-30T11:00");
    cast.vendor_settles(scene, case, "Corrigé en 10.8.2.");
    let State::Stopped {
        outcome: Outcome::Missed { by },
        ..
    } = last(&scene.their_clocks(), ClockName::Resolve).state
    else {
        panic!("it was late");
    };
    // From 17:00 to 18:00, and from 8:00 to 11:00.
    assert_eq!(by.num_hours(), 4);
}

/// Tuesday 30 December 11:30.
fn settled(scene: &Scene, cast: &dyn Cast) {
    scene.live_until("2025-12-30T11:30");
    cast.resolves(scene, "La version 10.8.2 corrige l’impression.");
    let resolved = last(&page(scene).clocks, ClockName::Resolve).state;
    assert!(matches!(
        resolved,
        State::Stopped {
            outcome: Outcome::Kept,
            ..
        }
    ));
    let histories: Vec<_> = scene
        .served
        .desk
        .vendor_page(scene.marlaix.ticket, &Scope::Desk)
        .unwrap()
        .cases
        .into_iter()
        .map(|one| one.history)
        .collect();
    scene.live_until("2026-01-12T18:00");
    let now = scene.served.clock.now();
    let held = vendor::held(&page(scene).events, &histories, now);
    let held: Vec<_> = held.iter().map(|one| (wall(one.from), one.by)).collect();
    let expected = [
        ("24/12 17:30", Hands::Integrator),
        ("26/12 10:00", Hands::Customer),
        ("26/12 11:00", Hands::Integrator),
        ("26/12 11:30", Hands::Vendor),
        ("29/12 10:20", Hands::Integrator),
        ("29/12 11:20", Hands::Vendor),
        ("30/12 11:00", Hands::Integrator),
        ("30/12 11:30", Hands::Settled),
    ];
    assert_eq!(held, expected.map(|(at, by)| (at.to_owned(), by)));
}

/// Every letter of the story, and none besides.
fn letters_that_left(scene: &Scene) {
    let expected = [
        ("24/12 17:30", "received", "odile"),
        // Nobody works on it: the assignee's letter and the queue's are one.
        ("26/12 09:30", "escalated", "support"),
        ("26/12 09:40", "taken-in-charge", "odile"),
        ("26/12 10:00", "paused", "odile"),
        ("26/12 10:00", "replied", "odile"),
        ("26/12 11:00", "requester-wrote", "camille"),
        ("26/12 11:30", "case-for-vendor", "desk"),
        ("26/12 16:30", "escalated", "camille"),
        ("26/12 16:30", "escalated", "support"),
        ("29/12 10:00", "vendor-warned", "camille"),
        ("29/12 10:00", "vendor-warned", "support"),
        ("29/12 10:10", "vendor-answered", "camille"),
        ("29/12 10:20", "vendor-answered", "camille"),
        ("29/12 10:30", "escalated", "camille"),
        ("29/12 10:30", "escalated", "support"),
        ("29/12 11:20", "case-for-vendor", "desk"),
        ("29/12 11:40", "vendor-answered", "camille"),
        ("29/12 11:50", "replied", "odile"),
        ("29/12 13:00", "vendor-warned", "camille"),
        ("29/12 13:00", "vendor-warned", "support"),
        ("29/12 15:00", "vendor-warned", "camille"),
        ("29/12 15:00", "vendor-warned", "support"),
        ("29/12 16:12", "vendor-warned", "camille"),
        ("29/12 16:12", "vendor-warned", "support"),
        ("29/12 16:12", "vendor-warned", "zoe"),
        ("29/12 17:00", "vendor-warned", "camille"),
        ("29/12 17:00", "vendor-warned", "support"),
        ("29/12 17:00", "vendor-warned", "zoe"),
        ("30/12 11:00", "vendor-answered", "camille"),
        ("30/12 11:30", "replied", "odile"),
    ];
    let expected = expected.map(|(at, kind, who)| (at.into(), kind.into(), who.into()));
    assert_eq!(letters(scene), expected);
    // At 16:30 on the 26th the vendor's solution was due after ours, and the letter said so; at 10:30 on the
    // 29th its time stood still, and nothing was known of its end.
    let mut owed: Vec<_> = all_letters(scene)
        .iter()
        .filter_map(|letter| match &letter.notice {
            Notice::Escalated { vendor, .. } => {
                let vendor = vendor.as_ref().map(|owed| (owed.clock, wall(owed.at)));
                Some((wall(letter.created_at), vendor))
            }
            _ => None,
        })
        .collect();
    owed.sort_by(|one, other| one.0.cmp(&other.0));
    owed.dedup();
    let after = Some((ClockName::Resolve, "29/12 16:00".to_owned()));
    let expected = [
        ("26/12 09:30".to_owned(), None),
        ("26/12 16:30".to_owned(), after),
        ("29/12 10:30".to_owned(), None),
    ];
    assert_eq!(owed, expected);
}
