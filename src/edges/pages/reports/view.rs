//! The page of a report.

use askama::Template;
use chrono_tz::Europe::Paris;

use super::{
    asked::{Asked, address, availability_address, json_address},
    available::AvailablePart,
    charts::{Bar, Counted, HeatDay, bars, heat},
    parts::{
        BacklogRow, Breakdown, Revision, TookRow, backlog, breakdown, revision, took_rows, vendor,
    },
    said::{age_key, group_name, percent, period_words, took},
};
use crate::{
    desk::reports::{
        GRACE_DAYS, ReportAsked, ReportAvailability, ReportPage, ReportReader, ReportState,
    },
    domain::report::{Age, Dimension, Figure, ReportPeriod, ReportPeriodKind, Share, Sought},
    edges::{
        pages::layout::Frame,
        words::{Words, dates},
    },
};

#[derive(Debug, Template)]
#[template(path = "pages/report.html")]
pub(super) struct View {
    frame: Frame,
    refused: bool,
    here: String,
    json: String,
    heading: String,
    kicker: String,
    closed: bool,
    standing: String,
    behind: String,
    before: String,
    after: Option<String>,
    kinds: Vec<(&'static str, String, bool)>,
    day: String,
    last: String,
    only: Vec<(String, String)>,
    hidden: Vec<(&'static str, String)>,
    share: String,
    share_of: Counted,
    share_before: String,
    answer: (String, String, Counted),
    resolution: (String, String, Counted),
    late: Counted,
    risk: Counted,
    bars: Vec<Bar>,
    bars_high: u64,
    bars_said: String,
    took: Vec<(String, Vec<TookRow>)>,
    ages: Vec<String>,
    backlog: Vec<BacklogRow>,
    flow: Vec<(String, Counted)>,
    heat: Vec<HeatDay>,
    hours: Vec<(u64, u32)>,
    filed: u64,
    vendor: String,
    vendor_of: Counted,
    available: AvailablePart,
    available_here: String,
    breakdowns: Vec<Breakdown>,
    revisions: Vec<Revision>,
    computed: String,
    readers: Vec<(String, String, bool)>,
    read_by: String,
    manages: bool,
}

impl View {
    #[expect(clippy::too_many_lines, reason = "one line for each part of the page")]
    pub(super) fn of(
        frame: Frame,
        asked: &Asked,
        (page, kept): (&ReportPage, &ReportAvailability),
        readers: &[ReportReader],
        manages: bool,
    ) -> Self {
        let words = frame.words;
        let figures = &page.figures;
        let report = &page.asked;
        let period = &report.period;
        let counted = |figure| Counted::of(page, figures.count(figure), &Sought::of(figure), words);
        let all = figures.share(None, None);
        let (bars, bars_high) = bars(page, words);
        let key_took = |figure| {
            let took_all = figures.took(figure, None);
            (
                took(took_all.business.rank(50), true, words),
                words.say_with(
                    "report-ninety",
                    &[(
                        "amount",
                        took(took_all.business.rank(90), true, words).into(),
                    )],
                ),
                counted(figure),
            )
        };
        let next = period.after();
        let (next_from, _) = next.bounds();
        Self {
            refused: asked.refused,
            here: address(report),
            json: json_address(report),
            heading: heading(page, all, words),
            kicker: period_words(period, words),
            closed: page.state == ReportState::Closed,
            standing: standing(page, words),
            behind: if page.behind == 0 {
                String::new()
            } else {
                words.say_with("report-behind", &[("count", page.behind.into())])
            },
            before: address(&over(report, period.before())),
            after: (next_from < page.now).then(|| address(&over(report, next))),
            kinds: ReportPeriodKind::ALL
                .into_iter()
                .map(|kind| {
                    (
                        kind.word(),
                        words.say(kind_key(kind)),
                        kind == period.kind(),
                    )
                })
                .collect(),
            day: period.first().to_string(),
            last: period.last().to_string(),
            only: only(page, words),
            hidden: hidden(report),
            share: percent(all.per_mille(), words),
            share_of: counted(Figure::Due),
            share_before: words.say_with(
                "report-share-of",
                &[
                    ("kept", all.kept.into()),
                    ("due", all.due().into()),
                    (
                        "before",
                        percent(page.before.share(None, None).per_mille(), words).into(),
                    ),
                ],
            ),
            answer: key_took(Figure::Answered),
            resolution: key_took(Figure::Resolved),
            late: Counted::of(page, page.late, &Sought::of(Figure::Late), words),
            risk: Counted::of(page, page.risk, &Sought::of(Figure::Risk), words),
            bars_said: words.say("report-bars-said"),
            bars,
            bars_high,
            took: [Figure::Answered, Figure::Resolved]
                .into_iter()
                .map(|figure| {
                    let title = match figure {
                        Figure::Answered => "report-took-answer",
                        _ => "report-took-resolution",
                    };
                    (words.say(title), took_rows(page, figure, words))
                })
                .collect(),
            ages: Age::ALL
                .iter()
                .map(|age| words.say(age_key(*age)))
                .collect(),
            backlog: backlog(page, words),
            flow: [
                Figure::Filed,
                Figure::Resolved,
                Figure::Reopened,
                Figure::Requalified,
            ]
            .into_iter()
            .map(|figure| (words.say(super::figure_key(figure)), counted(figure)))
            .collect(),
            heat: heat(page, words),
            hours: (0..24)
                .step_by(3)
                .map(|hour| (90 + u64::from(hour) * 34, hour))
                .collect(),
            filed: figures.count(Figure::Filed),
            vendor: vendor(page, words),
            vendor_of: counted(Figure::Vendor),
            available: AvailablePart::of(kept, words),
            available_here: availability_address(report),
            breakdowns: Dimension::ALL
                .iter()
                .map(|by| breakdown(page, *by, words))
                .collect(),
            revisions: page
                .revisions
                .iter()
                .rev()
                .map(|one| revision(page, one, kept, words))
                .collect(),
            computed: computed(page, words),
            readers: readers
                .iter()
                .map(|one| (one.person.to_string(), one.name.clone(), one.is_sent))
                .collect(),
            read_by: names_of(readers),
            manages,
            frame,
        }
    }
}

fn names_of(readers: &[ReportReader]) -> String {
    let sent = readers.iter().filter(|one| one.is_sent);
    sent.map(|one| one.name.clone())
        .collect::<Vec<_>>()
        .join(", ")
}

fn over(report: &ReportAsked, period: ReportPeriod) -> ReportAsked {
    ReportAsked {
        period,
        groups: report.groups.clone(),
        revision: None,
    }
}

const fn kind_key(kind: ReportPeriodKind) -> &'static str {
    match kind {
        ReportPeriodKind::Month => "report-kind-month",
        ReportPeriodKind::Quarter => "report-kind-quarter",
        ReportPeriodKind::Year => "report-kind-year",
        ReportPeriodKind::Days => "report-kind-days",
    }
}

/// The finding: « Novembre 2025 : 95,5 % des engagements tenus ».
fn heading(page: &ReportPage, all: Share, words: Words) -> String {
    let period = period_words(&page.asked.period, words);
    if all.due() == 0 {
        return words.say_with("report-heading-none", &[("period", period.into())]);
    }
    words.say_with(
        "report-heading",
        &[
            ("period", period.into()),
            ("share", percent(all.per_mille(), words).into()),
        ],
    )
}

/// Whether it can still change, and what it was computed with.
fn standing(page: &ReportPage, words: Words) -> String {
    match page.state {
        ReportState::Closed => words.say("report-closed"),
        ReportState::Provisional => words.say_with(
            "report-provisional",
            &[("days", i64::try_from(GRACE_DAYS).unwrap_or_default().into())],
        ),
    }
}

fn only(page: &ReportPage, words: Words) -> Vec<(String, String)> {
    page.asked
        .groups
        .iter()
        .map(|one| {
            let mut without = page.asked.clone();
            without.groups.retain(|other| other.by != one.by);
            let said = words.say_with(
                "report-only",
                &[
                    ("by", words.say(dimension_key(one.by)).into()),
                    (
                        "name",
                        group_name(&page.names, one.by, &one.group, words).into(),
                    ),
                ],
            );
            (said, address(&without))
        })
        .collect()
}

fn hidden(report: &ReportAsked) -> Vec<(&'static str, String)> {
    let group = |one: &crate::domain::report::OfGroup| {
        let group = Some(one.group.clone()).filter(|group| !group.is_empty());
        (one.by.word(), group.unwrap_or_else(|| "none".to_owned()))
    };
    report.groups.iter().map(group).collect()
}

pub(super) const fn dimension_key(by: Dimension) -> &'static str {
    match by {
        Dimension::Organisation => "report-by-organisation",
        Dimension::Product => "report-by-product",
        Dimension::Integrator => "report-by-integrator",
        Dimension::Contract => "report-by-contract",
    }
}

fn computed(page: &ReportPage, words: Words) -> String {
    let at = dates::long_date_time(page.now, Paris, words.lang());
    words.say_with("report-computed", &[("at", at.into())])
}
