//! The pages of a vendor that is reached by mail: where it is set, and where the desk notes what it says.

use guichet::{
    desk::Error,
    domain::{
        ids::VendorCaseId,
        ticket::Line,
        vendor::{CaseAct, CaseState},
    },
};

use super::{
    Scene,
    mail::{DESK, by_mail},
    message,
};
use crate::support::on_each_engine;

fn sent(scene: &Scene) -> VendorCaseId {
    let ticket = scene.marlaix.ticket;
    scene.served.sent(&scene.divalto, ticket, scene.agent, "x")
}

#[test]
fn how_a_vendor_is_reached_is_set_on_its_page_and_kept_in_its_history() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let path = format!("/organisations/{}/vendor", scene.divalto.id);
        let mut root = scene.served.signed_in(scene.root);
        let mut set = |mail: &str, numbering: &str| {
            let fields = [
                ("vendor-contract", "divalto"),
                ("vendor-way", "mail"),
                ("vendor-mail", mail),
                ("vendor-numbering", numbering),
            ];
            root.post(&path, &fields)
        };
        for (mail, numbering, said) in [
            ("", "", "Écrivez l’adresse de son service"),
            (DESK, "Ticket", "puis {number} une seule fois"),
            ("camille@desk.example", "", "celle de quelqu’un d’autre"),
            (
                "support+x@guichet.example",
                "",
                "celle de votre propre service",
            ),
        ] {
            let refused = set(mail, numbering);
            assert_eq!(refused.status, 422, "{mail} {numbering}");
            assert!(refused.body.contains(said), "{}", refused.body);
        }
        let kept = set(DESK, "Ticket n° {number}");
        assert_eq!(kept.status, 303, "{}", kept.body);
        let mut root = scene.served.signed_in(scene.root);
        let page = root.get(&path);
        assert!(page.body.contains("qui y répond."), "{}", page.body);
        assert!(
            page.body.contains("value=\"mail\" selected"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Ticket n° {number}"));
        let history = root.get(&format!("/organisations/{}", scene.divalto.id));
        assert!(history.body.contains("fait joindre l’éditeur par courriel"));
        // Back to its people: the desk outside is forgotten.
        let fields = [("vendor-contract", "divalto"), ("vendor-way", "here")];
        assert_eq!(root.post(&path, &fields).status, 303);
        let page = root.get(&path);
        assert!(
            page.body.contains("value=\"here\" selected"),
            "{}",
            page.body
        );
    });
}

#[test]
fn what_a_vendor_says_elsewhere_is_noted_in_its_name_with_who_noted_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        by_mail(&scene);
        let case = sent(&scene);
        let path = format!("{}/{case}", scene.here());
        let mut agent = scene.as_agent();
        let mut noted = |act: &str, fields: &[(&str, &str)]| {
            let id = message().to_string();
            let mut all = vec![("message", id.as_str()), ("do", act)];
            all.extend_from_slice(fields);
            agent.post(&path, &all)
        };
        let empty = noted("record-ask", &[("theirs", " ")]);
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains(&format!("href=\"#theirs-{case}\"")));
        assert_eq!(noted("record-refer", &[("number", "")]).status, 422);
        for (act, state) in [
            ("record-take", CaseState::Open),
            ("record-refer", CaseState::Open),
            ("record-ask", CaseState::Asked),
            ("record-answer", CaseState::Asked),
            ("record-settle", CaseState::Settled),
        ] {
            let done = noted(act, &[("theirs", "Dit au téléphone."), ("number", "A-12")]);
            assert_eq!(done.status, 303, "{act}: {}", done.body);
            assert_eq!(scene.cases()[0].state, state, "{act}");
        }
        assert_eq!(scene.cases()[0].reference, Line::parse("A-12").ok());
        let page = scene.as_agent().get(&scene.here());
        assert!(
            page.body.contains("Divalto (noté par Camille Aubry)"),
            "{}",
            page.body
        );
        // What comes too late is told, and loses nothing.
        let late = noted("record-answer", &[("theirs", "Trop tard.")]);
        assert_eq!(late.status, 422);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn nobody_speaks_for_a_vendor_whose_people_work_here() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = sent(&scene);
        let desk = &scene.served.desk;
        let note = |by, act| desk.record_for_vendor(scene.change(case, by, act, "Dit."));
        let answer = || CaseAct::Answer(message());
        assert!(matches!(note(scene.agent, answer()), Err(Error::Forbidden)));
        let page = scene.as_agent().get(&scene.here());
        assert!(!page.body.contains("record-answer"));
        by_mail(&scene);
        // And whoever does not work on tickets, or acts for the other side, notes nothing.
        for (by, act) in [
            (scene.divalto.person, answer()),
            (scene.marlaix.clerk, answer()),
            (scene.agent, CaseAct::Tell(message())),
        ] {
            assert!(matches!(note(by, act), Err(Error::Forbidden)));
        }
        assert_eq!(scene.cases()[0].state, CaseState::Sent);
        note(scene.agent, answer()).unwrap();
        assert_eq!(scene.cases()[0].state, CaseState::Open);
    });
}
