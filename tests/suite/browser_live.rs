//! Two windows on the same queue: what happens in one is seen in the other, and nothing there jumps.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use guichet::{
    domain::{access::Scope, ids::PersonId, people::Role, ticket::Act},
    store::DatabaseUrl,
};
use thirtyfour::Key;

use crate::support::{
    app::{PASSWORD, Served, served, served_on},
    browser::{Browser, Visitor, browse},
};

const OPEN: &str = "2026-03-03T09:00:00Z";
/// What is promised to those who watch.
const SOON: Duration = Duration::from_secs(2);

const VISITOR: Visitor = Visitor {
    scripts: true,
    lang: "fr",
    width: 1280,
    dark: false,
};

const SUBJECTS: &str = "return [].map.call(document.querySelectorAll('table.queue .subj'), \
    function (a) { return a.textContent; })";
const PILL: &str = "var p = document.querySelector('[data-pill]'); \
    return p.hidden ? '' : p.textContent.trim()";
const LIVE: &str = "return !document.querySelector('[data-live-on]').hidden";
const WHY: &str = "var p = document.querySelector('[data-why]:not([hidden])'); \
    return p ? p.getAttribute('data-why') : ''";

/// A desk with an agent and a request of each subject.
struct Team {
    served: Served,
    agent: PersonId,
}

fn team(url: &DatabaseUrl, subjects: &[&str]) -> Team {
    let served = served(url, OPEN);
    let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
    for subject in subjects {
        served.filed(&[("subject", subject)]);
    }
    Team { served, agent }
}

fn with_team(subjects: &[&str], test: impl FnOnce(&DatabaseUrl, Team)) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let team = team(&url, subjects);
    test(&url, team);
}

impl Team {
    fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.served.address)
    }

    /// Signs the browser in and shows the queue, live.
    fn shows_queue(&self, browser: &Browser) {
        let secret = self.served.desk.open_session(self.agent, "suite").unwrap();
        browser.open(&self.page("/help"));
        let cookie = format!("document.cookie = 'guichet={}; path=/'", secret.reveal());
        browser.script(&cookie);
        browser.open(&self.page("/queue"));
        browser.until(|| browser.script(LIVE) == true);
    }

    fn act(&self, reference: &str, act: Act) {
        let desk = &self.served.desk;
        let id = desk.ticket_called(reference.parse().unwrap(), &Scope::Desk);
        let id = id.unwrap();
        let seen = desk.ticket(id, &Scope::Desk).unwrap().ticket.version;
        let change = guichet::desk::Change {
            files: false,
            spent: guichet::domain::ticket::Minutes::default(),
            ticket: id,
            seen,
            by: self.agent,
            act,
            text: None,
        };
        desk.change_ticket(change).unwrap();
    }
}

/// Waits for what comes by itself. That it comes within two seconds is guarded in `live`, where
/// no browser has to draw it on a machine that is busy with the tests beside.
fn soon(browser: &Browser, what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    browser.until(&is_so);
    let took = begun.elapsed();
    assert!(took < 5 * SOON, "{what} took {took:?}");
}

/// The place on the screen of the row with that subject.
fn place(browser: &Browser, subject: &str) -> serde_json::Value {
    browser.script(&format!(
        "var a = [].filter.call(document.querySelectorAll('table.queue .subj'), \
         function (a) {{ return a.textContent === '{subject}'; }})[0]; \
         return a ? Math.round(a.getBoundingClientRect().top) : null"
    ))
}

fn state(browser: &Browser, subject: &str) -> serde_json::Value {
    browser.script(&format!(
        "var a = [].filter.call(document.querySelectorAll('table.queue .subj'), \
         function (a) {{ return a.textContent === '{subject}'; }})[0]; \
         return a ? a.closest('tr').querySelector('.tag').textContent : null"
    ))
}

#[test]
fn what_one_window_does_the_other_shows_within_two_seconds() {
    let (Some(one), Some(other)) = (browse("live-one", VISITOR), browse("live-other", VISITOR))
    else {
        return;
    };
    with_team(&["La première", "La deuxième"], |_, team| {
        team.shows_queue(&one);
        team.shows_queue(&other);
        assert_eq!(state(&other, "La première"), "À prendre");
        one.follow("La première");
        one.press("Prendre en charge");
        soon(&other, "the other window", || {
            state(&other, "La première") == "En cours"
        });
        other.picture("changed");
        other.until(|| {
            other
                .script("return document.querySelector('[data-said]').textContent")
                .as_str()
                .is_some_and(|said| {
                    said.contains("1\u{a0}demande modifiée") || said.contains("1 demande modifiée")
                })
        });
        // What is filed waits behind the pill, and the title counts it.
        one.open(&team.page("/"));
        team.served.filed(&[("subject", "La troisième")]);
        soon(&other, "the pill", || {
            other.script(PILL) == "1 nouvelle demande"
        });
        assert!(place(&other, "La troisième").is_null());
        team.served.filed(&[("subject", "La quatrième")]);
        soon(&other, "the pill", || {
            other.script(PILL) == "2 nouvelles demandes"
        });
        assert!(other.title().contains("(4)"), "{}", other.title());
        other.picture("pill");
        other.script("document.querySelector('[data-pill]').focus()");
        other.keys(Key::Enter);
        other.until(|| !place(&other, "La quatrième").is_null());
        assert_eq!(other.script(PILL), "");
        let here = other.script("return document.activeElement.textContent");
        assert!(here == "La troisième" || here == "La quatrième", "{here}");
        assert!(
            other.address().ends_with("/queue"),
            "the page was not loaded anew"
        );
        other.picture("shown");
    });
}

#[test]
fn nothing_moves_under_focus_pointer_or_selection() {
    let Some(browser) = browse("live-calm", VISITOR) else {
        return;
    };
    with_team(&["Alpha", "Bravo", "Charlie", "Delta"], |_, team| {
        team.shows_queue(&browser);
        let first = browser.script(SUBJECTS)[0].as_str().unwrap().to_owned();
        let last = browser.script(SUBJECTS)[3].as_str().unwrap().to_owned();
        let reference = |subject: &str| {
            let rank = ["Alpha", "Bravo", "Charlie", "Delta"]
                .iter()
                .position(|one| *one == subject)
                .unwrap();
            format!("INC-2026-{:05}", rank + 1)
        };
        // The last row has the focus; the first is resolved, and a new one comes.
        browser.script(&format!(
            "[].filter.call(document.querySelectorAll('table.queue .subj'), \
             function (a) {{ return a.textContent === '{last}'; }})[0].focus()"
        ));
        let before = place(&browser, &last);
        team.act(&reference(&first), Act::TakeCharge);
        team.act(&reference(&first), Act::Resolve);
        team.served.filed(&[("subject", "Écho")]);
        soon(&browser, "the pill", || {
            browser.script(PILL) == "1 nouvelle demande"
        });
        browser.until(|| browser.script("return document.querySelectorAll('tr.gone').length") == 1);
        assert_eq!(place(&browser, &last), before, "the focused row moved");
        let focused = browser.script("return document.activeElement.textContent");
        assert_eq!(focused, last.as_str(), "and lost the focus");
        // Its own content changes under the focus, which stays.
        team.act(&reference(&last), Act::TakeCharge);
        soon(&browser, "the focused row", || {
            state(&browser, &last) == "En cours"
        });
        let focused = browser.script("return document.activeElement.textContent");
        assert_eq!(focused, last.as_str());
        assert_eq!(place(&browser, &last), before, "the focused row moved");
        browser.picture("held");
        // The focus leaves: what left the list leaves the page.
        browser.script("document.activeElement.blur()");
        browser.until(|| place(&browser, &first).is_null());
        assert!(place(&browser, "Écho").is_null(), "the pill still waits");
        // The same with a selection.
        browser.script(&format!(
            "var a = [].filter.call(document.querySelectorAll('table.queue .subj'), \
             function (a) {{ return a.textContent === '{last}'; }})[0]; \
             getSelection().selectAllChildren(a)"
        ));
        let before = place(&browser, &last);
        let second = browser.script(SUBJECTS)[0].as_str().unwrap().to_owned();
        assert_ne!(second, last);
        team.act(&reference(&second), Act::Resolve);
        browser.until(|| browser.script("return document.querySelectorAll('tr.gone').length") == 1);
        assert_eq!(place(&browser, &last), before, "the selected row moved");
        let selected = browser.script("return getSelection().toString()");
        assert_eq!(selected, last.as_str());
        browser.script("getSelection().removeAllRanges()");
        browser.until(|| place(&browser, &second).is_null());
        // And with the pointer.
        let before = place(&browser, &last);
        browser.points_at(&format!("//a[text()=\"{last}\"]"));
        team.act(&reference("Charlie"), Act::Resolve);
        browser.until(|| browser.script("return document.querySelectorAll('tr.gone').length") == 1);
        assert_eq!(
            place(&browser, &last),
            before,
            "the row moved under the pointer"
        );
        browser.points_at("//h1");
        browser.until(|| browser.script("return document.querySelectorAll('tr.gone').length") == 0);
    });
}

#[test]
fn a_held_list_stands_still_until_it_is_let_go_and_is_remembered() {
    let Some(browser) = browse("live-hold", VISITOR) else {
        return;
    };
    with_team(&["Alpha"], |_, team| {
        team.shows_queue(&browser);
        browser.press("Figer la liste");
        browser.until(|| browser.script(LIVE) == false);
        team.act("INC-2026-00001", Act::TakeCharge);
        browser.open(&team.page("/queue?view=open"));
        assert_eq!(
            browser.script(
                "return document.querySelector('[data-hold]').getAttribute('aria-pressed')"
            ),
            "true",
            "the switch is remembered"
        );
        team.served.filed(&[("subject", "Bravo")]);
        // Long enough for a list that is not held.
        let begun = Instant::now();
        browser.until(|| begun.elapsed() > SOON);
        assert_eq!(browser.script(PILL), "");
        browser.press("Figer la liste");
        soon(&browser, "what was missed", || {
            browser.script(PILL) == "1 nouvelle demande"
        });
        assert_eq!(browser.script(LIVE), true);
    });
}

#[test]
fn a_lost_connection_is_said_and_mended_and_nothing_is_missed() {
    let Some(browser) = browse("live-lost", VISITOR) else {
        return;
    };
    with_team(&["Alpha"], |url, team| {
        team.shows_queue(&browser);
        assert_eq!(browser.script(WHY), "");
        let address = team.served.address;
        let agent = team.agent;
        drop(team);
        browser.sees("Connexion perdue");
        browser.picture("lost");
        assert_eq!(browser.script(LIVE), false);
        // As after a restart: the port is the same, and something happened meanwhile.
        let again = served_on(TcpListener::bind(address).unwrap(), url, OPEN);
        again.filed(&[("subject", "Bravo")]);
        browser.until(|| browser.script(WHY) == "");
        browser.until(|| browser.script(PILL) == "1 nouvelle demande");
        assert_eq!(browser.script(LIVE), true);
        // A session that ends is said too, and not tried again.
        let team = Team {
            served: again,
            agent,
        };
        let link = team.served.desk.set_up_link(Some(agent)).unwrap();
        team.served.desk.set_up(&link, None, PASSWORD).unwrap();
        browser.sees("Votre session est terminée");
        browser.picture("signed-out");
    });
}

#[test]
fn without_scripts_the_queue_says_how_old_it_is() {
    let visitor = Visitor {
        scripts: false,
        ..VISITOR
    };
    let Some(browser) = browse("live-without", visitor) else {
        return;
    };
    with_team(&["Alpha"], |_, team| {
        browser.open(&team.page("/queue"));
        browser.fill("Adresse électronique", "camille@desk.example");
        browser.fill("Mot de passe", PASSWORD);
        browser.press("Se connecter");
        browser.sees("Alpha");
        let text = browser.text();
        assert!(
            text.contains("calculé à 10:00") && text.contains("Actualiser"),
            "{text}"
        );
        for absent in ["En direct", "Figer la liste", "Connexion perdue"] {
            assert!(!text.contains(absent), "{absent}");
        }
    });
}
