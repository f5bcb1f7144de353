//! What a person does about an account, in a real browser, with scripts and without.

use crate::{
    browser_story::{Served, TUESDAY},
    support::browser::{Browser, Visitor, browse},
};

const PASSWORD: &str = "quatre cyprès devant la gare";

fn visitor(name: &str, scripts: bool) -> Option<Browser> {
    let visitor = Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    };
    browse(name, visitor)
}

/// Opens the first letter whose subject begins with `words`, once it has left.
fn open_letter(browser: &Browser, demo: &Served, words: &str) {
    browser.until(|| {
        browser.open(&demo.page("/demo/letters"));
        browser.text().contains(words)
    });
    browser.follow(words);
}

#[test]
fn a_forgotten_password_is_replaced_without_scripts() {
    forgotten("forgotten-off", false);
}

#[test]
fn a_forgotten_password_is_replaced_with_scripts() {
    forgotten("forgotten-on", true);
}

fn forgotten(name: &str, scripts: bool) {
    let Some(agent) = visitor(name, scripts) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    agent.open(&demo.page("/sign-in"));
    agent.follow("Mot de passe oublié");
    agent.sees("Donnez l’adresse de votre compte");
    agent.picture("asking");
    agent.fill("Adresse électronique", "camille@guichet.example");
    agent.press("Recevoir un lien");
    agent.sees("Regardez vos courriels");
    agent.picture("asked");
    open_letter(&agent, &demo, "Choisir un nouveau mot de passe");
    let letter = agent.text_of_the_frame();
    assert!(letter.contains("Le lien sert une seule fois"), "{letter}");
    agent.picture("letter");
    agent.follow_to("/set-up/");
    agent.sees("camille@guichet.example");
    agent.fill("Mot de passe", "motdepasse123456");
    agent.press("Choisir ce mot de passe");
    agent.sees("parmi les premiers qu’on essaie");
    agent.picture("refused");
    agent.fill("Mot de passe", PASSWORD);
    if scripts {
        agent.press("Afficher le mot de passe");
        let kind = "return document.getElementById('password').type";
        assert_eq!(agent.script(kind), "text");
        agent.press("Masquer le mot de passe");
        assert_eq!(agent.script(kind), "password");
    }
    agent.press("Choisir ce mot de passe");
    agent.sees("File support");
    agent.press("Se déconnecter");
    agent.sees("Adresse électronique");
    agent.fill("Adresse électronique", "camille@guichet.example");
    agent.fill("Mot de passe", PASSWORD);
    agent.press("Se connecter");
    agent.sees("File support");
}
