//! Where each interval of a band lies: open time to scale, closures shortened.

use chrono::{DateTime, Utc};

use crate::edges::words::{Words, durations::amount};

use super::{BandFacts, BandKind, BandPart, BandSize};

/// An interval with its place on the drawing.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub part: BandPart,
    pub x: f64,
    pub width: f64,
}

impl Placed {
    pub fn end(&self) -> f64 {
        self.x + self.width
    }
}

/// More intervals than this are too many to be seen; the oldest are then drawn as one.
const fn most_parts(size: BandSize) -> usize {
    match size {
        BandSize::Wide => 16,
        BandSize::Narrow => 7,
    }
}

/// Seconds as a number to draw with; beyond 68 years there is nothing to tell apart.
pub(super) fn real(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

/// The intervals that are drawn: none empty, neighbouring closures joined where there is little
/// room, the oldest folded into one where there are too many.
pub(super) fn simplified(facts: &BandFacts<'_>, size: BandSize, words: Words) -> Vec<BandPart> {
    let mut parts: Vec<BandPart> = facts
        .parts
        .iter()
        .filter(|part| part.seconds() > 0)
        .flat_map(|part| split_at(part, facts.deadline))
        .collect();
    let closures = parts
        .iter()
        .filter(|part| part.kind == BandKind::Closed)
        .count();
    if size == BandSize::Narrow || closures > 5 {
        parts = joined(parts, words);
    }
    let most = most_parts(size);
    if parts.len() > most {
        let fold = parts.len() - most + 1;
        let rest = parts.split_off(fold);
        let counted: i64 = parts
            .iter()
            .filter(|part| part.kind == BandKind::Counted)
            .map(BandPart::seconds)
            .sum();
        let ends = (
            parts.first().map(|part| part.from),
            parts.last().map(|part| part.to),
        );
        if let (Some(from), Some(to)) = ends {
            let label = words.say_with(
                "band-before",
                &[("amount", amount(counted, facts.business, words).into())],
            );
            parts = vec![BandPart {
                from,
                to,
                kind: BandKind::Closed,
                label,
            }];
        }
        parts.extend(rest);
    }
    parts
}

/// An interval in two where the deadline cuts it, so that what is late has a colour of its own.
fn split_at(part: &BandPart, deadline: DateTime<Utc>) -> Vec<BandPart> {
    if part.kind == BandKind::Closed || deadline <= part.from || deadline >= part.to {
        return vec![part.clone()];
    }
    let (mut before, mut after) = (part.clone(), part.clone());
    before.to = deadline;
    after.from = deadline;
    vec![before, after]
}

/// Neighbouring closures as one: « fermé 4 j ».
fn joined(parts: Vec<BandPart>, words: Words) -> Vec<BandPart> {
    let mut joined: Vec<BandPart> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.kind == BandKind::Closed && part.kind == BandKind::Closed => {
                last.to = part.to;
                let days = last.seconds() / 86_400;
                last.label = if days > 1 {
                    words.say_with("band-closed-days", &[("days", days.into())])
                } else {
                    words.say_with(
                        "band-closed-for",
                        &[("amount", amount(last.seconds(), false, words).into())],
                    )
                };
            }
            _ => joined.push(part),
        }
    }
    joined
}

/// Where each interval lies. Closures are as wide as their words, open time shares the rest by
/// its length, and no interval is too narrow to be seen.
pub(super) fn placed(parts: &[BandPart], deadline: DateTime<Utc>, size: BandSize) -> Vec<Placed> {
    let (whole, gap, least, closed_least, letter, closed_most) = match size {
        BandSize::Wide => (936.0_f64, 2.0, 32.0, 44.0, 6.4, 150.0),
        BandSize::Narrow => (282.0_f64, 1.0, 9.0, 22.0, 5.6, 76.0),
    };
    let after_deadline = parts.last().is_some_and(|part| part.to > deadline);
    let tail = match (size, after_deadline) {
        (BandSize::Wide, false) => 100.0,
        (BandSize::Wide, true) => 24.0,
        (BandSize::Narrow, _) => 44.0,
    };
    let closed_width = |part: &BandPart| {
        let letters = real(i64::try_from(part.label.chars().count()).unwrap_or(i64::MAX));
        letters
            .mul_add(letter, 16.0)
            .clamp(closed_least, closed_most)
    };
    let gaps = real(i64::try_from(parts.len()).unwrap_or(i64::MAX)) * gap;
    let mut room = whole - tail - gaps;
    let mut widths: Vec<f64> = parts
        .iter()
        .map(|part| {
            if part.kind == BandKind::Closed {
                closed_width(part)
            } else {
                0.0
            }
        })
        .collect();
    // Closures never take more than half of the drawing.
    let closed: f64 = widths.iter().sum();
    let any_open = parts.iter().any(|part| part.kind != BandKind::Closed);
    if closed > room / 2.0 && any_open {
        let share = room / 2.0 / closed;
        widths.iter_mut().for_each(|width| *width *= share);
    }
    room -= widths.iter().sum::<f64>();

    let (scale, narrow) = open_scale(parts, room, least);
    let mut x = 0.0;
    let mut placed = Vec::with_capacity(parts.len());
    for ((part, closed), narrow) in parts.iter().zip(widths).zip(narrow) {
        let width = match (part.kind, narrow) {
            (BandKind::Closed, _) => closed,
            (_, true) => least,
            (_, false) => real(part.seconds()) * scale,
        };
        placed.push(Placed {
            part: part.clone(),
            x,
            width,
        });
        x += width + gap;
    }
    placed
}

/// How wide a second of open time is, and which intervals are too short to be drawn to scale:
/// those get the least width, the others share what is left.
fn open_scale(parts: &[BandPart], room: f64, least: f64) -> (f64, Vec<bool>) {
    let mut narrow = vec![false; parts.len()];
    let mut scale = 0.0;
    for _ in 0..parts.len() {
        let mut seconds = 0.0;
        let mut left = room;
        for (part, narrow) in parts
            .iter()
            .zip(&narrow)
            .filter(|(part, _)| part.kind != BandKind::Closed)
        {
            if *narrow {
                left -= least
            } else {
                seconds += real(part.seconds())
            }
        }
        scale = if seconds > 0.0 {
            left.max(0.0) / seconds
        } else {
            0.0
        };
        let mut more = false;
        for (part, narrow) in parts
            .iter()
            .zip(&mut narrow)
            .filter(|(part, _)| part.kind != BandKind::Closed)
        {
            if !*narrow && real(part.seconds()) * scale < least {
                *narrow = true;
                more = true;
            }
        }
        if !more {
            break;
        }
    }
    (scale, narrow)
}

/// Where an instant lies; before the first interval at its beginning, after the last at its end.
pub(super) fn place_of(placed: &[Placed], instant: DateTime<Utc>) -> f64 {
    let mut at = placed.first().map_or(0.0, |first| first.x);
    for one in placed {
        if instant >= one.part.to {
            at = one.end();
        } else if instant > one.part.from {
            let share =
                real((instant - one.part.from).num_seconds()) / real(one.part.seconds().max(1));
            return share.mul_add(one.width, one.x);
        } else if instant == one.part.from {
            // The end of one interval and the beginning of the next are a gap apart.
            return if one.part.kind == BandKind::Closed {
                at
            } else {
                one.x
            };
        }
    }
    at
}
