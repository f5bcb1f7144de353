//! A vendor's program on this machine: it takes calls, remembers, and misbehaves as it is told to.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};

use chrono::DateTime;
use guichet::domain::webhook::{HookSecret, HookUrl, verify};
use serde_json::{Value, json};

/// How whoever wants TLS begins.
const TLS: u8 = 22;

/// A call that came.
#[derive(Clone, Debug)]
pub struct Got {
    pub method: String,
    pub target: String,
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: Vec<u8>,
    /// Whether it kept what was said.
    pub kept: bool,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// Whether a secret signed it, at the instant that it says.
    pub fn is_signed(&self, secret: &HookSecret) -> bool {
        let said = (&*self.id, &*self.timestamp, &*self.signature);
        let (_, query) = self.target.split_once('?').unwrap_or_default();
        let body = if self.method == "GET" {
            query.as_bytes()
        } else {
            &self.body
        };
        let at = DateTime::from_timestamp(self.timestamp.parse().unwrap(), 0).unwrap();
        verify(std::slice::from_ref(secret), said, body, at) == Ok(())
    }
}

/// What it does with the next call.
#[derive(Clone, Debug)]
pub enum Does {
    /// Keeps it and answers with a status and a body.
    Keeps(u16, String),
    /// Answers with a status and more headers, and keeps nothing.
    Refuses(u16, &'static str),
    /// Keeps it, and closes without an answer.
    KeepsAndCloses,
    /// Closes without keeping it.
    Closes,
    /// Keeps it, and says nothing until the other side gives up.
    KeepsAndWaits,
}

#[derive(Debug, Default)]
struct Mind {
    got: Vec<Got>,
    script: VecDeque<Does>,
    over: bool,
}

/// The program, until it is dropped.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    mind: Arc<Mutex<Mind>>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mind = Arc::new(Mutex::new(Mind::default()));
        let of_it = Arc::clone(&mind);
        let thread = thread::spawn(move || {
            let mut talks = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if of_it.lock().unwrap().over {
                    break;
                }
                let mind = Arc::clone(&of_it);
                talks.push(thread::spawn(move || talk(stream, &mind)));
            }
            for talk in talks {
                let _ = talk.join();
            }
        });
        Self {
            address,
            mind,
            thread: Some(thread),
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn url(&self) -> HookUrl {
        HookUrl::parse(&format!("http://{}/hook", self.address), true).unwrap()
    }

    /// What it does with the next calls, one after the other; then it keeps what comes.
    pub fn will(&self, does: impl IntoIterator<Item = Does>) {
        self.mind.lock().unwrap().script.extend(does);
    }

    pub fn got(&self) -> Vec<Got> {
        self.mind.lock().unwrap().got.clone()
    }

    /// What it kept, in order, without calls that only asked: each type with the number of the case.
    pub fn kept(&self) -> Vec<(String, String)> {
        let kept = self.got().into_iter().filter(|one| one.kept);
        kept.map(|one| {
            let case = one.json()["data"]["case"].as_str().map(str::to_owned);
            (one.kind(), case.unwrap_or_default())
        })
        .collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.mind.lock().unwrap().over = true;
        // Wakes who listens.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn talk(mut stream: TcpStream, mind: &Mutex<Mind>) {
    let mut first = [0];
    if matches!(stream.peek(&mut first), Ok(1)) && first[0] == TLS {
        // As programs do that speak no TLS. What came is read, or the answer would be lost.
        let _ = stream.read(&mut [0; 16_384]);
        say(&mut stream, 400, "", "");
        return;
    }
    let mut reading = BufReader::new(stream.try_clone().unwrap());
    let Some(mut got) = heard(&mut reading) else {
        return;
    };
    let does = {
        let mut mind = mind.lock().unwrap();
        let next = mind.script.pop_front();
        let does = next.unwrap_or_else(|| usual(&got, &mind.got));
        let keeps = !matches!(does, Does::Refuses(..) | Does::Closes);
        got.kept = keeps && got.method == "POST";
        mind.got.push(got);
        does
    };
    let mut writing = stream;
    match does {
        Does::Keeps(status, body) => say(&mut writing, status, "", &body),
        Does::Refuses(status, headers) => say(&mut writing, status, headers, ""),
        Does::KeepsAndCloses | Does::Closes => {}
        Does::KeepsAndWaits => {
            // Ends when the other side gives up.
            let _ = reading.read_to_end(&mut Vec::new());
        }
    }
}

/// What an honest program does: it answers with its own number, and tells what it has.
fn usual(got: &Got, before: &[Got]) -> Does {
    if got.method == "GET" {
        let has = before.iter().any(|one| one.kept && one.id == got.id);
        let said = if has {
            json!({ "received": true, "reference": "DIV-7" })
        } else {
            json!({ "received": false })
        };
        return Does::Keeps(200, said.to_string());
    }
    Does::Keeps(200, json!({ "reference": "DIV-7" }).to_string())
}

fn heard(reading: &mut BufReader<TcpStream>) -> Option<Got> {
    let mut line = String::new();
    reading.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reading.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let header = |name: &str| {
        let found = headers.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or_default()];
    reading.read_exact(&mut body).ok()?;
    Some(Got {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        method,
        target,
        body,
        kept: false,
    })
}

fn say(writing: &mut TcpStream, status: u16, headers: &str, body: &str) {
    let length = body.len();
    let said = format!(
        "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n{headers}\r\n{body}"
    );
    let _ = writing.write_all(said.as_bytes());
}
