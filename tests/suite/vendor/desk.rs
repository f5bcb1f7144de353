//! What the desk does with dossiers and cases.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use guichet::{
    desk::{DossierKept, DossierNotSent, Error},
    domain::{
        access::Scope,
        ids::VendorCaseId,
        ticket::{ClockName, DraftKind, Line},
        vendor::{self, CaseAct, CaseState, Hands, Point},
    },
    store::{Options, Store, StoreError},
};

use super::{Scene, message};
use crate::{
    desk_world::{at, at_once},
    support::{on_each_engine, vendors::whole},
};

#[test]
fn an_incident_without_analysis_is_refused_and_what_was_written_is_kept() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let mut dossier = whole(&scene.divalto, "x");
        dossier.write(Point::Analysis, "").unwrap();
        for by in [scene.agent, scene.supervisor, scene.root] {
            let sent = scene.sending(by, dossier.clone(), Some("pressé"));
            assert_eq!(
                desk.send_dossier(sent).unwrap(),
                Err(DossierNotSent::Refused(vec![Point::Analysis]))
            );
        }
        assert_eq!((scene.cases().len(), scene.times_sent()), (0, 0));
        let page = desk.vendor_page(scene.marlaix.ticket, &Scope::Desk);
        assert_eq!(page.unwrap().draft.unwrap().dossier, dossier);
        dossier
            .write(Point::Analysis, "Le spouleur est plein.")
            .unwrap();
        let sent = scene.sending(scene.agent, dossier, None);
        assert!(desk.send_dossier(sent).unwrap().is_ok());
        assert_eq!((scene.cases().len(), scene.times_sent()), (1, 1));
        assert_eq!(
            scene.recipients("case-for-vendor"),
            ["desk@divalto.example"]
        );
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_unmaintained_version_leaves_only_with_a_supervisor_and_a_reason() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let mut dossier = whole(&scene.divalto, "x");
        dossier.version = Some(scene.divalto.old);
        let points = vec![Point::MaintainedVersion];
        let tried = |by, reason| {
            let sent = scene.sending(by, dossier.clone(), reason);
            desk.send_dossier(sent).unwrap()
        };
        assert_eq!(
            tried(scene.agent, Some("pressé")),
            Err(DossierNotSent::Refused(points.clone()))
        );
        assert_eq!(
            tried(scene.root, Some("pressé")),
            Err(DossierNotSent::Refused(points.clone())),
            "the contract names the supervisor, not the administrator"
        );
        assert_eq!(
            tried(scene.supervisor, None),
            Err(DossierNotSent::NeedsReason(points))
        );
        let case = tried(scene.supervisor, Some("La migration est prévue.")).unwrap();
        let mut vendor = scene.as_vendor();
        let page = vendor.get(&format!("/portal/cases/{case}"));
        assert!(
            page.body.contains("La migration est prévue."),
            "{}",
            page.body
        );
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn one_case_is_opened_whatever_is_tried_again() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let sent = scene.sending(scene.agent, whole(&scene.divalto, "x"), None);
        let case = sent.written.case;
        for answer in at_once(8, |_| desk.send_dossier(sent.clone())) {
            assert_eq!(answer.unwrap(), Ok(case));
        }
        assert_eq!((scene.cases().len(), scene.times_sent()), (1, 1));
        assert_eq!(scene.recipients("case-for-vendor").len(), 1);
        // Another form, another window, another person: the case is there.
        let other = scene.sending(scene.supervisor, whole(&scene.divalto, "y"), None);
        assert_eq!(
            desk.send_dossier(other).unwrap(),
            Err(DossierNotSent::OpenAlready(case))
        );
        // A form of somebody else's ticket finds nothing of this one.
        let elsewhere = scene.served.customer(url, "Ostrel", scene.root);
        let mut foreign = sent.clone();
        foreign.written.ticket = elsewhere.ticket;
        assert!(matches!(desk.send_dossier(foreign), Err(Error::NotFound)));
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn two_forms_that_race_open_one_case() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let forms: Vec<_> = (0..6)
            .map(|_| scene.sending(scene.agent, whole(&scene.divalto, "x"), None))
            .collect();
        let answers = at_once(6, |number| desk.send_dossier(forms[number].clone()));
        let opened = answers
            .iter()
            .filter(|answer| matches!(answer, Ok(Ok(_))))
            .count();
        assert_eq!(opened, 1, "{answers:?}");
        assert_eq!((scene.cases().len(), scene.times_sent()), (1, 1));
        assert_eq!(scene.recipients("case-for-vendor").len(), 1);
    });
}

#[test]
fn a_dossier_is_kept_and_nobody_writes_over_somebody_else() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let first = scene
            .sending(scene.agent, whole(&scene.divalto, "x"), None)
            .written;
        let mut second = first.clone();
        let DossierKept::Saved(_) = desk.keep_dossier(first.clone()).unwrap() else {
            panic!("nothing was there");
        };
        second.by = scene.supervisor;
        second.dossier.write(Point::Analysis, "autre").unwrap();
        let DossierKept::Overtaken(there) = desk.keep_dossier(second.clone()).unwrap() else {
            panic!("the second rests on nothing");
        };
        assert_eq!(there.dossier, first.dossier);
        second.rests_on = there.version();
        assert!(matches!(
            desk.keep_dossier(second).unwrap(),
            DossierKept::Saved(_)
        ));
        let page = desk
            .vendor_page(scene.marlaix.ticket, &Scope::Desk)
            .unwrap();
        assert_eq!(page.draft.unwrap().dossier.text(Point::Analysis), "autre");
    });
}

#[test]
fn both_sides_work_on_a_case_and_each_hears_of_the_other() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        scene.vendor_does(case, CaseAct::TakeCharge, "");
        scene.vendor_does(case, CaseAct::TakeCharge, "");
        scene.vendor_does(case, CaseAct::Refer(Line::parse("DIV-77").unwrap()), "");
        let question = message();
        scene.vendor_does(case, CaseAct::Ask(question), "Le journal ?");
        // The same form once more changes nothing; with other words it is not taken for done.
        scene.vendor_does(case, CaseAct::Ask(question), "Le journal ?");
        let changed = scene.change(case, scene.divalto.person, CaseAct::Ask(question), "Autre");
        let desk = &scene.served.desk;
        assert!(matches!(
            desk.act_on_case_as_vendor(changed),
            Err(Error::Overtaken)
        ));
        let stored = scene.cases().remove(0);
        assert_eq!(stored.state, CaseState::Asked);
        assert_eq!(stored.reference.as_ref().map(Line::as_str), Some("DIV-77"));
        assert_eq!(stored.due, None, "the vendor waits");
        scene.agent_does(case, CaseAct::Tell(message()), "Le voici.");
        scene.vendor_does(case, CaseAct::Settle(message()), "Corrigé en 10.8.2.");
        let late = scene.change(
            case,
            scene.divalto.person,
            CaseAct::Answer(message()),
            "Encore",
        );
        assert!(matches!(
            desk.act_on_case_as_vendor(late),
            Err(Error::CaseRefused(CaseState::Settled))
        ));
        scene.agent_does(case, CaseAct::Reopen(message()), "Cela recommence.");
        scene.agent_does(case, CaseAct::Withdraw(Line::parse("Doublon").unwrap()), "");
        assert_eq!(scene.cases()[0].state, CaseState::Withdrawn);
        // To the vendor: sent, told, reopened, withdrawn. To the queue: taken, asked, settled.
        assert_eq!(scene.recipients("case-for-vendor").len(), 4);
        assert_eq!(
            scene.recipients("vendor-answered"),
            ["support@guichet.example"; 3]
        );
        assert_eq!(scene.findings(), []);
        // What is over makes room for another one.
        let next = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "y");
        assert_eq!(scene.cases().len(), 2);
        assert_ne!(next, case);
    });
}

#[test]
fn whoever_acts_at_the_same_moment_is_heard() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        let desk = &scene.served.desk;
        let done = at_once(6, |number| {
            let text = format!("message {number}");
            if number % 2 == 0 {
                let told = CaseAct::Tell(message());
                desk.act_on_case(scene.change(case, scene.agent, told, &text))
            } else {
                let answered = CaseAct::Answer(message());
                let by = scene.divalto.person;
                desk.act_on_case_as_vendor(scene.change(case, by, answered, &text))
            }
        });
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        assert_eq!(scene.cases()[0].events, 7);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn nobody_acts_for_the_other_side_and_no_stranger_acts_at_all() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let other = scene.served.vendor("Autre", None, scene.root);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        let desk = &scene.served.desk;
        let as_vendor = |by, act| desk.act_on_case_as_vendor(scene.change(case, by, act, "x"));
        for stranger in [
            other.person,
            scene.marlaix.clerk,
            scene.marlaix.chief,
            scene.agent,
        ] {
            let done = as_vendor(stranger, CaseAct::TakeCharge);
            assert!(
                matches!(done, Err(Error::NotFound | Error::Forbidden)),
                "{done:?}"
            );
        }
        let done = as_vendor(scene.divalto.person, CaseAct::Tell(message()));
        assert!(matches!(done, Err(Error::Forbidden)), "{done:?}");
        let as_agent = |by, act| desk.act_on_case(scene.change(case, by, act, "x"));
        let done = as_agent(scene.agent, CaseAct::TakeCharge);
        assert!(matches!(done, Err(Error::Forbidden)), "{done:?}");
        let done = as_agent(scene.divalto.person, CaseAct::Tell(message()));
        assert!(matches!(done, Err(Error::Forbidden)), "{done:?}");
        let nowhere = scene.change(
            VendorCaseId::fresh(),
            scene.agent,
            CaseAct::Tell(message()),
            "x",
        );
        assert!(matches!(desk.act_on_case(nowhere), Err(Error::NotFound)));
        assert_eq!(scene.cases()[0].state, CaseState::Sent);
    });
}

#[test]
fn a_vendors_answer_begins_an_answer_to_the_customer_once() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let ticket = scene.marlaix.ticket;
        let case = scene.served.sent(&scene.divalto, ticket, scene.agent, "x");
        let (answer, own) = (message(), message());
        scene.vendor_does(case, CaseAct::Answer(answer), "Videz le spouleur.");
        scene.agent_does(case, CaseAct::Tell(own), "Merci.");
        desk.quote_vendor(ticket, answer, scene.agent).unwrap();
        desk.quote_vendor(ticket, answer, scene.agent).unwrap();
        let drafts = desk.drafts(ticket, scene.agent).unwrap();
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].kind, DraftKind::Answer);
        assert_eq!(drafts[0].body, "Videz le spouleur.");
        assert!(desk.drafts(ticket, scene.supervisor).unwrap().is_empty());
        let done = desk.quote_vendor(ticket, own, scene.agent);
        assert!(
            matches!(done, Err(Error::NotFound)),
            "one's own words are not the vendor's"
        );
        // Nothing has reached the customer.
        let page = desk.ticket(ticket, &Scope::Desk).unwrap();
        assert_eq!(page.messages.len(), 1);
    });
}

#[test]
fn what_a_hand_changes_in_a_case_is_found() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        scene.vendor_does(case, CaseAct::Answer(message()), "Oui.");
        assert_eq!(scene.findings(), []);
        let store = Store::open(url, Options::default()).unwrap();
        for sql in [
            "UPDATE vendor_cases SET state = 'settled'",
            "UPDATE vendor_cases SET state = 'open', due_clock = 'resolve', due_at = 1",
            "UPDATE vendor_cases SET due_clock = NULL, due_at = NULL, events = 7",
            "UPDATE vendor_cases SET events = 2; DELETE FROM vendor_messages",
        ] {
            store
                .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(sql)?))
                .unwrap();
            let found = scene.findings();
            assert_eq!(found.len(), 1, "{sql}: {found:?}");
        }
    });
}

#[test]
fn whose_time_runs_is_told_for_every_moment() {
    on_each_engine(|url| {
        // Wednesday 4 March 2026 at 10:00: filed. At 11:00 the dossier leaves: until then it is the
        // integrator's. At 13:00 the vendor asks: it is the integrator's again, until they tell at
        // 14:30. At 16:00 the vendor settles it. At 17:00 is now.
        let scene = Scene::new(url);
        let clock = &scene.served.clock;
        let pass = |minutes| clock.advance(TimeDelta::minutes(minutes));
        pass(60);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        let stored = scene.cases().remove(0);
        // Severity 1 is taken in charge within 4 business hours: at 15:00.
        let due = (ClockName::Acknowledge, at("2026-03-04T14:00:00Z"));
        assert_eq!(stored.due, Some(due));
        pass(120);
        scene.vendor_does(case, CaseAct::Ask(message()), "Le journal ?");
        pass(90);
        scene.agent_does(case, CaseAct::Tell(message()), "Le voici.");
        pass(90);
        scene.vendor_does(case, CaseAct::Settle(message()), "Corrigé.");
        pass(60);
        let page = scene
            .served
            .desk
            .vendor_page(scene.marlaix.ticket, &Scope::Desk)
            .unwrap();
        let histories = [page.cases[0].history.clone()];
        let held = vendor::held(&page.page.events, &histories, page.page.now);
        let told: Vec<(Hands, i64)> = held
            .iter()
            .map(|one| (one.by, (one.to - one.from).num_minutes()))
            .collect();
        assert_eq!(
            told,
            [
                (Hands::Integrator, 60),
                (Hands::Vendor, 120),
                (Hands::Integrator, 90),
                (Hands::Vendor, 90),
                (Hands::Integrator, 60),
            ]
        );
    });
}
