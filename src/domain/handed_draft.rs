//! A request that somebody typed and may not file, handed to a colleague who may.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{HandedDraftId, OrganisationId, PersonId};

/// A draft that was handed on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HandedDraft {
    /// Identity.
    pub id: HandedDraftId,
    /// Who typed it.
    pub from: PersonId,
    /// The designated administrator it was handed to: nobody else ever reads it.
    pub to: PersonId,
    /// The organisation that both belong to.
    pub organisation: OrganisationId,
    /// What was typed.
    pub body: DraftBody,
    /// When it was handed on, UTC.
    pub at: DateTime<Utc>,
}

/// What was typed into the form, as it was typed.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct DraftBody {
    /// The slug of the service.
    pub service: String,
    /// The identity of the platform; empty for none.
    pub platform: String,
    /// In one sentence.
    pub subject: String,
    /// In detail.
    pub text: String,
    /// The word of the answer to « can you work? ».
    pub workable: String,
    /// The word of the answer to « how many people? ».
    pub reach: String,
    /// The word of the answer to « is there another way? ».
    pub workaround: String,
    /// The words of the boxes that were ticked.
    pub flags: Vec<String>,
    /// The word of the nature; empty for none.
    #[serde(default)]
    pub nature: String,
    /// The last version in which it worked.
    #[serde(default)]
    pub since: String,
    /// Where to find the documents that the contract wants, by the document's word.
    #[serde(default)]
    pub documents: Vec<(String, String)>,
}
