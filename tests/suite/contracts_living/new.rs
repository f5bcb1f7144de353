//! A contract of a new name: begun as a copy, tried, written when it is right, and chosen like any other.

use guichet::{
    desk::SubscriptionSaid,
    domain::{
        contract::{TEMPLATES, copied, template},
        people::{OrganisationKind, Role},
        services::ServiceSetting,
        ticket::Line,
    },
};

use crate::{
    desk_world::{blocked, request},
    support::{
        app::{Answer, Browser, Served, served, served_where},
        digest::{changed, digest},
        on_each_engine,
    },
};

use super::worked;

/// A Monday, 8:00 in Paris.
const OPEN: &str = "2026-03-02T07:00:00Z";
const NEW: &str = "/new-contract";

fn as_role(served: &Served, role: Role) -> Browser {
    let person = served.worker("Dominique Roy", &format!("{role}@desk.example"), role);
    served.signed_in(person)
}

/// The text of `standard` for a town.
fn town() -> String {
    let title = Line::parse("Ville de Gâvres").unwrap();
    let standard = template("standard").unwrap();
    copied(standard.source(), &"ville".parse().unwrap(), &title, None)
}

fn send(browser: &mut Browser, text: &str, act: &str) -> Answer {
    let fields = [
        ("base", "standard"),
        ("text", text),
        ("do", act),
        ("note", "marché 12"),
        ("filed", "2026-03-02T08:00"),
        ("priority", "P1"),
        ("since", ""),
    ];
    browser.post(NEW, &fields)
}

fn plain(body: &str) -> String {
    body.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_new_contract_begins_as_a_copy_and_nothing_is_written_before_it_is_right() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = as_role(&served, Role::Administrator);
        let list = browser.get("/contracts");
        assert!(
            list.body.contains("href=\"/new-contract\""),
            "{}",
            list.body
        );
        let before = digest(url);
        let questions = browser.get(NEW);
        assert_eq!(questions.status, 200);
        for (name, _) in TEMPLATES {
            let value = format!("value=\"{name}\"");
            assert!(questions.body.contains(&value), "{}", questions.body);
        }
        let begun = |browser: &mut Browser, name: &str, title: &str, base: &str| {
            browser.get(&format!(
                "{NEW}?name={name}&title={title}&english=&base={base}"
            ))
        };
        for (name, title, base, says) in [
            ("standard", "Ville", "standard", "porte déjà ce nom"),
            ("Ville", "Ville", "standard", "Écrivez un nom"),
            ("", "Ville", "standard", "Écrivez un nom"),
            ("ville", "", "standard", "Écrivez un titre"),
            ("ville", "Ville", "inconnu", "Choisissez le texte"),
        ] {
            let page = begun(&mut browser, name, title, base);
            assert_eq!(page.status, 422, "{name} {title} {base}");
            assert!(page.body.contains(says), "{says}: {}", page.body);
        }
        let page = begun(&mut browser, "ville", "Ville+de+G%C3%A2vres", "standard");
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("Ville de Gâvres"), "{}", page.body);
        assert!(page.body.contains("[clauses.acknowledge-p1]"));
        // A wrong text is refused by line, in the language of the page.
        let wrong = town().replace("zone = \"fr\"", "zome = \"fr\"");
        for act in ["check", "add", "try", "simulate"] {
            let page = send(&mut browser, &wrong, act);
            assert_eq!(page.status, 422, "{act}");
            let said = plain(&page.body);
            assert!(said.contains("vouliez-vous écrire « zone » ?"), "{said}");
        }
        let checked = send(&mut browser, &town(), "check");
        assert_eq!(checked.status, 200);
        let said = plain(&checked.body);
        assert!(said.contains("le nom « ville » est libre"), "{said}");
        // A trial of the text: four open hours from Monday 8:00.
        let tried = plain(&send(&mut browser, &town(), "try").body);
        assert!(tried.contains("4 heures ouvrées"), "{tried}");
        assert!(
            tried.contains("2 mars 2026") && tried.contains("12:00"),
            "{tried}"
        );
        assert_eq!(digest(url), before, "nothing was written");
        // The name of another contract is none for this one, whatever is done with the text.
        for act in ["check", "add", "try"] {
            let other = template("divalto").unwrap().source().replace("24h", "25h");
            let other = format!("{other}\n# another text\n");
            let page = send(&mut browser, &other, act);
            assert_eq!(page.status, 422, "{act}");
            let said = plain(&page.body);
            assert!(said.contains("s’appelle déjà « divalto »"), "{said}");
        }
        assert_eq!(digest(url), before, "nothing was written");
    });
}

#[test]
fn a_new_contract_is_written_once_with_who_when_and_why_and_chosen_like_any_other() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let person = served.worker("Dominique Roy", "d@desk.example", Role::Administrator);
        let mut browser = served.signed_in(person);
        // Sent twice, it is there once.
        for _ in 0..2 {
            let added = send(&mut browser, &town().replace('\n', "\r\n"), "add");
            assert_eq!(added.status, 303, "{}", added.body);
            assert_eq!(added.header("location").unwrap(), "/contracts/ville");
        }
        let page = served.desk.contract_page("ville", None).unwrap();
        assert_eq!(page.versions.len(), 1);
        assert_eq!(page.shown.source, town(), "byte by byte");
        assert_eq!(page.shown.note, "marché 12");
        assert_eq!(page.shown.added_by, Some(person));
        assert_eq!(
            page.shown.created_at,
            OPEN.parse::<chrono::DateTime<chrono::Utc>>().unwrap()
        );
        assert!(page.is_in_force(), "the first version is in force at once");
        let shown = browser.get("/contracts/ville").body;
        assert!(shown.contains("Ajoutée par Dominique Roy"), "{shown}");
        // Of another text the name is taken.
        let other = town().replace("4h ouvrées", "3h ouvrées");
        let refused = send(&mut browser, &other, "add");
        assert_eq!(refused.status, 422);
        assert!(plain(&refused.body).contains("s’appelle déjà « ville »"));
        assert!(refused.body.contains("3h ouvrées"), "what was typed stays");
        // An organisation may have it, and its page offers it.
        let organisation = served.organisation("Marlaix", OrganisationKind::Customer);
        let offered = browser.get(&format!("/organisations/{organisation}")).body;
        assert!(offered.contains("<option value=\"ville\">"), "{offered}");
        let services = served.desk.services().unwrap();
        let portal = services.iter().find(|one| one.slug == "portail").unwrap();
        let said = SubscriptionSaid {
            support: true,
            prepaid_minutes: None,
            annual: None,
            first_day: "2026-01-01".parse().unwrap(),
            last_day: None,
        };
        served
            .desk
            .subscribe(organisation, portal.id, "ville", said, person)
            .unwrap();
        // A service may have it, and a request is filed under it.
        let setting = ServiceSetting {
            slug: "portail".to_owned(),
            name: "Portail clients".to_owned(),
            queue: "support".to_owned(),
            contract: "ville".to_owned(),
        };
        served.desk.keep_services(&[], &[setting]).unwrap();
        let filed = served
            .desk
            .file_ticket(request("portail", blocked()))
            .unwrap();
        let ticket = browser.get(&format!("/tickets/{}", filed.ticket)).body;
        assert!(ticket.contains("Ville de Gâvres"), "{ticket}");
    });
}

#[test]
fn a_text_is_tried_on_the_past_of_the_contract_that_it_was_copied_from() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = as_role(&served, Role::Administrator);
        served
            .desk
            .file_ticket(request("portail", blocked()))
            .unwrap();
        let asked = send(&mut browser, &town(), "simulate");
        assert_eq!(asked.status, 303, "{}", asked.body);
        let job = asked.header("location").unwrap().to_owned();
        assert!(job.starts_with("/contracts/standard/jobs/"), "{job}");
        let before = digest(url);
        worked(&served.desk);
        let body = plain(&browser.get(&job).body);
        assert!(
            body.contains("Une demande") || body.contains("1 demande"),
            "{body}"
        );
        let touched = changed(&before, &digest(url));
        for table in ["contract_versions", "tickets", "events", "clocks"] {
            assert!(!touched.iter().any(|one| one == table), "{touched:?}");
        }
    });
}

#[test]
fn a_template_that_a_contract_of_ones_own_replaced_can_still_be_copied() {
    on_each_engine(|url| {
        let served = served_where(url, OPEN, |site| {
            let own = template("standard")
                .unwrap()
                .source()
                .replace("\"50 %\"", "\"40 %\"");
            site.contracts.insert("standard".to_owned(), own);
        });
        let mut browser = as_role(&served, Role::Administrator);
        let page = browser.get(NEW).body;
        assert!(page.contains("value=\"template:standard\""), "{page}");
        assert!(!page.contains("value=\"template:divalto\""), "{page}");
        let address = format!("{NEW}?name=ville&title=Ville&english=Town&base=template:standard");
        let text = browser.get(&address).body;
        assert!(
            text.contains("at = &#34;50 %&#34;") || text.contains("at = \"50 %\""),
            "{text}"
        );
        assert!(text.contains("Town"), "{text}");
    });
}

#[test]
fn only_whoever_administers_writes_a_new_contract() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        for role in [Role::Agent, Role::Supervisor, Role::Auditor] {
            let mut browser = as_role(&served, role);
            let list = browser.get("/contracts").body;
            assert!(!list.contains("/new-contract"), "{role}");
            assert_eq!(browser.get(NEW).status, 403, "{role}");
            assert_eq!(send(&mut browser, &town(), "add").status, 403, "{role}");
            assert!(served.desk.contract_page("ville", None).is_err());
        }
    });
}
