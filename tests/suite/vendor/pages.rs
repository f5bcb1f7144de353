//! The pages of both sides, and what the customer does not see.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use guichet::domain::{
    access::Scope,
    ids::VendorCaseId,
    people::Role,
    vendor::{CaseAct, Point},
};

use guichet::store::{Options, Store, StoreError};

use super::{Scene, message};
use crate::support::{
    app::{Answer, Browser},
    digest::{changed, digest},
    on_each_engine,
};

/// What stands in a hidden field.
fn hidden(page: &Answer, name: &str) -> String {
    let before = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.body.split_once(&before).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Fills the form of a dossier in and presses a button.
fn filled(scene: &Scene, browser: &mut Browser, changes: &[(&str, &str)], press: &str) -> Answer {
    let page = browser.get(&scene.here());
    assert_eq!(page.status, 200, "{}", page.body);
    let (case, rests, vendor) = (
        hidden(&page, "case"),
        hidden(&page, "rests"),
        hidden(&page, "vendor"),
    );
    let version = scene.divalto.maintained.to_string();
    let mut fields: Vec<(&str, &str)> = vec![
        ("case", &case),
        ("rests", &rests),
        ("vendor", &vendor),
        ("nature", "incident"),
        ("version", &version),
        ("severity", "P1"),
        ("do", press),
    ];
    fields.extend(Point::WRITTEN.map(|point| (point.word(), "dit kanari")));
    for (name, value) in changes {
        match fields.iter_mut().find(|(key, _)| key == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    browser.post(&scene.here(), &fields)
}

#[test]
fn the_dossier_shows_what_is_missing_with_its_clause_and_keeps_what_was_typed() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut agent = scene.as_agent();
        let first = agent.get(&scene.here());
        assert!(
            first.body.contains("chapitre 2.5, incidents"),
            "{}",
            first.body
        );
        assert!(first.body.contains("Personne ne peut passer outre."));
        let kept = filled(&scene, &mut agent, &[("analysis", "")], "save");
        assert_eq!(kept.status, 303, "{}", kept.body);
        let again = agent.get(&scene.here());
        assert!(again.body.contains("Il manque 1 point"), "{}", again.body);
        assert!(again.body.contains("dit kanari"));
        assert!(again.body.contains("Enregistré par Camille Aubry"));
        let refused = filled(&scene, &mut agent, &[("analysis", "")], "send");
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("href=\"#analysis\""),
            "{}",
            refused.body
        );
        assert!(scene.cases().is_empty());
        let ticket = agent.get(&format!("/tickets/{}", scene.marlaix.ticket));
        assert!(ticket.body.contains("Reprendre le dossier pour l’éditeur"));
        let sent = filled(&scene, &mut agent, &[], "send");
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert_eq!(scene.cases().len(), 1);
        let ticket = agent.get(&format!("/tickets/{}", scene.marlaix.ticket));
        assert!(ticket.body.contains("transmet la demande à l’éditeur"));
    });
}

#[test]
fn a_dossier_begins_with_what_the_platform_says() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let store = Store::open(url, Options::default()).unwrap();
        let sql = format!(
            "UPDATE platforms SET version_id = '{}'; \
             UPDATE tickets SET organisation_id = '{}', platform_id = '{}'",
            scene.divalto.old, scene.marlaix.id, scene.marlaix.platform
        );
        store
            .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(&sql)?))
            .unwrap();
        let page = scene.as_agent().get(&scene.here());
        assert!(
            page.body.contains("Production Marlaix, Production"),
            "{}",
            page.body
        );
        let chosen = format!("value=\"{}\" selected", scene.divalto.old);
        assert!(page.body.contains(&chosen), "{}", page.body);
        assert!(
            page.body
                .contains("L’éditeur ne maintient pas cette version.")
        );
    });
}

#[test]
fn a_dossier_begins_with_what_the_customer_asks_where_a_vendor_may_be_asked_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let store = Store::open(url, Options::default()).unwrap();
        for (nature, chosen) in [("question", "question"), ("major-evolution", "incident")] {
            let sql = format!("UPDATE tickets SET nature = '{nature}'");
            store
                .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(&sql)?))
                .unwrap();
            let page = scene.as_agent().get(&scene.here()).body;
            let asked = format!("value=\"{chosen}\" selected");
            assert!(page.contains(&asked), "{nature}: {page}");
            assert!(!page.contains("value=\"major-evolution\""), "{page}");
        }
        let wrong = [("nature", "major-evolution")];
        let refused = filled(&scene, &mut scene.as_agent(), &wrong, "save");
        assert_eq!(refused.status, 400, "{}", refused.body);
    });
}

#[test]
fn an_override_asks_who_may_for_a_reason() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let old = scene.divalto.old.to_string();
        let changes = [("version", old.as_str())];
        let mut agent = scene.as_agent();
        let barred = filled(&scene, &mut agent, &changes, "send");
        assert_eq!(barred.status, 422);
        assert!(!barred.body.contains("name=\"reason\""));
        let mut supervisor = scene.served.signed_in(scene.supervisor);
        let asked = filled(&scene, &mut supervisor, &changes, "send");
        assert_eq!(asked.status, 422);
        assert!(asked.body.contains("name=\"reason\""), "{}", asked.body);
        assert!(asked.body.contains("Dites pourquoi"));
        let changes = [("version", old.as_str()), ("reason", "Migration prévue")];
        let sent = filled(&scene, &mut supervisor, &changes, "send");
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = scene.as_vendor().get("/portal/cases");
        assert_eq!(page.status, 200);
        assert!(page.body.contains("-E1"), "{}", page.body);
    });
}

#[test]
fn the_vendor_answers_on_its_page_and_the_agent_makes_it_an_answer() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut agent = scene.as_agent();
        assert_eq!(filled(&scene, &mut agent, &[], "send").status, 303);
        let case = scene.cases()[0].id;
        let (there, mut vendor) = (format!("/portal/cases/{case}"), scene.as_vendor());
        let page = vendor.get(&there);
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("dit kanari"));
        for own in ["Marlaix", "Odile", "Étiquettes", "Rien ne sort"] {
            assert!(!page.body.contains(own), "the vendor reads « {own} »");
        }
        let id = message().to_string();
        let said = [
            ("message", id.as_str()),
            ("text", "Videz le spouleur."),
            ("do", "answer"),
        ];
        assert_eq!(vendor.post(&there, &said).status, 303);
        let blank = message().to_string();
        let said = [("message", blank.as_str()), ("text", " "), ("do", "ask")];
        assert_eq!(vendor.post(&there, &said).status, 422);
        let page = agent.get(&scene.here());
        assert!(page.body.contains("Videz le spouleur."));
        assert!(page.body.contains("Envoyer à Divalto"));
        let at = format!("{}/{case}", scene.here());
        let done = agent.post(&at, &[("quoted", &id), ("do", "quote")]);
        assert_eq!(done.status, 303, "{}", done.body);
        let ticket = agent.get(&format!("/tickets/{}", scene.marlaix.ticket));
        let (_, composer) = ticket.body.split_once("id=\"compose\"").unwrap();
        assert!(composer.contains("Videz le spouleur."), "{composer}");
        scene.served.clock.advance(TimeDelta::minutes(20));
        let hands = agent.get(&format!("/tickets/{}/hands", scene.marlaix.ticket));
        assert_eq!(hands.status, 200, "{}", hands.body);
        assert!(hands.body.contains("hand-vendor"));
    });
}

#[test]
fn a_vendor_that_promises_later_is_told_before_and_after() {
    on_each_engine(|url| {
        // Friday 26 December 2025 at 10:00: a holiday in Alsace-Moselle alone. We owe the customer by
        // 14:00, the vendor opens on Monday.
        let scene = Scene::at(url, "2025-12-26T09:00:00Z");
        let mut agent = scene.as_agent();
        let before = agent.get(&scene.here());
        assert!(
            before.body.contains("reviendrait après notre échéance"),
            "{}",
            before.body
        );
        assert_eq!(filled(&scene, &mut agent, &[], "send").status, 303);
        for page in [
            scene.here(),
            format!("/tickets/{}", scene.marlaix.ticket),
            format!("/tickets/{}/hands", scene.marlaix.ticket),
        ] {
            let body = agent.get(&page).body;
            assert!(
                body.contains("L’éditeur doit sa réponse après nous"),
                "{page}: {body}"
            );
        }
    });
}

#[test]
fn the_customer_sees_nothing_of_it_anywhere() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let ticket = scene.marlaix.ticket;
        let mark = "kanari9";
        let case = scene.served.sent(&scene.divalto, ticket, scene.agent, mark);
        scene.vendor_does(case, CaseAct::Answer(message()), "Réponse kanari9");
        scene.agent_does(case, CaseAct::Tell(message()), "Suite kanari9");
        for person in [scene.marlaix.clerk, scene.marlaix.chief] {
            let mut browser = scene.served.signed_in(person);
            for page in [
                format!("/portal/tickets/{ticket}"),
                "/portal".to_owned(),
                "/portal.csv".to_owned(),
                format!("/portal/tickets/{ticket}/deadline/acknowledge"),
            ] {
                let answer = browser.get(&page);
                assert!(!answer.body.contains(mark), "{page}: {}", answer.body);
                assert!(
                    !answer.body.contains("l’éditeur"),
                    "{page}: {}",
                    answer.body
                );
            }
            for page in [
                format!("/portal/cases/{case}"),
                format!("/portal/cases/{}", VendorCaseId::fresh()),
            ] {
                assert_eq!(browser.get(&page).status, 404, "{page}");
            }
            assert_eq!(browser.get("/portal/cases").status, 403);
            let page = browser.get(&format!("/portal/tickets/{ticket}"));
            assert_eq!(page.status, 200);
        }
        let (letters, _) = scene.served.desk.letters(None, None).unwrap();
        for letter in letters {
            let to = letter.recipient.as_str();
            if to.contains("marlaix") {
                assert!(!format!("{:?}", letter.notice).contains(mark), "{to}");
            }
        }
        let seen = scene
            .served
            .desk
            .scope_of_person(scene.marlaix.clerk)
            .unwrap();
        let desk = scene.served.desk.behind(&seen);
        assert!(desk.vendor_page(ticket, &seen).is_err());
        assert!(
            desk.cases_of(
                &scene
                    .served
                    .desk
                    .ticket(ticket, &Scope::Desk)
                    .unwrap()
                    .ticket,
                &seen
            )
            .unwrap()
            .is_empty()
        );
    });
}

#[test]
fn an_auditor_reads_and_a_vendors_person_is_no_worker() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        let auditor = scene
            .served
            .worker("Claude Petit", "claude@desk.example", Role::Auditor);
        let mut auditor = scene.served.signed_in(auditor);
        let page = auditor.get(&scene.here());
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("value=\"tell\""));
        let before = digest(url);
        let at = format!("{}/{case}", scene.here());
        let id = message().to_string();
        let said = [("message", id.as_str()), ("text", "x"), ("do", "tell")];
        assert_eq!(auditor.post(&at, &said).status, 403);
        let mut vendor = scene.as_vendor();
        for page in [
            scene.here(),
            format!("/tickets/{}", scene.marlaix.ticket),
            "/queue".to_owned(),
        ] {
            assert_eq!(vendor.get(&page).status, 403, "{page}");
        }
        let page = format!("/portal/tickets/{}", scene.marlaix.ticket);
        assert_eq!(vendor.get(&page).status, 404);
        let mut after = changed(&before, &digest(url));
        after.retain(|name| name != "sessions" && name != "people");
        assert_eq!(after, [""; 0]);
    });
}

#[test]
fn where_a_vendor_takes_cases_is_set_on_its_page() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut root = scene.served.signed_in(scene.root);
        let at = format!("/organisations/{}/vendor", scene.divalto.id);
        let page = root.get(&at);
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("desk@divalto.example"));
        let wrong = root.post(&at, &[("vendor-contract", "divalto"), ("vendor-mail", "x")]);
        assert_eq!(wrong.status, 422);
        let wrong = root.post(&at, &[("vendor-contract", "standard"), ("vendor-mail", "")]);
        assert_eq!(wrong.status, 422, "a contract that says nothing of vendors");
        let done = root.post(&at, &[("vendor-contract", "divalto"), ("vendor-mail", "")]);
        assert_eq!(done.status, 303, "{}", done.body);
        scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        assert_eq!(
            scene.recipients("case-for-vendor"),
            ["ines@divalto.example"]
        );
        let customer = format!("/organisations/{}/vendor", scene.marlaix.id);
        assert_eq!(root.get(&customer).status, 404, "a customer takes no cases");
        let history = root.get(&format!("/organisations/{}", scene.divalto.id));
        assert!(
            history.body.contains("règle les dossiers de l’éditeur"),
            "{}",
            history.body
        );
    });
}
