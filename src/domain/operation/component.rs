//! The parts of a service, and the word of their state.

use super::{Operation, Said};
use crate::domain::{
    ids::{ComponentId, OrganisationId, PlatformId, ServiceId},
    ticket::Priority,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A part of a service whose state people are told: of the service as everybody has it, or of one
/// customer's platform.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Component {
    /// Identity.
    pub id: ComponentId,
    /// The service it is a part of.
    pub service: ServiceId,
    /// Whose platform; none for a part that all customers have.
    pub platform: Option<(OrganisationId, PlatformId)>,
    /// As people call it; one line.
    pub name: String,
    /// Whether the public status page shows it; never for a customer's platform.
    pub published: bool,
    /// Whether it is still there.
    pub active: bool,
}

impl Component {
    /// Whether the public may see it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        self.published && self.active && self.platform.is_none()
    }

    /// Whether an organisation depends on it, as far as it has the service.
    #[must_use]
    pub fn serves(&self, organisation: OrganisationId) -> bool {
        self.platform.is_none_or(|(owner, _)| owner == organisation)
    }
}

/// How a component fares. The worst last.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing is known to be wrong.
    Operational,
    /// Planned work is done on it.
    Maintenance,
    /// Something minor is wrong.
    Degraded,
    /// A part of it does not work.
    Partial,
    /// It does not work.
    Major,
}

impl State {
    /// The word of feeds and of the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Maintenance => "maintenance",
            Self::Degraded => "degraded",
            Self::Partial => "partial-outage",
            Self::Major => "major-outage",
        }
    }

    /// The state that an outage of a severity means.
    #[must_use]
    pub const fn of(severity: Priority) -> Self {
        match severity {
            Priority::P1 => Self::Major,
            Priority::P2 => Self::Partial,
            Priority::P3 => Self::Degraded,
        }
    }

    /// How an operation leaves its components at an instant.
    #[must_use]
    pub fn during(operation: &Operation, at: DateTime<Utc>) -> Self {
        match &operation.said {
            Said::Outage(said) => said.severity_at(at).map_or(Self::Operational, Self::of),
            Said::Maintenance(said) if said.lasts_at(at) => {
                if said.overruns_at(at) {
                    Self::of(said.severity)
                } else {
                    Self::Maintenance
                }
            }
            Said::Maintenance(_) => Self::Operational,
        }
    }
}
