//! What free days are worth.

use guichet::{
    desk::SubscriptionSaid,
    domain::{credit::CreditState, ids::CreditId, money::Cents, operation::Said},
};

use super::{Scene, outage};
use crate::support::{customers::House, on_each_engine};

/// Two free days for the house, as the supervisor proposes them.
fn owed(scene: &Scene, house: &House) -> CreditId {
    let day = "2026-11-29".parse().unwrap();
    let period = (scene.service, day);
    let desk = &scene.served.desk;
    desk.propose_credit(house.id, period, scene.supervisor)
        .unwrap()
}

/// Says what the house pays a year.
fn priced(scene: &Scene, house: &House, annual: Option<&str>) {
    let desk = &scene.served.desk;
    let page = desk.organisation(house.id).unwrap();
    let of_it = page.subscriptions.iter();
    let one = of_it.clone().find(|one| one.service == scene.service);
    let one = one.unwrap();
    let said = SubscriptionSaid {
        support: one.support,
        prepaid_minutes: one.prepaid_minutes,
        annual: annual.map(|text| Cents::parse(text).unwrap()),
        first_day: one.first_day,
        last_day: one.last_day,
    };
    desk.change_subscription(house.id, one.id, said, scene.root)
        .unwrap();
}

fn down(scene: &Scene) {
    let said = outage(
        scene.shared,
        "2026-11-16T07:00:00Z",
        Some("2026-11-16T09:15:00Z"),
    );
    scene.enter(Said::Outage(said));
}

#[test]
fn free_days_are_worth_what_the_year_cost_when_they_were_proposed() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        down(&scene);
        priced(&scene, &scene.marlaix, Some("12 000"));
        let id = owed(&scene, &scene.marlaix);
        owed(&scene, &scene.ostrel);
        priced(&scene, &scene.marlaix, Some("24 000"));
        let desk = &scene.served.desk;
        desk.decide_credit(id, None, scene.supervisor).unwrap();
        let value = |house: &House| {
            let credits = desk.credits(house.id).unwrap().credits;
            credits[0].credit.value().map(Cents::digits)
        };
        // 12,000 * 2 / 365 = 65.7534…
        assert_eq!(value(&scene.marlaix).as_deref(), Some("65.75"));
        assert_eq!(value(&scene.ostrel), None, "nobody said what it pays");
        let all = desk.all_credits(None).unwrap();
        assert_eq!(all.len(), 2);
        let confirmed = desk.all_credits(Some(CreditState::Confirmed)).unwrap();
        assert_eq!(confirmed.len(), 1);
        assert_eq!(confirmed[0].organisation.id, scene.marlaix.id);
    });
}

#[test]
fn the_list_of_credits_adds_up_and_is_taken_away() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        down(&scene);
        priced(&scene, &scene.marlaix, Some("12 000"));
        owed(&scene, &scene.marlaix);
        owed(&scene, &scene.ostrel);
        let mut browser = scene.served.signed_in(scene.auditor);
        let page = browser.get("/credits").body;
        for text in [
            "Marlaix",
            "Ostrel",
            "4 journées, 65,75\u{a0}€ (une ligne sans prix)",
            "un 365e du prix annuel",
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
        let none = browser.get("/credits?state=confirmed").body;
        assert!(!none.contains("Marlaix") && none.contains("Aucune journée offerte"));
        let unknown = browser.get("/credits?state=lost").body;
        assert!(
            unknown.contains("Marlaix"),
            "what is no state filters nothing"
        );
        let taken = browser.get("/credits.csv?state=proposed").body;
        assert!(
            taken.contains("(EUR)") && taken.contains("65.75"),
            "{taken}"
        );
        assert_eq!(taken.matches("Proposé").count(), 2, "{taken}");
        let mut agent = scene.served.signed_in(scene.marlaix.chief);
        assert_eq!(agent.get("/credits").status, 403);
    });
}

#[test]
fn only_who_administers_the_customer_reads_what_days_are_worth() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        down(&scene);
        priced(&scene, &scene.marlaix, Some("12 000"));
        let id = owed(&scene, &scene.marlaix);
        scene
            .served
            .desk
            .decide_credit(id, None, scene.supervisor)
            .unwrap();
        let here = format!(
            "/portal/availability?service={}&day=2026-11-29",
            scene.service
        );
        let mut chief = scene.served.signed_in(scene.marlaix.chief);
        let page = chief.get(&here).body;
        assert!(page.contains("65,75\u{a0}€"), "{page}");
        let mut clerk = scene.served.signed_in(scene.marlaix.clerk);
        let page = clerk.get(&here);
        assert!(!page.body.contains("65,75"), "{}", page.body);
        assert!(page.body.contains("2 journées offertes"), "{}", page.body);
    });
}

#[test]
fn a_price_is_typed_by_administrators_as_an_amount_of_euros() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let one = desk.organisation(scene.marlaix.id).unwrap().subscriptions;
        let one = one.iter().find(|one| one.service == scene.service).unwrap();
        let here = format!(
            "/organisations/{}/subscriptions/{}",
            scene.marlaix.id, one.id
        );
        let fields = |price| {
            [
                ("support", "yes"),
                ("first", "2026-01-01"),
                ("last", ""),
                ("hours", ""),
                ("annual", price),
            ]
        };
        let mut root = scene.served.signed_in(scene.root);
        let refused = root.post(&here, &fields("douze"));
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Donnez un montant en euros"));
        let done = root.post(&here, &fields("12 000,50"));
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(root.get(&here).body.contains("value=\"12000.50\""));
        let shown = root
            .get(&format!("/organisations/{}", scene.marlaix.id))
            .body;
        assert!(shown.contains("12\u{202f}000,50\u{a0}€ par an"), "{shown}");
        let mut supervisor = scene.served.signed_in(scene.supervisor);
        assert_eq!(supervisor.post(&here, &fields("1")).status, 403);
    });
}
