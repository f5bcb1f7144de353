//! The ladder of the vendor's contract: who is warned at the desk before the vendor's promise is missed,
//! and told when it was; each level once.

use diesel::connection::SimpleConnection as _;
use guichet::{
    domain::{
        notice::Notice,
        ticket::{ClockName, Line},
        vendor::CaseAct,
    },
    store::{Options, Store, StoreError},
};

use super::{OPEN, Scene, message};
use crate::{
    desk_world::{at, at_once},
    support::{app::served, on_each_engine},
};

/// The levels that fired: clock, rank, instant, those folded into it.
fn levels(scene: &Scene) -> Vec<(ClockName, u32, String, Vec<u32>)> {
    let case = scene.cases()[0].id;
    let mut levels: Vec<_> = scene
        .warnings(case)
        .into_iter()
        .map(|one| {
            let at = one.level.fired_at.format("%d %H:%M").to_string();
            (one.clock, one.level.level, at, one.level.folded)
        })
        .collect();
    levels.sort_by_key(|(clock, level, _, _)| (*clock, *level));
    levels
}

fn sent(scene: &Scene) {
    let ticket = scene.marlaix.ticket;
    scene.served.sent(&scene.divalto, ticket, scene.agent, "x");
}

#[test]
fn each_level_before_and_at_the_vendors_deadline_is_told_once_to_whom_the_ladder_names() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        sent(&scene);
        // Sent on a Wednesday at 10:00, severity 1: taken in charge within 4 open hours, at 14:00, and
        // solved within 8, at 18:00. The levels are at 50, 75, 90 % and at the deadline.
        scene.live_until("2026-03-05T17:00");
        let fired = |clock, level, at: &str| (clock, level, at.to_owned(), Vec::new());
        let (taken, solved) = (ClockName::Acknowledge, ClockName::Resolve);
        let expected = vec![
            fired(taken, 1, "04 11:00"),
            fired(taken, 2, "04 12:00"),
            fired(taken, 3, "04 12:36"),
            fired(taken, 4, "04 13:00"),
            fired(solved, 1, "04 13:00"),
            fired(solved, 2, "04 15:00"),
            fired(solved, 3, "04 16:12"),
            fired(solved, 4, "04 17:00"),
        ];
        assert_eq!(levels(&scene), expected, "and nothing is repeated");
        // Nobody works on the ticket: the queue is told, and from 90 % on the supervisor, too.
        let mut told = scene.recipients("vendor-warned");
        told.sort();
        let queue = ["support@guichet.example"; 8];
        let chief = ["zoe@desk.example"; 4];
        assert_eq!(told, [&queue[..], &chief[..]].concat());
        for again in at_once(4, |_| scene.served.desk.escalate().unwrap().fired) {
            assert_eq!(again, 0);
        }
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn after_a_stop_the_highest_level_fires_once_whoever_sweeps_first() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        sent(&scene);
        scene.served.clock.set(at("2026-03-04T13:30:00Z"));
        let swept = at_once(6, |_| scene.served.desk.escalate().unwrap());
        assert_eq!(swept.iter().map(|one| one.failed).sum::<usize>(), 0);
        let expected = [
            (
                ClockName::Acknowledge,
                4,
                "04 13:30".to_owned(),
                vec![1, 2, 3],
            ),
            (ClockName::Resolve, 1, "04 13:30".to_owned(), vec![]),
        ];
        assert_eq!(levels(&scene), expected);
        let case = scene.cases()[0].id;
        assert!(scene.warnings(case).iter().all(|one| one.level.late));
        // Another process, after a restart, has nothing to say again.
        let again = served(url, "2026-03-04T13:31:00Z");
        again.desk.escalate().unwrap();
        assert_eq!(levels(&scene), expected);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn what_the_vendor_did_in_time_and_what_stands_still_warns_nobody() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        sent(&scene);
        let case = scene.cases()[0].id;
        scene.live_until("2026-03-04T10:30");
        scene.vendor_does(case, CaseAct::TakeCharge, "");
        scene.vendor_does(case, CaseAct::Ask(message()), "Le journal ?");
        scene.live_until("2026-03-05T17:00");
        assert_eq!(levels(&scene), []);
        // Told on Thursday at 17:00: half an hour was used up, half of 8 hours are on Friday at 10:30.
        scene.agent_does(case, CaseAct::Tell(message()), "Le voici.");
        scene.live_until("2026-03-06T11:00");
        let half = (ClockName::Resolve, 1, "06 09:30".to_owned(), vec![]);
        assert_eq!(levels(&scene), [half]);
        scene.agent_does(case, CaseAct::Withdraw(Line::parse("Doublon").unwrap()), "");
        scene.live_until("2026-03-10T18:00");
        assert_eq!(levels(&scene).len(), 1);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn the_letter_says_what_is_owed_to_the_customer_and_reaches_neither_customer_nor_vendor() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        sent(&scene);
        scene.live_until("2026-03-04T12:30");
        let (letters, _) = scene.served.desk.letters(None, None).unwrap();
        let warned: Vec<_> = letters
            .iter()
            .filter(|one| one.kind == "vendor-warned")
            .collect();
        assert_eq!(warned.len(), 1);
        let Notice::VendorWarned {
            vendor,
            promise,
            ours,
            ..
        } = &warned[0].notice
        else {
            panic!("{:?}", warned[0]);
        };
        assert_eq!(vendor, "Divalto");
        assert_eq!(promise.deadline, at("2026-03-04T13:00:00Z"));
        // Filed at 10:00 with us: taken in charge within 4 open hours.
        let ours = ours.as_ref().unwrap();
        assert_eq!(
            (ours.clock, ours.at),
            (ClockName::Acknowledge, promise.deadline)
        );
        // The vendor sees no trace of it.
        let case = scene.cases()[0].id;
        let page = scene.as_vendor().get(&format!("/portal/cases/{case}"));
        assert!(!page.body.contains("50 %"), "{}", page.body);
    });
}

#[test]
fn the_check_finds_a_case_whose_ladder_is_not_looked_at() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        sent(&scene);
        assert_eq!(scene.findings(), []);
        let store = Store::open(url, Options::default()).unwrap();
        let sql = "UPDATE vendor_cases SET watch_at = NULL";
        store
            .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(sql)?))
            .unwrap();
        assert_eq!(scene.findings().len(), 1);
    });
}
