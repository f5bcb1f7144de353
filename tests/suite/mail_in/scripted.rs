//! A mailbox of a server that says what the test wants.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use guichet::{
    config::{AfterFetch, MailboxSecret, MailboxSecurity, MailboxSetting},
    edges::mail::imap::{self, Mailboxes, Step},
};

use super::{bytes, desk, stored, until};
use crate::{desk_world::address, support::on_sqlite};

/// What was said to the server.
type Heard = Arc<Mutex<Vec<String>>>;

/// A server that answers each line by `answer`, given its tag and the rest; until the tests end.
fn server(answer: impl Fn(&str, &str) -> String + Send + Sync + 'static) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let noted = Arc::clone(&heard);
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
            thread::spawn(move || serve(stream, &noted, &*answer));
        }
    });
    (port, heard)
}

fn serve(mut stream: TcpStream, heard: &Heard, answer: &dyn Fn(&str, &str) -> String) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let _ = stream.write_all(b"* OK here\r\n");
    for line in lines.map_while(Result::ok) {
        let (tag, rest) = line.split_once(' ').unwrap_or((&line, ""));
        heard.lock().unwrap().push(rest.to_owned());
        if stream.write_all(answer(tag, rest).as_bytes()).is_err() {
            return;
        }
    }
}

fn setting(port: u16) -> MailboxSetting {
    MailboxSetting {
        host: "127.0.0.1".to_owned(),
        port,
        security: MailboxSecurity::None,
        user: "us\"er".to_owned(),
        secret: MailboxSecret::Password("p\u{e9}ss".to_owned()),
        folder: "INBOX".to_owned(),
        authority: None,
        address: address("support@desk.example"),
        after: AfterFetch::Seen,
    }
}

#[test]
fn what_is_too_large_is_flagged_and_left_and_the_rest_is_fetched_without_idle() {
    on_sqlite(|url| {
        let desk = desk(url);
        let (port, heard) = server(|tag, line| match line {
            "CAPABILITY" => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
            "UID SEARCH UNSEEN UNDELETED" => format!("* SEARCH 9 4\r\n* SEARCH 7\r\n{tag} OK\r\n"),
            "UID FETCH 4 (RFC822.SIZE)" => {
                format!("* 1 FETCH (UID 4 RFC822.SIZE 25000001)\r\n{tag} OK\r\n")
            }
            "UID FETCH 7 (RFC822.SIZE)" => {
                format!("* 3 FETCH (FLAGS ())\r\n* 2 FETCH (RFC822.SIZE 5 UID 7)\r\n{tag} OK\r\n")
            }
            // This one is gone.
            "UID FETCH 9 (RFC822.SIZE)" => format!("{tag} OK\r\n"),
            "UID FETCH 7 (BODY.PEEK[])" => {
                format!(
                    "* 3 FETCH (FLAGS ())\r\n* 2 FETCH (BODY[] {{7}}\r\na: {{9}}\n UID 7)\r\n{tag} OK\r\n"
                )
            }
            // What follows a literal of LOGIN.
            line if line.ends_with('}') => "+ more\r\n".to_owned(),
            "" => format!("{tag}x\r\ng2 OK\r\n"),
            _ => format!("{tag} OK\r\n"),
        });
        let mailboxes = Mailboxes::start(&desk, &[setting(port)]).unwrap();
        until("nothing is stored", 20, || !stored(&desk).is_empty());
        until("it is not marked", 20, || {
            let heard = heard.lock().unwrap();
            heard
                .iter()
                .any(|line| line == "UID STORE 7 +FLAGS.SILENT (\\Seen)")
        });
        mailboxes.stop_within(Duration::from_secs(10));
        assert_eq!(bytes(url, &desk), ["a: {9}\n"]);
        let heard = heard.lock().unwrap().join("\n");
        assert!(
            heard.contains("UID STORE 4 +FLAGS.SILENT (\\Flagged \\Seen)"),
            "{heard}"
        );
        assert!(!heard.contains("UID FETCH 4 (BODY"), "{heard}");
        assert!(!heard.contains("STORE 9"), "{heard}");
    });
}

#[test]
fn a_server_that_talks_nonsense_is_told_of_and_stops_nothing() {
    for (greeting, step) in [
        ("* BYE too busy\r\n", Step::Connect),
        ("220 mx.example ESMTP\r\n", Step::Connect),
        ("* OK\r\ng1 NO never\r\n", Step::Connect),
        ("", Step::Connect),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(greeting.as_bytes()).unwrap();
            thread::sleep(Duration::from_millis(300));
        });
        let trouble = imap::test(&setting(port)).unwrap_err();
        assert_eq!(trouble.step(), step, "{greeting:?}: {trouble}");
    }
    let (port, _) = server(|tag, _| format!("{tag} OK\r\n"));
    let mut one = setting(port);
    one.security = MailboxSecurity::StartTls;
    let trouble = imap::test(&one).unwrap_err();
    assert_eq!(trouble.step(), Step::Tls);
    assert!(
        trouble.to_string().contains("does not offer STARTTLS"),
        "{trouble}"
    );
    // What is said ahead of TLS may be somebody else's.
    let (port, _) = server(|tag, line| match line {
        "CAPABILITY" => format!("* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK\r\n"),
        _ => format!("{tag} OK\r\ng3 OK forged\r\n"),
    });
    one.port = port;
    let trouble = imap::test(&one).unwrap_err();
    assert!(
        trouble.to_string().contains("more than it was asked"),
        "{trouble}"
    );
}
