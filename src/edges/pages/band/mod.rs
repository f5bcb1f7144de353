//! The time band: a deadline drawn as the intervals it is made of.
//!
//! Counted time is solid, time to come tinted, pauses dashed, closures hatched and shortened;
//! now is a pin, the deadline a flag. [`Band`] prints as one SVG with its title and a
//! description in words: `{{ band }}`.

mod drawing;
mod labels;
mod scale;
mod telling;
#[cfg(test)]
pub(crate) mod tests;

use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::edges::words::Words;

/// What an interval is to the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandKind {
    /// Counted.
    Counted,
    /// Will be counted.
    ToCome,
    /// Not counted, because the clock is paused.
    Paused,
    /// Not counted, because the calendar is closed.
    Closed,
}

/// An interval of the count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandPart {
    /// Where it begins, UTC.
    pub from: DateTime<Utc>,
    /// Where it ends, UTC; not before it begins.
    pub to: DateTime<Utc>,
    /// What it is to the count.
    pub kind: BandKind,
    /// Why, for pauses and closures: « Noël », « attente client ».
    pub label: String,
}

impl BandPart {
    fn seconds(&self) -> i64 {
        (self.to - self.from).num_seconds().max(0)
    }
}

/// The room there is for a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandSize {
    /// The page of proof: 936 units wide, with every label.
    Wide,
    /// The panel of a ticket: 282 units wide, with the days and the deadline.
    Narrow,
}

/// What a band is drawn from.
#[derive(Debug, Clone)]
pub struct BandFacts<'a> {
    /// Names the drawing within its page: letters, digits and hyphens.
    pub id: &'a str,
    /// What the drawing is of: « Résolution ».
    pub name: &'a str,
    /// The intervals in their order, each beginning where the one before it ends.
    pub parts: &'a [BandPart],
    /// The present instant, UTC.
    pub now: DateTime<Utc>,
    /// The deadline, UTC.
    pub deadline: DateTime<Utc>,
    /// The target in words, below the wide drawing: « 8 heures ouvrées ».
    pub target: &'a str,
    /// Whether the unit is business time.
    pub business: bool,
}

/// A band, ready to be printed.
#[derive(Debug, Clone, Template)]
#[template(path = "partials/band.html")]
pub struct Band {
    id: String,
    class: &'static str,
    view_box: &'static str,
    title: String,
    description: String,
    shapes: Vec<drawing::Shape>,
    labels: Vec<labels::Label>,
}

impl HtmlSafe for Band {}

impl Band {
    /// Draws a band; times are those of `tz`. Nothing is drawn from no interval.
    #[must_use]
    pub fn of(facts: &BandFacts<'_>, size: BandSize, tz: Tz, words: Words) -> Option<Self> {
        let parts = scale::simplified(facts, size, words);
        let placed = scale::placed(&parts, facts.deadline, size);
        if placed.is_empty() {
            return None;
        }
        let id: String = facts
            .id
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let (class, view_box) = match size {
            BandSize::Wide => ("band band-wide", "0 0 936 146"),
            BandSize::Narrow => ("band", "0 -4 282 62"),
        };
        Some(Self {
            title: telling::title(facts, tz, words),
            description: telling::description(&parts, facts, tz, words),
            shapes: drawing::shapes(&placed, facts, size),
            labels: labels::labels(&placed, facts, size, tz, words),
            id,
            class,
            view_box,
        })
    }
}
