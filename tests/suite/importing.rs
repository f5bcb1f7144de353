//! Organisations and people from a table, by the command line: tried first, then all or nothing.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::Arc,
};

use guichet::{clock::VirtualClock, desk::Desk, store::DatabaseUrl};
use tempfile::TempDir;

use crate::{
    desk_world::{MONDAY, at, desk},
    support::{
        digest::{changed, digest},
        on_each_engine,
    },
};

const GOOD: &str = "organisation;kind;mail_domain;name;email;lang;administrator\n\
    Fonderies Marlaix;;marlaix.example;Odile Élan;odile@marlaix.example;fr;oui\n\
    Fonderies Marlaix;;;Nadia;nadia@marlaix.example;en;\n\
    ;;;;;;\n\
    Cabinet Ostrel;integrator;;;;;\n";

const BAD: &str = "organisation;kind;name;email\n\
    Fonderies Marlaix;;Odile;odile@marlaix.example\n\
    Cabinet Ostrel;baker;;\n\
    Cabinet Ostrel;;Rose;no-address\n";

/// A database, and a folder with tables.
struct Place<'url> {
    url: &'url DatabaseUrl,
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    /// The objects that it wrote, one a line.
    fn objects(&self) -> Vec<serde_json::Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl<'url> Place<'url> {
    fn at(url: &'url DatabaseUrl) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { url, folder };
        // The first command of all writes which queues and services there are.
        place.import(&["-"], "organisation\nX\n");
        place
    }

    fn desk(&self) -> Desk {
        desk(self.url, &Arc::new(VirtualClock::stopped(at(MONDAY))))
    }

    fn file(&self, bytes: &[u8]) -> String {
        let path = self.folder.path().join("table.csv");
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn import(&self, arguments: &[&str], stdin: &str) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .args(["import", "organisations"])
            .args(arguments)
            .env_clear()
            .env("DATABASE_URL", self.url.masked())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        let ended = Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ended.err.contains("panicked"), "{ended:?}");
        ended
    }

    fn names(&self) -> Vec<String> {
        let found = self.desk().every_organisation("").unwrap();
        found.into_iter().map(|one| one.name).collect()
    }
}

#[test]
fn import_tries_a_table_first_and_writes_it_when_told_to() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let file = place.file(GOOD.as_bytes());
        let before = digest(url);
        let tried = place.import(&[&file, "--lang", "en"], "");
        assert_eq!(tried.code, 0, "{tried:?}");
        for said in [
            "Line  Fate   What becomes of it",
            "   2  taken  Would add Fonderies Marlaix and Odile Élan",
            "   3  taken  Would add Nadia to Fonderies Marlaix",
            "   5  taken  Would add Cabinet Ostrel",
            "--apply",
        ] {
            assert!(tried.out.contains(said), "{said}: {}", tried.out);
        }
        assert_eq!(
            changed(&before, &digest(url)),
            [""; 0],
            "trying wrote something"
        );
        let written = place.import(&[&file, "--apply"], "");
        assert_eq!(written.code, 0, "{written:?}");
        assert!(
            written.out.contains("Odile Élan sont ajoutées"),
            "{written:?}"
        );
        assert!(
            written.out.contains("3 lignes sont importées"),
            "{written:?}"
        );
        assert_eq!(place.names(), ["Cabinet Ostrel", "Fonderies Marlaix"]);
        let desk = place.desk();
        let marlaix = desk.every_organisation("marlaix").unwrap()[0].id;
        let page = desk.organisation(marlaix).unwrap();
        assert_eq!(page.people.len(), 2);
        assert_eq!(page.designated.len(), 1);
        let (letters, _) = desk.letters(None, None).unwrap();
        let told: Vec<(&str, &str)> = letters
            .iter()
            .map(|one| (one.kind.as_str(), one.recipient.as_str()))
            .collect();
        // Nobody is invited; who now administrates reads so, as from the page.
        assert_eq!(told, [("designation", "odile@marlaix.example")]);
        drop(desk);
        let again = place.import(&[&file, "--apply", "--json"], "");
        assert_eq!(again.code, 0, "{again:?}");
        let objects = again.objects();
        assert_eq!(objects.len(), 4, "{again:?}");
        assert!(objects[..3].iter().all(|line| line["fate"] == "known"));
        assert_eq!(objects[3]["known"], 3);
    });
}

#[test]
fn import_writes_nothing_while_a_line_is_refused() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let file = place.file(BAD.as_bytes());
        let before = digest(url);
        for arguments in [vec![file.as_str()], vec![&file, "--apply"]] {
            let ended = place.import(&arguments, "");
            assert_eq!(ended.code, 65, "{ended:?}");
            assert!(ended.out.contains("n’est pas une nature"), "{ended:?}");
            assert!(ended.out.contains("2 lignes ne peuvent pas"), "{ended:?}");
        }
        let told = place.import(&[&file, "--apply", "--json", "--lang", "en"], "");
        let objects = told.objects();
        let fates: Vec<_> = objects.iter().map(|line| line["fate"].as_str()).collect();
        assert_eq!(
            fates,
            [Some("taken"), Some("refused"), Some("refused"), None]
        );
        assert_eq!(objects[0]["person"]["email"], "odile@marlaix.example");
        assert_eq!(objects[1]["line"], 3);
        assert_eq!(objects[3]["written"], false);
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        assert_eq!(place.names(), [""; 0]);
    });
}

#[test]
fn import_reads_what_spreadsheets_save_and_says_what_it_cannot_read() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let marked = format!("\u{feff}{}", GOOD.replace(';', ","));
        let piped = place.import(&["-", "--json"], &marked);
        assert_eq!((piped.code, piped.objects().len()), (0, 4), "{piped:?}");
        let latin: Vec<u8> = GOOD
            .chars()
            .map(|one| u8::try_from(u32::from(one)).unwrap())
            .collect();
        let file = place.file(&latin);
        let refused = place.import(&[&file], "");
        assert_eq!(refused.code, 65, "{refused:?}");
        assert!(refused.err.contains("line 2 is not UTF-8"), "{refused:?}");
        assert!(
            refused.err.contains("--encoding windows-1252"),
            "{refused:?}"
        );
        let read = place.import(&[&file, "--encoding", "windows-1252", "--apply"], "");
        assert_eq!(read.code, 0, "{read:?}");
        assert!(read.out.contains("Odile Élan"), "{read:?}");
        let none = place.import(&["nowhere.csv"], "");
        assert_eq!((none.code, none.out.as_str()), (74, ""), "{none:?}");
        let odd = place.import(&["-", "--lang", "en"], "organisation,nmae\nx,y\n");
        assert_eq!((odd.code, odd.out.as_str()), (65, ""), "{odd:?}");
        assert!(
            odd.err.contains("nmae") && odd.err.contains("name"),
            "{odd:?}"
        );
    });
}
