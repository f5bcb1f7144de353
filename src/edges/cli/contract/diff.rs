//! `guichet contract diff`: what changed from one text to another.

use std::{io::Write, process::ExitCode};

use serde_json::json;
use similar::{ChangeTag, TextDiff};

use super::{Failure, Shelf};

/// How many lines that stayed are shown around those that changed.
const AROUND: usize = 3;

/// Show what changed from one version or file to another
#[derive(Debug, clap::Args)]
pub(in crate::edges::cli) struct Args {
    /// What it was: a file, or NAME or NAME@2 of the database
    from: String,
    /// What it is: a file, or NAME or NAME@2 of the database
    to: String,
    /// Write JSON: an object a line for each line that differs
    #[arg(long)]
    json: bool,
}

/// Compares two texts; 1 when they differ, as `diff` does.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut shelf = Shelf::default();
    let (from, to) = (shelf.text(&args.from)?, shelf.text(&args.to)?);
    let diff = TextDiff::from_lines(from.source.as_str(), to.source.as_str());
    if args.json {
        for change in diff.iter_all_changes() {
            let (sign, line) = match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => ("-", change.old_index()),
                ChangeTag::Insert => ("+", change.new_index()),
            };
            let text = change.value().trim_end_matches(['\r', '\n']);
            let line = line.map(|line| line + 1);
            writeln!(
                out,
                "{}",
                json!({ "sign": sign, "line": line, "text": text })
            )?;
        }
    } else {
        let shown = diff
            .unified_diff()
            .context_radius(AROUND)
            .header(&from.label, &to.label)
            .to_string();
        out.write_all(shown.as_bytes())?;
    }
    Ok(if from.source == to.source {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
