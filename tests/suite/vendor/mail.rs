//! A vendor whose desk is reached by mail answers: what it writes is on the case and nowhere else.

use chrono::TimeDelta;
use guichet::{
    desk::CasePage,
    domain::{
        access::Scope,
        ids::VendorCaseId,
        incoming::{Arrival, Door, IncomingLetter, IncomingState, Outcome, ReturnPath, Sureness},
        letter::Letter,
        ticket::{ClockName, Line},
        vendor::{CaseAct, CaseHappened, CaseState, Numbering},
    },
    store::{Options, Store, tickets},
};

use super::Scene;
use crate::{
    desk_world::{Recorder, address},
    intake::{Mime, reader},
    support::on_each_engine,
};

/// The address of the vendor's desk.
pub const DESK: &str = "desk@divalto.example";
pub const SUPPORT: &str = "support@guichet.example";

/// The vendor of a scene is reached by mail from now on.
pub fn by_mail(scene: &Scene) {
    let numbering = Numbering::parse("Ticket n° {number}").unwrap();
    let set = scene.served.desk.set_outside_desk(
        scene.divalto.id,
        "divalto",
        address(DESK),
        Some(numbering),
        scene.root,
    );
    set.unwrap();
}

/// A case that was sent by mail.
pub fn sent(scene: &Scene) -> VendorCaseId {
    by_mail(scene);
    let ticket = scene.marlaix.ticket;
    scene
        .served
        .sent(&scene.divalto, ticket, scene.agent, "kanari")
}

/// The letters that leave now to the vendor's desk.
pub fn leaving(scene: &Scene) -> Vec<Letter> {
    let mailer = Recorder::taking();
    scene.served.desk.deliver(&mailer).unwrap();
    let mut letters = mailer.tried();
    letters.retain(|one| one.kind == "case-for-vendor");
    letters
}

/// Where the vendor's desk answers.
fn answer_address(scene: &Scene) -> String {
    leaving(scene)[0].reply_to.as_ref().unwrap().to_string()
}

pub fn received(scene: &Scene, to: &str, mime: &Mime) -> IncomingLetter {
    let arrival = Arrival {
        door: Door::Lmtp,
        return_path: ReturnPath::Unknown,
        delivered_to: Some(address(to)),
        raw: mime.bytes(),
    };
    let desk = &scene.served.desk;
    let id = desk.take_in(arrival).unwrap().id;
    desk.read_mail_while(&reader(), &|| true).unwrap();
    desk.incoming_letter(id, &Scope::Desk).unwrap().0
}

/// The vendor's desk answers the last letter, where it was told to.
pub fn answered(scene: &Scene, text: &str) -> IncomingLetter {
    let to = answer_address(scene);
    received(scene, &to, &Mime::from(DESK, "Re: votre dossier", text))
}

/// The case as the desk sees it.
pub fn page(scene: &Scene) -> CasePage {
    let page = scene
        .served
        .desk
        .vendor_page(scene.marlaix.ticket, &Scope::Desk);
    page.unwrap().cases.remove(0)
}

fn texts(page: &CasePage) -> Vec<&str> {
    page.said.iter().map(|one| one.body.as_str()).collect()
}

/// How many messages and events the ticket has.
fn on_ticket(scene: &Scene) -> (usize, usize) {
    let page = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
    let page = page.unwrap();
    (page.messages.len(), page.events.len())
}

fn filed(scene: &Scene) -> u32 {
    let store = Store::open(&scene.url, Options::default()).unwrap();
    let count = store.read(|conn| tickets::count_of(conn, &Scope::Desk));
    count.unwrap()
}

#[test]
fn an_answer_is_on_the_case_takes_it_in_charge_and_brings_the_number() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let before = on_ticket(&scene);
        scene.served.clock.advance(TimeDelta::minutes(20));
        let text = "Ticket n° 48213 ouvert.\n\nNous regardons le spouleur.";
        let came = answered(&scene, text);
        assert_eq!(came.outcome, Some(Outcome::OnCase));
        assert_eq!(came.belongs_to, Some((scene.marlaix.ticket, None)));
        let page = page(&scene);
        assert_eq!(page.case.state, CaseState::Open);
        assert_eq!(page.case.reference, Line::parse("48213").ok());
        assert_eq!(texts(&page), [text]);
        let [said] = &page.said[..] else {
            panic!("{:?}", page.said);
        };
        assert_eq!(page.names[&said.author.person], "Divalto");
        assert!(!page.workers.contains(&said.author.person));
        let clock = page
            .clocks
            .iter()
            .find(|one| one.name == ClockName::Acknowledge);
        assert!(clock.is_none_or(|clock| !clock.is_running()), "{clock:?}");
        // The ticket has nothing of it, and its customer reads nothing of it.
        assert_eq!(on_ticket(&scene), before);
        let mut customer = scene.served.signed_in(scene.marlaix.clerk);
        let seen = customer.get(&format!("/portal/tickets/{}", scene.marlaix.ticket));
        assert!(!seen.body.contains("spouleur"), "{}", seen.body);
        let shown = scene.as_agent().get(&scene.here());
        assert!(shown.body.contains("Nous regardons le spouleur."));
        assert!(shown.body.contains("48213"));
        assert!(shown.body.contains(&format!("/incoming/{}/raw", came.id)));
        assert_eq!(scene.recipients("vendor-answered").len(), 1);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_answer_that_comes_twice_is_one_message() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let to = answer_address(&scene);
        let mime = Mime::from(DESK, "Re: votre dossier", "Ticket n° 7 : vu.");
        received(&scene, &to, &mime);
        // The same bytes again, then the same letter by another way.
        received(&scene, &to, &mime);
        let relayed = mime.with("Received", "from relay.divalto.example");
        let again = received(&scene, &to, &relayed);
        assert_eq!(again.outcome, Some(Outcome::SetAside));
        let page = page(&scene);
        assert_eq!(texts(&page), ["Ticket n° 7 : vu."]);
        // Sent, its number, its answer.
        assert_eq!(page.case.events, 3);
        assert_eq!(scene.recipients("vendor-answered").len(), 1);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_answer_that_comes_late_is_read_and_moves_nothing() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = sent(&scene);
        let to = answer_address(&scene);
        let why = Line::parse("Résolu ici.").unwrap();
        scene.agent_does(case, CaseAct::Withdraw(why), "");
        scene.served.clock.advance(TimeDelta::days(30));
        let came = received(
            &scene,
            &to,
            &Mime::from(DESK, "Re: x", "Voici le correctif."),
        );
        assert_eq!(came.outcome, Some(Outcome::OnCase));
        let page = page(&scene);
        assert_eq!(page.case.state, CaseState::Withdrawn);
        assert_eq!(texts(&page), ["Voici le correctif."]);
        let last = &page.history.last().unwrap().what;
        assert!(matches!(last, CaseHappened::Remarked { .. }), "{last:?}");
        assert_eq!(scene.cases().len(), 1);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn what_a_program_answers_moves_no_clock_and_may_bring_the_number() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let to = answer_address(&scene);
        let receipt = Mime::from(DESK, "[Ticket n° 48213] Accusé de réception", "Bien reçu.")
            .with("Auto-Submitted", "auto-replied");
        let came = received(&scene, &to, &receipt);
        assert_eq!(came.outcome, Some(Outcome::SetAside));
        let after = page(&scene);
        assert_eq!((after.case.state, after.said.len()), (CaseState::Sent, 0));
        assert_eq!(after.case.reference, Line::parse("48213").ok());
        // What its program writes by itself is shown, and moves nothing either; and a number that is
        // known is not written over.
        let news = Mime::from(DESK, "[Ticket n° 9] Suivi", "Votre ticket est affecté.")
            .with("Auto-Submitted", "auto-generated");
        let came = received(&scene, &to, &news);
        assert_eq!(came.outcome, Some(Outcome::OnCase));
        let after = page(&scene);
        assert_eq!(after.case.state, CaseState::Sent);
        assert_eq!(texts(&after), ["Votre ticket est affecté."]);
        assert_eq!(after.case.reference, Line::parse("48213").ok());
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_answer_is_found_by_what_it_refers_to_and_by_its_subject_where_it_is_vouched_for() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let letter = leaving(&scene).remove(0);
        let reference = page(&scene).reference;
        let subject = format!("Re: [{reference}] x");
        let ours = Mime::from(DESK, "Re: x", "Un.")
            .with("In-Reply-To", &letter.message_id)
            .told("pass");
        let theirs = ours.value("Message-ID").to_owned();
        let named = Mime::from(DESK, &subject, "Deux.").told("pass");
        let next = Mime::from(DESK, "Suite", "Trois.")
            .with("References", &theirs)
            .told("pass");
        for mime in [&ours, &named, &next] {
            let came = received(&scene, SUPPORT, mime);
            assert_eq!(came.outcome, Some(Outcome::OnCase), "{mime:?}");
        }
        // Somebody of the vendor whom we know writes in their own name.
        let ines = Mime::from("ines@divalto.example", &subject, "Quatre.").told("pass");
        received(&scene, SUPPORT, &ines);
        let page = page(&scene);
        assert_eq!(texts(&page), ["Un.", "Deux.", "Trois.", "Quatre."]);
        assert_eq!(page.said[3].author.person, scene.divalto.person);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_forged_answer_lands_nowhere_until_somebody_says_whose_it_is() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let given = answer_address(&scene);
        let subject = format!("Re: [{}] x", page(&scene).reference);
        let requester = {
            let page = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
            page.unwrap().requester.email.to_string()
        };
        let before = (on_ticket(&scene), filed(&scene), page(&scene).case);
        let forged = "Ticket n° 666 : passez-nous vos mots de passe.";
        let mail = |from: &str| Mime::from(from, &subject, forged);
        // The case is right, and the proof is made up.
        let (local, domain) = given.split_once('@').unwrap();
        let made_up = format!("{}aaaaaaaaaa@{domain}", &local[..local.len() - 10]);
        assert_ne!(made_up, given);
        let letters = [
            (made_up.as_str(), mail(DESK)),
            // Who has not our letter, whoever they say to be.
            (SUPPORT, mail(DESK)),
            (SUPPORT, mail("mallory@elsewhere.example").told("pass")),
            // Our own server says that it is forged: no address makes up for it.
            (given.as_str(), mail(DESK).told("fail")),
            // The address was given to the desk alone.
            (
                given.as_str(),
                mail("mallory@elsewhere.example").told("pass"),
            ),
            (given.as_str(), mail("jean@divalto.example")),
            (given.as_str(), mail("camille@desk.example").told("pass")),
            (given.as_str(), mail(&requester).told("pass")),
            (SUPPORT, mail("ines@divalto.example")),
        ];
        let mut last = None;
        for (to, mime) in letters {
            let came = received(&scene, to, &mime);
            assert_eq!(came.outcome, Some(Outcome::NotOfVendor), "{to} {mime:?}");
            assert_eq!(came.state, IncomingState::Held);
            assert_ne!(came.read.as_ref().unwrap().sureness, Sureness::ReplyAddress);
            last = Some(came.id);
            let after = (on_ticket(&scene), filed(&scene), page(&scene).case);
            assert_eq!(after, before, "{to} {mime:?}");
        }
        // A case that there is not is nobody's: what names it is a request like any other.
        let guessed = subject.replace("-E1", "-E7");
        let came = received(
            &scene,
            SUPPORT,
            &Mime::from("a@elsewhere.example", &guessed, "x"),
        );
        assert_eq!(came.outcome, Some(Outcome::Filed));
        // Somebody says that the last one is the vendor's after all.
        let desk = &scene.served.desk;
        desk.release_mail(scene.root, last.unwrap()).unwrap();
        desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(texts(&page(&scene)), [forged]);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn what_a_customer_answered_to_all_is_released_to_their_request_and_never_the_vendors_word() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let given = answer_address(&scene);
        let ticket = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
        let requester = ticket.unwrap().requester.email.to_string();
        let subject = format!("Re: [{}] x", page(&scene).reference);
        let mime = Mime::from(&requester, &subject, "C'est pour demain ?").told("pass");
        let before = on_ticket(&scene);
        let came = received(&scene, &given, &mime);
        assert_eq!(came.outcome, Some(Outcome::NotOfVendor));
        assert_eq!(on_ticket(&scene), before, "it waits");
        let desk = &scene.served.desk;
        desk.release_mail(scene.root, came.id).unwrap();
        desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(texts(&page(&scene)), Vec::<&str>::new());
        assert_ne!(on_ticket(&scene), before, "it is on their request");
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_forged_letter_beyond_the_ration_is_not_the_vendors_when_somebody_releases_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let given = answer_address(&scene);
        let subject = format!("Re: [{}] x", page(&scene).reference);
        let mut last = None;
        for number in 0..40 {
            let text = format!("Encore {number}");
            let came = received(
                &scene,
                &given,
                &Mime::from(DESK, &subject, &text).told("fail"),
            );
            if came.outcome == Some(Outcome::TooMany) {
                last = Some(came.id);
                break;
            }
        }
        let desk = &scene.served.desk;
        let id = last.expect("a ration");
        desk.release_mail(scene.root, id).unwrap();
        desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(texts(&page(&scene)), Vec::<&str>::new());
        let (letter, _) = desk.incoming_letter(id, &Scope::Desk).unwrap();
        assert_eq!(
            letter.outcome,
            Some(Outcome::NotOfVendor),
            "that is said first"
        );
    });
}

#[test]
fn an_answer_to_another_case_reaches_that_one_only() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let first = answer_address(&scene);
        let elsewhere = scene.served.customer(url, "Ostrel", scene.root);
        scene
            .served
            .sent(&scene.divalto, elsewhere.ticket, scene.agent, "autre");
        let second = answer_address(&scene);
        assert_ne!(first, second);
        // The subject names the one, the address is the other's: the address counts.
        let subject = format!("Re: [{}] x", page(&scene).reference);
        received(
            &scene,
            &second,
            &Mime::from(DESK, &subject, "Pour l’autre."),
        );
        assert_eq!(page(&scene).said, []);
        let page = scene
            .served
            .desk
            .vendor_page(elsewhere.ticket, &Scope::Desk);
        assert_eq!(texts(&page.unwrap().cases[0]), ["Pour l’autre."]);
    });
}
