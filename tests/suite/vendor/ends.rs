//! The vendor contests that what the integrator wrote ended its wait.

use guichet::{
    desk::{Error, Ruling},
    domain::{
        access::Scope,
        ids::VendorCaseId,
        sla::State,
        ticket::{ClockName, Line, PauseRefused},
        vendor::{CaseAct, CaseHappened, CaseState},
    },
    store::DatabaseUrl,
};

use super::{OPEN, Scene, message};
use crate::{desk_world::at, support::on_each_engine};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn due(scene: &Scene) -> String {
    let clocks = scene.their_clocks();
    let resolve = clocks.iter().find(|one| one.name == ClockName::Resolve);
    let due = resolve.unwrap().due_at.unwrap();
    due.format("%d %H:%M").to_string()
}

fn is_paused(scene: &Scene) -> bool {
    let clocks = scene.their_clocks();
    let resolve = clocks.iter().find(|one| one.name == ClockName::Resolve);
    matches!(resolve.unwrap().state, State::Paused { .. })
}

/// Sent on Wednesday at 10:00, to be solved within 8 open hours; the vendor asks at 11:00, and the agent
/// writes at noon. The case, and the rank of what was written.
fn answered(url: &DatabaseUrl) -> (Scene, VendorCaseId, i64) {
    let scene = Scene::promising(url, OPEN);
    let case = scene
        .served
        .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
    scene.live_until("2026-03-04T11:00");
    scene.vendor_does(case, CaseAct::Ask(message()), "Le journal ?");
    scene.live_until("2026-03-04T12:00");
    scene.agent_does(case, CaseAct::Tell(message()), "Voyez le dossier.");
    let told = scene.cases()[0].events;
    (scene, case, told)
}

#[test]
fn a_wait_that_goes_on_moves_the_vendors_deadlines_and_a_supervisor_decides() {
    on_each_engine(|url| {
        let (scene, case, told) = answered(url);
        let desk = &scene.served.desk;
        // An hour of it did not count: Thursday at 9:00 in Paris, an hour ahead of UTC.
        assert_eq!(due(&scene), "05 08:00");
        scene.live_until("2026-03-04T13:00");
        let mut vendor = scene.as_vendor();
        let here = format!("/portal/cases/{case}");
        let rank = told.to_string();
        let form = |act, why| [("do", act), ("told", rank.as_str()), ("why", why)];
        assert!(vendor.get(&here).body.contains("value=\"contest-end\""));
        let blank = vendor.post(&here, &form("contest-end", " "));
        assert_eq!(blank.status, 422, "{}", blank.body);
        for _ in 0..2 {
            let said = vendor.post(&here, &form("contest-end", "La trace manque."));
            assert_eq!(said.status, 303, "{}", said.body);
        }
        let other = desk.contest_case_end(scene.divalto.person, case, told, &line("Autre"));
        assert!(matches!(
            other,
            Err(Error::PauseRefused(PauseRefused::ContestedBefore))
        ));
        let mut heard = scene.recipients("pause-contested");
        heard.sort();
        assert_eq!(heard, ["support@guichet.example", "zoe@desk.example"]);
        // Nobody of the vendor decides, no agent does; contested, it still runs.
        let lifts = Ruling {
            lifts: true,
            why: line("La trace n’y était pas."),
        };
        for by in [scene.agent, scene.divalto.person, scene.marlaix.chief] {
            let ruled = desk.rule_case_end(by, case, told, &lifts);
            assert!(matches!(ruled, Err(Error::Forbidden)), "{ruled:?}");
        }
        assert_eq!(due(&scene), "05 08:00");
        scene.live_until("2026-03-04T14:00");
        let mut chief = scene.served.signed_in(scene.supervisor);
        let ours = format!("/tickets/{}/vendor/{case}", scene.marlaix.ticket);
        let page = chief.get(&scene.here());
        assert!(page.body.contains("La trace manque."), "{}", page.body);
        let ruled = chief.post(&ours, &form("lift-end", "La trace n’y était pas."));
        assert_eq!(ruled.status, 303, "{}", ruled.body);
        assert_eq!(scene.cases()[0].state, CaseState::Asked);
        assert!(is_paused(&scene));
        // Had it ended now, three hours would not count: Thursday at 11:00.
        let page = desk.vendor_page(scene.marlaix.ticket, &Scope::Desk);
        let history = page.unwrap().cases[0].history.clone();
        let CaseHappened::EndLifted { moved, .. } = &history.last().unwrap().what else {
            panic!("{history:?}");
        };
        let moved: Vec<_> = moved
            .iter()
            .map(|one| (one.clock, one.from, one.to))
            .collect();
        let (from, to) = (at("2026-03-05T08:00:00Z"), at("2026-03-05T10:00:00Z"));
        assert_eq!(moved, [(ClockName::Resolve, Some(from), Some(to))]);
        // It ends when the agent brings it: from 11:00 to 15:00, due on Thursday at noon.
        scene.live_until("2026-03-04T15:00");
        scene.agent_does(case, CaseAct::Tell(message()), "Voici la trace.");
        assert_eq!(scene.cases()[0].state, CaseState::Open);
        assert_eq!(due(&scene), "05 11:00");
        // The vendor reads the decision on its case, and nothing of the ticket.
        let read = vendor.get(&here).body;
        assert!(read.contains("La trace n’y était pas."), "{read}");
        assert!(!read.contains("Marlaix"));
        let letters = scene.recipients("pause-ruled");
        assert!(
            !letters.iter().any(|to| to.ends_with("@divalto.example")),
            "{letters:?}"
        );
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_end_that_is_upheld_stays_and_another_vendor_sees_nothing_of_it() {
    on_each_engine(|url| {
        let (scene, case, told) = answered(url);
        let desk = &scene.served.desk;
        let foreign = scene.served.vendor("Proche", None, scene.root);
        for by in [foreign.person, scene.marlaix.chief] {
            let said = desk.contest_case_end(by, case, told, &line("x"));
            assert!(matches!(said, Err(Error::NotFound)), "{said:?}");
        }
        let nothing = desk.contest_case_end(scene.divalto.person, case, 1, &line("x"));
        assert!(matches!(nothing, Err(Error::NotFound)), "{nothing:?}");
        let upheld = Ruling {
            lifts: false,
            why: line("Il y était."),
        };
        let nobody = desk.rule_case_end(scene.supervisor, case, told, &upheld);
        assert!(matches!(
            nobody,
            Err(Error::PauseRefused(PauseRefused::NotContested))
        ));
        desk.contest_case_end(scene.divalto.person, case, told, &line("La trace manque."))
            .unwrap();
        desk.rule_case_end(scene.supervisor, case, told, &upheld)
            .unwrap();
        assert_eq!(due(&scene), "05 08:00");
        assert_eq!(scene.cases()[0].state, CaseState::Open);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn who_ended_a_wait_does_not_decide_whether_it_ended() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        let desk = &scene.served.desk;
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        scene.vendor_does(case, CaseAct::Ask(message()), "Le journal ?");
        let tell = CaseAct::Tell(message());
        let change = scene.change(case, scene.supervisor, tell, "Voyez le dossier.");
        desk.act_on_case(change).unwrap();
        let told = scene.cases()[0].events;
        desk.contest_case_end(scene.divalto.person, case, told, &line("La trace manque."))
            .unwrap();
        let lifts = Ruling {
            lifts: true,
            why: line("Non."),
        };
        let own = desk.rule_case_end(scene.supervisor, case, told, &lifts);
        assert!(matches!(own, Err(Error::Forbidden)), "{own:?}");
        desk.rule_case_end(scene.root, case, told, &lifts).unwrap();
        // It asks anew while the wait goes on: that one may be contested by itself.
        scene.vendor_does(case, CaseAct::Ask(message()), "Et la trace ?");
        let asked = scene.cases()[0].events;
        desk.contest_case_pause(scene.agent, case, asked, &line("Elle y est."))
            .unwrap();
        assert!(is_paused(&scene));
        assert_eq!(scene.findings(), []);
    });
}
