//! The day above the queue: one mark for each deadline of the page that falls today, on the hours
//! of the desk.

use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, NaiveDate, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{calendar::Calendar, ticket::Priority},
    edges::words::{Words, dates},
};

const WIDTH: f64 = 1008.0;
const LEFT: f64 = 1.0;
const RIGHT: f64 = 1007.0;

/// The drawing: `{{ day }}`.
#[derive(Debug, Template)]
#[template(path = "partials/day.html")]
pub(super) struct Day {
    told: String,
    now: String,
    now_x: String,
    now_text_x: String,
    now_anchor: &'static str,
    gone: Option<String>,
    hours: Vec<Hour>,
    marks: Vec<Mark>,
}

impl HtmlSafe for Day {}

#[derive(Debug)]
struct Hour {
    x: String,
    anchor: &'static str,
    word: String,
    tick: bool,
}

#[derive(Debug)]
struct Mark {
    class: &'static str,
    x: String,
    y: &'static str,
    width: &'static str,
    height: &'static str,
    round: &'static str,
}

/// A deadline of the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    pub(super) at: DateTime<Utc>,
    pub(super) priority: Priority,
    pub(super) soon: bool,
}

impl Day {
    /// Today on the hours of `calendar`, widened to what falls outside them. Nothing when nothing
    /// falls today.
    pub(super) fn of(
        dues: &[Due],
        calendar: &Calendar,
        now: DateTime<Utc>,
        words: Words,
    ) -> Option<Self> {
        let tz = calendar.rules().timezone();
        let local = |at: DateTime<Utc>| at.with_timezone(&tz);
        let today = local(now).date_naive();
        let dues: Vec<Due> = dues
            .iter()
            .copied()
            .filter(|due| local(due.at).date_naive() == today)
            .collect();
        if dues.is_empty() {
            return None;
        }
        let (from, to) = hours(&dues, calendar, now, today, tz);
        let scale = Scale { from, to };
        let x = |at: DateTime<Utc>| scale.x(minutes(at, tz));
        let late = dues.iter().filter(|due| due.at < now).count();
        let soon = dues.iter().filter(|due| due.at >= now && due.soon).count();
        let rest = dues.len().saturating_sub(late + soon);
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let told = words.say_with(
            "queue-day-told",
            &[
                ("from", u64::from(from).into()),
                ("to", u64::from(to).into()),
                ("late", count(late).into()),
                ("soon", count(soon).into()),
                ("rest", count(rest).into()),
                ("now", dates::sentence_time(now, tz, words.lang()).into()),
            ],
        );
        let near_end = x(now) > WIDTH - 60.0;
        Some(Self {
            told,
            now: dates::time(now, tz),
            now_x: number(x(now)),
            now_text_x: number(x(now) + if near_end { -8.0 } else { 8.0 }),
            now_anchor: if near_end { "end" } else { "start" },
            gone: (x(now) > LEFT + 10.0).then(|| number(x(now) - LEFT)),
            hours: labels(from, to, &scale, words),
            marks: dues.iter().map(|due| mark(due, now, x(due.at))).collect(),
        })
    }
}

struct Scale {
    from: u32,
    to: u32,
}

impl Scale {
    /// Where a minute of the day lies.
    fn x(&self, minutes: u32) -> f64 {
        let span = f64::from(self.to.saturating_sub(self.from).max(1)) * 60.0;
        let along = (f64::from(minutes) - f64::from(self.from) * 60.0) / span;
        LEFT + along.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }
}

/// The hours that are drawn: those of the desk today, and those of every mark.
fn hours(
    dues: &[Due],
    calendar: &Calendar,
    now: DateTime<Utc>,
    today: NaiveDate,
    tz: Tz,
) -> (u32, u32) {
    let mut from = minutes(now, tz) / 60;
    let mut to = from + 1;
    let mut include = |at: u32| {
        from = from.min(at / 60);
        to = to.max(at.div_ceil(60));
    };
    for due in dues {
        include(minutes(due.at, tz));
    }
    let midnight = today
        .and_hms_opt(0, 0, 0)
        .and_then(|start| tz.from_local_datetime(&start).earliest())
        .map(|start| start.to_utc());
    let mut at = midnight;
    while let Some(opening) = at.and_then(|at| {
        if calendar.is_open(at) {
            Some(at)
        } else {
            calendar.next_opening(at)
        }
    }) {
        let Some(closing) = calendar.closing(opening) else {
            break;
        };
        if opening.with_timezone(&tz).date_naive() != today || Some(closing) <= at {
            break;
        }
        include(minutes(opening, tz));
        if closing.with_timezone(&tz).date_naive() == today {
            include(minutes(closing, tz));
        } else {
            include(24 * 60);
        }
        at = Some(closing);
    }
    (from, to.min(24))
}

/// The minute of the day, by the clock on the wall.
fn minutes(at: DateTime<Utc>, tz: Tz) -> u32 {
    let at = at.with_timezone(&tz);
    at.hour() * 60 + at.minute()
}

fn labels(from: u32, to: u32, scale: &Scale, words: Words) -> Vec<Hour> {
    let every = usize::from(to.saturating_sub(from) > 14) + 1;
    (from..=to)
        .step_by(every)
        .map(|hour| Hour {
            x: number(scale.x(hour * 60)),
            anchor: match hour {
                hour if hour == from => "start",
                hour if hour == to => "end",
                _ => "middle",
            },
            word: words.say_with("queue-day-hour", &[("hour", u64::from(hour).into())]),
            tick: hour != from && hour != to,
        })
        .collect()
}

/// The weightier a ticket, the taller its mark; colour is time's alone.
fn mark(due: &Due, now: DateTime<Utc>, x: f64) -> Mark {
    let class = if due.at < now {
        "b-late"
    } else if due.soon {
        "b-soon"
    } else {
        "b-mute"
    };
    let (half, y, width, height, round) = match due.priority {
        Priority::P1 => (3.5, "14", "7", "22", "3.5"),
        Priority::P2 => (2.5, "17", "5", "16", "2.5"),
        Priority::P3 => (2.0, "20", "4", "10", "2"),
    };
    Mark {
        class,
        x: number((x - half).clamp(0.0, WIDTH - half * 2.0)),
        y,
        width,
        height,
        round,
    }
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}
