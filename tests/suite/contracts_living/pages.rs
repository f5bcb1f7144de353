//! The pages on which a version is written, tried and moved to.

use guichet::domain::{
    access::Scope,
    contract::{template, with_closure},
    people::Role,
    ticket::Line,
};

use super::{with_p1, worked};
use crate::{
    desk_world::{blocked, request},
    support::{
        app::{Answer, Browser, Served, served},
        digest::{changed, digest},
        on_each_engine,
    },
};

/// A Monday, 8:00 in Paris.
const OPEN: &str = "2026-03-02T07:00:00Z";
const EDIT: &str = "/contracts/standard/edit";

fn as_role(served: &Served, role: Role) -> Browser {
    let person = served.worker("Dominique Roy", &format!("{role}@desk.example"), role);
    served.signed_in(person)
}

fn send(browser: &mut Browser, text: &str, act: &str) -> Answer {
    let fields = [
        ("seen", "1"),
        ("text", text),
        ("do", act),
        ("note", "avenant 3"),
    ];
    browser.post(EDIT, &fields)
}

#[test]
fn a_wrong_text_is_refused_line_by_line_and_nothing_is_written() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = as_role(&served, Role::Administrator);
        let text = with_p1("4 heurs").replace("zone = \"fr\"", "zome = \"fr\"");
        let line = |needle: &str| text.lines().position(|one| one.contains(needle)).unwrap() + 1;
        let before = digest(url);
        for act in ["check", "add", "simulate"] {
            let page = send(&mut browser, &text, act);
            assert_eq!(page.status, 422, "{act}");
            for number in [line("4 heurs"), line("zome")] {
                assert!(
                    page.body
                        .contains(&format!("<td class=\"num\">{number}</td>")),
                    "{act} {number}: {}",
                    page.body
                );
            }
            // In the language of the page, with its spaces; no word of English is left.
            for said in [
                "clé inconnue «\u{a0}zome\u{a0}» dans [calendar]\u{202f}; vouliez-vous écrire \
                 «\u{a0}zone\u{a0}»\u{202f}?",
                "unité inconnue «\u{a0}heurs\u{a0}»\u{202f}; vouliez-vous écrire «\u{a0}heure\u{a0}»",
            ] {
                assert!(page.body.contains(said), "{said}: {}", page.body);
            }
            assert!(!page.body.contains("did you mean"), "{}", page.body);
            assert!(page.body.contains("4 heurs"), "what was typed stays");
        }
        let other = text
            .replace("zome", "zone")
            .replace("4 heurs", "4h ouvrées");
        let other = other.replace("name = \"standard\"", "name = \"another\"");
        let page = send(&mut browser, &other, "add");
        assert_eq!(page.status, 422);
        assert!(page.body.contains("another"), "{}", page.body);
        assert_eq!(digest(url), before, "nothing was written");
    });
}

#[test]
fn a_version_is_added_and_read_back_byte_by_byte() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = as_role(&served, Role::Administrator);
        let written = browser.get(EDIT).body;
        assert!(written.contains("name=\"seen\" value=\"1\""), "{written}");
        let text = with_p1("2h ouvrées");
        let checked = send(&mut browser, &text, "check");
        assert_eq!(checked.status, 200);
        assert!(checked.body.contains("contrat complet"), "{}", checked.body);
        assert_eq!(
            served.desk.contract("standard").unwrap().source(),
            template("standard").unwrap().source()
        );
        // As a browser sends the ends of lines.
        let added = send(&mut browser, &text.replace('\n', "\r\n"), "add");
        assert_eq!(added.status, 303, "{}", added.body);
        assert_eq!(
            added.header("location").unwrap(),
            "/contracts/standard?version=2"
        );
        let file = browser.get("/contracts/standard/file?version=2");
        assert_eq!(file.bytes, text.as_bytes());
        let page = browser.get("/contracts/standard").body;
        assert!(page.contains("Ajoutée par Dominique Roy"), "{page}");
        assert!(page.contains("avenant 3"), "{page}");
        // Who still has the page of before is told, and loses nothing.
        let other = with_p1("3h ouvrées");
        let overtaken = send(&mut browser, &other, "add");
        assert_eq!(overtaken.status, 422);
        assert!(overtaken.body.contains("entre-temps"), "{}", overtaken.body);
        assert!(overtaken.body.contains("3h ouvrées"));
        let fields = [
            ("seen", "2"),
            ("text", &*other),
            ("do", "add"),
            ("from", "2026-03-09T08:00"),
        ];
        assert_eq!(browser.post(EDIT, &fields).status, 303);
        let page = browser.get("/contracts/standard").body;
        assert!(page.contains("en vigueur à partir du"), "{page}");
        assert_eq!(served.desk.contract("standard").unwrap().source(), text);
        let wrong = [
            ("seen", "3"),
            ("text", &*other),
            ("do", "add"),
            ("from", "demain"),
        ];
        assert_eq!(browser.post(EDIT, &wrong).status, 422);
    });
}

#[test]
fn whoever_does_not_administer_finds_no_way_to_write() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        for role in [Role::Agent, Role::Supervisor, Role::Auditor] {
            let mut browser = as_role(&served, role);
            let page = browser.get("/contracts/standard");
            assert_eq!(page.status, 200);
            assert!(!page.body.contains("/edit") && !page.body.contains("/preview"));
            assert_eq!(browser.get(EDIT).status, 403);
            assert_eq!(
                send(&mut browser, &with_p1("2h ouvrées"), "add").status,
                403
            );
            let version = [("version", "1")];
            for act in ["simulate", "preview"] {
                let path = format!("/contracts/standard/{act}");
                assert_eq!(browser.post(&path, &version).status, 403);
            }
        }
    });
}

#[test]
fn a_move_is_previewed_told_why_and_done_with_its_progress_in_sight() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = as_role(&served, Role::Administrator);
        let filed = served
            .desk
            .file_ticket(request("portail", blocked()))
            .unwrap();
        let reference = served.desk.ticket(filed.ticket, &Scope::Desk).unwrap();
        let reference = reference.ticket.reference.to_string();
        send(&mut browser, &with_p1("8h ouvrées"), "add");
        let asked = browser.post("/contracts/standard/preview", &[("version", "2")]);
        assert_eq!(asked.status, 303);
        let job = asked.header("location").unwrap().to_owned();
        let waiting = browser.get(&job);
        assert!(waiting.body.contains("<progress"), "{}", waiting.body);
        assert_eq!(waiting.header("refresh"), Some("2"));
        assert!(!waiting.body.contains("name=\"reason\""), "it is not done");
        worked(&served.desk);
        let done = browser.get(&job);
        assert_eq!(done.header("refresh"), None);
        let body = done.body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(body.contains("Une demande ouverte"), "{body}");
        assert!(
            body.contains(&reference) && body.contains("12:00") && body.contains("16:00"),
            "{body}"
        );
        let unsaid = browser.post(&job, &[("reason", " ")]);
        assert_eq!(unsaid.status, 422);
        assert!(unsaid.body.contains("Dites pourquoi"), "{}", unsaid.body);
        let begun = browser.post(&job, &[("reason", "avenant 3")]);
        assert_eq!(begun.status, 303, "{}", begun.body);
        let moving = begun.header("location").unwrap().to_owned();
        worked(&served.desk);
        let moved = browser.get(&moving).body;
        assert!(moved.contains("Une demande déplacée"), "{moved}");
        let ticket = browser.get(&format!("/tickets/{}", filed.ticket)).body;
        let ticket = ticket.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(
            ticket.contains("avenant 3") && ticket.contains("devenu"),
            "{ticket}"
        );
        let list = browser.get("/contracts/standard").body;
        assert!(list.contains(&moving), "{list}");
    });
}

#[test]
fn a_closure_shows_which_deadlines_it_moves_before_anything_is_done() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = as_role(&served, Role::Administrator);
        let filed = served
            .desk
            .file_ticket(request("portail", blocked()))
            .unwrap();
        let standard = template("standard").unwrap();
        let fields = |day: &'static str| {
            [
                ("seen", "1"),
                ("text", standard.source()),
                ("do", "close"),
                ("day", day),
                ("label", "Inventaire"),
            ]
        };
        assert_eq!(browser.post(EDIT, &fields("lundi")).status, 422);
        let written = browser.post(EDIT, &fields("2026-03-02"));
        assert_eq!(written.status, 200);
        assert!(
            written.body.contains("[calendar.closures]"),
            "{}",
            written.body
        );
        assert!(written.body.contains("contrat complet"), "{}", written.body);
        let before = digest(url);
        let day = "2026-03-02".parse().unwrap();
        let label = Line::parse("Inventaire").unwrap();
        let text = with_closure(standard.source(), day, &label);
        let asked = send(&mut browser, &text, "preview");
        assert_eq!(asked.status, 303, "{}", asked.body);
        worked(&served.desk);
        let shown = browser.get(asked.header("location").unwrap()).body;
        // Four hours from Monday 8:00: Tuesday at 12:00, when Monday is closed.
        let shown = shown.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(
            shown.contains("2 mars") && shown.contains("3 mars"),
            "{shown}"
        );
        assert!(
            !shown.contains("name=\"reason\""),
            "there is no version to move to"
        );
        let ticket = served.desk.ticket(filed.ticket, &Scope::Desk).unwrap();
        assert_eq!(ticket.events.len(), 1);
        let touched = changed(&before, &digest(url));
        for table in [
            "contract_versions",
            "tickets",
            "events",
            "clocks",
            "letters",
        ] {
            assert!(!touched.iter().any(|one| one == table), "{touched:?}");
        }
    });
}
