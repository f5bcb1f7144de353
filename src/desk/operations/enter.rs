//! An operation is entered, and corrected: by another revision, never by an edit.

use chrono::{DateTime, Utc};

use super::{hooks::owe_revision, hours::outside_hours, worker};
use crate::{
    desk::{Desk, Error, Field, Found},
    domain::{
        access::Scope,
        ids::{ComponentId, OperationId, PersonId},
        operation::{Author, MaintenanceSaid, Operation, Revision, Said},
        ticket::{Line, Reference},
    },
    store::{Conn, StoreError, components, operations, tickets},
};

/// An operation as somebody typed it.
#[derive(Clone, Debug)]
pub struct OperationTyped {
    /// What is said; the requests of an outage are those of `references`.
    pub said: Said,
    /// The requests about it.
    pub references: Vec<Reference>,
}

impl Desk {
    /// Enters an outage or a maintenance.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for what cannot be, for a request that `reader` does not
    /// see, and for a maintenance outside the hours of a contract without an urgency.
    pub fn enter_operation(
        &self,
        typed: &OperationTyped,
        by: PersonId,
        reader: &Scope,
    ) -> Result<OperationId, Error> {
        let (now, typed, reader) = (self.clock.now(), typed.clone(), reader.clone());
        let (id, desk) = (OperationId::fresh(), self.clone());
        let told = self.store.write(move |tx| {
            worker(tx, by)?;
            let mut said = linked(tx, &typed, &reader)?;
            if let Said::Maintenance(said) = &mut said {
                said.planned_at = now;
            }
            check(&desk, tx, &said, now)?;
            let revision = Revision {
                operation: id,
                revision: 1,
                at: now,
                by: Author::Person(by),
                why: None,
                said,
            };
            operations::revise(tx, &revision)?;
            owe_revision(tx, None, &revised(&revision, now), now)
        })?;
        if told > 0 {
            self.bell.ring();
        }
        Ok(id)
    }

    /// Corrects an operation: what it said before stays in its history. `seen` is the revision that the
    /// correction was based on. False when it says nothing new.
    ///
    /// # Errors
    /// As [`Desk::enter_operation`]; [`Error::Overtaken`] when somebody else corrected it meanwhile, and
    /// [`Error::Invalid`] when the hours of a maintenance are changed that has begun.
    pub fn correct_operation(
        &self,
        (id, seen): (OperationId, u32),
        typed: &OperationTyped,
        why: &Line,
        by: PersonId,
        reader: &Scope,
    ) -> Result<bool, Error> {
        let (now, typed, reader) = (self.clock.now(), typed.clone(), reader.clone());
        let (why, desk) = (why.clone(), self.clone());
        let (is_new, told) = self.store.write(move |tx| {
            worker(tx, by)?;
            let before = operations::find(tx, id).found()?;
            if before.revision != seen {
                return Err(Error::Overtaken);
            }
            let mut said = linked(tx, &typed, &reader)?;
            replan(&before.said, &mut said, now)?;
            if said == before.said {
                return Ok((false, 0));
            }
            check(&desk, tx, &said, now)?;
            let revision = Revision {
                operation: id,
                revision: seen + 1,
                at: now,
                by: Author::Person(by),
                why: Some(why.clone()),
                said,
            };
            match operations::revise(tx, &revision) {
                Err(StoreError::Taken) => return Err(Error::Overtaken),
                done => done?,
            }
            let after = revised(&revision, before.entered_at);
            Ok((true, owe_revision(tx, Some(&before), &after, now)?))
        })?;
        if told > 0 {
            self.bell.ring();
        }
        Ok(is_new)
    }
}

/// An operation as a revision says it.
fn revised(revision: &Revision, entered_at: DateTime<Utc>) -> Operation {
    Operation {
        id: revision.operation,
        revision: revision.revision,
        said: revision.said.clone(),
        entered_at,
    }
}

/// What was typed, with the requests that it names.
fn linked(tx: &mut Conn, typed: &OperationTyped, reader: &Scope) -> Result<Said, Error> {
    let mut said = typed.said.clone();
    if let Said::Outage(outage) = &mut said {
        outage.tickets.clear();
        for reference in &typed.references {
            let ticket = tickets::by_reference(tx, reference, reader)?
                .ok_or(Error::fault(Field::Reference, "unknown"))?;
            if !outage.tickets.contains(&ticket.id) {
                outage.tickets.push(ticket.id);
            }
        }
    }
    Ok(said)
}

/// An outage stays an outage. A plan that is not changed was made when it was; once it has begun, its
/// hours stay, it is neither called off nor revived, and concerns nothing more: nobody plans afterwards
/// what had already failed, or lasted too long.
fn replan(before: &Said, after: &mut Said, now: DateTime<Utc>) -> Result<(), Error> {
    match (before, after) {
        (Said::Outage(_), Said::Outage(_)) => Ok(()),
        (Said::Maintenance(before), Said::Maintenance(after)) => {
            let plan = |said: &MaintenanceSaid| (said.from, said.to, said.called_off);
            let mut concerned = after.components.iter();
            let same =
                plan(before) == plan(after) && concerned.all(|one| before.components.contains(one));
            if same {
                after.planned_at = before.planned_at;
            } else if before.from <= now {
                return Err(Error::fault(Field::Operation, "begun"));
            } else {
                after.planned_at = now;
            }
            Ok(())
        }
        (Said::Outage(_), Said::Maintenance(_)) | (Said::Maintenance(_), Said::Outage(_)) => {
            Err(Error::NotFound)
        }
    }
}

fn check(desk: &Desk, tx: &mut Conn, said: &Said, now: DateTime<Utc>) -> Result<(), Error> {
    if let Some(wrong) = said.wrong(now) {
        return Err(Error::fault(Field::Operation, wrong.word()));
    }
    let known = components::all(tx)?;
    let is_known = |id: &ComponentId| known.iter().any(|one| one.id == *id);
    if !said.components().iter().all(is_known) {
        return Err(Error::fault(Field::Operation, "no-component"));
    }
    let Said::Maintenance(planned) = said else {
        return Ok(());
    };
    if planned.called_off || planned.urgency.is_some() {
        return Ok(());
    }
    if !planned.is_announced() {
        return Err(Error::fault(Field::Urgency, "past"));
    }
    if outside_hours(desk, tx, planned)?.is_empty() {
        Ok(())
    } else {
        Err(Error::fault(Field::Urgency, "outside"))
    }
}
