//! How announced maintenance holds a monitor's outage back.

use chrono::{DateTime, Utc};

use crate::domain::operation::MaintenanceSaid;

/// From when a component that does not work since `since`, and did not at `now`, is out: at once, or from
/// the end of the announced maintenance in which it went down. None while that maintenance lasts: what it
/// overruns counts as an outage by itself.
#[must_use]
pub fn opens_from(
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    works: &[MaintenanceSaid],
) -> Option<DateTime<Utc>> {
    let mut from = since;
    // Each maintenance is left behind once, so this ends.
    for _ in 0..=works.len() {
        let Some(work) = works
            .iter()
            .find(|one| one.is_announced() && one.lasts_at(from))
        else {
            return (from <= now).then_some(from);
        };
        from = work.over()?;
    }
    None
}
