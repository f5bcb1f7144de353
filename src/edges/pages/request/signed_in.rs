//! What the page of a request says besides to somebody who is signed in.

use crate::edges::pages::followers::Followers;

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
    /// What was just done; empty for nothing.
    pub done: String,
}
