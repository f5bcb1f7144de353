//! `guichet contract`: files and versions, by the command line.

use std::{path::Path, process::Command, sync::Arc};

use guichet::{
    clock::VirtualClock,
    domain::contract::{TEMPLATES, template},
    store::DatabaseUrl,
};
use tempfile::TempDir;

use super::with_p1;
use crate::{
    desk_world::{MONDAY, at, desk},
    support::{on_each_engine, on_sqlite},
};

struct Place<'url> {
    url: &'url DatabaseUrl,
    folder: TempDir,
}

#[derive(Debug)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl<'url> Place<'url> {
    fn at(url: &'url DatabaseUrl) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url, folder }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .arg("contract")
            .args(arguments)
            .env_clear()
            .env("DATABASE_URL", self.url.masked())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let ended = Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ended.err.contains("panicked"), "{ended:?}");
        ended
    }
}

#[test]
fn a_file_is_checked_without_a_database_and_each_mistake_names_its_line() {
    on_sqlite(|url| {
        let place = Place::at(url);
        for (name, text) in TEMPLATES {
            let file = place.file(&format!("{name}.toml"), text);
            let ended = place.run(&["check", &file]);
            assert_eq!((ended.code, &*ended.err), (0, ""), "{ended:?}");
        }
        let text = with_p1("4 heurs").replace("zone = \"fr\"", "zome = \"fr\"");
        let file = place.file("wrong.toml", &text);
        let ended = place.run(&["check", &file]);
        assert_eq!(ended.code, 65);
        let line = |needle: &str| text.lines().position(|one| one.contains(needle)).unwrap() + 1;
        for number in [line("4 heurs"), line("zome")] {
            assert!(
                ended.out.contains(&format!("{file}:{number}: ")),
                "{ended:?}"
            );
        }
        let ended = place.run(&["check", "--json", &file]);
        let objects: Vec<serde_json::Value> = ended
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert!(objects.iter().any(|one| one["line"] == line("zome")));
        assert_eq!(objects.last().unwrap()["mistakes"], objects.len() - 1);
        let latin = place.folder.path().join("latin.toml");
        std::fs::write(&latin, b"name = \"a\"\ntitle = \"\xe9\"\n").unwrap();
        let ended = place.run(&["check", latin.to_str().unwrap()]);
        assert_eq!(ended.code, 65);
        assert!(ended.err.contains("latin.toml:2: "), "{ended:?}");
        assert!(!Path::new(&place.folder.path().join("data")).exists());
        assert_eq!(place.run(&["check", "none.toml"]).code, 74);
    });
}

#[test]
fn files_and_versions_go_round_byte_by_byte() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let two = with_p1("2h ouvrées");
        let file = place.file("two.toml", &two);
        let ended = place.run(&["import", &file, "--note", "avenant", "--json"]);
        assert_eq!(ended.code, 0, "{ended:?}");
        let said: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(
            (&said["version"], &said["added"]),
            (&2.into(), &true.into())
        );
        let again = place.run(&["import", &file, "--json"]);
        let said: serde_json::Value = serde_json::from_str(&again.out).unwrap();
        assert_eq!(
            (&said["version"], &said["added"]),
            (&2.into(), &false.into())
        );
        assert_eq!(place.run(&["export", "standard"]).out, two);
        let first = place.run(&["export", "standard@1"]).out;
        assert_eq!(first, template("standard").unwrap().source());
        let out = place.folder.path().join("out.toml");
        let out = out.to_str().unwrap();
        assert_eq!(
            place.run(&["export", "standard@2", "--output", out]).code,
            0
        );
        assert_eq!(std::fs::read_to_string(out).unwrap(), two);
        for named in ["standard@9", "standart", "standard@x"] {
            assert_ne!(place.run(&["export", named]).code, 0, "{named}");
        }
        let differ = place.run(&["diff", "standard@1", out]);
        assert_eq!(differ.code, 1);
        assert!(
            differ.out.contains("\n-P1 = { target = \"4h ouvrées\"")
                && differ.out.contains("\n+P1 = { target = \"2h ouvrées\""),
            "{differ:?}"
        );
        let json = place.run(&["diff", "--json", "standard@1", "standard"]);
        assert_eq!((json.code, json.out.lines().count()), (1, 2));
        let same = place.run(&["diff", "standard", out]);
        assert_eq!((same.code, &*same.out), (0, ""));
        let wrong = place.file("wrong.toml", "name = \"standard\"\nnothing = 1\n");
        let ended = place.run(&["import", &wrong]);
        assert_eq!(ended.code, 65);
        assert!(ended.err.contains("wrong.toml:2: "), "{ended:?}");
        let desk = desk(url, &Arc::new(VirtualClock::stopped(at(MONDAY))));
        // The commands live by the machine's clock, and this one may be far behind: what is in force at
        // once is in force for whoever's clock was put back, too.
        let page = desk.contract_page("standard", None).unwrap();
        assert_eq!((page.shown.source, page.versions.len()), (two, 2));
    });
}

#[test]
fn a_simulation_is_told_to_people_and_to_programs() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let file = place.file("two.toml", &with_p1("2h ouvrées"));
        let world = crate::desk_world::world(url, MONDAY);
        world.filed("standard", crate::desk_world::blocked());
        let ended = place.run(&["simulate", &file, "--json"]);
        assert_eq!(ended.code, 0, "{ended:?}");
        let objects: Vec<serde_json::Value> = ended
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(objects.len(), 2, "{ended:?}");
        let deadline = &objects[0]["deadlines"][0];
        assert_eq!(deadline["from"], "2026-03-02T11:00:00Z");
        assert_eq!(deadline["to"], "2026-03-02T09:00:00Z");
        assert_eq!(objects[1]["tickets"], 1);
        let told = place.run(&["simulate", &file, "--lang", "en"]);
        assert!(told.out.starts_with("One request. "), "{told:?}");
        let told = place.run(&["simulate", "standard@1"]);
        assert!(told.out.starts_with("Une demande. "), "{told:?}");
    });
}
