//! Sign-in at a provider, whatever the provider is: who is let in, who is bound to whom, and what is
//! told to the others.

use chrono::TimeDelta;
use guichet::{
    clock::Clock as _,
    desk::{Error, NewMember, NewWorker},
    domain::{
        ids::PersonId,
        lang::Lang,
        people::{EmailAddress, Role},
        people_history::{By, Done},
        ticket::Line,
    },
    edges::provider::ProviderError,
    store::DatabaseUrl,
};
use std::sync::Arc;

use crate::{
    accounts_factor::turned_on,
    support::{
        app::{Answer, Browser, PASSWORD, Served, served, served_with},
        browser::{Visitor, browse},
        digest::{changed, digest},
        on_each_engine, on_sqlite,
        provider::{Annuaire, ISSUER, down},
    },
};

const OPEN: &str = "2026-03-04T09:00:00Z";
const CAMILLE: &str = "camille@desk.example";
const SACHA: &str = "sacha@marlaix.example";
const OUT: &str = "/sign-in/provider";

struct House {
    served: Served,
    annuaire: Arc<Annuaire>,
    camille: PersonId,
}

impl House {
    fn new(url: &DatabaseUrl) -> Self {
        let mut annuaire = None;
        let served = served_with(url, OPEN, |settings| {
            annuaire = Some(Annuaire::of(settings));
        });
        let camille = served.worker("Camille Aubry", CAMILLE, Role::Agent);
        let annuaire = annuaire.unwrap();
        annuaire.vouches_for("4711", Some("Camille@Desk.example"));
        Self {
            served,
            annuaire,
            camille,
        }
    }

    fn history(&self) -> Vec<(By, Done)> {
        let lines = self.served.desk.colleague(self.camille).unwrap().history;
        lines
            .into_iter()
            .map(|line| (line.event.by, line.event.what))
            .collect()
    }

    /// The whole way, from the address of the way out.
    fn goes(&self, browser: &mut Browser, out: &str) -> Answer {
        let back = back(browser, out);
        browser.get(&back)
    }

    /// The whole way in a browser that was nowhere.
    fn comes(&self) -> Answer {
        self.goes(&mut self.served.browser(), OUT)
    }
}

/// The address, on this site, to which the provider sends a browser that sets out.
fn back(browser: &mut Browser, out: &str) -> String {
    let answer = browser.get(out);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let door = answer.location();
    let site = format!("http://{}", browser.address);
    door.strip_prefix(&site).unwrap().to_owned()
}

fn refused(answer: &Answer, status: u16, title: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.body.contains(title), "{title}: {}", answer.body);
    let cookie = answer.headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("set-cookie") && value.starts_with("guichet=")
    });
    assert!(!cookie, "a session was begun: {:?}", answer.headers);
}

fn is_in(browser: &mut Browser) -> bool {
    browser.get("/queue").status == 200
}

#[test]
fn the_page_of_sign_in_offers_a_provider_only_where_one_is_set() {
    on_sqlite(|url| {
        let house = House::new(url);
        let page = house.served.browser().get("/sign-in?next=/letters").body;
        assert!(page.contains("Continuer avec Annuaire &#38; Cie"), "{page}");
        assert!(page.contains("href=\"/sign-in/provider?next=%2Fletters\""));
        let english = house.served.browser().get("/sign-in?lang=en").body;
        assert!(english.contains("Continue with Annuaire"));
    });
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let mut browser = served.browser();
        assert!(!browser.get("/sign-in").body.contains(OUT));
        for path in [OUT, "/sign-in/provider/back?code=c&state=s"] {
            let answer = browser.get(path);
            assert_eq!(
                (answer.status, answer.location().as_str()),
                (303, "/sign-in")
            );
        }
    });
}

#[test]
fn a_verified_address_leads_to_its_account_once_and_the_subject_from_then_on() {
    on_each_engine(|url| {
        let house = House::new(url);
        let mut browser = house.served.browser();
        let answer = house.goes(&mut browser, "/sign-in/provider?next=/escalations");
        assert_eq!(answer.location(), "/escalations");
        assert!(is_in(&mut browser));
        let bound = Done::ProviderBound {
            issuer: ISSUER.to_owned(),
        };
        assert_eq!(house.history()[0], (By::Person(house.camille), bound));

        // Another address there, verified or not, or somebody else's: still the same account.
        house
            .served
            .worker("Zoé Marin", "zoe@desk.example", Role::Agent);
        for email in [Some("zoe@desk.example"), Some("new@desk.example"), None] {
            house.annuaire.vouches_for("4711", email);
            let mut browser = house.served.browser();
            assert_eq!(house.goes(&mut browser, OUT).location(), "/queue");
            let page = browser.get("/account").body;
            assert!(page.contains(CAMILLE), "{page}");
        }
        assert_eq!(house.history().len(), 3, "{:?}", house.history());
    });
}

#[test]
fn somebody_else_who_comes_with_the_address_is_refused_and_it_is_noted_once_a_day() {
    on_each_engine(|url| {
        let house = House::new(url);
        assert_eq!(house.comes().status, 303);
        house.annuaire.vouches_for("4712", Some(CAMILLE));
        let noted = || {
            let refused = Done::ProviderRefused {
                issuer: ISSUER.to_owned(),
            };
            let all = house.history();
            all.iter()
                .filter(|(by, what)| *by == By::Provider && *what == refused)
                .count()
        };
        refused(&house.comes(), 403, "Ce compte est lié à quelqu’un d’autre");
        refused(&house.comes(), 403, "Ce compte est lié à quelqu’un d’autre");
        assert_eq!(noted(), 1);
        house.served.clock.advance(TimeDelta::days(1));
        refused(&house.comes(), 403, "Ce compte est lié à quelqu’un d’autre");
        assert_eq!(noted(), 2);
        let boss = house
            .served
            .worker("Dominique Roy", "boss@desk.example", Role::Administrator);
        let page = house
            .served
            .signed_in(boss)
            .get(&format!("/people/{}", house.camille))
            .body;
        assert!(
            page.contains("à l’adresse de Camille Aubry est refusée"),
            "{page}"
        );

        // Until the bond is undone.
        let email = EmailAddress::parse(CAMILLE).unwrap();
        let desk = &house.served.desk;
        desk.forget_provider(&email, By::CommandLine).unwrap();
        let again = desk.forget_provider(&email, By::CommandLine);
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        assert_eq!(house.comes().status, 303);
    });
}

#[test]
fn nobody_gets_an_account_by_signing_in() {
    on_each_engine(|url| {
        let house = House::new(url);
        house.served.filed(&[("email", "lea@marlaix.example")]);
        let before = digest(url);
        for email in ["nobody@desk.example", "lea@marlaix.example"] {
            house.annuaire.vouches_for("4711", Some(email));
            let answer = house.comes();
            refused(&answer, 403, "Aucun compte à cette adresse");
            assert!(answer.body.contains("Demandez une invitation"));
        }
        house.annuaire.vouches_for("4711", None);
        refused(&house.comes(), 403, "Adresse non vérifiée");
        let mut changed = changed(&before, &digest(url));
        changed.dedup();
        assert_eq!(changed, ["outside_sign_ins"]);
    });
}

#[test]
fn an_invitation_is_enough_for_the_first_sign_in_and_customers_come_to_their_side() {
    on_each_engine(|url| {
        let house = House::new(url);
        let boss = house
            .served
            .worker("Dominique Roy", "boss@desk.example", Role::Administrator);
        let customer = house.served.customer(url, "Marlaix", boss);
        let desk = &house.served.desk;
        let invited = NewMember {
            name: Line::parse("Sacha").unwrap(),
            email: EmailAddress::parse("sacha@marlaix.example").unwrap(),
            lang: Lang::Fr,
        };
        desk.invite_member(customer.id, &invited, boss).unwrap();
        for (subject, email) in [
            ("8", "odile@marlaix.example"),
            ("9", "sacha@marlaix.example"),
        ] {
            house.annuaire.vouches_for(subject, Some(email));
            let mut browser = house.served.browser();
            assert_eq!(house.goes(&mut browser, OUT).location(), "/portal");
            assert_eq!(browser.get("/portal").status, 200);
        }
        let new = NewWorker {
            name: Line::parse("Alix").unwrap(),
            email: EmailAddress::parse("alix@desk.example").unwrap(),
            role: Role::Supervisor,
            lang: Lang::Fr,
        };
        desk.invite(&new, boss).unwrap();
        house.annuaire.vouches_for("10", Some("alix@desk.example"));
        assert_eq!(house.comes().location(), "/queue");
    });
}

#[test]
fn whoever_signs_in_only_at_the_provider_is_no_longer_invited() {
    on_each_engine(|url| {
        let house = House::new(url);
        let boss = house
            .served
            .worker("Dominique Roy", "boss@desk.example", Role::Administrator);
        let customer = house.served.customer(url, "Marlaix", boss);
        let desk = &house.served.desk;
        let invited = NewMember {
            name: Line::parse("Sacha").unwrap(),
            email: EmailAddress::parse(SACHA).unwrap(),
            lang: Lang::Fr,
        };
        let sacha = desk
            .invite_member(customer.id, &invited, customer.chief)
            .unwrap();
        let offered = || {
            let following = desk.following(customer.ticket, customer.chief).unwrap();
            following.offered.iter().any(|one| Some(one.id) == sacha)
        };
        assert!(!offered());
        house.annuaire.vouches_for("9", Some(SACHA));
        let mut browser = house.served.browser();
        assert_eq!(house.goes(&mut browser, OUT).location(), "/portal");
        let page = desk.members(customer.id, boss).unwrap();
        assert_eq!(page.invited, []);
        let theirs = |line: &&guichet::desk::MemberLine| Some(line.person.id) == sacha;
        assert!(page.members.iter().any(|line| theirs(&line)));
        let mut chief = house.served.signed_in(customer.chief);
        let list = chief.get("/portal/people").body;
        assert!(!list.contains("Sans mot de passe"), "{list}");
        assert!(offered(), "may follow what the house filed");
        let again = desk.invite_member(customer.id, &invited, customer.chief);
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");

        // Taken back too late, the invitation closes nothing; but who came by it comes again.
        let link = desk.set_up_link(sacha).unwrap();
        desk.withdraw_invitation(customer.id, &invited.email, boss)
            .unwrap();
        let page = desk.members(customer.id, boss).unwrap();
        assert!(page.members.iter().find(theirs).unwrap().person.active);
        assert_ne!(browser.get("/portal").status, 200, "the session has ended");
        let late = desk.set_up(&link, None, PASSWORD);
        assert!(matches!(late, Err(Error::LinkSpent)), "{late:?}");
        assert_eq!(house.goes(&mut browser, OUT).location(), "/portal");
    });
}

#[test]
fn a_worker_without_a_password_sets_the_second_factor_up_just_after_the_provider() {
    on_each_engine(|url| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let mut annuaire = None;
        let served = crate::support::app::served_as(
            listener,
            url,
            OPEN,
            |site| site.second_factor_required = true,
            |settings| annuaire = Some(Annuaire::of(settings)),
        );
        let annuaire = annuaire.unwrap();
        let boss = served.worker("Dominique Roy", "boss@desk.example", Role::Administrator);
        let new = NewWorker {
            name: Line::parse("Alix").unwrap(),
            email: EmailAddress::parse("alix@desk.example").unwrap(),
            role: Role::Agent,
            lang: Lang::Fr,
        };
        let alix = served.desk.invite(&new, boss).unwrap();
        annuaire.vouches_for("10", Some("alix@desk.example"));
        let comes = || {
            let mut browser = served.browser();
            let way = back(&mut browser, OUT);
            assert_eq!(browser.get(&way).location(), "/queue");
            browser
        };
        let (factor, begin) = ("/account/second-factor", [("do", "begin")]);
        // Long ago is not enough: a screen that was left unlocked.
        let mut old = comes();
        served.clock.advance(TimeDelta::minutes(11));
        let answer = old.post(factor, &begin);
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(
            answer.body.contains("puis reconnectez-vous"),
            "{}",
            answer.body
        );
        // Nor is another session than the provider's own.
        let mut other = served.signed_in(alix);
        assert_eq!(other.post(factor, &begin).status, 422);
        let mut browser = comes();
        let page = browser.get(factor).body;
        assert!(!page.contains("name=\"present\""), "{page}");
        assert_eq!(browser.post(factor, &begin).status, 303);
        let page = browser.get(factor).body;
        assert!(page.contains("value=\"confirm\""), "{page}");
        let person = served.desk.colleague(alix).unwrap().colleague.person;
        let draft = served.desk.second_factor_of(&person).unwrap().draft;
        let code = draft.unwrap().secret.code_at(served.clock.now());
        let code = code.to_string();
        let answer = browser.post(factor, &[("do", "confirm"), ("code", &code)]);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(browser.get("/queue").status, 200);
        let page = browser.get("/account").body;
        assert!(page.contains("par un fournisseur d’identité"), "{page}");

        // Who has a password gives it, however they came.
        served.worker("Camille Aubry", CAMILLE, Role::Agent);
        annuaire.vouches_for("4711", Some(CAMILLE));
        assert_eq!(comes().post(factor, &begin).status, 422);
    });
}

#[test]
fn a_bond_that_is_forgotten_signs_its_person_out_everywhere() {
    on_each_engine(|url| {
        let house = House::new(url);
        let mut browser = house.served.browser();
        assert_eq!(house.goes(&mut browser, OUT).location(), "/queue");
        let (telephone, _) = turned_on(&house.served, house.camille);
        let mut whole = house.served.signed_in(house.camille);
        assert!(is_in(&mut whole));
        let mut half = house.served.browser();
        assert_eq!(
            house.goes(&mut half, OUT).location(),
            "/sign-in/code?next=%2Fqueue"
        );
        let email = EmailAddress::parse(CAMILLE).unwrap();
        let desk = &house.served.desk;
        desk.forget_provider(&email, By::CommandLine).unwrap();
        assert!(!is_in(&mut whole));
        let code = telephone.code(&house.served).to_string();
        half.post("/sign-in/code", &[("code", &code)]);
        assert!(!is_in(&mut half));
    });
}

#[test]
fn a_closed_account_stays_closed() {
    on_each_engine(|url| {
        let house = House::new(url);
        let close = |active| {
            let desk = &house.served.desk;
            desk.set_active(house.camille, active, By::CommandLine)
                .unwrap();
        };
        close(false);
        refused(&house.comes(), 403, "Compte fermé");
        close(true);
        assert_eq!(house.comes().status, 303);
        close(false);
        refused(&house.comes(), 403, "Compte fermé");
    });
}

#[test]
fn the_way_back_is_for_the_browser_that_set_out_within_ten_minutes_and_once() {
    on_each_engine(|url| {
        let house = House::new(url);
        let over = "Cette connexion n’est plus valable";
        let before = digest(url);
        let mut browser = house.served.browser();
        let way = back(&mut browser, OUT);
        // Without the cookie, with another browser's, with another state.
        refused(&house.served.browser().get(&way), 403, over);
        let mut other = house.served.browser();
        back(&mut other, OUT);
        refused(&other.get(&way), 403, over);
        let wrong = way.replace("state=", "state=x");
        refused(&browser.clone().get(&wrong), 403, over);
        let none = "/sign-in/provider/back?code=c0de";
        refused(&browser.clone().get(none), 403, over);
        // Another issuer than the one that was asked (RFC 9207).
        let issuer = format!("{way}&iss=https%3A%2F%2Fevil.example");
        refused(&browser.clone().get(&issuer), 403, over);
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        assert_eq!(house.annuaire.asked(), [""; 0]);
        // Too late.
        house.served.clock.advance(TimeDelta::minutes(10));
        refused(&browser.get(&way), 403, over);
        assert_eq!(house.annuaire.asked(), [""; 0]);
        // Once, though the cookie is still there.
        let way = back(&mut browser, OUT);
        let mut copy = browser.clone();
        assert_eq!(browser.get(&way).location(), "/queue");
        refused(&copy.get(&way), 403, over);
        assert_eq!(house.annuaire.asked().len(), 1);
        assert!(!browser.cookies.contains_key("guichet-provider"));
        // Whoever goes back in the history is led on.
        assert_eq!(browser.get(&way).location(), "/queue");
    });
}

#[test]
fn what_a_provider_says_is_told_and_signs_nobody_in() {
    on_sqlite(|url| {
        let house = House::new(url);
        for (said, status, title) in [
            ("error=access_denied", 403, "Connexion annulée"),
            ("error=access_denied&code=c0de", 403, "Connexion annulée"),
            (
                "error=server_error",
                503,
                "Connexion impossible pour l’instant",
            ),
            ("error=%0D%0Aevil", 403, "La connexion n’a pas abouti"),
            ("a=b", 403, "Cette connexion n’est plus valable"),
        ] {
            let mut browser = house.served.browser();
            let way = back(&mut browser, "/sign-in/provider?next=/letters");
            let answer = browser.get(&way.replace("code=c0de", said));
            refused(&answer, status, title);
            let again = "href=\"/sign-in/provider?next=%2Fletters\"";
            assert!(answer.body.contains(again), "{}", answer.body);
            assert!(!answer.body.contains("state="), "{}", answer.body);
        }
        assert_eq!(house.annuaire.asked(), [""; 0]);
        let mut browser = house.served.browser();
        let way = back(&mut browser, OUT);
        house.annuaire.fails(down());
        refused(
            &browser.get(&way),
            503,
            "Connexion impossible pour l’instant",
        );
        refused(&browser.get(OUT), 503, "Annuaire &#38; Cie ne répond pas");
        let why = ProviderError::Unsound("a secret reason".to_owned());
        house.annuaire.fails(why);
        let answer = house.comes();
        refused(&answer, 403, "n’a pas pu être vérifiée");
        assert!(!answer.body.contains("secret reason"));
    });
}

#[test]
fn the_second_factor_is_asked_whatever_the_provider_says() {
    on_each_engine(|url| {
        let house = House::new(url);
        let (telephone, _) = turned_on(&house.served, house.camille);
        let mut browser = house.served.browser();
        let answer = house.goes(&mut browser, "/sign-in/provider?next=/letters");
        assert_eq!(answer.location(), "/sign-in/code?next=%2Fletters");
        assert!(!is_in(&mut browser));
        let code = telephone.code(&house.served).to_string();
        let fields = [("code", code.as_str()), ("next", "/letters")];
        assert_eq!(
            browser.post("/sign-in/code", &fields).location(),
            "/letters"
        );
        let page = browser.get("/account").body;
        assert!(
            page.contains("connecté par un fournisseur d’identité"),
            "{page}"
        );
    });
}

#[test]
fn where_it_is_required_the_second_factor_is_set_up_first() {
    on_sqlite(|url| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let mut annuaire = None;
        let served = crate::support::app::served_as(
            listener,
            url,
            OPEN,
            |site| site.second_factor_required = true,
            |settings| annuaire = Some(Annuaire::of(settings)),
        );
        served.worker("Camille Aubry", CAMILLE, Role::Agent);
        annuaire.unwrap().vouches_for("4711", Some(CAMILLE));
        let mut browser = served.browser();
        let way = back(&mut browser, OUT);
        assert_eq!(browser.get(&way).location(), "/queue");
        assert_eq!(browser.get("/queue").location(), "/account/second-factor");
    });
}

#[test]
fn a_session_tells_that_a_provider_began_it_and_is_a_new_one() {
    on_each_engine(|url| {
        let house = House::new(url);
        let mut browser = house.served.browser();
        let planted = guichet::desk::Secret::draw();
        let cookie = planted.reveal().to_owned();
        browser.cookies.insert("guichet".to_owned(), cookie);
        assert_eq!(house.goes(&mut browser, OUT).status, 303);
        assert_ne!(browser.cookies["guichet"], planted.reveal());
        let page = browser.get("/account").body;
        assert!(
            page.contains("connecté par un fournisseur d’identité"),
            "{page}"
        );
        let mut by_password = house.served.signed_in(house.camille);
        let page = by_password.get("/account").body;
        assert_eq!(page.matches("par un fournisseur d’identité").count(), 1);
    });
}

#[test]
fn the_way_leads_to_no_other_site() {
    on_sqlite(|url| {
        let house = House::new(url);
        for next in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "%2F%2Fevil.example",
            "/sign-out",
            "%0d%0aLocation:%20https://evil.example",
        ] {
            let mut browser = house.served.browser();
            let out = format!("/sign-in/provider?next={next}");
            assert_eq!(
                house.goes(&mut browser, &out).location(),
                "/queue",
                "{next}"
            );
        }
        let mut browser = house.served.signed_in(house.camille);
        let answer = browser.get("/sign-in/provider?next=//evil.example");
        assert_eq!(answer.location(), "/queue");
    });
}

#[test]
fn the_cookie_of_a_journey_is_for_this_host_under_tls_and_no_script() {
    on_sqlite(|url| {
        let mut annuaire = None;
        let served = served_with(url, OPEN, |settings| {
            settings.base_url = "https://support.example.org".parse().unwrap();
            annuaire = Some(Annuaire::of(settings));
        });
        annuaire.unwrap().vouches_for("4711", None);
        let mut browser = served.browser().saying("Host", "support.example.org");
        let answer = browser.get(OUT);
        let door = answer.location();
        let back = "https://support.example.org/sign-in/provider/back?";
        assert!(door.starts_with(back), "{door}");
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("__Host-guichet-provider="), "{cookie}");
        for part in [
            "HttpOnly",
            "SameSite=Lax",
            "Secure",
            "Path=/",
            "Max-Age=600",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    });
}

#[test]
fn too_many_who_are_not_let_in_wait() {
    on_sqlite(|url| {
        let house = House::new(url);
        house.annuaire.vouches_for("1", Some("nobody@desk.example"));
        for _ in 0..20 {
            refused(&house.comes(), 403, "Aucun compte à cette adresse");
        }
        refused(&house.comes(), 429, "Recommencez dans");
        assert_eq!(house.annuaire.asked().len(), 20);
        house.served.clock.advance(TimeDelta::hours(3));
        house.annuaire.vouches_for("4711", Some(CAMILLE));
        assert_eq!(house.comes().status, 303);
    });
}

#[test]
fn a_person_signs_in_at_a_provider_without_scripts() {
    whole_way("provider-off", false);
}

#[test]
fn a_person_signs_in_at_a_provider_with_scripts() {
    whole_way("provider-on", true);
}

fn whole_way(name: &str, scripts: bool) {
    let visitor = Visitor {
        scripts,
        lang: "fr",
        width: 1280,
        dark: false,
    };
    let Some(browser) = browse(name, visitor) else {
        return;
    };
    on_sqlite(|url| {
        let house = House::new(url);
        house.annuaire.fails(down());
        browser.open(&format!("http://{}/sign-in", house.served.address));
        browser.picture("door");
        browser.follow("Continuer avec Annuaire & Cie");
        browser.sees("ne répond pas");
        browser.picture("down");
        house.annuaire.vouches_for("4711", Some(CAMILLE));
        browser.follow("Continuer avec Annuaire & Cie");
        browser.sees("Camille Aubry");
        browser.open(&format!("http://{}/account", house.served.address));
        browser.sees("par un fournisseur d’identité");
    });
}
