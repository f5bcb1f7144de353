//! `guichet contract check`: every mistake of contract files, each with its line.

use std::{io::Write, path::PathBuf, process::ExitCode};

use serde_json::json;

use super::{Failure, of_file};
use crate::domain::contract::Contract;

/// Check contract files
#[derive(Debug, clap::Args)]
pub(in crate::edges::cli) struct Args {
    /// The files; - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Write JSON: an object a line for each mistake, and one for each file
    #[arg(long)]
    json: bool,
}

/// Checks files; 65 when one of them is no contract.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut all_right = true;
    for file in &args.files {
        let named = file.display().to_string();
        let errors = match Contract::parse(&named, &of_file(file)?) {
            Ok(contract) => {
                if args.json {
                    let name = contract.name().as_str();
                    writeln!(
                        out,
                        "{}",
                        json!({ "file": named, "contract": name, "mistakes": 0 })
                    )?;
                } else {
                    writeln!(out, "{named}: a contract, « {} »", contract.title())?;
                }
                continue;
            }
            Err(errors) => errors,
        };
        all_right = false;
        for error in &errors {
            if args.json {
                let line = json!({
                    "file": error.file, "line": error.line, "column": error.column,
                    "says": error.problem.to_string(),
                });
                writeln!(out, "{line}")?;
            } else {
                writeln!(out, "{error}")?;
            }
        }
        if args.json {
            writeln!(
                out,
                "{}",
                json!({ "file": named, "contract": null, "mistakes": errors.len() })
            )?;
        }
    }
    Ok(if all_right {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(65)
    })
}
