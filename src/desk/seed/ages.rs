//! How old a request may be, if its next warning is still to come.

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use crate::{
    desk::{Error, file_ticket::filed_event, projection},
    domain::{
        contract::Contract,
        ids::{MessageId, PersonId, TicketId},
        sla,
        ticket::Proposal,
    },
};

/// The oldest request that is looked at, and how finely.
const OLDEST: TimeDelta = TimeDelta::days(30);
const STEP: TimeDelta = TimeDelta::minutes(5);
/// What warns sooner than this might do so before the filling is done.
const TOO_SOON: TimeDelta = TimeDelta::minutes(3);
/// A request that warns within this time is at risk.
pub(super) const SOON: TimeDelta = TimeDelta::hours(1);

/// Instants of filing, each the beginning of [`STEP`], of requests that nobody has touched.
#[derive(Debug, Default)]
pub(super) struct Ages {
    /// Of those that warn soon, or at the next opening.
    soon: Vec<DateTime<Utc>>,
    /// Of those that warn later.
    later: Vec<DateTime<Utc>>,
}

impl Ages {
    pub(super) fn of(
        contract: &Contract,
        proposal: &Proposal,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut warned: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
        let mut filed = now - STEP;
        while filed > now - OLDEST {
            let Some(warning) = first_warning(contract, proposal, filed)? else {
                return Ok(Self::default());
            };
            if warning < now + TOO_SOON {
                break;
            }
            warned.push((filed, warning));
            filed -= STEP;
        }
        // On a night or a holiday nothing warns within the hour: then what warns first is at risk.
        let first = warned.iter().map(|(_, at)| *at).min().unwrap_or(now);
        let soon_until = first.max(now + SOON);
        let mut ages = Self::default();
        for (filed, warning) in warned {
            if warning <= soon_until {
                ages.soon.push(filed);
            } else {
                ages.later.push(filed);
            }
        }
        Ok(ages)
    }

    /// When a request was filed that warns soon, or later.
    pub(super) fn filed_at(&self, soon: bool, chance: &mut Chance) -> Option<DateTime<Utc>> {
        let list = if soon { &self.soon } else { &self.later };
        let first = *chance.of_list(list)?;
        let within = u64::try_from(STEP.num_seconds()).unwrap_or_default();
        let seconds = i64::try_from(chance.below(within)).unwrap_or_default();
        Some(first + TimeDelta::seconds(seconds))
    }
}

/// The first level of any clock of a request filed at that instant.
fn first_warning(
    contract: &Contract,
    proposal: &Proposal,
    filed: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let event = filed_event(
        TicketId::from(uuid::Uuid::nil()),
        PersonId::from(uuid::Uuid::nil()),
        MessageId::from(uuid::Uuid::nil()),
        proposal,
        filed,
    );
    let clocks = sla::replay(&[event], contract)?;
    Ok(clocks
        .iter()
        .filter_map(|clock| projection::next_at(clock, contract))
        .min())
}
