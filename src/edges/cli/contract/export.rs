//! `guichet contract export`: the file of a version, as it was added.

use std::{fs, io::Write, path::PathBuf, process::ExitCode};

use super::{Failure, Shelf};

/// Write the file of a version
#[derive(Debug, clap::Args)]
pub(in crate::edges::cli) struct Args {
    /// The contract: NAME for the version in force, NAME@2 for another
    version: String,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes a version, byte by byte.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let text = Shelf::default().version(&args.version)?;
    match &args.output {
        None => out.write_all(text.source.as_bytes())?,
        Some(file) => fs::write(file, &text.source)
            .map_err(|error| Failure::new(74, &format!("{}: {error}", file.display())))?,
    }
    Ok(ExitCode::SUCCESS)
}
