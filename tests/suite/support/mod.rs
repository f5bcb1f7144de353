//! What the tests stand on: a database of their own on each engine, and a real browser.

pub mod app;
pub mod browser;
pub mod customers;
pub mod digest;
pub mod disk;
pub mod dovecot;
#[cfg(feature = "oidc")]
pub mod glewlwyd;
pub mod office;
pub mod postfix;
pub mod postgres;
pub mod process;
pub mod program;
pub mod provider;
pub mod routes;
#[cfg(feature = "s3-tests")]
pub mod s3;
pub mod vendors;

use std::{io::Write, path::PathBuf};

use guichet::store::DatabaseUrl;

/// Runs `test` on an empty SQLite file and on an empty PostgreSQL database.
///
/// Where no PostgreSQL is installed the second is skipped with a loud line, or fails when
/// `GUICHET_TEST_REQUIRE` names `postgres`.
pub fn on_each_engine(test: impl Fn(&DatabaseUrl)) {
    on_sqlite(&test);
    on_postgres(&test);
}

/// Runs `test` on an empty SQLite file.
pub fn on_sqlite(test: impl Fn(&DatabaseUrl)) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    say_where(&url);
    test(&url);
}

/// Runs `test` on an empty PostgreSQL database, where there is a server to be had.
pub fn on_postgres(test: impl Fn(&DatabaseUrl)) {
    let Some(cluster) = postgres::cluster() else {
        return;
    };
    let database = cluster.database();
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    say_where(&url);
    test(&url);
}

fn say_where(url: &DatabaseUrl) {
    // Captured by the harness, and shown with a failure.
    #[expect(clippy::print_stderr, reason = "the harness shows it with a failure")]
    {
        eprintln!("on {}: {url}", url.engine());
    }
}

/// Says that a test is skipped because the machine lacks `what`; fails where it is required.
pub fn skip(what: &str, why: &str) {
    let required = std::env::var("GUICHET_TEST_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|name| name.trim() == what),
        "GUICHET_TEST_REQUIRE names {what}, but {why}"
    );
    #[expect(
        clippy::explicit_write,
        reason = "the harness would hide what the macro prints"
    )]
    writeln!(
        std::io::stderr(),
        "\n**** SKIPPED: no {what} here ({why}) ****"
    )
    .unwrap();
}

/// The first program called `name` in `PATH` or `folders`.
pub fn program(name: &str, folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(folders)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The number that a variable of the environment asks for.
pub fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Tells a figure, past the harness that would hide what the macro prints.
pub fn say(who: &str, line: &str) {
    #[expect(
        clippy::explicit_write,
        reason = "the harness would hide what the macro prints"
    )]
    writeln!(std::io::stderr(), "{who}: {line}").unwrap();
}

/// The memory of this process, in KiB.
pub fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.unwrap().parse().unwrap()
}
