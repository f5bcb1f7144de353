//! Filing: one number, the deadlines of the contract, one letter, one link, however often and by
//! however many the form is sent.

use std::collections::BTreeSet;

use guichet::{
    desk::{Error, Field},
    domain::{
        access::Scope,
        ids::OrganisationId,
        letter::LetterState,
        notice::Notice,
        people::{Organisation, OrganisationKind},
        ticket::{
            ClockName,
            Priority::{self, P1, P2, P3},
            What,
        },
    },
};

use crate::{
    desk_world::{
        CONTRACTS, MONDAY, World, address, at, at_once, blocked, degraded, nuisance, request, world,
    },
    support::on_each_engine,
};

#[test]
fn a_request_gets_a_number_clocks_a_letter_and_a_link_in_one() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, key) = world.filed("standard", blocked());
        let page = world.page(ticket);
        assert_eq!(page.ticket.reference.to_string(), "INC-2026-00001");
        assert!(matches!(page.events[..], [ref one] if matches!(one.what, What::Filed { .. })));
        assert_eq!(page.messages.len(), 1);
        let clock = &page.stored[..];
        assert_eq!(clock.len(), 1);
        assert_eq!(clock[0].deadline, Some(at("2026-03-02T11:00:00Z")));
        assert_eq!(clock[0].next_at, Some(at("2026-03-02T09:00:00Z")));
        world.assert_projection(ticket);
        let letters = world.letters(Some(LetterState::Owed));
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].recipient, address("lea@marlaix.example"));
        let Notice::Received {
            ticket: facts,
            promise,
            link,
        } = &letters[0].notice
        else {
            panic!("another letter: {:?}", letters[0].kind)
        };
        assert_eq!(link, key.reveal());
        assert_eq!(facts.organisation, "Fonderies Marlaix");
        assert_eq!(facts.requester, "Léa Marchal");
        assert_eq!(facts.service, "Service standard");
        assert_eq!(
            promise.as_ref().unwrap().deadline,
            at("2026-03-02T11:00:00Z")
        );
        assert_eq!(world.desk.request(&key).unwrap().ticket.id, ticket);
    });
}

#[test]
fn numbers_begin_anew_each_year_of_the_contract_without_gaps() {
    on_each_engine(|url| {
        let world = world(url, "2026-12-31T22:30:00Z");
        let number = |world: &World| {
            let (ticket, _) = world.filed("standard", nuisance());
            world.page(ticket).ticket.reference.to_string()
        };
        assert_eq!(number(&world), "INC-2026-00001");
        assert_eq!(number(&world), "INC-2026-00002");
        // 23:30 UTC is the new year in Paris.
        world.set("2026-12-31T23:30:00Z");
        assert_eq!(number(&world), "INC-2027-00001");
        let all: BTreeSet<_> = at_once(8, |_| number(&world)).into_iter().collect();
        let expected: BTreeSet<_> = (2..=9).map(|rank| format!("INC-2027-{rank:05}")).collect();
        assert_eq!(all, expected);
    });
}

#[test]
fn the_same_form_sent_eight_times_at_once_files_one_ticket() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for _ in 0..4 {
            let form = request("divalto", blocked());
            let filed = at_once(8, |_| world.desk.file_ticket(form.clone()).unwrap());
            let tickets: BTreeSet<_> = filed.iter().map(|filed| filed.ticket).collect();
            assert_eq!(tickets.len(), 1);
            assert_eq!(filed.iter().filter(|filed| !filed.again).count(), 1);
        }
        assert_eq!(world.letters(None).len(), 4);
        let last = world.filed("divalto", blocked()).0;
        assert_eq!(
            world.page(last).ticket.reference.to_string(),
            "INC-2026-00005"
        );
    });
}

#[test]
fn a_form_whose_key_belongs_to_somebody_else_opens_and_files_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let mut form = request("standard", blocked());
        world.desk.file_ticket(form.clone()).unwrap();
        form.email = address("LEA@marlaix.example");
        assert!(world.desk.file_ticket(form.clone()).unwrap().again);
        form.email = address("eve@marlaix.example");
        assert!(matches!(world.desk.file_ticket(form), Err(Error::NotFound)));
        assert_eq!(world.letters(None).len(), 1);
    });
}

#[test]
fn a_service_that_does_not_exist_is_a_fault_of_its_field() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for service in ["", "nothing", "standard' OR 1=1 --", "STANDARD"] {
            let wrong = world.desk.file_ticket(request(service, blocked()));
            let Err(Error::Invalid(faults)) = wrong else {
                panic!("{service}: {wrong:?}")
            };
            assert_eq!(faults[0].field, Field::Service);
        }
        assert_eq!(world.letters(None), []);
    });
}

#[test]
fn the_organisation_is_that_of_the_mail_domain_also_when_it_came_later() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let before = world.filed("standard", blocked()).0;
        assert_eq!(world.page(before).ticket.organisation, None);
        let organisation = Organisation {
            kind: OrganisationKind::Customer,
            id: OrganisationId::fresh(),
            name: "Fonderies Marlaix SAS".to_owned(),
            mail_domain: Some("marlaix.example".to_owned()),
        };
        world.desk.add_organisation(&organisation).unwrap();
        let mut form = request("standard", blocked());
        let known = world.desk.file_ticket(form.clone()).unwrap().ticket;
        form = request("standard", blocked());
        form.email = address("paul@Marlaix.example");
        let new = world.desk.file_ticket(form.clone()).unwrap().ticket;
        form = request("standard", blocked());
        form.email = address("paul@other-marlaix.example");
        let other = world.desk.file_ticket(form).unwrap().ticket;
        assert_eq!(world.page(known).ticket.organisation, Some(organisation.id));
        assert_eq!(world.page(new).ticket.organisation, Some(organisation.id));
        assert_eq!(world.page(other).ticket.organisation, None);
        let Notice::Received { ticket, .. } = &world.letters(None)[2].notice else {
            panic!("not a confirmation")
        };
        assert_eq!(ticket.organisation, organisation.name);
    });
}

/// Filed at, contract, priority, due at (UTC).
const PROMISED: [(&str, &str, Priority, &str); 19] = [
    // Christmas Eve 2025, a Wednesday, 16:00 in Paris: two hours left, then Christmas.
    (
        "2025-12-24T15:00:00Z",
        "standard",
        P1,
        "2025-12-26T09:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "callcenterrate",
        P1,
        "2025-12-26T09:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "azprojet",
        P1,
        "2025-12-26T09:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "dataleon",
        P1,
        "2025-12-26T09:00:00Z",
    ),
    // In Alsace-Moselle Saint Stephen's day is a holiday, and then comes the weekend.
    (
        "2025-12-24T15:00:00Z",
        "divalto",
        P1,
        "2025-12-29T09:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "jamespot",
        P1,
        "2025-12-26T15:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "jamespot",
        P3,
        "2025-12-26T15:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "standard",
        P2,
        "2025-12-26T15:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "divalto",
        P2,
        "2025-12-29T15:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "standard",
        P3,
        "2025-12-26T15:00:00Z",
    ),
    (
        "2025-12-24T15:00:00Z",
        "callcenterrate",
        P3,
        "2025-12-30T15:00:00Z",
    ),
    // Good Friday 2026, then Easter Monday: filed on Thursday at 17:00.
    (
        "2026-04-02T15:00:00Z",
        "standard",
        P1,
        "2026-04-03T09:00:00Z",
    ),
    (
        "2026-04-02T15:00:00Z",
        "divalto",
        P1,
        "2026-04-07T09:00:00Z",
    ),
    // A Saturday: counted from Monday, 08:00.
    (
        "2026-03-07T10:00:00Z",
        "standard",
        P1,
        "2026-03-09T11:00:00Z",
    ),
    (
        "2026-03-07T10:00:00Z",
        "standard",
        P2,
        "2026-03-10T07:00:00Z",
    ),
    (
        "2026-03-07T10:00:00Z",
        "standard",
        P3,
        "2026-03-09T10:00:00Z",
    ),
    // Exactly at closing the count starts at the next opening; used up at closing it is due there.
    (
        "2026-03-06T17:00:00Z",
        "callcenterrate",
        P1,
        "2026-03-09T11:00:00Z",
    ),
    (
        "2026-03-06T13:00:00Z",
        "callcenterrate",
        P1,
        "2026-03-06T17:00:00Z",
    ),
    // 48 hours by the clock are 48 real hours when summer time begins.
    (
        "2026-03-28T10:00:00Z",
        "jamespot",
        P2,
        "2026-03-30T10:00:00Z",
    ),
];

#[test]
fn each_contract_gives_the_deadlines_of_its_clauses() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for (filed_at, contract, priority, due) in PROMISED {
            world.set(filed_at);
            let answers = match priority {
                P1 => blocked(),
                P2 => degraded(),
                P3 => nuisance(),
            };
            let preview = world.desk.preview(contract, &answers).unwrap();
            let page = world.page(world.filed(contract, answers).0);
            let case = format!("{contract} {priority:?} filed at {filed_at}");
            assert_eq!(page.ticket.priority, priority, "{case}");
            let acknowledge = page
                .stored
                .iter()
                .find(|clock| clock.name == ClockName::Acknowledge)
                .unwrap();
            assert_eq!(acknowledge.deadline, Some(at(due)), "{case}");
            assert_eq!(preview.clocks[0].deadline(), Some(at(due)), "{case}");
        }
    });
}

#[test]
fn a_contract_starts_the_clocks_it_promises_and_no_others() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for contract in CONTRACTS {
            let (ticket, _) = world.filed(contract, blocked());
            let names: Vec<_> = world
                .page(ticket)
                .stored
                .iter()
                .map(|clock| clock.name)
                .collect();
            let expected = match contract {
                "jamespot" | "azprojet" => vec![ClockName::Acknowledge, ClockName::Respond],
                _ => vec![ClockName::Acknowledge],
            };
            assert_eq!(names, expected, "{contract}");
            world.assert_projection(ticket);
        }
    });
}

#[test]
fn an_agents_page_and_a_requesters_link_show_the_same_ticket_and_nothing_else() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (mine, key) = world.filed("standard", blocked());
        let (other, _) = world.filed("standard", blocked());
        let page = world.desk.request(&key).unwrap();
        assert_eq!(page.ticket.id, mine);
        assert!(page.beside.is_empty() && page.workers.is_empty());
        let scope = Scope::Link {
            ticket: mine,
            requester: page.requester.id,
        };
        assert!(matches!(
            world.desk.ticket(other, &scope),
            Err(Error::NotFound)
        ));
    });
}
