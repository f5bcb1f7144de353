//! `guichet check`: replays every history and compares it with what is stored.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use serde_json::json;

use super::{
    open::{self, Failure},
    seed,
};
use crate::desk::{About, Checked, Finding};

/// Replay every ticket's history and compare
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON: an object a line for each finding, and one for the whole at the end
    #[arg(long)]
    json: bool,
}

/// Checks the database of the settings, and tells each finding as it comes.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    super::log::begin(&settings);
    let desk = open::desk(&settings)?;
    let bar = seed::bar(0, "tickets");
    let mut written = Ok(());
    let checked = desk.check(&mut |checked: &Checked, found: &[Finding]| {
        bar.set_length(checked.of);
        bar.set_position(checked.tickets);
        if written.is_ok() {
            written = bar.suspend(|| tell(args.json, found, out));
        }
    });
    bar.finish_and_clear();
    let checked = checked?;
    written?;
    let Checked {
        tickets,
        of: _,
        events,
        letters,
        contracts,
        findings,
    } = checked;
    if args.json {
        let whole = json!({
            "tickets": tickets, "events": events, "letters": letters,
            "contracts": contracts, "findings": findings,
        });
        writeln!(out, "{whole}")?;
    } else {
        writeln!(
            out,
            "tickets: {tickets}, events: {events}, letters: {letters}, contract versions: {contracts}, findings: {findings}"
        )?;
    }
    Ok(if findings == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tell(json: bool, found: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in found {
        if json {
            let about = match &finding.about {
                About::Ticket(reference) => json!({ "ticket": reference.to_string() }),
                About::Contract { name, version } => {
                    json!({ "contract": name, "version": version })
                }
                About::Database => json!("database"),
            };
            let line = json!({
                "about": about, "aspect": finding.aspect.word(), "says": finding.says,
            });
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{finding}")?;
        }
    }
    out.flush()
}
