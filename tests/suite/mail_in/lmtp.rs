//! Conversations by LMTP, good ones and bad ones.

use std::{
    fmt::Debug,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    os::unix::net::UnixStream,
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection as _, SqliteConnection, connection::SimpleConnection as _};
use guichet::{
    config::LmtpAt,
    desk::Desk,
    domain::incoming::{Door, ReturnPath},
    edges::mail::lmtp::{Limits, Lmtp},
    store::DatabaseUrl,
};

use super::{SETTINGS, bytes, desk, stored};
use crate::{
    desk_world::address,
    support::{
        on_each_engine, on_sqlite, postgres,
        process::{Process, Start, free_address},
    },
};

/// A client that hears whole answers.
struct Client<S: Read>(BufReader<S>);

impl Client<TcpStream> {
    fn of(at: SocketAddr) -> Self {
        let stream = TcpStream::connect(at).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        Self(BufReader::new(stream))
    }

    /// One who was greeted.
    fn greeted(at: SocketAddr) -> Self {
        let mut client = Self::of(at);
        assert!(client.hear().starts_with("220 "));
        assert!(client.ask("LHLO mx.example").starts_with("250"));
        client
    }
}

impl<S: Read + Write + Debug> Client<S> {
    /// The last line of the next answer; nothing at the end.
    fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap_or_default() == 0 {
                return String::new();
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    fn send(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    fn ask(&mut self, line: &str) -> String {
        self.send(&format!("{line}\r\n"));
        self.hear()
    }

    /// Sends a letter to some recipients; what is said of each.
    fn letter(&mut self, to: &[&str], text: &str) -> Vec<String> {
        assert!(
            self.ask("MAIL FROM:<jeanne@client.example>")
                .starts_with("250 ")
        );
        for to in to {
            assert!(self.ask(&format!("RCPT TO:<{to}>")).starts_with("250 "));
        }
        assert!(self.ask("DATA").starts_with("354 "));
        self.send(text);
        to.iter().map(|_| self.hear()).collect()
    }
}

fn open(desk: &Desk, limits: Limits) -> (Lmtp, SocketAddr) {
    let at = LmtpAt::Tcp("127.0.0.1:0".parse().unwrap());
    let lmtp = Lmtp::start(desk, &at, limits).unwrap();
    let address = lmtp.address().unwrap();
    (lmtp, address)
}

fn closed(lmtp: Lmtp) {
    lmtp.stop_within(Duration::from_secs(10));
}

const OURS: &str = "support@desk.example";

#[test]
fn each_recipient_has_an_answer_of_its_own_and_each_letter_is_kept_byte_for_byte() {
    on_each_engine(|url| {
        let desk = desk(url);
        let (lmtp, at) = open(&desk, Limits::default());
        let mut client = Client::greeted(at);
        for (line, code) in [
            (
                "MAIL FROM:<jeanne@client.example> SIZE=100 BODY=8BITMIME",
                "250 2.1.0",
            ),
            ("RCPT TO:<support@desk.example>", "250 2.1.5"),
            ("RCPT TO:<nobody@desk.example>", "550 5.1.1"),
            ("RCPT TO:<Support+ABC@Desk.Example>", "250 2.1.5"),
            ("RCPT TO:<postmaster>", "550 5.1.1"),
            ("DATA", "354"),
        ] {
            let said = client.ask(line);
            assert!(said.starts_with(code), "{line}: {said}");
        }
        client.send("Subject: \u{e9}t\u{e9}\r\n\r\n..un point\r\n\tfin\r\n.\r\n");
        assert!(client.hear().starts_with("250 2.0.0"));
        assert!(client.hear().starts_with("250 2.0.0"));
        // The same again, for a sender who is nobody: the same bytes are the same letter.
        for (line, code) in [
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<support@desk.example>", "250"),
            ("DATA", "354"),
        ] {
            assert!(client.ask(line).starts_with(code));
        }
        client.send("Subject: \u{e9}t\u{e9}\r\n\r\n..un point\r\n\tfin\r\n.\r\n");
        assert!(client.hear().starts_with("250 2.0.0"));
        assert!(client.ask("QUIT").starts_with("221"));
        assert_eq!(client.hear(), "");
        let letters = stored(&desk);
        let mut to: Vec<_> = letters
            .iter()
            .map(|one| one.delivered_to.as_ref().unwrap().as_str())
            .collect();
        to.sort_unstable();
        assert_eq!(to, ["Support+ABC@desk.example", OURS]);
        let from = ReturnPath::Address(address("jeanne@client.example"));
        assert!(letters.iter().all(|one| one.return_path == from));
        assert!(
            letters
                .iter()
                .all(|one| one.door == Door::Lmtp && one.queue.is_some())
        );
        let whole = "Subject: \u{e9}t\u{e9}\r\n\r\n.un point\r\n\tfin\r\n";
        assert_eq!(bytes(url, &desk), [whole, whole]);
        assert_eq!(desk.tally().letters(Door::Lmtp), 2);
        closed(lmtp);
    });
}

#[test]
fn what_is_said_out_of_turn_is_refused_and_the_conversation_goes_on() {
    on_sqlite(|url| {
        let desk = desk(url);
        let (lmtp, at) = open(&desk, Limits::default());
        let mut client = Client::of(at);
        assert!(client.hear().starts_with("220 "));
        for (line, code) in [
            ("MAIL FROM:<a@b.example>", "503 5.5.1"),
            ("EHLO mx.example", "500 5.5.1"),
            ("LHLO", "501"),
            ("LHLO mx.example", "250"),
            ("RCPT TO:<support@desk.example>", "503 5.5.1"),
            ("DATA", "503 5.5.1"),
            ("MAIL FROM:<a@b.example> SIZE=25000001", "552 5.3.4"),
            (
                "MAIL FROM:<a@b.example> SIZE=99999999999999999999999",
                "501",
            ),
            ("MAIL FROM:<a@b.example> RET=FULL", "555 5.5.4"),
            ("MAIL FROM:<a@b.example>", "250"),
            ("MAIL FROM:<a@b.example>", "503 5.5.1"),
            ("RCPT TO:<nobody@desk.example>", "550 5.1.1"),
            ("DATA", "503 5.5.1"),
            ("RSET", "250"),
            ("DATA", "503 5.5.1"),
            ("NOOP", "250"),
            ("VRFY support", "252"),
            ("STARTTLS", "500 5.5.1"),
        ] {
            let said = client.ask(line);
            assert!(said.starts_with(code), "{line}: {said}");
        }
        let mut last = String::new();
        for _ in 0..30 {
            last = client.ask("NONSENSE");
            if last.starts_with("500") {
                last = String::new();
            } else {
                break;
            }
        }
        assert!(last.is_empty() || last.starts_with("421"), "{last}");
        assert!(stored(&desk).is_empty());
        closed(lmtp);
    });
}

#[test]
fn a_whole_conversation_sent_ahead_is_answered_in_order() {
    on_sqlite(|url| {
        let desk = desk(url);
        let (lmtp, at) = open(&desk, Limits::default());
        let mut client = Client::of(at);
        client.send(
            "LHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@desk.example>\r\n\
             RCPT TO:<nobody@desk.example>\r\nDATA\r\nSubject: 1\r\n\r\n1\r\n.\r\n\
             MAIL FROM:<a@b.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nSubject: 2\r\n\r\n2\r\n.\r\nQUIT\r\n",
        );
        for code in [
            "220", "250", "250", "250", "550", "354", "250", "250", "250", "354", "250", "221", "",
        ] {
            let said = client.hear();
            assert!(said.starts_with(code), "{code}: {said}");
        }
        assert_eq!(
            bytes(url, &desk),
            ["Subject: 1\r\n\r\n1\r\n", "Subject: 2\r\n\r\n2\r\n"]
        );
        closed(lmtp);
    });
}

#[test]
fn no_letter_smuggles_another_one_in() {
    on_sqlite(|url| {
        let desk = desk(url);
        let (lmtp, at) = open(&desk, Limits::default());
        let inner = "MAIL FROM:<boss@desk.example>\r\nRCPT TO:<security@desk.example>\r\nDATA\r\nSubject: forged\r\n\r\nx\r\n";
        let ends = [
            "\n.\n",
            "\n.\r\n",
            "\r\n.\n",
            "\r.\r",
            "\r.\r\n",
            "\r\n.\r",
            "\r\n.\r\r\n",
            "\r\n.\0\r\n",
        ];
        for (rank, end) in ends.iter().enumerate() {
            let mut client = Client::greeted(at);
            let said = client.letter(
                &[OURS],
                &format!("Subject: {rank}\r\n\r\na{end}{inner}\r\n.\r\n"),
            );
            assert!(said[0].starts_with("250"), "{end:?}: {said:?}");
            assert!(client.ask("NOOP").starts_with("250"), "{end:?}");
        }
        assert_eq!(stored(&desk).len(), ends.len());
        assert!(
            stored(&desk)
                .iter()
                .all(|one| one.delivered_to == Some(address(OURS)))
        );
        // A command line with another end is none, and the conversation is over.
        for line in [
            "NOOP\n",
            "NO\rOP\r\n",
            &format!("NOOP {}\r\n", "a".repeat(3_000)),
        ] {
            let mut client = Client::greeted(at);
            client.send(line);
            assert!(client.hear().starts_with("500 5.5.2"));
            assert!(client.hear().starts_with("421"));
            assert_eq!(client.hear(), "");
        }
        closed(lmtp);
    });
}

#[test]
fn a_letter_that_is_too_large_is_refused_for_good_and_the_next_one_is_taken() {
    on_sqlite(|url| {
        let desk = desk(url);
        let limits = Limits {
            most_bytes: 1_000,
            ..Limits::default()
        };
        let (lmtp, at) = open(&desk, limits);
        let mut client = Client::greeted(at);
        let large = format!("Subject: x\r\n\r\n{}\r\n.\r\n", "a".repeat(1_100));
        let said = client.letter(&[OURS, "security@desk.example"], &large);
        assert!(
            said.iter().all(|one| one.starts_with("552 5.3.4")),
            "{said:?}"
        );
        let said = client.letter(&[OURS], "Subject: y\r\n\r\ny\r\n.\r\n");
        assert!(said[0].starts_with("250"), "{said:?}");
        assert_eq!(stored(&desk).len(), 1);
        closed(lmtp);
    });
}

#[test]
fn who_is_slow_or_one_too_many_is_told_to_come_again() {
    on_sqlite(|url| {
        let desk = desk(url);
        let limits = Limits {
            conversations: 2,
            silence: Duration::from_millis(700),
            letter: Duration::from_secs(3),
            ..Limits::default()
        };
        let (lmtp, at) = open(&desk, limits);
        let mut silent = Client::greeted(at);
        let mut drip = Client::greeted(at);
        let mut third = Client::of(at);
        assert!(third.hear().starts_with("421 4.3.2"));
        assert_eq!(third.hear(), "");
        assert!(silent.hear().starts_with("421 4.4.2"));
        assert!(drip.hear().starts_with("421 4.4.2"));
        thread::sleep(Duration::from_millis(200));
        // A letter that never ends takes no longer than it may.
        let mut drip = Client::greeted(at);
        for line in [
            "MAIL FROM:<a@b.example>",
            "RCPT TO:<support@desk.example>",
            "DATA",
        ] {
            drip.ask(line);
        }
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(8) {
            let more = drip.0.get_mut().write_all(b"a\r\n");
            if more.is_err() || began.elapsed() > Duration::from_millis(3_600) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        let said = drip.hear();
        assert!(said.starts_with("421 4.4.2") || said.is_empty(), "{said}");
        assert!(began.elapsed() < Duration::from_secs(8));
        assert!(stored(&desk).is_empty());
        closed(lmtp);
    });
}

/// Sends a letter while the database is away, and again when it is back.
fn away_and_back(url: &DatabaseUrl, away: impl FnOnce(), back: impl FnOnce()) {
    let desk = desk(url);
    let (lmtp, at) = open(&desk, Limits::default());
    away();
    let letter = "Subject: patience\r\n\r\n?\r\n.\r\n";
    let mut client = Client::greeted(at);
    let said = client.letter(&[OURS, "security@desk.example"], letter);
    assert!(
        said.iter().all(|one| one.starts_with("451 4.3.0")),
        "{said:?}"
    );
    back();
    for _ in 0..2 {
        let mut said = client.letter(&[OURS], letter);
        // A server that starts again may say no once more.
        for _ in 0..50 {
            if said[0].starts_with("250") {
                break;
            }
            thread::sleep(Duration::from_millis(200));
            said = client.letter(&[OURS], letter);
        }
        assert!(said[0].starts_with("250"), "{said:?}");
    }
    assert_eq!(stored(&desk).len(), 1);
    closed(lmtp);
}

#[test]
fn while_the_database_is_away_the_letter_stays_where_it_is_and_is_stored_once_after_that() {
    on_sqlite(|url| {
        let path = url.masked();
        let path = path.strip_prefix("sqlite:").unwrap();
        let mut holder = SqliteConnection::establish(path).unwrap();
        let holder = std::cell::RefCell::new(&mut holder);
        away_and_back(
            url,
            || {
                holder
                    .borrow_mut()
                    .batch_execute("BEGIN IMMEDIATE")
                    .unwrap()
            },
            || holder.borrow_mut().batch_execute("ROLLBACK").unwrap(),
        );
    });
    if let Some(cluster) = postgres::cluster_of_its_own() {
        let database = cluster.database();
        let url = DatabaseUrl::parse(&database.url()).unwrap();
        away_and_back(&url, || cluster.shut_down(), || cluster.start_again());
    }
}

#[test]
fn at_the_order_to_stop_the_letter_under_way_is_finished_and_nobody_else_is_heard() {
    on_each_engine(|url| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("guichet.toml");
        std::fs::write(&file, SETTINGS).unwrap();
        let lmtp = free_address();
        let mut process = Process::ready(
            url,
            &Start {
                set: &[
                    ("GUICHET_CONFIG", file.to_str().unwrap()),
                    ("GUICHET_LMTP_LISTEN", &lmtp.to_string()),
                ],
                socket: None,
            },
        );
        let mut idle = Client::greeted(lmtp);
        let mut busy = Client::greeted(lmtp);
        for line in [
            "MAIL FROM:<a@b.example>",
            "RCPT TO:<support@desk.example>",
            "DATA",
        ] {
            busy.ask(line);
        }
        busy.send("Subject: half\r\n\r\n");
        process.signal("TERM");
        assert!(idle.hear().starts_with("421 4.3.2"));
        busy.send("whole\r\n.\r\nNOOP\r\n");
        assert!(busy.hear().starts_with("250 2.0.0"));
        assert!(busy.hear().starts_with("421 4.3.2"));
        assert_eq!(process.ended_within(20).unwrap().code(), Some(0));
        assert_eq!(bytes(url, &desk(url)), ["Subject: half\r\n\r\nwhole\r\n"]);
    });
}

#[test]
fn a_socket_in_the_file_system_is_a_door_too_and_one_left_over_is_none() {
    on_sqlite(|url| {
        let desk = desk(url);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lmtp.sock");
        let at = LmtpAt::Unix(path.clone());
        // As a killed process leaves it.
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let lmtp = Lmtp::start(&desk, &at, Limits::default()).unwrap();
        assert!(Lmtp::start(&desk, &at, Limits::default()).is_err());
        let mut client = Client(BufReader::new(UnixStream::connect(&path).unwrap()));
        client.hear();
        client.ask("LHLO a");
        let said = client.letter(&[OURS], "Subject: x\r\n\r\nx\r\n.\r\n");
        assert!(said[0].starts_with("250"), "{said:?}");
        drop(client);
        closed(lmtp);
        assert!(!path.exists());
        assert_eq!(stored(&desk).len(), 1);
    });
}
