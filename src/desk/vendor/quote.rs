//! What the vendor answered becomes the beginning of an answer to the customer: a draft, which somebody
//! reads and changes before it leaves.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, TicketId},
        ticket::{Draft, DraftKind},
        vendor::CaseSide,
    },
    store::{
        Conn, drafts,
        vendor::{cases, thread},
    },
};

use super::{
    super::{Desk, Error, Field, Found},
    worked_on,
};

impl Desk {
    /// Puts what the vendor wrote into somebody's draft of an answer, after what they had begun to write.
    /// Put there twice, it stands there once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to work on tickets, [`Error::NotFound`] when there is no
    /// such message of the vendor on this ticket, [`Error::Invalid`] when both together are too long.
    pub fn quote_vendor(
        &self,
        ticket: TicketId,
        message: MessageId,
        by: PersonId,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        self.store
            .write(move |tx| quote(tx, ticket, message, by, now))
    }
}

fn quote(
    tx: &mut Conn,
    ticket: TicketId,
    message: MessageId,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (_, ticket) = worked_on(tx, by, ticket)?;
    let message = thread::message(tx, message).found()?;
    let case = cases::find(tx, message.case, &Scope::Desk).found()?;
    if case.ticket != ticket.id || message.author.side != CaseSide::Vendor {
        return Err(Error::NotFound);
    }
    let begun = drafts::of(tx, by, ticket.id)?
        .into_iter()
        .find(|draft| draft.kind == DraftKind::Answer);
    let said = message.body.as_str();
    let body = match &begun {
        Some(begun) if begun.body.contains(said) => return Ok(()),
        Some(begun) if !begun.body.trim().is_empty() => {
            format!("{}\n\n{said}", begun.body.trim_end())
        }
        _ => said.to_owned(),
    };
    let body = Draft::fit(&body).map_err(|_| Error::fault(Field::Text, "too-long"))?;
    let after = begun.map(|begun| begun.saved_at + TimeDelta::microseconds(1));
    let draft = Draft {
        kind: DraftKind::Answer,
        body,
        saved_at: after.map_or(now, |after| after.max(now)),
    };
    drafts::put(tx, by, ticket.id, &draft)?;
    Ok(())
}
