//! The way to the vendor and back, in a real browser, with scripts and without.

use chrono::TimeDelta;
use guichet::store::DatabaseUrl;

use super::Scene;
use crate::support::{
    app::PASSWORD,
    browser::{Browser, Visitor, browse},
};

#[test]
fn a_dossier_goes_to_the_vendor_and_back_without_scripts() {
    story("vendor-off", false);
}

#[test]
fn a_dossier_goes_to_the_vendor_and_back_with_scripts() {
    story("vendor-on", true);
}

fn enter(browser: &Browser, base: &str, email: &str) {
    browser.open(&format!("{base}/sign-in"));
    browser.fill("Adresse électronique", email);
    browser.fill("Mot de passe", PASSWORD);
    browser.press("Se connecter");
    browser.until(|| !browser.address().contains("/sign-in"));
}

fn story(name: &str, scripts: bool) {
    let visitor = |scripts| Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    };
    let Some(agent) = browse(name, visitor(scripts)) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let scene = Scene::new(&url);
    let base = format!("http://{}", scene.served.address);
    enter(&agent, &base, "camille@desk.example");
    agent.open(&format!("{base}/tickets/{}", scene.marlaix.ticket));
    agent.follow("Faire appel à l’éditeur");
    agent.sees("que le contrat demande");
    agent.fill("Demande", "L’édition des étiquettes s’arrête");
    agent.press("Envoyer à Divalto");
    agent.sees("« Analyse faite » : le contrat le demande");
    agent.sees("chapitre 2.5, incidents");
    agent.select("Produit et version", "Progiciel Divalto 10.8, maintenue");
    for (label, text) in [
        ("Environnement", "Production, Windows 2022"),
        ("Reproduction", "Imprimer deux étiquettes de suite"),
        ("Analyse faite", "Le spouleur reçoit la seconde et la perd"),
        ("Contournement essayé", "Une étiquette à la fois"),
        ("Preuves", "Journal de 9:41"),
    ] {
        agent.fill(label, text);
    }
    agent.press("Enregistrer");
    agent.sees("Le dossier est complet.");
    agent.picture("dossier");
    agent.press("Envoyer à Divalto");
    agent.sees("Le dossier est chez l’éditeur.");
    let vendor = browse(&format!("{name}-desk"), visitor(scripts)).unwrap();
    enter(&vendor, &base, "ines@divalto.example");
    vendor.follow("Dossiers reçus");
    vendor.follow("L’édition des étiquettes s’arrête");
    vendor.press("Prendre en charge");
    vendor.sees("Le dossier est pris en charge.");
    vendor.fill(
        "Votre message à l’intégrateur",
        "Installez le correctif 10.8.2.",
    );
    vendor.press("Répondre et déclarer réglé");
    vendor.sees("L’affaire est déclarée réglée.");
    vendor.picture("case");
    agent.open(&format!("{base}{}", scene.here()));
    agent.sees("Installez le correctif 10.8.2.");
    agent.picture("thread");
    agent.press("En faire une réponse au client");
    agent.sees("Étiquettes Marlaix");
    let text = agent.script("return document.getElementById('text').value");
    assert_eq!(text, "Installez le correctif 10.8.2.");
    scene.served.clock.advance(TimeDelta::minutes(20));
    agent.open(&format!("{base}/tickets/{}/hands", scene.marlaix.ticket));
    agent.sees("Qui avait la main");
    agent.picture("hands");
}
