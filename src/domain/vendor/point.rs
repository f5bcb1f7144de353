//! The points of a dossier.

use serde::{Deserialize, Serialize};

use crate::domain::words::words;

/// A point of a dossier.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// What is asked, in a few lines.
    Request,
    /// The product and its version, one that the vendor maintains.
    MaintainedVersion,
    /// Where it happens: platform, its environment, what surrounds it.
    Environment,
    /// How to see it happen.
    Reproduction,
    /// What was found out already.
    Analysis,
    /// What was searched in the vendor's documentation.
    Searched,
    /// Which ways around were tried.
    Workaround,
    /// What shows it: files, times.
    Evidence,
    /// The severity that is proposed.
    Severity,
}

words!(Point {
    Request => "request",
    MaintainedVersion => "maintained-version",
    Environment => "environment",
    Reproduction => "reproduction",
    Analysis => "analysis",
    Searched => "searched",
    Workaround => "workaround",
    Evidence => "evidence",
    Severity => "severity",
});

impl Point {
    /// The points that are met in writing.
    pub const WRITTEN: [Self; 7] = [
        Self::Request,
        Self::Environment,
        Self::Reproduction,
        Self::Analysis,
        Self::Searched,
        Self::Workaround,
        Self::Evidence,
    ];
}
