//! The real program as a process of its own: started, frozen, thawed and killed, with forms sent to
//! it by people who remember what it said yes to.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use guichet::{
    desk::{Desk, Secret},
    domain::ids::MessageId,
    store::DatabaseUrl,
};

use super::{
    app::{Answer, form, read},
    postgres::signal,
};

const SETTINGS: &str = "[[queue]]\nslug = \"support\"\nname = \"Support\"\nmail = \"queue@desk.example\"\n\
    [[service]]\nslug = \"support\"\nname = \"Support\"\nqueue = \"support\"\ncontract = \"standard\"\n";

/// A server, until it is dropped.
#[derive(Debug)]
pub struct Program {
    process: Child,
    pub port: u16,
}

impl Program {
    /// Starts `guichet serve` in a folder, sending letters to `smtp`, and waits until it answers. Its
    /// clock is ahead by the seconds that the file `clock` of the folder says.
    pub fn start(url: &DatabaseUrl, folder: &Path, smtp: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut program = Self {
            process: command(url, folder, smtp, port)
                .stderr(fs::File::create(folder.join(format!("{port}.log"))).unwrap())
                .spawn()
                .unwrap(),
            port,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = program.process.try_wait().unwrap();
            let said = || fs::read_to_string(folder.join(format!("{port}.log")));
            assert!(ended.is_none(), "the server ended: {:?}", said());
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "the server does not answer: {:?}",
                said()
            );
            thread::sleep(Duration::from_millis(10));
        }
        program
    }

    /// Stops the process in the middle of whatever it does.
    pub fn freeze(&self) {
        signal("STOP", &[self.process.id()]);
    }

    /// Lets a frozen process go on.
    pub fn thaw(&self) {
        signal("CONT", &[self.process.id()]);
    }

    /// Kills the process without a warning.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `guichet serve` in a folder, on a port.
pub fn command(url: &DatabaseUrl, folder: &Path, smtp: &str, port: u16) -> Command {
    let settings = folder.join("guichet.toml");
    fs::write(&settings, SETTINGS).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
    command
        .arg("serve")
        .env_clear()
        .env("GUICHET_CONFIG", settings)
        .env("GUICHET_TEST_CLOCK", folder.join("clock"))
        // It has no password.
        .env("DATABASE_URL", url.masked())
        .env("GUICHET_LISTEN", format!("127.0.0.1:{port}"))
        .env("GUICHET_BASE_URL", format!("http://127.0.0.1:{port}"))
        .env("GUICHET_SMTP_URL", smtp)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

/// Asks a port for a page; nothing when nobody answers within `patience`.
pub fn got(port: u16, path: &str, patience: Duration) -> Option<Answer> {
    sent(
        port,
        &format!("GET {path} HTTP/1.1\r\n{}\r\n", heads(port)),
        patience,
    )
}

/// Sends a form to a port; nothing when nobody answers within `patience`.
pub fn posted(
    port: u16,
    path: &str,
    fields: &[(&str, &str)],
    patience: Duration,
) -> Option<Answer> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let head = format!(
        "POST {path} HTTP/1.1\r\n{}Origin: http://127.0.0.1:{port}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        heads(port),
        body.len()
    );
    sent(port, &head, patience)
}

fn heads(port: u16) -> String {
    format!("Host: 127.0.0.1:{port}\r\nConnection: close\r\nAccept-Language: en\r\n")
}

fn sent(port: u16, request: &str, patience: Duration) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(patience)).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let answer = read(&mut stream);
    (answer.status > 0).then_some(answer)
}

/// Somebody who files requests and completes them.
#[derive(Debug)]
pub struct Person {
    name: String,
    count: u32,
    pub filed: Vec<(Secret, String)>,
    pub replied: Vec<(Secret, MessageId)>,
}

impl Person {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            count: 0,
            filed: Vec::new(),
            replied: Vec::new(),
        }
    }

    /// Files a request, or completes one of those before; remembers it when the answer is yes.
    pub fn write(&mut self, port: u16, patience: Duration) -> Option<Answer> {
        self.count += 1;
        let known = self.filed.last().filter(|_| self.count.is_multiple_of(3));
        if let Some(key) = known.map(|(key, _)| key.clone()) {
            let message = MessageId::fresh();
            let id = message.to_string();
            let fields = [("message", id.as_str()), ("text", "Encore la même chose.")];
            let path = format!("/requests/{}/reply", key.reveal());
            let answer = posted(port, &path, &fields, patience)?;
            if answer.status == 303 {
                self.replied.push((key, message));
            }
            return Some(answer);
        }
        let (key, name) = (Secret::draw(), format!("{}-{}", self.name, self.count));
        let (subject, email) = (
            format!("Panne {name}"),
            format!("{name}@marlaix.example").to_lowercase(),
        );
        let fields = form(&[
            ("key", key.reveal()),
            ("service", "support"),
            ("subject", &subject),
            ("email", &email),
        ]);
        let answer = posted(port, "/", &fields, patience)?;
        if answer.status == 303 {
            self.filed.push((key, subject));
        }
        Some(answer)
    }
}

/// Checks that all that was acknowledged is there, whole and once; how many requests and replies.
pub fn all_there(desk: &Desk, people: &[Person]) -> (usize, usize) {
    let mut tickets = BTreeSet::new();
    let (mut filed, mut replied) = (0, 0);
    for person in people {
        for (key, subject) in &person.filed {
            let page = desk.request(key).unwrap();
            assert_eq!(page.ticket.subject.as_str(), subject);
            assert!(tickets.insert(page.ticket.id), "{subject} is two requests");
            filed += 1;
        }
        for (key, message) in &person.replied {
            let page = desk.request(key).unwrap();
            let there = page.messages.iter().filter(|one| one.id == *message);
            assert_eq!(there.count(), 1, "{message} of {}", page.ticket.reference);
            replied += 1;
        }
    }
    (filed, replied)
}

/// Draws a number below `end` (SplitMix64, Steele and others 2014).
pub fn drawn(state: &mut u64, end: u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % end
}
