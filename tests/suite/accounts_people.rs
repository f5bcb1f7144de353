//! Accounts of those who work at the desk: one's own, and what an administrator does.

use chrono::TimeDelta;
use guichet::{
    desk::{Error, Field, NewWorker, Secret},
    domain::{
        ids::PersonId,
        lang::Lang,
        letter::Letter,
        notice::Notice,
        people::Role,
        people_history::{By, Done},
        ticket::{Act, Line},
    },
};

use crate::{
    desk_world::{MONDAY, World, address, at_once, blocked, let_in, world},
    support::{
        app::{Browser, PASSWORD, Served, served},
        on_each_engine, on_sqlite,
    },
};

const OPEN: &str = "2026-03-04T09:00:00Z";
const NEW: &str = "quatre cyprès devant la gare";

fn with_password(world: &World, person: PersonId) {
    let link = world.desk.set_up_link(Some(person)).unwrap();
    world.desk.set_up(&link, None, PASSWORD).unwrap();
}

fn somebody(email: &str, role: Role) -> NewWorker {
    NewWorker {
        name: Line::parse("Noa Petit").unwrap(),
        email: address(email),
        role,
        lang: Lang::En,
    }
}

fn invitation(letters: &[Letter]) -> Option<Secret> {
    letters.iter().find_map(|letter| match &letter.notice {
        Notice::Invited { link, .. } => Secret::read(link),
        _ => None,
    })
}

#[test]
fn there_is_always_an_administrator_left_who_can_sign_in() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, one) = (&world.desk, world.administrator);
        with_password(&world, one);
        let alone = |id: PersonId| {
            let demoted = desk.change_role(id, Role::Agent, By::Person(id));
            let closed = desk.set_active(id, false, By::CommandLine);
            matches!(
                (demoted, closed),
                (Err(Error::LastAdministrator), Err(Error::LastAdministrator))
            )
        };
        assert!(alone(one));
        let other = world.second;
        desk.change_role(other, Role::Administrator, By::Person(one))
            .unwrap();
        assert!(alone(one), "who never chose a password cannot sign in");
        with_password(&world, other);
        // Each closes the other's account at the same moment.
        let outcomes = at_once(2, |number| {
            let (by, whom) = if number == 0 {
                (one, other)
            } else {
                (other, one)
            };
            desk.set_active(whom, false, By::Person(by))
        });
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1);
        let (all, _) = desk.colleagues().unwrap();
        let left = all
            .iter()
            .filter(|one| one.person.active && one.person.role == Role::Administrator)
            .count();
        assert_eq!(left, 1);
    });
}

#[test]
fn nobody_but_an_administrator_manages_accounts() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let desk = &world.desk;
        for by in [world.agent, world.supervisor, world.auditor] {
            let whom = world.second;
            let refused = [
                desk.invite(&somebody("noa@desk.example", Role::Agent), by)
                    .map(drop),
                desk.send_link(whom, by),
                desk.change_role(whom, Role::Administrator, By::Person(by)),
                desk.change_role(by, Role::Administrator, By::Person(by)),
                desk.set_active(whom, false, By::Person(by)),
            ];
            for outcome in refused {
                assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
            }
        }
        assert!(world.letters(None).is_empty());
        let customer = world.filed("standard", blocked());
        let requester = world.page(customer.0).ticket.requester;
        let by = By::Person(world.administrator);
        let outcome = desk.change_role(requester, Role::Administrator, by);
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        let outcome = desk.change_role(world.agent, Role::Requester, by);
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    });
}

#[test]
fn all_that_is_done_about_somebody_is_kept_in_order() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, by) = (&world.desk, world.administrator);
        let id = desk
            .invite(&somebody("noa@desk.example", Role::Agent), by)
            .unwrap();
        let again = desk.invite(&somebody("NOA@desk.example", Role::Agent), by);
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
        let link = invitation(&world.letters(None)).unwrap();
        world.clock.advance(TimeDelta::minutes(5));
        assert_eq!(desk.set_up(&link, None, PASSWORD).unwrap(), id);
        desk.change_role(id, Role::Supervisor, By::Person(by))
            .unwrap();
        desk.change_role(id, Role::Supervisor, By::Person(by))
            .unwrap();
        desk.set_active(id, false, By::CommandLine).unwrap();
        desk.set_active(id, true, By::Person(by)).unwrap();
        desk.send_link(id, by).unwrap();
        let name = Line::parse("Noa Grand").unwrap();
        desk.change_profile(id, &name, Lang::Fr).unwrap();
        let page = desk.colleague(id).unwrap();
        let mut kept: Vec<_> = page
            .history
            .iter()
            .map(|line| (line.event.seq, line.event.by, line.event.what.clone()))
            .collect();
        kept.reverse();
        let (admin, role) = (By::Person(by), Role::Agent);
        let wanted = [
            (admin, Done::Added { role }),
            (By::Link, Done::PasswordChosen),
            (
                admin,
                Done::RoleChanged {
                    from: Role::Agent,
                    to: Role::Supervisor,
                },
            ),
            (By::CommandLine, Done::Deactivated),
            (admin, Done::Reactivated),
            (admin, Done::LinkGiven),
            (
                By::Person(id),
                Done::Renamed {
                    from: "Noa Petit".to_owned(),
                    to: "Noa Grand".to_owned(),
                },
            ),
        ];
        let wanted: Vec<_> = (1..)
            .zip(wanted)
            .map(|(seq, (by, what))| (seq, by, what))
            .collect();
        assert_eq!(kept, wanted);
        assert_eq!(page.history[0].about, "Noa Grand");
    });
}

#[test]
fn another_password_needs_the_present_one_and_ends_every_other_session() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, id) = (&world.desk, world.agent);
        with_password(&world, id);
        let [there, here] = ["a", "b"].map(|device| {
            let_in(
                desk.sign_in("camille@desk.example", PASSWORD, device)
                    .unwrap(),
            )
        });
        for (present, new, field) in [
            ("une phrase assez longuE", NEW, Field::Present),
            ("", NEW, Field::Present),
            (PASSWORD, "court", Field::Password),
            (PASSWORD, "camille@desk.example", Field::Password),
        ] {
            let Err(Error::Invalid(faults)) = desk.change_password(id, present, new, "b") else {
                panic!("{new} was taken")
            };
            assert_eq!(faults[0].field, field);
        }
        assert!(desk.signed_in(&there).unwrap().is_some());
        let fresh = desk.change_password(id, PASSWORD, NEW, "b").unwrap();
        for old in [&there, &here] {
            assert!(desk.signed_in(old).unwrap().is_none(), "a new id, too");
        }
        assert!(desk.signed_in(&fresh).unwrap().is_some());
        let letters = world.letters(None);
        assert_eq!(letters.len(), 1);
        assert!(matches!(letters[0].notice, Notice::PasswordChanged { .. }));
        assert!(desk.sign_in("camille@desk.example", PASSWORD, "").is_err());
        assert!(desk.sign_in("camille@desk.example", NEW, "").is_ok());
    });
}

/// Two browsers in which somebody is signed in.
fn twice(served: &Served, person: PersonId) -> [Browser; 2] {
    [served.signed_in(person), served.signed_in(person)]
}

#[test]
fn a_session_dies_at_the_very_next_request_after_a_change_of_role_password_or_account() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut admin = served.signed_in(boss);
        for (path, fields) in [
            ("role", [("role", "supervisor")]),
            ("active", [("do", "close")]),
            ("active", [("do", "open")]),
        ] {
            let [mut one, mut other] = twice(&served, agent);
            let signed_in = one.get("/account").status == 200;
            let answer = admin.post(&format!("/people/{agent}/{path}"), &fields);
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert!(signed_in || fields[0].1 == "open", "{path}");
            for replayed in [&mut one, &mut other] {
                let refused = replayed.get("/account");
                assert_eq!(refused.status, 303, "{path} {fields:?}");
                assert!(refused.location().starts_with("/sign-in"));
            }
        }
        let [mut here, mut there] = twice(&served, agent);
        let mut stolen = here.clone();
        let fields = [("present", PASSWORD), ("password", NEW)];
        let answer = here.post("/account/password", &fields);
        assert_eq!(
            (answer.status, answer.location().as_str()),
            (303, "/account?done=password"),
            "{}",
            answer.body
        );
        assert_eq!(here.get("/account").status, 200, "on a new session");
        assert_eq!(stolen.get("/account").status, 303);
        assert_eq!(there.get("/account").status, 303);
    });
}

#[test]
fn ones_devices_are_named_and_ended_and_nobody_elses() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let other = served.worker("Noa Petit", "noa@desk.example", Role::Agent);
        let sign_in = |agent: &str| {
            let mut browser = served.browser().saying("User-Agent", agent);
            let fields = [("email", "camille@desk.example"), ("password", PASSWORD)];
            assert_eq!(browser.post("/sign-in", &fields).status, 303);
            browser
        };
        let mut here = sign_in("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0");
        let mut phone = sign_in("Mozilla/5.0 (iPhone) Version/17.5 Safari/604.1");
        let mut third = sign_in("</p><script>alert(1)</script>");
        let page = here.get("/account").body;
        for words in ["Firefox sur Linux", "Safari sur iPhone", "Appareil inconnu"] {
            assert!(page.contains(words), "{page}");
        }
        assert!(!page.contains("<script>alert"));
        let sessions = served.desk.sessions_of(agent).unwrap();
        assert_eq!(sessions.len(), 3);
        let of_phone = sessions.iter().find(|one| one.device.contains("iPhone"));
        let path = format!("/account/sessions/{}/end", of_phone.unwrap().id);
        let mut stranger = served.signed_in(other);
        assert_eq!(stranger.post(&path, &[]).status, 404);
        assert_eq!(phone.get("/account").status, 200);
        assert_eq!(here.post(&path, &[]).status, 303);
        assert_eq!(phone.get("/account").status, 303);
        assert_eq!(here.post("/account/sessions/others/end", &[]).status, 303);
        assert_eq!(third.get("/account").status, 303);
        assert_eq!(here.get("/account").status, 200);
        assert_eq!(stranger.get("/account").status, 200);
    });
}

#[test]
fn an_invitation_opens_an_account_and_the_page_is_for_administrators() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let auditor = served.worker("Claude Lenoir", "claude@desk.example", Role::Auditor);
        let fields = |email| {
            [
                ("email", email),
                ("name", "Noa <Petit>"),
                ("role", "supervisor"),
                ("letters", "fr"),
            ]
        };
        let one = format!("/people/{agent}");
        for (who, page, act) in [(agent, 403, 403), (auditor, 200, 403)] {
            let mut browser = served.signed_in(who);
            assert_eq!(browser.get("/people").status, page);
            let shown = browser.get(&one);
            assert_eq!(shown.status, page);
            assert!(!shown.body.contains("<form action=\"/people"));
            assert_eq!(
                browser.post("/people", &fields("noa@desk.example")).status,
                act
            );
            for (path, field) in [
                ("role", ("role", "administrator")),
                ("active", ("do", "close")),
                ("link", ("", "")),
            ] {
                let answer = browser.post(&format!("{one}/{path}"), &[field]);
                assert_eq!(answer.status, act, "{path}");
            }
        }
        let mut admin = served.signed_in(boss);
        let taken = admin.post("/people", &fields("camille@desk.example"));
        assert_eq!(taken.status, 422);
        assert!(taken.body.contains("quelqu’un a déjà celle-ci"));
        assert!(taken.body.contains("Noa &#60;Petit&#62;"), "{}", taken.body);
        let sent = admin.post("/people", &fields("noa@desk.example"));
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = admin.get(&sent.location()).body;
        assert!(page.contains("Invitation en attente"), "{page}");
        let (letters, _) = served.desk.letters(None, None).unwrap();
        let secret = invitation(&letters).unwrap();
        let list = admin.get("/letters?state=waiting").body;
        assert!(list.contains("Invitation") && !list.contains(secret.reveal()));
        assert!(!page.contains(secret.reveal()), "nobody else sees the link");
        let path = format!("/set-up/{}", secret.reveal());
        let mut invited = served.browser();
        assert_eq!(invited.get(&path).status, 200);
        let done = invited.post(&path, &[("password", NEW)]);
        assert_eq!((done.status, done.location().as_str()), (303, "/queue"));
        assert_eq!(invited.get("/account").status, 200);
        let page = admin.get("/people").body;
        assert!(page.contains("Sacha Roy ouvre le compte de Noa"), "{page}");
        let last = admin.post(&format!("/people/{boss}/active"), &[("do", "close")]);
        assert_eq!(last.status, 422);
        assert!(last.body.contains("dernier compte qui peut administrer"));
    });
}

#[test]
fn whoever_guesses_the_present_password_waits() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut browser = served.signed_in(agent);
        let fields = [("present", "pas la bonne phrase"), ("password", NEW)];
        for _ in 0..10 {
            assert_eq!(browser.post("/account/password", &fields).status, 422);
        }
        let right = [("present", PASSWORD), ("password", NEW)];
        assert_eq!(browser.post("/account/password", &right).status, 429);
        served.clock.advance(TimeDelta::seconds(11));
        assert_eq!(browser.post("/account/password", &right).status, 303);
    });
}

#[test]
fn whoever_closes_an_account_gives_its_tickets_away_in_the_same_act() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (desk, boss) = (&world.desk, world.administrator);
        let (leaves, stays) = (somebody_works(&world, "noa"), somebody_works(&world, "max"));
        let assign = |to| Act::Assign { to: Some(to) };
        // More than go over in one write, one of them resolved.
        let theirs: Vec<_> = (0..30)
            .map(|_| world.filed("standard", blocked()).0)
            .collect();
        for ticket in &theirs {
            world.act_as(boss, *ticket, assign(leaves)).unwrap();
        }
        world.act_as(boss, theirs[0], Act::Resolve).unwrap();
        let of = |person| desk.colleague(person).unwrap().tickets;
        assert_eq!((of(leaves), of(stays)), (29, 0));
        let successors = desk.colleague(leaves).unwrap().successors;
        assert!(successors.iter().any(|(id, _)| *id == stays));
        assert!(successors.iter().all(|(id, _)| *id != leaves));

        // Only who manages people may, and only to somebody who works.
        let by_agent = desk.hand_over(leaves, Some(stays), stays);
        assert!(matches!(by_agent, Err(Error::Forbidden)), "{by_agent:?}");
        desk.set_active(leaves, false, By::Person(boss)).unwrap();
        assert_eq!(of(leaves), 29, "closing alone takes nothing away");
        assert_eq!(desk.hand_over(leaves, Some(stays), boss).unwrap(), 29);
        assert_eq!((of(leaves), of(stays)), (0, 29));
        let to_who_left = desk.hand_over(stays, Some(leaves), boss);
        assert!(
            matches!(to_who_left, Err(Error::Invalid(_))),
            "{to_who_left:?}"
        );
        assert_eq!(desk.hand_back(stays, By::CommandLine).unwrap(), 29);
        assert_eq!((of(leaves), of(stays)), (0, 0));
        assert_eq!(
            world.page(theirs[0]).ticket.assignee,
            Some(leaves),
            "what is over keeps its name"
        );
        for ticket in &theirs {
            world.assert_projection(*ticket);
        }
    });
}

fn somebody_works(world: &World, name: &str) -> PersonId {
    let worker = somebody(&format!("{name}@desk.example"), Role::Agent);
    world.desk.invite(&worker, world.administrator).unwrap()
}

#[test]
fn the_page_of_a_person_says_how_many_tickets_they_have_and_asks_who_gets_them() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let other = served.worker("Noa Petit", "noa@desk.example", Role::Agent);
        served.filed(&[]);
        let mut works = served.signed_in(agent);
        let page = works.get("/tickets/INC-2026-00001").location();
        let shown = works.get(&page).body;
        let seen = shown.split("name=\"seen\" value=\"").nth(1).unwrap();
        let seen = seen.split('"').next().unwrap();
        let taken = works.post(&format!("{page}/take"), &[("seen", seen)]);
        assert_eq!(taken.status, 303, "{}", taken.body);
        let mut admin = served.signed_in(boss);
        let path = format!("/people/{agent}");
        let page = admin.get(&path).body;
        assert!(
            page.contains("Une demande en cours porte son nom"),
            "{page}"
        );
        assert!(page.contains("À qui vont ses demandes en cours"), "{page}");
        let heir = other.to_string();
        let closed = admin.post(
            &format!("{path}/active"),
            &[("do", "close"), ("heir", &heir)],
        );
        assert_eq!(
            (closed.status, closed.location()),
            (303, format!("{path}?done=closed"))
        );
        assert!(!admin.get(&path).body.contains("À qui vont"));
        let gone = admin.post(
            &format!("/people/{other}/active"),
            &[("do", "close"), ("heir", &agent.to_string())],
        );
        assert_eq!(gone.status, 422, "to somebody who left: nothing is closed");
        assert!(
            served
                .desk
                .colleague(other)
                .unwrap()
                .colleague
                .person
                .active
        );
        assert_eq!(served.desk.colleague(other).unwrap().tickets, 1);
        // Those that are left in a closed account can still be given away.
        assert_eq!(
            admin
                .post(&format!("/people/{other}/active"), &[("do", "close")])
                .status,
            303
        );
        let page = admin.get(&format!("/people/{other}")).body;
        assert!(page.contains("Confier ces demandes"), "{page}");
        let given = admin.post(&format!("/people/{other}/tickets"), &[("heir", "nobody")]);
        assert_eq!(given.status, 303, "{}", given.body);
        assert_eq!(served.desk.colleague(other).unwrap().tickets, 0);
        let refused = admin.post(&format!("/people/{other}/tickets"), &[("heir", "?")]);
        assert_eq!(refused.status, 400);
    });
}
