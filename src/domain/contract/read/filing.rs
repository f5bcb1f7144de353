//! `[filing]`: who may file. Without it, anybody may.

use super::{
    super::{Filers, FilingRule, Listed},
    part::Part,
    report::Report,
};

/// Reads the rule; the outer `None` tells that something is wrong with it.
#[expect(
    clippy::option_option,
    reason = "whether it could be read, and whether it is there"
)]
pub(super) fn filing(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Option<FilingRule>> {
    let Some(value) = contract.get("filing") else {
        return Some(None);
    };
    let part = report.part("filing", value, "[filing]".to_owned())?;
    report.only(&part, &["who", "clause"]);
    let who = report
        .needed(&part, "who")
        .and_then(|value| report.word("who", value, Listed::Filers, &Filers::WORDS));
    let clause = report.clause_of(&part);
    Some(Some(FilingRule {
        who: who?,
        clause: clause?,
    }))
}
