//! Who may file under which contract, and what becomes of the text of who may not.

use guichet::{
    domain::{
        ids::{HandedDraftId, PersonId, SubscriptionId},
        notice::Notice,
        people::{EmailAddress, Role},
        services::{QueueSetting, ServiceSetting},
        subscription::Subscription,
    },
    store::{DatabaseUrl, Options, Store, services, subscriptions},
};

use crate::support::{
    app::{Answer, Browser, Served, form, served},
    customers::House,
    digest::{changed, digest},
    on_each_engine,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

struct Scene {
    served: Served,
    marlaix: House,
    ostrel: House,
}

impl Scene {
    fn new(url: &DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        let queue = QueueSetting {
            slug: "support".to_owned(),
            name: "Support".to_owned(),
            mail: Some(EmailAddress::parse("support@guichet.example").unwrap()),
            supervisor_mail: None,
        };
        let restricted = ["jamespot", "callcenterrate"].map(|name| ServiceSetting {
            slug: name.to_owned(),
            name: format!("Service {name}"),
            queue: "support".to_owned(),
            contract: name.to_owned(),
        });
        served.desk.keep_services(&[queue], &restricted).unwrap();
        Self {
            marlaix: served.customer(url, "Marlaix", root),
            ostrel: served.customer(url, "Ostrel", root),
            served,
        }
    }

    fn as_one(&self, person: PersonId) -> Browser {
        self.served.signed_in(person)
    }

    fn draft(&self) -> HandedDraftId {
        let (letters, _) = self.served.desk.letters(None, None).unwrap();
        let mut drafts = letters.iter().filter_map(|letter| match &letter.notice {
            Notice::DraftHanded { draft, .. } => Some(*draft),
            _ => None,
        });
        drafts.next().unwrap()
    }
}

fn post(browser: &mut Browser, path: &str, house: &House, changes: &[(&str, &str)]) -> Answer {
    let customer = house.id.to_string();
    let mut fields = form(&[("customer", &customer), ("flag", "random")]);
    for change in changes {
        fields.retain(|field| field.0 != change.0);
        fields.push(*change);
    }
    browser.post(path, &fields)
}

#[test]
fn a_stranger_is_told_to_sign_in_and_nothing_of_anybody() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let before = digest(url);
        for service in ["jamespot", "callcenterrate"] {
            for email in ["chef@marlaix.example", "inconnue@ailleurs.example"] {
                let fields = form(&[("service", service), ("email", email)]);
                let refused = scene.served.browser().post("/", &fields);
                assert_eq!(refused.status, 422, "{service}");
                assert!(
                    refused
                        .body
                        .contains("n’accepte que les demandes de personnes")
                );
                assert!(
                    refused.body.contains("le bouton ne fait plus rien"),
                    "the text is kept"
                );
                assert!(!refused.body.contains("Chef Marlaix"));
            }
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}

#[test]
fn who_is_not_designated_hands_the_text_to_who_is() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (mut clerk, mut chief) = (
            scene.as_one(scene.marlaix.clerk),
            scene.as_one(scene.marlaix.chief),
        );
        let service = [("service", "jamespot")];
        let refused = post(&mut clerk, "/portal/new", &scene.marlaix, &service);
        assert_eq!(refused.status, 422);
        for part in [
            "a désigné les personnes",
            "Les personnes désignées comme administrateurs",
            "Chef Marlaix",
            "le bouton ne fait plus rien",
        ] {
            assert!(refused.body.contains(part), "{part}: {}", refused.body);
        }
        assert!(!refused.body.contains("Ostrel"));
        let (to, foreign) = (
            scene.marlaix.chief.to_string(),
            scene.ostrel.chief.to_string(),
        );
        let before = digest(url);
        let hand = |browser: &mut Browser, house: &House, to: &str| {
            let changes = [("service", "jamespot"), ("to", to)];
            post(browser, "/portal/new/hand", house, &changes)
        };
        assert_eq!(hand(&mut clerk, &scene.marlaix, &foreign).status, 404);
        assert_eq!(hand(&mut clerk, &scene.ostrel, &foreign).status, 404);
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        let handed = hand(&mut clerk, &scene.marlaix, &to);
        assert_eq!(handed.location(), "/portal?done=handed", "{}", handed.body);
        assert!(
            clerk
                .get("/portal?done=handed")
                .body
                .contains("C’est remis")
        );
        let draft = scene.draft().to_string();
        let page = format!("/portal/new?draft={draft}");
        for person in [scene.marlaix.clerk, scene.ostrel.chief, scene.ostrel.clerk] {
            assert_eq!(scene.as_one(person).get(&page).status, 404);
        }
        let shown = chief.get(&page);
        assert!(
            shown.body.contains("le bouton ne fait plus rien"),
            "{}",
            shown.status
        );
        let changes = [("service", "jamespot"), ("draft", draft.as_str())];
        let filed = post(&mut chief, "/portal/new", &scene.marlaix, &changes);
        assert_eq!(filed.status, 303, "{}", filed.body);
        assert_eq!(chief.get(&page).status, 404, "what is filed waits no more");
    });
}

#[test]
fn a_subscription_without_support_or_that_ended_takes_no_request_and_says_when() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        let organisation = scene.marlaix.id;
        let mut clerk = scene.as_one(scene.marlaix.clerk);
        let mut says = |part: &str| {
            let service = [("service", "callcenterrate")];
            let refused = post(&mut clerk, "/portal/new", &scene.marlaix, &service);
            assert_eq!(refused.status, 422, "{part}");
            // Dates are held together by blanks that do not break.
            let body = refused.body.replace('\u{a0}', " ");
            assert!(body.contains(part), "{part}: {body}");
            assert!(body.contains("abonnement actif"), "the clause is quoted");
        };
        let subscribe = |support: bool, first: &str, last: Option<&str>| {
            let (first, last) = (first.parse().unwrap(), last.map(|day| day.parse().unwrap()));
            store
                .write(move |tx| {
                    let service = services::by_slug(tx, "callcenterrate")?.unwrap();
                    subscriptions::insert(
                        tx,
                        &Subscription {
                            id: SubscriptionId::fresh(),
                            organisation,
                            service: service.id,
                            contract_name: "callcenterrate".to_owned(),
                            support,
                            prepaid_minutes: None,
                            annual: None,
                            first_day: first,
                            last_day: last,
                        },
                    )
                })
                .unwrap();
        };
        says("n’a pas d’abonnement à ce service");
        subscribe(true, "2026-04-01", None);
        says("commence le 1er avril 2026");
        subscribe(true, "2025-01-01", Some("2025-12-31"));
        says("a pris fin le 31 décembre 2025");
        subscribe(false, "2026-01-01", None);
        says("ne comprend pas le support");
        subscribe(true, "2026-01-01", None);
        let service = [("service", "callcenterrate")];
        let mut clerk = scene.as_one(scene.marlaix.clerk);
        let filed = post(&mut clerk, "/portal/new", &scene.marlaix, &service);
        assert_eq!(filed.status, 303, "{}", filed.body);
    });
}
