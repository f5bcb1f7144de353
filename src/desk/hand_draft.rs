//! A request that somebody may not file is handed to a designated administrator who may.

use chrono::TimeDelta;

use crate::{
    domain::{
        access::{Right, Thing, allows},
        handed_draft::{DraftBody, HandedDraft},
        ids::{HandedDraftId, OrganisationId, PersonId},
        notice::Notice,
        people::Person,
    },
    store::{designations, handed_drafts, letters, organisations, people},
};

use super::{Desk, Error, Found, standing};

/// How long a draft waits for whom it was handed to.
const WAITS: TimeDelta = TimeDelta::days(30);

impl Desk {
    /// Hands a draft to a designated administrator of the organisation, who is told by a letter.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the organisation is none for which `by` may ask, or `to` is none of
    /// its designated administrators.
    pub fn hand_draft(
        &self,
        by: PersonId,
        organisation: OrganisationId,
        to: PersonId,
        body: DraftBody,
    ) -> Result<(), Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.store.write(move |tx| -> Result<_, Error> {
            let from = people::find(tx, by).found()?;
            let who = standing::who(tx, &from)?;
            let thing = Thing::Organisation(organisation);
            if !from.active || !allows(&who, Right::FileFor, &thing) {
                return Err(Error::NotFound);
            }
            let to = designations::in_organisation(tx, organisation)?
                .into_iter()
                .map(|(person, _)| person)
                .find(|person| person.id == to && person.id != by)
                .ok_or(Error::NotFound)?;
            let draft = HandedDraft {
                id: HandedDraftId::fresh(),
                from: by,
                to: to.id,
                organisation,
                body: body.clone(),
                at: now,
            };
            handed_drafts::expire(tx, now - WAITS)?;
            handed_drafts::insert(tx, &draft)?;
            let notice = Notice::DraftHanded {
                by: from.name,
                organisation: organisations::find(tx, organisation).found()?.name,
                subject: draft.body.subject,
                draft: draft.id,
            };
            let letter = desk.letter(None, to.email, to.lang, notice, now);
            Ok(letters::owe(tx, &letter)?)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// A draft that was handed to somebody.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or it was handed to somebody else.
    pub fn handed_draft(&self, id: HandedDraftId, to: PersonId) -> Result<HandedDraft, Error> {
        self.store
            .read(|conn| handed_drafts::find(conn, id, to))
            .found()
    }

    /// Forgets a draft that was filed by whom it was handed to.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_draft(&self, id: HandedDraftId, to: PersonId) -> Result<(), Error> {
        self.store
            .write(move |tx| handed_drafts::forget(tx, id, to))?;
        Ok(())
    }

    /// Whom somebody who may ask for an organisation can hand a draft to, by name: its designated
    /// administrators, but not themselves.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the organisation is none for which `by` may ask.
    pub fn designated_of(
        &self,
        organisation: OrganisationId,
        by: PersonId,
    ) -> Result<Vec<Person>, Error> {
        self.store.read(|conn| {
            let asking = people::find(conn, by).found()?;
            let who = standing::who(conn, &asking)?;
            if !allows(&who, Right::FileFor, &Thing::Organisation(organisation)) {
                return Err(Error::NotFound);
            }
            let mut found: Vec<Person> = designations::in_organisation(conn, organisation)?
                .into_iter()
                .map(|(person, _)| person)
                .filter(|person| person.id != by)
                .collect();
            found.dedup_by_key(|person| person.id);
            Ok(found)
        })
    }
}
