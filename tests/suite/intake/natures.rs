//! Addresses for requests of one nature: what comes there is one, where its contract takes such.

use guichet::domain::{
    incoming::Outcome,
    ticket::{Nature, Priority, What},
};

use super::{Mime, outcome, page, received, ticket};
use crate::{
    desk_world::{MONDAY, World, world},
    support::on_each_engine,
};

fn filed(world: &World, to: &str) -> guichet::desk::TicketPage {
    let mime = Mime::from("x@elsewhere.example", "La facture", "Comment la dater ?");
    let came = received(world, to, &mime);
    assert_eq!(outcome(&came), Outcome::Filed, "{to}");
    page(world, ticket(&came))
}

#[test]
fn what_comes_to_an_address_for_questions_is_a_question_by_the_clause_of_its_contract() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let incident = filed(&world, "divalto@desk.example");
        assert_eq!(incident.ticket.nature, Nature::Incident);
        let page = filed(&world, "questions@desk.example");
        assert_eq!(page.ticket.nature, Nature::Question);
        assert_eq!(page.ticket.priority, Priority::P3);
        let What::Filed { proposal, .. } = &page.events[0].what else {
            panic!("{:?}", page.events[0]);
        };
        assert_eq!(proposal.clause, "art-2-5-questions");
    });
}

#[test]
fn a_contract_that_takes_no_such_requests_has_an_incident_of_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let page = filed(&world, "suggestions@desk.example");
        assert_eq!(page.ticket.nature, Nature::Incident);
    });
}

#[test]
fn what_must_come_with_documents_is_an_incident_until_somebody_corrects_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let page = filed(&world, "evolutions@desk.example");
        assert_eq!(page.ticket.nature, Nature::Incident);
    });
}
