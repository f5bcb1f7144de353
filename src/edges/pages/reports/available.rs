//! Availability and credits on the page of a report.

use crate::{
    desk::{Measured, reports::ReportAvailability},
    edges::words::{
        Words,
        availability::{percent, time},
        dates,
    },
};

/// A service, or a credit.
#[derive(Debug)]
pub(super) struct AvailableRow {
    pub(super) service: String,
    pub(super) period: String,
    pub(super) says: String,
    pub(super) missed: bool,
    pub(super) href: String,
}

/// The rows: the figure of each service, and then the free days.
pub(super) fn rows(kept: Option<&ReportAvailability>, words: Words) -> Vec<AvailableRow> {
    let Some(kept) = kept else {
        return Vec::new();
    };
    let href = |service: String, day: chrono::NaiveDate| {
        format!(
            "/organisations/{}/availability?service={service}&day={day}",
            kept.organisation
        )
    };
    let days = |first, last| {
        words.say_with(
            "report-days",
            &[
                ("first", dates::civil(first, words.lang()).into()),
                ("last", dates::civil(last, words.lang()).into()),
            ],
        )
    };
    let figure = |one: &Measured| {
        let period = one.figure.period;
        AvailableRow {
            service: one.service.name.clone(),
            period: days(period.first(), period.last()),
            says: said(one, words),
            missed: one.figure.is_kept() == Some(false),
            href: href(one.service.id.to_string(), period.last()),
        }
    };
    let mut rows: Vec<AvailableRow> = kept.measured.iter().map(figure).collect();
    rows.extend(kept.credits.iter().map(|credit| {
        let named = kept
            .measured
            .iter()
            .find(|one| one.service.id == credit.service);
        AvailableRow {
            service: named
                .map(|one| one.service.name.clone())
                .unwrap_or_default(),
            period: days(credit.first_day, credit.last_day),
            says: words.say_with(
                "report-credit",
                &[
                    ("days", credit.days.into()),
                    (
                        "state",
                        words.say(&format!("credit-{}", credit.state.word())).into(),
                    ),
                ],
            ),
            missed: false,
            href: href(credit.service.to_string(), credit.last_day),
        }
    }));
    rows
}

fn said(one: &Measured, words: Words) -> String {
    let figure = &one.figure;
    let dash = || "–".to_owned();
    words.say_with(
        "report-available",
        &[
            (
                "rate",
                figure
                    .rate()
                    .map_or_else(dash, |rate| percent(rate, words))
                    .into(),
            ),
            (
                "target",
                figure
                    .target
                    .map_or_else(dash, |one| percent(one, words))
                    .into(),
            ),
            ("lost", time(figure.lost, words).into()),
        ],
    )
}
