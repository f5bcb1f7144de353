//! `guichet import tickets`: requests of another desk, with their histories.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use indicatif::ProgressBar;
use serde_json::json;

use super::{
    open::{self, Failure},
    seed::bar,
    table::{Set, table},
};
use crate::{
    desk::{self, Desk, TakeOver, TakenOver, TicketFate},
    domain::{
        foreign::{ForeignTicket, NotTaken},
        lang::Lang,
        people::EmailAddress,
        ticket::{Description, Line},
    },
    edges::{
        foreign_log::{self, Log},
        words::{Words, dates},
    },
};

/// Take requests and their histories over from the log of another desk
///
/// Each row of the log is an update of a request; the map says what its columns and words mean
/// (see templates/maps/uci-incidents.toml, which --map uci-incidents names). Clocks, deadlines and
/// reports are those of the service's contract. Nobody is written to about the past; what is open
/// and late is escalated once the worker looks at it. Nothing is written without --apply, and a
/// request that was taken over is not taken over again.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The log: CSV with the names of the columns in its first line
    log: PathBuf,
    /// How to read it: a file, or uci-incidents
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// The name of the other desk, as histories show it
    #[arg(long, value_name = "NAME")]
    from: Line,
    /// The service that the requests are filed for
    #[arg(long, value_name = "SLUG")]
    service: String,
    /// Who asked, where the log names nobody
    #[arg(long, value_name = "ADDRESS")]
    requester: Option<EmailAddress>,
    /// Write what the log tells: all of it, or nothing while a request is refused
    #[arg(long)]
    apply: bool,
    /// Write JSON: an object a line for each request, and one for the whole at the end
    #[arg(long)]
    json: bool,
    /// The language of what is said, and of people who are not known yet: fr or en
    #[arg(long, default_value = "fr")]
    lang: Lang,
}

/// Tries a log, or takes it over, and tells what becomes of the requests.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let words = args.lang.words();
    let log = read(args)?;
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
    let asked = asked(args, log, words)?;
    let bar = bar(
        u32::try_from(asked.tickets.len()).unwrap_or(u32::MAX),
        "guichet import",
    );
    let taken = desk.take_over(&asked, !args.apply, &mut |written| {
        bar.set_position(u64::try_from(written).unwrap_or_default());
    });
    bar.finish_and_clear();
    let taken = taken.map_err(|error| match error {
        desk::Error::NotFound => no_service(&desk, args),
        error => Failure::from(error),
    })?;
    if args.json {
        told_to_programs(&taken, words, out)?;
    } else {
        told(&taken, words, out)?;
    }
    Ok(if counts(&taken).refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(65)
    })
}

fn no_service(desk: &Desk, args: &Args) -> Failure {
    let services = desk.services().unwrap_or_default();
    let slugs: Vec<&str> = services
        .iter()
        .filter(|one| one.active)
        .map(|one| one.slug.as_str())
        .collect();
    Failure::input(&format!(
        "there is no service « {} »; there are: {}",
        args.service.escape_debug(),
        slugs.join(", ")
    ))
}

fn read(args: &Args) -> Result<Log, Failure> {
    let unreadable = |path: &Path, error: &io::Error| {
        Failure::new(66, &format!("{}: cannot be read: {error}", path.display()))
    };
    let map = foreign_log::map_at(&args.map)
        .map_err(|error| unreadable(&args.map, &error))?
        .map_err(|error| Failure::input(&format!("{}: {error}", args.map.display())))?;
    let file = File::open(&args.log).map_err(|error| unreadable(&args.log, &error))?;
    let length = file.metadata().map(|about| about.len()).unwrap_or_default();
    let bar = ProgressBar::new(length);
    let read = foreign_log::read(bar.wrap_read(file), &map);
    bar.finish_and_clear();
    read.map_err(|errors| {
        let lines = errors.iter();
        Failure::inputs(
            lines
                .map(|error| format!("{}:{error}", args.log.display()))
                .collect(),
        )
    })
}

/// What is asked of the desk; what the log is silent about is said in words.
fn asked(args: &Args, log: Log, words: Words) -> Result<TakeOver, Failure> {
    let from = ("source", args.from.as_str().into());
    let mut about = log.about;
    let tickets = log.tickets.into_iter().map(|(number, rows)| {
        let mut about = about.remove(&number).unwrap_or_default();
        if about.text.is_empty() {
            let said = [from.clone(), ("number", number.as_str().into())];
            about.text = words.say_with("takeover-text", &said);
        }
        ForeignTicket {
            number,
            about,
            rows,
        }
    });
    let tickets = tickets.collect();
    let from = [from];
    let answered = words.say_with("takeover-answered", &from);
    Ok(TakeOver {
        source: args.from.clone(),
        service: args.service.clone(),
        requester: args.requester.clone(),
        lang: args.lang,
        answered: Description::parse(&answered).map_err(|why| Failure::input(&why))?,
        reason: words.say_with("takeover-reason", &from),
        tickets,
    })
}

/// How many requests there are of each fate.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    taken: u64,
    known: u64,
    refused: u64,
}

fn counts(taken: &TakenOver) -> Counts {
    let mut counts = Counts::default();
    for (_, fate) in &taken.fates {
        match fate {
            TicketFate::Taken => counts.taken += 1,
            TicketFate::Known => counts.known += 1,
            TicketFate::Refused(_) => counts.refused += 1,
        }
    }
    counts
}

fn why(wrong: &NotTaken, words: Words) -> String {
    match wrong {
        NotTaken::Number(_) => words.say("takeover-wrong-number"),
        NotTaken::Text(_) => words.say("takeover-wrong-text"),
        NotTaken::NoRequester => words.say("takeover-wrong-nobody"),
        NotTaken::Requester(text, _) => words.say_with(
            "takeover-wrong-requester",
            &[("word", text.as_str().into())],
        ),
        NotTaken::NotYet(at) => {
            let at = dates::long_date_time(*at, chrono_tz::Europe::Paris, words.lang());
            words.say_with("takeover-wrong-future", &[("at", at.into())])
        }
        NotTaken::History(why) => {
            words.say_with("takeover-wrong-history", &[("why", why.as_str().into())])
        }
    }
}

/// The requests that are refused, and the whole.
fn told(taken: &TakenOver, words: Words, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![vec![
        words.say("takeover-col-number"),
        words.say("import-col-says"),
    ]];
    for (number, fate) in &taken.fates {
        if let TicketFate::Refused(wrong) = fate {
            let shown: String = number
                .chars()
                .take(60)
                .flat_map(char::escape_debug)
                .collect();
            rows.push(vec![shown, why(wrong, words)]);
        }
    }
    if rows.len() > 1 {
        writeln!(out, "{}", table(&[Set::Left, Set::Left], &rows))?;
    }
    let counts = counts(taken);
    let key = match counts {
        _ if taken.written => "takeover-done",
        Counts { refused: 1.., .. } => "takeover-refused",
        Counts { taken: 0, .. } => "takeover-nothing",
        Counts { .. } => "takeover-ready",
    };
    let of = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let said = [
        ("taken", counts.taken.into()),
        ("known", counts.known.into()),
        ("refused", counts.refused.into()),
        ("open", of(taken.open).into()),
        ("late", of(taken.late).into()),
    ];
    writeln!(out, "{}", words.say_with(key, &said))?;
    if counts.taken > 0 && taken.open > 0 && counts.refused == 0 {
        writeln!(out, "{}", words.say_with("takeover-open", &said))?;
    }
    if !taken.written && counts.refused == 0 && counts.taken > 0 {
        writeln!(out, "{}", words.say("import-apply"))?;
    }
    Ok(())
}

fn told_to_programs(taken: &TakenOver, words: Words, out: &mut dyn Write) -> io::Result<()> {
    for (number, fate) in &taken.fates {
        let (fate, says) = match fate {
            TicketFate::Taken => ("taken", None),
            TicketFate::Known => ("known", None),
            TicketFate::Refused(wrong) => ("refused", Some(why(wrong, words))),
        };
        writeln!(
            out,
            "{}",
            json!({ "number": number, "fate": fate, "says": says })
        )?;
    }
    let counts = counts(taken);
    let whole = json!({
        "taken": counts.taken, "known": counts.known, "refused": counts.refused,
        "open": taken.open, "late": taken.late, "written": taken.written,
    });
    writeln!(out, "{whole}")
}
