//! Regular information: the agent is reminded before it is due, and says that the work goes on.

use chrono::TimeDelta;
use guichet::{
    domain::{
        access::Scope,
        ids::MessageId,
        notice::Notice,
        sla::{Clock, State},
        ticket::{Act, ClockName, PauseReason, What},
    },
    edges::mail::{Site, render},
    store::DatabaseUrl,
};

use crate::{
    desk_telling::acts,
    portal_scene::Scene,
    support::{
        app::{Answer, Browser},
        on_each_engine,
    },
};

/// The standard contract, which promises an answer and regular information as well.
pub fn promises_news(standard: &str) -> String {
    let mut more = String::new();
    for clock in ["respond", "update"] {
        more.push_str(&format!(
            "[targets.{clock}]\nP1 = {{ target = \"4h ouvrées\", clause = \"acknowledge-p1\" }}\n\
             P2 = {{ target = \"1 jour ouvré\", clause = \"acknowledge-p2\" }}\n\
             P3 = {{ target = \"48h\", clause = \"acknowledge-p3\" }}\n\n"
        ));
    }
    let first = "[targets.acknowledge]";
    standard.replacen(first, &format!("{more}{first}"), 1)
}

/// A request in an agent's charge, of whose progress there are to be news.
struct Desk {
    scene: Scene,
    camille: Browser,
}

impl Desk {
    fn new(url: &DatabaseUrl) -> Self {
        let desk = Self::under(url, Some(promises_news));
        desk.does(Act::TakeCharge);
        desk
    }

    fn under(url: &DatabaseUrl, change: Option<fn(&str) -> String>) -> Self {
        let scene = Scene::under(url, change);
        let camille = scene.served.signed_in(scene.agent);
        Self { scene, camille }
    }

    fn does(&self, act: Act) {
        let Scene {
            served,
            agent,
            marlaix,
            ..
        } = &self.scene;
        acts(served, *agent, marlaix.ticket, act);
    }

    fn here(&self) -> String {
        format!("/tickets/{}", self.scene.marlaix.ticket)
    }

    fn page(&mut self) -> String {
        let answer = self.camille.get(&self.here());
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.replace(['\u{a0}', '\u{202f}'], " ")
    }

    fn clock(&self, name: ClockName) -> Option<Clock> {
        let ticket = self.scene.marlaix.ticket;
        let page = self.scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        let mut clocks = page.clocks.into_iter();
        clocks.rfind(|clock| clock.name == name)
    }

    /// Sends the form of the page, once more where `again` says with which id.
    fn tells(&mut self, text: &str, again: &str) -> Answer {
        let ticket = self.scene.marlaix.ticket;
        let page = self.scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        let (seen, after) = (
            page.ticket.version.to_string(),
            page.events.len().to_string(),
        );
        let fields = [
            ("seen", seen.as_str()),
            ("after", after.as_str()),
            ("message", again),
            ("news", text),
        ];
        let here = self.here();
        self.camille.post(&format!("{here}/news"), &fields)
    }

    fn told(&self) -> usize {
        let happened = self.scene.happened();
        let news = |what: &&What| matches!(what, What::Informed { .. });
        happened.iter().filter(news).count()
    }
}

fn fresh() -> String {
    MessageId::fresh().to_string()
}

#[test]
fn who_works_on_a_request_is_reminded_of_the_news_before_they_are_due() {
    on_each_engine(|url| {
        let desk = Desk::new(url);
        let due = desk.clock(ClockName::Update).unwrap().deadline().unwrap();
        let served = &desk.scene.served;
        served.clock.advance(TimeDelta::hours(3));
        served.desk.escalate().unwrap();
        let letters = desk.scene.letters("escalated");
        let reminder = letters.iter().find(|letter| {
            letter.recipient.to_string() == "camille@desk.example"
                && matches!(&letter.notice, Notice::Escalated { promise, .. }
                    if promise.clock == ClockName::Update && promise.deadline == due)
        });
        let site = Site::new("https://desk.example", "Guichet", chrono_tz::Europe::Paris);
        let said = render(reminder.unwrap(), &site).unwrap();
        let text = said.text.split_whitespace().collect::<Vec<_>>().join(" ");
        for owed in [
            "Vous devez des nouvelles de cette demande à Odile Marlaix, au plus tard le mercredi 4 \
             mars 2026 à 14 h 00, heure de Paris (Standard, délai P1).",
            &format!("https://desk.example{}#news", desk.here()),
            "https://desk.example/escalations/",
        ] {
            assert!(text.contains(owed), "{owed} is not in {text}");
        }
        assert!(desk.scene.letters("still-working").is_empty());
        assert_eq!(desk.told(), 0, "reminding tells the customer nothing");
    });
}

#[test]
fn one_button_tells_the_customer_that_the_work_goes_on_and_by_when_the_next_news_come() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        desk.scene.served.clock.advance(TimeDelta::hours(2));
        let page = desk.page();
        for part in [
            "Nouvelles dues à Odile Marlaix au plus tard le mercredi 4 mars 2026 à 14 h 00, heure \
             de Paris (délai P1)",
            "Nous travaillons toujours sur votre demande.",
            "action=\"/tickets/",
            "/news\"",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        let answer = desk.tells("Le fournisseur a la pièce, elle part demain.", &fresh());
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(answer.location(), format!("{}#last", desk.here()));

        let update = desk.clock(ClockName::Update).unwrap();
        assert_eq!(update.run, 2, "the next news are owed from now on");
        let respond = desk.clock(ClockName::Respond).unwrap();
        assert!(respond.is_running(), "news are no answer: {respond:?}");

        let letters = desk.scene.letters("still-working");
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].recipient.to_string(), "odile@marlaix.example");
        let Notice::StillWorking {
            text, next, link, ..
        } = &letters[0].notice
        else {
            panic!("{letters:?}");
        };
        assert_eq!(text, "Le fournisseur a la pièce, elle part demain.");
        let next = next.as_ref().unwrap();
        assert_eq!(Some(next.deadline), update.deadline());
        assert_eq!(next.clock, ClockName::Update);
        let link = guichet::desk::Secret::read(link).unwrap();
        let theirs = desk.scene.served.desk.request(&link).unwrap();
        assert_eq!(theirs.ticket.id, desk.scene.marlaix.ticket);
        assert!(desk.scene.letters("replied").is_empty(), "one letter");

        let page = desk.page();
        assert!(page.contains("donne des nouvelles au client : toujours en cours"));
        assert!(page.contains("mercredi 4 mars 2026 à 16 h 00"), "{page}");
        let clerk = desk.scene.clerk().get(&desk.scene.here()).body;
        assert!(clerk.contains("elle part demain"), "{clerk}");

        // What was due before reminds nobody any more.
        desk.scene.served.clock.advance(TimeDelta::minutes(90));
        desk.scene.served.desk.escalate().unwrap();
        let late = desk.scene.letters("escalated");
        let reminds = |notice: &Notice| matches!(notice, Notice::Escalated { promise, .. } if promise.clock == ClockName::Update);
        assert!(
            !late.iter().any(|letter| reminds(&letter.notice)),
            "{late:?}"
        );
        assert_eq!(desk.scene.findings(), []);
    });
}

#[test]
fn the_sentence_is_ready_in_the_language_of_the_requester() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let here = desk.here();
        let page = desk.camille.get(&format!("{here}?lang=en")).body;
        for part in [
            "Still working on it",
            "name=\"news\" rows=\"3\" lang=\"fr\"",
            "Nous travaillons toujours sur votre demande.",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    });
}

#[test]
fn the_same_news_sent_twice_are_told_once() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let id = fresh();
        for _ in 0..2 {
            let answer = desk.tells("Nous y sommes toujours.", &id);
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        assert_eq!(
            (desk.told(), desk.scene.letters("still-working").len()),
            (1, 1)
        );
        assert_eq!(desk.clock(ClockName::Update).unwrap().run, 2);
        // The same form with another text is not taken for the same: it is shown again.
        let answer = desk.tells("Autre chose.", &id);
        assert_eq!(answer.status, 409);
        assert!(answer.body.contains("Autre chose."), "{}", answer.body);
        assert_eq!(desk.told(), 1);
    });
}

#[test]
fn news_keep_the_answer_that_was_begun() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let here = desk.here();
        let kept = desk.camille.post(
            &format!("{here}/reply"),
            &[
                ("mode", "public"),
                ("do", "keep"),
                ("message", &fresh()),
                ("text", "Réponse à finir."),
                ("rests-answer", "0"),
                ("rests-note", "0"),
            ],
        );
        assert_eq!(kept.status, 303, "{}", kept.body);
        assert_eq!(desk.tells("Toujours là.", &fresh()).status, 303);
        assert!(desk.page().contains("Réponse à finir."));
    });
}

#[test]
fn nothing_is_told_of_what_is_settled_or_waits_or_was_promised_no_news() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        desk.does(Act::Pause {
            reason: PauseReason::WaitingForCustomer,
            detail: "le journal".to_owned(),
            evidence: guichet::domain::ticket::Evidence::default(),
        });
        assert!(!desk.page().contains("id=\"news\""), "nothing is owed");
        let answer = desk.tells("Nous attendons.", &fresh());
        assert_eq!(answer.status, 422);
        for kept in ["Nous attendons.", "Aucune nouvelle n’est due"] {
            assert!(answer.body.contains(kept), "{kept}: {}", answer.body);
        }
        desk.does(Act::Resume);
        assert_eq!(desk.tells(" ", &fresh()).status, 422, "blank");
        desk.does(Act::Resolve);
        assert!(!desk.page().contains("id=\"news\""));
        let answer = desk.tells("Trop tard.", &fresh());
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("Trop tard."), "{}", answer.body);
        assert_eq!(
            (desk.told(), desk.scene.letters("still-working").len()),
            (0, 0)
        );

        assert_eq!(desk.scene.findings(), []);
    });
    on_each_engine(|url| {
        let mut desk = Desk::under(url, None);
        desk.does(Act::TakeCharge);
        assert!(!desk.page().contains("id=\"news\""));
        assert_eq!(desk.tells("Un mot.", &fresh()).status, 422);
        assert_eq!(desk.told(), 0);
    });
}

#[test]
fn opening_an_address_tells_nobody_anything() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        desk.scene.served.clock.advance(TimeDelta::hours(3));
        desk.scene.served.desk.escalate().unwrap();
        let link = desk.scene.served.escalation_link();
        let here = desk.here();
        for path in [
            format!("{here}/news"),
            format!("{here}?news=1"),
            format!("/escalations/{}", link.reveal()),
        ] {
            let answer = desk.camille.get(&path);
            assert!(
                matches!(answer.status, 200 | 404 | 405),
                "{path}: {}",
                answer.status
            );
        }
        assert_eq!(
            (desk.told(), desk.scene.letters("still-working").len()),
            (0, 0)
        );
    });
}

#[test]
fn who_follows_reads_the_news_without_the_requesters_secret() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        desk.scene.colleague("Lea");
        let (mut clerk, here) = (desk.scene.clerk(), desk.scene.here());
        let add = [("do", "add"), ("colleague", "lea@marlaix.example")];
        assert_eq!(clerk.post(&format!("{here}/followers"), &add).status, 303);
        assert_eq!(desk.tells("Cela avance.", &fresh()).status, 303);
        assert_eq!(
            desk.scene.recipients("still-working"),
            ["odile@marlaix.example"]
        );
        assert_eq!(
            desk.scene.recipients("followed-news"),
            ["lea@marlaix.example"]
        );
        let Notice::StillWorking { link, .. } = &desk.scene.letters("still-working")[0].notice
        else {
            panic!("no news");
        };
        let told = format!("{:?}", desk.scene.letters("followed-news")[0].notice);
        assert!(
            told.contains("Cela avance.") && !told.contains(link.as_str()),
            "{told}"
        );
        assert_eq!(desk.scene.findings(), []);
    });
}

#[test]
fn a_pause_after_news_stands_their_clock_still() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        assert_eq!(desk.tells("Cela avance.", &fresh()).status, 303);
        desk.does(Act::Pause {
            reason: PauseReason::WaitingForCustomer,
            detail: "le journal".to_owned(),
            evidence: guichet::domain::ticket::Evidence::default(),
        });
        let update = desk.clock(ClockName::Update).unwrap();
        assert!(matches!(update.state, State::Paused { .. }), "{update:?}");
        assert_eq!(desk.scene.findings(), []);
    });
}
