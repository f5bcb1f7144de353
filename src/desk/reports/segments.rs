//! A period in its months: those that are closed as they were known then, the others as they are known now.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    desk::{Desk, Error},
    domain::{
        access::Scope,
        ids::QueueId,
        report::{Closing, FactKind, Figure, Figures, Noted, OfGroup, ReportPeriod},
    },
    store::report::facts::{self, FactKey, Walk},
};

/// How many facts are read at a time.
pub(super) const SOME: i64 = 2_000;

/// A part of a period, within one month.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// The month.
    pub(super) month: NaiveDate,
    /// From when until when, UTC; not after the instant of reading.
    pub(super) bounds: (DateTime<Utc>, DateTime<Utc>),
    /// Whether it is the whole month.
    pub(super) is_whole: bool,
    /// The revision that it is read as; none while the month is open.
    pub(super) closing: Option<Closing>,
}

/// Whose facts are read.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    pub(super) groups: Vec<OfGroup>,
    pub(super) closed: Vec<QueueId>,
}

impl Whose {
    pub(super) fn of(groups: &[OfGroup], scope: &Scope) -> Self {
        Self {
            groups: groups.to_vec(),
            closed: scope.closed().to_vec(),
        }
    }

    fn is_all(&self) -> bool {
        self.groups.is_empty() && self.closed.is_empty()
    }

    fn walk(&self, kind: FactKind, segment: &Segment) -> Walk {
        let (from, to) = segment.bounds;
        Walk {
            kind,
            from,
            to,
            as_of: segment.closing.as_ref().map(|one| one.made_at),
            groups: self.groups.clone(),
            closed: self.closed.clone(),
            running: false,
        }
    }

    /// The walk of a figure's facts in a segment.
    pub(super) fn walk_of(&self, figure: Figure, segment: &Segment, now: DateTime<Utc>) -> Walk {
        if !figure.is_now() {
            return self.walk(figure.kind(), segment);
        }
        let (from, to) = figure.window(segment.bounds, now);
        Walk {
            from,
            to,
            as_of: None,
            running: true,
            ..self.walk(figure.kind(), segment)
        }
    }
}

/// The parts of a period that have begun by `now`. `closings` are the revisions that are to be read.
pub(super) fn segments(
    period: &ReportPeriod,
    closings: &[Closing],
    now: DateTime<Utc>,
) -> Vec<Segment> {
    period
        .months()
        .into_iter()
        .filter_map(|(month, part)| {
            let (from, to) = part.bounds();
            let closing = closings.iter().find(|one| one.month == month).cloned();
            (from < now).then(|| Segment {
                month,
                bounds: (from, to.min(now)),
                is_whole: part.kind() == crate::domain::report::ReportPeriodKind::Month,
                closing,
            })
        })
        .collect()
}

impl Desk {
    /// Goes through the facts of a walk, some at a time, as long as `take` says so.
    pub(super) fn walk_facts(
        &self,
        walk: &Walk,
        mut after: Option<FactKey>,
        take: &mut dyn FnMut(FactKey, Noted) -> bool,
    ) -> Result<(), Error> {
        loop {
            let page = self
                .store
                .read(|conn| facts::walk(conn, walk, after, SOME))?;
            let is_last = i64::try_from(page.len()).is_ok_and(|read| read < SOME);
            for (key, noted) in page {
                after = Some(key);
                if !take(key, noted) {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// The figures of a segment.
    pub(super) fn figures_of(&self, whose: &Whose, segment: &Segment) -> Result<Figures, Error> {
        if let Some(closing) = &segment.closing
            && segment.is_whole
            && whose.is_all()
        {
            return Ok(closing.figures.clone());
        }
        self.add_up(whose, segment)
    }

    /// Adds up the facts of a segment, whatever figures are stored for it.
    pub(super) fn add_up(&self, whose: &Whose, segment: &Segment) -> Result<Figures, Error> {
        let mut figures = Figures::default();
        for kind in FactKind::ALL {
            let walk = whose.walk(kind, segment);
            self.walk_facts(&walk, None, &mut |_, noted| {
                figures.take(&noted, segment.bounds);
                true
            })?;
        }
        Ok(figures)
    }
}
