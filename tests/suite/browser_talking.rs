//! The composer in a browser: drafts that follow their writer, colleagues offered after « @ », a
//! preview, and the time that was spent.

use std::time::{Duration, Instant};

use guichet::{
    domain::{access::Scope, ids::PersonId, people::Role},
    store::DatabaseUrl,
};
use thirtyfour::Key;

use crate::support::{
    app::{Served, served},
    browser::{Browser, Visitor, browse},
};

const OPEN: &str = "2026-03-03T09:00:00Z";
const KEPT: &str = "Brouillon enregistré à 10:00";

const fn visitor(scripts: bool) -> Visitor {
    Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    }
}

struct Team {
    served: Served,
    camille: PersonId,
    sacha: PersonId,
}

fn with_team(test: impl FnOnce(&Team)) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let served = served(&url, OPEN);
    let camille = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
    let sacha = served.worker("Sacha Marin", "sacha@desk.example", Role::Agent);
    served.worker("Zoé Lenoir", "zoe@desk.example", Role::Supervisor);
    served.filed(&[]);
    test(&Team {
        served,
        camille,
        sacha,
    });
}

impl Team {
    fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.served.address)
    }

    /// Shows the ticket to somebody who has just signed in.
    fn shows(&self, browser: &Browser, person: PersonId) {
        let secret = self.served.desk.open_session(person, "suite").unwrap();
        browser.open(&self.page("/help"));
        browser.cookie("guichet", secret.reveal());
        browser.open(&self.page("/tickets/INC-2026-00001"));
        browser.sees("Les étiquettes");
    }

    /// What is kept on the server, an answer before a note.
    fn drafts(&self, person: PersonId) -> Vec<String> {
        let desk = &self.served.desk;
        let reference = "INC-2026-00001".parse().unwrap();
        let id = desk.ticket_called(reference, &Scope::Desk).unwrap();
        let drafts = desk.drafts(id, person).unwrap();
        drafts.into_iter().map(|draft| draft.body).collect()
    }
}

fn value(browser: &Browser, id: &str) -> String {
    let value = browser.script(&format!("return document.getElementById('{id}').value"));
    value.as_str().unwrap().to_owned()
}

fn types(browser: &Browser, id: &str, text: &str) {
    browser.script(&format!(
        "var field = document.getElementById('{id}'); field.focus(); \
         field.setSelectionRange(field.value.length, field.value.length)"
    ));
    browser.keys(text);
}

#[test]
fn a_draft_is_on_the_server_within_a_second_and_follows_its_writer() {
    let Some(browser) = browse("draft-server", visitor(true)) else {
        return;
    };
    with_team(|team| {
        team.shows(&browser, team.camille);
        assert!(
            !browser.text().contains("Garder le brouillon"),
            "the script does it"
        );
        types(&browser, "text", "Je regarde.");
        let begun = Instant::now();
        browser.until(|| team.drafts(team.camille) == ["Je regarde."]);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(10), "it took {took:?}");
        browser.sees(KEPT);
        browser.until(|| browser.script("return Object.keys(localStorage).length") == 0);
        // Another browser of the same person, and another person on this browser.
        let elsewhere = browse("draft-elsewhere", visitor(true)).unwrap();
        team.shows(&elsewhere, team.camille);
        assert_eq!(value(&elsewhere, "text"), "Je regarde.");
        elsewhere.sees(KEPT);
        team.shows(&browser, team.sacha);
        assert_eq!(value(&browser, "text"), "");
        // The first page knows of the older text only: it overwrites nothing.
        team.shows(&browser, team.camille);
        types(&elsewhere, "text", " Plus tard.");
        browser.until(|| team.drafts(team.camille) == ["Je regarde. Plus tard."]);
        types(&browser, "text", " Maintenant.");
        browser.sees("Un brouillon plus récent a été enregistré ailleurs");
        browser.sees("Je regarde. Plus tard.");
        browser.picture("conflict");
        assert_eq!(team.drafts(team.camille), ["Je regarde. Plus tard."]);
        browser.press("Garder mon texte");
        browser.until(|| team.drafts(team.camille) == ["Je regarde. Maintenant."]);
        browser.press("Répondre à");
        browser.until(|| team.drafts(team.camille).is_empty());
        browser.until(|| value(&browser, "text").is_empty());
        let said = browser.script("return document.querySelector('.msgs').textContent");
        assert!(said.as_str().unwrap().contains("Je regarde. Maintenant."));
    });
}

#[test]
fn what_the_server_does_not_have_is_kept_here_until_it_has() {
    let Some(browser) = browse("draft-offline", visitor(true)) else {
        return;
    };
    with_team(|team| {
        team.shows(&browser, team.camille);
        // The session ends while somebody writes.
        browser.cookie("guichet", "none");
        types(&browser, "text", "Je cherche encore.");
        browser.sees("Vous n’êtes plus connecté : votre texte est gardé dans ce navigateur.");
        assert!(team.drafts(team.camille).is_empty());
        team.shows(&browser, team.camille);
        assert_eq!(value(&browser, "text"), "Je cherche encore.");
        browser.until(|| team.drafts(team.camille) == ["Je cherche encore."]);
        // The server cannot be reached.
        browser.script("window.fetch = function () { return Promise.reject(new Error('no')); }");
        browser.script("navigator.sendBeacon = function () { return false; }");
        types(&browser, "text", " Presque.");
        browser.sees("Guichet ne répond pas : votre texte est gardé dans ce navigateur.");
        team.shows(&browser, team.camille);
        assert_eq!(value(&browser, "text"), "Je cherche encore. Presque.");
        browser.until(|| team.drafts(team.camille) == ["Je cherche encore. Presque."]);
    });
}

#[test]
fn a_colleague_is_offered_after_the_sign_and_taken_by_key() {
    let Some(browser) = browse("mention", visitor(true)) else {
        return;
    };
    with_team(|team| {
        team.shows(&browser, team.camille);
        browser.click_on("label[for=m-int]");
        types(&browser, "note", "Voir @");
        let offered = "return [].map.call(document.querySelectorAll('[role=option]'), \
                       function (one) { return one.textContent; }).join('|')";
        browser.until(|| browser.script(offered) == "Sacha Marin|Zoé Lenoir");
        browser.picture("offered");
        browser.keys("zoe");
        browser.until(|| browser.script(offered) == "Zoé Lenoir");
        let active = "var t = document.getElementById('note'); var o = document.getElementById(\
                      t.getAttribute('aria-activedescendant')); return o ? o.textContent : ''";
        assert_eq!(browser.script(active), "Zoé Lenoir");
        browser.keys(Key::Escape + "");
        assert_eq!(
            browser.script("return document.getElementById('note-calls').hidden"),
            true
        );
        browser.keys("\u{8}\u{8}\u{8}");
        browser.until(|| browser.script(offered) == "Sacha Marin|Zoé Lenoir");
        browser.keys(Key::Down + "");
        assert_eq!(browser.script(active), "Zoé Lenoir");
        browser.keys(Key::Enter + "");
        assert_eq!(value(&browser, "note"), "Voir @Zoé Lenoir ");
        assert_eq!(browser.script("return document.activeElement.id"), "note");
        browser.press("Ajouter la note interne");
        browser.sees("mentionne Zoé Lenoir dans une note");
        assert_eq!(browser.text_of(".called"), "@Zoé Lenoir");
        let (letters, _) = team.served.desk.letters(None, None).unwrap();
        assert!(
            letters
                .iter()
                .any(|one| one.recipient.to_string() == "zoe@desk.example")
        );
    });
}

/// A note with a colleague and its time, looked at before it is sent.
fn the_round(scripts: bool) {
    let name = if scripts { "talk-on" } else { "talk-off" };
    let Some(browser) = browse(name, visitor(scripts)) else {
        return;
    };
    with_team(|team| {
        team.shows(&browser, team.camille);
        browser.click_on("label[for=m-int]");
        browser.fill("Votre note", "Voir **vite** avec @Sacha Marin");
        browser.fill("Temps passé", "1 h 15");
        if !scripts {
            browser.press("Garder le brouillon");
            browser.sees(KEPT);
            assert_eq!(
                team.drafts(team.camille),
                ["Voir **vite** avec @Sacha Marin"]
            );
            browser.fill("Temps passé", "1 h 15");
        }
        browser.press("Aperçu");
        browser.sees("Aperçu de la note interne");
        assert_eq!(browser.text_of("#preview strong"), "vite");
        assert_eq!(browser.text_of("#preview .called"), "@Sacha Marin");
        browser.picture("preview");
        browser.press("Ajouter la note interne");
        browser.sees("Temps passé : 1 h 15");
        assert!(team.drafts(team.camille).is_empty());
        browser.picture("sent");
    });
}

#[test]
fn a_note_is_looked_at_and_sent_with_its_time_without_scripts() {
    the_round(false);
}

#[test]
fn a_note_is_looked_at_and_sent_with_its_time_with_scripts() {
    the_round(true);
}
