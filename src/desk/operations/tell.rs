//! What people are told of an operation.

use super::worker;
use crate::{
    desk::{Desk, Error, Found},
    domain::{
        ids::{OperationId, PersonId},
        operation::{News, Step},
        ticket::Description,
    },
    store::{StoreError, operations},
};

impl Desk {
    /// Tells people where the work on an operation stands, and those who subscribed by mail. What was told
    /// stays.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub fn tell_of_operation(
        &self,
        id: OperationId,
        (step, text): (Step, &Description),
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, text) = (self.clock.now(), text.clone());
        let (desk, key) = (self.clone(), self.form_key()?);
        let owed = self.insist(move |tx| {
            worker(tx, by)?;
            let operation = operations::find(tx, id).found()?;
            let told = operations::news(tx, id)?;
            let rank = told.last().map_or(1, |last| last.rank + 1);
            let news = News {
                operation: id,
                rank,
                at: told.last().map_or(now, |last| last.at.max(now)),
                by,
                step,
                text: text.clone(),
            };
            match operations::tell(tx, &news) {
                Err(StoreError::Taken) => return Err(Error::Overtaken),
                done => done?,
            }
            desk.owe_news(tx, &operation, &news, &key)
        })?;
        if owed > 0 {
            self.bell.ring();
        }
        Ok(())
    }
}
