//! Consent, as people give it, use it and take it back, without scripts.

use guichet::store::DatabaseUrl;

use super::ACCOUNT;
use crate::{
    portal_scene::Scene,
    support::{
        app::PASSWORD,
        browser::{Browser, Visitor, browse},
    },
};

fn enter(browser: &Browser, base: &str, email: &str) {
    browser.open(&format!("{base}/sign-in"));
    browser.fill("Adresse électronique", email);
    browser.fill("Mot de passe", PASSWORD);
    browser.press("Se connecter");
    browser.until(|| !browser.address().contains("/sign-in"));
}

#[test]
fn consent_is_given_used_and_taken_back() {
    let visitor = Visitor {
        scripts: false,
        lang: "fr",
        width: 1280,
        dark: false,
    };
    let Some(customer) = browse("consent", visitor) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let scene = Scene::under(&url, Some(super::asking));
    let base = format!("http://{}", scene.served.address);
    let (theirs, ours) = (
        format!("{base}{}", scene.here()),
        format!("{base}/tickets/{}", scene.marlaix.ticket),
    );
    enter(&customer, &base, "odile@marlaix.example");
    customer.open(&theirs);
    customer.sees("Personne n’a encore dit");
    customer.click_on("#consent summary");
    customer.fill("Compte avec lequel", ACCOUNT);
    customer.press("Autoriser");
    customer.sees("Accès autorisé");
    customer.picture("given");
    let agent = browse("consent-desk", visitor).unwrap();
    enter(&agent, &base, "camille@desk.example");
    agent.open(&ours);
    agent.sees(ACCOUNT);
    agent.fill("J’accède maintenant", "Je vide la file d’édition.");
    agent.press("Consigner l’accès");
    agent.sees("Je vide la file d’édition.");
    agent.picture("entered");
    customer.open(&theirs);
    customer.sees("Je vide la file d’édition.");
    customer.press("Retirer l’autorisation");
    customer.sees("Autorisation retirée");
    agent.open(&ours);
    agent.sees("Autorisation retirée");
    assert!(!agent.has_button("Consigner l’accès"));
}
