//! `[files]`: how many files a message may bring, and how large. Without it, what the program takes.

use super::{super::FileRule, part::Part, report::Report};
use crate::domain::attachment::FileLimits;

const MEGABYTE: u64 = 1_000_000;

/// Reads the limits; the outer `None` tells that something is wrong with them.
#[expect(
    clippy::option_option,
    reason = "whether they could be read, and whether they are there"
)]
pub(super) fn files(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Option<FileRule>> {
    let Some(value) = contract.get("files") else {
        return Some(None);
    };
    let part = report.part("files", value, "[files]".to_owned())?;
    report.only(&part, &["most", "megabytes", "clause"]);
    let FileLimits {
        files: most,
        bytes: largest,
        together,
    } = FileLimits::HOUSE;
    let files = report
        .needed(&part, "most")
        .and_then(|value| report.number_up_to("most", value, u64::try_from(most).ok()?));
    let megabytes = report
        .needed(&part, "megabytes")
        .and_then(|value| report.number_up_to("megabytes", value, largest / MEGABYTE));
    let clause = report.clause_of(&part);
    let (files, bytes) = (files?, megabytes? * MEGABYTE);
    Some(Some(FileRule {
        limits: FileLimits {
            files: usize::try_from(files).ok()?,
            bytes,
            together: together.min(files * bytes),
        },
        clause: clause?,
    }))
}
