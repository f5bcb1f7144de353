//! Every mistake is said in both languages, with all that it holds.

use std::collections::BTreeSet;

use super::{examples::*, *};
use crate::{
    domain::{
        ticket::{Answers, ClockName, Nature, Priority},
        vendor::Point,
    },
    edges::words::Lang,
};

/// The variants of an enum, as its source lists them.
fn variants(source: &str, name: &str) -> BTreeSet<String> {
    let (_, body) = source.split_once(&format!("pub enum {name} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let names = body.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?;
        let ends = name.find(|one: char| !one.is_alphanumeric());
        let name = &name[..ends.unwrap_or(name.len())];
        name.starts_with(|one: char| one.is_ascii_uppercase())
            .then(|| name.to_owned())
    });
    names.collect()
}

/// The variant of a value, as its source calls it.
fn variant(value: &impl std::fmt::Debug) -> String {
    let said = format!("{value:?}");
    let ends = said.find(|one: char| !one.is_alphanumeric());
    said[..ends.unwrap_or(said.len())].to_owned()
}

#[test]
fn no_problem_and_no_kind_of_one_is_left_out_of_the_examples() {
    const ERROR: &str = include_str!("../../../domain/contract/error.rs");
    const TERMS: &str = include_str!("../../../domain/contract/terms.rs");
    const AMOUNT: &str = include_str!("../../../domain/contract/amount.rs");
    const HOURS: &str = include_str!("../../../domain/calendar/hours.rs");
    const PEOPLE: &str = include_str!("../../../domain/people.rs");
    let problems: BTreeSet<String> = examples().iter().map(|(one, _)| variant(one)).collect();
    assert_eq!(problems, variants(ERROR, "Problem"));
    assert!(problems.len() > 35, "{problems:?}");
    let kinds = |all: Vec<String>| all.into_iter().collect::<BTreeSet<_>>();
    let listed = kinds(LISTED.iter().map(variant).collect());
    assert_eq!(listed, variants(TERMS, "Listed"));
    let wanted = kinds(WANTED.iter().map(variant).collect());
    assert_eq!(wanted, variants(TERMS, "Wanted"));
    let present = kinds(PRESENT.iter().map(variant).collect());
    assert_eq!(present, variants(TERMS, "Present"));
    let said = kinds(moments().iter().map(variant).collect());
    assert_eq!(said, variants(TERMS, "LevelMoment"));
    let of_amounts = kinds(amounts().iter().map(|(one, _)| variant(one)).collect());
    assert_eq!(of_amounts, variants(AMOUNT, "AmountError"));
    let of_hours = kinds(hours_errors().iter().map(|(one, _)| variant(one)).collect());
    assert_eq!(of_hours, variants(HOURS, "HoursError"));
    assert_eq!(variants(PEOPLE, "EmailAddressError").len(), 3);
    assert_eq!(variants(TERMS, "Place").len(), 2);
}

#[test]
fn english_says_what_the_command_line_says() {
    for (problem, _) in examples() {
        assert_eq!(sentence(&problem, Lang::En.words()), problem.to_string());
    }
}

/// A sentence with the spaces that French put in taken as ordinary ones.
fn plain(said: &str) -> String {
    said.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn french_says_it_in_french_with_all_that_it_holds() {
    const ENGLISH: [&str; 16] = [
        "the", "is", "and", "must", "write", "unknown", "keep", "it", "this", "there", "of", "to",
        "without", "like", "or", "are",
    ];
    for (problem, holds) in examples() {
        let english = sentence(&problem, Lang::En.words());
        let said = sentence(&problem, Lang::Fr.words());
        assert_ne!(said, english, "{problem:?}");
        assert!(!said.contains("mistake-"), "{said}");
        // Only what a file itself has in braces stands in braces.
        let braces = said.replace("{ fr = \"…\", en = \"…\" }", "");
        assert!(!braces.replace("\\u{1b}", "").contains('{'), "{said}");
        for one in holds {
            assert!(english.contains(one), "{english}: {one}");
            assert!(plain(&said).contains(one), "{said}: {one}");
        }
        let quoted = said.split(['«', '»']).step_by(2).collect::<String>();
        let words = quoted.split(|one: char| !one.is_alphanumeric() && one != '-');
        let strange: Vec<_> = words.filter(|one| ENGLISH.contains(one)).collect();
        assert_eq!(strange, Vec::<&str>::new(), "{said}");
        for (before, after) in [(" ", ";"), (" ", "?"), (" ", "!"), (" ", ":"), (" ", "»")] {
            assert!(!said.contains(&format!("{before}{after}")), "{said}");
        }
        assert!(!said.contains('\''), "{said}");
    }
}

#[test]
fn a_hint_names_every_word_of_its_list() {
    let lists: [(Listed, Vec<&str>); 5] = [
        (Listed::Fact, Answers::FACTS.to_vec()),
        (Listed::Clock, ClockName::ALL.map(ClockName::word).to_vec()),
        (Listed::Priority, Priority::ALL.map(Priority::word).to_vec()),
        (
            Listed::Nature,
            Nature::OF_VENDORS.iter().map(|one| one.word()).collect(),
        ),
        (
            Listed::Point,
            Point::ALL.iter().map(|one| one.word()).collect(),
        ),
    ];
    for (list, names) in lists {
        let problem = Problem::UnknownWord {
            list,
            word: "falsch".to_owned(),
            meant: None,
        };
        for lang in [Lang::Fr, Lang::En] {
            let said = sentence(&problem, lang.words());
            for name in &names {
                assert!(said.contains(name), "{said}: {name}");
            }
        }
    }
}
