//! What follows from a look: it is kept, and opens or closes an outage.
//!
//! What a person says of an outage holds. A monitor enters its outage once, and later adds the end where
//! none is said; it changes nothing else, and does not open again what a person closed.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::set_up::saved;
use crate::{
    desk::{Error, operations::owe_revision},
    domain::{
        availability::{Cause, Stage},
        ids::{MonitorId, OperationId},
        monitor::{Look, Monitor, Outcome, Turn, opens_from},
        operation::{Author, MaintenanceSaid, Operation, OutageSaid, Revision, Said},
    },
    store::{Conn, StoreError, components, monitors, operations},
};

/// Notes a look that `monitor` made, with all that follows, and when it looks next.
pub(super) fn noted(
    tx: &mut Conn,
    mut monitor: Monitor,
    look: &Look,
    (next, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<Turn>, Error> {
    let is_new = monitor.watch.last.is_none_or(|last| last < look.at);
    let seen = monitor
        .watch
        .see(monitor.said.rule(), look.at, look.outcome);
    if is_new {
        let day = look.at.with_timezone(&Paris).date_naive();
        monitors::keep(tx, &monitor, look, day)?;
    }
    monitor.watch = seen.watch;
    monitor.next_at = monitor.said.active.then_some(next);
    monitor.lease_until = None;
    match (seen.turn, monitor.watch.down_since) {
        (Some(Turn::Up(at)), _) => {
            if let Some(operation) = monitor.operation.take() {
                close(tx, monitor.id, operation, (at, now))?;
            }
        }
        (_, Some(since)) if look.outcome == Outcome::Bad && monitor.operation.is_none() => {
            let works = works(tx, &monitor, since, now)?;
            if let Some(from) = opens_from(since, look.at, &works) {
                monitor.operation = Some(open(tx, &monitor, (from, now))?);
            }
        }
        _ => {}
    }
    saved(tx, &monitor)?;
    Ok(seen.turn)
}

/// The planned work on its component since then.
fn works(
    tx: &mut Conn,
    monitor: &Monitor,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<MaintenanceSaid>, StoreError> {
    let found = operations::between(tx, since, now.max(since))?;
    let mut works = Vec::new();
    for one in found {
        if one.concerns(&[monitor.component])
            && let Said::Maintenance(said) = one.said
        {
            works.push(said);
        }
    }
    Ok(works)
}

fn open(
    tx: &mut Conn,
    monitor: &Monitor,
    (from, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<OperationId, Error> {
    let id = OperationId::fresh();
    let all = components::all(tx)?;
    let component = all.iter().find(|one| one.id == monitor.component);
    let said = Said::Outage(OutageSaid {
        title: monitor.said.title.clone(),
        components: vec![monitor.component],
        stages: vec![Stage {
            from,
            severity: monitor.said.severity,
        }],
        ended: None,
        cause: Cause::Unknown,
        evidence: None,
        pauses: Vec::new(),
        tickets: Vec::new(),
        published: monitor.said.publishes && component.is_some_and(|one| one.is_public()),
    });
    let revision = Revision {
        operation: id,
        revision: 1,
        at: now,
        by: Author::Monitor(monitor.id),
        why: None,
        said,
    };
    operations::revise(tx, &revision)?;
    let Revision { said, .. } = revision;
    let opened = Operation {
        id,
        revision: 1,
        said,
        entered_at: now,
    };
    owe_revision(tx, None, &opened, now)?;
    Ok(id)
}

/// Adds the end to an outage, unless a person has said one, or said something that it does not fit.
fn close(
    tx: &mut Conn,
    monitor: MonitorId,
    id: OperationId,
    (at, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    let Some(operation) = operations::find(tx, id)? else {
        return Ok(());
    };
    let Said::Outage(mut said) = operation.said.clone() else {
        return Ok(());
    };
    if said.ended.is_some() {
        return Ok(());
    }
    said.ended = Some(at);
    let said = Said::Outage(said);
    if said.wrong(now).is_some() {
        return Ok(());
    }
    let revision = Revision {
        operation: id,
        revision: operation.revision.saturating_add(1),
        at: now,
        by: Author::Monitor(monitor),
        why: None,
        said,
    };
    match operations::revise(tx, &revision) {
        Err(StoreError::Taken) => return Err(Error::Overtaken),
        done => done?,
    }
    let closed = Operation {
        revision: revision.revision,
        said: revision.said,
        ..operation.clone()
    };
    owe_revision(tx, Some(&operation), &closed, now)?;
    Ok(())
}
