//! The status as a customer sees it: all that concerns the organisation, and nothing of anybody else.

use guichet::domain::operation::{Said, Step};

use crate::{
    availability::{Scene, line, outage},
    desk_world::text,
    support::on_each_engine,
};

#[test]
fn isolation_a_customer_sees_what_concerns_them_published_or_not_and_nothing_of_anybody_else() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let begun = "2026-11-30T07:00:00Z";
        let enter = |title: &str, component, published, news: &str| {
            let mut said = outage(component, begun, None);
            said.title = line(title);
            said.published = published;
            let id = scene.enter(Said::Outage(said));
            let told = (Step::Identified, &text(news));
            scene
                .served
                .desk
                .tell_of_operation(id, told, scene.agent)
                .unwrap();
        };
        enter("Panne de tous", scene.shared, true, "Dit à tous.");
        enter("Panne tue", scene.shared, false, "Dit entre nous.");
        enter(
            "Panne de plateforme",
            scene.ostrels,
            false,
            "Dit pour Ostrel.",
        );
        let mut ostrel = scene.served.signed_in(scene.ostrel.clerk);
        let page = ostrel.get("/portal/status");
        assert_eq!(page.status, 200, "{}", page.body);
        for said in [
            "Panne de tous",
            "Dit à tous.",
            "Panne tue",
            "Panne de plateforme",
            "Dit pour Ostrel.",
            "Plateforme (Production Ostrel)",
        ] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        assert!(!page.body.contains("Dit entre nous."), "of others, perhaps");
        let mut marlaix = scene.served.signed_in(scene.marlaix.clerk);
        let page = marlaix.get("/portal/status").body;
        assert!(
            page.contains("Panne de tous") && page.contains("Panne tue"),
            "{page}"
        );
        for hidden in ["Ostrel", "Panne de plateforme", "Plateforme", "entre nous"] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        assert_eq!(scene.served.browser().get("/portal/status").status, 303);
    });
}
