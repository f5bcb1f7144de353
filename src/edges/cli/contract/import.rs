//! `guichet contract import`: a file becomes the next version of its contract.

use std::{io::Write, path::PathBuf, process::ExitCode};

use serde_json::json;

use super::{Failure, Shelf, Text, of_file, read};
use crate::{
    desk::{self, NewContractVersion},
    edges::instants::read_instant,
};

/// Add a file as the next version of its contract
#[derive(Debug, clap::Args)]
pub(in crate::edges::cli) struct Args {
    /// The file; - for standard input
    file: PathBuf,
    /// Why, for the history
    #[arg(long, default_value = "")]
    note: String,
    /// From when it is in force, in the contract's time; at once without
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// Write JSON: one object
    #[arg(long)]
    json: bool,
}

/// Adds a version. The text of the last version adds none.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let text = Text {
        label: args.file.display().to_string(),
        source: of_file(&args.file)?,
    };
    let contract = read(&text)?;
    let tz = contract.calendar().rules().timezone();
    let from = args.from.as_deref().map(|typed| read_instant(typed, tz));
    let from = from.transpose().map_err(|error| Failure::input(&error))?;
    let name = contract.name().as_str().to_owned();
    let mut shelf = Shelf::default();
    let desk = shelf.desk()?;
    let before = match desk.contract_page(&name, None) {
        Ok(page) => page.last(),
        Err(desk::Error::NotFound) => 0,
        Err(error) => return Err(error.into()),
    };
    let version = desk
        .add_version(NewContractVersion {
            contract,
            seen: None,
            note: args.note.trim().to_owned(),
            from,
            by: None,
        })
        .map_err(|error| match error {
            desk::Error::Invalid(_) if before == 0 => Failure::input(
                &"the first version of a contract is in force at once; leave --from out",
            ),
            desk::Error::Invalid(_) => Failure::input(&format!(
                "version {before} says the same and is in force from another instant; \
                 a version is not changed: import a text that differs",
            )),
            desk::Error::Overtaken => Failure::new(
                75,
                &"somebody else adds a version at this moment; try again",
            ),
            error => Failure::from(error),
        })?;
    let added = version > before;
    if args.json {
        writeln!(
            out,
            "{}",
            json!({ "contract": name, "version": version, "added": added })
        )?;
    } else if added {
        writeln!(out, "{name}: this is version {version} now")?;
    } else {
        writeln!(
            out,
            "{name}: version {version} says this already; nothing was added"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
