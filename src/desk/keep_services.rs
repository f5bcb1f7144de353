//! Which queues there are, and which services the form offers.

use crate::{
    domain::{
        access::Scope,
        ids::{QueueId, ServiceId},
        services::{Queue, QueueSetting, Service, ServiceSetting},
    },
    store::{Conn, queues, services},
};

use super::{Desk, Error};

/// How many queues or services are offered at most.
const MOST: i64 = 200;

impl Desk {
    /// Makes queues and services as the configuration wants them; what it does not name stays.
    ///
    /// # Errors
    /// When a service names a queue or a contract that does not exist, or the database fails.
    pub fn keep_services(
        &self,
        wanted: &[QueueSetting],
        offered: &[ServiceSetting],
    ) -> Result<(), Error> {
        for service in offered {
            self.in_force(&service.contract, self.clock.now())?;
        }
        // A start that changes nothing writes nothing: pages can be read while the disk is full.
        if self.store.read(|conn| are_kept(conn, wanted, offered))? {
            return Ok(());
        }
        let (wanted, offered) = (wanted.to_vec(), offered.to_vec());
        let kept = self.store.write(move |tx| {
            for queue in &wanted {
                let known = queues::by_slug(tx, &queue.slug)?;
                let QueueSetting {
                    slug,
                    name,
                    mail,
                    supervisor_mail,
                } = queue.clone();
                let members_only = known.as_ref().is_some_and(|one| one.members_only);
                let id = known.map_or_else(QueueId::fresh, |one| one.id);
                queues::put(
                    tx,
                    &Queue {
                        id,
                        slug,
                        name,
                        mail,
                        supervisor_mail,
                        members_only,
                    },
                )?;
            }
            for service in &offered {
                let queue = queues::by_slug(tx, &service.queue)?.ok_or_else(|| {
                    Error::Inconsistent(format!(
                        "service « {} » names the queue « {} », which does not exist",
                        service.slug, service.queue
                    ))
                })?;
                let known = services::by_slug(tx, &service.slug)?;
                let ServiceSetting {
                    slug,
                    name,
                    contract,
                    ..
                } = service.clone();
                let id = known.map_or_else(ServiceId::fresh, |one| one.id);
                let service = Service {
                    id,
                    slug,
                    name,
                    queue: queue.id,
                    contract_name: contract,
                    active: true,
                };
                services::put(tx, &service)?;
            }
            Ok(())
        });
        self.offered.forget();
        kept
    }

    /// The services that the form offers, now or a moment ago.
    ///
    /// # Errors
    /// When the database fails.
    pub fn services(&self) -> Result<Vec<Service>, Error> {
        let now = self.clock.now();
        let offered = self.offered.get_steady(&(), now, || {
            self.store.read(|conn| services::list_active(conn, MOST))
        })?;
        Ok(offered)
    }

    /// The queues that `reader` sees.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queues_seen(&self, reader: &Scope) -> Result<Vec<Queue>, Error> {
        let mut queues = self.queues()?;
        queues.retain(|queue| !reader.closed().contains(&queue.id));
        Ok(queues)
    }

    /// The queues.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queues(&self) -> Result<Vec<Queue>, Error> {
        Ok(self.store.read(|conn| queues::list(conn, MOST))?)
    }
}

/// Whether queues and services are as they are wanted already.
fn are_kept(
    conn: &mut Conn,
    wanted: &[QueueSetting],
    offered: &[ServiceSetting],
) -> Result<bool, Error> {
    for queue in wanted {
        let same = queues::by_slug(conn, &queue.slug)?.is_some_and(|known| {
            known.name == queue.name
                && known.mail == queue.mail
                && known.supervisor_mail == queue.supervisor_mail
        });
        if !same {
            return Ok(false);
        }
    }
    for service in offered {
        let queue = queues::by_slug(conn, &service.queue)?.map(|queue| queue.id);
        let same = services::by_slug(conn, &service.slug)?.is_some_and(|known| {
            known.active
                && known.name == service.name
                && known.contract_name == service.contract
                && Some(known.queue) == queue
        });
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}
