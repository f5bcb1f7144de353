//! What a report of one organisation says of availability, and of the free days that follow.

use chrono_tz::Europe::Paris;

use super::read::ReportAsked;
use crate::{
    desk::{Desk, Error, Measured, PeriodAsked},
    domain::{access::Scope, credit::OwedCredit, ids::OrganisationId, report::Dimension},
    store::tickets,
};

/// The availability of an organisation's services in the periods of their contracts that the last day of a
/// report lies in, and the credits of periods that it touches.
#[derive(Clone, Debug)]
pub struct ReportAvailability {
    /// Whose.
    pub organisation: OrganisationId,
    /// The figure of each service.
    pub measured: Vec<Measured>,
    /// Free days.
    pub credits: Vec<OwedCredit>,
}

impl Desk {
    /// The availability of the one organisation that a report is asked for; none where it is asked for
    /// several, where no contract says how it is counted, and where `scope` sees nothing of it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_availability(
        &self,
        asked: &ReportAsked,
        scope: &Scope,
    ) -> Result<Option<ReportAvailability>, Error> {
        let of = asked
            .groups
            .iter()
            .find(|one| one.by == Dimension::Organisation);
        let Some(id) = of.and_then(|one| one.group.parse::<OrganisationId>().ok()) else {
            return Ok(None);
        };
        let seen = self
            .store
            .read(|conn| tickets::seen_organisation(conn, id, scope))?;
        if seen.is_none() {
            return Ok(None);
        }
        let today = self.clock.now().with_timezone(&Paris).date_naive();
        let day = Some(asked.period.last().min(today));
        let services = match self.availability(id, PeriodAsked { service: None, day }) {
            Ok(page) => page.services,
            Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut found = ReportAvailability {
            organisation: id,
            measured: Vec::new(),
            credits: Vec::new(),
        };
        for (service, _) in services {
            let service = Some(service.id);
            let page = self.availability(id, PeriodAsked { service, day })?;
            found.measured.extend(page.measured);
            let touches = |one: &OwedCredit| {
                one.first_day <= asked.period.last() && asked.period.first() <= one.last_day
            };
            found
                .credits
                .extend(page.credits.into_iter().filter(touches));
        }
        Ok((!found.measured.is_empty()).then_some(found))
    }
}
