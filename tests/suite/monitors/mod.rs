//! Monitors: what they look at, the outages they open and close, and the pages about them.

mod beats;
mod looking;
mod outages;
mod pages;
mod several;

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    desk::{Desk, Secret, ports::Looker},
    domain::{
        ids::{ComponentId, MonitorId, PersonId},
        monitor::{
            HttpTarget, LookFault, Method, MonitorSaid, Objective, Target, Turn, WebAddress,
        },
        operation::{Operation, OutageSaid, Revision, Said},
        ticket::Priority,
    },
    store::{DatabaseUrl, Options, Store, operations},
};

use crate::availability::{Scene, line};

/// Says what it was told to say, and counts.
#[derive(Debug, Default)]
pub struct Told {
    fault: Mutex<Option<LookFault>>,
    pub looks: AtomicUsize,
}

impl Told {
    pub fn say(&self, fault: Option<LookFault>) {
        *self.fault.lock().unwrap() = fault;
    }
}

impl Looker for Told {
    fn looks_anywhere(&self) -> bool {
        true
    }

    fn look(&self, _target: &Target) -> Result<(), LookFault> {
        self.looks.fetch_add(1, Ordering::SeqCst);
        self.fault.lock().unwrap().map_or(Ok(()), Err)
    }
}

/// A look a minute at an address; three failures confirm an outage, two good looks its end.
pub fn said(name: &str, address: &str) -> MonitorSaid {
    MonitorSaid {
        name: line(name),
        title: line("Application injoignable"),
        target: Target::Http(HttpTarget {
            address: WebAddress::parse(address, true).unwrap(),
            method: Method::Get,
            least_status: 200,
            most_status: 299,
            text: None,
            limit: 10,
        }),
        every: 60,
        failures: 3,
        successes: 2,
        severity: Priority::P1,
        objective: Some(Objective::Synchronous),
        publishes: true,
        active: true,
    }
}

/// What must be called every quarter of an hour.
pub fn heartbeat(name: &str) -> MonitorSaid {
    MonitorSaid {
        target: Target::Heartbeat,
        every: 900,
        failures: 1,
        successes: 1,
        objective: Some(Objective::Asynchronous),
        ..said(name, "https://example.org/")
    }
}

/// A heartbeat of a component that was called once.
pub fn expecting(desk: &Desk, component: ComponentId, by: PersonId) -> (MonitorId, Secret) {
    let (id, secret) = desk
        .enter_monitor(component, &heartbeat("Import de la nuit"), by)
        .unwrap();
    let secret = secret.unwrap();
    desk.beat(&secret, Some(1_500)).unwrap();
    (id, secret)
}

/// A monitor of what every customer has, and what looks for it.
pub struct Watched {
    pub scene: Scene,
    pub monitor: MonitorId,
    pub told: Told,
    store: Store,
}

impl Watched {
    pub fn new(url: &DatabaseUrl) -> Self {
        let scene = Scene::new(url);
        let said = said("Application", "https://example.org/health");
        let entered = scene
            .served
            .desk
            .enter_monitor(scene.shared, &said, scene.root);
        Self {
            monitor: entered.unwrap().0,
            told: Told::default(),
            store: Store::open(url, Options::of(url.engine())).unwrap(),
            scene,
        }
    }

    pub fn desk(&self) -> &Desk {
        &self.scene.served.desk
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.desk().clock().now()
    }

    /// Looks now, with that outcome, and then lets a minute pass: « g » good, « b » bad, « ? » not known,
    /// « . » nobody looks.
    pub fn minutes(&self, looks: &str) {
        for look in looks.chars() {
            if look != '.' {
                self.told.say(match look {
                    'g' => None,
                    'b' => Some(LookFault::Status(503)),
                    _ => Some(LookFault::NotMade),
                });
                let made = self.desk().look_while(&self.told, &|| true).unwrap();
                assert_eq!(made, 1, "{look} of {looks}");
            }
            self.scene.served.clock.advance(TimeDelta::minutes(1));
        }
    }

    /// The outages there are, the first first.
    pub fn outages(&self) -> Vec<(Operation, OutageSaid)> {
        let mut found = self.desk().operations().unwrap().operations;
        found.reverse();
        found
            .into_iter()
            .filter_map(|one| match one.said.clone() {
                Said::Outage(said) => Some((one, said)),
                Said::Maintenance(_) => None,
            })
            .collect()
    }

    /// The only outage.
    pub fn outage(&self) -> (Operation, OutageSaid) {
        let mut all = self.outages();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    pub fn revisions(&self, of: &Operation) -> Vec<Revision> {
        self.store
            .read(|conn| operations::revisions(conn, of.id))
            .unwrap()
    }
}

/// The turn of a look that is made now.
pub fn turn(desk: &Desk, told: &Told) -> Option<Turn> {
    let claimed = desk.claim_look(true).unwrap().unwrap();
    desk.make_look(told, claimed).unwrap()
}
