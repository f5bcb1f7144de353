//! Reports: each figure opens the list that it is made of, months add up, closed months stay what they were,
//! and nobody reads what is closed to them.

mod availability;
mod closing;
mod links;

use chrono::TimeDelta;
use guichet::{
    desk::reports::{ReportAsked, ReportPage},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId},
        people::{OrganisationKind, Role},
        report::{ReportPeriod, ReportPeriodKind},
        ticket::{Act, Evidence, PauseReason, Priority},
        vendor::CaseAct,
    },
    store::DatabaseUrl,
};

use crate::{desk_telling::acts, support::customers::House, vendor::Scene};

/// A desk with a history of two months: some answered, some late, some resolved, paused, reopened, requalified
/// and at the vendor.
struct Months {
    scene: Scene,
    auditor: PersonId,
    houses: Vec<House>,
}

/// The report of a period that a day lies in.
fn over(kind: ReportPeriodKind, day: &str) -> ReportAsked {
    ReportAsked {
        period: ReportPeriod::of(kind, day.parse().unwrap()),
        groups: Vec::new(),
        revision: None,
    }
}

impl Months {
    fn new(url: &DatabaseUrl) -> Self {
        let scene = Scene::promising(url, crate::vendor::OPEN);
        let auditor = scene
            .served
            .worker("Aline Caron", "aline@desk.example", Role::Auditor);
        let integrator = scene
            .served
            .organisation("Intégrale", OrganisationKind::Integrator);
        let mut houses: Vec<House> = ["Amont", "Brive", "Cluse", "Dorne"]
            .map(|name| scene.served.customer(url, name, scene.root))
            .into();
        scene.served.serves(url, integrator, houses[0].id);
        let months = Self {
            auditor,
            houses: houses.clone(),
            scene,
        };
        months.first_days();
        // Filed in the last hour of March, in Paris.
        months.at("2026-03-31T21:30:00Z");
        let late = months
            .scene
            .served
            .customer(url, "Ecully", months.scene.root);
        houses.push(late);
        months.at("2026-04-07T08:00:00Z");
        months.acts(&houses[1], Act::Resolve);
        months.acts(&late, Act::TakeCharge);
        months.at("2026-04-08T08:00:00Z");
        months.acts(
            &houses[1],
            Act::Reopen {
                reason: "encore".to_owned(),
            },
        );
        months.caught_up();
        Self { houses, ..months }
    }

    /// What happens from 4 March on.
    fn first_days(&self) {
        let houses = &self.houses;
        self.acts(&houses[0], Act::TakeCharge);
        let requalify = Act::Requalify {
            to: Priority::P3,
            reason: "une seule personne".to_owned(),
        };
        self.acts(&houses[0], requalify);
        self.acts(&houses[2], pause());
        let case =
            self.scene
                .served
                .sent(&self.scene.divalto, houses[3].ticket, self.scene.agent, "x");
        self.at("2026-03-05T10:00:00Z");
        self.scene
            .vendor_does(case, CaseAct::Ask(MessageId::fresh()), "Le journal ?");
        self.acts(&houses[0], Act::Resolve);
    }

    fn at(&self, instant: &str) {
        self.scene.served.clock.set(instant.parse().unwrap());
    }

    fn acts(&self, house: &House, act: Act) {
        acts(&self.scene.served, self.scene.agent, house.ticket, act);
    }

    fn caught_up(&self) -> u64 {
        self.scene.served.desk.catch_up_reports(&|| true).unwrap()
    }

    fn report(&self, asked: &ReportAsked) -> ReportPage {
        let reader = Scope::worker(self.auditor);
        self.scene.served.desk.report(asked, &reader).unwrap()
    }

    fn later(&self, by: TimeDelta) {
        self.scene.served.clock.advance(by);
    }
}

fn pause() -> Act {
    Act::Pause {
        reason: PauseReason::WaitingForCustomer,
        detail: "le journal".to_owned(),
        evidence: Evidence::default(),
    }
}
