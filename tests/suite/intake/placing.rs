//! Where letters go, and what they may do there.

use guichet::domain::{
    incoming::{IncomingState, Outcome, Sureness},
    ticket::{Act, PauseReason, Status, TextFormat, Visibility, What},
};

use super::{MORNING, Mime, answer_address, later, leaving, outcome, page, received, ticket};
use crate::{
    desk_world::{World, blocked, every_letter, world},
    support::on_each_engine,
};

const CUSTOMER: &str = "odile@marlaix.example";
const SUPPORT: &str = "support@desk.example";

fn asked(world: &World) -> guichet::domain::ids::TicketId {
    let mime = Mime::from(
        "Odile Prévost <odile@marlaix.example>",
        "Import en panne",
        "L'import *échoue* depuis ce matin.\n\n# pas un titre",
    );
    ticket(&received(world, SUPPORT, &mime))
}

#[test]
fn a_letter_is_filed_and_acknowledged_with_its_deadline() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let page = page(&world, ticket);
        assert_eq!(page.ticket.subject.as_str(), "Import en panne");
        assert_eq!(page.requester.name, "Odile Prévost");
        assert_eq!(page.requester.email.as_str(), CUSTOMER);
        assert_eq!(page.messages.len(), 1);
        assert_eq!(page.messages[0].format, TextFormat::Plain);
        assert!(page.messages[0].body.as_str().contains("*échoue*"));
        assert!(page.clocks.iter().any(|clock| clock.is_running()));
        let letters = leaving(&world);
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert_eq!(letters[0].kind, "received");
        world.assert_projection(ticket);
        let found = world.desk.check(&mut |_, _| ()).unwrap();
        assert_eq!(found.findings, 0);
    });
}

#[test]
fn an_answer_to_the_address_that_its_sender_was_given_is_the_customers_message() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let letters = leaving(&world);
        let address = answer_address(&letters, CUSTOMER);
        world.act(ticket, Act::TakeCharge).unwrap();
        let reason = PauseReason::WaitingForCustomer;
        world
            .act(
                ticket,
                Act::Pause {
                    reason,
                    detail: "le journal".to_owned(),
                    evidence: guichet::domain::ticket::Evidence::default(),
                },
            )
            .unwrap();
        later(&world, 30);
        let mime = Mime::from(CUSTOMER, "Re: Import en panne", "Voici le journal.");
        let came = received(&world, address.as_str(), &mime);
        assert_eq!(outcome(&came), Outcome::Replied);
        assert_eq!(came.read.unwrap().sureness, Sureness::ReplyAddress);
        let page = page(&world, ticket);
        let last = page.messages.last().unwrap();
        assert_eq!(last.author, Some(page.ticket.requester));
        assert_eq!(last.visibility, Visibility::Public);
        assert_eq!(page.ticket.status, Status::Open, "the wait is over");
        world.assert_projection(ticket);
    });
}

#[test]
fn an_address_for_answers_is_worth_nothing_to_anybody_else() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let address = answer_address(&leaving(&world), CUSTOMER);
        for from in [
            "mallory@elsewhere.example",
            "camille@desk.example",
            "Odile Prévost <odile@marlaix.example.evil.example>",
        ] {
            let mime = Mime::from(from, "Re: Import en panne", "Changez le mot de passe.");
            let came = received(&world, address.as_str(), &mime);
            assert_eq!(outcome(&came), Outcome::ToConfirm, "{from}");
            let page = page(&world, ticket);
            let last = page.messages.last().unwrap();
            assert_eq!(last.visibility, Visibility::Internal, "{from}");
            assert_eq!(last.author, None, "{from}");
        }
        let letters = leaving(&world);
        assert_eq!(letters, [], "nobody is written to");
    });
}

#[test]
fn what_names_a_ticket_is_a_note_until_our_server_vouches_for_its_sender() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let letters = leaving(&world);
        let reference = page(&world, ticket).ticket.reference.to_string();
        let subject = format!("Re: [{reference}] Import en panne");
        let root = letters[0].message_id.clone();
        let by_subject = Mime::from(CUSTOMER, &subject, "Encore moi.");
        let by_reference =
            Mime::from(CUSTOMER, "Sans rapport", "Encore moi.").with("In-Reply-To", &root);
        for mime in [by_subject, by_reference] {
            let came = received(&world, SUPPORT, &mime);
            assert_eq!(outcome(&came), Outcome::ToConfirm);
            assert_eq!(came.belongs_to.map(|(ticket, _)| ticket), Some(ticket));
            let forged = received(&world, SUPPORT, &mime.clone().with("X-N", "1").told("fail"));
            assert_eq!(outcome(&forged), Outcome::ToConfirm);
            assert_eq!(forged.read.unwrap().sureness, Sureness::Forged);
            let vouched = received(&world, SUPPORT, &mime.with("X-N", "2").told("pass"));
            assert_eq!(outcome(&vouched), Outcome::Replied);
            world.assert_projection(ticket);
        }
    });
}

#[test]
fn a_forged_sender_is_not_helped_by_an_address_for_answers() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        asked(&world);
        let address = answer_address(&leaving(&world), CUSTOMER);
        let mime = Mime::from(CUSTOMER, "Re: Import en panne", "Bonjour.").told("fail");
        let came = received(&world, address.as_str(), &mime);
        assert_eq!(outcome(&came), Outcome::ToConfirm);
    });
}

#[test]
fn somebody_of_the_desk_makes_a_waiting_note_the_customers_message() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let reference = page(&world, ticket).ticket.reference.to_string();
        let mime = Mime::from(CUSTOMER, &format!("Re: {reference}"), "C'est bien moi.");
        let came = received(&world, SUPPORT, &mime);
        let by = world.auditor;
        assert!(world.desk.confirm_mail(by, came.id).is_err(), "an auditor");
        assert_eq!(
            world.desk.confirm_mail(world.agent, came.id).unwrap(),
            ticket
        );
        let shown = page(&world, ticket);
        let last = shown.messages.last().unwrap();
        assert_eq!(last.author, Some(shown.ticket.requester));
        assert_eq!(last.visibility, Visibility::Public);
        assert!(
            world.desk.confirm_mail(world.agent, came.id).is_err(),
            "once"
        );
        let other = Mime::from("x@y.example", &format!("Re: {reference}"), "Moi aussi.");
        let other = received(&world, SUPPORT, &other);
        assert!(world.desk.confirm_mail(world.agent, other.id).is_err());
        world.assert_projection(ticket);
    });
}

#[test]
fn a_letter_of_the_desks_own_people_is_a_note_and_never_an_answer() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        world.act(ticket, Act::TakeCharge).unwrap();
        let address = answer_address(&leaving(&world), CUSTOMER);
        let mime = Mime::from(CUSTOMER, "Re: Import", "Des nouvelles ?");
        received(&world, address.as_str(), &mime);
        let told = leaving(&world);
        let address = answer_address(&told, "camille@desk.example");
        let mime = Mime::from("camille@desk.example", "Re: Import", "Je regarde demain.");
        let came = received(&world, address.as_str(), &mime);
        assert_eq!(outcome(&came), Outcome::Noted);
        let shown = page(&world, ticket);
        let last = shown.messages.last().unwrap();
        assert_eq!(last.author, Some(world.agent));
        assert_eq!(last.visibility, Visibility::Internal);
        let answers = |what: &What| matches!(what, What::Replied { .. });
        assert!(!shown.events.iter().any(|event| answers(&event.what)));
        assert_eq!(leaving(&world), [], "the customer is told nothing");
    });
}

#[test]
fn programs_start_and_stop_no_clock_and_get_no_answer() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let address = answer_address(&leaving(&world), CUSTOMER);
        world.act(ticket, Act::TakeCharge).unwrap();
        let reason = PauseReason::WaitingForCustomer;
        world
            .act(
                ticket,
                Act::Pause {
                    reason,
                    detail: "le journal".to_owned(),
                    evidence: guichet::domain::ticket::Evidence::default(),
                },
            )
            .unwrap();
        let before = page(&world, ticket);
        let away = Mime::from(CUSTOMER, "Absente : Re: Import", "De retour lundi.")
            .with("Auto-Submitted", "auto-replied");
        let came = received(&world, address.as_str(), &away);
        assert_eq!(outcome(&came), Outcome::SetAside);
        assert_eq!(came.belongs_to, Some((ticket, None)));
        let after = page(&world, ticket);
        assert_eq!(after.ticket, before.ticket);
        assert_eq!(after.events, before.events);
        assert_eq!(after.mail_aside.len(), 1);
        let probe = Mime::from("supervision@marlaix.example", "Disque plein", "97 %")
            .with("Auto-Submitted", "auto-generated");
        let came = received(&world, SUPPORT, &probe);
        assert_eq!(outcome(&came), Outcome::Filed);
        let kinds: Vec<_> = leaving(&world).into_iter().map(|one| one.kind).collect();
        assert!(!kinds.contains(&"received".to_owned()), "{kinds:?}");
    });
}

#[test]
fn a_stranger_is_answered_once_a_day_and_a_crowd_is_not() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        for rank in 0..3 {
            let mime = Mime::from(CUSTOMER, &format!("Question {rank}"), "Bonjour");
            received(&world, SUPPORT, &mime);
        }
        assert_eq!(leaving(&world).len(), 1, "one acknowledgement");
        for rank in 0..70 {
            let from = format!("victim{rank}@elsewhere.example");
            received(
                &world,
                SUPPORT,
                &Mime::from(&from, "Gagnez", "http://x.example"),
            );
        }
        let letters = every_letter(&world.desk);
        assert!(letters.len() <= 61, "{} letters", letters.len());
        let told = letters.iter().map(|one| format!("{:?}", one.notice));
        assert!(!told.into_iter().any(|one| one.contains("http://x.example")));
    });
}

#[test]
fn who_writes_without_end_is_held_and_an_administrator_lets_it_through() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let mut last = None;
        for rank in 0..31 {
            let mime = Mime::from(CUSTOMER, &format!("Boucle {rank}"), "Encore");
            last = Some(received(&world, SUPPORT, &mime));
        }
        let last = last.unwrap();
        assert_eq!(outcome(&last), Outcome::TooMany);
        assert_eq!(last.state, IncomingState::Held);
        assert!(world.desk.release_mail(world.agent, last.id).is_err());
        world
            .desk
            .release_mail(world.administrator, last.id)
            .unwrap();
        world
            .desk
            .read_mail_while(&super::reader(), &|| true)
            .unwrap();
        assert_eq!(outcome(&super::letter(&world, last.id)), Outcome::Filed);
    });
}

#[test]
fn a_contract_for_subscribers_holds_what_strangers_write() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let mime = Mime::from(CUSTOMER, "Aide", "Bonjour");
        let came = received(&world, "jamespot@desk.example", &mime);
        assert_eq!(outcome(&came), Outcome::NotEntitled);
        world
            .desk
            .release_mail(world.administrator, came.id)
            .unwrap();
        world
            .desk
            .read_mail_while(&super::reader(), &|| true)
            .unwrap();
        assert_eq!(outcome(&super::letter(&world, came.id)), Outcome::Filed);
    });
}

#[test]
fn our_own_letters_that_come_back_are_put_aside() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let (ticket, _) = world.filed("standard", blocked());
        let ours = leaving(&world)[0].message_id.clone();
        let mut mime = Mime::from(SUPPORT, "Re: [INC]", "Bonjour");
        let came = received(&world, SUPPORT, &mime);
        assert_eq!(outcome(&came), Outcome::SetAside, "from our own address");
        mime = Mime::from("list@elsewhere.example", "Re: Import", "Bonjour");
        let raw = String::from_utf8(mime.bytes()).unwrap();
        let id = mime.value("Message-ID").to_owned();
        let echo = guichet::domain::incoming::Arrival {
            door: guichet::domain::incoming::Door::Pipe,
            return_path: guichet::domain::incoming::ReturnPath::Unknown,
            delivered_to: None,
            raw: raw.replace(&id, &ours).into_bytes(),
        };
        let id = world.desk.take_in(echo).unwrap().id;
        world
            .desk
            .read_mail_while(&super::reader(), &|| true)
            .unwrap();
        assert_eq!(outcome(&super::letter(&world, id)), Outcome::SetAside);
        assert_eq!(page(&world, ticket).messages.len(), 1);
    });
}

#[test]
fn a_held_answer_goes_to_its_ticket_once_it_is_let_through() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let ticket = asked(&world);
        let address = answer_address(&leaving(&world), CUSTOMER);
        for rank in 0..29 {
            let mime = Mime::from(CUSTOMER, "Re: Import", &format!("Encore {rank}"));
            received(&world, address.as_str(), &mime);
        }
        let mime = Mime::from(CUSTOMER, "Re: Import", "Le dernier mot");
        let held = received(&world, address.as_str(), &mime);
        assert_eq!(outcome(&held), Outcome::TooMany);
        world
            .desk
            .release_mail(world.administrator, held.id)
            .unwrap();
        world
            .desk
            .read_mail_while(&super::reader(), &|| true)
            .unwrap();
        let settled = super::letter(&world, held.id);
        assert_eq!(outcome(&settled), Outcome::Replied);
        let shown = page(&world, ticket);
        let last = shown.messages.last().unwrap();
        assert_eq!(last.body.as_str(), "Le dernier mot");
    });
}
