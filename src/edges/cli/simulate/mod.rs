//! `guichet simulate`: what a contract would have made of another system's log.

mod count;
mod measure;
mod report;

#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use indicatif::{ProgressBar, ProgressStyle};

use super::contracts;
use crate::{
    domain::{
        contract::Contract,
        foreign::{Follows, tell},
        lang::Lang,
    },
    edges::foreign_log::{self, Log, Map},
};
use count::Counts;

/// What `guichet simulate` is asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A contract by name, or the path of its file
    #[arg(long, value_name = "NAME|FILE")]
    pub contract: String,
    /// The log: one row per update of a ticket
    #[arg(long, value_name = "FILE.csv")]
    pub log: PathBuf,
    /// How to read the log: a file, or uci-incidents
    #[arg(long, value_name = "MAP.toml")]
    pub map: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// fr or en
    #[arg(long, default_value = "fr")]
    pub lang: Lang,
}

/// Why nothing was simulated: a code of `sysexits.h`, and what to do, line by line.
#[derive(Debug)]
struct Failure {
    code: u8,
    lines: Vec<String>,
}

impl Failure {
    fn new(code: u8, line: String) -> Self {
        Self {
            code,
            lines: vec![line],
        }
    }

    fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::new(66, format!("{}: cannot be read: {error}", path.display()))
    }
}

/// Replays a log against a contract, and says per clock and priority what would have been kept,
/// late, open and warned. A progress bar is shown when somebody watches the error stream.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    match simulated(args).and_then(|text| {
        out.write_all(text.as_bytes())
            .map_err(|error| Failure::new(74, error.to_string()))
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for line in failure.lines {
                // Nobody is left to tell when the error stream is closed too.
                let _ = writeln!(err, "{line}");
            }
            ExitCode::from(failure.code)
        }
    }
}

fn simulated(args: &Args) -> Result<String, Failure> {
    let contract = contracts::find(&args.contract)
        .map_err(|error| Failure::new(error.exit_code(), error.to_string()))?;
    let map = read_map(&args.map)?;
    let log = read_log(&args.log, &map, args.lang)?;
    let counts = counted(&log, &contract, args)?;
    Ok(if args.json {
        format!("{:#}\n", report::json(&counts, &log, &contract))
    } else {
        report::text(&counts, &log, &contract, &map, args.lang)
    })
}

fn read_map(path: &Path) -> Result<Map, Failure> {
    foreign_log::map_at(path)
        .map_err(|error| Failure::unreadable(path, &error))?
        .map_err(|error| Failure::new(65, format!("{}: {error}", path.display())))
}

fn read_log(path: &Path, map: &Map, lang: Lang) -> Result<Log, Failure> {
    let file = File::open(path).map_err(|error| Failure::unreadable(path, &error))?;
    let length = file.metadata().map(|about| about.len()).unwrap_or_default();
    let bar = bar(length, lang.words().say("simulate-reading"));
    let read = foreign_log::read(bar.wrap_read(file), map);
    bar.finish_and_clear();
    read.map_err(|errors| Failure {
        code: 65,
        lines: errors
            .iter()
            .map(|error| format!("{}:{error}", path.display()))
            .collect(),
    })
}

fn counted(log: &Log, contract: &Contract, args: &Args) -> Result<Counts, Failure> {
    let mut counts = Counts::of(contract);
    let Some(end) = log.end else {
        return Ok(counts);
    };
    let tickets = u64::try_from(log.tickets.len()).unwrap_or(u64::MAX);
    let bar = bar(tickets, args.lang.words().say("simulate-replaying"));
    for (ticket, rows) in &log.tickets {
        if let Some(tale) = tell(rows, contract, Follows::TheLast) {
            counts.add(&tale, contract, end).map_err(|error| {
                bar.finish_and_clear();
                let shown: String = ticket
                    .chars()
                    .take(60)
                    .flat_map(char::escape_debug)
                    .collect();
                Failure::new(65, format!("{}: {shown}: {error}", args.log.display()))
            })?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(counts)
}

/// A progress bar on the error stream; indicatif hides it when that is no terminal.
fn bar(length: u64, label: String) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(label);
    match ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
