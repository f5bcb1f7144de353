//! Monitors as the desk reads them.

use chrono::{DateTime, Days, Utc};
use chrono_tz::Europe::Paris;

use crate::{
    desk::{ComponentsPage, Desk, Error, Found},
    domain::{
        ids::MonitorId,
        monitor::{Look, LookDay, Monitor, Times},
        operation::{MaintenanceSaid, Operation, Said},
    },
    store::{Conn, StoreError, monitors, operations},
};

/// How many looks a page shows.
const LOOKS: i64 = 50;
/// How many days a page tells of.
const DAYS: u64 = 30;

/// The monitors there are.
#[derive(Clone, Debug)]
pub struct MonitorsPage {
    /// By name, each with whether announced maintenance holds its outage back.
    pub monitors: Vec<(Monitor, bool)>,
    /// What they are of.
    pub components: ComponentsPage,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

/// A monitor with what its looks found.
#[derive(Clone, Debug)]
pub struct MonitorPage {
    /// The monitor.
    pub monitor: Monitor,
    /// Whether announced maintenance holds its outage back.
    pub held: bool,
    /// The last looks, the latest first.
    pub looks: Vec<Look>,
    /// The last thirty days that have looks, the latest first.
    pub days: Vec<LookDay>,
    /// How long good answers took in these days.
    pub times: Times,
    /// The outage that it opened and has not closed.
    pub outage: Option<Operation>,
    /// What it may be of.
    pub components: ComponentsPage,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// The monitors.
    ///
    /// # Errors
    /// When the database fails.
    pub fn monitors(&self) -> Result<MonitorsPage, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            let mut all = Vec::new();
            for monitor in monitors::all(conn)? {
                let held = held(conn, &monitor, now)?;
                all.push((monitor, held));
            }
            Ok(MonitorsPage {
                monitors: all,
                components: ComponentsPage::read(conn)?,
                now,
            })
        })
    }

    /// A monitor with its looks.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such one.
    pub fn monitor(&self, id: MonitorId) -> Result<MonitorPage, Error> {
        let now = self.clock.now();
        let today = now.with_timezone(&Paris).date_naive();
        let first = today - Days::new(DAYS - 1);
        let midnight = first.and_time(chrono::NaiveTime::MIN);
        let from = midnight.and_local_timezone(Paris).earliest();
        let from = from.map_or_else(|| midnight.and_utc(), |local| local.to_utc());
        self.store.read(|conn| {
            let monitor = monitors::find(conn, id).found()?;
            Ok(MonitorPage {
                held: held(conn, &monitor, now)?,
                looks: monitors::looks(conn, id, LOOKS)?,
                days: monitors::days(conn, id, first, i64::try_from(DAYS).unwrap_or(i64::MAX))?,
                times: monitors::times(conn, id, from)?,
                outage: match monitor.operation {
                    Some(operation) => operations::find(conn, operation)?,
                    None => None,
                },
                components: ComponentsPage::read(conn)?,
                monitor,
                now,
            })
        })
    }
}

/// Whether it is down, and announced maintenance is why nobody is told of an outage.
fn held(conn: &mut Conn, monitor: &Monitor, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(since) = monitor.watch.down_since else {
        return Ok(false);
    };
    if monitor.operation.is_some() {
        return Ok(false);
    }
    let lasts = |said: &MaintenanceSaid| said.is_announced() && said.lasts_at(now);
    let found = operations::between(conn, since, now)?;
    Ok(found.iter().any(|one| {
        one.concerns(&[monitor.component])
            && matches!(&one.said, Said::Maintenance(said) if lasts(said))
    }))
}
