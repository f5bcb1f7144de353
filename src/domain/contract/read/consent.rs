//! `[consent]`: the customer is asked whether the desk may enter their platform. Without it, nobody is.

use super::{super::ConsentRule, part::Part, report::Report};

/// Reads the rule; the outer `None` tells that something is wrong with it.
#[expect(
    clippy::option_option,
    reason = "whether it could be read, and whether it is there"
)]
pub(super) fn consent(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Option<ConsentRule>> {
    let Some(value) = contract.get("consent") else {
        return Some(None);
    };
    let part = report.part("consent", value, "[consent]".to_owned())?;
    report.only(&part, &["clause"]);
    let clause = report.clause_of(&part);
    Some(Some(ConsentRule { clause: clause? }))
}
