//! What a vendor's contract demands of the dossier with which a request is sent to it.

use std::collections::BTreeSet;

use super::ClauseRef;
use crate::domain::{people::Role, ticket::Nature, vendor::Point};

/// What the contract says of how the vendor is called on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VendorRule {
    /// The clause by which the vendor is called on at all.
    pub clause: ClauseRef,
    /// What it demands; of each point at most once for a nature.
    pub demands: Vec<Demand>,
}

/// One point that a dossier must meet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Demand {
    /// Of what kinds of request.
    pub of: BTreeSet<Nature>,
    /// The point.
    pub point: Point,
    /// The clause.
    pub clause: ClauseRef,
    /// Who may send a dossier that does not meet it, with a reason; nobody where this is empty.
    pub overridden_by: BTreeSet<Role>,
}
