//! What a person does with a second factor, in a real browser, with scripts and without.

use chrono::TimeDelta;
use guichet::{domain::people::Role, store::DatabaseUrl};

use crate::{
    accounts_factor::scanned,
    support::{
        app::{PASSWORD, Served, served},
        browser::{Browser, Visitor, browse},
    },
};

const OPEN: &str = "2026-03-04T09:00:00Z";

#[test]
fn a_second_factor_is_turned_on_and_opens_the_door_without_scripts() {
    second_factor("factor-off", false);
}

#[test]
fn a_second_factor_is_turned_on_and_opens_the_door_with_scripts() {
    second_factor("factor-on", true);
}

fn gives_the_password(browser: &Browser, served: &Served) {
    browser.open(&format!("http://{}/sign-in", served.address));
    browser.fill("Adresse électronique", "camille@desk.example");
    browser.fill("Mot de passe", PASSWORD);
    browser.press("Se connecter");
}

fn second_factor(name: &str, scripts: bool) {
    let visitor = Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    };
    let Some(browser) = browse(name, visitor) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.db");
    let served = served(&DatabaseUrl::sqlite(path.to_str().unwrap()).unwrap(), OPEN);
    let id = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
    gives_the_password(&browser, &served);
    browser.sees("File");
    browser.follow("Mon compte");
    browser.follow("Mettre en place un second facteur");
    browser.sees("application de codes");
    browser.picture("off");
    browser.fill("Mot de passe actuel", PASSWORD);
    browser.press("Commencer");
    browser.sees("Clé à recopier");
    browser.picture("secret");
    let telephone = scanned(&served, id);
    let wrong = telephone.wrong(&served).to_string();
    browser.fill("Code à six chiffres", &wrong);
    browser.press("Activer");
    browser.sees("Ce code n’est pas le bon");
    browser.fill("Code à six chiffres", &telephone.code(&served).to_string());
    browser.press("Activer");
    browser.sees("Vos codes de secours");
    browser.picture("codes");
    assert_eq!(browser.text().contains("Copier"), scripts);
    let shown = browser.text_of("#codes");
    let codes: Vec<&str> = shown.lines().collect();
    assert_eq!(codes.len(), 10, "{shown}");
    browser.follow("C’est noté");
    browser.sees("File");
    browser.press("Se déconnecter");

    served.clock.advance(TimeDelta::seconds(30));
    gives_the_password(&browser, &served);
    browser.sees("Code de connexion");
    browser.picture("door");
    let code = telephone.code(&served).to_string();
    // Apps show a gap in the middle, and people type it; the field has the focus already.
    let (first, last) = code.split_at(3);
    browser.keys(format!("{first} {last}\u{e007}"));
    browser.sees("File");
    browser.press("Se déconnecter");

    gives_the_password(&browser, &served);
    browser.follow("Pas de téléphone");
    browser.sees("l’un de vos codes de secours");
    browser.picture("recovery");
    browser.fill("Code de secours", codes[0]);
    browser.press("Se connecter");
    browser.sees("File");
    browser.follow("Mon compte");
    browser.sees("9 codes de secours");
    browser.follow("Gérer le second facteur");
    browser.sees("Que voulez-vous faire");
    browser.picture("on");
    browser.press("Continuer");
    browser.sees("Choisissez ce que vous voulez faire");
    browser.choose("Que voulez-vous faire", "Désactiver");
    browser.fill("Mot de passe actuel", PASSWORD);
    browser.fill("Code de l’application", codes[1]);
    browser.press("Continuer");
    browser.sees("Le second facteur est désactivé");
    browser.picture("turned-off");
}
