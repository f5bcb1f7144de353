//! The page that is shown when something cannot be done: what went wrong, what became of what
//! was typed, what to do now. Never a number.

use askama::Template;

use super::layout::Frame;

/// What went wrong, as far as the reader is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is no such page, or it is not for this reader: both answer alike.
    NotFound,
    /// Signed in, but this act is for somebody else.
    NotAllowed,
    /// The link has been used, or its time has passed.
    LinkSpent,
    /// The request cannot be understood.
    NotUnderstood,
    /// The list has more rows than a workbook has room for.
    TooManyRows,
    /// What was sent is larger than accepted.
    TooLarge,
    /// The form came from another site.
    OtherOrigin,
    /// Too many requests from one place.
    TooMany,
    /// Somebody changed the same thing in between.
    ChangedMeanwhile,
    /// Guichet is busy, or stopping: the same again in a moment will do.
    Busy,
    /// The database cannot be reached, or its disk fails: what was sent may be kept or not.
    Unreachable,
    /// The disk is full: nothing can be kept, everything can be read.
    DiskFull,
    /// Something of ours is broken.
    Ours,
}

/// The page of a problem.
#[derive(Debug, Template)]
#[template(path = "pages/error.html")]
pub struct View {
    frame: Frame,
    told: Told,
}

/// The same page for those who are signed in.
#[derive(Debug, Template)]
#[template(path = "pages/error_desk.html")]
pub struct AtTheDesk {
    frame: Frame,
    told: Told,
}

/// What is told of a problem.
#[derive(Debug)]
struct Told {
    happened: String,
    typed: String,
    act: String,
    trace: Option<String>,
    back: Option<String>,
}

impl View {
    /// The page in words. `trace` is what to quote to the desk so that the log can be searched;
    /// `back` is the page to go back to, when there is one.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        problem: Problem,
        trace: Option<String>,
        back: Option<String>,
    ) -> Self {
        let told = Told::of(&mut frame, problem, trace, back);
        Self { frame, told }
    }
}

impl AtTheDesk {
    /// As [`View::of`], in the frame of the desk.
    #[must_use]
    pub fn of(mut frame: Frame, problem: Problem, trace: Option<String>) -> Self {
        let told = Told::of(&mut frame, problem, trace, None);
        Self { frame, told }
    }
}

impl Told {
    fn of(
        frame: &mut Frame,
        problem: Problem,
        trace: Option<String>,
        back: Option<String>,
    ) -> Self {
        let words = frame.words;
        let (title, happened, typed, act) = keys(problem);
        let said = |key: &str| match key {
            "" => String::new(),
            key => words.say(key),
        };
        let (happened, typed, act) = (said(happened), said(typed), said(act));
        frame.title = words.say(title);
        frame.refused = false;
        Self {
            happened,
            typed,
            act,
            trace,
            back,
        }
    }
}

/// The keys of what is said: what it is called, what happened, what became of what was typed, which
/// may be nothing, and what to do.
const fn keys(problem: Problem) -> (&'static str, &'static str, &'static str, &'static str) {
    match problem {
        Problem::NotFound => (
            "problem-not-found",
            "problem-not-found-what",
            "",
            "problem-not-found-do",
        ),
        Problem::NotAllowed => (
            "problem-not-allowed",
            "problem-not-allowed-what",
            "problem-nothing-changed",
            "problem-not-allowed-do",
        ),
        Problem::LinkSpent => ("problem-link", "problem-link-what", "", "problem-link-do"),
        Problem::NotUnderstood => (
            "problem-not-understood",
            "problem-not-understood-what",
            "problem-nothing-changed",
            "problem-back-do",
        ),
        Problem::TooManyRows => ("problem-rows", "problem-rows-what", "", "problem-rows-do"),
        Problem::TooLarge => (
            "problem-too-large",
            "problem-too-large-what",
            "problem-still-there",
            "problem-too-large-do",
        ),
        Problem::OtherOrigin => (
            "problem-origin",
            "problem-origin-what",
            "problem-nothing-changed",
            "problem-origin-do",
        ),
        Problem::TooMany => (
            "problem-too-many",
            "problem-too-many-what",
            "problem-still-there",
            "problem-too-many-do",
        ),
        Problem::ChangedMeanwhile => (
            "problem-changed",
            "problem-changed-what",
            "problem-still-there",
            "problem-changed-do",
        ),
        Problem::Busy => (
            "problem-busy",
            "problem-busy-what",
            "problem-still-there",
            "problem-busy-do",
        ),
        Problem::Unreachable => (
            "problem-unreachable",
            "problem-unreachable-what",
            "problem-still-there",
            "problem-unreachable-do",
        ),
        Problem::DiskFull => (
            "problem-full",
            "problem-full-what",
            "problem-still-there",
            "problem-full-do",
        ),
        Problem::Ours => (
            "problem-ours",
            "problem-ours-what",
            "problem-still-there",
            "problem-ours-do",
        ),
    }
}
