//! What the page of a request says besides to somebody who is signed in.

use crate::edges::pages::{
    fields::Summary,
    followers::Followers,
    outages::Outage,
    pauses::{CONTROL, PauseView},
};

/// What it says.
#[derive(Debug)]
pub struct Portal {
    /// Whether the reader may write to the desk.
    pub writes: bool,
    /// The address that settles the matter or opens it again, where the reader may.
    pub settle: Option<String>,
    /// Whether it is settled.
    pub settled: bool,
    /// Who follows the ticket besides the requester.
    pub followers: Followers,
    /// The pauses, with the forms that contest them.
    pub pauses: Vec<PauseView>,
    /// The outages that name it, of those that its reader may know.
    pub outages: Vec<Outage>,
    /// Where these forms go.
    pub contest: String,
    /// What was just done; empty for nothing.
    pub done: String,
}

impl Portal {
    /// Names the controls of pauses that must be corrected; whether there are any.
    pub(super) fn note_pauses(&self, summary: &mut Summary) -> bool {
        for pause in &self.pauses {
            summary.note(&format!("{CONTROL}{}", pause.rank), pause.error.as_ref());
        }
        self.pauses.iter().any(|pause| pause.error.is_some())
    }
}
