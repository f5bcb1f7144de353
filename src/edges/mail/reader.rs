//! The reader of letters, as the desk asks for one.

use super::incoming::{Trust, read};
use crate::{desk::ports::MailReader, domain::incoming::IncomingMail};

/// Reads letters, and believes what our own mail server says of their senders.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    trust: Trust,
}

impl Reader {
    /// A reader that believes the server of this name (RFC 8601, 2.5); without one, nobody.
    #[must_use]
    pub const fn trusting(authserv: Option<String>) -> Self {
        Self {
            trust: Trust { authserv },
        }
    }
}

impl MailReader for Reader {
    fn read(&self, raw: &[u8]) -> IncomingMail {
        read(raw, &self.trust)
    }
}
