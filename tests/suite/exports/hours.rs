//! The list of help that was paid for in advance: as both sides read it, and nobody else.

use guichet::domain::people::{OrganisationKind, Role};

use super::{address, both, pays_ahead};
use crate::{portal_scene::Scene, support::on_each_engine};

#[test]
fn export_prepaid_hours_have_a_row_for_each_month_and_request() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let pages = [
            format!("/organisations/{}/hours", scene.marlaix.id),
            "/portal/hours".to_owned(),
        ];
        let mut readers = [scene.served.signed_in(scene.root), scene.chief()];
        for (page, browser) in pages.iter().zip(&mut readers) {
            assert_eq!(both(browser, page).rows.len(), 0, "nothing was paid for");
            assert!(!browser.get(page).body.contains("Exporter"), "{page}");
        }
        pays_ahead(&scene.served, scene.marlaix.id, scene.root);
        for (page, browser) in pages.iter().zip(&mut readers) {
            let list = both(browser, page);
            assert_eq!(list.rows.len(), 1, "nothing is spent: {list:?}");
            let row = &list.rows[0];
            assert_eq!(row[4..], ["600", "600", "", "", "", "0"]);
        }
        scene.answer("Un.", false, 95);
        scene.served.clock.advance(chrono::TimeDelta::days(30));
        scene.answer("Deux.", false, 7);
        scene.served.clock.advance(-chrono::TimeDelta::days(30));
        for (page, browser) in pages.iter().zip(&mut readers) {
            let list = both(browser, page);
            assert_eq!(list.names.len(), 10);
            assert_eq!(list.column(1), ["2026-01-01", "2026-01-01"], "{page}");
            assert_eq!(list.column(3), ["En cours", "En cours"], "{page}");
            assert_eq!(list.column(5), ["498", "498"], "{page}");
            assert_eq!(list.column(6), ["2026-04-01", "2026-03-01"], "{page}");
            assert_eq!(list.column(8), ["Étiquettes Marlaix"; 2], "{page}");
            assert_eq!(list.column(9), ["7", "95"], "{page}");
            assert!(browser.get(page).body.contains(&address(page, "xlsx")));
        }
    });
}

#[test]
fn export_prepaid_hours_are_for_whoever_may_read_the_page() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (served, root) = (&scene.served, scene.root);
        pays_ahead(served, scene.marlaix.id, root);
        scene.answer("Un.", false, 95);
        let ostrel = served.customer(url, "Ostrel", root);
        pays_ahead(served, ostrel.id, root);
        let integrator = served.organisation("Intégrateur", OrganisationKind::Integrator);
        let ines = served.member(integrator, "Ines", "ines@integre.example", root);
        served.serves(url, integrator, scene.marlaix.id);
        for form in ["csv", "xlsx"] {
            let ours = address("/portal/hours", form);
            let theirs = address(&format!("/organisations/{}/hours", scene.marlaix.id), form);
            let nowhere = "01900000-0000-7000-8000-000000000000";
            let nowhere = address(&format!("/organisations/{nowhere}/hours"), form);
            assert_eq!(scene.clerk().get(&ours).status, 403);
            assert_eq!(scene.chief().get(&theirs).status, 403);
            assert_eq!(served.signed_in(ines).get(&ours).status, 403);
            assert_eq!(served.signed_in(scene.agent).get(&theirs).status, 403);
            assert_eq!(served.signed_in(root).get(&nowhere).status, 404);
        }
        served.desk.designate(integrator, ines, None, root).unwrap();
        let list = both(&mut served.signed_in(ines), "/portal/hours");
        assert_eq!(list.rows.len(), 0, "the page is that of one's own");
        let list = both(&mut served.signed_in(ostrel.chief), "/portal/hours");
        assert_eq!(list.rows.len(), 1);
        assert_eq!(list.column(9), ["0"], "nothing of Marlaix: {list:?}");
    });
}

#[test]
fn export_a_request_that_the_reader_does_not_see_counts_without_a_name() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        pays_ahead(&scene.served, scene.marlaix.id, scene.root);
        scene.answer("Un.", false, 30);
        let alix = "alix@desk.example";
        let alix = scene.served.worker("Alix", alix, Role::Supervisor);
        let desk = &scene.served.desk;
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        let page = format!("/organisations/{}/hours", scene.marlaix.id);
        let list = both(&mut scene.served.signed_in(alix), &page);
        assert_eq!(list.column(7), [""]);
        assert_eq!(list.column(8), ["Demandes que vous ne voyez pas"]);
        assert_eq!(list.column(9), ["30"]);
    });
}
