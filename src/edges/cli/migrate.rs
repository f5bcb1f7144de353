//! `guichet migrate`: the tables of the database, brought up to date.

use std::{io::Write, process::ExitCode};

use super::open::{self, Failure};

/// Opens the database, which brings its tables up to date, and says so.
pub(super) fn run(out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
    writeln!(out, "The tables are up to date: {}", desk.database())?;
    Ok(ExitCode::SUCCESS)
}
