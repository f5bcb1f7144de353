//! The vendor's time stands still while it waits for the integrator, who may contest it.

use guichet::{
    desk::{Error, Ruling},
    domain::{
        sla::State,
        ticket::{ClockName, Line, PauseRefused},
        vendor::{CaseAct, CaseHappened, CaseState},
    },
};

use super::{OPEN, Scene, message};
use crate::{desk_world::at, support::on_each_engine};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

/// When the vendor owes its solution.
fn due(scene: &Scene) -> String {
    let clocks = scene.their_clocks();
    let resolve = clocks.iter().find(|one| one.name == ClockName::Resolve);
    resolve
        .unwrap()
        .due_at
        .unwrap()
        .format("%d %H:%M")
        .to_string()
}

#[test]
fn a_contested_wait_is_decided_by_somebody_else_and_lifted_it_counts_for_the_vendor() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        let desk = &scene.served.desk;
        let ticket = scene.marlaix.ticket;
        // Sent at 10:00: solved within 8 open hours, at 18:00 in Paris, an hour ahead of UTC.
        let case = scene.served.sent(&scene.divalto, ticket, scene.agent, "x");
        assert_eq!(due(&scene), "04 17:00");
        scene.live_until("2026-03-04T11:00");
        let question = message();
        scene.vendor_does(case, CaseAct::Ask(question), "Le journal ?");
        let asked = scene.cases()[0].events;
        scene.live_until("2026-03-04T13:00");
        // The agent says that it is in the dossier: who answers for the queue and the vendor are told.
        let mut agent = scene.as_agent();
        let here = format!("/tickets/{ticket}/vendor/{case}");
        let rank = asked.to_string();
        let form = |act, why| {
            [
                ("message", ""),
                ("do", act),
                ("pause", rank.as_str()),
                ("why", why),
            ]
        };
        let blank = agent.post(&here, &form("contest", " "));
        assert_eq!(blank.status, 422);
        let said = agent.post(&here, &form("contest", "Il est dans le dossier."));
        assert_eq!(said.status, 303, "{}", said.body);
        let again =
            desk.contest_case_pause(scene.agent, case, asked, &line("Il est dans le dossier."));
        assert!(again.is_ok(), "the same form sent twice");
        let other = desk.contest_case_pause(scene.agent, case, asked, &line("Autre chose"));
        assert!(matches!(
            other,
            Err(Error::PauseRefused(PauseRefused::ContestedBefore))
        ));
        let mut told = scene.recipients("pause-contested");
        told.sort();
        assert_eq!(told, ["support@guichet.example", "zoe@desk.example"]);
        // Nobody of the vendor decides, no agent does, and not on what one contested oneself.
        let lifts = Ruling {
            lifts: true,
            why: line("Il y était."),
        };
        for by in [scene.agent, scene.divalto.person, scene.marlaix.chief] {
            let ruled = desk.rule_case_pause(by, case, asked, &lifts);
            assert!(matches!(ruled, Err(Error::Forbidden)), "{ruled:?}");
        }
        scene.live_until("2026-03-04T14:00");
        let mut chief = scene.served.signed_in(scene.supervisor);
        let page = chief.get(&scene.here());
        assert!(
            page.body.contains("Il est dans le dossier."),
            "{}",
            page.body
        );
        let ruled = chief.post(&here, &form("lift", "Il y était."));
        assert_eq!(ruled.status, 303, "{}", ruled.body);
        // It still asks, but its time runs: as if it had never stood. Had the wait ended now, three hours
        // of it would not count: 18:00 would be 11:00 on Thursday.
        assert_eq!(scene.cases()[0].state, CaseState::Asked);
        assert_eq!(due(&scene), "04 17:00");
        let page = desk.vendor_page(ticket, &guichet::domain::access::Scope::Desk);
        let history = page.unwrap().cases[0].history.clone();
        let CaseHappened::PauseLifted { moved, .. } = &history.last().unwrap().what else {
            panic!("{history:?}");
        };
        let moved: Vec<_> = moved
            .iter()
            .map(|one| (one.clock, one.from, one.to))
            .collect();
        let (from, to) = (at("2026-03-05T10:00:00Z"), at("2026-03-04T17:00:00Z"));
        assert_eq!(moved, [(ClockName::Resolve, Some(from), Some(to))]);
        // The wait begins anew only when the vendor asks anew.
        scene.agent_does(case, CaseAct::Tell(message()), "Page 3 du dossier.");
        scene.vendor_does(case, CaseAct::Ask(message()), "Et la trace ?");
        let clocks = scene.their_clocks();
        let resolve = clocks.iter().find(|one| one.name == ClockName::Resolve);
        assert!(matches!(resolve.unwrap().state, State::Paused { .. }));
        // To the vendor: the case, the dispute, the decision, what was told.
        assert_eq!(scene.recipients("case-for-vendor").len(), 4);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_upheld_wait_stays_and_the_vendor_reads_why() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        let desk = &scene.served.desk;
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        scene.vendor_does(case, CaseAct::Ask(message()), "Le journal ?");
        let asked = scene.cases()[0].events;
        let upheld = Ruling {
            lifts: false,
            why: line("Il manquait."),
        };
        let nobody = desk.rule_case_pause(scene.supervisor, case, asked, &upheld);
        assert!(matches!(
            nobody,
            Err(Error::PauseRefused(PauseRefused::NotContested))
        ));
        let nothing = desk.contest_case_pause(scene.agent, case, 1, &line("x"));
        assert!(matches!(nothing, Err(Error::NotFound)), "{nothing:?}");
        desk.contest_case_pause(scene.agent, case, asked, &line("Il y est."))
            .unwrap();
        desk.rule_case_pause(scene.supervisor, case, asked, &upheld)
            .unwrap();
        let clocks = scene.their_clocks();
        let resolve = clocks.iter().find(|one| one.name == ClockName::Resolve);
        assert!(matches!(resolve.unwrap().state, State::Paused { .. }));
        let page = scene.as_vendor().get(&format!("/portal/cases/{case}"));
        for said in ["Il y est.", "Il manquait."] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        assert!(
            !page.body.contains("name=\"why\""),
            "the vendor decides nothing"
        );
        assert_eq!(scene.findings(), []);
    });
}
