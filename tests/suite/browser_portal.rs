//! A customer's life in a real browser, with scripts and without: invited by a designated
//! administrator of the demonstration, from the letter to the opinion and back.

use crate::{
    browser_story::{Served, TUESDAY},
    support::browser::{Browser, Visitor, browse},
};

const fn visitor(scripts: bool) -> Visitor {
    Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    }
}

#[test]
fn a_customers_whole_life_works_without_scripts() {
    life("customer-off", false);
}

#[test]
fn a_customers_whole_life_works_with_scripts() {
    life("customer-on", true);
}

#[test]
fn each_door_of_the_demonstration_leads_to_a_side_that_has_something_to_show() {
    let Some(stranger) = browse("demo-doors", visitor(false)) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    for (door, words) in [
        ("Agent :", "Camille"),
        ("Demandeur :", "Mes demandes"),
        ("Administrateur désigné : Hélène", "Heures"),
        ("Intégrateur :", "Transports Quivrel"),
        ("Éditeur :", "Attend l’intégrateur"),
    ] {
        stranger.open(&demo.page("/demo/letters"));
        stranger.follow(door);
        stranger.sees(words);
    }
    stranger.open(demo.door("requester"));
    stranger.sees("déposée par vous");
    stranger.open(demo.door("designated-administrator"));
    stranger.follow("Heures");
    stranger.sees("Divalto weavy");
    stranger.sees("10 h");
}

fn life(name: &str, scripts: bool) {
    let Some(chief) = browse(name, visitor(scripts)) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    invite(&chief, &demo);
    let guest = browse(&format!("{name}-guest"), visitor(scripts)).unwrap();
    come_in(&guest, &demo);
    let ticket = file(&guest);
    let agent = browse(&format!("{name}-agent"), visitor(scripts)).unwrap();
    answer(&agent, &demo);
    talk(&guest, &ticket);
    let_a_colleague_follow(&guest, &chief, &demo, &ticket);
    settle_and_say(&guest);
    // Whoever works on it reads what was thought of it, and that it goes on.
    agent.open(&demo.page("/queue"));
    find(&agent);
    agent.sees("Avis du demandeur");
    agent.sees("Vite fait, bien fait.");
    agent.sees("Demande rouverte : Élise Fabre a écrit");
    agent.picture("rated");
}

fn invite(chief: &Browser, demo: &Served) {
    chief.open(demo.door("designated-administrator"));
    chief.follow("Personnes");
    chief.fill("Adresse électronique", "elise@fonderies-marlaix.example");
    chief.fill("Nom", "Élise Fabre");
    chief.press("Envoyer l’invitation");
    chief.sees("L’invitation est partie");
    chief.sees("Invitations en attente");
    chief.picture("invited");
}

/// From the letter to the portal.
fn come_in(guest: &Browser, demo: &Served) {
    let letters = demo.page("/demo/letters");
    guest.until(|| {
        guest.open(&letters);
        guest.text().contains("elise@fonderies-marlaix.example")
    });
    guest.follow("Votre compte");
    guest.sees("elise@fonderies-marlaix.example");
    guest.follow_to("/set-up/");
    guest.fill("Mot de passe", "quatre mots sans rapport ici");
    guest.press("Choisir ce mot de passe");
    guest.sees("Rien n’est en cours.");
    guest.press("Se déconnecter");
    guest.fill("Adresse électronique", "elise@fonderies-marlaix.example");
    guest.fill("Mot de passe", "quatre mots sans rapport ici");
    guest.press("Se connecter");
    guest.sees("Mes demandes");
}

/// Files a request; the address of its page.
fn file(guest: &Browser) -> String {
    guest.follow("Nouvelle demande");
    guest.select("Quel service", "Autre service");
    guest.fill("En une phrase", "Le four de la cuve trois ne chauffe plus");
    guest.fill("En détail", "La consigne reste à zéro depuis ce matin.");
    guest.choose("Pouvez-vous travailler", "Non");
    guest.choose("Combien de personnes", "Tout le monde");
    guest.choose("Y a-t-il un moyen", "Non");
    guest.press("Envoyer la demande");
    guest.sees("Votre demande est enregistrée");
    guest.picture("filed");
    guest.address().split('?').next().unwrap().to_owned()
}

fn find(agent: &Browser) {
    agent.fill("Rechercher une demande", "cuve trois");
    agent.press("Filtrer");
    agent.sees("Le four de la cuve trois");
    agent.follow("Le four de la cuve trois");
    agent.sees("La consigne reste à zéro");
}

fn answer(agent: &Browser, demo: &Served) {
    agent.open(demo.door("agent"));
    find(agent);
    agent.fill("Votre réponse", "Relancez le régulateur, puis dites-nous.");
    agent.press("Répondre à Élise Fabre");
    agent.sees("Agent : Camille");
}

fn talk(guest: &Browser, ticket: &str) {
    guest.open(ticket);
    guest.sees("Relancez le régulateur");
    guest.fill("Répondre", "C’est fait, il chauffe de nouveau.");
    guest.press("Envoyer à l’équipe support");
    guest.sees("il chauffe de nouveau");
}

fn let_a_colleague_follow(guest: &Browser, chief: &Browser, demo: &Served, ticket: &str) {
    guest.open(ticket);
    let address = "bastien.roche@fonderies-marlaix.example";
    guest.fill("Ajouter une personne", address);
    guest.press("Ajouter");
    guest.sees("la personne suit la demande");
    guest.sees("Bastien Roche");
    guest.picture("followed");
    // What others are told of the same request may have left before or after.
    let letters = demo.page("/demo/letters");
    chief.until(|| {
        chief.open(&letters);
        chief.has_link_beside("Autre service", address)
    });
    chief.follow_beside("Autre service", address);
    chief.sees(address);
    let letter = chief.text_of_the_frame();
    assert!(
        letter.contains("Élise Fabre vous ajoute à une demande"),
        "{letter}"
    );
    chief.picture("follower-letter");
}

/// It is settled, the requester says what they think of it, and opens it again.
fn settle_and_say(guest: &Browser) {
    guest.press("C’est réglé pour nous");
    guest.sees("C’est noté : la demande est réglée.");
    guest.picture("asked");
    guest.choose("Que pensez-vous de ce qui a été fait", "Satisfait");
    guest.fill("Voulez-vous ajouter", "Vite fait, bien fait.");
    guest.press("Donner mon avis");
    guest.sees("Votre avis est enregistré");
    assert!(!guest.has_button("Donner mon avis"));
    guest.picture("rated");
    guest.fill("Répondre", "Le four s’arrête encore.");
    guest.press("Envoyer à l’équipe support");
    guest.sees("Le four s’arrête encore.");
    guest.sees("En cours");
    assert!(!guest.has_button("Donner mon avis"), "it is asked once");
}
