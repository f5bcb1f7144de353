//! Letters that come in: how they came, what they say, where they belong.

mod arrival;
mod mail;
mod place;
mod words;

pub use arrival::{
    Arrival, Door, InboundAddress, IncomingLetter, IncomingState, Outcome, ReturnPath, Sureness,
    WhatItSays,
};
pub use mail::{Authentication, DeliveryReport, IncomingMail, MailBody, MailFile, Origin, Remark};
pub use place::{FoundBy, Kind, Place, Writer, place, sureness};
pub use words::UnknownWord;
