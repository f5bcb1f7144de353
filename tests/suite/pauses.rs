//! Pauses of a ticket: what shows them, who contests them, who decides, and what that does to deadlines.

use diesel::connection::SimpleConnection as _;
use guichet::{
    desk::{Change, Error, Ruling},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId},
        notice::Notice,
        people::Role,
        ticket::{
            Act, ClockName, Description, Evidence, Line, Minutes, PauseReason, PauseRefused,
            PauseTold, Refers, Status, What, pauses_told,
        },
    },
    store::{DatabaseUrl, Options, Store, StoreError},
};

use crate::{
    desk_world::{at, at_once},
    portal_scene::Scene,
    support::on_each_engine,
};

/// A desk that owes a solution within 8 open hours, a customer's ticket filed on a Wednesday at 10:00, and
/// somebody who answers for the queue.
struct Dispute {
    scene: Scene,
    chief: PersonId,
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn promising(standard: &str) -> String {
    let targets =
        "[targets.resolve]\nP1 = { target = \"8h ouvrées\", clause = \"pauses\" }\n\n[[ladder]]";
    standard.replacen("[[ladder]]", targets, 1)
}

impl Dispute {
    fn new(url: &DatabaseUrl) -> Self {
        let scene = Scene::under(url, Some(promising));
        let chief = scene
            .served
            .worker("Zoé Marin", "zoe@desk.example", Role::Supervisor);
        Self { scene, chief }
    }

    fn act(&self, by: PersonId, act: Act, said: &str) -> Result<(), Error> {
        let ticket = self.scene.marlaix.ticket;
        let desk = &self.scene.served.desk;
        let change = Change {
            ticket,
            seen: desk.ticket(ticket, &Scope::Desk).unwrap().ticket.version,
            by,
            act,
            text: Description::parse(said).ok(),
            files: false,
            spent: Minutes::default(),
        };
        desk.change_ticket(change).map(drop)
    }

    /// Somebody pauses; the rank of the pause.
    fn pause(&self, by: PersonId, evidence: Evidence) -> Result<i64, Error> {
        let act = Act::Pause {
            reason: PauseReason::WaitingForCustomer,
            detail: "le journal".to_owned(),
            evidence,
        };
        self.act(by, act, "")?;
        Ok(self.pauses().last().unwrap().seq)
    }

    fn pauses(&self) -> Vec<PauseTold> {
        let ticket = self.scene.marlaix.ticket;
        let page = self.scene.served.desk.ticket(ticket, &Scope::Desk);
        pauses_told(&page.unwrap().events)
    }

    /// When the solution is owed, UTC.
    fn due(&self) -> Option<String> {
        let ticket = self.scene.marlaix.ticket;
        let page = self.scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        let resolve = page
            .stored
            .iter()
            .find(|one| one.name == ClockName::Resolve);
        let due = resolve.unwrap().deadline?;
        Some(due.format("%d %H:%M").to_string())
    }

    fn contest(&self, by: PersonId, pause: i64, why: &str) -> Result<(), Error> {
        let ticket = self.scene.marlaix.ticket;
        let desk = &self.scene.served.desk;
        desk.contest_pause(by, ticket, pause, &line(why))
    }

    fn rule(&self, by: PersonId, pause: i64, lifts: bool) -> Result<(), Error> {
        let ruling = Ruling {
            lifts,
            why: line("après lecture"),
        };
        let ticket = self.scene.marlaix.ticket;
        self.scene
            .served
            .desk
            .rule_pause(by, ticket, pause, &ruling)
    }
}

#[test]
fn a_contested_pause_that_is_lifted_never_was_and_the_history_says_what_moved() {
    on_each_engine(|url| {
        let dispute = Dispute::new(url);
        let scene = &dispute.scene;
        assert_eq!(dispute.due().as_deref(), Some("04 17:00"));
        let pause = dispute.pause(scene.agent, Evidence::default()).unwrap();
        assert_eq!(dispute.due(), None);
        scene.served.clock.set(at("2026-03-04T11:00:00Z"));
        // On the customer's page, without scripts; a reason is asked for, and what was typed comes back.
        let here = scene.here();
        let (mut clerk, rank) = (scene.clerk(), pause.to_string());
        let post = format!("{here}/pauses");
        let long = "x".repeat(201);
        let answer = clerk.post(
            &post,
            &[("pause", &rank), ("do", "contest"), ("why", &long)],
        );
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(&long), "what was typed stays");
        let why = "Le journal est joint depuis lundi.";
        let answer = clerk.post(&post, &[("pause", &rank), ("do", "contest"), ("why", why)]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = clerk.get(&here).body;
        assert!(page.contains(why) && page.contains("Un responsable va décider."));
        assert_eq!(
            scene.recipients("pause-contested"),
            ["support@guichet.example", "zoe@desk.example"]
        );
        // The same form once more changes nothing; another reason is one too many.
        dispute.contest(scene.marlaix.clerk, pause, why).unwrap();
        assert!(matches!(
            dispute.contest(scene.marlaix.chief, pause, "Autre chose"),
            Err(Error::PauseRefused(PauseRefused::ContestedBefore))
        ));
        scene.served.clock.set(at("2026-03-04T13:00:00Z"));
        let ticket = scene.marlaix.ticket;
        let mut chief = scene.served.signed_in(dispute.chief);
        let page = chief.get(&format!("/tickets/{ticket}"));
        assert!(page.body.contains("value=\"lift\""), "{}", page.body);
        let page = scene
            .served
            .signed_in(scene.agent)
            .get(&format!("/tickets/{ticket}"));
        assert!(
            !page.body.contains("value=\"lift\""),
            "an agent decides nothing"
        );
        let post = format!("/tickets/{ticket}/pauses");
        let blank = chief.post(&post, &[("pause", &rank), ("do", "lift"), ("why", " ")]);
        assert_eq!(blank.status, 422);
        let ruled = chief.post(
            &post,
            &[("pause", &rank), ("do", "lift"), ("why", "Il l’était.")],
        );
        assert_eq!(ruled.status, 303, "{}", ruled.body);
        // Paused from 10:00 to 14:00, 8 hours would have ended on Thursday at 12:00; they end at 18:00.
        assert_eq!(dispute.due().as_deref(), Some("04 17:00"));
        let moved = scene.happened().into_iter().find_map(|what| match what {
            What::PauseLifted { moved, reason, .. } => Some((moved, reason)),
            _ => None,
        });
        let (moved, reason) = moved.unwrap();
        let moved: Vec<_> = moved
            .iter()
            .map(|one| (one.clock, one.from, one.to))
            .collect();
        let (from, to) = (at("2026-03-05T11:00:00Z"), at("2026-03-04T17:00:00Z"));
        assert_eq!(moved, [(ClockName::Resolve, Some(from), Some(to))]);
        assert_eq!(reason.as_str(), "Il l’était.");
        let page = scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        assert_eq!(page.ticket.status, Status::New, "it waits no more");
        assert_eq!(
            scene.recipients("pause-ruled"),
            ["odile@marlaix.example", "support@guichet.example"]
        );
        assert!(clerk.get(&here).body.contains("Il l’était."));
        let again = chief.post(
            &post,
            &[("pause", &rank), ("do", "uphold"), ("why", "Non.")],
        );
        assert_eq!(again.status, 422, "it was decided on");
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_upheld_pause_stays_and_one_that_is_over_can_be_lifted_after_the_end() {
    on_each_engine(|url| {
        let dispute = Dispute::new(url);
        let scene = &dispute.scene;
        let first = dispute.pause(scene.agent, Evidence::default()).unwrap();
        scene.served.clock.set(at("2026-03-04T10:00:00Z"));
        dispute.act(scene.agent, Act::Resume, "").unwrap();
        // An hour: 18:00 is 9:00 on Thursday.
        assert_eq!(dispute.due().as_deref(), Some("05 08:00"));
        dispute.contest(scene.marlaix.chief, first, "Non.").unwrap();
        dispute.rule(dispute.chief, first, false).unwrap();
        assert_eq!(dispute.due().as_deref(), Some("05 08:00"));
        let second = dispute.pause(scene.agent, Evidence::default()).unwrap();
        scene.served.clock.set(at("2026-03-04T12:00:00Z"));
        dispute.act(scene.agent, Act::Resolve, "").unwrap();
        dispute
            .contest(scene.marlaix.clerk, second, "Non.")
            .unwrap();
        dispute.rule(scene.root, second, true).unwrap();
        let lifted: Vec<_> = dispute
            .pauses()
            .iter()
            .map(|one| one.ruled.as_ref().unwrap().lifted)
            .collect();
        assert_eq!(lifted, [false, true]);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn nobody_decides_on_a_pause_of_their_own_and_no_stranger_contests_one() {
    on_each_engine(|url| {
        let dispute = Dispute::new(url);
        let scene = &dispute.scene;
        let elsewhere = scene.served.customer(url, "Ostrel", scene.root);
        let pause = dispute.pause(dispute.chief, Evidence::default()).unwrap();
        assert!(matches!(
            dispute.rule(dispute.chief, pause, true),
            Err(Error::PauseRefused(PauseRefused::NotContested))
        ));
        for stranger in [elsewhere.clerk, elsewhere.chief, scene.agent] {
            let contested = dispute.contest(stranger, pause, "Non.");
            assert!(matches!(contested, Err(Error::NotFound)), "{contested:?}");
        }
        let nothing = dispute.contest(scene.marlaix.clerk, 1, "Non.");
        assert!(matches!(nothing, Err(Error::NotFound)), "{nothing:?}");
        dispute.contest(scene.marlaix.clerk, pause, "Non.").unwrap();
        for by in [dispute.chief, scene.agent, scene.marlaix.chief] {
            let ruled = dispute.rule(by, pause, true);
            assert!(matches!(ruled, Err(Error::Forbidden)), "{ruled:?}");
        }
        // Whoever decides at the same moment, one decision counts.
        let second = scene
            .served
            .worker("Lou Petit", "lou@desk.example", Role::Supervisor);
        let ruled = at_once(4, |number| {
            let by = [second, scene.root][number % 2];
            dispute.rule(by, pause, number % 2 == 0)
        });
        assert_eq!(
            ruled.iter().filter(|one| one.is_ok()).count(),
            1,
            "{ruled:?}"
        );
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn what_shows_a_pause_is_a_message_that_the_customer_reads() {
    on_each_engine(|url| {
        let dispute = Dispute::new(url);
        let scene = &dispute.scene;
        let note = MessageId::fresh();
        dispute
            .act(scene.agent, Act::Note { message: note }, "entre nous")
            .unwrap();
        let elsewhere = scene.served.customer(url, "Ostrel", scene.root);
        let foreign = scene.served.desk.ticket(elsewhere.ticket, &Scope::Desk);
        let foreign = foreign.unwrap().messages[0].id;
        for hidden in [note, foreign, MessageId::fresh()] {
            let evidence = Evidence {
                refers: Some(Refers::Message(hidden)),
                note: None,
            };
            let paused = dispute.pause(scene.agent, evidence);
            assert!(matches!(paused, Err(Error::Invalid(_))), "{paused:?}");
        }
        let question = MessageId::fresh();
        let asks = Act::Reply {
            message: question,
            resolve: false,
        };
        dispute.act(scene.agent, asks, "Le journal ?").unwrap();
        // From the form of the page.
        let ticket = scene.marlaix.ticket;
        let mut agent = scene.served.signed_in(scene.agent);
        let page = scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        let (seen, shows) = (
            page.ticket.version.to_string(),
            format!("message:{question}"),
        );
        let done = agent.post(
            &format!("/tickets/{ticket}/pause"),
            &[
                ("seen", &seen),
                ("after", "1"),
                ("pause", "waiting-for-customer"),
                ("awaited", "le journal"),
                ("shows", &shows),
                ("shows-note", "Celui du poste 12."),
            ],
        );
        assert_eq!(done.status, 303, "{}", done.body);
        let told = dispute.pauses();
        assert_eq!(told[0].evidence.refers, Some(Refers::Message(question)));
        let letter = scene.letters("paused").remove(0);
        let Notice::Paused { pause, .. } = letter.notice else {
            panic!("{:?}", letter.notice);
        };
        assert_eq!(pause.note, "Celui du poste 12.");
        let page = scene.clerk().get(&scene.here()).body;
        assert!(page.contains("Celui du poste 12."), "{page}");
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn the_check_finds_a_decision_that_does_not_say_what_moved() {
    on_each_engine(|url| {
        let dispute = Dispute::new(url);
        let scene = &dispute.scene;
        let pause = dispute.pause(scene.agent, Evidence::default()).unwrap();
        scene.served.clock.set(at("2026-03-04T11:00:00Z"));
        dispute.contest(scene.marlaix.clerk, pause, "Non.").unwrap();
        dispute.rule(dispute.chief, pause, true).unwrap();
        assert_eq!(scene.findings(), []);
        let store = Store::open(url, Options::default()).unwrap();
        let spoil = |sql: &'static str| {
            store
                .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(sql)?))
                .unwrap();
            scene.findings().len()
        };
        let found = spoil(
            "UPDATE events SET body = replace(body, '2026-03-05T09:00:00Z', '2026-03-05T09:00:01Z')",
        );
        assert_eq!(found, 1, "another deadline");
        let found = spoil(
            "UPDATE events SET body = replace(replace(body, '2026-03-05T09:00:01Z', '2026-03-05T09:00:00Z'), 'pause-contested', 'pause-upheld')",
        );
        assert!(found >= 1, "decided on, and nobody had contested it");
    });
}

#[test]
fn a_lifted_pause_is_checked_by_the_version_under_which_it_was_lifted() {
    on_each_engine(|url| {
        let dispute = Dispute::new(url);
        let (scene, desk) = (&dispute.scene, &dispute.scene.served.desk);
        let pause = dispute.pause(scene.agent, Evidence::default()).unwrap();
        scene.served.clock.set(at("2026-03-04T11:00:00Z"));
        dispute
            .contest(scene.marlaix.clerk, pause, "Il y est.")
            .unwrap();
        dispute.rule(dispute.chief, pause, true).unwrap();
        // The next version promises something else, and knows no such wait.
        let page = desk.ticket(scene.marlaix.ticket, &Scope::Desk).unwrap();
        let source: String = page
            .contract
            .source()
            .replace("\"8h ouvrées\"", "\"9h ouvrées\"")
            .lines()
            .filter(|line| !line.starts_with("waiting-for-customer"))
            .map(|line| format!("{line}\n"))
            .collect();
        let root = scene.root;
        let version = desk
            .add_version(crate::contracts_living::said(&source, root))
            .unwrap();
        let preview = desk.ask_preview("standard", version, root).unwrap();
        desk.work_on_contracts(&|| true).unwrap();
        desk.ask_move(("standard", preview), &line("avenant"), root)
            .unwrap();
        desk.work_on_contracts(&|| true).unwrap();
        let moved = |what: &What| matches!(what, What::MovedToVersion { .. });
        assert!(scene.happened().iter().any(moved));
        assert_eq!(scene.findings(), []);
    });
}
