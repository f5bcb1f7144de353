//! What a report says of availability, and of the free days that follow: as it was kept with the months that
//! are closed, and as it is known now of the others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::Paris;

use super::{read::ReportAsked, segments::Segment};
use crate::{
    desk::{Desk, Error},
    domain::{
        access::Scope,
        contract::Contract,
        ids::{ContractVersionId, OrganisationId, ServiceId},
        report::{
            Available, AvailableChange, Closing, Dimension, ReportPeriod, ReportPeriodKind,
            available_changes,
        },
    },
    store::{Conn, contract_versions, organisations, report::closings, services, tickets},
};

/// How many services are read.
const MOST: i64 = 500;

/// A line, with what it is called.
#[derive(Clone, Debug)]
pub struct AvailableTold {
    /// The line.
    pub line: Available,
    /// The organisation.
    pub organisation: String,
    /// The service.
    pub service: String,
    /// The contract in the version that counted it.
    pub contract: Arc<Contract>,
    /// The rank of that version.
    pub version: u32,
    /// Whether it was kept with a month that is closed.
    pub is_kept: bool,
}

/// A line that a revision changed, with what it is called.
#[derive(Clone, Debug)]
pub struct AvailableChangeTold {
    /// The organisation.
    pub organisation: String,
    /// The service.
    pub service: String,
    /// What changed.
    pub change: AvailableChange,
}

/// Availability in a report.
#[derive(Clone, Debug, Default)]
pub struct ReportAvailability {
    /// The lines, by organisation, service and period.
    pub lines: Vec<AvailableTold>,
    /// Whether the report is narrowed to what has no availability of its own: a product, an integrator.
    pub is_apart: bool,
    /// What revisions of a month changed, by their rank.
    pub changes: BTreeMap<u32, Vec<AvailableChangeTold>>,
}

/// What organisations and services are called; of an organisation that the reader sees nothing of there is no
/// name, and nothing is told.
struct Names {
    organisations: BTreeMap<OrganisationId, String>,
    services: BTreeMap<ServiceId, String>,
}

impl Desk {
    /// The availability of every organisation that `scope` sees something of, in the periods of their contracts
    /// that a report is about.
    ///
    /// # Errors
    /// As [`Desk::report`].
    pub fn report_availability(
        &self,
        asked: &ReportAsked,
        scope: &Scope,
    ) -> Result<ReportAvailability, Error> {
        let is_apart = asked
            .groups
            .iter()
            .any(|one| matches!(one.by, Dimension::Product | Dimension::Integrator));
        if is_apart {
            return Ok(ReportAvailability {
                is_apart,
                ..ReportAvailability::default()
            });
        }
        let now = self.clock.now();
        let parts = self.report_parts(asked, now)?;
        self.store.read(|conn| {
            let mut found: Vec<(Available, bool)> = Vec::new();
            for part in &parts {
                let (lines, is_kept) = self.lines_of(conn, part, now)?;
                // What had come of a period by then is told by the part in which it went on.
                found.retain(|(one, _)| one.is_over || !lines.iter().any(|new| goes_on(one, new)));
                found.extend(lines.into_iter().map(|line| (line, is_kept)));
            }
            let month = parts.first().filter(|one| parts.len() == 1 && one.is_whole);
            let revisions = match month {
                Some(one) => closings::of(conn, one.month)?,
                None => Vec::new(),
            };
            let told = found.iter().map(|(line, _)| line);
            let kept = revisions
                .iter()
                .flat_map(|one| one.availability.iter().flatten());
            let names = names(conn, told.chain(kept), scope)?;
            let versions = self.versions(conn, found.iter().map(|(line, _)| line.contract))?;
            let mut lines: Vec<AvailableTold> = found
                .into_iter()
                .filter_map(|(line, is_kept)| told_of(line, is_kept, &names, &versions))
                .filter(|one| is_asked(asked, one))
                .collect();
            lines.sort_by(|one, other| place(one).cmp(&place(other)));
            Ok(ReportAvailability {
                lines,
                is_apart,
                changes: changes(&revisions, &names, asked),
            })
        })
    }

    /// The lines of a part: those that were kept with a month that is closed, else as they are known now.
    fn lines_of(
        &self,
        conn: &mut Conn,
        part: &Segment,
        now: DateTime<Utc>,
    ) -> Result<(Vec<Available>, bool), Error> {
        let kept = part.closing.as_ref().filter(|_| part.is_whole);
        if let Some(lines) = kept.and_then(|one| one.availability.clone()) {
            return Ok((lines, true));
        }
        Ok((self.available(conn, days(part), now, &[])?, false))
    }

    fn versions(
        &self,
        conn: &mut Conn,
        ids: impl Iterator<Item = ContractVersionId>,
    ) -> Result<Versions, Error> {
        let mut versions = Versions::new();
        for id in ids.collect::<BTreeSet<_>>() {
            if let Some(version) = contract_versions::find(conn, id)? {
                versions.insert(id, (self.contracts.get(conn, id)?, version.version));
            }
        }
        Ok(versions)
    }
}

type Versions = BTreeMap<ContractVersionId, (Arc<Contract>, u32)>;

/// The days of a part; of the month that lasts, up to today.
fn days(part: &Segment) -> (NaiveDate, NaiveDate) {
    let day = |at: DateTime<Utc>| at.with_timezone(&Paris).date_naive();
    let (from, to) = part.bounds;
    let month = ReportPeriod::of(ReportPeriodKind::Month, part.month);
    let last = day(to - TimeDelta::microseconds(1)).min(month.last());
    (day(from), last.max(day(from)))
}

/// Whether a line tells of the same period as an earlier one.
fn goes_on(earlier: &Available, line: &Available) -> bool {
    earlier.key() == line.key()
}

fn place(one: &AvailableTold) -> (&str, &str, NaiveDate, OrganisationId) {
    let line = &one.line;
    (
        &one.organisation,
        &one.service,
        line.first_day,
        line.organisation,
    )
}

fn names<'a>(
    conn: &mut Conn,
    lines: impl Iterator<Item = &'a Available>,
    scope: &Scope,
) -> Result<Names, Error> {
    // Of what happened to whom a reader learns as little as of their requests.
    let ids: BTreeSet<OrganisationId> = lines.map(|line| line.organisation).collect();
    let mut seen = Vec::new();
    for id in ids {
        if scope.closed().is_empty() || tickets::seen_organisation(conn, id, scope)?.is_some() {
            seen.push(id);
        }
    }
    let mut called = BTreeMap::new();
    for some in seen.chunks(500) {
        for one in organisations::with_ids(conn, some)? {
            called.insert(one.id, one.name);
        }
    }
    let services = services::list(conn, MOST)?;
    Ok(Names {
        organisations: called,
        services: services.into_iter().map(|one| (one.id, one.name)).collect(),
    })
}

fn told_of(
    line: Available,
    is_kept: bool,
    names: &Names,
    versions: &Versions,
) -> Option<AvailableTold> {
    let (contract, version) = versions.get(&line.contract)?;
    let service = names.services.get(&line.service).cloned();
    Some(AvailableTold {
        organisation: names.organisations.get(&line.organisation)?.clone(),
        service: service.unwrap_or_default(),
        contract: Arc::clone(contract),
        version: *version,
        is_kept,
        line,
    })
}

/// Whether a report asks for a line.
fn is_asked(asked: &ReportAsked, one: &AvailableTold) -> bool {
    asked.groups.iter().all(|group| match group.by {
        Dimension::Organisation => one.line.organisation.to_string() == group.group,
        Dimension::Contract => one.contract.name().as_str() == group.group,
        Dimension::Product | Dimension::Integrator => false,
    })
}

/// What each revision changed since the one before, where both kept their lines.
fn changes(
    revisions: &[Closing],
    names: &Names,
    asked: &ReportAsked,
) -> BTreeMap<u32, Vec<AvailableChangeTold>> {
    let is_asked = |id: OrganisationId| {
        asked
            .groups
            .iter()
            .filter(|one| one.by == Dimension::Organisation)
            .all(|one| one.group == id.to_string())
    };
    let told = |change: AvailableChange| {
        let line = change.after.as_ref().or(change.before.as_ref())?;
        let service = names.services.get(&line.service).cloned();
        let organisation = names.organisations.get(&line.organisation)?.clone();
        is_asked(line.organisation).then(|| AvailableChangeTold {
            organisation,
            service: service.unwrap_or_default(),
            change,
        })
    };
    let pairs = revisions.iter().zip(revisions.iter().skip(1));
    pairs
        .filter_map(|(before, after)| {
            let lines = before
                .availability
                .as_ref()
                .zip(after.availability.as_ref());
            let (before, now) = lines?;
            let changed = available_changes(before, now);
            let changed: Vec<_> = changed.into_iter().filter_map(told).collect();
            (!changed.is_empty()).then_some((after.revision, changed))
        })
        .collect()
}
