//! The second factor on pages: without it nobody gets in, and where it is required nobody gets on.

use chrono::TimeDelta;
use guichet::domain::{ids::PersonId, people::Role};

use crate::{
    accounts_factor::{Telephone, scanned, turned_on},
    support::{
        app::{Answer, Browser, PASSWORD, Served, served, served_where, served_with},
        on_each_engine, on_sqlite,
        routes::routes,
    },
};

const OPEN: &str = "2026-03-04T09:00:00Z";
const CAMILLE: &str = "camille@desk.example";
const PAGE: &str = "/account/second-factor";

fn camille(served: &Served) -> PersonId {
    served.worker("Camille Aubry", CAMILLE, Role::Agent)
}

fn sign_in(browser: &mut Browser) -> Answer {
    browser.post(
        "/sign-in",
        &[
            ("email", CAMILLE),
            ("password", PASSWORD),
            ("next", "/escalations"),
        ],
    )
}

fn code(browser: &mut Browser, code: &str) -> Answer {
    browser.post("/sign-in/code", &[("code", code), ("next", "/escalations")])
}

fn begin(browser: &mut Browser) -> Answer {
    browser.post(PAGE, &[("do", "begin"), ("present", PASSWORD)])
}

fn confirm(browser: &mut Browser, telephone: &Telephone, served: &Served) -> Answer {
    let code = telephone.code(served).to_string();
    browser.post(PAGE, &[("do", "confirm"), ("code", &code)])
}

/// The recovery codes of a page.
fn recovery_codes(page: &str) -> Vec<String> {
    page.split("<li><code>")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn it_is_turned_on_asked_at_the_door_and_turned_off() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let mut here = served.signed_in(id);
        let wrong = here.post(PAGE, &[("do", "begin"), ("present", "pas la bonne")]);
        assert_eq!(wrong.status, 422);
        assert_eq!(begin(&mut here).status, 303);
        let page = here.get(PAGE).body;
        let telephone = scanned(&served, id);
        assert!(
            page.contains("<svg class=\"qr\"") && page.contains("otpauth://totp/"),
            "{page}"
        );
        assert!(page.contains("inputmode=\"numeric\"") && page.contains("one-time-code"));
        let before = here.clone();
        let wrong = telephone.wrong(&served).to_string();
        let refused = here.post(PAGE, &[("do", "confirm"), ("code", &wrong)]);
        assert_eq!(refused.status, 422);
        let shown = confirm(&mut here, &telephone, &served);
        assert_eq!(shown.status, 200, "{}", shown.body);
        let codes = recovery_codes(&shown.body);
        assert_eq!(codes.len(), 10, "{}", shown.body);
        assert!(shown.header("cache-control").unwrap().contains("no-store"));
        // A switch of language would ask for the page again, and the codes would be gone unread.
        assert!(page.contains("lang=en") && !shown.body.contains("lang=en"));
        assert_ne!(here.cookies["guichet"], before.cookies["guichet"]);
        assert_eq!(
            before.clone().get("/queue").status,
            303,
            "the session before"
        );
        assert!(!here.get(PAGE).body.contains(&codes[0]), "shown once");

        served.clock.advance(TimeDelta::seconds(30));
        let mut door = served.browser();
        let half = sign_in(&mut door);
        assert_eq!(half.location(), "/sign-in/code?next=%2Fescalations");
        assert!(!door.cookies.contains_key("guichet"), "no session yet");
        assert_eq!(door.get("/queue").status, 303);
        assert!(door.get("/sign-in/code").body.contains("one-time-code"));
        let now = telephone.code(&served).to_string();
        let mut copied = door.clone();
        let entered = code(&mut door, &now);
        assert_eq!(
            (entered.status, entered.location().as_str()),
            (303, "/escalations")
        );
        assert!(
            !door.cookies.contains_key("guichet-code"),
            "{:?}",
            door.cookies
        );
        assert_eq!(door.get("/escalations").status, 200);
        // What was copied at the door opens nothing any more, nor does the code again.
        assert_eq!(code(&mut copied, &now).status, 410);
        let mut second = served.browser();
        sign_in(&mut second);
        let used = code(&mut second, &now);
        let wrong = telephone.wrong(&served).to_string();
        let wrong = code(&mut second, &wrong);
        assert_eq!((used.status, wrong.status), (422, 422));
        assert_eq!(used.body, wrong.body, "one answer for both");
        let fields = [("code", codes[2].as_str()), ("with", "recovery")];
        assert_eq!(second.post("/sign-in/code", &fields).status, 303);
        assert_eq!(second.get("/queue").status, 200);
        assert!(second.get(PAGE).body.contains("9 codes de secours"));

        let typed = codes[3].to_uppercase().replace('-', " ");
        let fields = [("do", "off"), ("present", PASSWORD), ("code", &typed)];
        let off = second.post(PAGE, &fields);
        assert_eq!(off.location(), format!("{PAGE}?done=off"), "{}", off.body);
        assert!(second.get(&off.location()).body.contains("est désactivé"));
        assert_eq!(door.get("/queue").status, 303, "every other session");
        assert_eq!(sign_in(&mut served.browser()).location(), "/escalations");
    });
}

#[test]
fn a_link_to_choose_a_password_opens_no_session_without_the_code() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let (telephone, _) = turned_on(&served, id);
        let link = served.desk.set_up_link(Some(id)).unwrap();
        let mut browser = served.browser();
        let path = format!("/set-up/{}", link.reveal());
        let chosen = browser.post(&path, &[("password", "quatre cyprès devant la gare")]);
        assert_eq!(
            chosen.location(),
            "/sign-in/code?next=%2Fqueue",
            "{}",
            chosen.body
        );
        assert_eq!(browser.get("/queue").status, 303, "no session yet");
        let now = telephone.code(&served).to_string();
        assert_eq!(code(&mut browser, &now).status, 303);
        assert_eq!(browser.get("/queue").status, 200);
    });
}

#[test]
fn without_the_right_password_nothing_tells_who_has_a_second_factor() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        turned_on(&served, camille(&served));
        let tried = |email| {
            let mut browser = served.browser();
            let fields = [("email", email), ("password", "pas la bonne phrase")];
            let answer = browser.post("/sign-in", &fields);
            let said = answer.body.replace(email, "x");
            (answer.status, said, browser.cookies.len())
        };
        assert_eq!(tried(CAMILLE), tried("camillo@desk.example"));
        let stranger = served.browser().get("/sign-in/code");
        assert_eq!(stranger.status, 200);
        assert!(
            !stranger.body.contains("name=\"code\""),
            "{}",
            stranger.body
        );
        let mut inventor = served.browser();
        inventor
            .cookies
            .insert("guichet-code".to_owned(), "A".repeat(43));
        assert_eq!(code(&mut inventor, "123456").status, 410);
        assert_eq!(inventor.get("/sign-in/code").body, stranger.body);
    });
}

#[test]
fn codes_are_throttled_from_one_place_and_the_owner_signs_in_from_another() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            settings.proxies = guichet::config::Network::list("127.0.0.1").unwrap();
        });
        let (telephone, _) = turned_on(&served, camille(&served));
        let from = |place: &str| served.browser().saying("X-Forwarded-For", place);
        let mut guesser = from("192.0.2.1");
        let wrong = telephone.wrong(&served).to_string();
        for _ in 0..5 {
            // A fresh start with the password forgets nothing.
            sign_in(&mut guesser);
            assert_eq!(code(&mut guesser, &wrong).status, 422);
        }
        sign_in(&mut guesser);
        let right = telephone.code(&served).to_string();
        let refused = code(&mut guesser, &right);
        assert_eq!(refused.status, 429);
        assert!(refused.body.contains("Trop d’essais"), "{}", refused.body);
        let mut owner = from("192.0.2.2");
        sign_in(&mut owner);
        assert_eq!(code(&mut owner, &right).status, 303);
    });
}

#[test]
fn where_it_is_required_every_page_leads_to_it_and_nothing_is_done_before() {
    on_each_engine(|url| {
        let served = served_where(url, OPEN, |site| site.second_factor_required = true);
        let id = served.worker("Camille Aubry", CAMILLE, Role::Administrator);
        served.filed(&[]);
        let mut bare = served.browser();
        assert_eq!(sign_in(&mut bare).location(), "/escalations");
        let (mut led, mut seen) = (0, 0);
        for route in routes().into_iter().filter(|route| !route.demo) {
            let address = route.with(|_| "00000000-0000-0000-0000-000000000000");
            if address == PAGE || address == "/sign-out" {
                continue;
            }
            let stranger = |answer: &Answer| {
                let location = answer.header("location").unwrap_or_default().to_owned();
                (answer.status, location)
            };
            let mut asked = Vec::new();
            if route.reads {
                asked.push((bare.get(&address), served.browser().get(&address)));
            }
            if route.writes {
                let fields = [("do", "close"), ("text", "x"), ("name", "x")];
                asked.push((
                    bare.post(&address, &fields),
                    served.browser().post(&address, &fields),
                ));
            }
            for (mine, nobodys) in asked {
                if nobodys.status == 303 && nobodys.location().starts_with("/sign-in?") {
                    assert_eq!(stranger(&mine), (303, PAGE.to_owned()), "{address}");
                    led += 1;
                } else {
                    assert_eq!(mine.status, nobodys.status, "{address}: as a stranger");
                    seen += 1;
                }
            }
        }
        assert!(led > 20 && seen > 20, "{led} led there, {seen} public");
        assert!(served.desk.colleague(id).unwrap().colleague.person.active);
        let page = bare.get(PAGE).body;
        assert!(
            page.contains("toute l’équipe") && page.contains("/sign-out"),
            "{page}"
        );
        assert!(!page.contains("href=\"/queue\""), "{page}");
        assert_eq!(begin(&mut bare).status, 303);
        let telephone = scanned(&served, id);
        assert_eq!(confirm(&mut bare, &telephone, &served).status, 200);
        assert_eq!(bare.get("/queue").status, 200);
        let page = bare.get(PAGE).body;
        assert!(!page.contains("value=\"off\""), "{page}");
        served.clock.advance(TimeDelta::seconds(30));
        let now = telephone.code(&served).to_string();
        let off = bare.post(
            PAGE,
            &[("do", "off"), ("present", PASSWORD), ("code", &now)],
        );
        assert_eq!(off.status, 403);
        assert_eq!(bare.get("/queue").status, 200);
        assert_eq!(bare.post("/sign-out", &[]).status, 303);
    });
}

#[test]
fn whoever_must_set_it_up_can_leave() {
    on_sqlite(|url| {
        let served = served_where(url, OPEN, |site| site.second_factor_required = true);
        camille(&served);
        let mut bare = served.browser();
        sign_in(&mut bare);
        let copy = bare.clone();
        assert_eq!(bare.post("/sign-out", &[]).location(), "/sign-in");
        assert!(copy.clone().get(PAGE).location().starts_with("/sign-in"));
    });
}

#[test]
fn an_administrator_takes_a_lost_telephone_away_and_nobody_else_can() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        let auditor = served.worker("Claude Lenoir", "claude@desk.example", Role::Auditor);
        turned_on(&served, id);
        let path = format!("/people/{id}/second-factor");
        let mut reads = served.signed_in(auditor);
        assert!(reads.get("/people").body.contains("second facteur"));
        assert!(!reads.get(&format!("/people/{id}")).body.contains(&path));
        for who in [id, auditor] {
            assert_eq!(served.signed_in(who).post(&path, &[]).status, 403);
        }
        let mut admin = served.signed_in(boss);
        assert!(admin.get(&format!("/people/{id}")).body.contains(&path));
        let mut owner = served.signed_in(id);
        let done = admin.post(&path, &[]);
        assert_eq!(done.location(), format!("/people/{id}?done=factor"));
        let page = admin.get(&done.location()).body;
        assert!(
            page.contains("Sacha Roy retire le second facteur"),
            "{page}"
        );
        assert_eq!(owner.get("/queue").status, 303, "signed out");
        assert_eq!(admin.post(&path, &[]).status, 404);
        assert_eq!(sign_in(&mut served.browser()).location(), "/escalations");
    });
}

#[test]
fn the_cookie_at_the_door_is_for_this_host_https_and_no_script_and_five_minutes() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            settings.base_url = "https://support.example.org".parse().unwrap();
        });
        turned_on(&served, camille(&served));
        let mut browser = served
            .browser()
            .saying("Host", "support.example.org")
            .saying("Origin", "https://support.example.org");
        let answer = sign_in(&mut browser);
        let cookies = answer
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let all: Vec<_> = cookies.map(|(_, value)| value.as_str()).collect();
        let cookie = all
            .iter()
            .find(|one| one.starts_with("__Host-guichet-code="))
            .unwrap();
        for part in [
            "HttpOnly",
            "SameSite=Lax",
            "Secure",
            "Path=/",
            "Max-Age=300",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(
            !all.iter().any(|one| one.starts_with("__Host-guichet=")),
            "{all:?}"
        );
    });
}
