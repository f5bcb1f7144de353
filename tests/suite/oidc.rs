//! Sign-in at a real provider, Glewlwyd, and at listeners that only pretend to be one.

use std::{
    cell::Cell,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    clock::{Clock as _, SystemClock},
    domain::people::Role,
    edges::provider::{Journey, OidcProvider, OidcSettings, Provider as _, ProviderError},
    store::DatabaseUrl,
};

use crate::support::{
    app::{Answer, Browser, Served, served_with},
    glewlwyd::{Client, Glewlwyd, glewlwyd},
    on_each_engine, on_sqlite,
};

const OUT: &str = "/sign-in/provider";
const CAMILLE: &str = "camille@desk.example";

/// A desk at which Camille works, known to a provider.
struct House<'a> {
    served: Served,
    provider: &'a Glewlwyd,
    client: Client,
    /// By how many hours the desk's clock is ahead of the provider's.
    ahead: Cell<i64>,
}

fn settings(issuer: &str, back: &str, client: &Client) -> OidcSettings {
    OidcSettings {
        issuer: issuer.to_owned(),
        client_id: client.id.clone(),
        client_secret: client.secret.clone(),
        name: "Annuaire".to_owned(),
        redirect_uri: back.to_owned(),
    }
}

impl<'a> House<'a> {
    /// The provider lives by the machine's clock, so the desk's stands where that one is.
    fn at(provider: &'a Glewlwyd, url: &DatabaseUrl) -> Self {
        let mut client = None;
        let served = served_with(url, &SystemClock.now().to_rfc3339(), |site| {
            let back = site.base_url.link("/sign-in/provider/back");
            let known = provider.client(&back);
            let oidc = OidcProvider::of(settings(&provider.issuer(), &back, &known)).unwrap();
            site.provider = Some(Arc::new(oidc));
            client = Some(known);
        });
        served.worker("Camille Aubry", CAMILLE, Role::Agent);
        Self {
            served,
            provider,
            client: client.unwrap(),
            ahead: Cell::new(0),
        }
    }

    /// Sets the desk's clock, which stands, by the machine's.
    fn tick(&self) {
        let now = SystemClock.now() + TimeDelta::hours(self.ahead.get());
        self.served.clock.set(now);
    }

    fn arrives(&self, browser: &mut Browser, way: &str) -> Answer {
        self.tick();
        browser.get(way)
    }

    fn person(&self, email: &str, verified: bool) -> Browser {
        self.provider.person(email, verified, &self.client)
    }

    /// Sets out, and goes on at the provider as a person there: the way back.
    fn way_back(&self, browser: &mut Browser, there: &mut Browser) -> String {
        self.way_back_by(browser, there, |door| door)
    }

    fn way_back_by(
        &self,
        browser: &mut Browser,
        there: &mut Browser,
        change: impl FnOnce(String) -> String,
    ) -> String {
        self.tick();
        let door = browser.get(OUT);
        assert_eq!(door.status, 303, "{}", door.body);
        let back = self.provider.goes_on(there, &change(door.location()));
        let site = format!("http://{}", self.served.address);
        back.strip_prefix(&site).unwrap().to_owned()
    }

    fn comes(&self, there: &mut Browser) -> Answer {
        let mut browser = self.served.browser();
        let way = self.way_back(&mut browser, there);
        self.arrives(&mut browser, &way)
    }
}

fn refused(answer: &Answer, status: u16, title: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.body.contains(title), "{title}: {}", answer.body);
}

/// The value of a parameter of an address.
fn parameter(address: &str, name: &str) -> String {
    let query = address.split_once('?').unwrap().1;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .unwrap()
        .1
        .into_owned()
}

#[test]
fn somebody_signs_in_at_a_real_provider_the_whole_way() {
    let Some(provider) = glewlwyd() else { return };
    on_each_engine(|url| {
        let house = House::at(provider, url);
        let mut there = house.person(CAMILLE, true);
        let mut browser = house.served.browser();
        let door = browser.get(OUT).location();
        assert!(
            door.starts_with(&format!("{}/auth?", provider.issuer())),
            "{door}"
        );
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", house.client.id.as_str()),
            ("scope", "openid email"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(parameter(&door, name), value);
        }
        for name in ["state", "nonce", "code_challenge"] {
            assert_eq!(parameter(&door, name).len(), 43, "{name}");
        }
        let way = house.way_back(&mut browser, &mut there);
        assert_eq!(house.arrives(&mut browser, &way).location(), "/queue");
        assert_eq!(browser.get("/queue").status, 200);
        assert!(browser.get("/account").body.contains(CAMILLE));
        // The bond is to the subject: the same person again.
        assert_eq!(house.comes(&mut there).location(), "/queue");
    });
}

#[test]
fn a_code_opens_once_and_only_for_the_journey_it_was_given_to() {
    let Some(provider) = glewlwyd() else { return };
    on_sqlite(|url| {
        let house = House::at(provider, url);
        let mut there = house.person(CAMILLE, true);
        let mut browser = house.served.browser();
        let way = house.way_back(&mut browser, &mut there);
        let mut copy = browser.clone();
        assert_eq!(house.arrives(&mut browser, &way).location(), "/queue");
        refused(
            &house.arrives(&mut copy, &way),
            403,
            "Cette connexion n’est plus valable",
        );
        // The spent code in another journey: the provider itself refuses it.
        let code = parameter(&way, "code");
        let mut thief = house.served.browser();
        let mine = house.way_back(&mut thief, &mut there);
        let spent = mine.replace(&parameter(&mine, "code"), &code);
        refused(
            &house.arrives(&mut thief, &spent),
            403,
            "n’a pas pu être vérifiée",
        );
        // A fresh code of somebody else's journey: the verifier does not fit (RFC 7636).
        let mut victim = house.served.browser();
        let theirs = house.way_back(&mut victim, &mut there);
        let mut thief = house.served.browser();
        let mine = house.way_back(&mut thief, &mut there);
        let stolen = mine.replace(&parameter(&mine, "code"), &parameter(&theirs, "code"));
        refused(
            &house.arrives(&mut thief, &stolen),
            403,
            "n’a pas pu être vérifiée",
        );
    });
}

#[test]
fn a_token_for_another_nonce_or_a_code_for_another_verifier_opens_nothing() {
    let Some(provider) = glewlwyd() else { return };
    on_sqlite(|url| {
        let house = House::at(provider, url);
        let mut there = house.person(CAMILLE, true);
        for name in ["nonce", "code_challenge"] {
            let mut browser = house.served.browser();
            let way = house.way_back_by(&mut browser, &mut there, |door| {
                let value = parameter(&door, name);
                door.replace(&value, &"x".repeat(43))
            });
            refused(
                &house.arrives(&mut browser, &way),
                403,
                "n’a pas pu être vérifiée",
            );
        }
        let mut browser = house.served.browser();
        let way = house.way_back_by(&mut browser, &mut there, |door| {
            let value = parameter(&door, "state");
            door.replace(&value, &"x".repeat(43))
        });
        refused(
            &house.arrives(&mut browser, &way),
            403,
            "Cette connexion n’est plus valable",
        );
    });
}

#[test]
fn a_token_is_of_now_by_the_clock_of_the_desk() {
    let Some(provider) = glewlwyd() else { return };
    for hours in [2, -2] {
        on_sqlite(|url| {
            let house = House::at(provider, url);
            let mut there = house.person(CAMILLE, true);
            house.ahead.set(hours);
            let answer = house.comes(&mut there);
            refused(&answer, 403, "n’a pas pu être vérifiée");
        });
    }
}

#[test]
fn who_is_not_known_not_verified_closed_or_another_is_told_so() {
    let Some(provider) = glewlwyd() else { return };
    on_sqlite(|url| {
        let house = House::at(provider, url);
        let mut stranger = house.person("nobody@desk.example", true);
        refused(
            &house.comes(&mut stranger),
            403,
            "Aucun compte à cette adresse",
        );
        let mut unverified = house.person(CAMILLE, false);
        refused(&house.comes(&mut unverified), 403, "Adresse non vérifiée");
        let mut camille = house.person("Camille@desk.example", true);
        assert_eq!(house.comes(&mut camille).location(), "/queue");
        let mut second = house.person(CAMILLE, true);
        let answer = house.comes(&mut second);
        refused(&answer, 403, "Ce compte est lié à quelqu’un d’autre");
        let id = {
            let colleagues = house.served.desk.colleagues().unwrap().0;
            colleagues[0].person.id
        };
        let by = guichet::domain::people_history::By::CommandLine;
        house.served.desk.set_active(id, false, by).unwrap();
        refused(&house.comes(&mut camille), 403, "Compte fermé");
    });
}

#[test]
fn a_provider_that_is_down_is_said_so_on_the_way_out_and_back() {
    let Some(provider) = Glewlwyd::start() else {
        return;
    };
    on_sqlite(|url| {
        let house = House::at(&provider, url);
        let mut there = house.person(CAMILLE, true);
        let mut browser = house.served.browser();
        let way = house.way_back(&mut browser, &mut there);
        provider.stop();
        let title = "Connexion impossible pour l’instant";
        refused(&house.arrives(&mut browser, &way), 503, title);
        let House { served, client, .. } = house;
        let back = served.app.settings.base_url.link("/sign-in/provider/back");
        let cold = OidcProvider::of(settings(&provider.issuer(), &back, &client)).unwrap();
        let now = served.desk.clock().now();
        let door = cold.door(&Journey::begin("/queue", now), now);
        assert!(
            matches!(door, Err(ProviderError::Unreachable(_))),
            "{door:?}"
        );
    });
}

/// A listener that pretends to be a provider, and how often it was asked.
fn pretends(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            counted.fetch_add(1, Ordering::SeqCst);
            let mut head = [0; 4_096];
            let count = stream.read(&mut head).unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..count]).into_owned();
            answer(&head, &mut stream);
        }
    });
    (issuer, asked)
}

fn asks(issuer: &str, now: DateTime<Utc>) -> Result<String, ProviderError> {
    let client = Client {
        id: "desk".to_owned(),
        secret: "secret".to_owned(),
    };
    let provider = OidcProvider::of(settings(issuer, "http://127.0.0.1/back", &client)).unwrap();
    provider.door(&Journey::begin("/queue", now), now)
}

fn says(stream: &mut TcpStream, status: &str, more: &str, body: &str) {
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n{more}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

/// What a provider says of itself, at an issuer and with one key: none.
fn discovery(issuer: &str, door: &str, keys: &str) -> String {
    serde_json::json!({
        "issuer": issuer,
        "authorization_endpoint": door,
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": keys,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
    .to_string()
}

#[test]
fn a_provider_that_never_ends_is_given_up() {
    let now = SystemClock.now();
    let (silent, _) = pretends(|_, stream| {
        // Until the desk has had enough.
        let mut end = [0; 1];
        let _ = stream.read(&mut end);
    });
    let (endless, _) = pretends(|_, stream| {
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
        );
        while stream.write_all(&[b' '; 65_536]).is_ok() {}
    });
    let begun = Instant::now();
    let waiting = std::thread::spawn(move || asks(&silent, now));
    let endless = asks(&endless, now);
    let Err(ProviderError::Unreachable(why)) = endless else {
        panic!("{endless:?}");
    };
    assert!(why.contains("larger than"), "{why}");
    let silent = waiting.join().unwrap();
    assert!(
        matches!(silent, Err(ProviderError::Unreachable(_))),
        "{silent:?}"
    );
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn a_provider_leads_nowhere_else() {
    let now = SystemClock.now();
    let (elsewhere, reached) = pretends(|_, stream| says(stream, "200 OK", "", "{}"));
    let to = format!("Location: {elsewhere}/.well-known/openid-configuration\r\n");
    let (redirecting, _) = pretends(move |_, stream| says(stream, "302 Found", &to, ""));
    let led = asks(&redirecting, now);
    assert!(matches!(led, Err(ProviderError::Unreachable(_))), "{led:?}");
    assert_eq!(reached.load(Ordering::SeqCst), 0);
    for (door, keys) in [
        // The cloud's own address of secrets, and a door for phishing.
        ("http://127.0.0.1/door", "http://169.254.169.254/keys"),
        ("http://evil.example/door", "HERE"),
        ("javascript:alert(1)", "HERE"),
    ] {
        let (issuer, _) = pretends(move |head, stream| {
            let host = head.split("host: ").nth(1).or(head.split("Host: ").nth(1));
            let host = host.unwrap().split("\r\n").next().unwrap();
            let issuer = format!("http://{host}");
            if head.contains("openid-configuration") {
                let keys = keys.replace("HERE", &format!("{issuer}/keys"));
                says(stream, "200 OK", "", &discovery(&issuer, door, &keys));
            } else {
                says(stream, "200 OK", "", "{\"keys\":[]}");
            }
        });
        let led = asks(&issuer, now);
        assert!(
            matches!(led, Err(ProviderError::Unsound(_))),
            "{door}: {led:?}"
        );
    }
    // One that says to be another.
    let (liar, _) = pretends(|head, stream| {
        let keys = "https://id.example.org/keys";
        let body = discovery(
            "https://id.example.org",
            "https://id.example.org/door",
            keys,
        );
        assert!(!head.is_empty());
        says(stream, "200 OK", "", &body);
    });
    let led = asks(&liar, now);
    assert!(matches!(led, Err(ProviderError::Unsound(_))), "{led:?}");
}
