//! The second factors of those who work at the desk, against their histories and the key.

use super::{About, Aspect, Finding, finding::Notes};
use crate::{
    desk::{Desk, Error},
    domain::people_history::has_second_factor,
    store::{people, people_events, second_factors},
};

/// How many second factors are read at a time.
const AT_A_TIME: i64 = 200;
/// How many who work at the desk are looked at.
const MOST: i64 = 1_000;
/// How much of a history is read.
const HISTORY: i64 = 100_000;

impl Desk {
    /// Every secret opens with the key in the folder of files, and whoever turned a second factor on
    /// has it.
    pub(super) fn check_second_factors(&self) -> Result<Vec<Finding>, Error> {
        let mut notes = Notes::on(About::Database);
        let mut after = None;
        loop {
            let page = self
                .store
                .read(|conn| second_factors::page(conn, after, AT_A_TIME))?;
            let Some(last) = page.last() else {
                break;
            };
            after = Some(last.person);
            for factor in &page {
                if let Err(why) = self.unsealed(factor.person, &factor.secret) {
                    notes.note(Aspect::SecondFactor, why.to_string());
                }
            }
        }
        self.store.read(|conn| -> Result<_, Error> {
            for person in people::workers(conn, MOST)? {
                let events = people_events::of_person(conn, person.id, HISTORY)?;
                let told = has_second_factor(events.iter().map(|event| &event.what));
                let has = second_factors::find(conn, person.id)?.is_some();
                let says = match (told, has) {
                    (true, false) => "turned a second factor on, which is not there",
                    (false, true) => "has a second factor that nobody turned on",
                    (true, true) | (false, false) => continue,
                };
                notes.note(
                    Aspect::SecondFactor,
                    format!("person {}: {says}", person.id),
                );
            }
            Ok(())
        })?;
        Ok(notes.found)
    }
}
