//! Who works which queue, and which queues only their members see.
//!
//! # Why
//! Queues themselves come from the settings file; who belongs to one changes more often, and by
//! people who cannot write that file. A queue for members only is closed to everybody else of the
//! desk, administrators too: who wants to see it must become a member, which is noted.

use super::{
    Desk, Error, Field, Found, SetUpLine,
    lists::{MOST_QUEUES, MOST_WORKERS},
    tenants::{manager, with_names},
};
use crate::{
    domain::{
        ids::{PersonId, QueueId},
        people::Person,
        people_history::By,
        services::Queue,
        setup_history::{SetUpDone, SetUpThing},
    },
    store::{people, queue_members, queues, setup_events},
};

/// How many lines of the history a page shows.
const HISTORY: i64 = 50;

/// A queue with its members and what was done about it.
#[derive(Clone, Debug)]
pub struct QueueMembers {
    /// The queue.
    pub queue: Queue,
    /// Its members by name.
    pub members: Vec<Person>,
    /// Those who work at the desk and are none.
    pub others: Vec<Person>,
    /// What was done, the last first.
    pub history: Vec<SetUpLine>,
}

impl Desk {
    /// The queues by name, each with its members.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queue_members(&self) -> Result<Vec<QueueMembers>, Error> {
        self.store.read(|conn| -> Result<_, Error> {
            let mut workers = people::workers(conn, MOST_WORKERS)?;
            workers.retain(|person| person.active);
            queues::list(conn, MOST_QUEUES)?
                .into_iter()
                .map(|queue| {
                    let ids = queue_members::of(conn, queue.id)?;
                    let (members, others) = workers
                        .iter()
                        .cloned()
                        .partition(|person| ids.contains(&person.id));
                    let about = SetUpThing::Queue(queue.id);
                    let events = setup_events::about(conn, about, HISTORY)?;
                    Ok(QueueMembers {
                        queue,
                        members,
                        others,
                        history: with_names(conn, events)?.0,
                    })
                })
                .collect()
        })
    }

    /// Lets only its members see a queue, or everybody of the desk.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when a queue without members would
    /// be seen by nobody.
    pub fn close_queue(&self, id: QueueId, members_only: bool, by: PersonId) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let queue = queues::find(tx, id).found()?;
            if queue.members_only == members_only {
                return Ok(());
            }
            if members_only && queue_members::of(tx, id)?.is_empty() {
                return Err(Error::fault(Field::Assignee, "none"));
            }
            queues::put(
                tx,
                &Queue {
                    members_only,
                    ..queue
                },
            )?;
            let what = SetUpDone::QueueClosed { members_only };
            Ok(setup_events::append(
                tx,
                SetUpThing::Queue(id),
                now,
                By::Person(by),
                &what,
            )?)
        })
    }

    /// Makes somebody of the desk a member of a queue, or ends that.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when the last member of a queue for
    /// members only would leave it.
    pub fn set_queue_member(
        &self,
        queue: QueueId,
        person: PersonId,
        member: bool,
        by: PersonId,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let known = queues::find(tx, queue).found()?;
            let works = people::find(tx, person).found()?.role.works_at_the_desk();
            let what = if member {
                if !works {
                    return Err(Error::NotFound);
                }
                if !queue_members::add(tx, queue, person, now)? {
                    return Ok(());
                }
                SetUpDone::QueueJoined { person }
            } else {
                if !queue_members::remove(tx, queue, person)? {
                    return Ok(());
                }
                if known.members_only && queue_members::of(tx, queue)?.is_empty() {
                    return Err(Error::fault(Field::Assignee, "last"));
                }
                SetUpDone::QueueLeft { person }
            };
            let about = SetUpThing::Queue(queue);
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })
    }
}
