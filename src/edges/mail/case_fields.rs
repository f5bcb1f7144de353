//! What a letter to a vendor's desk says for its machines, in headers of its own: the same that it says for
//! people in words. The README describes them; they stay as they are.

use chrono::SecondsFormat;
use uuid::Uuid;

use super::letters::plain;
use crate::domain::{letter::Letter, notice::Notice};

/// The headers of a letter to a desk outside; none of any other.
pub(super) fn of(letter: &Letter) -> Vec<(&'static str, String)> {
    let Notice::CaseForVendor { case, told, .. } = &letter.notice else {
        return Vec::new();
    };
    if !case.outside {
        return Vec::new();
    }
    let mut fields = vec![
        ("X-Guichet-Case", case.reference.clone()),
        ("X-Guichet-Case-Id", case.id.to_string()),
        ("X-Guichet-Event", told.word().to_owned()),
        ("X-Guichet-Nature", case.nature.to_string()),
        ("X-Guichet-Severity", case.severity.to_string()),
    ];
    if !case.product.is_empty() {
        fields.push(("X-Guichet-Product", plain::line(&case.product)));
    }
    if let Some((clock, at)) = case.due {
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        fields.push(("X-Guichet-Due", format!("{clock} {at}")));
    }
    fields
}

/// What all letters about a case to a desk outside refer to, so that they are shown together and an answer
/// to any of them is told to be one; none of any other letter.
pub(super) fn root(letter: &Letter) -> Option<Uuid> {
    match &letter.notice {
        Notice::CaseForVendor { case, .. } if case.outside => Some(case.id.uuid()),
        _ => None,
    }
}
