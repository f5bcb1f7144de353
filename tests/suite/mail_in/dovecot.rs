//! A mailbox of a real IMAP server: letters come in as they arrive, and nothing is marked before it is
//! stored.

use std::{fs, path::Path, thread, time::Duration};

use guichet::{
    config::{AfterFetch, MailboxSecret, MailboxSecurity, MailboxSetting},
    desk::Desk,
    domain::incoming::Door,
    edges::mail::imap::{self, Mailboxes, Step},
};

use super::{SETTINGS, bytes, desk, stored, until};
use crate::{
    desk_world::address,
    support::{
        dovecot::{Dovecot, PASSWORD, TOKEN, USER},
        on_each_engine, on_sqlite,
        process::{Process, Start, free_address},
    },
};

/// How soon a letter is here once it is in the mailbox, on a machine that is busy with the tests
/// beside: long before anything is asked for without a word from the server.
const SOON: Duration = Duration::from_secs(10);

fn setting(dovecot: &Dovecot) -> MailboxSetting {
    MailboxSetting {
        host: "localhost".to_owned(),
        port: dovecot.tls,
        security: MailboxSecurity::Implicit,
        user: USER.to_owned(),
        secret: MailboxSecret::Password(PASSWORD.to_owned()),
        folder: "INBOX".to_owned(),
        authority: Some(dovecot.authority.clone()),
        address: address("support@desk.example"),
        after: AfterFetch::Seen,
    }
}

fn letter(subject: &str) -> String {
    format!("Subject: {subject}\r\nFrom: jeanne@client.example\r\n\r\nBonjour.\r\n")
}

fn watched(desk: &Desk, setting: &MailboxSetting) -> Mailboxes {
    Mailboxes::start(desk, std::slice::from_ref(setting)).unwrap()
}

fn closed(mailboxes: Mailboxes) {
    mailboxes.stop_within(Duration::from_secs(10));
}

#[test]
fn letters_are_fetched_as_they_come_and_once_whatever_their_numbers() {
    on_each_engine(|url| {
        let Some(mut dovecot) = Dovecot::start() else {
            return;
        };
        let desk = desk(url);
        dovecot.deliver(&letter("un"));
        let setting = setting(&dovecot);
        let mailboxes = watched(&desk, &setting);
        until("the first is not seen", 20, || dovecot.count("") == (1, 1));
        assert_eq!(stored(&desk).len(), 1);
        // The server waits in IDLE, now and again after each letter.
        for rank in 2..5 {
            thread::sleep(Duration::from_millis(500));
            dovecot.deliver(&letter(&format!("nombre {rank}")));
            let took = until("no letter comes", 20, || stored(&desk).len() == rank);
            assert!(took < SOON, "{took:?}");
        }
        until("they are not seen", 20, || dovecot.count("") == (4, 4));
        closed(mailboxes);
        dovecot.number_anew();
        assert_eq!(dovecot.count(""), (4, 0));
        let mailboxes = watched(&desk, &setting);
        until("they are not seen again", 20, || {
            dovecot.count("") == (4, 4)
        });
        closed(mailboxes);
        let letters = stored(&desk);
        assert_eq!(letters.len(), 4);
        assert!(
            letters
                .iter()
                .all(|one| one.door == Door::Imap && one.queue.is_some())
        );
        assert_eq!(bytes(url, &desk).last().unwrap(), &letter("un"));
    });
}

#[test]
fn a_letter_that_is_stored_goes_where_it_is_to_go() {
    on_sqlite(|url| {
        let Some(mut dovecot) = Dovecot::start() else {
            return;
        };
        let desk = desk(url);
        let mut setting = setting(&dovecot);
        // By STARTTLS, too.
        setting.security = MailboxSecurity::StartTls;
        setting.port = dovecot.plain;
        setting.after = AfterFetch::Move("Trait\u{e9}s".to_owned());
        dovecot.deliver(&letter("un"));
        let mailboxes = watched(&desk, &setting);
        until("it is not moved", 20, || {
            dovecot.count("") == (0, 0) && dovecot.count(".Trait&AOk-s").0 == 1
        });
        closed(mailboxes);
        setting.after = AfterFetch::Delete;
        let mailboxes = watched(&desk, &setting);
        dovecot.deliver(&letter("deux"));
        until("it is not stored", 20, || stored(&desk).len() == 2);
        until("it is not deleted", 20, || dovecot.count("") == (0, 0));
        closed(mailboxes);
        assert_eq!(dovecot.count(".Trait&AOk-s").0, 1);
    });
}

/// A program that looks after the mailbox.
fn program(folder: &Path, dovecot: &Dovecot) -> String {
    let text = format!(
        "{SETTINGS}[[mailbox]]\nurl = \"imaps://support%40desk.example@localhost:{}\"\n\
         password_file = '{1}/password'\nca = '{2}'\naddress = \"support@desk.example\"\n",
        dovecot.tls,
        folder.display(),
        dovecot.authority.display(),
    );
    fs::write(folder.join("password"), format!("{PASSWORD}\n")).unwrap();
    let file = folder.join("guichet.toml");
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn killed_between_the_commit_and_the_mark_it_stores_the_letter_once() {
    on_each_engine(|url| {
        let Some(mut dovecot) = Dovecot::start() else {
            return;
        };
        dovecot.deliver(&letter("un"));
        let folder = tempfile::tempdir().unwrap();
        let file = program(folder.path(), &dovecot);
        for point in ["intake.begun", "intake.written", "intake.committed"] {
            let set = [("GUICHET_CONFIG", &*file), ("GUICHET_TEST_STOP_AT", point)];
            let process = Process::start(
                url,
                &Start {
                    set: &set,
                    socket: None,
                },
            );
            let stands = format!("stands still at {point}");
            until(&stands, 60, || process.said().contains(&stands));
            assert_eq!(dovecot.count("").1, 0, "{point}");
        }
        let set = [("GUICHET_CONFIG", &*file)];
        let mut process = Process::ready(
            url,
            &Start {
                set: &set,
                socket: None,
            },
        );
        until("it is not seen", 30, || dovecot.count("") == (1, 1));
        assert_eq!(stored(&desk(url)).len(), 1);
        // It waits in IDLE, and stops at once.
        thread::sleep(Duration::from_millis(500));
        process.signal("TERM");
        assert_eq!(process.ended_within(5).unwrap().code(), Some(0));
    });
}

#[test]
fn a_token_is_read_at_each_sign_in() {
    on_sqlite(|url| {
        let Some(mut dovecot) = Dovecot::start() else {
            return;
        };
        let desk = desk(url);
        let folder = tempfile::tempdir().unwrap();
        let token = folder.path().join("token");
        let mut setting = setting(&dovecot);
        setting.secret = MailboxSecret::TokenFile(token.clone());
        dovecot.deliver(&letter("un"));
        let mailboxes = watched(&desk, &setting);
        let missing = imap::test(&setting).unwrap_err();
        assert_eq!(missing.step(), Step::SignIn);
        assert!(missing.to_string().contains("token"), "{missing}");
        fs::write(&token, "one that has expired").unwrap();
        let refused = imap::test(&setting).unwrap_err();
        assert_eq!(refused.step(), Step::SignIn);
        assert!(
            refused.to_string().contains("refuses the user"),
            "{refused}"
        );
        assert!(!refused.to_string().contains("expired"), "{refused}");
        fs::write(&token, format!("{TOKEN}\n")).unwrap();
        imap::test(&setting).unwrap();
        until("it is not fetched with the new token", 60, || {
            dovecot.count("") == (1, 1)
        });
        assert_eq!(stored(&desk).len(), 1);
        closed(mailboxes);
    });
}

#[test]
fn what_is_wrong_with_a_mailbox_is_said_in_a_sentence() {
    let Some(dovecot) = Dovecot::start() else {
        return;
    };
    let good = setting(&dovecot);
    imap::test(&good).unwrap();
    let with = |change: &dyn Fn(&mut MailboxSetting)| {
        let mut setting = good.clone();
        change(&mut setting);
        imap::test(&setting).unwrap_err()
    };
    let nobody = free_address().port();
    for (trouble, step, words) in [
        (
            with(&|one| one.host = "nowhere.invalid".to_owned()),
            Step::Name,
            "is not found",
        ),
        (
            with(&|one| one.port = nobody),
            Step::Connect,
            "no IMAP server answers at localhost",
        ),
        (
            with(&|one| one.authority = None),
            Step::Tls,
            "no safe connection",
        ),
        (
            with(&|one| one.host = "127.0.0.1".to_owned()),
            Step::Tls,
            "no safe connection",
        ),
        (
            with(&|one| one.port = dovecot.plain),
            Step::Tls,
            "no safe connection",
        ),
        (
            with(&|one| one.secret = MailboxSecret::Password("wr\u{f6}ng".to_owned())),
            Step::SignIn,
            "refuses the user, or its password",
        ),
        (
            with(&|one| one.folder = "None".to_owned()),
            Step::Folder,
            "« None »",
        ),
    ] {
        assert_eq!(trouble.step(), step, "{trouble}");
        let said = trouble.to_string();
        assert!(said.contains(words) && !said.contains('\n'), "{said}");
    }
}
