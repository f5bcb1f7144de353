//! Letters: worded, composed, and handed to a mail server.
//!
//! [`letters`] finds the words of a notice, [`compose`] puts the headers on, [`smtp`] speaks to
//! the server that [`settings`] names, through [`session`]. [`catcher`] is a server that keeps
//! what it is sent: for the demonstration and for the tests. [`lmtp`] and [`imap`] are doors
//! through which letters come in, [`incoming`] reads them.

mod case_fields;
pub mod catcher;
pub mod compose;
mod host;
pub mod imap;
pub mod incoming;
pub mod letters;
mod list_fields;
pub mod lmtp;
mod reader;
pub mod session;
pub mod settings;
mod settings_error;
pub mod smtp;
mod whole;

pub use catcher::{Catcher, CaughtLetter};
pub use letters::{Parts, Site, render};
pub use reader::Reader;
pub use settings::{Security, SettingsError, SmtpSettings};
pub use smtp::SmtpMailer;
