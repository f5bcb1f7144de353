//! The whole path without a mouse: a request is filed and an agent's round is done by keys alone.

use thirtyfour::Key;

use crate::{
    browser_story::{Served, TUESDAY},
    support::browser::{Browser, Visitor, browse},
};

/// More stops than any page has.
const STOPS: usize = 120;

const VISITOR: Visitor = Visitor {
    scripts: true,
    lang: "fr",
    width: 1280,
    dark: false,
};

/// What has the focus: its `name`, `value` and words, and whether the focus is to be seen.
fn focused(browser: &Browser) -> serde_json::Value {
    browser.script(
        "var e = document.activeElement, s = getComputedStyle(e), \
         l = e.labels && e.labels[0] && getComputedStyle(e.labels[0]); \
         return { id: e.id, name: e.getAttribute('name') || '', value: e.value || '', \
         words: (e.textContent || '').trim().replace(/\\s+/g, ' '), \
         seen: s.outlineStyle !== 'none' || !!(l && l.outlineStyle !== 'none') }",
    )
}

/// Goes on with Tab until what has the focus is what is looked for; the focus is always seen.
fn tab_to(browser: &Browser, wanted: &str, found: impl Fn(&serde_json::Value) -> bool) {
    for _ in 0..STOPS {
        browser.keys(Key::Tab);
        let here = focused(browser);
        assert_eq!(here["seen"], true, "the focus is not to be seen on {here}");
        if found(&here) {
            return;
        }
    }
    panic!("Tab never comes to {wanted} on {}", browser.address());
}

fn field(browser: &Browser, name: &str) {
    tab_to(browser, name, |here| here["name"] == name);
}

#[test]
fn a_request_is_filed_by_keyboard_alone() {
    let Some(browser) = browse("keyboard-form", VISITOR) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    browser.open(&demo.page("/"));
    browser.sees("Déposer une demande");
    browser.keys(Key::Tab);
    assert_eq!(
        focused(&browser)["words"],
        "Aller au contenu",
        "the first stop leads past the head of the page"
    );
    field(&browser, "service");
    browser.keys("Autre");
    for (name, text) in [
        ("name", "Claude Exemple"),
        ("email", "claude@fonderies-marlaix.example"),
        ("subject", "Plus aucune facture ne part"),
        ("text", "Le bouton répond par une page blanche."),
    ] {
        field(&browser, name);
        browser.keys(text);
    }
    // A radio button is chosen by the space bar and the arrows.
    for name in ["workable", "reach", "workaround"] {
        field(&browser, name);
        browser.keys(" ");
        browser.keys(Key::Down);
    }
    tab_to(&browser, "the button that sends", |here| {
        here["words"] == "Envoyer la demande"
    });
    browser.keys(Key::Enter);
    browser.sees("Demande enregistrée");
    tab_to(&browser, "the link to the request", |here| {
        let words = here["words"].as_str().unwrap();
        words.starts_with("Suivre ou compléter")
    });
    browser.keys(Key::Enter);
    browser.sees("une page blanche");
    field(&browser, "text");
    browser.keys("Cela revient par moments.");
    browser.control(Key::Enter);
    browser.sees("Cela revient par moments.");
}

#[test]
fn an_agent_does_the_round_by_keyboard_alone() {
    let Some(browser) = browse("keyboard-round", VISITOR) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    browser.open(demo.door("agent"));
    browser.sees("calculé à");
    browser.keys("?");
    browser.sees("Touches");
    browser.keys(Key::Escape);
    assert_eq!(
        browser.script("return document.querySelectorAll('[role=dialog]').length"),
        0
    );
    let rows = browser.script(
        "return [].map.call(document.querySelectorAll('a.subj'), function (a) { return a.href; })",
    );
    browser.keys("jjjk");
    let here = browser.script("return document.activeElement.href");
    assert_eq!(here, rows[1], "j, j, j and k come to the second row");
    // In a field a letter is a letter.
    browser.keys("/");
    browser.keys("jk");
    assert_eq!(focused(&browser)["value"], "jk");
    browser.keys(Key::Escape);
    browser.open(&demo.page("/queue?view=to-take"));
    browser.keys("j");
    browser.keys(Key::Enter);
    browser.sees("Prendre en charge");
    browser.keys("i");
    browser.sees("Agent : Camille");
    browser.keys("r");
    assert_eq!(focused(&browser)["id"], "text");
    browser.keys("Bonjour, je regarde tout de suite.");
    browser.control(Key::Enter);
    browser.until(|| browser.address().contains("/tickets/"));
    browser.until(|| {
        browser
            .script("return document.querySelector('.msgs').textContent")
            .as_str()
            .is_some_and(|said| said.contains("je regarde tout de suite"))
    });
    browser.keys("n");
    assert_eq!(focused(&browser)["id"], "note");
    browser.keys("Vu avec l’équipe.");
    browser.control(Key::Enter);
    browser.sees("Vu avec l’équipe.");
    let ticket = browser.address();
    browser.keys("d");
    browser.sees("Total compté");
    browser.keys("u");
    browser.until(|| !browser.address().contains("/deadline/"));
    // The driver may have typed the key again into the page that followed: it leads to the list.
    browser.open(&ticket);
    browser.sees("je regarde tout de suite");
    browser.keys("s");
    assert_eq!(focused(&browser)["id"], "pause");
    browser.keys(Key::Tab);
    browser.keys("Le nom du serveur");
    browser.keys(Key::Enter);
    browser.sees("Reprendre");
    let here = browser.address();
    browser.keys("s");
    browser
        .until(|| browser.script("return !!document.querySelector('form[action$=pause]')") == true);
    // The driver may have typed the key again into the page that followed: a box is open there.
    browser.open(&here);
    // The next one is that of the list one came from.
    browser.until(|| {
        // A busy machine may not have read the keys of the page yet.
        browser.keys("j");
        browser.address().contains("/tickets/") && browser.address() != here
    });
}

#[test]
fn single_keys_can_be_switched_off_and_on_again() {
    let Some(browser) = browse("keyboard-off", VISITOR) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    browser.open(demo.door("agent"));
    browser.sees("calculé à");
    browser.keys("?");
    browser.press("Ne plus utiliser");
    browser.keys("j");
    let inside = "return !!document.activeElement.closest('table.queue')";
    assert_eq!(
        browser.script(inside),
        false,
        "a key that is off does nothing"
    );
    browser.open(&demo.page("/help"));
    browser.press("Utiliser de nouveau");
    browser.open(&demo.page("/queue"));
    browser.keys("j");
    assert_eq!(browser.script(inside), true);
}
