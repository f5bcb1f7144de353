//! From the overview to a PDF, in a real browser without scripts.

use std::{io::Write as _, process::Command};

use guichet::store::DatabaseUrl;

use crate::{
    support::{
        app::PASSWORD,
        browser::{Visitor, browse},
        program, skip,
    },
    vendor::{OPEN, Scene},
};

#[test]
fn the_proof_sheet_of_a_late_vendor_is_printed_from_the_overview() {
    let visitor = Visitor {
        scripts: false,
        lang: "fr",
        width: 1280,
        dark: true,
    };
    let Some(browser) = browse("overview", visitor) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let scene = Scene::promising(&url, OPEN);
    scene
        .served
        .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
    scene.live_until("2026-03-05T12:00");
    let base = format!("http://{}", scene.served.address);
    browser.open(&format!("{base}/sign-in"));
    browser.fill("Adresse électronique", "camille@desk.example");
    browser.fill("Mot de passe", PASSWORD);
    browser.press("Se connecter");
    browser.follow("Vue d’ensemble");
    browser.sees("L’éditeur est en retard");
    browser.picture("overview");
    browser.follow("Feuille de preuve");
    browser.sees("Feuille de preuve du dossier");
    browser.picture("sheet");
    let pdf = browser.printed();
    assert!(
        pdf.starts_with(b"%PDF-") && pdf.len() > 10_000,
        "{}",
        pdf.len()
    );
    let Some(reader) = program("pdftotext", []) else {
        skip(
            "pdf",
            "pdftotext was not found: the words of the PDF are not read",
        );
        return;
    };
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&pdf).unwrap();
    let read = Command::new(reader)
        .args([file.path().to_str().unwrap(), "-"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&read.stdout);
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ").replace(['\u{a0}', '\u{202f}'], " ");
    for said in [
        "Feuille de preuve du dossier",
        "Divalto",
        "en retard de 4 h ouvrées",
        "mercredi 4 mars 2026 à 18 h 00",
        "Europe/Paris",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // What is for the screen stays there.
    for unsaid in ["Imprimez cette page", "Se déconnecter", "File support"] {
        assert!(!text.contains(unsaid), "{unsaid}: {text}");
    }
}
