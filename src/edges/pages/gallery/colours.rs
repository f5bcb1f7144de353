//! The colours of the style sheet: readable in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../../../templates/assets/app.css");

/// The tokens of the block that begins with `selector`.
fn tokens(selector: &str) -> BTreeMap<&'static str, &'static str> {
    let block = SHEET
        .split(selector)
        .nth(1)
        .unwrap()
        .split('}')
        .next()
        .unwrap();
    block
        .split(';')
        .filter_map(|line| line.split_once("--")?.1.split_once(": "))
        .collect()
}

fn luminance(colour: &str) -> f64 {
    let hex = colour.trim().strip_prefix('#').unwrap();
    let full = if hex.len() == 3 {
        hex.chars().flat_map(|c| [c, c]).collect()
    } else {
        hex.to_owned()
    };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&full[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_letters_and_paper_can_be_read_in_light_and_in_dark() {
    for block in ["\n:root {", "\n  :root[data-theme=\"dark\"] {"] {
        let colours = tokens(block);
        let pairs = [
            ("text", "bg"),
            ("text", "canvas"),
            ("text", "warn-tint"),
            ("text", "accent-tint"),
            ("muted", "bg"),
            ("muted", "surface"),
            ("muted", "canvas"),
            ("accent", "bg"),
            ("accent", "canvas"),
            ("accent-strong", "accent-tint"),
            ("on-accent", "brand"),
            ("on-accent", "danger-mark"),
            ("on-ink", "ink"),
            ("ok", "ok-tint"),
            ("ok", "bg"),
            ("warn", "warn-tint"),
            ("danger", "danger-tint"),
            ("danger", "bg"),
        ];
        for (letters, paper) in pairs {
            let found = contrast(colours[letters], colours[paper]);
            assert!(found >= 4.5, "{letters} on {paper} in {block}: {found:.2}");
        }
        for mark in ["border", "ok-mark", "danger-mark", "brand"] {
            let found = contrast(colours[mark], colours["bg"]);
            assert!(found >= 3.0, "{mark} in {block}: {found:.2}");
        }
    }
}

#[test]
fn dark_by_the_system_and_dark_by_choice_are_the_same() {
    assert_eq!(
        tokens(":root:not([data-theme=\"light\"]) {"),
        tokens("\n  :root[data-theme=\"dark\"] {")
    );
}
