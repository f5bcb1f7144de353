//! What of a dossier is complete, what is missing, and whether it may leave.

use serde::{Deserialize, Serialize};

use super::{Dossier, Point, RunsOn};
use crate::domain::{
    contract::{Contract, Demand},
    people::Role,
};

/// Why a point is not met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lack {
    /// Nothing was said.
    Blank,
    /// The vendor does not maintain the version.
    Unmaintained,
}

/// How a dossier stands to one point.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Assessed<'a> {
    /// The point.
    pub point: Point,
    /// What the contract demands of it; nothing where it leaves the point free.
    pub demand: Option<&'a Demand>,
    /// What it lacks.
    pub lack: Option<Lack>,
}

impl Assessed<'_> {
    /// Whether it keeps the dossier from leaving as it is.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        self.demand.is_some() && self.lack.is_some()
    }
}

/// Every point of a dossier, in their order, under the vendor's contract. `runs_on` is the version that
/// the dossier names, as the vendor's list has it today.
#[must_use]
pub fn assess<'a>(
    dossier: &Dossier,
    runs_on: Option<&RunsOn>,
    contract: &'a Contract,
) -> Vec<Assessed<'a>> {
    Point::ALL
        .into_iter()
        .map(|point| Assessed {
            point,
            demand: contract.demand(dossier.nature, point),
            lack: lack(dossier, runs_on, point),
        })
        .collect()
}

fn lack(dossier: &Dossier, runs_on: Option<&RunsOn>, point: Point) -> Option<Lack> {
    let blank_unless = |there: bool| (!there).then_some(Lack::Blank);
    match point {
        Point::MaintainedVersion => match runs_on {
            None => Some(Lack::Blank),
            Some(version) => (!version.maintained).then_some(Lack::Unmaintained),
        },
        Point::Severity => blank_unless(dossier.severity.is_some()),
        Point::Evidence => {
            let said = !dossier.text(point).trim().is_empty();
            blank_unless(said || !dossier.files.is_empty())
        }
        Point::Request
        | Point::Environment
        | Point::Reproduction
        | Point::Analysis
        | Point::Searched
        | Point::Workaround => blank_unless(!dossier.text(point).trim().is_empty()),
    }
}

/// Somebody sent a dossier in spite of what it lacks.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// What it lacks.
    pub points: Vec<Point>,
    /// Why it was sent all the same.
    pub reason: String,
}

/// Whether a dossier may leave.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It is complete.
    Complete,
    /// It lacks something, and who sends it may send it all the same.
    Overridden(Override),
    /// Who sends it may send it all the same, and must say why: the points.
    NeedsReason(Vec<Point>),
    /// It lacks what nobody in this role may leave out: the points.
    Refused(Vec<Point>),
}

/// Decides whether somebody of a role may send a dossier, with the reason they gave for leaving out
/// what it lacks.
#[must_use]
pub fn verdict(assessed: &[Assessed<'_>], role: Role, reason: Option<&str>) -> Verdict {
    let (mut missing, mut barred) = (Vec::new(), Vec::new());
    for one in assessed {
        if let (Some(demand), Some(_)) = (one.demand, one.lack) {
            missing.push(one.point);
            if !demand.overridden_by.contains(&role) {
                barred.push(one.point);
            }
        }
    }
    let reason = reason.map(str::trim).filter(|said| !said.is_empty());
    match (missing.is_empty(), barred.is_empty(), reason) {
        (true, _, _) => Verdict::Complete,
        (false, false, _) => Verdict::Refused(barred),
        (false, true, None) => Verdict::NeedsReason(missing),
        (false, true, Some(reason)) => Verdict::Overridden(Override {
            points: missing,
            reason: reason.to_owned(),
        }),
    }
}
