//! Help: what deadlines mean, and the keys of the queue.

use askama::Template;

use super::layout::Frame;

/// The page of help.
#[derive(Debug, Template)]
#[template(path = "pages/help.html")]
pub struct View {
    frame: Frame,
}

impl View {
    /// The page within its frame.
    #[must_use]
    pub const fn of(frame: Frame) -> Self {
        Self { frame }
    }
}
