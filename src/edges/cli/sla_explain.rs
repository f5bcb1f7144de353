//! `guichet sla explain`: why this deadline, interval by interval.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{contracts, explain::explain_text, explain_json::explain_json};
use crate::{
    domain::{
        calendar::Pause,
        contract::Contract,
        lang::Lang,
        sla::{self, ProofSheet},
        ticket::{ClockName, Event, Priority},
    },
    edges::instants::read_instant,
};

/// What `guichet sla explain` is asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The reference of a stored ticket
    #[arg(value_name = "REFERENCE", conflicts_with_all = ["contract", "priority", "filed", "pause"])]
    pub reference: Option<String>,
    /// A contract by name, or the path of its file
    #[arg(long, value_name = "NAME|FILE", required_unless_present = "reference")]
    pub contract: Option<String>,
    /// P1, P2 or P3
    #[arg(long, required_unless_present = "reference")]
    pub priority: Option<Priority>,
    /// When it was filed: 2026-12-24T14:20 in the contract's zone, or RFC 3339
    #[arg(long, value_name = "INSTANT", required_unless_present = "reference")]
    pub filed: Option<String>,
    /// acknowledge, respond, update or resolve; for a stored ticket, all of them when left out
    #[arg(long, value_parser = read_clock)]
    pub clock: Option<ClockName>,
    /// A stretch that does not count; may be given several times
    #[arg(long, value_name = "FROM/TO")]
    pub pause: Vec<String>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// fr or en
    #[arg(long, default_value = "fr")]
    pub lang: Lang,
}

fn read_clock(text: &str) -> Result<ClockName, String> {
    text.parse().map_err(|_| {
        let words: Vec<_> = ClockName::ALL.into_iter().map(ClockName::word).collect();
        format!("the clocks are {}", words.join(", "))
    })
}

/// Why there is nothing to explain, with the exit code of `sysexits.h`.
#[derive(Debug)]
struct Failure {
    code: u8,
    what: String,
}

impl Failure {
    fn wrong(what: impl ToString) -> Self {
        Self {
            code: 65,
            what: what.to_string(),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self {
            code: 74,
            what: error.to_string(),
        }
    }
}

/// Explains the deadline that a contract would give. A stored ticket is explained by [`stored`],
/// once its history has been read.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    ended(supposed(args, out), err)
}

/// Explains the clocks of a stored ticket from its history, at `now`.
pub fn stored(
    events: &[Event],
    contract: &Contract,
    args: &Args,
    now: DateTime<Utc>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> ExitCode {
    ended(replayed(events, contract, args, now, out), err)
}

fn ended(done: Result<(), Failure>, err: &mut dyn Write) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell when the error stream is closed too.
            let _ = writeln!(err, "{}", failure.what);
            ExitCode::from(failure.code)
        }
    }
}

fn supposed(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let (Some(name), Some(priority), Some(filed)) = (&args.contract, args.priority, &args.filed)
    else {
        return Err(Failure {
            code: 64,
            what: args.lang.words().say("sla-nothing-asked"),
        });
    };
    let contract = contracts::find(name).map_err(|error| Failure {
        code: error.exit_code(),
        what: error.to_string(),
    })?;
    let tz = contract.calendar().rules().timezone();
    let filed = read_instant(filed, tz).map_err(Failure::wrong)?;
    let pauses = args
        .pause
        .iter()
        .map(|text| read_pause(text, tz, args.lang))
        .collect::<Result<Vec<_>, _>>()?;
    let clock = args.clock.unwrap_or(ClockName::Acknowledge);
    let sheet = ProofSheet::supposed(&contract, clock, priority, filed, &pauses)
        .map_err(Failure::wrong)?
        .ok_or_else(|| {
            Failure::wrong(args.lang.words().say_with(
                "sla-no-promise",
                &[
                    ("contract", contract.name().to_string().into()),
                    ("clock", clock.word().into()),
                    ("priority", priority.word().into()),
                ],
            ))
        })?;
    show(&[sheet], args, tz, out)
}

fn replayed(
    events: &[Event],
    contract: &Contract,
    args: &Args,
    now: DateTime<Utc>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut sheets = Vec::new();
    for clock in sla::replay(events, contract).map_err(Failure::wrong)? {
        if args.clock.is_none_or(|name| name == clock.name) {
            sheets.extend(clock.sheet(contract, now).map_err(Failure::wrong)?);
        }
    }
    show(&sheets, args, contract.calendar().rules().timezone(), out)
}

fn show(sheets: &[ProofSheet], args: &Args, tz: Tz, out: &mut dyn Write) -> Result<(), Failure> {
    if args.json {
        let all: Vec<_> = sheets
            .iter()
            .map(|sheet| explain_json(sheet, args.lang, tz))
            .collect();
        let json = match (&args.reference, all.as_slice()) {
            (None, [only]) => only.clone(),
            _ => serde_json::Value::Array(all),
        };
        writeln!(out, "{json:#}")?;
        return Ok(());
    }
    for (place, sheet) in sheets.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        write!(out, "{}", explain_text(sheet, args.lang, tz))?;
    }
    Ok(())
}

fn read_pause(text: &str, tz: Tz, lang: Lang) -> Result<Pause, Failure> {
    let words = lang.words();
    let (from, to) = text.split_once('/').ok_or_else(|| {
        Failure::wrong(words.say_with("sla-not-a-pause", &[("text", text.to_owned().into())]))
    })?;
    let from = read_instant(from, tz).map_err(Failure::wrong)?;
    let to = read_instant(to, tz).map_err(Failure::wrong)?;
    if to < from {
        return Err(Failure::wrong(words.say_with(
            "sla-pause-backwards",
            &[("text", text.to_owned().into())],
        )));
    }
    Ok(Pause { from, to })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn explained(line: &str) -> (ExitCode, String, String) {
        let line = Line::try_parse_from(std::iter::once("explain").chain(line.split(' '))).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(&line.args, &mut out, &mut err);
        (
            code,
            String::from_utf8(out).unwrap(),
            String::from_utf8(err).unwrap(),
        )
    }

    #[test]
    fn christmas_in_strasbourg_is_unrolled_with_every_reason() {
        let (_, text, err) = explained(
            "--contract divalto --priority P1 --filed 2025-12-24T14:20 --pause 2025-12-24T15:40/2025-12-24T16:30",
        );
        assert_eq!(err, "");
        for words in ["Noël", "lun. 29 déc.", "mer. 24 déc.", "Échéance"] {
            assert!(
                text.replace('\u{a0}', " ").contains(words),
                "{words} in {text}"
            );
        }
    }

    #[test]
    fn the_counted_seconds_of_the_json_add_up_to_the_budget() {
        let (_, text, _) =
            explained("--contract divalto --priority P1 --filed 2025-12-24T14:20:07 --json");
        let sheet: serde_json::Value = serde_json::from_str(&text).unwrap();
        let counted: i64 = sheet["segments"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|segment| segment["kind"] == "counted")
            .map(|segment| segment["seconds"].as_i64().unwrap())
            .sum();
        assert_eq!(sheet["budget_seconds"], counted);
    }

    #[test]
    fn what_is_wrong_is_said_and_gives_an_exit_code() {
        for (line, code, words) in [
            (
                "--contract nowhere --priority P1 --filed 2025-12-24T14:20",
                66,
                "nowhere",
            ),
            ("--contract standard --priority P1 --filed hier", 65, "hier"),
            (
                "--contract standard --priority P1 --filed 1500-01-01T00:00",
                65,
                "1949",
            ),
            (
                "--contract standard --priority P1 --filed 2025-12-24T14:20 --pause x",
                65,
                "x",
            ),
            (
                "--contract standard --priority P1 --filed 2025-12-24T14:20 --pause 2025-12-25T10:00/2025-12-24T10:00",
                65,
                "2025-12-25T10:00",
            ),
        ] {
            let (ended, out, err) = explained(line);
            assert_eq!(
                format!("{ended:?}"),
                format!("{:?}", ExitCode::from(code)),
                "{line}"
            );
            assert_eq!(out, "");
            assert!(err.contains(words), "{err}");
        }
    }
}
