//! Which monitors there are.

use crate::{
    desk::{Desk, Error, Field, Found, Secret, tenants::manager},
    domain::{
        ids::{ComponentId, MonitorId, PersonId},
        monitor::{Monitor, MonitorSaid, Watch},
    },
    store::{Conn, components, monitors},
};

use chrono::{DateTime, TimeDelta, Utc};

impl Desk {
    /// Enters a monitor of a component. A heartbeat comes with the secret of its address, which nobody is
    /// told again.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] when there is no such component, for what cannot be, and
    /// for a name that another one has.
    pub fn enter_monitor(
        &self,
        component: ComponentId,
        said: &MonitorSaid,
        by: PersonId,
    ) -> Result<(MonitorId, Option<Secret>), Error> {
        let (now, id, said) = (self.clock.now(), MonitorId::fresh(), said.clone());
        let secret = said.target.is_called().then(Secret::draw);
        let hash = secret.as_ref().map(Secret::hash);
        self.store.write(move |tx| {
            manager(tx, by)?;
            let known = components::all(tx)?;
            if !known.iter().any(|one| one.id == component && one.active) {
                return Err(Error::fault(Field::Monitor, "no-component"));
            }
            check(tx, id, &said)?;
            let monitor = Monitor {
                id,
                component,
                secret_hash: hash.clone(),
                next_at: said.active.then(|| first(&said, now)),
                said: said.clone(),
                lease_until: None,
                slow: false,
                watch: Watch::default(),
                operation: None,
                version: 1,
                entered_at: now,
            };
            monitors::insert(tx, &monitor)?;
            Ok(())
        })?;
        self.bell.ring();
        Ok((id, secret))
    }

    /// Changes how a monitor looks; what it is a monitor of stays, and so does its kind. One that is put to
    /// rest knows nothing any more, and leaves an outage that it opened to people.
    ///
    /// # Errors
    /// As [`Desk::enter_monitor`], and [`Error::NotFound`].
    pub fn change_monitor(
        &self,
        id: MonitorId,
        said: &MonitorSaid,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, said) = (self.clock.now(), said.clone());
        self.insist(move |tx| {
            manager(tx, by)?;
            let mut monitor = monitors::find(tx, id).found()?;
            if monitor.said.target.word() != said.target.word() {
                return Err(Error::NotFound);
            }
            check(tx, id, &said)?;
            let first = first(&said, now);
            // Whoever looks at this moment looks at what was.
            monitor.lease_until = None;
            monitor.next_at = match monitor.next_at {
                _ if !said.active => None,
                Some(next) if monitor.said.target == said.target => Some(next.min(first)),
                Some(_) | None => Some(first),
            };
            if !said.active {
                monitor.watch = Watch::default();
                monitor.operation = None;
            }
            monitor.said = said.clone();
            saved(tx, &monitor)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Gives a heartbeat another secret; the address it had is dead at once.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] where it is none.
    pub fn renew_beat(&self, id: MonitorId, by: PersonId) -> Result<Secret, Error> {
        let secret = Secret::draw();
        let hash = secret.hash();
        self.insist(move |tx| {
            manager(tx, by)?;
            let mut monitor = monitors::find(tx, id).found()?;
            if !monitor.said.target.is_called() {
                return Err(Error::NotFound);
            }
            monitor.secret_hash = Some(hash.clone());
            saved(tx, &monitor)
        })?;
        Ok(secret)
    }

    /// Has a monitor look at once, unless somebody looks already. False where it is at rest, or is called.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub fn look_now(&self, id: MonitorId, by: PersonId) -> Result<bool, Error> {
        let now = self.clock.now();
        let looks = self.insist(move |tx| {
            manager(tx, by)?;
            let mut monitor = monitors::find(tx, id).found()?;
            if monitor.next_at.is_none() || monitor.said.target.is_called() {
                return Ok(false);
            }
            monitor.next_at = monitor.next_at.map(|next| next.min(now));
            saved(tx, &monitor)?;
            Ok(true)
        })?;
        self.bell.ring();
        Ok(looks)
    }
}

/// Its first look: at once, and for a heartbeat once the time is over in which it must be called.
fn first(said: &MonitorSaid, now: DateTime<Utc>) -> DateTime<Utc> {
    if said.target.is_called() {
        now + TimeDelta::seconds(said.every.into())
    } else {
        now
    }
}

fn check(tx: &mut Conn, id: MonitorId, said: &MonitorSaid) -> Result<(), Error> {
    if let Some(wrong) = said.wrong() {
        return Err(Error::fault(Field::Monitor, wrong.word()));
    }
    let name = said.name.as_str().to_lowercase();
    let taken = |one: &Monitor| one.id != id && one.said.name.as_str().to_lowercase() == name;
    if monitors::all(tx)?.iter().any(taken) {
        return Err(Error::fault(Field::Name, "monitor-taken"));
    }
    Ok(())
}

/// Writes it, unless somebody was faster.
pub(super) fn saved(tx: &mut Conn, monitor: &Monitor) -> Result<(), Error> {
    if monitors::save(tx, monitor)? {
        Ok(())
    } else {
        Err(Error::Overtaken)
    }
}
