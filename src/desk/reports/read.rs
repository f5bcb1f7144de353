//! The figures of a period, as somebody sees them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::segments::{Segment, Whose, segments};
use crate::{
    desk::{Desk, Error},
    domain::{
        access::Scope,
        ids::{OrganisationId, ProductId},
        report::{Closing, Dimension, Figure, Figures, Group, OfGroup, ReportPeriod, Sought},
    },
    store::{
        Conn, organisations, products,
        report::{closings, facts},
        tickets,
    },
};

/// As many tickets behind are counted.
const BEHIND: i64 = 100_000;

/// What a report is asked for.
#[derive(Clone, Debug)]
pub struct ReportAsked {
    /// Over what.
    pub period: ReportPeriod,
    /// Of which parts only.
    pub groups: Vec<OfGroup>,
    /// Which revision of a closed month; the last where none is named.
    pub revision: Option<u32>,
}

/// Whether the figures of a period can still change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReportState {
    /// Some of it is not closed.
    Provisional,
    /// Every month of it is closed.
    Closed,
}

/// A report.
#[derive(Clone, Debug)]
pub struct ReportPage {
    /// What was asked.
    pub asked: ReportAsked,
    /// The figures.
    pub figures: Figures,
    /// Those of the period before.
    pub before: Figures,
    /// Promises that are late now, whatever the period.
    pub late: u64,
    /// Promises that fall due within a day.
    pub risk: u64,
    /// What the parts of the breakdowns are called.
    pub names: BTreeMap<(Dimension, Group), String>,
    /// Whether it can still change.
    pub state: ReportState,
    /// The revisions of a month that is closed, in order.
    pub revisions: Vec<Closing>,
    /// How many requests are still to be counted.
    pub behind: u64,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// A report, without the queues that are closed to `scope`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such revision.
    pub fn report(&self, asked: &ReportAsked, scope: &Scope) -> Result<ReportPage, Error> {
        let now = self.clock.now();
        let whose = Whose::of(&asked.groups, scope);
        let parts = self.report_parts(asked, now)?;
        let state = if !parts.is_empty() && parts.iter().all(|one| one.closing.is_some()) {
            ReportState::Closed
        } else {
            ReportState::Provisional
        };
        let earlier = ReportAsked {
            period: asked.period.before(),
            groups: Vec::new(),
            revision: None,
        };
        let earlier = self.report_parts(&earlier, now)?;
        let figures = self.summed(&whose, &parts)?;
        let (names, revisions, behind) = self.store.read(|conn| -> Result<_, Error> {
            let month = parts.first().filter(|one| parts.len() == 1 && one.is_whole);
            let revisions = match month {
                Some(one) => closings::of(conn, one.month)?,
                None => Vec::new(),
            };
            Ok((
                names(conn, &figures, &asked.groups, scope)?,
                revisions,
                tickets::count_behind(conn, BEHIND)?,
            ))
        })?;
        Ok(ReportPage {
            asked: asked.clone(),
            before: self.summed(&whose, &earlier)?,
            late: self.count_now(&whose, Figure::Late, now)?,
            risk: self.count_now(&whose, Figure::Risk, now)?,
            figures,
            names,
            state,
            revisions,
            behind,
            now,
        })
    }

    fn summed(&self, whose: &Whose, parts: &[Segment]) -> Result<Figures, Error> {
        let mut sum = Figures::default();
        for part in parts {
            sum.follow(&self.figures_of(whose, part)?);
        }
        Ok(sum)
    }

    /// The parts of what is asked for, as the revision that is asked for.
    pub(super) fn report_parts(
        &self,
        asked: &ReportAsked,
        now: DateTime<Utc>,
    ) -> Result<Vec<Segment>, Error> {
        let closings = self.store.read(|conn| -> Result<_, Error> {
            let Some(revision) = asked.revision else {
                let months = asked.period.months();
                let first = months
                    .first()
                    .map_or(asked.period.first(), |(month, _)| *month);
                return Ok(closings::latest(conn, (first, asked.period.last()))?);
            };
            let of = closings::of(conn, asked.period.first())?;
            let found = of.into_iter().find(|one| one.revision == revision);
            Ok(vec![found.ok_or(Error::NotFound)?])
        })?;
        Ok(segments(&asked.period, &closings, now))
    }

    /// How many promises are late, or at risk, now.
    fn count_now(&self, whose: &Whose, figure: Figure, now: DateTime<Utc>) -> Result<u64, Error> {
        let segment = Segment {
            month: crate::domain::report::month_of(now),
            bounds: (now, now),
            is_whole: false,
            closing: None,
        };
        let (sought, mut count) = (Sought::of(figure), 0);
        let walk = whose.walk_of(figure, &segment, now);
        self.walk_facts(&walk, None, &mut |_, noted| {
            count += u64::from(sought.counts(&noted, now));
            true
        })?;
        Ok(count)
    }

    /// When the first request of all was filed, UTC.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reports_from(&self) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store.read(facts::first_filed)?)
    }
}

/// What the parts of the breakdowns are called; a contract is called by its name. Of an organisation that is
/// only asked for, nobody learns the name who sees nothing of it.
pub(super) fn names(
    conn: &mut Conn,
    figures: &Figures,
    asked: &[OfGroup],
    scope: &Scope,
) -> Result<BTreeMap<(Dimension, Group), String>, Error> {
    let keys: Vec<(Dimension, Group)> = figures
        .groups
        .keys()
        .cloned()
        .chain(asked.iter().map(|one| (one.by, one.group.clone())))
        .filter(|(_, group)| !group.is_empty())
        .collect();
    let mut ids: Vec<OrganisationId> = Vec::new();
    for key @ (by, group) in &keys {
        let Ok(id) = group.parse() else { continue };
        let told = figures.groups.contains_key(key)
            || match by {
                Dimension::Organisation => tickets::seen_organisation(conn, id, scope)?.is_some(),
                Dimension::Integrator => scope.closed().is_empty(),
                _ => false,
            };
        if told && matches!(by, Dimension::Organisation | Dimension::Integrator) {
            ids.push(id);
        }
    }
    let mut called: BTreeMap<String, String> = BTreeMap::new();
    for some in ids.chunks(500) {
        for one in organisations::with_ids(conn, some)? {
            called.insert(one.id.to_string(), one.name);
        }
    }
    for product in products::list(conn)? {
        let id: ProductId = product.id;
        called.insert(id.to_string(), product.name);
    }
    Ok(keys
        .into_iter()
        .map(|key| {
            let name = called.get(&key.1).cloned().unwrap_or_else(|| key.1.clone());
            (key, name)
        })
        .collect())
}
