//! `guichet contract`: the contracts as files, their versions, and what one would make of tickets.

mod check;
mod diff;
mod export;
mod import;
mod simulate;

use std::{
    fs,
    io::{self, Read as _, Write},
    path::Path,
    process::ExitCode,
};

use crate::{
    desk::{self, Desk},
    domain::contract::{Contract, ContractError},
};

use super::open::{self, Failure};

/// The contracts, as files and as versions in the database
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Check contract files, and tell every mistake with its line
    Check(check::Args),
    /// Add a file to the database as the next version of its contract
    Import(import::Args),
    /// Write the file of a version, byte by byte as it was added
    Export(export::Args),
    /// Show what changed from one version or file to another, line by line
    Diff(diff::Args),
    /// Tell what a version or file would have made of the tickets of the past
    Simulate(simulate::Args),
}

/// Does what is asked with contracts.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match command {
        Command::Check(args) => check::run(args, out),
        Command::Import(args) => import::run(args, out),
        Command::Export(args) => export::run(args, out),
        Command::Diff(args) => diff::run(args, out),
        Command::Simulate(args) => simulate::run(args, out),
    }
}

/// The desk of the settings, opened when it is first needed: files alone need no database.
#[derive(Default)]
struct Shelf(Option<Desk>);

/// The text of a contract, and what to call it.
struct Text {
    label: String,
    source: String,
}

impl Shelf {
    fn desk(&mut self) -> Result<&Desk, Failure> {
        let desk = match self.0.take() {
            Some(desk) => desk,
            None => open::desk(&open::settings()?)?,
        };
        Ok(self.0.insert(desk))
    }

    /// The text that an argument names: a file, or a version of the database.
    fn text(&mut self, named: &str) -> Result<Text, Failure> {
        if named == "-" || Path::new(named).exists() {
            return Ok(Text {
                label: named.to_owned(),
                source: of_file(Path::new(named))?,
            });
        }
        self.version(named)
    }

    /// The version that an argument names: `NAME`, the one in force, or `NAME@3`.
    fn version(&mut self, named: &str) -> Result<Text, Failure> {
        let (name, version) = match named.split_once('@') {
            None => (named, None),
            Some((name, version)) => {
                let number = version.parse().map_err(|_| {
                    Failure::input(&format!(
                        "« {version} » is no number of a version; write {name}@2"
                    ))
                })?;
                (name, Some(number))
            }
        };
        let page = self
            .desk()?
            .contract_page(name, version)
            .map_err(|error| match error {
                desk::Error::NotFound => Failure::new(
                    66,
                    &format!("there is no file and no version of a contract « {named} »"),
                ),
                error => Failure::from(error),
            })?;
        Ok(Text {
            label: format!("{name}@{}", page.shown.version),
            source: page.shown.source,
        })
    }
}

/// What a file says; `-` is standard input.
fn of_file(file: &Path) -> Result<String, Failure> {
    let told = |error: io::Error| Failure::new(74, &format!("{}: {error}", file.display()));
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(told)?;
        bytes
    } else {
        fs::read(file).map_err(told)?
    };
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::input(&format!("{}:{line}: this is not UTF-8", file.display()))
    })
}

/// The contract of a text, or every mistake in it.
fn read(text: &Text) -> Result<Contract, Failure> {
    Contract::parse(&text.label, &text.source).map_err(|errors| wrong(&errors))
}

fn wrong(errors: &[ContractError]) -> Failure {
    Failure::inputs(errors.iter().map(ToString::to_string).collect())
}
