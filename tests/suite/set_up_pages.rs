//! Organisations, products and queues, as an administrator sets them up.

use guichet::{
    desk::{Error, OrganisationSaid, PlatformSaid, SubscriptionSaid, VersionSaid},
    domain::{
        access::Scope,
        ids::{OrganisationId, PersonId},
        import::Fate,
        people::{OrganisationKind, Role},
        people_history::By,
        platform::Environment,
        setup_history::SetUpDone,
        ticket::{Line, QueueFilter, View},
    },
    edges::table_in,
};

use crate::{
    desk_world::{MONDAY, World, blocked, world},
    support::{
        app::{Browser, Served, served},
        on_each_engine, on_sqlite,
    },
};

const OPEN: &str = "2026-03-04T09:00:00Z";

fn said(name: &str, kind: OrganisationKind, domain: Option<&str>) -> OrganisationSaid {
    OrganisationSaid {
        name: Line::parse(name).unwrap(),
        kind,
        mail_domain: domain.map(str::to_owned),
    }
}

fn customer(world: &World, name: &str) -> OrganisationId {
    let said = said(name, OrganisationKind::Customer, None);
    world
        .desk
        .enter_organisation(&said, world.administrator)
        .unwrap()
}

fn platform(name: &str) -> PlatformSaid {
    PlatformSaid {
        name: Line::parse(name).unwrap(),
        environment: Environment::Production,
        version: None,
        active: true,
    }
}

fn days(first: &str, last: Option<&str>) -> SubscriptionSaid {
    SubscriptionSaid {
        support: true,
        prepaid_minutes: Some(600),
        annual: None,
        first_day: first.parse().unwrap(),
        last_day: last.map(|day| day.parse().unwrap()),
    }
}

#[test]
fn whoever_changes_the_set_up_must_be_an_administrator() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, one) = (&world.desk, customer(&world, "Fonderies Marlaix"));
        let queue = desk.queues().unwrap()[0].id;
        let service = desk.services().unwrap()[0].id;
        let name = Line::parse("Infinity").unwrap();
        for by in [world.agent, world.supervisor, world.auditor] {
            let said = said("Cabinet Ostrel", OrganisationKind::Customer, None);
            let refused = [
                desk.enter_organisation(&said, by).map(drop),
                desk.change_organisation(one, &said, by),
                desk.enter_platform(one, &platform("Lyon"), by).map(drop),
                desk.give_mandate(one, one, by),
                desk.subscribe(one, service, "standard", days("2026-01-01", None), by)
                    .map(drop),
                desk.set_designation(one, world.agent, None, true, by),
                desk.name_product(None, &name, by).map(drop),
                desk.close_queue(queue, true, by),
                desk.set_queue_member(queue, world.agent, true, by),
                desk.import(Vec::new(), By::Person(by), false).map(drop),
            ];
            for outcome in refused {
                assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
            }
        }
        let page = desk.organisation(one).unwrap();
        assert_eq!(page.history.len(), 1, "only its entering was noted");
    });
}

#[test]
fn an_organisation_is_told_from_every_other_by_name_and_domain() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, by) = (&world.desk, world.administrator);
        let marlaix = said(
            "Fonderies Marlaix",
            OrganisationKind::Customer,
            Some("marlaix-sa.example"),
        );
        let first = desk.enter_organisation(&marlaix, by).unwrap();
        for other in [
            said("FONDERIES MARLAIX", OrganisationKind::Vendor, None),
            said(
                "Autre",
                OrganisationKind::Customer,
                Some("marlaix-sa.example"),
            ),
        ] {
            let refused = desk.enter_organisation(&other, by);
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
        // What changes nothing is no change.
        desk.change_organisation(first, &marlaix, by).unwrap();
        assert_eq!(desk.organisation(first).unwrap().history.len(), 1);
        let renamed = said("Marlaix SA", OrganisationKind::Customer, None);
        desk.change_organisation(first, &renamed, by).unwrap();
        let page = desk.organisation(first).unwrap();
        assert_eq!(page.organisation.name, "Marlaix SA");
        assert!(matches!(
            page.history[0].event.what,
            SetUpDone::OrganisationChanged { .. }
        ));
        let (found, more) = desk.organisations("arlaix s").unwrap();
        assert_eq!((found.len(), more), (1, false));
        assert!(desk.organisations("100%").unwrap().0.is_empty());
    });
}

#[test]
fn platforms_contracts_and_designations_stay_within_their_organisation() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, by) = (&world.desk, world.administrator);
        let (one, other) = (customer(&world, "Une"), customer(&world, "Autre"));
        let id = desk.enter_platform(one, &platform("Lyon"), by).unwrap();
        assert!(matches!(
            desk.enter_platform(one, &platform("lyon"), by),
            Err(Error::Invalid(_))
        ));
        assert!(matches!(
            desk.change_platform(other, id, &platform("Paris"), by),
            Err(Error::NotFound)
        ));
        let service = desk.services().unwrap()[0].id;
        let bad = days("2026-02-01", Some("2026-01-31"));
        let refused = desk.subscribe(one, service, "standard", bad, by);
        assert!(matches!(refused, Err(Error::Invalid(_))));
        let unknown = desk.subscribe(one, service, "nul", days("2026-01-01", None), by);
        assert!(matches!(unknown, Err(Error::Invalid(_))));
        let kept = desk
            .subscribe(one, service, "standard", days("2026-01-01", None), by)
            .unwrap();
        let ends = days("2026-01-01", Some("2026-12-31"));
        assert!(matches!(
            desk.change_subscription(other, kept, ends, by),
            Err(Error::NotFound)
        ));
        desk.change_subscription(one, kept, ends, by).unwrap();
        let page = desk.organisation(one).unwrap();
        assert_eq!(page.subscriptions[0].last_day, ends.last_day);
        assert_eq!(page.subscriptions[0].prepaid_minutes, Some(600));
        // Somebody of neither organisation.
        let requester = requester(&world);
        for (organisation, of) in [(one, None), (other, Some(id))] {
            let refused = desk.set_designation(organisation, requester, of, true, by);
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
        let integrator = said("Intégrale", OrganisationKind::Integrator, None);
        let integrator = desk.enter_organisation(&integrator, by).unwrap();
        assert!(matches!(
            desk.give_mandate(other, one, by),
            Err(Error::Invalid(_))
        ));
        desk.give_mandate(integrator, one, by).unwrap();
        assert_eq!(desk.organisation(one).unwrap().integrators.len(), 1);
        assert_eq!(desk.organisation(integrator).unwrap().serves.len(), 1);
        desk.withdraw_mandate(integrator, one, by).unwrap();
        assert!(matches!(
            desk.withdraw_mandate(integrator, one, by),
            Err(Error::NotFound)
        ));
        assert!(desk.organisation(one).unwrap().integrators.is_empty());
    });
}

fn requester(world: &World) -> PersonId {
    let filed = world.filed("standard", blocked());
    world.page(filed.0).ticket.requester
}

#[test]
fn a_version_is_maintained_until_the_vendor_says() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, by) = (&world.desk, world.administrator);
        let name = |text: &str| Line::parse(text).unwrap();
        let product = desk.name_product(None, &name("Infinity"), by).unwrap();
        assert!(matches!(
            desk.name_product(None, &name("INFINITY"), by),
            Err(Error::Invalid(_))
        ));
        let mut version = VersionSaid {
            name: name("10.8"),
            maintained: true,
            maintained_until: None,
        };
        let id = desk.set_version(product, None, &version, by).unwrap();
        assert!(matches!(
            desk.set_version(product, None, &version, by),
            Err(Error::Invalid(_))
        ));
        version.maintained_until = Some("2026-06-30".parse().unwrap());
        desk.set_version(product, Some(id), &version, by).unwrap();
        let all = desk.products().unwrap();
        assert_eq!(all[0].versions.len(), 1);
        assert_eq!(
            all[0].versions[0].maintained_until,
            version.maintained_until
        );
        assert_eq!(all[0].history.len(), 3);
    });
}

#[test]
fn isolation_a_queue_for_members_only_is_closed_to_everybody_else() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, by) = (&world.desk, world.administrator);
        let filed = world.filed("standard", blocked());
        let queue = world.page(filed.0).ticket.queue;
        assert!(
            matches!(desk.close_queue(queue, true, by), Err(Error::Invalid(_))),
            "without members nobody would see it"
        );
        desk.set_queue_member(queue, world.agent, true, by).unwrap();
        desk.close_queue(queue, true, by).unwrap();
        let last = desk.set_queue_member(queue, world.agent, false, by);
        assert!(
            matches!(last, Err(Error::Invalid(_))),
            "the last member stays"
        );
        let everything = || QueueFilter {
            view: View::Everything,
            ..QueueFilter::default()
        };
        for (person, sees) in [
            (world.agent, true),
            (world.second, false),
            (world.supervisor, false),
            (world.administrator, false),
            (world.auditor, false),
        ] {
            let scope = desk.scope_of_person(person).unwrap();
            assert_eq!(desk.ticket(filed.0, &scope).is_ok(), sees);
            let page = desk.queue(everything(), None, &scope).unwrap();
            assert_eq!(page.lines.is_empty(), !sees);
            assert_eq!(page.counts.open > 0, sees);
            assert_eq!(page.queues.iter().any(|one| one.id == queue), sees);
            let (letters, _) = desk.letters_seen(None, None, &scope).unwrap();
            assert_eq!(letters.is_empty(), !sees);
        }
        let page = desk.ticket(filed.0, &Scope::Desk).unwrap();
        let offered: Vec<_> = page.workers.iter().map(|one| one.id).collect();
        assert_eq!(offered, [world.agent], "nobody else is offered its tickets");
        desk.close_queue(queue, false, by).unwrap();
        let scope = desk.scope_of_person(world.second).unwrap();
        assert!(desk.ticket(filed.0, &scope).is_ok());
    });
}

const TABLE: &str = "organisation;kind;mail_domain;name;email;lang;administrator\n\
    Fonderies Marlaix;;marlaix-sa.example;Odile Brun;odile@marlaix-sa.example;fr;oui\n\
    Intégrale;integrator;;;;;\n\
    Fonderies Marlaix;;;Nadia Ferrand;nadia@marlaix-sa.example;en;\n";

#[test]
fn a_table_is_tried_without_writing_and_taken_whole_or_not_at_all() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, by) = (&world.desk, By::Person(world.administrator));
        let lines = |text: &str| {
            table_in::read(text.as_bytes(), &guichet::domain::import::COLUMNS).unwrap()
        };
        let before = desk.organisations("").unwrap().0.len();
        let tried = desk.import(lines(TABLE), by, true).unwrap();
        assert!(!tried.written);
        assert!(
            tried
                .fates
                .iter()
                .all(|fate| matches!(fate, Fate::Taken(_)))
        );
        let half = format!("{TABLE};;;Sans organisation;x@y.example;;\n");
        let refused = desk.import(lines(&half), by, false).unwrap();
        assert!(!refused.written, "one line is refused");
        assert_eq!(desk.organisations("").unwrap().0.len(), before);
        let taken = desk.import(lines(TABLE), by, false).unwrap();
        assert!(taken.written);
        assert_eq!(tried.fates, taken.fates);
        let found = desk.organisations("marlaix").unwrap().0;
        let page = desk
            .organisations("fonderies marlaix")
            .and_then(|(found, _)| desk.organisation(found[0].id))
            .unwrap();
        assert!(!found.is_empty());
        assert_eq!(page.people.len(), 2);
        assert_eq!(page.designated.len(), 1);
        assert_eq!(page.designated[0].0.name, "Odile Brun");
        let again = desk.import(lines(TABLE), by, false).unwrap();
        assert!(again.fates.iter().all(|fate| *fate == Fate::Known));
    });
}

fn administrator(served: &Served) -> Browser {
    served.signed_in(served.worker("Dominique", "d@desk.example", Role::Administrator))
}

#[test]
fn an_administrator_sets_an_organisation_up_without_scripts() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = administrator(&served);
        let refused = browser.post(
            "/organisations",
            &[("name", " "), ("kind", "customer"), ("domain", "gmail.com")],
        );
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Saisissez un nom"));
        assert!(
            refused.body.contains("value=\"gmail.com\""),
            "nothing is lost"
        );
        let long = "n".repeat(201);
        let refused = browser.post(
            "/organisations",
            &[("name", &long), ("kind", "customer"), ("domain", "")],
        );
        assert_eq!(refused.status, 422);
        let shorter = "caractères au plus";
        assert!(refused.body.contains(shorter), "{}", refused.body);
        let entered = browser.post(
            "/organisations",
            &[
                ("name", "L’« été » & fils <b>"),
                ("kind", "customer"),
                ("domain", "Ete.Example"),
            ],
        );
        let path = entered.location();
        let place = path.split('?').next().unwrap().to_owned();
        let page = browser.get(&path).body;
        assert!(page.contains("&#38; fils &#60;b&#62;"), "{page}");
        assert!(page.contains("adresses en @ete.example"));
        let platform = browser.post(
            &format!("{place}/platforms"),
            &[("platform", "Production"), ("environment", "production")],
        );
        assert_eq!(platform.status, 303);
        let twice = browser.post(
            &format!("{place}/platforms"),
            &[("platform", "production"), ("environment", "test")],
        );
        assert_eq!(twice.status, 422);
        let service = served.desk.services().unwrap()[0].id.to_string();
        let contract = browser.post(
            &format!("{place}/subscriptions"),
            &[
                ("service", &service),
                ("contract", "standard"),
                ("support", "yes"),
                ("first", "2026-01-01"),
                ("last", ""),
                ("hours", "7,5"),
            ],
        );
        assert_eq!(contract.status, 303, "{}", contract.body);
        let page = browser.get(&place).body;
        for words in ["Production", "standard", "En cours", "7 h 30"] {
            let spaced = words.replace(' ', "\u{a0}");
            assert!(
                page.contains(words) || page.contains(&spaced),
                "{words}: {page}"
            );
        }
        let absent = browser.get("/organisations/00000000-0000-0000-0000-000000000000");
        assert_eq!(absent.status, 404);
    });
}

#[test]
fn a_table_is_imported_by_the_page_after_it_was_checked() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let mut browser = administrator(&served);
        let wrong = browser.post(
            "/organisations/import",
            &[("table", "organisatoin;name\nx;y"), ("do", "try")],
        );
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("organisation"));
        let tried = browser.post("/organisations/import", &[("table", TABLE), ("do", "try")]);
        assert_eq!(tried.status, 200);
        assert!(tried.body.contains("value=\"take\""), "{}", tried.body);
        let taken = browser.post("/organisations/import", &[("table", TABLE), ("do", "take")]);
        assert_eq!(taken.status, 200);
        assert_eq!(served.desk.organisations("marlaix").unwrap().0.len(), 1);
    });
}
