//! A mail server in front that hands letters over while the program dies under its hands, and hands
//! them over again until it hears a yes.

use std::{
    collections::BTreeMap,
    io::{BufReader, Write as _},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use guichet::{
    desk::Desk,
    domain::{
        access::Scope,
        incoming::{IncomingLetter, IncomingState, Outcome},
    },
    store::DatabaseUrl,
};

use super::{desk_in, drawn, people::Acknowledged};
use crate::intake::{Mime, reader};

/// The address that takes letters.
pub const ADDRESS: &str = "support@desk.example";

/// The server in front.
#[derive(Debug)]
pub struct Front<'a> {
    pub port: u16,
    pub dice: u64,
    pub yes: &'a Acknowledged,
    pub stop: &'a AtomicBool,
}

impl Front<'_> {
    /// Hands over letters until told to stop: new ones with a file, and ones that name a ticket.
    pub fn hands_over(mut self) {
        let mut count = 0;
        while !self.stop.load(Ordering::Acquire) {
            count += 1;
            let mark = format!("courriel {count} {}", drawn(&mut self.dice, u64::MAX));
            let subject = if count % 3 == 0 {
                format!("Re: INC-{}-00001 {mark}", this_year())
            } else {
                mark.clone()
            };
            let body = format!(
                "--p\nContent-Type: text/html; charset=utf-8\n\n<p>Le texte de {mark}</p>\n\
                 --p\nContent-Type: text/plain; name=\"journal.txt\"\n\
                 Content-Disposition: attachment; filename=\"journal.txt\"\n\n{mark}\n--p--\n"
            );
            let from = format!("client{count}@marlaix.example");
            let mime = Mime::from(&from, &subject, &body)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "multipart/mixed; boundary=p");
            let bytes = mime.bytes();
            while !self.stop.load(Ordering::Acquire) {
                if handed_over(self.port, ADDRESS, &bytes).is_some() {
                    self.yes.mailed.lock().unwrap().push(subject.clone());
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
            thread::sleep(Duration::from_millis(80 + drawn(&mut self.dice, 160)));
        }
    }
}

/// One conversation (RFC 2033); nothing when there was no yes to hear.
pub fn handed_over(port: u16, to: &str, letter: &[u8]) -> Option<()> {
    let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    answered(&mut lines, '2')?;
    for (said, wanted) in [
        ("LHLO front.example".to_owned(), '2'),
        ("MAIL FROM:<a@front.example>".to_owned(), '2'),
        (format!("RCPT TO:<{to}>"), '2'),
        ("DATA".to_owned(), '3'),
    ] {
        stream.write_all(format!("{said}\r\n").as_bytes()).ok()?;
        answered(&mut lines, wanted)?;
    }
    stream.write_all(letter).ok()?;
    stream.write_all(b".\r\n").ok()?;
    answered(&mut lines, '2')
}

/// Whether the answer is of a kind.
fn answered(lines: &mut impl std::io::BufRead, wanted: char) -> Option<()> {
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        if line.get(3..4) != Some("-") {
            return line.starts_with(wanted).then_some(());
        }
    }
}

fn this_year() -> String {
    use guichet::clock::{Clock as _, SystemClock};
    SystemClock.now().format("%Y").to_string()
}

/// Every letter that was acknowledged is stored once, and is where it belongs, whole.
pub fn assert_all_in_their_place(url: &DatabaseUrl, yes: &Acknowledged) {
    // Those who were killed held leases: they end.
    let desk = desk_in(url, TimeDelta::minutes(10));
    desk.read_mail_while(&reader(), &|| true).unwrap();
    let mut stored: BTreeMap<String, Vec<IncomingLetter>> = BTreeMap::new();
    for letter in every_letter(&desk) {
        assert_eq!(letter.state, IncomingState::Settled, "{letter:?}");
        let subject = letter.read.as_ref().unwrap().subject.clone();
        stored.entry(subject).or_default().push(letter);
    }
    for subject in yes.mailed.lock().unwrap().iter() {
        let letters = stored.get(subject).map_or(&[][..], Vec::as_slice);
        assert_eq!(letters.len(), 1, "{subject}: {letters:?}");
        let outcome = letters[0].outcome.unwrap();
        assert!(
            matches!(outcome, Outcome::Filed | Outcome::ToConfirm),
            "{subject}: {outcome}"
        );
        let (ticket, message) = letters[0].belongs_to.unwrap();
        let page = desk.ticket(ticket, &Scope::Desk).unwrap();
        let said = page
            .messages
            .iter()
            .filter(|one| one.body.as_str().contains("Le texte de"))
            .filter(|one| Some(one.id) == message)
            .count();
        assert_eq!(said, 1, "{subject} of {}", page.ticket.reference);
    }
}

fn every_letter(desk: &Desk) -> Vec<IncomingLetter> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = desk.incoming_page(None, before, &Scope::Desk).unwrap();
        all.extend(page.letters);
        before = page.next;
        if before.is_none() {
            return all;
        }
    }
}
