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

#[test]
fn somebody_is_invited_without_scripts() {
    invited("invited-off", false);
}

#[test]
fn somebody_is_invited_with_scripts() {
    invited("invited-on", true);
}

fn invited(name: &str, scripts: bool) {
    let Some(admin) = visitor(name, scripts) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    admin.open(demo.door("administrator"));
    admin.follow("Équipe");
    admin.sees("Inviter quelqu’un");
    admin.picture("people");
    admin.fill("Adresse électronique", "robin@guichet.example");
    admin.fill("Nom", "Robin Exemple");
    admin.select("Rôle", "responsable");
    admin.choose("Langue des lettres", "Français");
    admin.press("Envoyer l’invitation");
    admin.sees("Invitation en attente");
    admin.picture("person");
    open_letter(&admin, &demo, "Votre compte");
    let letter = admin.text_of_the_frame();
    assert!(letter.contains("comme responsable"), "{letter}");
    admin.follow_to("/set-up/");
    admin.sees("robin@guichet.example");
    admin.fill("Mot de passe", PASSWORD);
    admin.press("Choisir ce mot de passe");
    admin.sees("File support");
    admin.follow("Mon compte");
    admin.sees("Cet appareil");
    admin.picture("account");
}
