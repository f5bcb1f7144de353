//! Which letters wait, left, or were refused.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::{LetterId, PersonId},
        letter::{Letter, LetterCounts, LetterState},
    },
    store::{letters, people},
};

use super::{Desk, Error, Found, standing};

/// How many letters a page shows; one more is read, to know whether there are more.
pub const LETTERS: i64 = 50;

impl Desk {
    /// The latest letters in a state, or in any, the newest first. For the desk itself, which sees
    /// all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn letters(
        &self,
        state: Option<LetterState>,
        before: Option<(DateTime<Utc>, LetterId)>,
    ) -> Result<(Vec<Letter>, LetterCounts), Error> {
        self.letters_seen(state, before, &Scope::Desk)
    }

    /// As [`Desk::letters`], of what `reader` sees: letters about tickets of a queue that is closed
    /// to them are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn letters_seen(
        &self,
        state: Option<LetterState>,
        before: Option<(DateTime<Utc>, LetterId)>,
        reader: &Scope,
    ) -> Result<(Vec<Letter>, LetterCounts), Error> {
        self.store.read(move |conn| -> Result<_, Error> {
            Ok((
                letters::list(conn, state, before, LETTERS + 1, reader)?,
                letters::counts(conn, reader)?,
            ))
        })
    }

    /// Lets a refused letter be tried again, at once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the role does not carry the right, [`Error::NotFound`] when no such
    /// letter was refused.
    pub fn retry_letter(&self, letter: LetterId, by: PersonId) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.write(move |tx| {
            let person = people::find(tx, by).found()?;
            if !person.active || !may(person.role, Right::RetryLetters) {
                return Err(Error::Forbidden);
            }
            let scope = Scope::of(&standing::who(tx, &person)?);
            if letters::retry(tx, letter, now, &scope)? {
                Ok(())
            } else {
                Err(Error::NotFound)
            }
        })?;
        self.relay.try_now();
        self.bell.ring();
        Ok(())
    }
}
