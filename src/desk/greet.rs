//! Whether a letter acknowledges a request. The public form takes any address from anybody: it must
//! be no way to fill the letter box of somebody who never asked for anything.

use chrono::{DateTime, TimeDelta, Utc};

use super::Error;
use crate::{
    domain::people::{Organisation, Person},
    store::{Conn, strangers},
};

/// How long an address that the desk does not know is left in peace after a letter.
const BETWEEN_GREETINGS: TimeDelta = TimeDelta::hours(24);

/// Whether a letter acknowledges a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Greeting {
    /// To somebody whom the desk knows, or for whom somebody vouches.
    Known,
    /// To an address that anybody may have typed.
    Stranger,
    /// No letter: the desk does not know the address, and has just written to it, or may not.
    Silent,
}

/// Who typed the address of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TypedBy {
    /// Somebody who vouches for it.
    Vouched,
    /// Anybody; whether a letter may go to an address that the desk does not know.
    Anybody {
        /// Whether one may.
        may_write: bool,
    },
    /// A program: nobody is written to.
    Program,
}

/// What is known of letters to a requester before the database is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Before {
    /// A letter is owed by the same write.
    Written,
    /// Nobody had this address until now.
    Never,
    /// The database knows.
    Unknown,
}

/// Who is written to about a request. Somebody is known whose organisation is, or to whom the desk
/// has answered: whoever types such an address sends its owner nothing that is not expected there.
pub(super) fn greeting(
    tx: &mut Conn,
    typed: TypedBy,
    requester: &Person,
    organisation: Option<&Organisation>,
    before: Before,
    now: DateTime<Utc>,
) -> Result<Greeting, Error> {
    let may_write = match typed {
        TypedBy::Vouched => return Ok(Greeting::Known),
        TypedBy::Program => return Ok(Greeting::Silent),
        TypedBy::Anybody { may_write } => may_write,
    };
    if organisation.is_some() || requester.role.works_at_the_desk() {
        return Ok(Greeting::Known);
    }
    let written = match before {
        Before::Written => true,
        Before::Never => false,
        Before::Unknown => {
            strangers::hold(tx, requester.id)?;
            if strangers::was_answered(tx, requester.id)? {
                return Ok(Greeting::Known);
            }
            let since = now - BETWEEN_GREETINGS;
            strangers::was_written_to(tx, requester.id, "received", since)?
        }
    };
    Ok(if written || !may_write {
        Greeting::Silent
    } else {
        Greeting::Stranger
    })
}
