//! `guichet sla batch`: deadlines and elapsed times for other programs, a JSON object a line.
//!
//! Each line is answered by one line, in order, whatever is wrong with it.

mod calendars;
mod case;
mod fields;

use std::{
    io::{self, BufRead, Read, Write},
    process::ExitCode,
};

use chrono::SecondsFormat;

use self::calendars::Calendars;
use self::case::Answer;
use self::fields::Fields;
use crate::domain::calendar::Calendar;

/// Computes deadlines and elapsed times: one JSON object a line in, one out, in order.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Args {}

/// The exit code when a line failed: `EX_DATAERR` of BSD's sysexits.
pub const A_LINE_FAILED: u8 = 65;

/// The longest line that is read; more than any sensible list of pauses needs.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// The longest message given for a line.
const LONGEST_MESSAGE: usize = 400;

/// Answers every line of `input` on `out`; `contract` finds the calendar of a contract's name.
///
/// The exit code is 0, or [`A_LINE_FAILED`] when any line was answered with an error.
///
/// # Errors
///
/// What `input` and `out` themselves report: never what a line holds.
pub fn run(
    _args: Args,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    contract: &dyn Fn(&str) -> Option<Calendar>,
) -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(out);
    let mut calendars = Calendars::new(contract);
    let mut line = Vec::new();
    let mut failed = false;
    while let Some(whole) = next_line(input, &mut line)? {
        let answer = if whole {
            answer(&line, &mut calendars)
        } else {
            Err(Refusal::unreadable(format!(
                "the line is longer than {LONGEST_LINE} bytes"
            )))
        };
        failed |= answer.is_err();
        write_answer(&mut out, &answer)?;
    }
    out.flush()?;
    Ok(if failed {
        ExitCode::from(A_LINE_FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

/// Why a line has no answer, and the id it gave, as it was written.
struct Refusal {
    id: String,
    message: String,
}

impl Refusal {
    fn unreadable(message: String) -> Self {
        Self {
            id: "null".to_owned(),
            message,
        }
    }
}

/// Reads the next line without its end; none at the end of input, false when it is too long.
fn next_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    if input.take(LONGEST_LINE + 1).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(true));
    }
    let whole = u64::try_from(line.len()).is_ok_and(|length| length <= LONGEST_LINE);
    if !whole {
        line.clear();
        skip_line(input)?;
    }
    Ok(Some(whole))
}

fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(());
        }
        match available.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                input.consume(end + 1);
                return Ok(());
            }
            None => {
                let length = available.len();
                input.consume(length);
            }
        }
    }
}

fn answer(line: &[u8], calendars: &mut Calendars<'_>) -> Result<(String, Answer), Refusal> {
    let text = std::str::from_utf8(line).map_err(|error| {
        Refusal::unreadable(format!(
            "the line is not UTF-8 after byte {}",
            error.valid_up_to()
        ))
    })?;
    let fields = Fields::split(text.trim_start_matches('\u{feff}'));
    let fields = fields.map_err(|error| Refusal::unreadable(error.to_string()))?;
    let id = fields.raw("id").unwrap_or("null").to_owned();
    match case::answer(&fields, calendars) {
        Ok(answer) => Ok((id, answer)),
        Err(error) => Err(Refusal {
            id,
            message: error.to_string(),
        }),
    }
}

fn write_answer(
    out: &mut impl Write,
    answer: &Result<(String, Answer), Refusal>,
) -> io::Result<()> {
    match answer {
        Ok((id, Answer::Deadline(deadline))) => {
            let deadline = deadline.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            writeln!(out, "{{\"id\":{id},\"deadline\":\"{deadline}\"}}")
        }
        Ok((id, Answer::Elapsed(micros))) => {
            let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
            write!(out, "{{\"id\":{id},\"elapsed_seconds\":{seconds}")?;
            if fraction != 0 {
                let digits = format!("{fraction:06}");
                write!(out, ".{}", digits.trim_end_matches('0'))?;
            }
            writeln!(out, "}}")
        }
        Err(Refusal { id, message }) => {
            let message: String = message.chars().take(LONGEST_MESSAGE).collect();
            writeln!(
                out,
                "{{\"id\":{id},\"error\":{}}}",
                serde_json::Value::from(message)
            )
        }
    }
}

#[cfg(test)]
mod tests;
