//! Somebody whom the desk knows wrote a letter that the contract of their organisation does not take:
//! they are told that nothing was filed, why, and whom to ask.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{
        Desk, Error, Found,
        file_ticket::{self, Prepared, Refusal},
    },
    domain::notice::Notice,
    store::{Conn, designations, letters, organisations, people, strangers},
};

/// How long an address is left in peace after such a letter.
const BETWEEN: TimeDelta = TimeDelta::hours(24);

impl Desk {
    /// Owes the letter to who sent what was not filed, unless they had one in the last 24 hours. Nobody
    /// is written to who wrote for no organisation: that may be anybody. Whether they know, by this
    /// letter or the one before.
    ///
    /// Nothing of what they wrote is in it, not even the subject: the address may be forged.
    pub(super) fn tell_refused(
        &self,
        tx: &mut Conn,
        prepared: &Prepared,
        (came, now): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<bool, Error> {
        let Some(Refusal { behalf, why }) = file_ticket::refusal(tx, prepared)? else {
            return Ok(false);
        };
        // Two letters of theirs may be read at once.
        strangers::hold(tx, behalf.by)?;
        let person = people::find(tx, behalf.by).found()?;
        let contract = prepared.contract();
        let clause = contract
            .filing()
            .and_then(|rule| contract.clause(&rule.clause));
        let mut whom: Vec<String> = designations::concerned(tx, behalf.organisation, None)?
            .into_iter()
            .filter(|one| one.id != person.id)
            .map(|one| one.name)
            .collect();
        whom.dedup();
        let notice = Notice::MailRefused {
            came,
            organisation: organisations::find(tx, behalf.organisation).found()?.name,
            service: prepared.service().name.clone(),
            why,
            contract: contract.title_in(person.lang).to_owned(),
            clause: clause.map_or_else(String::new, |one| one.reference_in(person.lang).to_owned()),
            says: clause.map_or_else(String::new, |one| one.text_in(person.lang).to_owned()),
            whom,
        };
        if letters::was_owed(tx, &person.email, notice.word(), now - BETWEEN)? {
            return Ok(true);
        }
        letters::owe(
            tx,
            &self.letter(None, person.email, person.lang, notice, now),
        )?;
        Ok(true)
    }
}
