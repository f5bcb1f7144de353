//! What the two catalogues owe: the same keys, every key that is used, no broken sentence.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue as Given};
use unic_langid::langid;

use super::*;

/// The keys of a catalogue, each with the names of its values.
fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            current = key.to_owned();
            assert!(
                keys.insert(current.clone(), BTreeSet::new()).is_none(),
                "{key} is there twice"
            );
        }
        for value in line.split('$').skip(1) {
            let name: String = value
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
                .collect();
            keys.entry(current.clone()).or_default().insert(name);
        }
    }
    keys
}

#[test]
fn every_sentence_of_both_catalogues_can_be_said() {
    for (lang, source) in [
        (Lang::Fr, FRENCH),
        (Lang::En, ENGLISH),
        (Lang::Fr, &typography::french_spaces(FRENCH)),
    ] {
        let (catalogue, unsayable) = Catalogue::read(lang, source);
        assert_eq!(unsayable, []);
        assert_eq!(catalogue.keys().count(), keys(source).len());
    }
}

#[test]
fn what_cannot_be_said_is_named() {
    let (_, unsayable) = Catalogue::read(Lang::En, "good = Good\nbad = { NUMBER($n) }\n= junk\n");
    let named: Vec<_> = unsayable.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(named, ["bad", "= junk\n"]);
}

#[test]
fn every_sentence_is_said_as_fluent_says_it() {
    let values: Vec<(FluentValue<'_>, Given<'_>)> = [0, 1, 2, 5, 7, 12, 999, 1_000, 12_345, -3]
        .into_iter()
        .map(|number| (number.into(), number.into()))
        .chain([
            (1.5.into(), 1.5.into()),
            (FluentValue::Digits(2026), "2026".into()),
        ])
        .chain(
            [
                "no",
                "one",
                "other",
                "1",
                "Pacific-Noumea",
                "« a { $b } »",
                "",
            ]
            .map(|text| (text.into(), text.into())),
        )
        .collect();
    let french = typography::french_spaces(FRENCH);
    for (lang, source) in [(Lang::Fr, french.as_str()), (Lang::En, ENGLISH)] {
        let locale = match lang {
            Lang::Fr => langid!("fr-FR"),
            Lang::En => langid!("en-GB"),
        };
        let mut bundle = FluentBundle::new(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Fr => |value, _| written(Lang::Fr, value),
            Lang::En => |value, _| written(Lang::En, value),
        }));
        bundle.add_resource_overriding(FluentResource::try_new(source.to_owned()).unwrap());
        for (key, names) in keys(source) {
            let pattern = bundle.get_message(&key).unwrap().value().unwrap();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            for (ours, theirs) in &values {
                let ours: Vec<_> = names.iter().map(|name| (*name, ours.clone())).collect();
                let theirs: FluentArgs<'_> =
                    names.iter().map(|name| (*name, theirs.clone())).collect();
                assert_eq!(
                    lang.words().say_with(&key, &ours),
                    bundle.format_pattern(pattern, Some(&theirs), &mut Vec::new()),
                    "{key} with {ours:?}"
                );
            }
        }
    }
}

fn written(lang: Lang, value: &Given<'_>) -> Option<String> {
    match value {
        Given::Number(number) => Some(lang.number(number.value)),
        _ => None,
    }
}

#[test]
fn both_catalogues_have_the_same_keys() {
    let (french, english) = (keys(FRENCH), keys(ENGLISH));
    let (french, english): (BTreeSet<_>, BTreeSet<_>) =
        (french.keys().collect(), english.keys().collect());
    assert_eq!(
        french.symmetric_difference(&english).collect::<Vec<_>>(),
        Vec::<&&String>::new()
    );
}

#[test]
fn english_uses_no_value_that_french_does_not_know() {
    let french = keys(FRENCH);
    for (key, values) in keys(ENGLISH) {
        let known = &french[&key];
        let unknown: Vec<_> = values.difference(known).collect();
        assert!(unknown.is_empty(), "{key}: {unknown:?}");
    }
}

#[test]
fn every_key_that_the_program_says_is_in_the_catalogues() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for file in files(&root.join("src"))
        .into_iter()
        .chain(files(&root.join("templates")))
    {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for call in [
            "say(\"",
            "say_with(\"",
            "say_with(\n",
            "say_count(\"",
            "words.sentence(\"",
            "said(\"",
            "count(\"",
            "pattern(\"",
        ] {
            for rest in text.split(call).skip(1) {
                let key = rest
                    .trim_start()
                    .trim_start_matches('"')
                    .split('"')
                    .next()
                    .unwrap_or_default();
                let is_key = !key.is_empty()
                    && key
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if is_key && key != "no-such-key" && !Lang::Fr.words().knows(key) {
                    missing.push(format!("{}: {key}", file.display()));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "words without a catalogue entry:\n{}",
        missing.join("\n")
    );
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|kind| kind == "rs" || kind == "html" || kind == "txt")
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn french_is_written_with_its_spaces_whatever_the_catalogue_typed() {
    assert_eq!(Lang::Fr.words().say("nav-soon"), "Échéance < 1\u{a0}h");
    assert_eq!(
        Lang::Fr
            .words()
            .say_with("layout-title-error", &[("page", "Aide".into())]),
        "Erreur\u{a0}: Aide – Guichet"
    );
}

#[test]
fn what_a_person_typed_is_not_rewritten_nor_wrapped_in_marks() {
    let said = Lang::Fr.words().say_with(
        "layout-support-of",
        &[("organisation", "A : B ; { $x }".into())],
    );
    assert_eq!(said, "support de A : B ; { $x }");
}

#[test]
fn plurals_follow_the_language() {
    let french = |n: i64| {
        Lang::Fr
            .words()
            .say_with("open-tickets", &[("count", n.into())])
    };
    assert_eq!(
        (french(0), french(1)),
        ("Aucune demande ouverte".into(), "1 demande ouverte".into())
    );
    assert_eq!(french(12_345), "12\u{202f}345 demandes ouvertes");
    assert_eq!(
        Lang::En
            .words()
            .say_with("open-tickets", &[("count", 12_345.into())]),
        "12,345 open tickets"
    );
}

#[test]
fn a_missing_key_or_value_is_shown_and_never_a_panic() {
    assert_eq!(Lang::Fr.words().say("no-such-key"), "no-such-key");
    assert!(Lang::Fr.words().say("open-tickets").contains("demandes"));
}

#[test]
fn the_browsers_preferred_language_wins_and_french_is_the_default() {
    for (header, expected) in [
        ("en-US,en;q=0.9,fr;q=0.8", Lang::En),
        ("fr;q=0.4, en;q=0.9", Lang::En),
        ("de-DE,de", Lang::Fr),
        ("en;q=0", Lang::Fr),
        ("en;q=NaN, *;q=7", Lang::Fr),
        ("", Lang::Fr),
    ] {
        assert_eq!(Lang::accepted(header), expected, "{header}");
    }
}

#[test]
fn words_are_shared_between_threads() {
    let said: Vec<_> = (0..8)
        .map(|_| std::thread::spawn(|| Lang::En.words().say("nav-help")))
        .collect();
    for one in said {
        assert_eq!(one.join().unwrap(), "Help");
    }
}
