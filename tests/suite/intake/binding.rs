//! Addresses that are bound to an organisation: its people write there for it, nobody else does.

use guichet::{
    desk::OrganisationSaid,
    domain::{
        ids::OrganisationId,
        incoming::{IncomingState, Outcome},
        lang::Lang,
        people::{Organisation, OrganisationKind},
        ticket::Line,
    },
};

use super::{Mime, leaving, letter, outcome, page, reader, received, refusing::House, ticket};
use crate::support::on_each_engine;

const BOUND: &str = "marlaix@desk.example";
const SUPPORT: &str = "support@desk.example";
const CLERK: &str = "odile@marlaix.example";

/// Another organisation.
fn other(house: &House, name: &str, kind: OrganisationKind) -> OrganisationId {
    let organisation = Organisation {
        id: OrganisationId::fresh(),
        name: name.to_owned(),
        mail_domain: None,
        kind,
    };
    house.world.desk.add_organisation(&organisation).unwrap();
    organisation.id
}

fn asks(from: &str) -> Mime {
    Mime::from(from, "Une panne", "Rien ne sort.")
}

#[test]
fn its_people_file_for_the_organisation_there() {
    on_each_engine(|url| {
        let house = House::new(url);
        let came = received(&house.world, BOUND, &asks(CLERK));
        assert_eq!(outcome(&came), Outcome::Filed);
        let page = page(&house.world, ticket(&came));
        assert_eq!(page.ticket.organisation, Some(house.id));
        assert_eq!(page.requester.email.as_str(), CLERK);
    });
}

#[test]
fn who_serves_the_organisation_files_for_it_there_and_for_their_own_house_elsewhere() {
    on_each_engine(|url| {
        let house = House::new(url);
        let integrator = other(&house, "Ostrel", OrganisationKind::Integrator);
        let from = "ines@ostrel.example";
        house.member_of(integrator, "Inès Vautrin", from, Lang::Fr);
        let before = received(&house.world, BOUND, &asks(from));
        assert_eq!(outcome(&before), Outcome::OtherOrganisation, "no mandate");
        let by = house.world.administrator;
        let desk = &house.world.desk;
        desk.give_mandate(integrator, house.id, by).unwrap();
        for (to, whose) in [(BOUND, house.id), (SUPPORT, integrator)] {
            let came = received(&house.world, to, &asks(from));
            assert_eq!(outcome(&came), Outcome::Filed, "{to}");
            let page = page(&house.world, ticket(&came));
            assert_eq!(page.ticket.organisation, Some(whose), "{to}");
        }
    });
}

#[test]
fn what_anybody_else_writes_there_is_held_and_nobody_is_answered() {
    on_each_engine(|url| {
        let house = House::new(url);
        let elsewhere = other(&house, "Ostrel", OrganisationKind::Customer);
        house.member_of(elsewhere, "Inès Vautrin", "ines@ostrel.example", Lang::Fr);
        leaving(&house.world);
        for (why, mime) in [
            ("of another organisation", asks("ines@ostrel.example")),
            ("a stranger", asks("x@elsewhere.example")),
            ("of no domain of theirs", asks("lea@marlaix.example")),
            ("of the desk", asks("camille@desk.example")),
            ("a forged member", asks(CLERK).told("fail")),
        ] {
            let came = received(&house.world, BOUND, &mime);
            assert_eq!(outcome(&came), Outcome::OtherOrganisation, "{why}");
            assert_eq!(came.state, IncomingState::Held, "{why}");
            assert_eq!(came.belongs_to, None, "{why}");
        }
        assert_eq!(leaving(&house.world), []);
    });
}

#[test]
fn what_is_held_there_is_filed_in_its_senders_own_name_once_it_is_let_through() {
    on_each_engine(|url| {
        let house = House::new(url);
        let came = received(&house.world, BOUND, &asks("x@elsewhere.example"));
        let (desk, by) = (&house.world.desk, house.world.administrator);
        desk.release_mail(by, came.id).unwrap();
        desk.read_mail_while(&reader(), &|| true).unwrap();
        let came = letter(&house.world, came.id);
        assert_eq!(outcome(&came), Outcome::Filed);
        let page = page(&house.world, ticket(&came));
        assert_eq!(page.ticket.organisation, None);
    });
}

#[test]
fn somebody_new_at_the_organisations_own_domain_is_of_it_there_too() {
    on_each_engine(|url| {
        let house = House::at(url, Some("marlaix.example"));
        let came = received(&house.world, BOUND, &asks("lea@marlaix.example"));
        assert_eq!(outcome(&came), Outcome::Filed);
        let page = page(&house.world, ticket(&came));
        assert_eq!(page.ticket.organisation, Some(house.id));
    });
}

#[test]
fn letters_are_held_while_there_is_no_organisation_of_that_name() {
    on_each_engine(|url| {
        let house = House::new(url);
        let said = OrganisationSaid {
            name: Line::parse("Marlaix et fils").unwrap(),
            kind: OrganisationKind::Customer,
            mail_domain: None,
        };
        let by = house.world.administrator;
        let desk = &house.world.desk;
        desk.change_organisation(house.id, &said, by).unwrap();
        let came = received(&house.world, BOUND, &asks(CLERK));
        assert_eq!(outcome(&came), Outcome::OtherOrganisation);
    });
}
