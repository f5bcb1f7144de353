//! A designated administrator manages the people of their organisation, and nobody else's.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use guichet::{
    clock::Clock as _,
    desk::{NewMember, Secret},
    domain::{
        ids::{OrganisationId, PersonId},
        lang::Lang,
        notice::Notice,
        people::{EmailAddress, Organisation, OrganisationKind, Role},
        setup_history::{SetUpDone, SetUpThing},
        ticket::Line,
    },
    store::{DatabaseUrl, Options, Store, setup_events},
};

use crate::support::{
    app::{Browser, PASSWORD, Served, served},
    customers::House,
    digest::{changed, digest},
    on_each_engine,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

struct Scene {
    served: Served,
    marlaix: House,
}

impl Scene {
    fn new(url: &DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        Self {
            marlaix: served.customer(url, "Marlaix", root),
            served,
        }
    }

    fn chief(&self) -> Browser {
        self.served.signed_in(self.marlaix.chief)
    }

    /// The last link to choose a password that went out by letter.
    fn link(&self) -> Secret {
        let (letters, _) = self.served.desk.letters(None, None).unwrap();
        let mut links = letters.iter().filter_map(|letter| match &letter.notice {
            Notice::Invited { link, .. } | Notice::PasswordReset { link, .. } => Secret::read(link),
            _ => None,
        });
        links.next().unwrap()
    }
}

fn of(id: PersonId, act: &str) -> String {
    format!("/portal/people/{id}/{act}")
}

#[test]
fn a_designated_administrator_invites_and_the_invited_lands_in_the_portal() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut chief = scene.chief();
        let list = chief.get("/portal/people");
        assert!(list.body.contains("Odile Marlaix"), "{}", list.status);
        let fields = [
            ("email", "lea@marlaix.example"),
            ("name", "Léa Marchal"),
            ("letters", "fr"),
        ];
        for _ in 0..2 {
            // Who chose no password yet is invited again.
            let invited = chief.post("/portal/people", &fields);
            assert_eq!(invited.location(), "/portal/people?done=invited");
        }
        let list = chief.get("/portal/people?done=invited").body;
        assert!(list.contains("Invitations en attente") && list.contains("lea@marlaix.example"));
        let taken = [("email", "odile@marlaix.example"), ("name", "Odile")];
        assert_eq!(chief.post("/portal/people", &taken).status, 422);
        let set_up = format!("/set-up/{}", scene.link().reveal());
        let mut lea = scene.served.browser();
        assert!(lea.get(&set_up).body.contains("lea@marlaix.example"));
        let entered = lea.post(&set_up, &[("password", PASSWORD)]);
        assert_eq!(entered.location(), "/portal", "{}", entered.body);
        assert_eq!(lea.get("/portal").status, 200);
        assert_eq!(
            lea.get("/portal/people").status,
            403,
            "a clerk manages nobody"
        );
        let list = chief.get("/portal/people").body;
        assert!(!list.contains("Invitations en attente"), "she has come");
        let person = list
            .split("href=\"")
            .find(|part| part.contains(">Léa Marchal<"));
        let page = chief.get(person.unwrap().split('"').next().unwrap()).body;
        assert!(page.contains("Chef Marlaix ouvre le compte de Léa Marchal"));
        assert!(
            !page.contains("type=\"password\""),
            "nobody chooses another's password"
        );
    });
}

#[test]
fn somebody_is_corrected_reset_closed_and_opened_again() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (mut chief, clerk) = (scene.chief(), scene.marlaix.clerk);
        let mut odile = scene.served.signed_in(clerk);
        let corrected = chief.post(
            &of(clerk, "profile"),
            &[("name", "Odile Perrin"), ("letters", "en")],
        );
        assert!(corrected.location().ends_with("done=corrected"));
        assert_eq!(
            chief.post(&of(clerk, "profile"), &[("name", " ")]).status,
            422
        );
        assert!(chief.get("/portal/people").body.contains("Odile Perrin"));
        for act in ["active", "designated"] {
            let unsaid = chief.post(&of(clerk, act), &[]);
            assert_eq!(
                unsaid.status, 400,
                "{act}: nothing is done unless it is said"
            );
        }
        assert_eq!(chief.post(&of(clerk, "link"), &[]).status, 303);
        assert!(
            scene
                .served
                .desk
                .set_up_by_link(&scene.link())
                .unwrap()
                .is_some()
        );
        assert_eq!(
            chief.post(&of(clerk, "active"), &[("do", "close")]).status,
            303
        );
        assert_eq!(
            odile.get("/portal").status,
            303,
            "the session ended at once"
        );
        assert!(scene.served.desk.set_up_by_link(&scene.link()).is_err());
        let fields = [("email", "odile@marlaix.example"), ("password", PASSWORD)];
        assert_eq!(scene.served.browser().post("/sign-in", &fields).status, 422);
        assert_eq!(
            chief.post(&of(clerk, "active"), &[("do", "open")]).status,
            303
        );
        assert_eq!(
            scene.served.browser().post("/sign-in", &fields).location(),
            "/portal"
        );
    });
}

#[test]
fn the_last_designated_administrator_goes_only_after_a_clear_word() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut chief = scene.chief();
        let (head, clerk) = (scene.marlaix.chief, scene.marlaix.clerk);
        for (act, word) in [("active", "close"), ("designated", "end")] {
            let asked = chief.post(&of(head, act), &[("do", word), ("platform", "")]);
            assert_eq!(asked.status, 422, "{act}");
            assert!(asked.body.contains("name=\"sure\""), "{act}");
        }
        let platform = scene.marlaix.platform.to_string();
        let part = chief.post(
            &of(clerk, "designated"),
            &[("do", "name"), ("platform", &platform)],
        );
        assert_eq!(part.status, 303);
        let mut odile = scene.served.signed_in(clerk);
        assert_eq!(
            odile.get("/portal/people").status,
            403,
            "a platform is not the whole"
        );
        let still = chief.post(&of(head, "designated"), &[("do", "end"), ("platform", "")]);
        assert_eq!(
            still.status, 422,
            "a platform's administrator administrates no people"
        );
        let whole = chief.post(
            &of(clerk, "designated"),
            &[("do", "name"), ("platform", "")],
        );
        assert_eq!(whole.status, 303);
        assert_eq!(odile.get("/portal/people").status, 200);
        let gone = chief.post(&of(head, "designated"), &[("do", "end"), ("platform", "")]);
        assert_eq!(gone.location(), "/portal");
        assert_eq!(chief.get("/portal/people").status, 403);
        let last = odile.post(
            &of(clerk, "designated"),
            &[("do", "end"), ("platform", ""), ("sure", "1")],
        );
        assert_eq!(last.location(), "/portal");
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        let about = SetUpThing::Organisation(scene.marlaix.id);
        let events = store
            .read(|conn| setup_events::about(conn, about, 100))
            .unwrap();
        let count = |wanted: fn(&SetUpDone) -> bool| {
            events.iter().filter(|event| wanted(&event.what)).count()
        };
        assert_eq!(
            count(|what| matches!(what, SetUpDone::Designated { .. })),
            3
        );
        assert_eq!(
            count(|what| matches!(what, SetUpDone::DesignationEnded { .. })),
            2
        );
    });
}

#[test]
fn the_list_of_designated_administrators_is_a_table_without_formulas() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (mut chief, clerk) = (scene.chief(), scene.marlaix.clerk);
        let platform = scene.marlaix.platform.to_string();
        chief.post(
            &of(clerk, "designated"),
            &[("do", "name"), ("platform", &platform)],
        );
        chief.post(
            &of(clerk, "profile"),
            &[("name", "=HYPERLINK(\"x\")"), ("letters", "fr")],
        );
        let table = chief.get("/portal/people/designated.csv");
        assert_eq!(
            table.header("content-type"),
            Some("text/csv; charset=utf-8")
        );
        assert!(
            table
                .header("content-disposition")
                .unwrap()
                .starts_with("attachment")
        );
        let lines: Vec<&str> = table.body.lines().collect();
        assert_eq!(lines.len(), 3, "{}", table.body);
        assert!(table.body.contains(
            "\"Chef Marlaix\";\"chef@marlaix.example\";\"Marlaix\";\"toute l’organisation\""
        ));
        assert!(
            table
                .body
                .contains("\"'=HYPERLINK(\"\"x\"\")\";\"odile@marlaix.example\"")
        );
        assert_eq!(
            scene
                .served
                .signed_in(clerk)
                .get("/portal/people/designated.csv")
                .status,
            403
        );
    });
}

#[test]
fn an_address_that_is_used_elsewhere_is_invited_like_any_other() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let root = scene
            .served
            .worker("Noa", "noa@desk.example", Role::Administrator);
        let ostrel = scene.served.customer(url, "Ostrel", root);
        let mut chief = scene.chief();
        let mut page = |email: &str| {
            let fields = [("email", email), ("name", "Sacha Neuf"), ("letters", "fr")];
            let answer = chief.post("/portal/people", &fields);
            let list = chief.get(&answer.location());
            let said = list.body.replace(email, "ADDRESS");
            // What follows is the same, too.
            let again = chief.post("/portal/people", &fields);
            let back = chief.post("/portal/people/withdraw", &[("email", email)]);
            let gone = chief.get(&back.location()).body;
            assert!(!gone.contains(email), "{gone}");
            (
                answer.status,
                answer.location(),
                said,
                again.location(),
                back.location(),
                gone,
            )
        };
        let before = digest(url);
        let elsewhere = page("odile@ostrel.example");
        let after = changed(&before, &digest(url));
        let after: BTreeSet<&str> = after.iter().map(String::as_str).collect();
        let expected = BTreeSet::from(["invitations", "letters"]);
        assert_eq!(after, expected, "nothing else becomes of it");
        let desk = page("noa@desk.example");
        let nobody = page("sacha@neuf.example");
        assert_eq!(elsewhere, nobody);
        assert_eq!(desk, nobody);
        let (letters, _) = scene.served.desk.letters(None, None).unwrap();
        let asked: Vec<&Notice> = letters
            .iter()
            .filter(|letter| letter.recipient.to_string() == "odile@ostrel.example")
            .map(|letter| &letter.notice)
            .filter(|notice| matches!(notice, Notice::AskedElsewhere { .. }))
            .collect();
        let notice = Notice::AskedElsewhere {
            by: "Chef Marlaix".to_owned(),
            organisation: "Marlaix".to_owned(),
        };
        assert_eq!(asked, [&notice, &notice]);
        // The account is as it was.
        let fields = [("email", "odile@ostrel.example"), ("password", PASSWORD)];
        assert_eq!(
            scene.served.browser().post("/sign-in", &fields).location(),
            "/portal"
        );
        let people = scene.served.desk.organisation(ostrel.id).unwrap().people;
        assert_eq!(people.len(), 2);
    });
}

#[test]
fn an_invitation_that_is_taken_back_opens_nothing_and_can_be_made_again() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut chief = scene.chief();
        let fields = [
            ("email", "lea@marlaix.example"),
            ("name", "Léa"),
            ("letters", "fr"),
        ];
        chief.post("/portal/people", &fields);
        let first = scene.link();
        let email = [("email", "lea@marlaix.example")];
        assert_eq!(chief.post("/portal/people/withdraw", &email).status, 303);
        assert_eq!(chief.post("/portal/people/withdraw", &email).status, 404);
        assert!(scene.served.desk.set_up_by_link(&first).is_err());
        chief.post("/portal/people", &fields);
        let set_up = format!("/set-up/{}", scene.link().reveal());
        let mut lea = scene.served.browser();
        assert_eq!(
            lea.post(&set_up, &[("password", PASSWORD)]).location(),
            "/portal"
        );
        assert_eq!(
            scene
                .served
                .signed_in(scene.marlaix.clerk)
                .post("/portal/people/withdraw", &email)
                .status,
            403
        );
    });
}

/// Files by the public form; whose request it is.
fn whose(served: &Served, email: &str) -> Option<OrganisationId> {
    let key = served.filed(&[("email", email), ("service", "portail")]);
    served.desk.request(&key).unwrap().ticket.organisation
}

#[test]
fn isolation_an_invitation_takes_nobody_from_the_organisation_of_their_domain() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let ostrel = Organisation {
            id: OrganisationId::fresh(),
            name: "Ostrel".to_owned(),
            mail_domain: Some("ostrel.example".to_owned()),
            kind: OrganisationKind::Customer,
        };
        scene.served.desk.add_organisation(&ostrel).unwrap();
        let fields = [
            ("name", "Paul"),
            ("email", "paul@ostrel.example"),
            ("letters", "fr"),
        ];
        let answer = scene.chief().post("/portal/people", &fields);
        assert_eq!(answer.location(), "/portal/people?done=invited");
        assert_eq!(whose(&scene.served, "paul@ostrel.example"), Some(ostrel.id));
        let people = scene
            .served
            .desk
            .organisation(scene.marlaix.id)
            .unwrap()
            .people;
        assert_eq!(people.len(), 2, "nobody of theirs");
    });
}

#[test]
fn isolation_who_was_invited_and_has_not_come_is_nobodys_yet() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let fields = [
            ("name", "Sacha"),
            ("email", "sacha@neuf.example"),
            ("letters", "fr"),
        ];
        scene.chief().post("/portal/people", &fields);
        assert_eq!(whose(&scene.served, "sacha@neuf.example"), None);
        scene
            .served
            .desk
            .set_up(&scene.link(), None, PASSWORD)
            .unwrap();
        assert_eq!(
            whose(&scene.served, "sacha@neuf.example"),
            Some(scene.marlaix.id)
        );
    });
}

#[test]
fn a_hundred_invitations_a_day_are_enough() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let invite = |number: u32| {
            let member = NewMember {
                name: Line::parse("Sacha").unwrap(),
                email: EmailAddress::parse(&format!("s{number}@neuf.example")).unwrap(),
                lang: Lang::Fr,
            };
            let Scene { served, marlaix } = &scene;
            served
                .desk
                .invite_member(marlaix.id, &member, marlaix.chief)
        };
        for number in 0..100 {
            invite(number).unwrap();
        }
        assert!(invite(100).is_err());
        let fields = [
            ("name", "Sacha"),
            ("email", "s101@neuf.example"),
            ("letters", "fr"),
        ];
        let answer = scene.chief().post("/portal/people", &fields);
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("Cent invitations"), "{}", answer.body);
        let clock = &scene.served.clock;
        clock.set(clock.now() + TimeDelta::hours(25));
        assert!(invite(100).is_ok());
    });
}
