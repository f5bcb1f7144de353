//! Who somebody is who is signed in: the person, and all that decides what they may do.

use crate::{
    domain::{
        access::{Scope, Who},
        ids::PersonId,
        people::Person,
    },
    store::{Conn, StoreError, designations, mandates, people, queue_members, vendor::desks},
};

use super::{Desk, Error, Found};

/// All that decides what somebody may do, at this very moment.
pub(super) fn who(conn: &mut Conn, person: &Person) -> Result<Who, StoreError> {
    let mut who = Who::alone(person);
    if person.role.works_at_the_desk() {
        who.closed_queues = queue_members::closed_to(conn, person.id)?;
    } else {
        who.designations = designations::of(conn, person.id)?;
        // A designation of an organisation that the person has left says nothing any more.
        who.designations
            .retain(|one| Some(one.organisation) == person.organisation);
        if let Some(organisation) = person.organisation {
            who.serves = mandates::served_by(conn, organisation)?;
            who.takes_cases = desks::find(conn, organisation)?.is_some();
        }
    }
    Ok(who)
}

impl Desk {
    /// What somebody sees at this very moment.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody active is meant.
    pub fn scope_of_person(&self, person: PersonId) -> Result<Scope, Error> {
        self.store.read(|conn| -> Result<_, Error> {
            let person = people::find(conn, person).found().and_then(|one| {
                if one.active {
                    Ok(one)
                } else {
                    Err(Error::NotFound)
                }
            })?;
            Ok(Scope::of(&who(conn, &person)?))
        })
    }
}
