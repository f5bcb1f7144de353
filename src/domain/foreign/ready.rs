//! A request of another desk, checked part by part.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{About, Follows, Row, tell};
use crate::domain::{
    contract::Contract,
    people::{EmailAddress, EmailAddressError},
    sla::replay,
    ticket::{Description, Event, Line, TextError},
};

/// A request as the log of another desk has it.
#[derive(Clone, Debug)]
pub struct ForeignTicket {
    /// Its number there.
    pub number: String,
    /// What the log says of it.
    pub about: About,
    /// Its updates, in order of time.
    pub rows: Vec<Row>,
}

/// A request that can be taken over.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its number there.
    pub number: Line,
    /// What it is about: as the log has it, shortened to a line that is kept; else its number.
    pub subject: Line,
    /// What was asked.
    pub text: Description,
    /// Who asked.
    pub requester: EmailAddress,
    /// The name of who asked; else the address.
    pub requester_name: Line,
    /// Its history, from its filing on; the ids in it are none yet.
    pub events: Vec<Event>,
}

/// Why a request cannot be taken over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NotTaken {
    /// Its number is too long.
    Number(TextError),
    /// There is no text, or it is too long.
    Text(TextError),
    /// Nobody is named who asked.
    NoRequester,
    /// The address of who asked is none; the text that was there.
    Requester(String, EmailAddressError),
    /// Something in it lies in the future: the first such instant, UTC.
    NotYet(DateTime<Utc>),
    /// The contract cannot time it.
    History(String),
}

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(why) => write!(f, "number: {why}"),
            Self::Text(why) => write!(f, "text: {why}"),
            Self::NoRequester => f.write_str("nobody is named who asked"),
            Self::Requester(_, why) => write!(f, "requester: {why}"),
            Self::NotYet(at) => write!(f, "{at} has not come yet"),
            Self::History(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for NotTaken {}

/// Checks a request, whose deadlines are those of a contract. Where the log names nobody, `requester`
/// asked.
///
/// # Errors
/// The first part that cannot be taken.
pub fn ready(
    ticket: &ForeignTicket,
    requester: Option<&EmailAddress>,
    contract: &Contract,
    now: DateTime<Utc>,
) -> Result<Ready, NotTaken> {
    let about = &ticket.about;
    let number = Line::parse(&ticket.number).map_err(NotTaken::Number)?;
    let later = ticket.rows.iter().flat_map(|row| [row.opened_at, row.at]);
    if let Some(at) = later.filter(|at| *at > now).min() {
        return Err(NotTaken::NotYet(at));
    }
    let requester = if about.requester.is_empty() {
        requester.cloned().ok_or(NotTaken::NoRequester)?
    } else {
        EmailAddress::parse(&about.requester)
            .map_err(|why| NotTaken::Requester(about.requester.clone(), why))?
    };
    let text = Description::parse(&about.text).map_err(NotTaken::Text)?;
    let name = [about.requester_name.as_str(), requester.as_str()];
    let requester_name = name.into_iter().find_map(shortened);
    let events =
        tell(&ticket.rows, contract, Follows::Each).map_or_else(Vec::new, |one| one.events);
    replay(&events, contract).map_err(|why| NotTaken::History(why.to_string()))?;
    Ok(Ready {
        subject: shortened(&about.subject).unwrap_or_else(|| number.clone()),
        requester_name: requester_name.unwrap_or_else(|| number.clone()),
        number,
        text,
        requester,
        events,
    })
}

/// A line of what is left of a text, shortened where it is too long; none of a blank.
fn shortened(text: &str) -> Option<Line> {
    match Line::parse(text) {
        Ok(line) => Some(line),
        Err(TextError::Blank) => None,
        Err(TextError::TooLong { most }) => {
            let kept: String = text.chars().take(most.saturating_sub(1)).collect();
            Line::parse(&format!("{kept}…")).ok()
        }
    }
}
