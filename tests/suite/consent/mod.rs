//! The consent to enter the customer's platform: asked, given, noted, taken back, and nobody else's.

mod browser;

use guichet::{
    desk::{Error, Field},
    domain::{
        access::Scope,
        ids::PersonId,
        people::Role,
        ticket::{Account, ConsentAct, ConsentStand, Line, What, consent},
    },
    store::{DatabaseUrl, Options, Store, StoreError},
};

use crate::{
    exports::csv,
    portal_scene::Scene,
    support::{app::form, on_each_engine},
};

const ACCOUNT: &str = "support@marlaix.example";

/// The same contract, which has consent asked.
pub fn asking(standard: &str) -> String {
    let consent = "[consent]\nclause = \"pauses\"\n\n[[ladder]]";
    standard.replacen("[[ladder]]", consent, 1)
}

fn scene(url: &DatabaseUrl) -> Scene {
    Scene::under(url, Some(asking))
}

fn account(name: &str) -> Account {
    Account::parse(name).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

/// Whether an entry is refused because nobody agreed.
fn is_barred(scene: &Scene) -> bool {
    let entry = scene.served.desk.note_entry(
        scene.agent,
        scene.marlaix.ticket,
        &line("Je regarde le journal."),
    );
    match entry {
        Ok(()) => false,
        Err(Error::Invalid(faults)) => faults.iter().any(|one| one.field == Field::Consent),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_form_asks_for_consent_where_the_contract_does_and_takes_no_password() {
    on_each_engine(|url| {
        let scene = scene(url);
        let served = &scene.served;
        let post = |changes: &[(&str, &str)]| {
            let mut all = vec![("service", "portail")];
            all.extend_from_slice(changes);
            served.browser().post("/", &form(&all))
        };
        let shown = served.browser().get("/?service=portail").body;
        assert!(shown.contains("name=\"consent\""), "{shown}");
        let unsaid = post(&[("consent", "")]);
        assert_eq!(unsaid.status, 422);
        assert!(unsaid.body.contains("Dites si le support peut accéder"));
        let unnamed = post(&[("consent", "yes"), ("account", " ")]);
        assert!(unnamed.body.contains("Écrivez le nom du compte"));
        let secret = post(&[("consent", "yes"), ("account", "support / Azerty1!")]);
        assert_eq!(secret.status, 422);
        assert!(secret.body.contains("ressemble à un mot de passe"));
        assert!(!secret.body.contains("Azerty1!"), "it is not shown again");
        let key = served.filed(&[
            ("service", "portail"),
            ("consent", "yes"),
            ("account", ACCOUNT),
        ]);
        let page = served.desk.request(&key).unwrap();
        let stands = consent(&page.events).unwrap().stand;
        assert_eq!(stands, ConsentStand::Given(account(ACCOUNT)));
        // Both sides read it; the agent notes an entry, which the requester reads; then it is taken back.
        let ticket = page.ticket.id;
        let mut agent = served.signed_in(scene.agent);
        let desk = agent.get(&format!("/tickets/{ticket}")).body;
        assert!(desk.contains(ACCOUNT) && desk.contains("Accès autorisé"));
        let here = format!("/tickets/{ticket}/consent");
        assert_eq!(agent.post(&here, &[("why", " ")]).status, 422);
        for _ in 0..2 {
            let noted = agent.post(&here, &[("why", "Je vide la file d’édition.")]);
            assert_eq!(noted.status, 303, "{}", noted.body);
        }
        let link = format!("/requests/{}", key.reveal());
        let mut requester = served.browser();
        let read = requester.get(&link).body;
        assert_eq!(read.matches("Je vide la file d’édition.").count(), 1);
        let refused = requester.post(
            &format!("{link}/consent"),
            &[("do", "give"), ("account", "mdp : toto")],
        );
        assert_eq!(refused.status, 422);
        assert!(!refused.body.contains("toto"));
        let back = requester.post(&format!("{link}/consent"), &[("do", "refuse")]);
        assert_eq!(back.status, 303, "{}", back.body);
        assert!(requester.get(&link).body.contains("Autorisation retirée"));
        let late = agent.post(&here, &[("why", "Encore une fois.")]);
        assert_eq!(late.status, 422);
        assert!(late.body.contains("n’est plus en vigueur"), "{}", late.body);
        let (letters, _) = served.desk.letters(None, None).unwrap();
        let told = letters.iter().filter(|one| one.kind == "consent-withdrawn");
        let told: Vec<String> = told.map(|one| one.recipient.to_string()).collect();
        assert_eq!(told, ["support@guichet.example"]);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_contract_that_asks_nobody_keeps_no_consent() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let served = &scene.served;
        assert!(!served.browser().get("/").body.contains("name=\"consent\""));
        let key = served.filed(&[
            ("service", "portail"),
            ("consent", "yes"),
            ("account", ACCOUNT),
        ]);
        let page = served.desk.request(&key).unwrap();
        assert_eq!(consent(&page.events), None);
        let act = ConsentAct::Give(account(ACCOUNT));
        let said = served.desk.say_consent_by_link(&key, &act);
        assert!(matches!(said, Err(Error::NotInContract)), "{said:?}");
        assert!(is_barred(&scene), "nobody was asked");
    });
}

#[test]
fn only_the_requester_and_who_administrates_say_anything_of_consent() {
    on_each_engine(|url| {
        let scene = scene(url);
        let served = &scene.served;
        let ticket = scene.marlaix.ticket;
        let other = served.customer(url, "Ostrel", scene.root);
        let colleague = scene.colleague("Nadia");
        let act = ConsentAct::Give(account(ACCOUNT));
        let say = |by: PersonId, act: &ConsentAct| served.desk.say_consent(by, ticket, act);
        for by in [other.chief, other.clerk, colleague, scene.agent] {
            assert!(matches!(say(by, &act), Err(Error::NotFound)));
        }
        let seen = served
            .desk
            .ticket(ticket, &Scope::worker(scene.agent))
            .unwrap()
            .ticket
            .version;
        assert!(is_barred(&scene), "nobody was asked");
        say(scene.marlaix.clerk, &act).unwrap();
        say(scene.marlaix.clerk, &act).unwrap();
        assert!(!is_barred(&scene));
        let here = format!("{}/consent", scene.here());
        let mut chief = scene.chief();
        assert!(chief.get(&scene.here()).body.contains(ACCOUNT));
        assert_eq!(chief.post(&here, &[("do", "refuse")]).status, 303);
        assert!(is_barred(&scene), "it is taken back");
        for by in [other.chief, other.clerk] {
            let mut foreign = served.signed_in(by);
            assert_eq!(foreign.post(&here, &[("do", "refuse")]).status, 404);
        }
        let page = served.desk.ticket(ticket, &Scope::Desk).unwrap();
        assert_eq!(page.ticket.version, seen, "nobody at work was overtaken");
        let said: Vec<&str> = page
            .events
            .iter()
            .filter_map(|event| match &event.what {
                What::ConsentGiven { .. } => Some("given"),
                What::ConsentWithdrawn { .. } => Some("withdrawn"),
                What::PlatformEntered { .. } => Some("entered"),
                _ => None,
            })
            .collect();
        assert_eq!(said, ["given", "entered", "withdrawn"]);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn the_consents_of_an_organisation_are_a_list_for_it_and_for_the_desk() {
    on_each_engine(|url| {
        let scene = scene(url);
        let served = &scene.served;
        let other = served.customer(url, "Ostrel", scene.root);
        let act = ConsentAct::Give(account(ACCOUNT));
        let ticket = scene.marlaix.ticket;
        served
            .desk
            .say_consent(scene.marlaix.clerk, ticket, &act)
            .unwrap();
        assert!(!is_barred(&scene));
        let boss = served.worker("Zoé Marin", "zoe@desk.example", Role::Supervisor);
        let theirs = format!("/organisations/{}/consents", scene.marlaix.id);
        let others = format!("/organisations/{}/consents", other.id);
        for (person, page, rows) in [
            (boss, theirs.as_str(), 2),
            (boss, others.as_str(), 0),
            (scene.marlaix.chief, "/portal/consents", 2),
            (other.chief, "/portal/consents", 0),
        ] {
            let mut browser = served.signed_in(person);
            let list = csv(&mut browser, page);
            assert_eq!(list.rows.len(), rows, "{page}: {list:?}");
            let shown = browser.get(page);
            assert_eq!(shown.status, 200);
            assert_eq!(shown.body.contains(ACCOUNT), rows > 0, "{}", shown.body);
        }
        let list = csv(&mut served.signed_in(boss), &theirs);
        assert!(list.has("Je regarde le journal.") && list.has(ACCOUNT));
        // Who administrates nothing reads no list; what a queue hides is in none.
        for page in ["/portal/consents", "/portal/consents.csv"] {
            assert_eq!(scene.clerk().get(page).status, 403);
        }
        let queue = served.desk.queues().unwrap()[0].id;
        served
            .desk
            .set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        served.desk.close_queue(queue, true, scene.root).unwrap();
        // Of whom they see nothing is nobody, not even a name.
        for page in [theirs.clone(), format!("{theirs}.csv")] {
            assert_eq!(served.signed_in(boss).get(&page).status, 404, "{page}");
        }
    });
}

#[test]
fn the_check_finds_a_consent_that_is_not_listed() {
    on_each_engine(|url| {
        use diesel::connection::SimpleConnection as _;
        let scene = scene(url);
        let act = ConsentAct::Give(account(ACCOUNT));
        let desk = &scene.served.desk;
        desk.say_consent(scene.marlaix.clerk, scene.marlaix.ticket, &act)
            .unwrap();
        assert_eq!(scene.findings(), []);
        let store = Store::open(url, Options::default()).unwrap();
        store
            .write(|tx| {
                tx.batch_execute("DELETE FROM consents")?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let found = scene.findings();
        assert_eq!(found.len(), 1, "{found:?}");
    });
}
