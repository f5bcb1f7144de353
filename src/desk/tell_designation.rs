//! Who became a designated administrator, or is one no longer, reads it; and so do the others of the
//! organisation.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Designated, ids::PlatformId, notice::Notice, people::Person, people_history::By,
    },
    store::{Conn, designations, letters, organisations, people, platforms},
};

use super::{Desk, Error, Found};

/// What was decided.
pub(super) struct Decided<'a> {
    /// About whom.
    pub(super) person: &'a Person,
    /// Of what they administrate, or no longer do.
    pub(super) of: Designated,
    /// By whom.
    pub(super) by: By,
    /// Whether it has ended.
    pub(super) ended: bool,
}

impl Desk {
    /// Owes the letters about a designation: to the person, and to the others who administrate the
    /// organisation, but not to who decided it.
    pub(super) fn tell_designation(
        &self,
        tx: &mut Conn,
        decided: &Decided<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.tell_designated(tx, decided, now)?;
        let Decided { person, of, by, .. } = decided;
        let mut told = BTreeSet::from([person.id]);
        if let By::Person(by) = by {
            told.insert(*by);
        }
        for (other, _) in designations::in_organisation(tx, of.organisation)? {
            if other.organisation == Some(of.organisation) && told.insert(other.id) {
                self.owe_designation(tx, decided, &other, now)?;
            }
        }
        Ok(())
    }

    /// Owes the letter about a designation to the person alone.
    pub(super) fn tell_designated(
        &self,
        tx: &mut Conn,
        decided: &Decided<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if decided.person.active {
            self.owe_designation(tx, decided, decided.person, now)?;
        }
        Ok(())
    }

    fn owe_designation(
        &self,
        tx: &mut Conn,
        decided: &Decided<'_>,
        to: &Person,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Decided {
            person,
            of,
            by,
            ended,
        } = decided;
        let platform = match of.platform {
            Some(id) => Some(platforms::find(tx, of.organisation, id).found()?.name),
            None => None,
        };
        let by = match by {
            By::Person(by) => Some(people::find(tx, *by).found()?.name),
            By::Link | By::CommandLine | By::Provider => None,
        };
        let notice = Notice::Designation {
            name: person.name.clone(),
            own: to.id == person.id,
            organisation: organisations::find(tx, of.organisation).found()?.name,
            platform,
            by,
            ended: *ended,
            at: now,
        };
        let letter = self.letter(None, to.email.clone(), to.lang, notice, now);
        Ok(letters::owe(tx, &letter)?)
    }

    /// The designated administrators of some platforms: of each platform itself, and of all of the
    /// organisation that runs it. Each once, with an account that is open. For what a customer's
    /// administrators must be told of their platforms, such as a loss of data.
    ///
    /// # Errors
    /// When the database fails.
    pub fn administrators_of(&self, platforms: &[PlatformId]) -> Result<Vec<Person>, Error> {
        let wanted = platforms.to_vec();
        self.store.read(move |conn| {
            let mut found: Vec<Person> = Vec::new();
            for (organisation, platform) in platforms::owners(conn, &wanted)? {
                for person in designations::concerned(conn, organisation, Some(platform))? {
                    if found.iter().all(|one| one.id != person.id) {
                        found.push(person);
                    }
                }
            }
            Ok(found)
        })
    }
}
