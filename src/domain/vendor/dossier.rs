//! What the vendor is told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Point;
use crate::domain::{
    ids::{AttachmentId, OrganisationId, PersonId, ProductVersionId, TicketId, VendorCaseId},
    people::EmailAddress,
    ticket::{Draft, Nature, Priority, TextError},
};

/// A dossier, as far as it is written.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// What is asked.
    pub nature: Nature,
    /// What is concerned; none while nobody said.
    pub version: Option<ProductVersionId>,
    /// The severity that is proposed.
    pub severity: Option<Priority>,
    /// What was written under each point.
    pub texts: BTreeMap<Point, String>,
    /// The files of the ticket that go along.
    pub files: BTreeSet<AttachmentId>,
}

impl Dossier {
    /// What was written under a point; empty where nothing was.
    #[must_use]
    pub fn text(&self, point: Point) -> &str {
        self.texts.get(&point).map_or("", String::as_str)
    }

    /// Writes under a point, fit to be kept.
    ///
    /// # Errors
    /// When it is longer than any message may be.
    pub fn write(&mut self, point: Point, raw: &str) -> Result<(), TextError> {
        let text = Draft::fit(raw)?;
        if text.trim().is_empty() {
            self.texts.remove(&point);
        } else {
            self.texts.insert(point, text.trim().to_owned());
        }
        Ok(())
    }

    /// The first line of what is asked: what the case is called.
    #[must_use]
    pub fn headline(&self) -> String {
        let first = self.text(Point::Request).lines().next().unwrap_or_default();
        first.chars().take(120).collect()
    }
}

/// A dossier that was not sent: one for a ticket, whoever writes on it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DossierDraft {
    /// The ticket.
    pub ticket: TicketId,
    /// The case that it will open, whoever sends it and however often.
    pub case: VendorCaseId,
    /// To whom.
    pub vendor: OrganisationId,
    /// What was written.
    pub dossier: Dossier,
    /// Who saved it last.
    pub saved_by: PersonId,
    /// When, UTC; never the same twice, so that it is the version as well.
    pub saved_at: DateTime<Utc>,
}

impl DossierDraft {
    /// The version: microseconds since 1970.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.saved_at.timestamp_micros()
    }
}

/// What a dossier is about, by name, as the vendor's list has it on a day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct RunsOn {
    /// « Divalto weavy 10.8 ».
    pub name: String,
    /// Whether the vendor maintains it that day.
    pub maintained: bool,
    /// The last day on which it is or was maintained, where one is known.
    pub until: Option<NaiveDate>,
}

/// Where a vendor takes cases: its organisation works here, under a contract.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VendorDesk {
    /// The vendor.
    pub vendor: OrganisationId,
    /// The contract between it and the integrator, by name.
    pub contract: String,
    /// Where its letters go; its people are written to where there is none.
    pub mail: Option<EmailAddress>,
}
