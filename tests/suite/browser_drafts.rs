//! Nothing typed is lost: what was begun is there again, until the server has it.

use guichet::store::DatabaseUrl;

use crate::support::{
    app::{form, served},
    browser::{Browser, Visitor, browse},
};

const OPEN: &str = "2026-03-03T09:00:00Z";
const FOUND: &str = "Ce que vous aviez commencé à écrire a été retrouvé.";

const VISITOR: Visitor = Visitor {
    scripts: true,
    lang: "fr",
    width: 1280,
    dark: false,
};

fn with_database(test: impl FnOnce(&DatabaseUrl)) {
    let folder = tempfile::tempdir().unwrap();
    test(&DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap());
}

fn value(browser: &Browser, id: &str) -> serde_json::Value {
    browser.script(&format!("return document.getElementById('{id}').value"))
}

/// Types into a field as fingers do.
fn types(browser: &Browser, id: &str, text: &str) {
    browser.script(&format!("document.getElementById('{id}').focus()"));
    browser.keys(text);
}

fn drafts(browser: &Browser) -> serde_json::Value {
    browser.script("return Object.keys(localStorage).length")
}

#[test]
fn a_form_that_was_begun_is_there_after_a_reload_and_forgotten_once_it_is_filed() {
    let Some(browser) = browse("draft-form", VISITOR) else {
        return;
    };
    with_database(|url| {
        let served = served(url, OPEN);
        let page = format!("http://{}/", served.address);
        browser.open(&page);
        types(&browser, "text", "Depuis ce matin, plus rien ne part.");
        browser.script("document.querySelector('[name=workaround][value=no]').click()");
        browser.open(&page);
        browser.sees(FOUND);
        assert_eq!(
            value(&browser, "text"),
            "Depuis ce matin, plus rien ne part."
        );
        let chosen = "return document.querySelector('[name=workaround][value=no]').checked";
        assert_eq!(browser.script(chosen), true);
        browser.picture("found");
        // A refusal keeps it, and says nothing of a draft.
        browser.press("Envoyer la demande");
        browser.sees("Il y a un problème");
        assert_eq!(
            value(&browser, "text"),
            "Depuis ce matin, plus rien ne part."
        );
        assert!(!browser.text().contains(FOUND));
        browser.open(&page);
        browser.sees(FOUND);
        for (name, text) in form(&[("text", "Depuis ce matin, plus rien ne part.")]) {
            browser.script(&format!(
                "var f = document.getElementById('f').elements['{name}']; \
                 if (!f) {{ return; }} \
                 if (f.length && !f.options) {{ [].forEach.call(f, function (one) {{ \
                 if (one.value === '{text}') {{ one.click(); }} }}); }} \
                 else {{ f.value = '{text}'; f.dispatchEvent(new Event('input', {{ bubbles: true }})); }}",
                text = text.replace('\'', "\\'")
            ));
        }
        browser.press("Envoyer la demande");
        browser.sees("Demande enregistrée");
        assert_eq!(drafts(&browser), 0);
        browser.open(&page);
        assert_eq!(value(&browser, "text"), "");
        // A key that belongs to somebody else's request is exchanged on the way: what was sent is
        // forgotten all the same.
        let key = "return document.querySelector('input[name=key]').value";
        let key = browser.script(key).as_str().unwrap().to_owned();
        served.filed(&[("key", &key), ("email", "compta@orsimont.example")]);
        let fill = |name: &str, text: &str| {
            browser.script(&format!(
                "var f = document.getElementById('f').elements['{name}']; if (!f) {{ return; }} f.value = '{text}'; \
                 if (f.dispatchEvent) {{ f.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"
            ));
        };
        for (name, text) in form(&[("text", "Encore autre chose.")]) {
            if name != "key" && name != "stamp" && !text.contains('\'') {
                fill(name, text);
            }
        }
        fill("subject", "Un autre sujet");
        browser.press("Envoyer la demande");
        browser.sees("Demande enregistrée");
        browser.sees("Un autre sujet");
        let exchanged = browser.script("return location.pathname");
        assert!(!exchanged.as_str().unwrap().contains(&key), "{exchanged}");
        assert_eq!(drafts(&browser), 0);
        browser.open(&page);
        assert_eq!(value(&browser, "text"), "");
        // What is dropped is gone.
        types(&browser, "subject", "Autre chose");
        browser.open(&page);
        browser.sees(FOUND);
        browser.press("Effacer");
        assert_eq!(value(&browser, "subject"), "");
        browser.open(&page);
        assert_eq!(value(&browser, "subject"), "");
    });
}
