//! Links that are secrets: 256 bits kept as a hash, one purpose each, and nothing to guess.

use guichet::{
    desk::Secret,
    domain::{link::LinkTo, people::Role},
    store::links,
};

use super::{House, OPEN};
use crate::support::{
    app::{PASSWORD, served},
    digest::{changed, digest},
    on_each_engine, on_sqlite,
};

/// What somebody makes of a link who would like to have another one.
fn variants(secret: &str) -> Vec<String> {
    let mut all = vec![
        secret.to_uppercase(),
        secret.to_lowercase(),
        format!("{secret}="),
        format!("{secret}%3D"),
        format!("%20{secret}"),
        format!("{secret}%00"),
        format!("{secret},{secret}"),
        secret[..42].to_owned(),
        "%25".repeat(43),
        "_".repeat(43),
        "%25".to_owned(),
        "%5B%5D".to_owned(),
        "null".to_owned(),
        "undefined".to_owned(),
        "%7B%22%24ne%22%3A1%7D".to_owned(),
        "'%20OR%20'1'='1".to_owned(),
    ];
    // The last character of 43 holds two bits that mean nothing: only one way of writing them is
    // the link.
    for last in 'A'..='z' {
        if last.is_ascii_alphanumeric() && !secret.ends_with(last) {
            all.push(format!("{}{last}", &secret[..42]));
        }
    }
    all.retain(|one| one != secret);
    all
}

#[test]
fn a_link_opens_by_its_very_text_and_all_else_is_like_what_never_was() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let request = served.filed(&[]).reveal().to_owned();
        let set_up = served.desk.set_up_link(Some(agent)).unwrap();
        let set_up = set_up.reveal().to_owned();
        let before = digest(url);
        for (start, secret, other) in [
            ("/requests/", &request, &set_up),
            ("/set-up/", &set_up, &request),
            ("/escalations/", &request, &set_up),
        ] {
            let never = Secret::draw().reveal().to_owned();
            let mut guesses = variants(secret);
            guesses.extend([other.clone(), never.clone()]);
            let mut bodies = std::collections::BTreeSet::new();
            for guess in guesses {
                let answer = served.browser().get(&format!("{start}{guess}"));
                assert_eq!(answer.status, 404, "{start}{guess}");
                // The switches at the foot repeat the address, and the request has a name.
                let name = answer.header("x-request-id").unwrap();
                bodies.insert(answer.body.replace(&guess, "…").replace(name, "…"));
                let answer = served.browser().post(
                    &format!("{start}{guess}"),
                    &[
                        ("password", PASSWORD),
                        ("name", "x"),
                        ("email", "x@y.example"),
                    ],
                );
                assert!(
                    matches!(answer.status, 404 | 405),
                    "{start}{guess}: {}",
                    answer.status
                );
            }
            let texts: std::collections::BTreeSet<_> = bodies
                .iter()
                .map(|body| {
                    body.split("<main")
                        .nth(1)
                        .unwrap()
                        .split("</main>")
                        .next()
                        .unwrap()
                })
                .collect();
            assert_eq!(texts.len(), 1, "one answer for all: {texts:?}");
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}

#[test]
fn no_secret_is_kept_as_it_is() {
    on_each_engine(|url| {
        let house = House::new(url);
        let mut agent = house.served.browser();
        let answer = agent.post(
            "/sign-in",
            &[("email", "agent@desk.example"), ("password", PASSWORD)],
        );
        assert_eq!(answer.status, 303);
        let session = agent.cookies.get("guichet").unwrap().clone();
        let set_up = house
            .served
            .desk
            .set_up_link(Some(house.people[0].1))
            .unwrap();
        // The links in letters that must still leave are kept until they have.
        house
            .served
            .desk
            .deliver(&crate::desk_world::Recorder::taking())
            .unwrap();
        let kept: String = digest(url).into_values().collect();
        for secret in [
            session.as_str(),
            set_up.reveal(),
            &house.request,
            &house.set_up,
            &house.escalation_link,
            PASSWORD,
        ] {
            assert_eq!(secret.contains(' '), secret == PASSWORD);
            assert!(!kept.contains(secret), "{secret} is in the database");
        }
        let hash = Secret::read(&house.request).unwrap().hash();
        assert!(kept.contains(&hash), "the hash is");
    });
}

#[test]
fn a_password_that_is_chosen_ends_every_session_and_every_other_link_at_once() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let other = served.worker("Sacha Rey", "sacha@desk.example", Role::Agent);
        let mut tabs = [served.signed_in(agent), served.signed_in(agent)];
        let mut colleague = served.signed_in(other);
        let first = served.desk.set_up_link(Some(agent)).unwrap();
        let second = served.desk.set_up_link(Some(agent)).unwrap();
        let path = format!("/set-up/{}", first.reveal());
        for _ in 0..3 {
            assert_eq!(
                served.browser().get(&path).status,
                200,
                "a scanner opens links"
            );
            assert_eq!(served.browser().head(&path).status, 200);
        }
        for tab in &mut tabs {
            assert_eq!(tab.get("/queue").status, 200);
        }
        let fields = [("password", "une tout autre phrase")];
        let answer = served.browser().post(&path, &fields);
        assert_eq!(answer.status, 303, "{}", answer.body);
        for tab in &mut tabs {
            assert_eq!(tab.get("/queue").status, 303, "the old password's session");
            let path = format!("/tickets/{}/take", uuid::Uuid::nil());
            assert_eq!(tab.post(&path, &[]).location(), "/sign-in?next=%2Fqueue");
        }
        assert_eq!(colleague.get("/queue").status, 200);
        for spent in [first, second] {
            let path = format!("/set-up/{}", spent.reveal());
            assert_eq!(served.browser().get(&path).status, 410);
            assert_eq!(served.browser().post(&path, &fields).status, 410);
        }
        let old = [("email", "camille@desk.example"), ("password", PASSWORD)];
        assert_eq!(served.browser().post("/sign-in", &old).status, 422);
    });
}

#[test]
fn a_link_is_256_bits_that_come_from_the_system() {
    let drawn: std::collections::BTreeSet<_> = (0..10_000)
        .map(|_| Secret::draw().reveal().to_owned())
        .collect();
    assert_eq!(drawn.len(), 10_000);
    assert!(drawn.iter().all(|one| one.len() == 43));
    // Each of the 42 whole characters takes each of 64 values about as often as the others.
    for place in 0..42 {
        let mut counts = std::collections::BTreeMap::new();
        for one in &drawn {
            *counts.entry(one.as_bytes()[place]).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 64);
        assert!(
            counts.values().all(|count| (80..260).contains(count)),
            "{counts:?}"
        );
    }
}

#[test]
fn a_link_of_a_letter_about_an_escalation_is_only_that() {
    on_sqlite(|url| {
        let house = House::new(url);
        let store = guichet::store::Store::open(url, guichet::store::Options::default()).unwrap();
        let hash = Secret::read(&house.escalation_link).unwrap().hash();
        let link = store
            .read(move |conn| links::find(conn, &hash))
            .unwrap()
            .unwrap();
        assert!(matches!(link.to, LinkTo::Escalation { .. }));
        for start in ["/requests/", "/set-up/"] {
            let path = format!("{start}{}", house.escalation_link);
            assert_eq!(house.served.browser().get(&path).status, 404);
        }
    });
}
