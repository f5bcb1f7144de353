//! The report of a month, over all requests there are.

use std::{
    fs,
    time::{Duration, Instant},
};

use super::{
    super::open::Failure,
    report::{Line, span},
};
use crate::{
    desk::{Desk, reports::ReportAsked},
    domain::{
        access::Scope,
        report::{Figure, ReportPeriod, ReportPeriodKind, month_of},
    },
};

/// How long a page may take (Dataleon: synchronous answers under 30 s).
const AIM: Duration = Duration::from_secs(30);

/// Draws the facts of every request of which they are behind.
pub(super) fn draw(desk: &Desk) -> Result<Line, Failure> {
    let began = Instant::now();
    let drawn = desk.catch_up_reports(&|| true)?;
    Ok(Line::one(
        format!("facts of {drawn} requests drawn for reports"),
        "in the background",
        span(began.elapsed()),
    ))
}

/// Reads the report of this month and of this year.
pub(super) fn measure(desk: &Desk) -> Result<Vec<Line>, Failure> {
    desk.catch_up_reports(&|| true)?;
    let mut lines = Vec::new();
    let today = month_of(desk.clock().now());
    for kind in [ReportPeriodKind::Month, ReportPeriodKind::Year] {
        let asked = ReportAsked {
            period: ReportPeriod::of(kind, today),
            groups: Vec::new(),
            revision: None,
        };
        let began = Instant::now();
        let page = desk.report(&asked, &Scope::Desk)?;
        let took = began.elapsed();
        let (filed, open) = (
            page.figures.count(Figure::Filed),
            page.figures.count(Figure::Backlog),
        );
        let line = Line::one(
            format!("report of this {kind}: {filed} filed, {open} open"),
            "30 s",
            span(took),
        );
        lines.push(line.kept(took < AIM));
    }
    lines.push(Line::one(
        "most memory of the program that did it".to_owned(),
        "",
        peak(),
    ));
    Ok(lines)
}

/// The most memory that this program had, as the system tells it; nothing where it does not.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap_or_default().trim().to_owned()
}
