//! Months are closed by themselves, and a correction makes another revision.

use chrono::{Days, TimeDelta};

use super::segments::{Segment, Whose};
use crate::{
    desk::{Desk, Error},
    domain::{
        access::Scope,
        report::{
            Available, Closing, PROGRAM, ReportPeriod, ReportPeriodKind, available_changes,
            changes, instant_of, month_of,
        },
    },
    store::{
        StoreError, contract_versions,
        report::{closings, facts},
        tickets,
    },
};

/// How many days after its end a month is closed: time to note what was done on its last days.
pub const GRACE_DAYS: u64 = 5;

impl Desk {
    /// Closes the months whose time has come, and looks again at those of which something was corrected;
    /// how many revisions were made. Waits until every fact is drawn.
    ///
    /// # Errors
    /// When the database fails; what was closed by then stays.
    pub fn close_months(&self, go_on: &dyn Fn() -> bool) -> Result<u64, Error> {
        let mut made = 0;
        while go_on() {
            let (behind, first, months, stale) = self.store.read(|conn| -> Result<_, Error> {
                Ok((
                    tickets::count_behind(conn, 1)?,
                    facts::first_filed(conn)?,
                    closings::months(conn)?,
                    closings::stale(conn)?,
                ))
            })?;
            let Some(first) = first.filter(|_| behind == 0) else {
                break;
            };
            if let Some(stale) = stale {
                made += u64::from(self.revise(&stale)?);
                continue;
            }
            let month = months.last().map_or_else(
                || ReportPeriod::of(ReportPeriodKind::Month, month_of(first)),
                |last| ReportPeriod::of(ReportPeriodKind::Month, *last).after(),
            );
            let ready = month.last().checked_add_days(Days::new(GRACE_DAYS + 1));
            if ready.is_none_or(|day| self.clock.now() < instant_of(day)) {
                break;
            }
            let closing = self.computed(month, 1, &[])?;
            made += u64::from(self.keep_closing(closing)?);
        }
        Ok(made)
    }

    /// Looks again at a month; whether that made a revision.
    fn revise(&self, before: &Closing) -> Result<bool, Error> {
        let month = ReportPeriod::of(ReportPeriodKind::Month, before.month);
        let kept = before.availability.as_deref().unwrap_or_default();
        let mut after = self.computed(month, before.revision.saturating_add(1), kept)?;
        let same = (after.figures == before.figures && !has_new_lines(before, &after))
            || self.has_follower(before)?;
        after.changes = changes(&before.figures, &after.figures);
        let seen = before.clone();
        // Together: whoever dies in between, it is looked at again.
        let kept = self.store.write(move |tx| -> Result<_, Error> {
            if !closings::looked_at(tx, &seen)? || same {
                return Ok(false);
            }
            closings::insert(tx, &after)?;
            Ok(true)
        });
        match kept {
            Err(Error::Store(StoreError::Taken)) => Ok(false),
            kept => kept,
        }
    }

    /// Whether a later revision took the place of one.
    fn has_follower(&self, closing: &Closing) -> Result<bool, Error> {
        let all = self.store.read(|conn| closings::of(conn, closing.month))?;
        Ok(all.iter().any(|one| one.revision > closing.revision))
    }

    /// Keeps a revision; false when somebody else did before.
    fn keep_closing(&self, closing: Closing) -> Result<bool, Error> {
        let kept = self
            .store
            .write(move |tx| -> Result<_, Error> { Ok(closings::insert(tx, &closing)?) });
        match kept {
            Ok(()) => Ok(true),
            Err(Error::Store(StoreError::Taken)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A month as its facts are known now. A revision is looked at once more: what another process was
    /// just writing is not missed.
    fn computed(
        &self,
        month: ReportPeriod,
        revision: u32,
        kept: &[Available],
    ) -> Result<Closing, Error> {
        let made = self.store.read(closings::frozen)?.map(|(_, made)| made);
        let now = self.clock.now();
        let now = made.map_or(now, |made| now.max(made + TimeDelta::microseconds(1)));
        let mut closing = Closing {
            month: month.first(),
            revision,
            made_at: now,
            program: PROGRAM.to_owned(),
            contracts: Vec::new(),
            figures: crate::domain::report::Figures::default(),
            availability: None,
            changes: Vec::new(),
            stale: true,
        };
        let segment = Segment {
            month: month.first(),
            bounds: month.bounds(),
            is_whole: true,
            closing: Some(closing.clone()),
        };
        closing.figures = self.add_up(&Whose::of(&[], &Scope::Desk), &segment)?;
        let mut versions = closing.figures.contracts.clone();
        let days = (month.first(), month.last());
        let made = closing.made_at;
        let lines = self
            .store
            .read(|conn| self.available(conn, days, made, kept))?;
        versions.extend(lines.iter().map(|line| line.contract));
        closing.availability = Some(lines);
        closing.contracts = self.store.read(|conn| -> Result<_, Error> {
            let mut named = Vec::new();
            for id in versions {
                if let Some(version) = contract_versions::find(conn, id)? {
                    named.push((version.name, version.version));
                }
            }
            named.sort();
            Ok(named)
        })?;
        Ok(closing)
    }

    /// What is stored of closed months, and what the facts that were known then give: the months that
    /// differ, each with the revision.
    pub(in crate::desk) fn differing_closings(&self) -> Result<Vec<(String, u32)>, Error> {
        let mut differing = Vec::new();
        for month in self.store.read(closings::months)? {
            let last = self
                .store
                .read(|conn| closings::of(conn, month))?
                .pop()
                .filter(|one| one.program == PROGRAM);
            let Some(closing) = last else { continue };
            let month = ReportPeriod::of(ReportPeriodKind::Month, closing.month);
            let segment = Segment {
                month: closing.month,
                bounds: month.bounds(),
                is_whole: true,
                closing: Some(closing.clone()),
            };
            let again = self.add_up(&Whose::of(&[], &Scope::Desk), &segment)?;
            let lines = closing.availability.as_deref().unwrap_or_default();
            let counted = self
                .store
                .read(|conn| self.available_again(conn, &closing, lines))?;
            if again != closing.figures || counted != lines {
                differing.push((closing.month.format("%Y-%m").to_string(), closing.revision));
            }
        }
        Ok(differing)
    }
}

/// Whether a month is other lines of availability than those that it keeps, if it keeps any.
fn has_new_lines(before: &Closing, after: &Closing) -> bool {
    let lines = before
        .availability
        .as_ref()
        .zip(after.availability.as_ref());
    lines.is_some_and(|(before, after)| !available_changes(before, after).is_empty())
}
