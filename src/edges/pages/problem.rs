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
        let words = frame.words;
        let (title, happened, typed, act) = match problem {
            Problem::NotFound => (
                words.say("problem-not-found"),
                words.say("problem-not-found-what"),
                String::new(),
                words.say("problem-not-found-do"),
            ),
            Problem::NotAllowed => (
                words.say("problem-not-allowed"),
                words.say("problem-not-allowed-what"),
                words.say("problem-nothing-changed"),
                words.say("problem-not-allowed-do"),
            ),
            Problem::LinkSpent => (
                words.say("problem-link"),
                words.say("problem-link-what"),
                String::new(),
                words.say("problem-link-do"),
            ),
            Problem::NotUnderstood => (
                words.say("problem-not-understood"),
                words.say("problem-not-understood-what"),
                words.say("problem-nothing-changed"),
                words.say("problem-back-do"),
            ),
            Problem::TooLarge => (
                words.say("problem-too-large"),
                words.say("problem-too-large-what"),
                words.say("problem-still-there"),
                words.say("problem-too-large-do"),
            ),
            Problem::OtherOrigin => (
                words.say("problem-origin"),
                words.say("problem-origin-what"),
                words.say("problem-nothing-changed"),
                words.say("problem-origin-do"),
            ),
            Problem::TooMany => (
                words.say("problem-too-many"),
                words.say("problem-too-many-what"),
                words.say("problem-still-there"),
                words.say("problem-too-many-do"),
            ),
            Problem::ChangedMeanwhile => (
                words.say("problem-changed"),
                words.say("problem-changed-what"),
                words.say("problem-still-there"),
                words.say("problem-changed-do"),
            ),
            Problem::Busy => (
                words.say("problem-busy"),
                words.say("problem-busy-what"),
                words.say("problem-still-there"),
                words.say("problem-busy-do"),
            ),
            Problem::Unreachable => (
                words.say("problem-unreachable"),
                words.say("problem-unreachable-what"),
                words.say("problem-still-there"),
                words.say("problem-unreachable-do"),
            ),
            Problem::DiskFull => (
                words.say("problem-full"),
                words.say("problem-full-what"),
                words.say("problem-still-there"),
                words.say("problem-full-do"),
            ),
            Problem::Ours => (
                words.say("problem-ours"),
                words.say("problem-ours-what"),
                words.say("problem-still-there"),
                words.say("problem-ours-do"),
            ),
        };
        frame.title = title;
        frame.refused = false;
        Self {
            frame,
            happened,
            typed,
            act,
            trace,
            back,
        }
    }
}
