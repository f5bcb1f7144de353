//! Which rows a list has, who gets it, and how it is told.

use chrono::TimeDelta;
use guichet::{
    desk::{Change, FileTicket, Secret},
    domain::{
        access::{Right, Scope, may},
        ids::MessageId,
        incoming::{Arrival, Door, ReturnPath},
        lang::Lang,
        notice::LetterKind,
        people::{OrganisationKind, Role},
        ticket::{Act, Line, Minutes, Priority, QueueFilter, Satisfaction, View},
        wording::{Wording, WordingPlace, WordingScope},
    },
    store::DatabaseUrl,
};

use super::{OPEN, address, both, csv, is_handed_out, lists, xlsx};
use crate::{
    desk_world::{blocked, degraded, nuisance, request},
    support::{
        app::{Browser, served},
        on_each_engine, on_sqlite,
    },
};

#[test]
fn export_a_list_longer_than_one_reading_has_each_row_once_in_the_order_of_the_page() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        for rank in 0..520 {
            // Many fall due at the same instant, so that only the identity parts them.
            if rank % 100 == 0 {
                served.clock.advance(TimeDelta::minutes(1));
            }
            let answers = [blocked(), degraded(), nuisance()][rank % 3].clone();
            served
                .desk
                .file_ticket(FileTicket {
                    key: Secret::draw(),
                    subject: Line::parse(&format!("Demande {rank}")).unwrap(),
                    ..request("portail", answers)
                })
                .unwrap();
        }
        let mut browser = served.signed_in(boss);
        let (list, _) = xlsx(&mut browser, "/queue");
        let mut expected = Vec::new();
        let mut after = None;
        loop {
            let filter = QueueFilter::default();
            let page = served
                .desk
                .queue(filter, after, &Scope::worker(boss))
                .unwrap();
            expected.extend(
                page.lines
                    .iter()
                    .map(|line| line.row.ticket.reference.to_string()),
            );
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(expected.len(), 520);
        assert_eq!(list.column(0), expected);
        assert_eq!(csv(&mut browser, "/queue").column(0), expected);
        let second = served
            .desk
            .queue(QueueFilter::default(), None, &Scope::worker(boss))
            .unwrap()
            .next
            .unwrap();
        let from_there = csv(&mut browser, &format!("/queue?after={second}"));
        assert_eq!(from_there.rows.len(), 520, "a list begins at its beginning");
    });
}

#[test]
fn export_the_filters_of_the_page_are_those_of_the_list_and_are_told() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let house = served.customer(url, "Marlaix", boss);
        for (subject, answers) in [("Four éteint", blocked()), ("Four tiède", nuisance())] {
            served
                .desk
                .file_ticket(FileTicket {
                    subject: Line::parse(subject).unwrap(),
                    email: crate::desk_world::address("odile@marlaix.example"),
                    ..request("portail", answers)
                })
                .unwrap();
        }
        let mut browser = served.signed_in(boss);
        let filter = QueueFilter {
            view: View::Everything,
            priority: Some(Priority::P1),
            text: Some("four".to_owned()),
            ..QueueFilter::default()
        };
        let page = served
            .desk
            .queue(filter, None, &Scope::worker(boss))
            .unwrap();
        assert_eq!(page.lines.len(), 1);
        let narrowed = "/queue?view=all&priority=P1&q=four&queue=nulle";
        let (list, about) = xlsx(&mut browser, narrowed);
        assert_eq!(list.column(1), ["Four éteint"]);
        assert_eq!(both(&mut browser, narrowed).rows.len(), 1);
        let told = |name: &str| {
            let found = about.iter().find(|row| row[0] == name);
            found.map_or("", |row| row[1].as_str())
        };
        assert_eq!(told("Priorité"), "P1");
        assert_eq!(told("Recherche"), "four");
        assert_eq!(told("Filtres ignorés"), "queue=nulle");
        assert_eq!(told("Fuseau horaire"), "Europe/Paris");
        assert!(told("Exporté le").contains("4\u{a0}mars"), "{about:?}");
        assert_eq!(told("SHA-256").len(), 64);
        assert_eq!(csv(&mut browser, "/queue?assignee=me").rows.len(), 0);
        assert_eq!(csv(&mut browser, "/queue?view=resolved").rows.len(), 0);
        let mut clerk = served.signed_in(house.clerk);
        assert_eq!(both(&mut clerk, "/portal").rows.len(), 3);
        assert_eq!(both(&mut clerk, "/portal?q=four").rows.len(), 2);
        assert_eq!(both(&mut clerk, "/portal?view=resolved").rows.len(), 0);
        let platform = format!("/portal?platform={}", house.platform);
        assert_eq!(both(&mut clerk, &platform).rows.len(), 0);
        assert_eq!(both(&mut browser, "/organisations?q=arl").rows.len(), 1);
        assert_eq!(both(&mut browser, "/organisations?q=xyz").rows.len(), 0);
        let time = format!("/organisations/{}/time", house.id);
        let wrong = browser.get(&address(&format!("{time}?first=hier"), "csv"));
        assert_eq!(wrong.status, 400);
    });
}

#[test]
fn export_the_time_of_a_period_has_its_first_and_its_last_day() {
    on_each_engine(|url| {
        let served = served(url, "2026-03-02T09:00:00Z");
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let house = served.customer(url, "Marlaix", boss);
        for minutes in [10, 20, 40] {
            let page = served.desk.ticket(house.ticket, &Scope::Desk).unwrap();
            served
                .desk
                .change_ticket(Change {
                    ticket: house.ticket,
                    seen: page.ticket.version,
                    by: boss,
                    act: Act::Note {
                        message: MessageId::fresh(),
                    },
                    text: Some(crate::desk_world::text("Vu.")),
                    files: false,
                    spent: Minutes::new(minutes).unwrap(),
                })
                .unwrap();
            served.clock.advance(TimeDelta::days(1));
        }
        served.clock.advance(-TimeDelta::days(1));
        let mut browser = served.signed_in(boss);
        for (query, minutes) in [
            ("", vec!["10", "20", "40"]),
            ("?first=2026-03-03", vec!["20", "40"]),
            ("?first=2026-03-03&last=2026-03-03", vec!["20"]),
            ("?last=2026-03-01", vec![]),
        ] {
            let page = format!("/organisations/{}/time{query}", house.id);
            assert_eq!(both(&mut browser, &page).column(4), minutes, "{query}");
        }
    });
}

#[test]
fn export_whoever_may_read_a_page_may_take_its_list_and_nobody_else() {
    on_sqlite(|url| {
        let house = crate::doors::House::new(url);
        for route in lists() {
            let policy = route.read_policy.clone().unwrap();
            for form in ["csv", "xlsx", "ods"] {
                let path = house.address(&route).replace(".csv", &format!(".{form}"));
                let nobody = house.served.browser().get(&path);
                assert_eq!(nobody.status, 303, "{path}");
                let mut somebody = vec![(None, house.as_customer())];
                somebody.extend(
                    house
                        .people
                        .iter()
                        .map(|(role, person)| (Some(*role), house.served.signed_in(*person))),
                );
                for (role, mut browser) in somebody {
                    let answer = browser.get(&path);
                    let allowed = match (role, policy.strip_prefix("Desk(Right::")) {
                        (Some(role), Some(right)) => {
                            let right = right.trim_end_matches(')');
                            let mut all = Right::ALL.iter();
                            let right = all.find(|one| format!("{one:?}") == right).unwrap();
                            may(role, *right)
                        }
                        (None, None) => true,
                        (Some(_), None) => {
                            assert_eq!(answer.status, 303, "{path} for {role:?}");
                            continue;
                        }
                        (None, Some(_)) => false,
                    };
                    // Whoever serves nobody has no overview.
                    let allowed = allowed && !path.starts_with("/portal/overview");
                    match (allowed, form) {
                        (false, _) => assert_eq!(answer.status, 403, "{path} for {role:?}"),
                        (true, "ods") => assert_eq!(answer.status, 404, "{path} for {role:?}"),
                        (true, form) => is_handed_out(&answer, form),
                    }
                }
            }
        }
    });
}

/// Somebody of an integrator that serves the customer.
pub fn integrating(url: &DatabaseUrl, house: &crate::doors::House) -> Browser {
    let served = &house.served;
    let (_, root) = house.people[2];
    let integrator = served.organisation("Intégrale", OrganisationKind::Integrator);
    let person = served.member(integrator, "Inès", "ines@integrale.example", root);
    served.serves(url, integrator, house.customer.id);
    served.signed_in(person)
}

/// The customer paid for help in advance, and thinks something of what was done.
fn lived(house: &crate::doors::House) {
    let (desk, customer) = (&house.served.desk, house.customer);
    let mut people = house.people.iter();
    let (_, root) = *people
        .find(|(role, _)| *role == Role::Administrator)
        .unwrap();
    super::pays_ahead(&house.served, customer.id, root);
    // Under a contract that says how availability is counted.
    let services = desk.services().unwrap();
    let service = services.iter().find(|one| one.slug == "weavy").unwrap();
    let said = guichet::desk::SubscriptionSaid {
        support: true,
        prepaid_minutes: None,
        annual: None,
        first_day: "2026-01-01".parse().unwrap(),
        last_day: None,
    };
    desk.subscribe(customer.id, service.id, "divalto", said, root)
        .unwrap();
    let page = desk.ticket(customer.ticket, &Scope::Desk).unwrap();
    desk.change_ticket(Change {
        ticket: customer.ticket,
        seen: page.ticket.version,
        by: root,
        act: Act::ConfirmPriority,
        text: None,
        files: false,
        spent: Minutes::default(),
    })
    .unwrap();
    desk.change_ticket(Change {
        ticket: customer.ticket,
        seen: page.ticket.version + 1,
        by: root,
        act: Act::Reply {
            message: MessageId::fresh(),
            resolve: true,
        },
        text: Some(crate::desk_world::text("Réparé.")),
        files: false,
        spent: Minutes::new(5).unwrap(),
    })
    .unwrap();
    desk.rate(customer.clerk, customer.ticket, Satisfaction::Content, None)
        .unwrap();
    let came = Arrival {
        door: Door::Lmtp,
        return_path: ReturnPath::Null,
        delivered_to: None,
        raw: b"Subject: Bonjour\r\n\r\nBonjour.\r\n".to_vec(),
    };
    desk.take_in(came).unwrap();
    let place = WordingPlace {
        scope: WordingScope::Desk,
        kind: LetterKind::Received,
        lang: Lang::Fr,
    };
    let wording = Wording::parse(place.kind, "Nous vous lisons.", "").unwrap();
    desk.word_letter(&place, &wording, 0, root).unwrap();
}

#[test]
fn export_the_words_of_letters_say_for_whom_which_letter_and_both_parts() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let mut browser = served.signed_in(boss);
        assert_eq!(both(&mut browser, "/letters/wording").rows.len(), 0);
        for (scope, introduction, closing) in [
            (WordingScope::Desk, "=1+1, {reference}", "L’équipe"),
            (
                WordingScope::Contract("divalto".parse().unwrap()),
                "Bonjour",
                "",
            ),
        ] {
            let place = WordingPlace {
                scope,
                kind: LetterKind::Received,
                lang: Lang::En,
            };
            let wording = Wording::parse(place.kind, introduction, closing).unwrap();
            served.desk.word_letter(&place, &wording, 0, boss).unwrap();
        }
        let list = both(&mut browser, "/letters/wording");
        let mut rows: Vec<_> = list.rows.iter().map(|row| row[..4].to_vec()).collect();
        rows.sort();
        let letter = "Accusé de réception (anglais)";
        assert_eq!(
            rows,
            [
                ["Contrat divalto", letter, "Bonjour", ""],
                ["Tout le service", letter, "=1+1, {reference}", "L’équipe"],
            ]
        );
    });
}

#[test]
fn export_every_page_with_a_list_leads_to_it() {
    on_sqlite(|url| {
        let house = crate::doors::House::new(url);
        let organisation = format!("/organisations/{}", house.organisation());
        // The overview lists what is open.
        let mut found = house.as_role(Role::Administrator).get("/overview").body;
        let overview = integrating(url, &house).get("/portal/overview");
        found.push_str(&overview.body);
        lived(&house);
        let ticket = format!("/tickets/{}", house.ticket);
        for page in [
            "/queue",
            "/escalations",
            "/letters?state=waiting",
            "/incoming?state=waiting",
            "/letters/wording",
            "/organisations",
            "/credits",
            "/people",
            "/products",
            "/queues",
            "/satisfaction",
            "/qualification",
            "/reports",
            "/reports/list?figure=filed",
            &organisation,
            &format!("/organisations/{}/consents", house.customer.id),
            &format!("/organisations/{}/hours", house.customer.id),
            &format!("/organisations/{}/availability", house.customer.id),
            &format!("/organisations/{}/register", house.customer.id),
            &ticket,
        ] {
            found.push_str(&house.as_role(Role::Administrator).get(page).body);
        }
        for page in [
            "/portal?view=all",
            "/portal/people",
            "/portal/hours",
            "/portal/register",
            "/portal/consents",
        ] {
            found.push_str(&house.as_customer().get(page).body);
        }
        let marlaix = format!("/organisations/{}", house.customer.id);
        found.push_str(&house.as_role(Role::Administrator).get(&marlaix).body);
        for route in lists() {
            for form in ["csv", "xlsx"] {
                let path = house.address(&route).replace(".csv", &format!(".{form}"));
                // A list that is empty for one organisation is offered for the other.
                let offered = [path.clone(), path.replace(&organisation, &marlaix)]
                    .iter()
                    .any(|path| {
                        [r#"""#, "?"]
                            .iter()
                            .any(|end| found.contains(&format!("=\"{path}{end}")))
                    });
                assert!(offered, "no page leads to {path}");
            }
        }
    });
}
