//! `guichet mail receive`, as a mail server runs it: the exit code is all that it hears.

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use guichet::{
    domain::incoming::{Door, IncomingMail, ReturnPath},
    store::DatabaseUrl,
};

use super::{SETTINGS, bytes, desk, stored};
use crate::{
    desk_world::address,
    support::{
        on_each_engine, on_sqlite,
        process::{Process, Start},
    },
};

const LETTER: &str = "Subject: Panne\n\nL'imprimante fume.\n";

/// Pipes a letter into the program, which has these settings.
fn receive(url: &str, settings: &str, arguments: &[&str], letter: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("guichet.toml");
    std::fs::write(&file, settings).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .args(["mail", "receive"])
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", url)
        .env("GUICHET_CONFIG", &file)
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read all.
    let _ = child.stdin.take().unwrap().write_all(letter);
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> (i32, String) {
    let code = output.status.code().unwrap();
    (code, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn url_of(url: &DatabaseUrl) -> String {
    url.masked()
}

#[test]
fn the_exit_code_is_0_once_the_letter_is_stored_beside_a_server_and_without_one() {
    on_each_engine(|url| {
        let at = url_of(url);
        let arguments = [
            "--to",
            "support@desk.example",
            "--from",
            "jeanne@client.example",
        ];
        for _ in 0..2 {
            let output = receive(&at, SETTINGS, &arguments, LETTER.as_bytes());
            assert_eq!(told(&output).0, 0, "{:?}", told(&output));
        }
        let _server = Process::ready(url, &Start::default());
        let second = "Subject: Encore\n\nElle fume encore.\n";
        for arguments in [&["--from", "<>"][..], &["--from", "MAILER-DAEMON"]] {
            let output = receive(&at, SETTINGS, arguments, second.as_bytes());
            assert_eq!(told(&output).0, 0, "{:?}", told(&output));
        }
        let desk = desk(url);
        let mut all = bytes(url, &desk);
        all.sort();
        assert_eq!(all, [second, LETTER]);
        let letters = stored(&desk);
        assert!(letters.iter().all(|one| one.door == Door::Pipe));
        let first = letters
            .iter()
            .find(|one| one.delivered_to.is_some())
            .unwrap();
        let from = ReturnPath::Address(address("jeanne@client.example"));
        assert_eq!(first.return_path, from);
        let second = letters
            .iter()
            .find(|one| one.delivered_to.is_none())
            .unwrap();
        assert_eq!(second.return_path, ReturnPath::Null);
    });
}

#[test]
fn the_exit_code_says_whether_to_try_again() {
    on_sqlite(|url| {
        let at = url_of(url);
        let large = vec![b'a'; IncomingMail::MOST_BYTES + 1];
        let wrong = "[[address]]\naddress = \"support@desk.example\"\nservice = \"none\"\n";
        for (at, settings, letter, code, words) in [
            (&*at, SETTINGS, &b""[..], 65, "no letter"),
            (&at, SETTINGS, b"\r\n \n", 65, "no letter"),
            (&at, SETTINGS, &large, 65, "too large"),
            (&at, wrong, LETTER.as_bytes(), 75, "service"),
            ("nonsense", SETTINGS, LETTER.as_bytes(), 75, "database_url"),
            (
                "postgres://127.0.0.1:1/none",
                SETTINGS,
                LETTER.as_bytes(),
                75,
                "",
            ),
            (
                "sqlite:/proc/none/guichet.db",
                SETTINGS,
                LETTER.as_bytes(),
                75,
                "",
            ),
        ] {
            let (found, said) = told(&receive(at, settings, &[], letter));
            assert_eq!(found, code, "{at}: {said}");
            assert!(said.contains(words) && said.lines().count() >= 1, "{said}");
        }
        assert!(stored(&desk(url)).is_empty());
    });
}
