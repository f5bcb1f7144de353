//! The ladder of the vendor's contract, climbed for the integrator: they are warned before the vendor's
//! promise is missed, and told when it was.

use chrono::{DateTime, Utc};

use crate::domain::{
    contract::{Contract, When},
    ids::{VendorCaseId, VendorWarningId},
    notice::LevelFacts,
    sla::{self, Clock, Step},
    ticket::ClockName,
};

/// The record of a level that fired. A level fires once in a run of a case's clock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VendorWarning {
    /// Identity.
    pub id: VendorWarningId,
    /// The case.
    pub case: VendorCaseId,
    /// Which promise of the vendor is at risk or missed.
    pub clock: ClockName,
    /// The run of its clock.
    pub run: u32,
    /// The level, and who was told.
    pub level: LevelFacts,
}

/// How far the ladder of a run has been climbed: the clock, the run, the highest level.
pub type Fired = (ClockName, u32, u32);

/// The highest level that fired in a run; nought where none did.
fn reached(clock: &Clock, fired: &[Fired]) -> u32 {
    fired
        .iter()
        .filter(|(name, run, _)| (*name, *run) == (clock.name, clock.run))
        .map(|(_, _, level)| *level)
        .max()
        .unwrap_or(0)
}

/// What fires now on each running clock of a case. Nobody acknowledges these warnings, so none is
/// repeated: what a vendor is late on stands in the integrator's overview.
#[must_use]
pub fn plan<'a>(
    clocks: &'a [Clock],
    contract: &Contract,
    fired: &[Fired],
    now: DateTime<Utc>,
) -> Vec<(&'a Clock, Step)> {
    sla::last_runs(clocks)
        .map(|clock| {
            let reached = reached(clock, fired);
            (clock, sla::plan(clock, contract, reached, true, now))
        })
        .collect()
}

/// The instant of the first level that has not fired on a running clock; it may have passed already.
#[must_use]
pub fn watch_at(clocks: &[Clock], contract: &Contract, fired: &[Fired]) -> Option<DateTime<Utc>> {
    sla::last_runs(clocks)
        .filter(|clock| clock.deadline().is_some())
        .filter_map(|clock| {
            let reached = reached(clock, fired);
            sla::levels(clock, contract)
                .into_iter()
                .find(|(rank, when, _)| {
                    *rank > reached && !matches!(when, When::RepeatAfter { .. })
                })
                .map(|(_, _, at)| at)
        })
        .min()
}
