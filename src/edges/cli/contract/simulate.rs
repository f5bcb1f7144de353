//! `guichet contract simulate`: what a text would have made of the tickets of the past.

use std::{io::Write, process::ExitCode};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::{
    super::{
        seed,
        table::{Set, table},
    },
    Failure, Shelf, read,
};
use crate::{
    desk::Simulated,
    domain::{contract::Contract, contract_job::Compared},
    edges::{instants::read_instant, job_words, words::Words},
};

/// Tell what a text would have made of past tickets
#[derive(Debug, clap::Args)]
pub(in crate::edges::cli) struct Args {
    /// The text: a file, or NAME or NAME@2 of the database
    contract: String,
    /// Only tickets filed since then, in the contract's time
    #[arg(long, value_name = "INSTANT")]
    since: Option<String>,
    /// Write JSON: an object a line for each ticket that changes, and one for the whole at the end
    #[arg(long)]
    json: bool,
    /// The language of what is said: fr or en
    #[arg(long, default_value = "fr")]
    lang: crate::domain::lang::Lang,
}

/// Replays tickets; nothing is written.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut shelf = Shelf::default();
    let text = shelf.text(&args.contract)?;
    let contract = read(&text)?;
    let tz = contract.calendar().rules().timezone();
    let since = args.since.as_deref().map(|typed| read_instant(typed, tz));
    let since = since.transpose().map_err(|error| Failure::input(&error))?;
    let bar = seed::bar(0, "tickets");
    let simulated = shelf
        .desk()?
        .simulate_contract(&contract, since, &mut |so_far| {
            bar.set_length(so_far.of);
            bar.set_position(so_far.tickets);
        });
    bar.finish_and_clear();
    let simulated = simulated?;
    if args.json {
        told_to_programs(&simulated, out)?;
    } else {
        told(&simulated, &contract, args.lang.words(), out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(
    simulated: &Simulated,
    contract: &Contract,
    words: Words,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(out, "{}", job_words::simulated(simulated, words))?;
    let tz = contract.calendar().rules().timezone();
    let mut rows = vec![
        [
            "job-ticket",
            "job-clock",
            "job-from",
            "job-to",
            "job-becomes",
        ]
        .map(|key| words.say(key))
        .to_vec(),
    ];
    for line in &simulated.lines {
        if let Some(why) = &line.failed {
            rows.push(vec![line.reference.clone(), why.clone()]);
        }
        for one in line.deadlines.iter().filter(|one| one.from != one.to) {
            rows.push(vec![
                line.reference.clone(),
                job_words::clock(one, words),
                job_words::due(one.from, tz, words),
                job_words::due(one.to, tz, words),
                job_words::becomes(one, words),
            ]);
        }
    }
    if rows.len() > 1 {
        writeln!(out, "\n{}", table(&[Set::Left; 5], &rows).trim_end())?;
    }
    if let Some(more) = job_words::more(simulated, words) {
        writeln!(out, "{more}")?;
    }
    Ok(())
}

fn told_to_programs(simulated: &Simulated, out: &mut dyn Write) -> std::io::Result<()> {
    let at =
        |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    let deadline = |one: &Compared| {
        json!({
            "clock": one.clock.word(), "from": at(one.from), "to": at(one.to),
            "late_before": one.late_before, "late_after": one.late_after,
        })
    };
    for line in &simulated.lines {
        let deadlines: Vec<_> = line.deadlines.iter().map(deadline).collect();
        let line = json!({
            "ticket": line.reference, "deadlines": deadlines, "failed": line.failed,
        });
        writeln!(out, "{line}")?;
    }
    let whole = json!({
        "tickets": simulated.tickets, "changed": simulated.changed,
        "late_before": simulated.late_before, "late_after": simulated.late_after,
        "newly_late": simulated.newly_late, "failed": simulated.failed,
    });
    writeln!(out, "{whole}")
}
