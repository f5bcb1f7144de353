//! What agents, auditors and strangers do with the pages of the desk, in a browser without scripts.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use guichet::domain::{
    access::Scope,
    ids::{PersonId, TicketId},
    people::Role,
    ticket::{Status, What},
};

use crate::support::{
    app::{Answer, Browser, Served, served},
    on_each_engine, on_sqlite,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";
/// The acts of a ticket's page.
const ACTS: [&str; 10] = [
    "take",
    "reply",
    "news",
    "confirm",
    "requalify",
    "pause",
    "resume",
    "resolve",
    "reopen",
    "assign",
];
/// Every page of the desk that shows something.
const READS: [&str; 6] = [
    "/queue",
    "/queue?view=mine",
    "/tickets/{id}",
    "/tickets/{id}/deadline/acknowledge",
    "/escalations",
    "/letters",
];

fn plain(answer: &Answer) -> String {
    answer.body.replace(['\u{a0}', '\u{202f}'], " ")
}

fn ticket(served: &Served, rank: u32) -> TicketId {
    let reference = format!("INC-2026-{rank:05}").parse().unwrap();
    served.desk.ticket_called(reference, &Scope::Desk).unwrap()
}

/// An act, its fields, and what the page then says.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

/// An agent with a ticket to work on.
struct Desk {
    served: Served,
    agent: PersonId,
    camille: Browser,
    id: TicketId,
}

impl Desk {
    fn new(url: &guichet::store::DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        served.filed(&[]);
        let camille = served.signed_in(agent);
        let id = ticket(&served, 1);
        Self {
            served,
            agent,
            camille,
            id,
        }
    }

    fn page(&mut self) -> String {
        let answer = self.camille.get(&format!("/tickets/{}", self.id));
        assert_eq!(answer.status, 200, "{}", answer.body);
        plain(&answer)
    }

    fn version(&self) -> String {
        let page = self.served.desk.ticket(self.id, &Scope::Desk).unwrap();
        page.ticket.version.to_string()
    }

    fn last(&self) -> String {
        let page = self.served.desk.ticket(self.id, &Scope::Desk).unwrap();
        page.events.len().to_string()
    }

    /// Sends a form as the page of now would.
    fn act(&mut self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let (seen, after) = (self.version(), self.last());
        let mut all = vec![("seen", seen.as_str()), ("after", after.as_str())];
        all.extend_from_slice(fields);
        self.camille
            .post(&format!("/tickets/{}/{act}", self.id), &all)
    }

    fn done(&mut self, act: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.act(act, fields);
        assert_eq!(answer.status, 303, "{act}: {}", answer.body);
        self.page()
    }

    fn status(&self) -> Status {
        let page = self.served.desk.ticket(self.id, &Scope::Desk).unwrap();
        page.ticket.status
    }
}

fn says(page: &str, words: &[&str]) {
    for one in words {
        assert!(page.contains(one), "{one} is not in {page}");
    }
}

#[test]
fn each_act_is_done_and_told_on_the_page() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        says(
            &desk.page(),
            &["À prendre", "Prendre en charge", "Attribuée à personne"],
        );
        let page = desk.done("take", &[]);
        says(
            &page,
            &[
                "En cours",
                "prend la demande en charge",
                "<strong>Camille Aubry</strong>",
            ],
        );
        let page = desk.done("confirm", &[]);
        says(&page, &["confirme la priorité P1"]);
        assert!(!page.contains("proposée, à confirmer"), "{page}");
        let why = "un contournement existe";
        let page = desk.done("requalify", &[("priority", "P2"), ("why", why)]);
        says(&page, &["de P1 en P2 : « un contournement existe »"]);
        let page = desk.done(
            "reply",
            &[
                ("mode", "public"),
                ("do", "send"),
                ("text", "Bonjour <b>Léa</b>\n\nDeux"),
            ],
        );
        says(
            &page,
            &["Envoyé à Léa Marchal", "Bonjour &#60;b&#62;Léa", "msg-us"],
        );
        let page = desk.done(
            "reply",
            &[("mode", "internal"), ("do", "note"), ("note", "Entre nous")],
        );
        says(
            &page,
            &[
                "msg-in",
                "Note interne, invisible pour le client",
                "Entre nous",
            ],
        );
        let page = desk.done(
            "pause",
            &[("pause", "waiting-for-customer"), ("awaited", "le journal")],
        );
        says(
            &page,
            &["En pause", "attente client : « le journal »", "Reprendre"],
        );
        let page = desk.done("resume", &[]);
        says(&page, &["met fin à la pause"]);
        let page = desk.done("assign", &[("assignee", "none")]);
        says(&page, &["Attribuée à personne"]);
        let page = desk.done("resolve", &[]);
        says(
            &page,
            &["Résolue", "résout la demande", "rouvrez-la pour répondre"],
        );
        let page = desk.done("reopen", &[("reopen", "revenu ce matin")]);
        says(&page, &["rouvre la demande : « revenu ce matin »"]);
        desk.done(
            "reply",
            &[("mode", "public"), ("do", "resolve"), ("text", "Réglé")],
        );
        assert_eq!(desk.status(), Status::Resolved);
        // The requester never reads the note.
        let (letters, _) = desk.served.desk.letters(None, None).unwrap();
        assert!(!format!("{letters:?}").contains("Entre nous"));
    });
}

#[test]
fn the_second_of_two_agents_is_shown_the_first_ones_change_and_loses_nothing() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let sacha = desk
            .served
            .worker("Sacha Rey", "sacha@desk.example", Role::Agent);
        let mut sacha = desk.served.signed_in(sacha);
        let (seen, after) = (desk.version(), desk.last());
        let message = guichet::domain::ids::MessageId::fresh().to_string();
        let mine = "Ma réponse, longue à écrire.";
        desk.done("requalify", &[("priority", "P3"), ("why", "simple gêne")]);
        let path = format!("/tickets/{}/reply", desk.id);
        let form = |seen: &str, after: &str| -> Vec<(String, String)> {
            [
                ("seen", seen),
                ("after", after),
                ("message", message.as_str()),
                ("mode", "public"),
                ("do", "send"),
                ("text", mine),
                ("note", "et ma note"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
        };
        let send = |browser: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            browser.post(&path, &fields)
        };
        let answer = send(&mut sacha, form(&seen, &after));
        assert_eq!(answer.status, 409);
        let page = plain(&answer);
        says(
            &page,
            &[
                "a changé pendant que vous écriviez",
                "simple gêne",
                mine,
                "et ma note",
            ],
        );
        says(&page, &[&format!("name=\"message\" value=\"{message}\"")]);
        let page = desk.served.desk.ticket(desk.id, &Scope::Desk).unwrap();
        assert_eq!(page.messages.len(), 1, "the reply was not sent");
        let answer = send(&mut sacha, form(&desk.version(), &desk.last()));
        assert_eq!(answer.status, 303, "{}", answer.body);
        // The same form again: the back button, or an impatient finger.
        let answer = send(&mut sacha, form(&desk.version(), &desk.last()));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = desk.served.desk.ticket(desk.id, &Scope::Desk).unwrap();
        let said = page.messages.iter().filter(|one| one.body.as_str() == mine);
        assert_eq!(said.count(), 1);
        assert_eq!(page.ticket.priority.word(), "P3");
    });
}

#[test]
fn a_form_that_cannot_be_taken_comes_back_with_what_was_typed() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let cases: [Case<'_>; 9] = [
            (
                "requalify",
                &[("priority", "P2"), ("why", " ")],
                "Écrivez pourquoi",
            ),
            (
                "requalify",
                &[("priority", "P9"), ("why", "gardé")],
                "gardé",
            ),
            (
                "pause",
                &[("pause", "holiday"), ("awaited", "gardé")],
                "gardé",
            ),
            (
                "pause",
                &[("pause", "waiting-for-customer"), ("awaited", "")],
                "ce qui est attendu",
            ),
            (
                "assign",
                &[("assignee", "somebody")],
                "une personne de la liste",
            ),
            (
                "assign",
                &[("assignee", "018f0000-0000-7000-8000-000000000000")],
                "",
            ),
            (
                "reply",
                &[
                    ("mode", "public"),
                    ("do", "send"),
                    ("text", "\0 \u{202e}"),
                    ("note", "gardée"),
                ],
                "gardée",
            ),
            ("resume", &[], "pas en pause"),
            ("reopen", &[("reopen", "gardé")], "gardé"),
        ];
        let before = desk.last();
        for (act, fields, words) in cases {
            let answer = desk.act(act, fields);
            let missing = fields.iter().any(|field| field.1.starts_with("018f"));
            let wanted = if missing { [404, 422] } else { [422, 422] };
            assert!(
                wanted.contains(&answer.status),
                "{act} {fields:?}: {}",
                answer.status
            );
            assert!(
                plain(&answer).contains(words),
                "{act} {fields:?}: {}",
                answer.body
            );
        }
        assert_eq!(desk.last(), before, "nothing changed");
        for act in ["", "take", "delete", "reply"] {
            let answer = desk
                .camille
                .post(&format!("/tickets/{}/{act}x", desk.id), &[]);
            assert_eq!(answer.status, 404, "{act}");
        }
        let answer = desk
            .camille
            .post(&format!("/tickets/{}/take", desk.id), &[]);
        assert_eq!(
            answer.status, 409,
            "a form without a version was seen by nobody"
        );
    });
}

#[test]
fn an_auditor_reads_and_no_act_is_taken_from_one() {
    on_each_engine(|url| {
        let desk = Desk::new(url);
        let auditor = desk
            .served
            .worker("Max Odit", "max@desk.example", Role::Auditor);
        let mut auditor = desk.served.signed_in(auditor);
        let before = desk.last();
        for path in READS {
            let path = path.replace("{id}", &desk.id.to_string());
            assert_eq!(auditor.get(&path).status, 200, "{path}");
        }
        let page = plain(&auditor.get(&format!("/tickets/{}", desk.id)));
        says(&page, &["lit les demandes sans les modifier"]);
        for act in ACTS {
            assert!(!page.contains(&format!("/{act}\"")), "{act}");
            let fields = [
                ("seen", "1"),
                ("text", "a"),
                ("mode", "public"),
                ("priority", "P3"),
            ];
            let answer = auditor.post(&format!("/tickets/{}/{act}", desk.id), &fields);
            assert_eq!(answer.status, 403, "{act}");
        }
        let id = "018f0000-0000-7000-8000-000000000000";
        for path in [
            format!("/escalations/{id}/acknowledge"),
            format!("/letters/{id}/retry"),
        ] {
            assert_eq!(auditor.post(&path, &[]).status, 403, "{path}");
        }
        assert_eq!(desk.last(), before);
        let mut agent = desk.served.signed_in(desk.agent);
        assert_eq!(agent.get("/letters").status, 403);
        assert_eq!(agent.post(&format!("/letters/{id}/retry"), &[]).status, 403);
    });
}

#[test]
fn a_stranger_is_led_to_the_door_and_learns_nothing() {
    on_each_engine(|url| {
        let desk = Desk::new(url);
        let before = desk.last();
        let mut stranger = desk.served.browser();
        for path in READS {
            let path = path.replace("{id}", &desk.id.to_string());
            let answer = stranger.get(&path);
            assert_eq!(answer.status, 303, "{path}");
            assert!(answer.location().starts_with("/sign-in"), "{path}");
        }
        let absent = stranger.get("/tickets/018f0000-0000-7000-8000-000000000000");
        assert_eq!(absent.status, 303);
        for act in ACTS {
            let answer = stranger.post(&format!("/tickets/{}/{act}", desk.id), &[("seen", "1")]);
            assert_eq!(answer.status, 303, "{act}");
            assert!(answer.location().starts_with("/sign-in"), "{act}");
        }
        assert_eq!(desk.last(), before);
        // A form of another site is refused before anybody asks who sends it.
        let mut forged = desk
            .served
            .signed_in(desk.agent)
            .saying("Origin", "https://evil.example");
        for act in ACTS {
            let answer = forged.post(&format!("/tickets/{}/{act}", desk.id), &[("seen", "1")]);
            assert_eq!(answer.status, 403, "{act}");
        }
        assert_eq!(desk.last(), before);
    });
}

/// The subjects of a page of the queue, from its top.
fn subjects(page: &str) -> Vec<String> {
    page.split("class=\"subj\"")
        .skip(1)
        .map(|rest| {
            let text = rest.split_once('>').unwrap().1;
            text.split_once('<').unwrap().0.to_owned()
        })
        .collect()
}

#[test]
fn the_queue_shows_what_falls_due_first_and_pages_show_each_ticket_once() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        for number in 0..58 {
            let subject = format!("Demande {number:02}");
            let workable = if number % 2 == 0 { "yes" } else { "no" };
            desk.served.clock.advance(TimeDelta::seconds(30));
            desk.served
                .filed(&[("subject", &subject), ("workable", workable)]);
        }
        let first = plain(&desk.camille.get("/queue"));
        says(
            &first,
            &[
                "File support (59)",
                "59 demandes ouvertes",
                "Suite",
                "calculé à",
            ],
        );
        assert!(!first.contains("Début de la file"));
        let mut seen = subjects(&first);
        assert_eq!(seen.len(), 50);
        assert_eq!(
            seen.first().map(String::as_str),
            Some("Les étiquettes ne s’impriment plus")
        );
        let next = first
            .split("href=\"")
            .filter_map(|rest| rest.split('"').next())
            .find(|href| href.contains("after="))
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let second = plain(&desk.camille.get(&next));
        says(&second, &["Début de la file"]);
        seen.extend(subjects(&second));
        assert_eq!(seen.len(), 59);
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 59);
        let shown: Vec<_> = (1..=59)
            .map(|rank| {
                let page = desk
                    .served
                    .desk
                    .ticket(ticket(&desk.served, rank), &Scope::Desk)
                    .unwrap();
                let due = page
                    .clocks
                    .iter()
                    .filter_map(|clock| clock.deadline())
                    .min();
                (
                    due.unwrap(),
                    page.ticket.id,
                    page.ticket.subject.to_string(),
                )
            })
            .collect();
        let mut sorted = shown;
        sorted.sort();
        let sorted: Vec<String> = sorted.into_iter().map(|(_, _, subject)| subject).collect();
        assert_eq!(seen, sorted);
    });
}

#[test]
fn views_filters_and_searches_are_addresses() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        desk.served
            .filed(&[("subject", "Été à Cœur"), ("workable", "yes")]);
        desk.done("take", &[]);
        let counted =
            |browser: &mut Browser, path: &str| subjects(&plain(&browser.get(path))).len();
        for (path, count) in [
            ("/queue", 2),
            ("/queue?view=to-take", 1),
            ("/queue?view=mine", 1),
            ("/queue?assignee=me", 1),
            ("/queue?assignee=none", 1),
            ("/queue?priority=P1", 1),
            ("/queue?view=soon", 0),
            ("/queue?due=72h&priority=P3", 1),
            ("/queue?view=resolved", 0),
            ("/queue?view=all", 2),
            ("/queue?queue=support", 2),
            ("/queue?q=%C3%A9t%C3%A9", 1),
            ("/queue?q=%25", 0),
            ("/queue?view=waiting-customer", 0),
        ] {
            assert_eq!(counted(&mut desk.camille, path), count, "{path}");
        }
        let found = desk.camille.get("/queue?q=inc-2026-2");
        assert_eq!(found.status, 303);
        assert_eq!(
            found.location(),
            format!("/tickets/{}", ticket(&desk.served, 2))
        );
        let found = desk.camille.get("/tickets/INC-2026-00001");
        assert_eq!(found.location(), format!("/tickets/{}", desk.id));
        let page = plain(&desk.camille.get("/queue?q=rien-de-tel"));
        says(&page, &["Aucune demande ne répond à ces filtres"]);
        let page = plain(&desk.camille.get("/queue?view=soon"));
        says(&page, &["Rien ne presse"]);
    });
}

#[test]
fn what_an_address_asks_in_vain_is_said_and_never_breaks() {
    on_sqlite(|url| {
        let mut desk = Desk::new(url);
        let hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
        for path in [
            format!("/queue?view={hostile}"),
            format!("/queue?queue={hostile}&priority={hostile}"),
            format!("/queue?assignee={hostile}&due={hostile}&after={hostile}"),
            "/queue?due=999999999999999999h".to_owned(),
            "/queue?after=0.9223372036854775807.x&view=%FF%FE".to_owned(),
            format!("/queue?q={}", "%27%25_".repeat(400)),
            format!("/queue?q={hostile}"),
        ] {
            let answer = desk.camille.get(&path);
            assert_eq!(answer.status, 200, "{path}");
            assert!(!answer.body.contains("<script>alert"), "{path}");
        }
        let page = plain(&desk.camille.get(&format!("/queue?view={hostile}")));
        says(&page, &["laissé de côté"]);
        for path in [
            "/tickets/x",
            "/tickets/INC-2026-99999",
            "/tickets/%00",
            "/tickets/018f0000-0000-7000-8000-000000000000",
            "/tickets/018f0000-0000-7000-8000-000000000000/deadline/acknowledge",
            "/tickets/x/deadline/acknowledge",
        ] {
            assert_eq!(desk.camille.get(path).status, 404, "{path}");
        }
        let proof = desk
            .camille
            .get(&format!("/tickets/{}/deadline/lunch", desk.id));
        assert_eq!(proof.status, 404);
        for since in ["", "x", "99999999999999999999", "-9223372036854775808"] {
            let answer = desk.camille.get(&format!("/queue/live?since={since}"));
            assert_eq!(answer.status, 400, "{since}");
        }
    });
}

#[test]
fn a_deadline_is_proved_to_agents_too() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        let proof = format!("/tickets/{}/deadline/acknowledge", desk.id);
        says(&page, &[&proof, "Pourquoi cette échéance ?"]);
        let proof = plain(&desk.camille.get(&proof));
        says(
            &proof,
            &["INC-2026-00001", "guichet sla explain", "4 mars 2026"],
        );
    });
}

#[test]
fn an_escalation_is_listed_until_somebody_acknowledges_it() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        desk.served.clock.advance(TimeDelta::hours(6));
        desk.served.desk.escalate().unwrap();
        let list = plain(&desk.camille.get("/escalations"));
        says(
            &list,
            &[
                "Les étiquettes ne s’impriment plus",
                "support@guichet.example",
                "Accuser réception",
            ],
        );
        let page = desk.served.desk.ticket(desk.id, &Scope::Desk).unwrap();
        let asked = page
            .escalations
            .iter()
            .max_by_key(|one| one.level.level)
            .unwrap();
        for escalation in &page.escalations {
            let path = format!("/escalations/{}/acknowledge", escalation.id);
            let back = desk.id.to_string();
            let answer = desk.camille.post(&path, &[("ticket", &back)]);
            assert_eq!(answer.location(), format!("/tickets/{}", desk.id));
        }
        says(&desk.page(), &["Réception accusée par Camille Aubry"]);
        let list = plain(&desk.camille.get("/escalations"));
        says(&list, &["Aucune escalade n’attend"]);
        let list = plain(&desk.camille.get("/escalations?show=all"));
        says(&list, &["Réception accusée par Camille Aubry"]);
        let events = desk
            .served
            .desk
            .ticket(desk.id, &Scope::Desk)
            .unwrap()
            .events;
        let once = events.iter().filter(|event| {
            matches!(event.what, What::EscalationAcknowledged { escalation, .. } if escalation == asked.id)
        });
        assert_eq!(once.count(), 1);
    });
}
