//! The shapes of a band.

use super::{
    BandFacts, BandKind, BandSize,
    scale::{Placed, place_of},
};

/// A shape of the SVG; lengths are written with one decimal.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Bar {
        class: &'static str,
        x: String,
        y: String,
        width: String,
        height: String,
        rx: &'static str,
    },
    Hatch {
        x: String,
        y: String,
        width: String,
        height: String,
    },
    Line {
        class: &'static str,
        d: String,
    },
    Dot {
        x: String,
        y: String,
        r: &'static str,
    },
}

/// Where things lie from top to bottom.
pub(super) struct Rows {
    pub top: f64,
    pub height: f64,
    pub pin: f64,
    pub foot: f64,
    pub flag: f64,
}

pub(super) const fn rows(size: BandSize) -> Rows {
    match size {
        BandSize::Wide => Rows {
            top: 46.0,
            height: 40.0,
            pin: 34.0,
            foot: 92.0,
            flag: 32.0,
        },
        BandSize::Narrow => Rows {
            top: 20.0,
            height: 16.0,
            pin: 14.0,
            foot: 40.0,
            flag: 16.0,
        },
    }
}

fn one(number: f64) -> String {
    format!("{number:.1}")
}

pub(super) fn shapes(placed: &[Placed], facts: &BandFacts<'_>, size: BandSize) -> Vec<Shape> {
    let rows = rows(size);
    let mut shapes = Vec::with_capacity(placed.len() + 6);
    let due = place_of(placed, facts.deadline);
    for place in placed {
        shapes.push(bar(place, facts, &rows));
        if place.part.kind == BandKind::Paused && place.width >= 18.0 {
            let (middle, centre) = (
                place.width.mul_add(0.5, place.x),
                rows.height.mul_add(0.5, rows.top),
            );
            let (half, apart) = if size == BandSize::Wide {
                (6.0, 3.0)
            } else {
                (3.5, 2.0)
            };
            let d = format!(
                "M{:.1} {:.1}v{:.1}M{:.1} {:.1}v{:.1}",
                middle - apart,
                centre - half,
                half * 2.0,
                middle + apart,
                centre - half,
                half * 2.0
            );
            shapes.push(Shape::Line { class: "b-now", d });
        }
    }
    let end = placed.last().map_or(0.0, Placed::end);
    let whole = if size == BandSize::Wide { 936.0 } else { 282.0 };
    shapes.push(Shape::Line {
        class: "b-axis",
        d: format!(
            "M{end:.1} {:.1}H{whole:.1}",
            rows.height.mul_add(0.5, rows.top)
        ),
    });
    let began = placed
        .first()
        .is_some_and(|first| facts.now >= first.part.from);
    let stopped = placed.last().is_some_and(|last| facts.now > last.part.to);
    if began && !stopped {
        let now = place_of(placed, facts.now);
        shapes.push(Shape::Line {
            class: "b-now",
            d: format!("M{now:.1} {:.1}V{:.1}", rows.pin, rows.foot),
        });
        let r = if size == BandSize::Wide { "3" } else { "2.6" };
        shapes.push(Shape::Dot {
            x: one(now),
            y: one(rows.pin),
            r,
        });
    }
    let flag = if size == BandSize::Wide {
        "h13l-4 5 4 5h-13"
    } else {
        "h8l-2.5 3 2.5 3h-8"
    };
    shapes.push(Shape::Line {
        class: "b-due",
        d: format!("M{due:.1} {:.1}V{:.1}{flag}", rows.foot, rows.flag),
    });
    if size == BandSize::Wide {
        shapes.extend(day_lines(placed));
        shapes.push(Shape::Line {
            class: "b-axis b-open-path",
            d: format!("M.5 116v8H{due:.1}v-8"),
        });
    }
    shapes
}

/// A hairline below each heading: one for a run of open time, one for a run of closures.
fn day_lines(placed: &[Placed]) -> Option<Shape> {
    let mut d = String::new();
    for run in placed
        .chunk_by(|a, b| (a.part.kind == BandKind::Closed) == (b.part.kind == BandKind::Closed))
    {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            d.push_str(&format!(
                "M{:.1} 22H{:.1}",
                first.x,
                (last.end() - 4.0).max(first.x)
            ));
        }
    }
    (!d.is_empty()).then_some(Shape::Line { class: "b-axis", d })
}

fn bar(place: &Placed, facts: &BandFacts<'_>, rows: &Rows) -> Shape {
    let late = place.part.from >= facts.deadline;
    let class = match (place.part.kind, late) {
        (BandKind::Closed, _) => {
            return Shape::Hatch {
                x: one(place.x),
                y: one(rows.top),
                width: one(place.width),
                height: one(rows.height),
            };
        }
        (BandKind::Counted, false) => "b-count",
        (BandKind::Counted | BandKind::ToCome, true) => "b-late",
        (BandKind::ToCome, false) => "b-todo",
        (BandKind::Paused, _) => "b-pause",
    };
    // A stroke straddles the edge: what is stroked lies half a unit inside.
    let inset = if matches!(class, "b-todo" | "b-pause") {
        0.6
    } else {
        0.0
    };
    Shape::Bar {
        class,
        x: one(place.x + inset),
        y: one(rows.top + inset),
        width: one(inset.mul_add(-2.0, place.width).max(0.5)),
        height: one(inset.mul_add(-2.0, rows.height)),
        rx: if rows.height > 20.0 { "3" } else { "2" },
    }
}
