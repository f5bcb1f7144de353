//! Letters of known people that the contract of their organisation does not take: they are told why.

use guichet::{
    desk::{NewMember, SubscriptionSaid},
    domain::{
        ids::{OrganisationId, PersonId},
        incoming::{IncomingLetter, Outcome, Remark},
        lang::Lang,
        letter::Letter,
        notice::Notice,
        people::{Organisation, OrganisationKind},
        ticket::Line,
    },
    edges::mail::{Catcher, Site, SmtpMailer, SmtpSettings, render},
    store::DatabaseUrl,
};

use super::{MORNING, Mime, later, leaving, letter, outcome, reader, received, taken};
use crate::{
    desk_world::{World, address, every_letter, world},
    support::on_each_engine,
};

/// Whether the desk reads that the sender was told.
fn knows(came: &IncomingLetter) -> bool {
    let said = came.read.as_ref();
    said.is_some_and(|said| said.remarks.contains(&Remark::SenderTold))
}

const CLERK: &str = "odile@marlaix.example";
const JAMESPOT: &str = "jamespot@desk.example";
const CALL_CENTER: &str = "ccr@desk.example";

/// A customer with somebody who is designated and somebody who is not.
pub struct House {
    pub world: World,
    pub id: OrganisationId,
}

impl House {
    pub fn new(url: &DatabaseUrl) -> Self {
        Self::at(url, None)
    }

    /// The same, its mail at a domain of its own.
    pub fn at(url: &DatabaseUrl, mail_domain: Option<&str>) -> Self {
        let world = world(url, MORNING);
        let id = OrganisationId::fresh();
        let organisation = Organisation {
            id,
            name: "Fonderies Marlaix".to_owned(),
            mail_domain: mail_domain.map(str::to_owned),
            kind: OrganisationKind::Customer,
        };
        world.desk.add_organisation(&organisation).unwrap();
        let house = Self { world, id };
        let chief = house.member("Hélène Courtois", "helene@marlaix.example", Lang::Fr);
        house.member("Odile Prévost", CLERK, Lang::Fr);
        let by = house.world.administrator;
        house.world.desk.designate(id, chief, None, by).unwrap();
        // What was owed for that is not told of here.
        leaving(&house.world);
        house
    }

    fn member(&self, name: &str, email: &str, lang: Lang) -> PersonId {
        self.member_of(self.id, name, email, lang)
    }

    /// Somebody of an organisation.
    pub fn member_of(
        &self,
        organisation: OrganisationId,
        name: &str,
        email: &str,
        lang: Lang,
    ) -> PersonId {
        let desk = &self.world.desk;
        let member = NewMember {
            name: Line::parse(name).unwrap(),
            email: address(email),
            lang,
        };
        let by = self.world.administrator;
        let person = desk
            .invite_member(organisation, &member, by)
            .unwrap()
            .unwrap();
        let link = desk.set_up_link(Some(person)).unwrap();
        desk.set_up(&link, None, "une phrase assez longue").unwrap();
        person
    }

    fn subscribed(&self, support: bool, first: &str, last: Option<&str>) {
        let desk = &self.world.desk;
        let service = desk
            .services()
            .unwrap()
            .into_iter()
            .find(|one| one.slug == "callcenterrate")
            .unwrap();
        let said = SubscriptionSaid {
            support,
            prepaid_minutes: None,
            annual: None,
            first_day: first.parse().unwrap(),
            last_day: last.map(|day| day.parse().unwrap()),
        };
        let by = self.world.administrator;
        desk.subscribe(self.id, service.id, "callcenterrate", said, by)
            .unwrap();
    }

    /// The letters that say that nothing was filed.
    fn told(&self) -> Vec<Letter> {
        let mut all = every_letter(&self.world.desk);
        all.retain(|one| matches!(one.notice, Notice::MailRefused { .. }));
        all
    }
}

/// A letter in words, on one line.
fn said(letter: &Letter) -> String {
    let site = Site::new("https://desk.example", "Guichet", chrono_tz::Europe::Paris);
    let parts = render(letter, &site).unwrap();
    let text = format!("{} {}", parts.subject, parts.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn asks(from: &str) -> Mime {
    Mime::from(
        from,
        "Imprimante en feu",
        "Au secours, http://piege.example",
    )
}

#[test]
fn who_is_not_designated_reads_that_nothing_was_filed_why_and_whom_to_ask() {
    on_each_engine(|url| {
        let house = House::new(url);
        let came = received(&house.world, JAMESPOT, &asks(CLERK));
        assert_eq!(outcome(&came), Outcome::NotEntitled);
        let told = house.told();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].recipient.to_string(), CLERK);
        let text = said(&told[0]);
        for part in [
            "Votre courriel n’est pas devenu une demande",
            "reçu le mardi 3 mars 2026 à 10 h 00, heure de Paris, n’a pas été déposé",
            "votre organisation a désigné les personnes qui déposent les demandes",
            "Les personnes désignées comme administrateurs",
            "À qui vous adresser dans votre organisation : Hélène Courtois.",
            "une fois par jour au plus",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        for typed in ["Imprimante", "secours", "piege.example"] {
            assert!(!text.contains(typed), "{typed} is quoted: {text}");
            assert!(!format!("{:?}", told[0]).contains(typed), "{typed}");
        }
        assert!(
            !text.contains("Odile Prévost"),
            "whoever asks is not whom to ask: {text}"
        );
    });
}

#[test]
fn the_letter_says_on_which_day_the_subscription_ended() {
    on_each_engine(|url| {
        let house = House::new(url);
        house.subscribed(true, "2025-01-01", Some("2025-12-31"));
        let came = received(&house.world, CALL_CENTER, &asks(CLERK));
        assert_eq!(outcome(&came), Outcome::NotEntitled);
        let text = said(&house.told()[0]);
        assert!(text.contains("a pris fin le 31 décembre 2025"), "{text}");
        let clause = "Ce que dit le contrat";
        assert!(text.contains(clause), "{text}");
    });
}

#[test]
fn who_reads_english_is_told_in_english() {
    on_each_engine(|url| {
        let house = House::new(url);
        house.member("Ada Byron", "ada@marlaix.example", Lang::En);
        leaving(&house.world);
        received(&house.world, CALL_CENTER, &asks("ada@marlaix.example"));
        let text = said(&house.told()[0]);
        for part in [
            "Your e-mail has not become a request",
            "Your organisation has no subscription to this service.",
            "Whom to ask in your organisation: Hélène Courtois.",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    });
}

#[test]
fn an_address_is_told_once_a_day() {
    on_each_engine(|url| {
        let house = House::new(url);
        for address in [JAMESPOT, CALL_CENTER, JAMESPOT] {
            let came = received(&house.world, address, &asks(CLERK));
            assert_eq!(outcome(&came), Outcome::NotEntitled);
            assert!(knows(&came), "{:?}", came.read);
            later(&house.world, 60);
        }
        assert_eq!(house.told().len(), 1);
        later(&house.world, 22 * 60);
        received(&house.world, JAMESPOT, &asks(CLERK));
        assert_eq!(house.told().len(), 2);
    });
}

#[test]
fn strangers_forgers_and_programs_are_told_nothing() {
    on_each_engine(|url| {
        let house = House::new(url);
        let program = asks(CLERK).with("Auto-Submitted", "auto-generated");
        for (why, mime) in [
            ("a stranger", asks("x@elsewhere.example")),
            ("a forged sender", asks(CLERK).told("fail")),
            ("a program", program),
        ] {
            let came = received(&house.world, JAMESPOT, &mime);
            assert_eq!(outcome(&came), Outcome::NotEntitled, "{why}");
            assert_eq!(house.told(), [], "{why}");
            assert!(!knows(&came), "{why}");
        }
        assert_eq!(leaving(&house.world), [], "nobody is written to");
    });
}

#[test]
fn what_the_desk_lets_through_is_filed_and_told_of_no_refusal() {
    on_each_engine(|url| {
        let house = House::new(url);
        let World {
            desk,
            administrator,
            ..
        } = &house.world;
        let id = taken(&house.world, Some(JAMESPOT), &asks(CLERK));
        desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(house.told().len(), 1);
        later(&house.world, 2 * 24 * 60);
        desk.release_mail(*administrator, id).unwrap();
        desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(outcome(&letter(&house.world, id)), Outcome::Filed);
        assert_eq!(house.told().len(), 1);
    });
}

#[test]
fn the_letter_is_one_that_no_program_answers() {
    on_each_engine(|url| {
        let house = House::new(url);
        received(&house.world, JAMESPOT, &asks(CLERK));
        let catcher = Catcher::start().unwrap();
        let from = "Guichet <support@desk.example>";
        let settings = SmtpSettings::parse(&catcher.url(), from, None).unwrap();
        let site = Site::new("https://desk.example", "Guichet", chrono_tz::Europe::Paris);
        let mailer = SmtpMailer::new(settings, site);
        house.world.desk.deliver(&mailer).unwrap();
        let caught = catcher.letters();
        assert_eq!(caught.len(), 1);
        assert_eq!(caught[0].from, "", "no way back");
        assert_eq!(caught[0].to, [CLERK]);
        assert_eq!(caught[0].header("Auto-Submitted"), Some("auto-replied"));
    });
}
