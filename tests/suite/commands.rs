//! The program as a person runs it: exit codes, what is said where, and no secret anywhere.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use diesel::{Connection as _, RunQueryDsl as _};
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::{Desk, Secret},
    domain::{
        access::Scope,
        ids::OrganisationId,
        letter::LetterState,
        people::{Organisation, OrganisationKind},
    },
    edges::mail::Catcher,
    store::DatabaseUrl,
};
use tempfile::TempDir;

use crate::{
    desk_world::{MONDAY, blocked, desk, request, wait_until, world},
    support::{on_each_engine, on_postgres},
};

/// In no output of any command.
const CANARY: &str = "canari-s3cret";

/// A folder with a database of its own, and what a command is run with.
#[derive(Debug)]
struct Place {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// How a command ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            folder,
            variables: Vec::new(),
        }
        .with("DATABASE_URL", "sqlite:desk.db")
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(one, _)| one != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The settings in a file, which the command then reads.
    fn configured(self, text: &str) -> Self {
        let path = self.file("guichet.toml", text);
        let path = path.to_str().unwrap().to_owned();
        self.with("GUICHET_CONFIG", &path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.variables.clone())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().unwrap();
        let ended = Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ended.out.contains(CANARY), "{arguments:?}: {ended:?}");
        assert!(!ended.err.contains(CANARY), "{arguments:?}: {ended:?}");
        assert!(!ended.err.contains("panicked"), "{arguments:?}: {ended:?}");
        ended
    }

    /// The desk behind the database, at an instant of the past.
    fn desk(&self, ago: chrono::TimeDelta) -> Desk {
        let file = self.folder.path().join("desk.db");
        let url = DatabaseUrl::sqlite(file.to_str().unwrap()).unwrap();
        let clock = Arc::new(VirtualClock::stopped(SystemClock.now() - ago));
        desk(&url, &clock)
    }
}

impl Ended {
    fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// It failed with that code, said why on standard error and nothing on standard output.
    fn failed(self, code: i32, why: &str) {
        let ended = self.with_code(code);
        assert!(ended.err.contains(why), "{ended:?}");
        assert_eq!(ended.out, "", "{ended:?}");
    }

    fn succeeded(self) -> String {
        let ended = self.with_code(0);
        assert_eq!(ended.err, "", "{ended:?}");
        ended.out
    }
}

/// A port of this machine on which nobody listens.
fn dead_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[test]
fn help_is_no_failure_and_what_does_not_exist_is_a_usage_error() {
    let place = Place::new();
    for arguments in [["--help"], ["--version"], ["help"]] {
        assert!(!place.run(&arguments).succeeded().is_empty());
    }
    for arguments in [
        &[][..],
        &["serv"],
        &["user"],
        &["user", "add", "not an address", "--name", "A"],
        &[
            "user",
            "add",
            "a@b.example",
            "--name",
            "A",
            "--role",
            "requester",
        ],
        &[
            "user",
            "add",
            "a@b.example",
            "--name",
            "A",
            "--role",
            "boss",
        ],
        &["user", "add", "a@b.example"],
        &["sla", "explain"],
        &[
            "sla",
            "explain",
            "--contract",
            "standard",
            "--priority",
            "P9",
            "--filed",
            "x",
        ],
        &["mail", "test", "nobody"],
        &["demo", "--at", "tomorrow"],
        &["demo", "--port", "99999"],
    ] {
        let ended = place.run(arguments).with_code(2);
        assert!(!ended.err.is_empty() && ended.out.is_empty(), "{ended:?}");
    }
}

#[test]
fn a_demonstration_is_refused_anywhere_but_on_loopback() {
    let place = Place::new();
    for host in ["0.0.0.0", "::", "192.0.2.7"] {
        place
            .run(&["demo", "--host", host])
            .failed(2, "loopback only");
    }
}

#[test]
fn hostile_settings_are_told_with_code_78_and_never_repeated() {
    let long = "x".repeat(100_000);
    for (name, value) in [
        ("DATABASE_URL", "mysql://u:canari-s3cret@host/db"),
        ("DATABASE_URL", "nothing"),
        ("DATABASE_URL", "postgres://u:canari-s3cret@[::1/db"),
        ("GUICHET_LISTEN", "canari-s3cret"),
        ("GUICHET_LISTEN", "127.0.0.1:99999"),
        ("GUICHET_BASE_URL", "javascript:canari-s3cret"),
        ("GUICHET_BASE_URL", "https://u:canari-s3cret@desk.example"),
        ("GUICHET_BASE_URL", "https://desk.example/path"),
        ("GUICHET_NAME", ""),
        ("GUICHET_NAME", "two\nlines"),
        ("GUICHET_NAME", long.as_str()),
        ("GUICHET_SMTP_URL", "http://u:canari-s3cret@host"),
        ("GUICHET_SMTP_URL", "smtp://u:canari-s3cret@"),
        ("GUICHET_LOG", "loud"),
        ("GUICHET_LOG_FORMAT", "xml"),
        ("GUICHET_CONTRACTS", "/no/such/folder"),
        ("GUICHET_CONFIG", "/no/such/file"),
        ("GUICHET_SMTP_ULR", "smtp://u:canari-s3cret@host"),
    ] {
        let place = Place::new().with(name, value);
        let ended = place.run(&["config", "check"]).with_code(78);
        assert!(
            !ended.err.is_empty() && ended.out.is_empty(),
            "{name}: {ended:?}"
        );
        assert!(ended.err.len() < 2_000, "{name}: as long as what was set");
    }
    let meant = Place::new().with("GUICHET_SMTP_ULR", "x");
    meant
        .run(&["config", "check"])
        .failed(78, "did you mean « GUICHET_SMTP_URL »?");
}

#[test]
fn a_settings_file_is_refused_with_its_lines() {
    let place = Place::new().configured("name = \"Support\"\nlisten = 8080\nbase = \"x\"\n");
    let ended = place.run(&["config", "check"]).with_code(78);
    assert!(ended.err.contains("guichet.toml:2: "), "{ended:?}");
    assert!(ended.err.contains("guichet.toml:3: "), "{ended:?}");
    let place = Place::new().configured(
        "[[service]]\nslug = \"a\"\nname = \"A\"\nqueue = \"support\"\ncontract = \"standart\"\n",
    );
    for command in [&["migrate"][..], &["serve"], &["sweep"]] {
        place.run(command).failed(78, "standart");
    }
}

#[test]
fn the_settings_are_shown_with_their_origin_and_without_passwords() {
    let place = Place::new()
        .configured("name = \"Mon support\"\n")
        .with(
            "DATABASE_URL",
            "postgres://desk:canari-s3cret@db.example/desk",
        )
        .with(
            "GUICHET_SMTP_URL",
            "smtp://desk:canari-s3cret@mail.example:587",
        );
    for arguments in [&["config", "show"][..], &["config", "show", "--json"]] {
        let shown = place.run(arguments).succeeded();
        assert!(
            shown.contains("Mon support") && shown.contains("guichet.toml:1"),
            "{shown}"
        );
        assert!(shown.contains("mail.example"), "{shown}");
    }
    assert!(
        place
            .run(&["config", "check"])
            .succeeded()
            .contains("sound")
    );
}

#[test]
fn migrating_twice_is_the_same_as_once() {
    let place = Place::new();
    place.run(&["migrate"]).succeeded();
    place.run(&["migrate"]).succeeded();
    assert!(place.folder.path().join("desk.db").is_file());
    on_postgres(|url| {
        let place = Place::new().with("DATABASE_URL", &url.to_string());
        place.run(&["migrate"]).succeeded();
        place.run(&["migrate"]).succeeded();
    });
}

#[test]
fn a_database_that_does_not_answer_is_code_69() {
    let dead = format!(
        "postgres://desk:canari-s3cret@127.0.0.1:{}/desk",
        dead_port()
    );
    for url in [dead.as_str(), "sqlite:/proc/no/such/desk.db"] {
        let place = Place::new().with("DATABASE_URL", url);
        for command in [
            &["migrate"][..],
            &["sweep"],
            &["serve"],
            &["user", "add", "a@b.example", "--name", "A"],
            &["sla", "explain", "INC-2026-00001"],
        ] {
            let ended = place.run(command).with_code(69);
            assert!(
                !ended.err.is_empty() && ended.out.is_empty(),
                "{command:?} {ended:?}"
            );
        }
    }
}

#[test]
fn somebody_added_gets_a_link_once_and_the_same_address_is_bad_input() {
    let place = Place::new().with("GUICHET_BASE_URL", "https://desk.example");
    let add = |email: &str| {
        place.run(&[
            "user",
            "add",
            email,
            "--name",
            "Camille",
            "--role",
            "supervisor",
        ])
    };
    let told = add("camille@desk.example").succeeded();
    let link = told.lines().last().unwrap();
    let secret = link.strip_prefix("https://desk.example/set-up/").unwrap();
    assert_eq!(secret.len(), 43);
    add("CAMILLE@desk.example").failed(65, "here already");
    let desk = place.desk(chrono::TimeDelta::zero());
    let secret = Secret::read(secret).unwrap();
    let person = desk.set_up_by_link(&secret).unwrap().unwrap();
    assert_eq!(person.email.as_str(), "camille@desk.example");
}

#[test]
fn the_mail_server_is_tested_and_a_dead_one_is_said_so() {
    let place = Place::new();
    place.run(&["mail", "test"]).failed(78, "GUICHET_SMTP_URL");
    let dead = format!("smtp://127.0.0.1:{}", dead_port());
    let place = Place::new().with("GUICHET_SMTP_URL", &dead);
    place.run(&["mail", "test"]).failed(69, "127.0.0.1");
    let catcher = Catcher::start().unwrap();
    let place = Place::new().with("GUICHET_SMTP_URL", &catcher.url());
    place.run(&["mail", "test"]).succeeded();
    assert_eq!(catcher.count(), 0);
    for lang in ["fr", "en"] {
        place
            .run(&["mail", "test", "lea@marlaix.example", "--lang", lang])
            .succeeded();
    }
    assert_eq!(catcher.count(), 2);
    catcher.refuse("lea@marlaix.example");
    place
        .run(&["mail", "test", "lea@marlaix.example"])
        .with_code(69);
    catcher.accept_all();
    catcher.put_off("lea@marlaix.example");
    place
        .run(&["mail", "test", "lea@marlaix.example"])
        .with_code(75);
}

const QUEUE: &str = "[[queue]]\nslug = \"support\"\nname = \"Support\"\nmail = \"queue@desk.example\"\n\
    [[service]]\nslug = \"support\"\nname = \"Support\"\nqueue = \"support\"\ncontract = \"standard\"\n";

#[test]
fn a_sweep_fires_what_is_due_sends_what_is_owed_and_finds_nothing_the_second_time() {
    let catcher = Catcher::start().unwrap();
    let place = Place::new()
        .configured(QUEUE)
        .with("GUICHET_SMTP_URL", &catcher.url());
    place.run(&["migrate"]).succeeded();
    let key = {
        let desk = place.desk(chrono::TimeDelta::days(14));
        let form = request("support", blocked());
        desk.file_ticket(form.clone()).unwrap();
        form.key
    };
    let ended = place.run(&["sweep", "--json"]).with_code(0);
    assert!(!ended.err.contains(key.reveal()) && !ended.out.contains(key.reveal()));
    let told: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(told["levels_fired"], 1, "{told}");
    assert_eq!(told["letters_owed"], 1, "{told}");
    assert_eq!(
        told["letters_sent"], 2,
        "the confirmation and the warning: {told}"
    );
    assert_eq!(catcher.count(), 2);
    let again = place.run(&["sweep"]).with_code(0);
    assert!(
        again.out.contains("levels fired: 0, letters owed: 0"),
        "{again:?}"
    );
    assert!(again.out.contains("letters sent: 0"), "{again:?}");
}

#[test]
fn without_a_mail_server_a_sweep_fires_and_letters_wait() {
    let place = Place::new().configured(QUEUE);
    place.run(&["migrate"]).succeeded();
    let desk = place.desk(chrono::TimeDelta::days(14));
    desk.file_ticket(request("support", blocked())).unwrap();
    let ended = place.run(&["sweep"]).with_code(0);
    assert!(ended.out.contains("levels fired: 1"), "{ended:?}");
    assert!(ended.out.contains("letters wait"), "{ended:?}");
    let (owed, _) = desk.letters(Some(LetterState::Owed), None).unwrap();
    assert_eq!(owed.len(), 2);
}

#[test]
fn a_check_ends_with_code_1_and_a_line_of_json_for_what_a_hand_changed() {
    let place = Place::new().configured(QUEUE);
    place.run(&["migrate"]).succeeded();
    let desk = place.desk(chrono::TimeDelta::days(1));
    desk.file_ticket(request("support", blocked())).unwrap();
    let clean = place.run(&["check", "--json"]).succeeded();
    let whole: serde_json::Value = serde_json::from_str(&clean).unwrap();
    assert_eq!(
        (&whole["tickets"], &whole["findings"]),
        (&1.into(), &0.into())
    );

    let file = place.folder.path().join("desk.db");
    let mut hand = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    diesel::sql_query("UPDATE clocks SET deadline = deadline + 60000000")
        .execute(&mut hand)
        .unwrap();
    let said = place.run(&["check", "--json"]).with_code(1).out;
    let lines: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (whole, findings) = lines.split_last().unwrap();
    assert_eq!(whole["findings"], findings.len());
    assert!(!findings.is_empty());
    for finding in findings {
        assert!(
            finding["about"]["ticket"]
                .as_str()
                .unwrap()
                .starts_with("INC-")
        );
        assert!(!finding["says"].as_str().unwrap().is_empty());
    }
    let read = place.run(&["check"]).with_code(1).out;
    assert_eq!(read.lines().count(), lines.len(), "{read}");
}

#[test]
fn shells_and_man_are_given_what_they_need() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = place.run(&["completions", shell]).succeeded();
        for word in ["holidays", "explain", "filed"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let page = place.run(&["man"]).succeeded();
    assert!(page.contains(".TH guichet 1"), "{page}");
    assert!(
        page.contains("GUICHET\\_BASE\\_URL") || page.contains("GUICHET_BASE_URL"),
        "{page}"
    );
    place.run(&["man", "--folder", "."]).succeeded();
    let page = std::fs::read_to_string(place.folder.path().join("guichet-sla-explain.1")).unwrap();
    assert!(page.contains("Examples"), "{page}");
    place
        .run(&["man", "--folder", "missing"])
        .failed(74, "cannot write into missing");
}

#[test]
fn a_stored_deadline_is_explained_and_an_unknown_one_is_bad_input() {
    let place = Place::new().configured(QUEUE);
    place.run(&["migrate"]).succeeded();
    let desk = place.desk(chrono::TimeDelta::days(3));
    let ticket = desk
        .file_ticket(request("support", blocked()))
        .unwrap()
        .ticket;
    let reference = desk
        .ticket(ticket, &Scope::Desk)
        .unwrap()
        .ticket
        .reference
        .to_string();
    let said = place.run(&["sla", "explain", &reference]).succeeded();
    assert!(
        said.replace('\u{a0}', " ").contains("4 heures ouvrées"),
        "{said}"
    );
    let small = reference.to_lowercase();
    let json = place
        .run(&["sla", "explain", &small, "--json", "--lang", "en"])
        .succeeded();
    serde_json::from_str::<serde_json::Value>(&json).unwrap();
    place
        .run(&["sla", "explain", "INC-2019-00001"])
        .failed(65, "INC-2019-00001");
    for wrong in [
        "",
        "INC",
        "INC-2026-",
        "42",
        "INC-2026-99999999999999999999",
        "../etc",
    ] {
        let ended = place.run(&["sla", "explain", wrong]).with_code(65);
        assert!(!ended.err.is_empty(), "{wrong}");
    }
}

/// A command that goes on until it is told to stop.
struct Running {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Running {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let mut child = place.command(arguments).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// Reads up to the line that holds `part`, and returns that.
    fn line_with(&mut self, part: &str) -> String {
        let mut read = String::new();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                let mut err = String::new();
                self.child
                    .stderr
                    .take()
                    .unwrap()
                    .read_to_string(&mut err)
                    .unwrap();
                panic!("« {part} » was not said: {read} {err}");
            }
            if line.contains(part) {
                return line;
            }
            read.push_str(&line);
        }
    }

    /// Asks it to end as systemd does; what it said on standard error and the rest on output.
    fn stopped(mut self) -> Ended {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(asked.success());
        let mut out = String::new();
        self.lines.read_to_string(&mut out).unwrap();
        let mut err = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        let code = self.child.wait().unwrap().code();
        Ended { code, out, err }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Only a test that failed leaves it running; one that has ended cannot be killed again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until pages are served there: from then on it hears that it is to end.
fn wait_for_answer(port: u16) {
    let answered = || {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
            return false;
        };
        let asked = stream.write_all(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
        let mut start = [0; 4];
        asked.is_ok() && stream.read_exact(&mut start).is_ok()
    };
    wait_until("it answers", Duration::from_secs(30), answered);
}

fn serving(place: &Place) -> Running {
    let mut running = Running::start(place, &["serve"]);
    running.line_with("Guichet serves");
    running
}

#[test]
fn serving_prints_the_first_link_until_somebody_works_here_and_ends_well_when_told() {
    let port = dead_port();
    let place = Place::new()
        .with("GUICHET_LISTEN", &format!("127.0.0.1:{port}"))
        .with("GUICHET_LOG_FORMAT", "json");
    let mut running = serving(&place);
    let link = running.line_with("/set-up/");
    let secret = link.trim().rsplit('/').next().unwrap().to_owned();
    assert_eq!(secret.len(), 43);
    wait_for_answer(port);
    // A second process on the same port says so.
    let other = Place::new().with("GUICHET_LISTEN", &format!("127.0.0.1:{port}"));
    other.run(&["serve"]).with_code(69);
    let ended = running.stopped().with_code(0);
    assert!(!ended.err.contains(&secret), "{ended:?}");
    let added = [
        "user",
        "add",
        "a@desk.example",
        "--name",
        "A",
        "--role",
        "administrator",
    ];
    let told = place.run(&added).succeeded();
    let link = Secret::read(told.trim().rsplit('/').next().unwrap()).unwrap();
    let desk = place.desk(chrono::TimeDelta::zero());
    desk.set_up(&link, None, "une phrase assez longue").unwrap();
    drop(desk);
    let running = serving(&place);
    wait_for_answer(port);
    let ended = running.stopped().with_code(0);
    assert!(!ended.out.contains("/set-up/"), "{ended:?}");
}

#[test]
fn a_demonstration_says_where_it_is_and_ends_well_when_told() {
    let place = Place::new();
    let port = dead_port();
    let arguments = [
        "demo",
        "--port",
        &port.to_string(),
        "--at",
        "2026-03-05T13:00:00Z",
    ];
    let mut running = Running::start(&place, &arguments);
    let said = running.line_with("/demo/letters");
    assert!(said.contains(&format!("http://127.0.0.1:{port}")), "{said}");
    wait_for_answer(port);
    running.stopped().with_code(0);
    assert!(!Path::new(&place.folder.path().join("desk.db")).exists());
}

#[test]
fn accounts_are_listed_closed_opened_and_given_roles() {
    let place = Place::new();
    let email = "camille@desk.example";
    let add = ["user", "add", "--name", "Camille", email];
    place.run(&add).succeeded();
    let listed = || -> serde_json::Value {
        let out = place.run(&["user", "list", "--json"]).succeeded();
        serde_json::from_str(out.lines().next().unwrap()).unwrap()
    };
    assert_eq!(listed()["account"], "invited");
    let link = place.run(&["user", "reset", email]).succeeded();
    assert!(link.contains("/set-up/"), "{link}");
    place
        .run(&["user", "role", email, "supervisor"])
        .succeeded();
    let closed = place.run(&["user", "disable", email]).succeeded();
    assert!(!closed.contains("queue"), "nothing was theirs: {closed}");
    assert_eq!(listed()["role"], "supervisor");
    assert_eq!(listed()["account"], "closed");
    place
        .run(&["user", "reset", email])
        .failed(65, "or the account is closed");
    place.run(&["user", "enable", email]).succeeded();
    assert_eq!(listed()["account"], "invited");
    place
        .run(&["user", "role", email, "administrator"])
        .succeeded();
    // Who never signed in administers nothing yet, and is the only one who could.
    place
        .run(&["user", "disable", email])
        .failed(1, "nobody else who can sign in is an administrator");
    place
        .run(&["user", "disable", "nobody@desk.example"])
        .failed(65, "nobody who works at the desk has the address");
}

#[test]
fn a_seeded_database_is_what_a_replay_of_its_histories_makes() {
    on_each_engine(|url: &DatabaseUrl| {
        let place = Place::new().with("DATABASE_URL", &url.to_string());
        place.run(&["seed", "--open", "150"]).succeeded();
        let told = place.run(&["check"]).succeeded();
        assert!(told.contains("150"), "{told}");
    });
}

#[test]
fn a_server_does_not_start_over_an_organisation_that_there_is_not() {
    on_each_engine(|url| {
        let settings = "name = \"Support\"\n\n[[address]]\naddress = \"a@desk.example\"\n\
                        service = \"support\"\norganisation = \"Fonderies Marlais\"\n";
        let place = Place::new()
            .configured(settings)
            .with("DATABASE_URL", &url.masked())
            .with("GUICHET_LISTEN", "127.0.0.1:0");
        place.run(&["config", "check"]).succeeded();
        place.run(&["migrate"]).succeeded();
        let ended = place.run(&["serve"]).with_code(78);
        for part in [
            "guichet.toml:3: « organisation of the address a@desk.example » must be",
            "there is none yet",
            "guichet import organisations",
        ] {
            assert!(ended.err.contains(part), "{part}: {ended:?}");
        }
        let desk = world(url, MONDAY).desk;
        desk.add_organisation(&Organisation {
            id: OrganisationId::fresh(),
            name: "Fonderies Marlaix".to_owned(),
            mail_domain: None,
            kind: OrganisationKind::Customer,
        })
        .unwrap();
        let ended = place.run(&["serve"]).with_code(78);
        assert!(
            ended.err.contains("there are Fonderies Marlaix"),
            "{ended:?}"
        );
    });
}
