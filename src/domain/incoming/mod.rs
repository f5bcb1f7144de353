//! Letters that come in: how they came, what they say, where they belong.

mod arrival;
mod bounced;
mod mail;
mod place;

pub use super::words::UnknownWord;
pub use arrival::{
    Arrival, Door, InboundAddress, IncomingLetter, IncomingState, Outcome, ReturnPath, Sureness,
    WhatItSays,
};
pub use bounced::{Bounced, shows_address_works};
pub use mail::{Authentication, DeliveryReport, IncomingMail, MailBody, MailFile, Origin, Remark};
pub use place::{FoundBy, Kind, Place, Writer, place, sureness};
