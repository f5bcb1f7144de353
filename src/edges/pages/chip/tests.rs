//! What each state of a chip says, in both languages.

use chrono_tz::Europe::Paris;

use super::*;
use crate::edges::words::Lang;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2025-12-29T09:42:00Z")
}

fn says(facts: &ChipFacts<'_>, lang: Lang) -> String {
    let chip = Chip::of(facts, now(), Paris, lang.words());
    format!("{} | {} | {}", chip.class, chip.at, chip.left).replace('\u{a0}', "~")
}

#[test]
fn each_state_has_its_class_its_icon_and_its_words() {
    let due = at("2025-12-29T12:10:00Z");
    let running = ChipFacts::new(ChipState::Running, due, 8880, true);
    assert_eq!(
        says(&running, Lang::Fr),
        "chip-run | auj. 13:10 | reste 2~h~28 ouvrées"
    );
    assert_eq!(
        says(&running, Lang::En),
        "chip-run | today 13:10 | 2~h~28 business time left"
    );

    let soon = ChipFacts::new(ChipState::Soon, at("2025-12-29T10:20:00Z"), 38 * 60, true);
    assert_eq!(
        says(&soon, Lang::Fr),
        "chip-soon | auj. 11:20 | plus que 38~min"
    );

    let late = ChipFacts::new(ChipState::Late, at("2025-12-29T08:57:00Z"), 45 * 60, true);
    assert_eq!(
        says(&late, Lang::Fr),
        "chip-late | auj. 9:57 | en retard de 45~min"
    );
    assert_eq!(
        says(&late, Lang::En),
        "chip-late | today 9:57 | 45~min late"
    );

    let mut paused = ChipFacts::new(ChipState::Paused, due, 3 * 3600, false);
    paused.reason = "attente éditeur";
    assert_eq!(
        says(&paused, Lang::Fr),
        "chip-pause | en pause | attente éditeur · 3~h"
    );

    let kept = ChipFacts::new(ChipState::Kept, due, 7200, true);
    assert_eq!(says(&kept, Lang::Fr), "chip-kept | tenu | 2~h d’avance");

    let missed = ChipFacts::new(ChipState::Missed, due, 2700, false);
    assert_eq!(
        says(&missed, Lang::Fr),
        "chip-missed | manqué | 45~min de retard"
    );
}

#[test]
fn outside_opening_the_chip_says_when_the_count_goes_on() {
    let mut facts = ChipFacts::new(ChipState::Running, at("2026-01-02T09:00:00Z"), 7200, true);
    facts.resumes_at = Some(at("2026-01-02T07:00:00Z"));
    assert_eq!(
        says(&facts, Lang::Fr),
        "chip-run | ven. 10:00 | reprend ven. 8:00"
    );
}

#[test]
fn a_short_lateness_names_its_unit_when_the_two_units_differ() {
    let late = ChipFacts::new(ChipState::Late, at("2025-12-26T16:45:00Z"), 25 * 60, true);
    assert!(says(&late, Lang::Fr).ends_with("en retard de 25~min ouvrées"));
}

#[test]
fn the_countdown_gets_the_open_time_still_to_come() {
    let open = [
        (at("2025-12-26T07:00:00Z"), at("2025-12-26T17:00:00Z")),
        (at("2025-12-29T07:00:00Z"), at("2025-12-29T17:00:00Z")),
    ];
    let mut facts = ChipFacts::new(ChipState::Running, at("2025-12-29T12:10:00Z"), 8880, true);
    facts.open = &open;
    let html = Chip::of(&facts, now(), Paris, Lang::Fr.words()).to_string();
    assert!(html.contains("data-left=\"8880\""), "{html}");
    assert!(
        html.contains("data-open=\"1766991600-1767027600\""),
        "{html}"
    );
    assert!(html.contains("data-say=\"reste ## ouvrées\""), "{html}");
}

#[test]
fn a_stopped_clock_does_not_count_and_a_reason_is_escaped() {
    let mut facts = ChipFacts::new(ChipState::Paused, now(), 0, true);
    facts.reason = "<b>\"attente\"";
    facts.href = "/t/1\"onclick=\"";
    let html = Chip::of(&facts, now(), Paris, Lang::Fr.words()).to_string();
    assert!(
        !html.contains("data-left") && !html.contains("<b>") && !html.contains("\"onclick"),
        "{html}"
    );
}
