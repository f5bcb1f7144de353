//! The list behind a figure.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{
    read::ReportAsked,
    segments::{Segment, Whose},
};
use crate::{
    desk::{Desk, Error},
    domain::{
        access::Scope,
        ids::{FactId, OrganisationId, TicketId},
        report::{Noted, Sought},
        ticket::Ticket,
        words::UnknownWord,
    },
    store::{organisations, report::facts::FactKey, tickets},
};

/// Where a row stands in a list: its month, and its place there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ListKey {
    month: usize,
    place: i64,
    id: FactId,
}

impl fmt::Display for ListKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.month, self.place, self.id)
    }
}

impl FromStr for ListKey {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(UnknownWord);
        Ok(Self {
            month: part()?.parse().map_err(|_| UnknownWord)?,
            place: part()?.parse().map_err(|_| UnknownWord)?,
            id: part()?.parse().map_err(|_| UnknownWord)?,
        })
    }
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// What is counted.
    pub noted: Noted,
    /// The ticket.
    pub ticket: Ticket,
    /// The name of its customer, where it is known.
    pub organisation: Option<String>,
    /// When the part of the period ends in which it is counted, UTC: what lasts is counted until then.
    pub until: chrono::DateTime<chrono::Utc>,
    /// When that part begins, UTC.
    pub from: chrono::DateTime<chrono::Utc>,
    /// Where it stands.
    pub key: ListKey,
}

/// Some rows of a list.
#[derive(Clone, Debug)]
pub struct ReportList {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// Whether there are more.
    pub more: bool,
}

impl Desk {
    /// Some rows of the list behind a figure, after `after`.
    ///
    /// # Errors
    /// As [`Desk::report`].
    pub fn report_list(
        &self,
        asked: &ReportAsked,
        sought: &Sought,
        after: Option<ListKey>,
        most: usize,
        scope: &Scope,
    ) -> Result<ReportList, Error> {
        let mut found = Vec::new();
        self.each_counted(asked, sought, after, scope, &mut |key, part, noted| {
            found.push((key, part.bounds, noted));
            found.len() <= most
        })?;
        let more = found.len() > most;
        found.truncate(most);
        let ids: Vec<TicketId> = found.iter().map(|(_, _, noted)| noted.ticket).collect();
        let (all, names) = self.store.read(|conn| -> Result<_, Error> {
            let all: BTreeMap<TicketId, Ticket> = tickets::with_ids(conn, &ids)?
                .into_iter()
                .filter(|one| !scope.closed().contains(&one.queue))
                .map(|one| (one.id, one))
                .collect();
            let owners: Vec<OrganisationId> =
                all.values().filter_map(|one| one.organisation).collect();
            let names: BTreeMap<OrganisationId, String> = organisations::with_ids(conn, &owners)?
                .into_iter()
                .map(|one| (one.id, one.name))
                .collect();
            Ok((all, names))
        })?;
        let rows = found.into_iter().filter_map(|(key, (from, until), noted)| {
            let ticket = all.get(&noted.ticket)?.clone();
            let name = ticket.organisation.and_then(|id| names.get(&id).cloned());
            Some(ListRow {
                organisation: name,
                noted,
                ticket,
                from,
                until,
                key,
            })
        });
        Ok(ReportList {
            rows: rows.collect(),
            more,
        })
    }

    /// How long the list behind a figure is.
    ///
    /// # Errors
    /// As [`Desk::report`].
    pub fn report_count(
        &self,
        asked: &ReportAsked,
        sought: &Sought,
        scope: &Scope,
    ) -> Result<u64, Error> {
        let mut count = 0;
        self.each_counted(asked, sought, None, scope, &mut |_, _, _| {
            count += 1;
            true
        })?;
        Ok(count)
    }

    /// Goes through what a figure counts, as long as `take` says so.
    fn each_counted(
        &self,
        asked: &ReportAsked,
        sought: &Sought,
        after: Option<ListKey>,
        scope: &Scope,
        take: &mut dyn FnMut(ListKey, &Segment, Noted) -> bool,
    ) -> Result<(), Error> {
        let Some(figure) = sought.figure else {
            return Ok(());
        };
        let now = self.clock.now();
        let whose = Whose::of(&asked.groups, scope);
        let mut parts = self.report_parts(asked, now)?;
        if figure.is_now() || figure == crate::domain::report::Figure::Backlog {
            // What is about one instant is read once: at the end, or now.
            parts = parts.pop().into_iter().collect();
        }
        for (month, part) in parts.iter().enumerate() {
            let from = match after {
                Some(key) if key.month > month => continue,
                Some(key) if key.month == month => Some(FactKey {
                    place: key.place,
                    id: key.id,
                }),
                Some(_) | None => None,
            };
            let walk = whose.walk_of(figure, part, now);
            let (mut goes_on, bounds) = (true, part.bounds);
            self.walk_facts(&walk, from, &mut |key, noted| {
                let lasts = noted.fact.kind.lasts();
                let touches = noted.fact.ended_at.is_none_or(|at| at > bounds.0);
                if sought.counts(&noted, bounds.1) && (!lasts || touches) {
                    let key = ListKey {
                        month,
                        place: key.place,
                        id: key.id,
                    };
                    goes_on = take(key, part, noted);
                }
                goes_on
            })?;
            if !goes_on {
                return Ok(());
            }
        }
        Ok(())
    }
}
