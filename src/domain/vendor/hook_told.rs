//! What a vendor's program is told of a case.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Point;
use crate::domain::{
    ids::AttachmentId,
    ticket::{ClockName, Nature, Priority},
};

/// What a vendor is told of a case: the JSON of a call, as the README describes it. It stays as it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HookTold {
    /// `case.opened`, `case.written` and so on.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub timestamp: DateTime<Utc>,
    /// The case.
    pub data: ToldCase,
}

/// A case as calls tell it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ToldCase {
    /// What it is called: `INC-2026-01042-E1`.
    pub case: String,
    /// The rank of this call among those of the case, from 1.
    pub rank: u32,
    /// The vendor's own number, where it is known.
    pub reference: Option<String>,
    /// What is asked, in a line.
    pub headline: String,
    /// What kind of request it is.
    pub nature: Nature,
    /// How severe it is, with the clause that says so.
    pub severity: Priority,
    /// The contract's word for it.
    pub severity_word: String,
    /// The clause of the contract that says what that means.
    pub severity_clause: Option<String>,
    /// What it runs on: « Divalto weavy 10.8 ».
    pub product: Option<String>,
    /// The contract, by its title.
    pub contract: String,
    /// What is promised, and until when.
    pub deadlines: Vec<ToldDeadline>,
    /// What is written: the request, an answer, a reason.
    pub text: String,
    /// All that the dossier says; in the first call only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dossier: BTreeMap<Point, String>,
    /// The files of the dossier; in the first call only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<HookFile>,
}

/// A promise of a case as calls tell it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ToldDeadline {
    /// Which promise.
    pub clock: ClockName,
    /// Until when; none while it stands still.
    pub due: Option<DateTime<Utc>>,
    /// The clause.
    pub clause: Option<String>,
}

/// A file of a dossier as calls tell it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HookFile {
    /// Its identity.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal.
    pub sha256: String,
    /// Whether it goes along; else the integrator has it.
    pub enclosed: bool,
    /// The file in base64; read as the call leaves, and never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}
