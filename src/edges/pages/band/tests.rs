//! What a band shows, and that no input breaks it.

use chrono::TimeDelta;
use chrono_tz::Europe::Paris;
use proptest::prelude::*;

use super::*;
use crate::edges::words::Lang;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The count of the mock-up: Christmas in Strasbourg.
pub(crate) fn christmas() -> Vec<BandPart> {
    let part = |from: &str, to: &str, kind, label: &str| BandPart {
        from: at(from),
        to: at(to),
        kind,
        label: label.to_owned(),
    };
    vec![
        part(
            "2025-12-24T13:20:00Z",
            "2025-12-24T14:40:00Z",
            BandKind::Counted,
            "",
        ),
        part(
            "2025-12-24T14:40:00Z",
            "2025-12-24T15:30:00Z",
            BandKind::Paused,
            "attente client",
        ),
        part(
            "2025-12-24T15:30:00Z",
            "2025-12-24T17:00:00Z",
            BandKind::Counted,
            "",
        ),
        part(
            "2025-12-24T17:00:00Z",
            "2025-12-24T23:00:00Z",
            BandKind::Closed,
            "Nuit",
        ),
        part(
            "2025-12-24T23:00:00Z",
            "2025-12-25T23:00:00Z",
            BandKind::Closed,
            "Noël",
        ),
        part(
            "2025-12-25T23:00:00Z",
            "2025-12-26T23:00:00Z",
            BandKind::Closed,
            "Saint-Étienne",
        ),
        part(
            "2025-12-26T23:00:00Z",
            "2025-12-29T07:00:00Z",
            BandKind::Closed,
            "Week-end",
        ),
        part(
            "2025-12-29T07:00:00Z",
            "2025-12-29T09:42:00Z",
            BandKind::Counted,
            "",
        ),
        part(
            "2025-12-29T09:42:00Z",
            "2025-12-29T12:10:00Z",
            BandKind::ToCome,
            "",
        ),
    ]
}

fn facts(parts: &[BandPart]) -> BandFacts<'_> {
    BandFacts {
        id: "b1",
        name: "Résolution",
        parts,
        now: at("2025-12-29T09:42:00Z"),
        deadline: at("2025-12-29T12:10:00Z"),
        target: "8 heures ouvrées",
        business: true,
    }
}

fn drawn(facts: &BandFacts<'_>, size: BandSize) -> String {
    Band::of(facts, size, Paris, Lang::Fr.words())
        .unwrap()
        .to_string()
        .replace('\u{a0}', "~")
}

#[test]
fn the_wide_band_names_days_closures_times_and_the_sum() {
    let parts = christmas();
    let svg = drawn(&facts(&parts), BandSize::Wide);
    for words in [
        "mercredi 24~décembre",
        "lundi 29~décembre",
        "Noël",
        "Saint-Étienne",
        "jeu.~25",
        "sam.~27, dim.~28",
        "10:42",
        "13:10",
        "reste 2~h~28",
        "1~h~20 + 1~h~30 + 5~h~10 = 8 heures ouvrées",
        "compté de 14~h~20 à 15~h~40",
    ] {
        assert!(svg.contains(words), "{words} is missing in {svg}");
    }
    assert!(
        !svg.contains("style="),
        "the policy of the pages forbids inline styles"
    );
}

#[test]
fn the_narrow_band_joins_closures() {
    let parts = christmas();
    let svg = drawn(&facts(&parts), BandSize::Narrow);
    assert!(svg.contains("fermé 4~j"), "{svg}");
    assert_eq!(svg.matches("fill=\"url(#b1-h)\"").count(), 1);
}

#[test]
fn time_after_the_deadline_is_late() {
    let parts = christmas();
    let mut facts = facts(&parts);
    facts.deadline = at("2025-12-29T08:00:00Z");
    let svg = drawn(&facts, BandSize::Wide);
    assert!(
        svg.contains("b-late") && svg.contains("1~h~42 de retard"),
        "{svg}"
    );
}

#[test]
fn labels_cannot_break_out_of_the_drawing() {
    let mut parts = christmas();
    parts[4].label = "</text><script>alert(1)</script>".to_owned();
    let mut facts = facts(&parts);
    facts.id = "x\"><b>";
    let svg = drawn(&facts, BandSize::Wide);
    assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
}

#[test]
fn nothing_is_drawn_from_nothing() {
    assert!(Band::of(&facts(&[]), BandSize::Wide, Paris, Lang::En.words()).is_none());
}

proptest! {
    #[test]
    fn intervals_lie_side_by_side_within_the_drawing(
        lengths in prop::collection::vec((0i64..40_000_000, 0usize..4, "[a-zé ]{0,40}"), 1..60),
        due in 0i64..100_000_000,
        wide in any::<bool>(),
    ) {
        let mut from = at("2025-12-24T13:20:00Z");
        let start = from;
        let kinds = [BandKind::Counted, BandKind::ToCome, BandKind::Paused, BandKind::Closed];
        let mut parts = Vec::new();
        for (seconds, kind, label) in lengths {
            let to = from + TimeDelta::seconds(seconds);
            parts.push(BandPart { from, to, kind: kinds[kind], label });
            from = to;
        }
        let mut facts = facts(&parts);
        facts.deadline = start + TimeDelta::seconds(due);
        let (size, whole) = if wide { (BandSize::Wide, 936.0) } else { (BandSize::Narrow, 282.0) };
        let placed = scale::placed(&scale::simplified(&facts, size, Lang::En.words()), facts.deadline, size);
        let mut end = -1.0;
        for one in &placed {
            prop_assert!(one.x > end && one.width >= 0.0 && one.end().is_finite(), "{placed:?}");
            end = one.x + one.width;
        }
        prop_assert!(end <= whole, "{end} of {whole}: {placed:?}");
        let _ = Band::of(&facts, size, Paris, Lang::En.words()).map(|band| band.to_string());
    }
}
