//! People who file, reply and answer while the program dies under their hands, and who remember
//! every yes.

use std::{
    io::Write as _,
    net::TcpStream,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use guichet::{
    desk::Secret,
    domain::ids::{MessageId, TicketId},
};

use super::drawn;
use crate::support::app::{Answer, form, read};

/// What the server has said yes to.
#[derive(Debug, Default)]
pub struct Acknowledged {
    /// The keys of requests, with the subject of each.
    pub filed: Mutex<Vec<(Secret, String)>>,
    /// Replies, with the key of their request.
    pub replied: Mutex<Vec<(Secret, MessageId)>>,
    /// Agents' answers, with their ticket.
    pub answered: Mutex<Vec<(TicketId, MessageId)>>,
    /// Letters, by their subject.
    pub mailed: Mutex<Vec<String>>,
    /// Tried, whatever came of it.
    pub tried: AtomicU64,
}

impl Acknowledged {
    pub fn count(&self) -> usize {
        self.filed.lock().unwrap().len() + self.replied.lock().unwrap().len()
    }
}

/// Somebody who writes until told to stop. What got no answer is sometimes sent again, as people do.
#[derive(Debug)]
pub struct Person<'a> {
    pub port: u16,
    pub dice: u64,
    pub yes: &'a Acknowledged,
    pub stop: &'a AtomicBool,
}

impl Person<'_> {
    /// Files requests and replies to them.
    pub fn files(mut self, name: usize) {
        let mut mine: Vec<Secret> = Vec::new();
        let mut count = 0;
        while !self.stop.load(Ordering::Acquire) {
            count += 1;
            if !mine.is_empty() && drawn(&mut self.dice, 3) == 0 {
                let pick = usize::try_from(drawn(&mut self.dice, mine.len() as u64)).unwrap();
                let key = mine[pick].clone();
                let message = MessageId::fresh();
                let id = message.to_string();
                let words = format!("Encore la même chose, {id}.");
                let fields = [("message", id.as_str()), ("text", words.as_str())];
                let path = format!("/requests/{}/reply", key.reveal());
                if self.insists(&path, &fields) {
                    self.yes.replied.lock().unwrap().push((key, message));
                }
            } else {
                let key = Secret::draw();
                let subject = format!("Panne {name}-{count}");
                let email = format!("client{name}@marlaix.example");
                let fields = form(&[
                    ("key", key.reveal()),
                    ("service", "support"),
                    ("subject", &subject),
                    ("email", &email),
                ]);
                if self.insists("/", &fields) {
                    mine.push(key.clone());
                    self.yes.filed.lock().unwrap().push((key, subject));
                }
            }
            self.rests();
        }
    }

    /// Answers what stands in the queue.
    pub fn answers(mut self, session: &Secret) {
        let cookie = format!("guichet={}", session.reveal());
        while !self.stop.load(Ordering::Acquire) {
            self.rests();
            let Some(queue) = asked(self.port, "GET", "/queue?view=all", &cookie, &[]) else {
                continue;
            };
            let mut tickets: Vec<&str> = queue
                .body
                .split("/tickets/")
                .skip(1)
                .filter_map(|rest| rest.get(..36))
                .collect();
            tickets.dedup();
            if tickets.is_empty() {
                continue;
            }
            let pick = usize::try_from(drawn(&mut self.dice, tickets.len() as u64)).unwrap();
            let Ok(ticket) = tickets[pick].parse::<TicketId>() else {
                continue;
            };
            let path = format!("/tickets/{ticket}");
            let Some(page) = asked(self.port, "GET", &path, &cookie, &[]) else {
                continue;
            };
            let (Some(seen), Some(message)) =
                (hidden(&page.body, "seen"), hidden(&page.body, "message"))
            else {
                continue;
            };
            let fields = [
                ("seen", seen),
                ("message", message),
                ("mode", "public"),
                ("do", "send"),
                ("text", "Nous regardons."),
            ];
            self.yes.tried.fetch_add(1, Ordering::Relaxed);
            let answer = asked(
                self.port,
                "POST",
                &format!("{path}/reply"),
                &cookie,
                &fields,
            );
            if answer.is_some_and(|answer| answer.status == 303) {
                let message = message.parse().unwrap();
                self.yes.answered.lock().unwrap().push((ticket, message));
            }
        }
    }

    fn rests(&mut self) {
        thread::sleep(Duration::from_millis(20 + drawn(&mut self.dice, 60)));
    }

    /// Whether the server said yes.
    fn insists(&mut self, path: &str, fields: &[(&str, &str)]) -> bool {
        loop {
            self.yes.tried.fetch_add(1, Ordering::Relaxed);
            match asked(self.port, "POST", path, "", fields) {
                Some(answer) if answer.status == 303 => return true,
                Some(answer) if answer.status > 0 => {
                    // Too much at once is a fair answer; that the form is wrong is not.
                    assert!(
                        answer.status >= 500 || answer.status == 429,
                        "{path}: {} {}",
                        answer.status,
                        answer.body
                    );
                }
                _ => {}
            }
            if self.stop.load(Ordering::Acquire) || drawn(&mut self.dice, 3) == 0 {
                return false;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0)
}

/// Asks whoever listens; none when nobody does.
pub fn asked(
    port: u16,
    method: &str,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
) -> Option<Answer> {
    asked_in(port, "fr", method, path, cookie, fields)
}

/// The same, in a language.
pub fn asked_in(
    port: u16,
    lang: &str,
    method: &str,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
) -> Option<Answer> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let site = format!("127.0.0.1:{port}");
    let mut said = format!(
        "{method} {path} HTTP/1.1\r\nHost: {site}\r\nConnection: close\r\nAccept-Language: {lang}\r\n"
    );
    if !cookie.is_empty() {
        said.push_str(&format!("Cookie: {cookie}\r\n"));
    }
    if method == "POST" {
        said.push_str(&format!(
            "Origin: http://{site}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n",
            body.len()
        ));
    }
    said.push_str("\r\n");
    said.push_str(&body);
    let mut stream = TcpStream::connect(&site).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    stream.write_all(said.as_bytes()).ok()?;
    Some(read(&mut stream)).filter(|answer| answer.status > 0)
}
