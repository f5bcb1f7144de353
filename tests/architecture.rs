//! The shape of the house: which way the arrows point, who asks the time, how long a file may be.
//!
//! Each rule is a function over a path and a text, so that a made-up offender shows it at work.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A layer, with what its files may not name.
const LAYERS: [(&str, &[&str]); 4] = [
    (
        "src/domain/",
        &[
            "crate::store",
            "crate::desk",
            "crate::edges",
            "crate::clock",
            "crate::config",
            "diesel",
            "diesel_async",
            "diesel_migrations",
            "r2d2",
            "tokio_postgres",
            "actix_web",
            "lettre",
            "askama",
            "getrandom",
            "std::fs",
            "std::env",
            "std::net",
            "std::thread",
            "std::process",
        ],
    ),
    (
        "src/store/",
        &[
            "crate::desk",
            "crate::edges",
            "crate::config",
            "actix_web",
            "lettre",
            "askama",
        ],
    ),
    (
        "src/desk/",
        &[
            "crate::edges",
            "crate::config",
            "diesel",
            "diesel_async",
            "diesel_migrations",
            "r2d2",
            "tokio_postgres",
            "actix_web",
            "lettre",
            "askama",
        ],
    ),
    (
        "src/edges/",
        &[
            "crate::store",
            "diesel",
            "diesel_async",
            "diesel_migrations",
            "r2d2",
            "tokio_postgres",
        ],
    ),
];

/// Words of the language that a path does not begin with.
const WORDS: [&str; 12] = [
    "use", "pub", "in", "as", "impl", "dyn", "for", "where", "fn", "mut", "ref", "return",
];

/// Who may make ids that sort by age: their order is a convenience, no deadline depends on it.
const MAKES_IDS: &str = "src/domain/ids.rs";

/// What a domain test may name besides: the official holidays are files.
const ALLOWED_IN_DOMAIN_TESTS: [&str; 1] = ["std::fs"];

/// The longest a file of `src` may be, in lines.
const MOST_LINES: usize = 400;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 7] = [
    "utils", "util", "helpers", "common", "manager", "misc", "info",
];

// ---- the rules ----

#[test]
fn arrows_point_one_way() {
    none(every_source("src"), arrows);
}

#[test]
fn only_the_clock_asks_the_time() {
    none(every_source("src"), time);
}

#[test]
fn no_file_is_too_long() {
    none(every_source("src"), length);
}

#[test]
fn names_say_what_is_inside() {
    none(every_source("src"), name);
    none(every_source("tests"), name);
}

#[test]
fn a_module_with_a_folder_lives_in_it() {
    let paths: BTreeSet<String> = ["src", "tests"]
        .into_iter()
        .flat_map(every_source)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(beside_their_folder(&paths), [""; 0]);
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(engine);
        files_under(&folder)
            .iter()
            .map(|file| slashed(file.strip_prefix(&folder).unwrap()))
            .collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "no migration was found");
    assert_eq!(unequal(&sqlite, &postgres), [""; 0]);
}

#[test]
fn no_file_knows_a_machine() {
    none(every_text(), machine);
}

#[test]
fn packages_come_from_the_public_index() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    assert_eq!(sources(&lock), [""; 0]);
}

#[test]
fn sql_is_written_not_composed() {
    none(every_source("src"), composed_sql);
}

#[test]
fn nothing_but_a_drawing_of_ours_is_markup() {
    none(every_source("src"), marked_safe);
    none(every_template(), marked_safe);
}

#[test]
fn addresses_are_declared_in_one_way() {
    none(every_source("src"), undeclared_address);
}

// ---- the rules, seen to fail ----

#[test]
fn composed_sql_is_seen() {
    let caught = |source: &str| !composed_sql("src/store/a.rs", source).is_empty();
    assert!(caught("sql_query(format!(\"SELECT {column}\"))"));
    assert!(caught("diesel::sql_query(&text).load(conn)"));
    assert!(caught(
        "conn.batch_execute(\n    &format!(\"SET a = {a}\"),\n)"
    ));
    assert!(caught("sql::<Text>(&format!(\"lower({a})\"))"));
    assert!(caught("out.push_sql(&self.order)"));
    assert!(caught("let order = format!(\"ORDER BY {column}\");"));
    assert!(!caught("sql_query(\"SELECT 1\")"));
    assert!(!caught("conn.batch_execute(SETTINGS)"));
    assert!(!caught(
        "conn.batch_execute(&format!(\"SELECT pg_advisory_lock({TURN})\"))"
    ));
    assert!(!caught("fn batch_execute(&mut self, sql: &str)"));
}

#[test]
fn text_that_is_marked_safe_is_seen() {
    for (path, text) in [
        ("templates/pages/a.html", "{{ text|safe }}"),
        ("templates/pages/a.html", "{{ text | safe }}"),
        ("templates/pages/a.html", "{{ text|escape(\"none\") }}"),
        ("templates/pages/a.html", "{% include \"a.txt\" %}"),
        (
            "src/edges/a.rs",
            "#[template(path = \"a.html\", escape = \"none\")]",
        ),
        ("src/edges/a.rs", "askama::filters::Safe(text)"),
        ("src/edges/a.rs", "impl HtmlSafe for Text {}"),
        ("src/edges/a.rs", "impl HtmlSafe for SafeHtml {}"),
        (
            "src/edges/markup/mod.rs",
            "impl HtmlSafe for SafeHtml {} impl HtmlSafe for Text {}",
        ),
        (
            "src/edges/markup/mod.rs",
            "pub struct SafeHtml(pub String);",
        ),
        (
            "src/edges/markup/mod.rs",
            "impl From<String> for SafeHtml { fn from(text: String) -> Self { Self(text) } }",
        ),
        ("src/edges/markup/writer.rs", "SafeHtml(text)"),
        (
            "src/edges/a.rs",
            "#[template(source = \"{{ a }}\", ext = \"txt\")]",
        ),
    ] {
        assert_eq!(marked_safe(path, text).len(), 1, "{text}");
    }
    assert_eq!(
        marked_safe("templates/pages/a.html", "{{ text }} is safe"),
        [""; 0]
    );
}

#[test]
fn an_address_that_no_list_finds_is_seen() {
    for source in [
        "app.route(\"/a\", web::get().to(a));",
        "web::resource(\"/a\")",
        "web::scope(\"/a\")",
        "#[get(\"/a\")]",
        "resource(path, READ)",
        "actix_files::Files::new(\"/a\", \".\")",
    ] {
        assert_eq!(
            undeclared_address("src/edges/a.rs", source).len(),
            1,
            "{source}"
        );
    }
    let fine = "app.service(resource(\"/a/{id}\", READ).route(reading().to(show)))";
    assert_eq!(undeclared_address("src/edges/a.rs", fine), [""; 0]);
}

#[test]
fn an_arrow_that_points_back_is_seen() {
    let caught = |path: &str, source: &str| !arrows(path, source).is_empty();
    assert!(caught("src/edges/a.rs", "use crate::store::Store;"));
    assert!(caught(
        "src/edges/a.rs",
        "use crate::{clock::Clock, store::Store};"
    ));
    assert!(caught("src/edges/a.rs", "fn f() { crate::store::open(); }"));
    assert!(caught("src/edges/a.rs", "use super::super::store;"));
    assert!(caught(
        "src/edges/pages/mod.rs",
        "use super::super::store::Store;"
    ));
    assert!(caught("src/edges/a.rs", "use guichet::store;"));
    assert!(caught("src/edges/a.rs", "use diesel::prelude::*;"));
    assert!(caught("src/edges/a.rs", "use ::diesel::prelude::*;"));
    assert!(caught(
        "src/desk/a.rs",
        "use crate::{desk::Desk, edges::pages};"
    ));
    assert!(caught("src/desk/a.rs", "use actix_web::web;"));
    assert!(caught("src/desk/a.rs", "use lettre as post;"));
    assert!(caught("src/store/a.rs", "use crate::desk::Desk;"));
    assert!(caught(
        "src/store/a.rs",
        "#[derive(askama::Template)] struct A;"
    ));
    assert!(caught(
        "src/domain/a.rs",
        "use std::{collections::BTreeMap, fs};"
    ));
    assert!(caught("src/domain/a.rs", "use crate::clock::Clock;"));
    assert!(caught("src/domain/a.rs", "use crate::config::Settings;"));
    assert!(caught("src/domain/a.rs", "let a = std::env::var(\"A\");"));
    assert!(caught("src/domain/tests/a.rs", "use std::net::TcpStream;"));
}

#[test]
fn an_arrow_that_points_on_is_let_be() {
    let fine = |path: &str, source: &str| assert_eq!(arrows(path, source), [""; 0], "{source}");
    fine(
        "src/edges/a.rs",
        "use crate::{clock::Clock, config, desk::Desk, domain::ids::TicketId};",
    );
    fine(
        "src/edges/a.rs",
        "// crate::store is not for us\n/* diesel /* nor */ diesel::x */",
    );
    fine(
        "src/edges/a.rs",
        "let a = \"crate::store\"; let b = r#\"diesel::\"x\"#; let c = '\"';",
    );
    fine(
        "src/edges/a.rs",
        "use super::store::kept; fn f<'a>(a: &'a str) {}",
    );
    fine(
        "src/store/a.rs",
        "use diesel::prelude::*; use crate::domain::ids::TicketId;",
    );
    fine("src/domain/tests/a.rs", "use std::fs;");
    fine(
        "src/domain/store.rs",
        "use crate::domain::store; self.diesel.store();",
    );
}

#[test]
fn whoever_else_asks_the_time_is_seen() {
    let caught = |path: &str, source: &str| !time(path, source).is_empty();
    assert!(caught("src/desk/a.rs", "let now = chrono::Utc::now();"));
    assert!(caught("src/edges/a.rs", "let now = Local :: now();"));
    assert!(caught(
        "src/edges/a.rs",
        "let now = std::time::SystemTime::now();"
    ));
    assert!(caught("src/edges/a.rs", "map_or_else(Utc::now, f)"));
    assert!(caught("src/domain/a.rs", "let begun = Instant::now();"));
    assert!(caught("src/domain/a.rs", "Self(Uuid::now_v7())"));
    assert!(!caught("src/clock.rs", "Utc::now()"));
    assert!(!caught(
        "src/edges/a.rs",
        "let begun = Instant::now(); // Utc::now()"
    ));
    assert!(!caught("src/edges/a.rs", "desk.clock().now()"));
}

#[test]
fn a_long_file_is_seen() {
    assert_eq!(length("src/a.rs", &"\n".repeat(MOST_LINES)), [""; 0]);
    assert_eq!(length("src/a.rs", &"\n".repeat(MOST_LINES + 1)).len(), 1);
}

#[test]
fn an_empty_name_is_seen() {
    for path in [
        "src/utils.rs",
        "src/edges/common/mod.rs",
        "src/edges/misc/a.rs",
    ] {
        assert_eq!(name(path, "").len(), 1, "{path}");
    }
    assert_eq!(name("src/edges/words/mod.rs", ""), [""; 0]);
}

#[test]
fn a_module_beside_its_folder_is_seen() {
    let paths = |all: &[&str]| all.iter().map(|path| (*path).to_owned()).collect();
    let beside = beside_their_folder(&paths(&["src/a.rs", "src/a/b.rs"]));
    assert_eq!(beside.len(), 1);
    assert_eq!(
        beside_their_folder(&paths(&["src/a/mod.rs", "src/a/b.rs", "src/ab.rs"])),
        [""; 0]
    );
}

#[test]
fn a_migration_of_one_engine_is_seen() {
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect();
    let both = names(&["0001_base/up.sql"]);
    let more = names(&["0001_base/up.sql", "0002_more/up.sql"]);
    assert_eq!(unequal(&both, &both), [""; 0]);
    assert_eq!(unequal(&both, &more).len(), 1);
    assert_eq!(unequal(&more, &both).len(), 1);
}

#[test]
fn the_path_of_a_machine_is_seen() {
    for folder in [
        "/ho+me/anna/guichet",
        "/Us+ers/anna",
        "/wo+rk/guichet",
        "/ro+ot/.cargo",
        "C:\\Us+ers\\anna",
    ] {
        let text = format!("see {}", folder.replace('+', ""));
        assert_eq!(machine("README.md", &text).len(), 1, "{text}");
    }
    for text in [
        "registry = \"spar+se+https://mirror\"",
        "npm --reg+istry https://mirror",
        "pip --index-+url https://mirror",
    ] {
        let text = text.replacen('+', "", 1);
        assert_eq!(machine(".ci/run", &text).len(), 1, "{text}");
    }
    assert_eq!(
        machine(
            "README.md",
            "https://example.org/home/ and /usr/bin, teamwork/play"
        ),
        [""; 0]
    );
}

#[test]
fn a_package_from_elsewhere_is_seen() {
    let line = |source: &str| format!("[[package]]\nname = \"a\"\nsource = \"{source}\"\n");
    assert_eq!(sources(&line(PUBLIC_INDEX)), [""; 0]);
    assert_eq!(sources(&line("git+https://example.org/a")).len(), 1);
}

// ---- how each is checked ----

/// What `source`, at `path`, names and may not.
fn arrows(path: &str, source: &str) -> Vec<String> {
    let Some((layer, forbidden)) = LAYERS.iter().find(|(layer, _)| path.starts_with(layer)) else {
        return Vec::new();
    };
    let in_domain_test = *layer == "src/domain/" && is_test(path);
    let mut found: Vec<String> = named(path, source)
        .into_iter()
        .filter(|name| {
            forbidden
                .iter()
                .filter(|word| !(in_domain_test && ALLOWED_IN_DOMAIN_TESTS.contains(word)))
                .any(|word| name == word || name.starts_with(&format!("{word}::")))
        })
        .map(|name| format!("{path} may not name {name}"))
        .collect();
    found.dedup();
    found
}

/// Where `source`, at `path`, asks the machine what time it is.
fn time(path: &str, source: &str) -> Vec<String> {
    if path == "src/clock.rs" {
        return Vec::new();
    }
    // Measuring how long something took is no question about the time.
    let measures = path.starts_with("src/edges/") || path.starts_with("src/store/");
    let mut asking = vec![("Utc", "now"), ("Local", "now"), ("SystemTime", "now")];
    if path != MAKES_IDS {
        asking.extend([("Uuid", "now_v7"), ("Uuid", "now_v6"), ("Uuid", "now_v1")]);
    }
    if !measures {
        asking.push(("Instant", "now"));
    }
    named(path, source)
        .into_iter()
        .filter(|name| {
            let mut ends = name.rsplit("::");
            let (last, before) = (ends.next(), ends.next());
            asking
                .iter()
                .any(|(of, ask)| last == Some(ask) && before == Some(of))
        })
        .map(|name| format!("{path} asks the time itself: {name}; src/clock.rs is there for that"))
        .collect()
}

/// Texts of statements that are neither a literal nor a constant, and why they may be there.
const SQL_ELSEWHERE: [(&str, &str); 8] = [
    // A number that the database itself just told; a pragma takes no bound value.
    (
        "src/store/health.rs",
        "batch_execute(&format!(\"PRAGMA user_version = {user_version}\")",
    ),
    // Pieces of the program, one after the other.
    ("src/store/tickets/beside.rs", "push_sql(part)"),
    // diesel's reading of a value, no statement.
    ("src/store/values.rs", "sql::<)"),
    // A condition of the program: its type takes only texts that are compiled in.
    ("src/store/phrases.rs", "push_sql(self.0)"),
    ("src/store/fence.rs", "push_sql(self.ticket)"),
    // What diesel hands to its own connection.
    ("src/store/postgres.rs", "batch_execute(sql)"),
    // Settings of a transaction, put together from ids alone, which nobody typed.
    ("src/store/wall.rs", "batch_execute(told)"),
    // One of two constants, by what the connection is for.
    ("src/store/connection.rs", "batch_execute(own)"),
];

/// Where the text of a statement is put together from values: those are to be bound.
fn composed_sql(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for call in ["sql_query(", "batch_execute(", "push_sql(", "sql::<"] {
        for (at, _) in source.match_indices(call) {
            let (before, rest) = (
                source.get(..at).unwrap_or(""),
                source.get(at + call.len()..),
            );
            let rest = rest.unwrap_or("");
            // Of `sql::<Type>(…)` what follows the type.
            let argument = match call {
                "sql::<" => rest.split_once(">(").map_or("", |(_, rest)| rest),
                _ => rest,
            };
            let argument = argument.trim_start();
            let whole = format!(
                "{call}{}",
                argument.split_inclusive(')').next().unwrap_or("")
            );
            let is_defined = before.ends_with("fn ");
            let is_known = SQL_ELSEWHERE
                .iter()
                .any(|(where_, what)| *where_ == path && *what == whole);
            if !(is_defined || is_known || is_fixed_text(argument)) {
                found.push(format!(
                    "{path}: {whole} is composed; bind its values, or say in SQL_ELSEWHERE why not"
                ));
            }
        }
    }
    for verb in [
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "DELETE ",
        "ORDER BY ",
        "WHERE ",
    ] {
        for (at, start) in source.match_indices(&format!("format!(\"{verb}")) {
            if !is_fixed_text(source.get(at..).unwrap_or(start)) {
                found.push(format!("{path}: a statement is composed: {start}…"));
            }
        }
    }
    found
}

/// Whether an argument is a literal, a constant, or a literal with constants in it.
fn is_fixed_text(argument: &str) -> bool {
    let argument = argument.trim_start_matches('&');
    let constant = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|one| one.is_ascii_uppercase() || one.is_ascii_digit() || one == '_')
    };
    if let Some(rest) = argument.strip_prefix("format!(") {
        let Some(text) = rest.trim_start().strip_prefix('"') else {
            return false;
        };
        let Some((text, _)) = text.split_once('"') else {
            return false;
        };
        return text.split('{').skip(1).all(|piece| {
            piece
                .split_once('}')
                .is_some_and(|(name, _)| constant(name))
        });
    }
    if argument.starts_with('"') {
        return true;
    }
    let name: String = argument
        .chars()
        .take_while(|one| one.is_alphanumeric() || *one == '_')
        .collect();
    constant(&name)
}

/// Whoever marks something as markup, and why it may be: what is typed is not in it, or was
/// escaped by its own template; of what people write, the one type that only their renderer makes.
const MARKUP: [(&str, &str); 4] = [
    ("src/edges/markup/mod.rs", "impl HtmlSafe for SafeHtml"),
    ("src/edges/pages/chip/mod.rs", "impl HtmlSafe for Chip"),
    ("src/edges/pages/band/mod.rs", "impl HtmlSafe for Band"),
    ("src/edges/pages/queue/day.rs", "impl HtmlSafe for Day"),
];

/// Where a text is printed without being escaped.
fn marked_safe(path: &str, text: &str) -> Vec<String> {
    let close: String = text.chars().filter(|one| *one != ' ').collect();
    let is_page = path.ends_with(".html");
    let mut found: Vec<&str> = Vec::new();
    if is_page {
        found.extend(
            ["|safe", "|escape(", "|e(", "{%autoescape", "{%filtersafe"]
                .iter()
                .filter(|mark| close.contains(**mark)),
        );
        let other_kind = close.contains(".txt\"%}") || close.contains(".txt\"as");
        found.extend(other_kind.then_some("a text part, which is not escaped"));
    } else if path.ends_with(".rs") {
        found.extend(
            [
                "escape=\"none\"",
                "filters::Safe(",
                "MaybeSafe",
                "ext=\"txt\"",
                "print=\"none\"",
            ]
            .iter()
            .filter(|mark| close.contains(**mark)),
        );
        let known = MARKUP.iter().any(|(where_, what)| {
            *where_ == path && text.matches("HtmlSafe for").count() == 1 && text.contains(what)
        });
        found.extend((text.contains("HtmlSafe for") && !known).then_some("HtmlSafe"));
        // What is made of people's text is made in one place, by the renderer alone.
        let makes = close.contains("SafeHtml(") && path != "src/edges/markup/mod.rs";
        let lets_make = close.contains("forSafeHtml")
            && close.matches("forSafeHtml").count()
                != close.matches("HtmlSafeforSafeHtml").count()
                    + close.matches("DisplayforSafeHtml").count();
        let opened = close.contains("SafeHtml(pub");
        found.extend((makes || lets_make || opened).then_some("SafeHtml made elsewhere"));
    }
    found
        .into_iter()
        .map(|mark| format!("{path}: {mark} prints a text as markup; see MARKUP"))
        .collect()
}

/// Addresses that `routing::resource` does not declare: the tests that go through all of them
/// would not know of these.
fn undeclared_address(path: &str, source: &str) -> Vec<String> {
    if path == "src/edges/http/routing.rs" || !path.starts_with("src/edges/") {
        return Vec::new();
    }
    let mut found: Vec<String> = [
        ".route(\"",
        "web::resource(",
        "web::scope(",
        "#[get(",
        "#[post(",
        "#[put(",
        "#[delete(",
        "#[route(",
        "actix_files",
    ]
    .iter()
    .filter(|way| source.contains(**way))
    .map(|way| format!("{path}: {way} declares an address besides routing::resource"))
    .collect();
    let unsaid = source.match_indices("resource(").any(|(at, call)| {
        let before = source.get(..at).unwrap_or("");
        let rest = source.get(at + call.len()..).unwrap_or("").trim_start();
        let is_ours = !before.ends_with(|one: char| one.is_alphanumeric() || "_:".contains(one));
        is_ours && !rest.starts_with('"')
    });
    if unsaid {
        found.push(format!("{path}: the address of a resource is no literal"));
    }
    found
}

fn length(path: &str, source: &str) -> Vec<String> {
    let lines = source.lines().count();
    // One entry for each table: as long as there are tables, and nothing to understand.
    if lines <= MOST_LINES || path == "src/store/schema.rs" {
        return Vec::new();
    }
    vec![format!("{path} has {lines} lines, {MOST_LINES} at most")]
}

fn name(path: &str, _source: &str) -> Vec<String> {
    let empty = path
        .trim_end_matches(".rs")
        .split('/')
        .find(|part| EMPTY_NAMES.contains(part));
    empty
        .map(|part| format!("{path}: « {part} » says nothing of what is inside"))
        .into_iter()
        .collect()
}

/// Files `x.rs` that stand beside a folder `x` with modules.
fn beside_their_folder(paths: &BTreeSet<String>) -> Vec<String> {
    paths
        .iter()
        .filter_map(|path| {
            let folder = format!("{}/", path.strip_suffix(".rs")?);
            let has_one = paths.iter().any(|other| other.starts_with(&folder));
            has_one.then(|| format!("{path} belongs into {folder}mod.rs"))
        })
        .collect()
}

/// Files that only one engine has.
fn unequal(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<String> {
    sqlite
        .symmetric_difference(postgres)
        .map(|name| format!("{name} is there for one engine only"))
        .collect()
}

/// Where `text` names a folder of somebody's machine, or a mirror of packages.
fn machine(path: &str, text: &str) -> Vec<String> {
    // Written apart, so that this file is not its own offender.
    let folders = [
        ["/ho", "me/"],
        ["/Us", "ers/"],
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["C:\\Us", "ers\\"],
    ];
    let mirrors = [
        ["spar", "se+http"],
        ["index-", "url"],
        ["--reg", "istry"],
        [".cargo/reg", "istry"],
    ];
    let starts = |line: &str, at: usize| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        before.is_none_or(|one| !one.is_alphanumeric() && !"._-/}".contains(one))
    };
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let folder = folders
            .iter()
            .map(|halves| halves.concat())
            .any(|folder| line.match_indices(&folder).any(|(at, _)| starts(line, at)));
        let mirror = mirrors.iter().any(|halves| line.contains(&halves.concat()));
        if folder || mirror {
            found.push(format!("{path}:{} knows a machine: {line}", number + 1));
        }
    }
    found
}

const PUBLIC_INDEX: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Packages of the lock file that are not of the public index.
fn sources(lock: &str) -> Vec<String> {
    lock.lines()
        .filter_map(|line| line.strip_prefix("source = "))
        .map(|source| source.trim_matches('"'))
        .filter(|source| *source != PUBLIC_INDEX)
        .map(|source| format!("a package comes from {source}"))
        .collect()
}

// ---- reading ----

fn none(files: Vec<(String, String)>, rule: impl Fn(&str, &str) -> Vec<String>) {
    assert!(!files.is_empty(), "no file was found to look at");
    let found: Vec<String> = files
        .iter()
        .flat_map(|(path, source)| rule(path, source))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The Rust files under a folder of the project, with their texts.
fn every_source(folder: &str) -> Vec<(String, String)> {
    files_under(&root().join(folder))
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .map(|file| {
            let path = slashed(file.strip_prefix(root()).unwrap());
            (path, fs::read_to_string(&file).unwrap())
        })
        .collect()
}

/// The templates, with their texts.
fn every_template() -> Vec<(String, String)> {
    files_under(&root().join("templates"))
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "html"))
        .map(|file| {
            let path = slashed(file.strip_prefix(root()).unwrap());
            (path, fs::read_to_string(&file).unwrap())
        })
        .collect()
}

/// Every text of the project: what is at its top, and in the folders that belong to it.
fn every_text() -> Vec<(String, String)> {
    const FOLDERS: [&str; 7] = [
        "src",
        "tests",
        "templates",
        "migrations",
        "benches",
        ".ci",
        ".cargo",
    ];
    let top = fs::read_dir(root()).unwrap();
    top.filter_map(|entry| Some(entry.unwrap().path()).filter(|path| path.is_file()))
        .filter(|path| !path.ends_with(".git"))
        .chain(
            FOLDERS
                .iter()
                .map(|folder| root().join(folder))
                .filter(|folder| folder.is_dir())
                .flat_map(|folder| files_under(&folder)),
        )
        .filter_map(|file| {
            let text = String::from_utf8(fs::read(&file).unwrap()).ok()?;
            Some((slashed(file.strip_prefix(root()).unwrap()), text))
        })
        .collect()
}

/// Every path that a source names, from the crate's root where it is one of ours.
fn named(path: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_start =
            is_word(tokens.get(at)) && tokens.get(at.wrapping_sub(1)) != Some(&".".into());
        if is_start {
            at = tree(&tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found.iter().map(|parts| from_root(path, parts)).collect()
}

/// Reads a path, or a tree of paths in braces, that begins at `at`; returns where it ends.
fn tree(
    tokens: &[String],
    mut at: usize,
    before: &[String],
    found: &mut Vec<Vec<String>>,
) -> usize {
    let mut parts = before.to_vec();
    loop {
        match tokens.get(at) {
            token if is_word(token) => {
                parts.extend(token.cloned());
                at += 1;
            }
            Some(open) if open == "{" && !parts.is_empty() => {
                at += 1;
                while let Some(token) = tokens.get(at) {
                    match token.as_str() {
                        "}" => return at + 1,
                        _ if is_word(Some(token)) || token == "{" => {
                            at = tree(tokens, at, &parts, found);
                        }
                        _ => at += 1,
                    }
                }
                return at;
            }
            _ => {
                found.push(parts);
                return at;
            }
        }
        if tokens.get(at).is_some_and(|token| token == "::") {
            at += 1;
        } else {
            found.push(parts);
            return at;
        }
    }
}

fn is_word(token: Option<&String>) -> bool {
    token
        .filter(|token| !WORDS.contains(&token.as_str()))
        .is_some_and(|token| token.starts_with(|one: char| one.is_alphanumeric() || one == '_'))
}

/// The path `parts` as seen from the root: `super` is resolved by where the file stands.
fn from_root(path: &str, parts: &[String]) -> String {
    let mut module: Vec<&str> = path
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .split('/')
        .collect();
    let supers = parts.iter().take_while(|part| *part == "super").count();
    let rest = parts.iter().skip(supers).map(String::as_str);
    if supers > 0 {
        module.truncate(module.len().saturating_sub(supers));
        return ["crate"]
            .into_iter()
            .chain(module)
            .chain(rest)
            .collect::<Vec<_>>()
            .join("::");
    }
    let mut all: Vec<&str> = rest.collect();
    if let Some(first) = all.first_mut().filter(|first| **first == "guichet") {
        *first = "crate";
    }
    all.join("::")
}

/// Words, `::` and single signs; no comments, no texts.
fn tokens(source: &str) -> Vec<String> {
    let signs: Vec<char> = source.chars().collect();
    let is = |at: usize, wanted: char| signs.get(at) == Some(&wanted);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        if sign == '/' && is(at + 1, '/') {
            while at < signs.len() && !is(at, '\n') {
                at += 1;
            }
        } else if sign == '/' && is(at + 1, '*') {
            at = after_comment(&signs, at);
        } else if sign == '"' {
            at = after_text(&signs, at + 1);
        } else if sign == 'r' && (is(at + 1, '"') || is(at + 1, '#')) {
            at = after_raw_text(&signs, at);
        } else if sign == '\'' {
            // A character, or the tick of a lifetime.
            at += match (is(at + 1, '\\'), is(at + 2, '\'')) {
                (true, _) => {
                    1 + (2..12)
                        .find(|ahead| is(at + 1 + ahead, '\''))
                        .map_or(0, |ahead| ahead + 1)
                }
                (false, true) => 3,
                (false, false) => 1,
            };
        } else if sign.is_alphanumeric() || sign == '_' {
            let word: String = signs
                .iter()
                .skip(at)
                .take_while(|one| one.is_alphanumeric() || **one == '_')
                .collect();
            at += word.chars().count();
            found.push(word);
        } else if sign == ':' && is(at + 1, ':') {
            found.push("::".into());
            at += 2;
        } else {
            if !sign.is_whitespace() {
                found.push(sign.into());
            }
            at += 1;
        }
    }
    found
}

fn after_comment(signs: &[char], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < signs.len() {
        match (signs.get(at), signs.get(at + 1)) {
            (Some('/'), Some('*')) => (depth, at) = (depth + 1, at + 2),
            (Some('*'), Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn after_text(signs: &[char], mut at: usize) -> usize {
    while let Some(sign) = signs.get(at) {
        match sign {
            '"' => return at + 1,
            '\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// After a raw text or a raw word that begins at `at` with `r`.
fn after_raw_text(signs: &[char], at: usize) -> usize {
    let hashes = signs
        .iter()
        .skip(at + 1)
        .take_while(|sign| **sign == '#')
        .count();
    let begin = at + 1 + hashes;
    if signs.get(begin) != Some(&'"') {
        return begin;
    }
    let mut at = begin + 1;
    while at < signs.len() {
        let closed = signs.get(at) == Some(&'"')
            && signs
                .iter()
                .skip(at + 1)
                .take(hashes)
                .filter(|sign| **sign == '#')
                .count()
                == hashes;
        at += 1;
        if closed {
            return at + hashes;
        }
    }
    at
}
