//! The table of what was measured, in Markdown.

use std::{fmt::Write as _, fs, thread, time::Duration};

use super::load::Measured;

/// A line of the table.
#[derive(Clone, Debug)]
pub(super) struct Line {
    what: String,
    aim: &'static str,
    figures: [String; 4],
    kept: Option<bool>,
}

impl Line {
    /// A load: answers a second, median, 99th percentile.
    pub(super) fn load(what: String, aim: &'static str, measured: &Measured) -> Self {
        let mut what = what;
        if measured.wrong > 0 {
            // Writing to a string does not fail.
            let _ = write!(what, " (**{} wrong answers**)", measured.wrong);
        }
        Self {
            what,
            aim,
            figures: [
                format!("{:.0}/s", measured.rate()),
                span(measured.within(50)),
                span(measured.within(99)),
                measured.each().map_or_else(String::new, span),
            ],
            kept: None,
        }
    }

    /// Something timed that has no rate.
    pub(super) fn times(what: String, aim: &'static str, measured: &Measured) -> Self {
        let mut line = Self::load(what, aim, measured);
        line.figures[0].clear();
        line
    }

    /// One figure.
    pub(super) fn one(what: String, aim: &'static str, figure: String) -> Self {
        Self {
            what,
            aim,
            figures: [figure, String::new(), String::new(), String::new()],
            kept: None,
        }
    }

    /// Says whether the aim was reached.
    pub(super) fn kept(mut self, kept: bool) -> Self {
        self.kept = Some(kept);
        self
    }
}

/// A length of time with the unit that suits it.
pub(super) fn span(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds >= 1.0 {
        format!("{seconds:.2} s")
    } else if seconds >= 0.01 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{:.2} ms", seconds * 1e3)
    }
}

/// The whole table.
pub(super) fn markdown(lines: &[Line]) -> String {
    let mut text = String::from(
        "| what | aim | figure | median | 99th percentile | processor, each | reached |\n|---|---|---|---|---|---|---|\n",
    );
    for Line {
        what,
        aim,
        figures: [figure, median, slowest, each],
        kept,
    } in lines
    {
        let kept = match kept {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| {what} | {aim} | {figure} | {median} | {slowest} | {each} | {kept} |"
        );
    }
    text
}

/// The machine, and how busy it is with other things.
pub(super) fn machine() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let told = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let model = told("/proc/cpuinfo")
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or_else(String::new, |rest| {
            format!(", {}", rest.trim_start_matches([' ', '\t', ':']))
        });
    let load = told("/proc/loadavg")
        .split(' ')
        .next()
        .map_or_else(String::new, |load| format!(", load average {load}"));
    format!("{cores} processors{model}{load}")
}
