//! Whether a maintenance stays in the hours of the contracts that it concerns.

use std::{collections::BTreeSet, sync::Arc};

use chrono_tz::Europe::Paris;

use crate::{
    desk::{Desk, Error},
    domain::{
        contract::{ClauseRef, Contract},
        operation::MaintenanceSaid,
    },
    store::{Conn, components, services, subscriptions},
};

/// A contract whose hours a maintenance leaves.
#[derive(Clone, Debug)]
pub struct OutsideHours {
    /// The contract.
    pub contract: Arc<Contract>,
    /// The clause that gives the hours.
    pub clause: ClauseRef,
}

/// The contracts whose hours it leaves: those of the services it concerns, and those that customers have
/// for them; of a customer's platform only that customer's.
pub(super) fn outside_hours(
    desk: &Desk,
    conn: &mut Conn,
    said: &MaintenanceSaid,
) -> Result<Vec<OutsideHours>, Error> {
    let day = said.from.with_timezone(&Paris).date_naive();
    let mut names = BTreeSet::new();
    for component in components::all(conn)? {
        if !said.components.contains(&component.id) {
            continue;
        }
        if component.platform.is_none()
            && let Some(service) = services::find(conn, component.service)?
        {
            names.insert(service.contract_name);
        }
        for one in subscriptions::to_service(conn, component.service, day)? {
            if component.serves(one.organisation) && one.covers(day) {
                names.insert(one.contract_name);
            }
        }
    }
    let mut outside = Vec::new();
    for name in names {
        let (_, contract) = desk.contracts.in_force(conn, &name, desk.clock.now())?;
        if let Some(rule) = contract.maintenance()
            && !rule.allows(said.from, said.to)
        {
            outside.push(OutsideHours {
                clause: rule.clause.clone(),
                contract: Arc::clone(&contract),
            });
        }
    }
    Ok(outside)
}
