//! What the desk asks of the edges, without knowing them.

use std::fmt;

use crate::domain::letter::Letter;

/// Who carries letters to the mail server.
pub trait Mailer: Send + Sync + fmt::Debug {
    /// Tries once to send a letter. It may take a minute; no transaction may be open meanwhile.
    fn send(&self, letter: &Letter) -> Outcome;
}

/// What became of one try to send a letter. Reasons are plain words without any secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// Not now: the server did not answer, or asked to come back later (RFC 5321: 4yz). Also
    /// when the answer after the last byte was lost: the letter may leave twice, with the same
    /// `Message-ID`.
    NotNow {
        /// What is wrong, and where.
        why: String,
    },
    /// Never: the server refuses the recipient or the letter for good (RFC 5321: 5yz).
    Refused {
        /// What is wrong, and where.
        why: String,
    },
}
