//! The real server on a port of its own, and a browser without scripts to visit it with.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

use crate::desk_world::inbound;
use actix_web::{HttpResponse, web};
use guichet::{
    clock::VirtualClock,
    desk::{Desk, NewWorker, Secret, Site},
    domain::{
        ids::PersonId,
        lang::Lang,
        notice::Notice,
        people::{EmailAddress, Role},
        services::{QueueSetting, ServiceSetting},
        ticket::Line,
    },
    edges::http::{App, Settings, serve},
    store::DatabaseUrl,
};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// A password that is long enough.
pub const PASSWORD: &str = "une phrase assez longue";

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Served {
    pub address: SocketAddr,
    pub desk: Desk,
    pub clock: Arc<VirtualClock>,
    pub app: App,
    /// The folder of files that people add.
    pub files: TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts the server over a database at a standing instant, with two services under two contracts.
pub fn served(url: &DatabaseUrl, now: &str) -> Served {
    served_with(url, now, |_| {})
}

/// The same, with other settings of the site.
pub fn served_with(url: &DatabaseUrl, now: &str, set: impl FnOnce(&mut Settings)) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    served_as(listener, url, now, |_| {}, set)
}

/// As [`served`], on another site.
pub fn served_where(url: &DatabaseUrl, now: &str, site: impl FnOnce(&mut Site)) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    served_as(listener, url, now, site, |_| {})
}

/// As [`served`], on a listener of the caller's.
pub fn served_on(listener: TcpListener, url: &DatabaseUrl, now: &str) -> Served {
    served_as(listener, url, now, |_| {}, |_| {})
}

/// As [`served`], with everything of the caller's.
pub fn served_as(
    listener: TcpListener,
    url: &DatabaseUrl,
    now: &str,
    place: impl FnOnce(&mut Site),
    set: impl FnOnce(&mut Settings),
) -> Served {
    let clock = Arc::new(VirtualClock::stopped(now.parse().unwrap()));
    let files = tempfile::tempdir().unwrap();
    let mut site = Site {
        mail_host: "guichet.example".to_owned(),
        files: Some(files.path().to_owned()),
        addresses: vec![inbound("support@guichet.example", "portail")],
        ..Site::default()
    };
    place(&mut site);
    let desk = Desk::open(url, clock.clone(), site).unwrap();
    let queue = QueueSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        mail: Some(EmailAddress::parse("support@guichet.example").unwrap()),
        supervisor_mail: None,
    };
    let services = [
        ("weavy", "Divalto weavy", "divalto"),
        ("portail", "Portail clients", "standard"),
    ]
    .map(|(slug, name, contract)| ServiceSetting {
        slug: slug.to_owned(),
        name: name.to_owned(),
        queue: "support".to_owned(),
        contract: contract.to_owned(),
    });
    desk.keep_services(&[queue], &services).unwrap();
    let address = listener.local_addr().unwrap();
    let mut settings = Settings::at(format!("http://{address}").parse().unwrap());
    settings.body_patience = Duration::from_millis(700);
    set(&mut settings);
    let app = App::new(desk.clone(), settings);
    let kept = app.clone();
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let until = async move {
            let _ = stopped.await;
        };
        actix_web::rt::System::new()
            .block_on(serve(app, listener.into(), panicking, until))
            .unwrap();
    });
    Served {
        address,
        desk,
        clock,
        app: kept,
        files,
        stop: Some(stop),
        thread: Some(thread),
    }
}

/// A page that breaks.
fn panicking(app: &mut web::ServiceConfig) {
    app.route("/panics/here", web::get().to(panics));
}

#[expect(clippy::panic, reason = "what the server does then is what is tested")]
async fn panics() -> HttpResponse {
    panic!("the boiler burst")
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Served {
    /// A browser that has been nowhere yet.
    pub fn browser(&self) -> Browser {
        Browser {
            address: self.address,
            cookies: BTreeMap::new(),
            said: Vec::new(),
        }
    }

    /// Somebody who works at the desk, with [`PASSWORD`].
    pub fn worker(&self, name: &str, email: &str, role: Role) -> PersonId {
        let person = self
            .desk
            .add_worker(&NewWorker {
                name: Line::parse(name).unwrap(),
                email: EmailAddress::parse(email).unwrap(),
                role,
                lang: Lang::Fr,
            })
            .unwrap();
        let link = self.desk.set_up_link(Some(person)).unwrap();
        self.desk.set_up(&link, None, PASSWORD).unwrap();
        person
    }

    /// A browser in which `person` is signed in.
    pub fn signed_in(&self, person: PersonId) -> Browser {
        let secret = self.desk.open_session(person, "suite").unwrap();
        let mut browser = self.browser();
        browser
            .cookies
            .insert("guichet".to_owned(), secret.reveal().to_owned());
        browser
    }

    /// The secret of the link in the latest letter about an escalation.
    pub fn escalation_link(&self) -> Secret {
        let (letters, _) = self.desk.letters(None, None).unwrap();
        let mut links = letters.iter().filter_map(|letter| match &letter.notice {
            Notice::Escalated { link, .. } => Secret::read(link),
            _ => None,
        });
        links.next_back().unwrap()
    }

    /// Files a request by the form; the secret of its link.
    pub fn filed(&self, changes: &[(&str, &str)]) -> Secret {
        let answer = self.browser().post("/", &form(changes));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let path = answer.location();
        let key = path
            .strip_prefix("/requests/")
            .and_then(|rest| rest.strip_suffix("/filed"));
        Secret::read(key.unwrap()).unwrap()
    }
}

/// A form that can be filed, with some fields changed.
pub fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("service", "weavy"),
        ("name", "Léa Marchal"),
        ("email", "lea@marlaix.example"),
        ("organisation", "Fonderies Marlaix"),
        ("subject", "Les étiquettes ne s’impriment plus"),
        ("text", "Depuis 20 h 45, le bouton ne fait plus rien."),
        ("workable", "no"),
        ("reach", "everyone"),
        ("workaround", "no"),
        // Taken where the contract asks, and left aside elsewhere.
        ("consent", "no"),
    ];
    for change in changes {
        fields.retain(|field| field.0 != change.0);
        fields.push(*change);
    }
    fields
}

/// A browser without scripts: it keeps cookies, and says where its forms come from.
#[derive(Clone, Debug)]
pub struct Browser {
    pub address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
    /// Headers to send besides.
    pub said: Vec<(String, String)>,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// As text.
    pub body: String,
    /// As it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Where it leads.
    pub fn location(&self) -> String {
        self.header("location").unwrap().to_owned()
    }
}

impl Browser {
    /// The same, saying another header.
    pub fn saying(mut self, name: &str, value: &str) -> Self {
        self.said.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    /// Asks for the head of a page.
    pub fn head(&mut self, path: &str) -> Answer {
        self.ask("HEAD", path, None)
    }

    /// Asks with any method, without a body.
    pub fn with_method(&mut self, method: &str, path: &str) -> Answer {
        self.ask(method, path, None)
    }

    /// Sends a form of this site.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.post_raw(path, body.as_bytes())
    }

    /// Puts something at an address.
    #[cfg(feature = "oidc")]
    pub fn put_raw(&mut self, path: &str, body: &[u8]) -> Answer {
        self.ask("PUT", path, Some(body))
    }

    /// Sends the body of a form of this site as it is.
    pub fn post_raw(&mut self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, Some(body))
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<&[u8]>) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        let mut say = |name: &str, value: &str| {
            if !self
                .said
                .iter()
                .any(|(one, _)| one.eq_ignore_ascii_case(name))
            {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        };
        say("Host", &self.address.to_string());
        say("Accept-Language", "fr");
        if let Some(body) = body {
            say("Origin", &format!("http://{}", self.address));
            say("Content-Type", "application/x-www-form-urlencoded");
            say("Content-Length", &body.len().to_string());
        }
        if !self.cookies.is_empty() {
            let all: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            say("Cookie", &all.join("; "));
        }
        for (name, value) in self.said.iter().filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut sent = head.into_bytes();
        sent.extend_from_slice(body.unwrap_or_default());
        let answer = told(self.address, &sent, method != "HEAD");
        for (name, value) in &answer.headers {
            if name.eq_ignore_ascii_case("set-cookie") {
                let pair = value.split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                if value.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        answer
    }
}

/// Sends bytes, reads all that is answered until the connection ends.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> Answer {
    told(address, bytes, false)
}

/// Sends bytes, reads what is answered; of one whole answer no more, as browsers do.
fn told(address: SocketAddr, bytes: &[u8], one: bool) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut writer = stream.try_clone().unwrap();
    let bytes = bytes.to_vec();
    // A server that refuses a body need not read it: writing and reading go side by side.
    let writing = std::thread::spawn(move || {
        let _ = writer.write_all(&bytes);
    });
    let answer = read_as(&mut stream, one);
    drop(stream);
    let _ = writing.join();
    answer
}

/// Whether these are a head that says how long its body is, and all of that body.
fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length: "))
        .and_then(|length| length.parse::<usize>().ok());
    length.is_some_and(|length| bytes.len() >= end + 4 + length)
}

/// Reads an answer until its connection closes.
pub fn read(stream: &mut TcpStream) -> Answer {
    read_as(stream, false)
}

fn read_as(stream: &mut TcpStream, one: bool) -> Answer {
    let mut bytes = Vec::new();
    let mut chunk = [0; 16_384];
    // A reset after the answer, because the rest of a body was not read, ends it too.
    while let Ok(count @ 1..) = stream.read(&mut chunk) {
        bytes.extend_from_slice(&chunk[..count]);
        // A stream of events does not end by itself.
        let said = String::from_utf8_lossy(&bytes);
        if said.contains("\r\n\r\n") && said.contains("text/event-stream") {
            break;
        }
        if one && is_whole(&bytes) {
            break;
        }
    }
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Answer {
            status: 0,
            headers: Vec::new(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        };
    };
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 4..]);
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or("0");
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let chunked = headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked");
    let bytes = if chunked {
        unchunked(body)
    } else {
        body.to_owned()
    };
    Answer {
        status: status.parse().unwrap_or(0),
        headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
    }
}

fn unchunked(body: &[u8]) -> Vec<u8> {
    let (mut rest, mut whole) = (body, Vec::new());
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        // An answer that was cut ends in the middle of a chunk.
        let chunk = rest.get(end + 2..end + 2 + size).unwrap_or_default();
        whole.extend_from_slice(chunk);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    whole
}
