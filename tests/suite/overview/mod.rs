//! The overview: each number is that of the list behind it, nobody sees what is another's, and the proof
//! sheet of a vendor's case can be printed.

mod printed;
mod sheet;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use guichet::{
    desk::{Overview, OverviewAsked, day_ends},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, TicketId},
        people::{OrganisationKind, Role},
        ticket::{Act, Evidence, PauseReason, QueueFilter, Turn, TurnCounts},
        vendor::CaseAct,
    },
    store::{DatabaseUrl, Engine, Options, Store, tickets},
};

use crate::{
    desk_telling::acts,
    support::{app::served, customers::House, on_each_engine},
    vendor::Scene,
};

/// The overview of whoever sees everything.
fn overview(scene: &Scene, asked: &OverviewAsked) -> Overview {
    scene
        .served
        .desk
        .overview(asked, &Scope::worker(scene.agent))
        .unwrap()
}

fn asked(now: DateTime<Utc>) -> OverviewAsked {
    OverviewAsked {
        day_ends: day_ends(now, chrono_tz::Europe::Paris),
        ..OverviewAsked::default()
    }
}

fn counts(overview: &Overview) -> BTreeMap<String, TurnCounts> {
    let rows = overview.organisations.rows.iter();
    rows.map(|row| (row.organisation.name.clone(), row.counts))
        .collect()
}

fn paused(scene: &Scene, ticket: TicketId, reason: PauseReason) {
    let act = Act::Pause {
        reason,
        detail: "x".to_owned(),
        evidence: Evidence::default(),
    };
    acts(&scene.served, scene.agent, ticket, act);
}

/// Sends a case, and lets the vendor ask for something where `asks` says so.
fn sent(scene: &Scene, house: &House, asks: bool) {
    let case = scene
        .served
        .sent(&scene.divalto, house.ticket, scene.agent, "x");
    if asks {
        scene.vendor_does(case, CaseAct::Ask(MessageId::fresh()), "Le journal ?");
    }
}

#[test]
fn each_number_of_the_overview_is_that_of_the_list_behind_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let [waiting, own_work, at_vendor, asking, outside, both] =
            ["Amont", "Brive", "Cluse", "Dorne", "Ecully", "Foix"]
                .map(|name| scene.served.customer(url, name, scene.root));
        paused(&scene, waiting.ticket, PauseReason::WaitingForCustomer);
        paused(&scene, own_work.ticket, PauseReason::WaitingForCustomer);
        sent(&scene, &at_vendor, false);
        sent(&scene, &asking, true);
        paused(&scene, outside.ticket, PauseReason::OutsideCause);
        // The customer is awaited, whatever the vendor does: it is counted once.
        sent(&scene, &both, false);
        paused(&scene, both.ticket, PauseReason::WaitingForCustomer);
        let found = counts(&overview(&scene, &asked(desk.clock().now())));
        let turn = |name: &str| {
            let counts = found[name];
            assert_eq!(counts.open, 1, "{name}");
            let turns = Turn::ALL.into_iter().filter(|turn| counts.of(*turn) == 1);
            turns.collect::<Vec<_>>()
        };
        for (name, expected) in [
            ("Marlaix", Turn::Ours),
            ("Amont", Turn::Customers),
            ("Brive", Turn::Customers),
            ("Cluse", Turn::Vendors),
            // The vendor waits for us: it is our turn.
            ("Dorne", Turn::Ours),
            ("Ecully", Turn::Outside),
            ("Foix", Turn::Customers),
        ] {
            assert_eq!(turn(name), [expected], "{name}");
        }
        // Filed at 10:00 in P1: due at 14:00 where nothing stands.
        assert_eq!((found["Marlaix"].today, found["Marlaix"].late), (1, 0));
        scene.live_until("2026-03-04T15:00");
        let now = desk.clock().now();
        let later = overview(&scene, &asked(now));
        let marlaix = counts(&later)["Marlaix"];
        assert_eq!((marlaix.today, marlaix.late), (0, 1));
        // Each number opens a list of as many rows.
        let reader = Scope::worker(scene.agent);
        for row in &later.organisations.rows {
            let filter = |turn, due_from, due_before| QueueFilter {
                organisation: Some(row.organisation.id),
                turn,
                due_from,
                due_before,
                ..QueueFilter::default()
            };
            let listed = |filter| desk.queue_rows(&filter, None, &reader).unwrap().len() as u64;
            let name = &row.organisation.name;
            for turn in Turn::ALL {
                let rows = listed(filter(Some(turn), None, None));
                assert_eq!(rows, row.counts.of(turn), "{name}, {turn}");
            }
            assert_eq!(listed(filter(None, None, None)), row.counts.open, "{name}");
            let end = day_ends(now, chrono_tz::Europe::Paris);
            let today = listed(filter(None, Some(now), Some(end)));
            assert_eq!(today, row.counts.today, "{name}");
            let late = listed(filter(None, None, Some(now)));
            assert_eq!(late, row.counts.late, "{name}");
        }
        // The page says the same, and its numbers are addresses.
        let mut agent = scene.as_agent();
        let page = agent.get("/overview");
        assert_eq!(page.status, 200, "{}", page.body);
        let link = format!("/queue?organisation={}&amp;turn=vendors", at_vendor.id);
        let link = link.replace("&amp;", "&#38;");
        assert!(page.body.contains(&link), "{link}: {}", page.body);
        let only = agent.get(&format!("/overview?organisation={}", waiting.id));
        assert!(only.body.contains("Amont") && !only.body.contains("Cluse"));
        let queue = agent.get(&format!(
            "/queue?organisation={}&turn=vendors",
            at_vendor.id
        ));
        assert!(queue.body.contains("Étiquettes Cluse"), "{}", queue.body);
        let queue = agent.get(&format!("/queue?organisation={}&turn=ours", at_vendor.id));
        assert!(!queue.body.contains("Étiquettes Cluse"), "{}", queue.body);
    });
}

#[test]
fn an_organisation_of_a_closed_queue_is_not_on_anybody_elses_overview() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        sent(&scene, &scene.marlaix, false);
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, scene.supervisor, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        scene.live_until("2026-03-20T15:00");
        for (person, sees) in [(scene.supervisor, true), (scene.agent, false)] {
            let mut browser = scene.served.signed_in(person);
            for page in [
                "/overview",
                "/overview.csv",
                "/overview/vendors.csv?which=late",
            ] {
                let page = browser.get(page);
                assert_eq!(page.status, 200, "{}", page.body);
                assert_eq!(page.body.contains("Marlaix"), sees, "{}", page.body);
            }
            let case = scene.cases()[0].id;
            let sheet = format!("{}/{case}/proof", scene.here());
            let status = if sees { 200 } else { 404 };
            assert_eq!(browser.get(&sheet).status, status);
        }
    });
}

#[test]
fn an_integrator_sees_those_whom_it_serves_and_nothing_of_vendors() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let served = &scene.served;
        let other = served.customer(url, "Ostrel", scene.root);
        let integrator = served.organisation("Intégrale", OrganisationKind::Integrator);
        let ines = served.member(integrator, "Inès", "ines@integrale.example", scene.root);
        served.serves(url, integrator, scene.marlaix.id);
        sent(&scene, &scene.marlaix, false);
        let mut browser = served.signed_in(ines);
        let here = "/portal/overview";
        let narrowed = format!("{here}?organisation={}", other.id);
        let list = format!("{here}.csv?organisation={}", other.id);
        for address in [
            here,
            narrowed.as_str(),
            "/portal/overview.csv",
            list.as_str(),
        ] {
            let page = browser.get(address);
            assert_eq!(page.status, 200, "{address}: {}", page.body);
            for hidden in ["Ostrel", "Divalto", "Étiquettes Ostrel"] {
                assert!(!page.body.contains(hidden), "{address}: {hidden}");
            }
        }
        let page = browser.get(here);
        assert!(page.body.contains("Marlaix"), "{}", page.body);
        assert!(page.body.contains("Étiquettes Marlaix"), "due today");
        // Each number leads to a list of the portal with as many rows.
        let supports = format!("/portal?organisation={}&turn=supports", scene.marlaix.id);
        assert!(page.body.contains(&supports.replace('&', "&#38;")));
        assert!(browser.get(&supports).body.contains("Étiquettes Marlaix"));
        let yours = format!("/portal?organisation={}&turn=yours", scene.marlaix.id);
        assert!(!browser.get(&yours).body.contains("Étiquettes Marlaix"));
        let today = format!("/portal?organisation={}&due=today", scene.marlaix.id);
        assert!(browser.get(&today).body.contains("Étiquettes Marlaix"));
        paused(
            &scene,
            scene.marlaix.ticket,
            PauseReason::WaitingForCustomer,
        );
        assert!(browser.get(&yours).body.contains("Étiquettes Marlaix"));
        // Who serves nobody has no such page; neither side opens the other's.
        for person in [
            scene.marlaix.chief,
            scene.marlaix.clerk,
            scene.divalto.person,
        ] {
            let mut browser = served.signed_in(person);
            assert_eq!(browser.get(here).status, 403);
            assert_eq!(browser.get("/portal/overview.xlsx").status, 403);
            assert_ne!(browser.get("/overview").status, 200);
        }
    });
}

#[test]
fn the_overview_reads_no_more_than_what_it_counts() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let store = Store::open(url, Options::default()).unwrap();
        let reader = Scope::worker(scene.agent);
        let now = scene.served.desk.clock().now();
        let ids = [scene.marlaix.id];
        let end = now + chrono::TimeDelta::hours(9);
        let counting = crate::store_queue::plans_of(&store, "GROUP BY", &|conn| {
            tickets::counts_of(conn, &ids, (now, end), &reader).map(drop)
        });
        assert_eq!(counting.len(), 5, "{counting:?}");
        for (sql, plan) in &counting {
            assert!(plan.contains("organisation"), "{sql}\n{plan}");
            assert!(!plan.contains("SCAN tickets"), "{sql}\n{plan}");
            assert!(!plan.contains("Seq Scan on tickets"), "{sql}\n{plan}");
        }
        let finding = crate::store_queue::plans_of(&store, "EXISTS", &|conn| {
            tickets::open_organisations(conn, None, None, 51, &reader).map(drop)
        });
        let (sql, plan) = &finding[0];
        let index = match store.engine() {
            Engine::Sqlite => "organisations_by_name",
            Engine::Postgres => "tickets_due_organisation",
        };
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("SCAN tickets"), "{sql}\n{plan}");
        assert!(!plan.contains("Seq Scan on tickets"), "{sql}\n{plan}");
    });
}

/// Where nothing is open, the overview says so.
#[test]
fn an_empty_desk_has_an_empty_overview() {
    on_each_engine(|url: &DatabaseUrl| {
        let served = served(url, crate::vendor::OPEN);
        let boss: PersonId = served.worker("Zoé", "zoe@desk.example", Role::Supervisor);
        let page = served.signed_in(boss).get("/overview");
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Aucune demande n’est ouverte."));
        assert!(page.body.contains("Aucun éditeur n’est en retard."));
    });
}
