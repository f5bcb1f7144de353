//! The charts of a report, as whole numbers in the units of their drawings.

use super::{
    asked::list_address,
    said::{percent, weekday},
};
use crate::{
    desk::reports::ReportPage,
    domain::{
        report::{Figure, Share, Sought},
        ticket::{ClockName, Priority},
    },
    edges::{pages::promises::clock_word, words::Words},
};

/// Where bars begin and how long they are at most.
const LEFT: u64 = 250;
const LENGTH: u64 = 500;

/// A figure, and the list behind it.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) count: u64,
    pub(super) shown: String,
    pub(super) href: String,
    pub(super) what: String,
}

impl Counted {
    pub(super) fn of(page: &ReportPage, count: u64, sought: &Sought, words: Words) -> Self {
        Self {
            count,
            shown: words
                .lang()
                .number_of(i64::try_from(count).unwrap_or(i64::MAX)),
            href: list_address(&page.asked, sought, None),
            what: super::sought_words(sought, words),
        }
    }
}

/// A bar of promises, and its row of the table.
#[derive(Debug)]
pub(super) struct Bar {
    /// The priority, on the first bar of each.
    pub(super) head: String,
    pub(super) priority: &'static str,
    pub(super) clock: String,
    /// The top of the bar.
    pub(super) y: u64,
    pub(super) text_y: u64,
    pub(super) width: u64,
    /// Where the period before was.
    pub(super) before: Option<u64>,
    pub(super) missed_some: bool,
    pub(super) percent: String,
    pub(super) percent_before: String,
    pub(super) counted: String,
    pub(super) kept: Counted,
    pub(super) missed: Counted,
    pub(super) due: Counted,
}

fn along(share: Share) -> Option<u64> {
    share
        .per_mille()
        .map(|per_mille| per_mille * LENGTH / 1_000)
}

/// The bars of promises, by priority and then by clock, and how high they are together.
pub(super) fn bars(page: &ReportPage, words: Words) -> (Vec<Bar>, u64) {
    let (mut bars, mut y): (Vec<Bar>, u64) = (Vec::new(), 8);
    for priority in Priority::ALL {
        let mut head = priority.word().to_owned();
        for clock in ClockName::ALL {
            let of = |figures: &crate::domain::report::Figures| {
                figures.share(Some(clock), Some(priority))
            };
            let (share, before) = (of(&page.figures), of(&page.before));
            if share.due() == 0 {
                continue;
            }
            let sought = |figure| Sought {
                clock: Some(clock),
                priority: Some(priority),
                ..Sought::of(figure)
            };
            let counted = |count, figure| Counted::of(page, count, &sought(figure), words);
            let width = along(share).unwrap_or_default();
            bars.push(Bar {
                head: std::mem::take(&mut head),
                priority: priority.word(),
                clock: clock_word(clock, words),
                y,
                text_y: y + 13,
                width,
                before: along(before).map(|at| LEFT + at),
                missed_some: share.missed > 0,
                percent: percent(share.per_mille(), words),
                percent_before: percent(before.per_mille(), words),
                counted: words.say_with(
                    "report-of",
                    &[("kept", share.kept.into()), ("due", share.due().into())],
                ),
                kept: counted(share.kept, Figure::Kept),
                missed: counted(share.missed, Figure::Missed),
                due: counted(share.due(), Figure::Due),
            });
            y += 26;
        }
        y += if head.is_empty() { 12 } else { 0 };
    }
    (bars, y)
}

/// A cell of the map of arrivals.
#[derive(Debug)]
pub(super) struct HeatCell {
    pub(super) x: u64,
    pub(super) y: u64,
    /// From 0, none, to 4, most.
    pub(super) level: u64,
    pub(super) counted: Option<Counted>,
}

/// A day of the map of arrivals.
#[derive(Debug)]
pub(super) struct HeatDay {
    pub(super) name: String,
    pub(super) text_y: u64,
    pub(super) cells: Vec<HeatCell>,
}

/// Arrivals by day of the week and hour, in Paris.
pub(super) fn heat(page: &ReportPage, words: Words) -> Vec<HeatDay> {
    let arrivals = &page.figures.arrivals;
    let most = arrivals.values().copied().max().unwrap_or_default().max(1);
    (0..7_u32)
        .map(|day| {
            let y = 20 + u64::from(day) * 24;
            let cell = |hour: u32| {
                let count = arrivals.get(&(day, hour)).copied().unwrap_or_default();
                let sought = Sought {
                    hour: Some((day, hour)),
                    ..Sought::of(Figure::Filed)
                };
                HeatCell {
                    x: 90 + u64::from(hour) * 34,
                    y,
                    level: (count * 4).div_ceil(most),
                    counted: (count > 0).then(|| Counted::of(page, count, &sought, words)),
                }
            };
            HeatDay {
                name: weekday(day, words),
                text_y: y + 15,
                cells: (0..24).map(cell).collect(),
            }
        })
        .collect()
}
