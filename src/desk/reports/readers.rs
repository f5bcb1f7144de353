//! Who is sent the report of each month.

use std::collections::BTreeMap;

use super::read::{ReportAsked, names};
use crate::{
    desk::{Desk, Error},
    domain::{
        access::{Right, Scope, may},
        ids::PersonId,
        report::{Dimension, Figures, Group},
    },
    store::{people, report::readers},
};

/// How many people of the desk are read.
const MOST: i64 = 2_000;

/// Somebody who may read reports.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportReader {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Whether they are sent the report of each month.
    pub is_sent: bool,
}

impl Desk {
    /// Those who may read reports, by name, and who of them is sent the report of each month.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_readers(&self) -> Result<Vec<ReportReader>, Error> {
        self.store.read(|conn| -> Result<_, Error> {
            let sent = readers::list(conn)?;
            let all = people::workers(conn, MOST)?;
            Ok(all
                .into_iter()
                .filter(|one| one.active && may(one.role, Right::ReadReports))
                .map(|one| ReportReader {
                    person: one.id,
                    is_sent: sent.contains(&one.id),
                    name: one.name,
                })
                .collect())
        })
    }

    /// Sets who is sent the report of each month; those who may not read reports are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_report_readers(&self, people: &[PersonId], by: PersonId) -> Result<(), Error> {
        let may_read: Vec<PersonId> = self
            .report_readers()?
            .into_iter()
            .map(|one| one.person)
            .filter(|one| people.contains(one))
            .collect();
        let now = self.clock.now();
        self.store
            .write(move |tx| -> Result<_, Error> { Ok(readers::set(tx, &may_read, by, now)?) })
    }

    /// What the parts are called that a report is asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_names(
        &self,
        asked: &ReportAsked,
        scope: &Scope,
    ) -> Result<BTreeMap<(Dimension, Group), String>, Error> {
        self.store
            .read(|conn| names(conn, &Figures::default(), &asked.groups, scope))
    }
}
