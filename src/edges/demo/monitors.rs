//! Monitors of the demonstration: one that looks at the demonstration itself, and one that is called.

use std::sync::Arc;

use super::{operations::Parts, scenario::line, team::Team};
use crate::{
    desk::{Desk, Error, ports::Looker},
    domain::{
        monitor::{HttpTarget, LookFault, Method, MonitorSaid, Objective, Target, WebAddress},
        ticket::Priority,
    },
    edges::looker::WebLooker,
};

/// Looks at the demonstration itself, and else at public addresses only.
#[derive(Debug)]
struct DemoLooker {
    own: WebAddress,
    here: WebLooker,
    elsewhere: WebLooker,
}

impl Looker for DemoLooker {
    fn looks_anywhere(&self) -> bool {
        // Each look is judged below.
        true
    }

    fn look(&self, target: &Target) -> Result<(), LookFault> {
        match target {
            Target::Http(http) if http.address == self.own => self.here.look(target),
            _ if target.may_be_seen(false) => self.elsewhere.look(target),
            _ => Err(LookFault::NotPublic),
        }
    }
}

/// Enters the monitors, and gives what looks for them.
///
/// # Errors
/// When the database fails.
pub(super) fn furnish(
    desk: &Desk,
    team: &Team,
    parts: &Parts,
    base_url: &str,
) -> Result<Arc<dyn Looker>, Error> {
    let own = WebAddress::parse(&format!("{base_url}/healthz"), true);
    let own = own.map_err(|_| Error::NotFound)?;
    let said = |name: &str, title: &str, target| {
        Ok::<_, Error>(MonitorSaid {
            name: line(name)?,
            title: line(title)?,
            target,
            every: 30,
            failures: 3,
            successes: 2,
            severity: Priority::P2,
            objective: Some(Objective::Synchronous),
            publishes: false,
            active: true,
        })
    };
    let target = Target::Http(HttpTarget {
        address: own.clone(),
        method: Method::Get,
        least_status: 200,
        most_status: 299,
        text: None,
        limit: 10,
    });
    let here = said(
        "Cette démonstration répond",
        "Application injoignable",
        target,
    )?;
    desk.enter_monitor(parts.application, &here, team.administrator)?;
    let mut nightly = said(
        "Import de la nuit",
        "Import de la nuit absent",
        Target::Heartbeat,
    )?;
    nightly.every = 86_400;
    nightly.failures = 1;
    nightly.successes = 1;
    nightly.objective = Some(Objective::Asynchronous);
    let (_, secret) = desk.enter_monitor(parts.import, &nightly, team.administrator)?;
    if let Some(secret) = secret {
        desk.beat(&secret, Some(754_000))?;
    }
    Ok(Arc::new(DemoLooker {
        own,
        here: WebLooker::new(true),
        elsewhere: WebLooker::new(false),
    }))
}
