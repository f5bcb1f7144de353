//! The log of the real program, at its most talkative: it names routes, letters and causes, never
//! people, words or secrets.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    thread::JoinHandle,
    time::Duration,
};

use diesel::connection::SimpleConnection as _;
use guichet::domain::access::Scope;
use guichet::{
    desk::Secret,
    edges::mail::Catcher,
    store::{DatabaseUrl, Engine, Options, Store, StoreError, letters},
};

use crate::{
    desk_world::wait_until,
    support::{
        app::{Browser, form},
        on_each_engine,
    },
};

/// A running `guichet serve`; killed when dropped.
struct Program {
    process: Child,
    address: SocketAddr,
    /// What it said before it served.
    greeting: String,
    /// Reads what it logs, so that it never waits for a reader.
    reader: Option<JoinHandle<String>>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Program {
    fn start(database: &str, smtp: &str, format: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let mut process = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .arg("serve")
            .env_clear()
            .env("DATABASE_URL", database)
            .env("GUICHET_LISTEN", address.to_string())
            .env("GUICHET_LOG", "debug")
            .env("GUICHET_LOG_FORMAT", format)
            .env("GUICHET_SMTP_URL", smtp)
            .env("GUICHET_PROXIES", "127.0.0.1")
            .env("GUICHET_FORM_SECONDS", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut greeting = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        while !greeting.contains("/set-up/") {
            assert!(out.read_line(&mut greeting).unwrap() > 0, "{greeting}");
        }
        let mut err = process.stderr.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut log = Vec::new();
            err.read_to_end(&mut log).unwrap();
            String::from_utf8(log).unwrap()
        });
        let program = Self {
            process,
            address,
            greeting,
            reader: Some(reader),
        };
        wait_until("it answers", Duration::from_secs(20), || {
            std::net::TcpStream::connect(address).is_ok()
        });
        program
    }

    fn browser(&self) -> Browser {
        Browser {
            address: self.address,
            cookies: std::collections::BTreeMap::new(),
            said: vec![("X-Forwarded-For".to_owned(), "198.51.100.123".to_owned())],
        }
    }

    /// Stops it, and gives all that it logged.
    fn log(mut self) -> String {
        let told = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        assert!(told.unwrap().success());
        self.reader.take().unwrap().join().unwrap()
    }
}

#[test]
fn the_log_holds_no_secret_and_nothing_of_anybody() {
    on_each_engine(|url: &DatabaseUrl| {
        let format = match url.engine() {
            Engine::Sqlite => "json",
            Engine::Postgres => "text",
        };
        lived(url, format);
    });
}

#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn lived(url: &DatabaseUrl, format: &str) {
    let catcher = Catcher::start().unwrap();
    catcher.refuse("victoire.canari@refuse.example");
    // A password of the database's own stands in the address of PostgreSQL's.
    let program = Program::start(&url.to_string(), &catcher.url(), format);
    let set_up = program.greeting.split("/set-up/").nth(1).unwrap();
    let set_up = set_up.split_whitespace().next().unwrap().to_owned();
    let password = "canari-mot-de-passe-1";
    let wrong = "canari-mot-de-passe-2";
    let token = Secret::draw().reveal().to_owned();
    let mut browser = program.browser();
    // The first administrator, and somebody who gets it wrong.
    let worker = [
        ("name", "Nomcanari Prénomcanari"),
        ("email", "admin.canari@desk.example"),
        ("password", password),
    ];
    let path = format!("/set-up/{set_up}");
    assert!(matches!(browser.post(&path, &worker).status, 303 | 410));
    browser.post(
        "/sign-in",
        &[
            ("email", "admin.canari@desk.example"),
            ("password", password),
        ],
    );
    browser.post(
        "/sign-in",
        &[("email", "admin.canari@desk.example"), ("password", wrong)],
    );
    browser.post("/sign-in", &[("email", wrong), ("password", wrong)]);
    browser.post(
        "/sign-in?next=canari-chemin",
        &[("email", "canari"), ("password", wrong)],
    );
    let session = browser.cookies.get("guichet").unwrap().clone();
    // Requests, replies, and a letter that is refused.
    let canaries = [
        ("service", "support"),
        ("name", "Victoire Nomcanari"),
        ("organisation", "Organisation canari"),
        ("subject", "Sujet canari"),
        ("text", "Texte canari\nligne canari"),
        ("email", "victoire.canari@refuse.example"),
    ];
    let answer = browser.post("/", &form(&canaries));
    assert_eq!(answer.status, 303, "{}", answer.body);
    let request = answer.location().replace("/filed", "");
    browser.get(&answer.location());
    browser.get(&request);
    browser.post(&format!("{request}/reply"), &[("text", "Réponse canari")]);
    let store = Store::open(url, Options::default()).unwrap();
    let refused = || {
        store
            .read(|conn| letters::counts(conn, &Scope::Desk))
            .unwrap()
            .refused
    };
    wait_until("the letter is refused", Duration::from_secs(60), || {
        refused() > 0
    });
    // What is wrong, in every way there is.
    for path in [
        format!("/requests/{token}"),
        format!("/set-up/{token}"),
        format!("/escalations/{token}"),
        "/canari-chemin?canari=canari".to_owned(),
        "/tickets/canari".to_owned(),
        "/queue?q=canari&view=canari".to_owned(),
        "/queue.csv?q=canari".to_owned(),
        "/people.xlsx".to_owned(),
        "/%ff%0d%0acanari".to_owned(),
    ] {
        browser.get(&path);
        browser.post(&path, &[("canari", "canari")]);
        browser
            .clone()
            .saying("Origin", "https://canari.example")
            .post(&path, &[]);
        browser.clone().saying("Host", "canari.example").get(&path);
        browser
            .clone()
            .saying("User-Agent", "canari\u{1b}[31m")
            .get(&path);
        browser
            .clone()
            .saying("X-Request-Id", "canari\tcanari")
            .get(&path);
        browser
            .clone()
            .saying("Content-Type", "canari/canari")
            .post(&path, &[]);
    }
    browser.post_raw("/", &[0xff, 0xfe, b'c', b'a', b'n', b'a', b'r', b'i']);
    // The database breaks under a reply, a form and a sign-in.
    let rename = |from: &str, to: &str| {
        let sql = format!("ALTER TABLE {from} RENAME TO {to}");
        store
            .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(&sql)?))
            .unwrap();
    };
    rename("messages", "messages_away");
    let broken = browser.post(&format!("{request}/reply"), &[("text", "Réponse canari")]);
    assert!(broken.status >= 500, "{}", broken.status);
    let broken = browser.post("/", &form(&canaries));
    assert!(broken.status >= 500, "{}", broken.status);
    rename("messages_away", "messages");
    rename("people", "people_away");
    let broken = browser.post(
        "/sign-in",
        &[
            ("email", "admin.canari@desk.example"),
            ("password", password),
        ],
    );
    assert!(broken.status >= 500, "{}", broken.status);
    rename("people_away", "people");
    let key = request.rsplit('/').next().unwrap().to_owned();
    let log = program.log();
    assert!(log.contains("a list was handed out"), "{log}");
    assert!(
        log.contains("a letter was refused"),
        "the log is there: {log}"
    );
    assert!(
        log.contains("could not answer") || log.contains("not answered"),
        "{log}"
    );
    for secret in [
        password,
        wrong,
        &token,
        &set_up,
        &session,
        &key,
        "198.51.100.123",
    ] {
        assert!(!log.contains(secret), "the log holds {secret}:\n{log}");
    }
    let lower = log.to_lowercase();
    let line = lower.lines().find(|line| line.contains("canari"));
    assert_eq!(line, None);
    for line in log.lines() {
        assert!(!line.contains('\u{1b}'), "{line}");
        if format == "json" {
            let read: Result<serde_json::Value, _> = serde_json::from_str(line);
            assert!(read.is_ok(), "{line}");
        }
    }
}
