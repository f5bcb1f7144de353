//! Credits: proposed from the figure of a period that is over, confirmed or dropped by a person.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{Desk, Error, Field, Found, PeriodAsked};
use crate::{
    domain::{
        access::{Right, may},
        availability::{Ratio, Source},
        contract::Contract,
        credit::{CreditBasis, CreditState, OwedCredit},
        ids::{CreditId, OrganisationId, PersonId, ServiceId},
        people::Organisation,
        ticket::Line,
    },
    store::{Conn, credits, organisations, people, services},
};

/// A credit with what it is about.
#[derive(Clone, Debug)]
pub struct CreditLine {
    /// The credit.
    pub credit: OwedCredit,
    /// The name of the service.
    pub service: String,
    /// The contract in the version that owes it.
    pub contract: Arc<Contract>,
}

/// A credit with whose it is.
#[derive(Clone, Debug)]
pub struct AnyCredit {
    /// Whose.
    pub organisation: Organisation,
    /// The credit.
    pub line: CreditLine,
}

/// The credits of an organisation.
#[derive(Clone, Debug)]
pub struct CreditsPage {
    /// Whose.
    pub organisation: Organisation,
    /// The latest period first.
    pub credits: Vec<CreditLine>,
}

impl Desk {
    /// The credits of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organisation.
    pub fn credits(&self, organisation: OrganisationId) -> Result<CreditsPage, Error> {
        self.store.read(|conn| {
            let organisation = organisations::find(conn, organisation).found()?;
            let mut lines = Vec::new();
            for credit in credits::of(conn, organisation.id)? {
                lines.push(CreditLine {
                    service: services::find(conn, credit.service).found()?.name,
                    contract: self.contracts.get(conn, credit.contract)?,
                    credit,
                });
            }
            Ok(CreditsPage {
                organisation,
                credits: lines,
            })
        })
    }

    /// The credits of all organisations, the last to be proposed first; those of one state if it is named.
    ///
    /// # Errors
    /// When the database fails.
    pub fn all_credits(&self, state: Option<CreditState>) -> Result<Vec<AnyCredit>, Error> {
        self.store.read(|conn| {
            let mut lines = Vec::new();
            let (mut owners, mut named) = (BTreeMap::new(), BTreeMap::new());
            for credit in credits::all(conn, state)? {
                let owner = credit.organisation;
                if let Entry::Vacant(free) = owners.entry(owner) {
                    free.insert(organisations::find(conn, owner).found()?);
                }
                if let Entry::Vacant(free) = named.entry(credit.service) {
                    free.insert(services::find(conn, credit.service).found()?.name);
                }
                let organisation = owners.get(&owner).cloned();
                lines.push(AnyCredit {
                    organisation: organisation.ok_or(Error::NotFound)?,
                    line: CreditLine {
                        service: named.get(&credit.service).cloned().unwrap_or_default(),
                        contract: self.contracts.get(conn, credit.contract)?,
                        credit,
                    },
                });
            }
            Ok(lines)
        })
    }

    /// Proposes what the contract owes for a period. Minutes are credited once: a period that shares a
    /// day with one that was credited is refused.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when nothing is owed for it, or a day
    /// of it was credited before.
    pub fn propose_credit(
        &self,
        organisation: OrganisationId,
        (service, last_day): (ServiceId, NaiveDate),
        by: PersonId,
    ) -> Result<CreditId, Error> {
        let (now, desk, id) = (self.clock.now(), self.clone(), CreditId::fresh());
        self.insist(move |tx| {
            decider(tx, by)?;
            let asked = PeriodAsked {
                service: Some(service),
                day: Some(last_day),
            };
            let page = desk.availability_in(tx, organisation, asked, now)?;
            let measured = page.measured.ok_or(Error::NotFound)?;
            let (figure, contract) = (&measured.figure, &measured.contract);
            let formula = contract.availability().ok_or(Error::NotFound)?;
            let (mut given, mut meets) = (0, false);
            for one in credits::of(tx, organisation)? {
                if one.service == service && one.state != CreditState::Dropped {
                    given += one.days;
                    meets |= one.first_day <= figure.period.last()
                        && figure.period.first() <= one.last_day;
                }
            }
            if meets {
                return Err(Error::fault(Field::Period, "credited"));
            }
            let credit = figure
                .credit(formula, given)
                .filter(|credit| credit.slices > 0 && measured.credit.is_some())
                .ok_or(Error::fault(Field::Period, "nothing-owed"))?;
            let of_line = |line: &crate::domain::availability::Line| {
                let (Source::Outage(id) | Source::Maintenance(id)) = line.source;
                let seen = measured.operations.iter().find(|one| one.id == id);
                let lost = line.lost;
                (lost > Ratio::ZERO).then(|| (id, seen.map_or(0, |one| one.revision), lost.floor()))
            };
            let owed = OwedCredit {
                id,
                organisation,
                service,
                contract: measured.version,
                first_day: figure.period.first(),
                last_day: figure.period.last(),
                minutes: credit.minutes,
                days: credit.days,
                capped: credit.capped,
                annual: measured.annual,
                basis: CreditBasis {
                    counted: figure.counted,
                    lost: figure.lost.floor(),
                    operations: figure.lines.iter().filter_map(of_line).collect(),
                },
                proposed_at: now,
                proposed_by: by,
                state: CreditState::Proposed,
                decided: None,
                why: None,
            };
            credits::insert(tx, &owed)?;
            Ok(id)
        })
    }

    /// Confirms a credit that was proposed, or drops it for a reason.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Overtaken`] when somebody else decided.
    pub fn decide_credit(
        &self,
        id: CreditId,
        dropped_for: Option<&Line>,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, why) = (self.clock.now(), dropped_for.cloned());
        self.store.write(move |tx| {
            decider(tx, by)?;
            let credit = credits::find(tx, id).found()?;
            let state = if why.is_some() {
                CreditState::Dropped
            } else {
                CreditState::Confirmed
            };
            let decided = OwedCredit {
                state,
                decided: Some((by, now)),
                why: why.clone(),
                ..credit
            };
            if credits::decide(tx, &decided)? {
                Ok(())
            } else {
                Err(Error::Overtaken)
            }
        })
    }
}

fn decider(tx: &mut Conn, by: PersonId) -> Result<(), Error> {
    let person = people::find(tx, by).found()?;
    if person.active && may(person.role, Right::ConfirmCredits) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}
