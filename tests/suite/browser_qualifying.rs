//! Qualification in a browser: a customer says what it is about, an agent confirms, records a
//! workaround and takes what the rules then propose; with scripts and without.

use guichet::{
    domain::{
        access::Scope,
        ids::PersonId,
        people::Role,
        services::{QueueSetting, ServiceSetting},
        ticket::{Nature, Priority, Ticket},
    },
    store::DatabaseUrl,
};

use crate::support::{
    app::{Served, served},
    browser::{Browser, Visitor, browse},
};

const OPEN: &str = "2026-03-03T09:00:00Z";

const fn visitor(scripts: bool) -> Visitor {
    Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    }
}

fn with_desk(test: impl FnOnce(&Served, PersonId)) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let served = served(&url, OPEN);
    let queue = QueueSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        mail: None,
        supervisor_mail: None,
    };
    let service = ServiceSetting {
        slug: "azprojet".to_owned(),
        name: "AZ Projet".to_owned(),
        queue: "support".to_owned(),
        contract: "azprojet".to_owned(),
    };
    served.desk.keep_services(&[queue], &[service]).unwrap();
    let camille = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
    test(&served, camille);
}

fn ticket(served: &Served, reference: &str) -> Ticket {
    let desk = &served.desk;
    let id = desk.ticket_called(reference.parse().unwrap(), &Scope::Desk);
    desk.ticket(id.unwrap(), &Scope::Desk).unwrap().ticket
}

/// Signs somebody in, and shows a ticket.
fn shows(served: &Served, browser: &Browser, person: PersonId, reference: &str) {
    let secret = served.desk.open_session(person, "suite").unwrap();
    browser.open(&format!("http://{}/help", served.address));
    browser.cookie("guichet", secret.reveal());
    browser.open(&format!("http://{}/tickets/{reference}", served.address));
    browser.sees("Qualification");
}

fn agent_qualifies(scripts: bool) {
    let name = if scripts { "qualify" } else { "qualify-plain" };
    let Some(browser) = browse(name, visitor(scripts)) else {
        return;
    };
    with_desk(|served, camille| {
        served.filed(&[]);
        shows(served, &browser, camille, "INC-2026-00001");
        browser.sees("Proposé au dépôt");
        browser.sees("à l’arrêt");
        browser.press("Confirmer cette priorité");
        browser.sees("Une personne a confirmé");
        browser.click_on("#qualification details:has(#way) summary");
        browser.fill("Comment faire en attendant ?", "Par le poste voisin.");
        browser.press("Consigner");
        browser.sees("Le contournement propose une autre priorité");
        assert_eq!(ticket(served, "INC-2026-00001").priority, Priority::P1);
        browser.picture("proposed");
        browser.press("Accepter cette priorité");
        browser.sees("accepte la priorité proposée");
        assert_eq!(ticket(served, "INC-2026-00001").priority, Priority::P2);
    });
}

#[test]
fn an_agent_confirms_records_a_workaround_and_takes_the_lower_priority() {
    agent_qualifies(true);
}

#[test]
fn the_same_without_scripts() {
    agent_qualifies(false);
}

#[test]
fn the_form_follows_the_nature_as_it_is_chosen() {
    let Some(browser) = browse("nature", visitor(true)) else {
        return;
    };
    with_desk(|served, _| {
        browser.open(&format!("http://{}/?service=azprojet", served.address));
        browser.sees("Pouvez-vous travailler malgré le problème ?");
        assert!(
            !browser.text().contains("Montrer les questions"),
            "the script does it"
        );
        browser.choose("De quoi s’agit-il", "Évolution majeure");
        browser.sees("Cahier des charges");
        assert!(!browser.text().contains("Pouvez-vous travailler"));
        browser.choose("De quoi s’agit-il", "Question ou conseil");
        browser.until(|| !browser.text().contains("Cahier des charges"));
        browser.fill("Votre nom", "Léa Marchal");
        browser.fill("Votre adresse électronique", "lea@marlaix.example");
        browser.fill("En une phrase", "Comment archiver un projet ?");
        browser.fill("En détail", "Le menu ne le dit pas.");
        browser.press("Envoyer la demande");
        browser.sees("INC-2026-00001");
        let filed = ticket(served, "INC-2026-00001");
        assert_eq!(
            (filed.nature, filed.priority),
            (Nature::Question, Priority::P3)
        );
    });
}

#[test]
fn without_scripts_a_button_shows_the_questions_of_the_nature() {
    let Some(browser) = browse("nature-plain", visitor(false)) else {
        return;
    };
    with_desk(|served, _| {
        browser.open(&format!("http://{}/?service=azprojet", served.address));
        browser.choose("De quoi s’agit-il", "Évolution majeure");
        browser.press("Montrer les questions correspondantes");
        browser.sees("Cahier des charges");
        assert!(!browser.text().contains("Pouvez-vous travailler"));
    });
}
