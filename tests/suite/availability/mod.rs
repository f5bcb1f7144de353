//! Outages, planned maintenance, and what the contracts make of them.

mod desk;
mod money;
mod pages;
mod portal;
mod wall;

use chrono::{DateTime, Utc};
use guichet::{
    desk::{ComponentSaid, Desk, OperationTyped, SubscriptionSaid},
    domain::{
        access::Scope,
        availability::{Cause, Stage},
        ids::{ComponentId, OperationId, PersonId, ServiceId},
        operation::{MaintenanceSaid, OutageSaid, Said},
        people::Role,
        services::{QueueSetting, ServiceSetting},
        ticket::{Line, Priority},
    },
    store::DatabaseUrl,
};

use crate::{
    desk_world::at,
    support::{
        app::{Served, served},
        customers::House,
    },
};

/// A Monday at 10:00 in Paris.
pub const NOW: &str = "2026-11-30T09:00:00Z";

pub fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

/// An outage of the first severity.
pub fn outage(component: ComponentId, from: &str, ended: Option<&str>) -> OutageSaid {
    OutageSaid {
        title: line("Plateforme injoignable"),
        components: vec![component],
        stages: vec![Stage {
            from: at(from),
            severity: Priority::P1,
        }],
        ended: ended.map(at),
        cause: Cause::Ours,
        evidence: None,
        pauses: Vec::new(),
        tickets: Vec::new(),
        published: true,
    }
}

pub fn maintenance(component: ComponentId, from: &str, to: &str) -> MaintenanceSaid {
    MaintenanceSaid {
        title: line("Mise à jour de la base"),
        reason: line("Correctifs de sécurité"),
        components: vec![component],
        from: at(from),
        to: at(to),
        ended: None,
        lasts: false,
        severity: Priority::P1,
        urgency: None,
        planned_at: DateTime::<Utc>::UNIX_EPOCH,
        called_off: false,
        published: true,
    }
}

pub fn typed(said: Said) -> OperationTyped {
    OperationTyped {
        said,
        references: Vec::new(),
    }
}

/// A component of a service that fails.
pub fn failing(desk: &Desk, service: ServiceId, by: PersonId) -> (ComponentId, OperationId) {
    let said = ComponentSaid {
        name: line("Application"),
        published: true,
        active: true,
    };
    let component = desk.enter_component(service, None, &said, by).unwrap();
    let now = desk.clock().now().to_rfc3339();
    let said = Said::Outage(outage(component, &now, None));
    let operation = desk.enter_operation(&typed(said), by, &Scope::Desk);
    (component, operation.unwrap())
}

/// A component and an outage of it that are called so, whatever that is.
pub fn called(desk: &Desk, service: ServiceId, name: &str, by: PersonId) {
    let said = ComponentSaid {
        name: line(name),
        published: true,
        active: true,
    };
    // Two of these names may be one once they are lines.
    let Ok(component) = desk.enter_component(service, None, &said, by) else {
        return;
    };
    let now = desk.clock().now().to_rfc3339();
    let mut said = outage(component, &now, None);
    said.title = line(name);
    let operation = typed(Said::Outage(said));
    desk.enter_operation(&operation, by, &Scope::Desk).unwrap();
}

/// A desk, two customers of a service under Jamespot's contract, and its parts.
pub struct Scene {
    pub served: Served,
    pub agent: PersonId,
    pub supervisor: PersonId,
    pub auditor: PersonId,
    pub root: PersonId,
    pub marlaix: House,
    pub ostrel: House,
    pub service: ServiceId,
    /// What every customer has.
    pub shared: ComponentId,
    /// The platform of Ostrel.
    pub ostrels: ComponentId,
}

impl Scene {
    pub fn new(url: &DatabaseUrl) -> Self {
        Self::on(url, served(url, NOW))
    }

    /// The same at a desk that is there.
    pub fn on(url: &DatabaseUrl, served: Served) -> Self {
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let supervisor = served.worker("Zoé Marin", "zoe@desk.example", Role::Supervisor);
        let auditor = served.worker("Claude Petit", "claude@desk.example", Role::Auditor);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        let (marlaix, ostrel) = (
            served.customer(url, "Marlaix", root),
            served.customer(url, "Ostrel", root),
        );
        let desk = &served.desk;
        let queue = QueueSetting {
            slug: "support".to_owned(),
            name: "Support".to_owned(),
            mail: None,
            supervisor_mail: None,
        };
        let jamespot = ServiceSetting {
            slug: "jamespot".to_owned(),
            name: "Jamespot".to_owned(),
            queue: "support".to_owned(),
            contract: "jamespot".to_owned(),
        };
        desk.keep_services(&[queue], &[jamespot]).unwrap();
        let services = desk.services().unwrap();
        let service = services
            .iter()
            .find(|one| one.slug == "jamespot")
            .unwrap()
            .id;
        for house in [&marlaix, &ostrel] {
            let said = SubscriptionSaid {
                support: true,
                prepaid_minutes: None,
                annual: None,
                first_day: "2026-01-01".parse().unwrap(),
                last_day: None,
            };
            desk.subscribe(house.id, service, "jamespot", said, root)
                .unwrap();
        }
        let part = |name: &str, platform| {
            let said = ComponentSaid {
                name: line(name),
                published: true,
                active: true,
            };
            desk.enter_component(service, platform, &said, root)
                .unwrap()
        };
        let (shared, ostrels) = (
            part("Application", None),
            part("Plateforme", Some(ostrel.platform)),
        );
        Self {
            agent,
            supervisor,
            auditor,
            root,
            marlaix,
            ostrel,
            service,
            shared,
            ostrels,
            served,
        }
    }

    /// Enters an operation in the name of the agent.
    pub fn enter(&self, said: Said) -> OperationId {
        let done = self
            .served
            .desk
            .enter_operation(&typed(said), self.agent, &Scope::Desk);
        done.unwrap()
    }
}
