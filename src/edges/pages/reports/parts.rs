//! The parts of the page of a report.

use chrono_tz::Europe::Paris;

use super::{
    asked::{address, narrowed},
    available::change,
    charts::Counted,
    said::{group_name, minutes, percent, sought_words, took},
    view::dimension_key,
};
use crate::{
    desk::reports::{ReportAsked, ReportAvailability, ReportPage},
    domain::{
        report::{Age, Closing, Dimension, Figure, GroupLine, Sought},
        ticket::Priority,
    },
    edges::words::{Words, dates, durations::amount},
};

/// How many parts of a breakdown are shown; the others are one line.
const SHOWN: usize = 50;

/// How long something took, of one priority or of all.
#[derive(Debug)]
pub(super) struct TookRow {
    pub(super) name: String,
    pub(super) counted: Counted,
    pub(super) business: (String, String),
    pub(super) wall: (String, String),
}

/// What is open at the end, of one priority.
#[derive(Debug)]
pub(super) struct BacklogRow {
    pub(super) name: String,
    pub(super) ages: Vec<Counted>,
    pub(super) all: Counted,
}

/// A part of a breakdown.
#[derive(Debug)]
pub(super) struct PartRow {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) filed: Counted,
    pub(super) resolved: Counted,
    pub(super) kept: Counted,
    pub(super) missed: Counted,
    pub(super) percent: String,
    pub(super) backlog: Counted,
}

/// A breakdown.
#[derive(Debug)]
pub(super) struct Breakdown {
    pub(super) word: &'static str,
    pub(super) title: String,
    pub(super) rows: Vec<PartRow>,
    /// What is left of a long one.
    pub(super) others: Option<String>,
}

/// A revision of a closed month.
#[derive(Debug)]
pub(super) struct Revision {
    pub(super) said: String,
    pub(super) href: String,
    pub(super) is_shown: bool,
    pub(super) changes: Vec<String>,
}

pub(super) fn took_rows(page: &ReportPage, figure: Figure, words: Words) -> Vec<TookRow> {
    let all = [None].into_iter().chain(Priority::ALL.map(Some));
    all.map(|priority| {
        let of = page.figures.took(figure, priority);
        let sought = Sought {
            priority,
            ..Sought::of(figure)
        };
        TookRow {
            name: priority.map_or_else(|| words.say("report-all"), |one| one.word().to_owned()),
            counted: Counted::of(page, of.wall.count(), &sought, words),
            business: (
                took(of.business.rank(50), true, words),
                took(of.business.rank(90), true, words),
            ),
            wall: (
                took(of.wall.rank(50), false, words),
                took(of.wall.rank(90), false, words),
            ),
        }
    })
    .collect()
}

pub(super) fn backlog(page: &ReportPage, words: Words) -> Vec<BacklogRow> {
    let all = Priority::ALL.map(Some).into_iter().chain([None]);
    all.map(|priority| {
        let sought = |age| Sought {
            priority,
            age,
            ..Sought::of(Figure::Backlog)
        };
        let counted = |age| {
            Counted::of(
                page,
                page.figures.open_at_end(priority, age),
                &sought(age),
                words,
            )
        };
        BacklogRow {
            name: priority.map_or_else(|| words.say("report-all"), |one| one.word().to_owned()),
            ages: Age::ALL.iter().map(|age| counted(Some(*age))).collect(),
            all: counted(None),
        }
    })
    .collect()
}

/// The vendor's share: « 12 h 30 sur 96 h (13,0 %) ».
pub(super) fn vendor(page: &ReportPage, words: Words) -> String {
    let (open, vendor) = (page.figures.open, page.figures.vendor);
    let share = (vendor * 1_000).checked_div(open);
    words.say_with(
        "report-vendor-share",
        &[
            ("vendor", amount(minutes(vendor) * 60, true, words).into()),
            ("open", amount(minutes(open) * 60, true, words).into()),
            (
                "share",
                percent(share.and_then(|one| u64::try_from(one).ok()), words).into(),
            ),
        ],
    )
}

pub(super) fn breakdown(page: &ReportPage, by: Dimension, words: Words) -> Breakdown {
    let mut parts: Vec<(&String, &GroupLine)> = page
        .figures
        .groups
        .iter()
        .filter(|((of, _), _)| *of == by)
        .map(|((_, group), line)| (group, line))
        .collect();
    parts.sort_by_key(|(group, line)| (std::cmp::Reverse((line.filed, line.backlog)), *group));
    let left = parts.split_off(parts.len().min(SHOWN));
    Breakdown {
        word: by.word(),
        title: words.say(dimension_key(by)),
        rows: parts
            .into_iter()
            .map(|one| part(page, by, one, words))
            .collect(),
        others: (!left.is_empty())
            .then(|| words.say_with("report-others", &[("count", left.len().into())])),
    }
}

fn part(
    page: &ReportPage,
    by: Dimension,
    (group, line): (&String, &GroupLine),
    words: Words,
) -> PartRow {
    let mut narrow = page.clone();
    narrow.asked = narrowed(&page.asked, by, group);
    let counted = |count, figure| Counted::of(&narrow, count, &Sought::of(figure), words);
    PartRow {
        name: group_name(&page.names, by, group, words),
        href: address(&narrow.asked),
        filed: counted(line.filed, Figure::Filed),
        resolved: counted(line.resolved, Figure::Resolved),
        kept: counted(line.promises.kept, Figure::Kept),
        missed: counted(line.promises.missed, Figure::Missed),
        percent: percent(line.promises.per_mille(), words),
        backlog: counted(line.backlog, Figure::Backlog),
    }
}

pub(super) fn revision(
    page: &ReportPage,
    one: &Closing,
    kept: &ReportAvailability,
    words: Words,
) -> Revision {
    let of_availability = kept.changes.get(&one.revision).into_iter().flatten();
    let last = page.revisions.last().map(|last| last.revision);
    let asked = ReportAsked {
        revision: Some(one.revision).filter(|rank| Some(*rank) != last),
        ..page.asked.clone()
    };
    let contracts: Vec<String> = one
        .contracts
        .iter()
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    Revision {
        said: words.say_with(
            "report-revision",
            &[
                ("rank", one.revision.into()),
                (
                    "at",
                    dates::long_date_time(one.made_at, Paris, words.lang()).into(),
                ),
                ("program", one.program.as_str().into()),
                ("contracts", contracts.join(", ").into()),
            ],
        ),
        href: address(&asked),
        is_shown: page.asked.revision.or(last) == Some(one.revision),
        changes: one
            .changes
            .iter()
            .map(|change| {
                let sought = Sought {
                    clock: change.clock,
                    priority: change.priority,
                    ..Sought::of(change.figure)
                };
                words.say_with(
                    "report-change",
                    &[
                        ("what", sought_words(&sought, words).into()),
                        ("from", change.from.into()),
                        ("to", change.to.into()),
                    ],
                )
            })
            .chain(of_availability.map(|told| change(told, words)))
            .collect(),
    }
}
