//! What a stranger does with the demonstration, in a real browser, with scripts and without.

use std::{net::TcpListener, thread::JoinHandle};

use guichet::edges::demo::Demo;
use tokio::sync::oneshot;

use crate::support::browser::{Browser, Visitor, browse};

/// A Tuesday before Christmas, 10:00 in Paris: the desk is open.
pub(super) const TUESDAY: &str = "2025-12-23T09:00:00Z";

/// A demonstration that is served until the value is dropped.
pub(super) struct Served {
    base: String,
    doors: Vec<(&'static str, String)>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    pub(super) fn from(instant: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let demo = Demo::prepare(listener, instant.parse().unwrap()).unwrap();
        let (base, doors) = (demo.base_url.clone(), demo.doors.clone());
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let until = async { drop(stopped.await) };
            actix_web::rt::System::new()
                .block_on(demo.serve(until))
                .unwrap();
        });
        Self {
            base,
            doors,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub(super) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(super) fn door(&self, role: &str) -> &str {
        let door = self.doors.iter().find(|(name, _)| *name == role);
        &door.unwrap().1
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.stop.take().unwrap().send(());
        let ended = self.thread.take().unwrap().join();
        if !std::thread::panicking() {
            ended.unwrap();
        }
    }
}

const fn visitor(scripts: bool) -> Visitor {
    Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    }
}

#[test]
fn a_visitor_without_scripts_has_none_and_one_with_scripts_has_them() {
    let Some(without) = browse("scripts-off", visitor(false)) else {
        return;
    };
    assert!(!without.runs_scripts());
    drop(without);
    let with = browse("scripts-on", visitor(true)).unwrap();
    assert!(with.runs_scripts());
}

#[test]
fn a_dark_system_gets_dark_pages_and_a_telephone_needs_no_sideways_scrolling() {
    let narrow = |dark| Visitor {
        dark,
        width: 320,
        ..visitor(true)
    };
    let Some(light) = browse("light-320", narrow(false)) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    light.open(&demo.page("/"));
    light.picture("form");
    let (page, window) = light.widths();
    assert!(window <= 320.0, "the window is {window} wide");
    assert!(
        page <= window,
        "the page is {page} wide, the window {window}"
    );
    let bright = light.background();
    drop(light);
    let dark = browse("dark-320", narrow(true)).unwrap();
    dark.open(&demo.page("/"));
    dark.picture("form");
    assert_ne!(dark.background(), bright);
}

#[test]
fn the_whole_story_works_without_scripts() {
    story("story-off", false);
}

#[test]
fn the_whole_story_works_with_scripts() {
    story("story-on", true);
}

/// A request is filed and followed, nobody takes it, the ladder is climbed, and somebody
/// acknowledges the escalation from the letter.
fn story(name: &str, scripts: bool) {
    let Some(customer) = browse(name, visitor(scripts)) else {
        return;
    };
    let demo = Served::from(TUESDAY);
    file(&customer, &demo);
    let reference = read_the_confirmation(&customer);
    let request = follow_the_request(&customer, &reference);
    let agent = browse(&format!("{name}-agent"), visitor(scripts)).unwrap();
    agent.open(demo.door("agent"));
    find_it_in_the_queue(&agent, &reference);
    let_the_morning_pass(&agent, &demo);
    acknowledge(&agent, &demo, &reference);
    take_it_in_charge(&agent, &demo, &reference);
    // Whoever asked is told that somebody takes care of it.
    customer.open(&request);
    customer.sees("Camille s’en occupe");
    customer.picture("taken");
}

fn file(customer: &Browser, demo: &Served) {
    customer.open(&demo.page("/"));
    customer.sees("Déposer une demande");
    customer.select("Quel service", "Autre service");
    customer.fill("Votre nom", "Claude Exemple");
    customer.fill("Votre adresse", "claude@fonderies-marlaix.example");
    customer.fill("En une phrase", "Plus aucune facture ne part");
    customer.fill(
        "En détail",
        "Le bouton « Envoyer » répond par une page blanche depuis ce matin.",
    );
    customer.choose("Pouvez-vous travailler", "Non");
    customer.choose("Combien de personnes", "Tout le monde");
    customer.choose("Y a-t-il un moyen", "Non");
    // What would be promised is told before anything is sent.
    customer.press("Recalculer");
    customer.sees("au plus tard mardi 23 décembre à 14 h");
    customer.picture("preview");
    customer.press("Envoyer la demande");
}

fn read_the_confirmation(customer: &Browser) -> String {
    customer.sees("Demande enregistrée");
    customer.picture("filed");
    let text = customer.text();
    for words in [
        "Plus aucune facture ne part",
        "au plus tard",
        "4 heures ouvrées",
        "Clause",
    ] {
        assert!(
            text.contains(words),
            "« {words} » is not confirmed:\n{text}"
        );
    }
    let reference = customer.text_of(".bigref");
    assert!(!reference.is_empty());
    reference
}

fn follow_the_request(customer: &Browser, reference: &str) -> String {
    customer.follow("Suivre ou compléter");
    customer.sees("page blanche depuis ce matin");
    customer.sees(reference);
    customer.picture("request");
    let address = customer.address();
    customer.fill("Répondre", "Cela revient par moments.");
    customer.press("Envoyer à l’équipe support");
    customer.sees("Cela revient par moments.");
    customer.follow("Pourquoi cette échéance");
    customer.sees("Total compté");
    customer.picture("proof");
    address
}

fn find_it_in_the_queue(agent: &Browser, reference: &str) {
    agent.sees("calculé à");
    agent.picture("queue");
    agent.fill("Rechercher une demande", "facture ne part");
    agent.press("Filtrer");
    agent.sees("Plus aucune facture ne part");
    agent.follow("Plus aucune facture ne part");
    agent.sees(reference);
    agent.sees("Prendre en charge");
    agent.picture("ticket");
}

fn take_it_in_charge(agent: &Browser, demo: &Served, reference: &str) {
    agent.open(&demo.page("/queue"));
    agent.fill("Rechercher une demande", "facture ne part");
    agent.press("Filtrer");
    agent.sees("Plus aucune facture ne part");
    agent.follow("Plus aucune facture ne part");
    agent.sees(reference);
    agent.press("Prendre en charge");
    agent.sees("Agent : Camille");
    agent.picture("ticket-taken");
    assert!(!agent.has_button("Prendre en charge"));
}

/// Four business hours are promised: by a quarter of an hour before, the ladder has warned.
fn let_the_morning_pass(agent: &Browser, demo: &Served) {
    agent.open(&demo.page("/demo/letters"));
    for _ in 0..4 {
        agent.press("1 h");
        agent.sees("Il est");
    }
    agent.picture("letters");
}

fn acknowledge(agent: &Browser, demo: &Served, reference: &str) {
    agent.open(&demo.page("/demo/letters"));
    agent.sees(reference);
    agent.follow(&format!("[{reference}]"));
    // The letter is seen as its reader sees it, and as text.
    let letter = agent.text_of_the_frame();
    assert!(letter.contains("Plus aucune facture ne part"), "{letter}");
    agent.picture("letter");
    agent.follow_to("/escalations/");
    agent.sees("Plus aucune facture ne part");
    agent.picture("escalation");
    agent.press("Accuser réception");
    agent.sees("Réception accusée par le lien de la lettre");
    agent.picture("acknowledged");
    assert!(!agent.has_button("Accuser réception"));
}
