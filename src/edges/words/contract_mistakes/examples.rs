//! One of every mistake that a contract may have.

use super::*;
use crate::domain::{
    calendar::{OpenInterval, TimeOfDay},
    ticket::Priority,
};

/// A problem, and what of it a sentence must hold in any language.
pub(super) type Example = (Problem, Vec<&'static str>);

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

pub(super) const LISTED: [Listed; 17] = [
    Listed::TimeZone,
    Listed::HolidayZone,
    Listed::Recipient,
    Listed::Filers,
    Listed::DaysEnd,
    Listed::DaysBegin,
    Listed::Clock,
    Listed::Fact,
    Listed::Priority,
    Listed::Nature,
    Listed::DocumentWhen,
    Listed::Point,
    Listed::Role,
    Listed::Period,
    Listed::Counted,
    Listed::Rounding,
    Listed::Takes,
];

pub(super) const WANTED: [Wanted; 6] = [
    Wanted::Text,
    Wanted::Flag,
    Wanted::WholeNumber,
    Wanted::List,
    Wanted::Table,
    Wanted::Wording,
];

pub(super) const PRESENT: [Present; 7] = [
    Present::Text,
    Present::WholeNumber,
    Present::Decimal,
    Present::Flag,
    Present::Moment,
    Present::List,
    Present::Table,
];

pub(super) fn moments() -> Vec<LevelMoment> {
    vec![
        LevelMoment::Share("50 %".to_owned()),
        LevelMoment::Breach,
        LevelMoment::Before("2h ouvrées".to_owned()),
        LevelMoment::After("3h ouvrées".to_owned()),
        LevelMoment::Every("4h ouvrées".to_owned()),
    ]
}

pub(super) fn amounts() -> Vec<(AmountError, Vec<&'static str>)> {
    let word = || "ourvees".to_owned();
    vec![
        (AmountError::Blank, vec!["4h ouvrées", "1 jour ouvré"]),
        (AmountError::NoNumber("vite".to_owned()), vec!["vite"]),
        (AmountError::NotWhole, vec!["90 min ouvrées"]),
        (AmountError::NoUnit(4321), vec!["4321h ouvrées", "« 4321"]),
        (
            AmountError::UnknownUnit {
                word: word(),
                meant: None,
            },
            vec!["ourvees"],
        ),
        (
            AmountError::UnknownUnit {
                word: word(),
                meant: Some("heures"),
            },
            vec!["ourvees", "heures"],
        ),
        (
            AmountError::UnknownWord {
                word: word(),
                meant: None,
            },
            vec!["ourvees", "ouvrées"],
        ),
        (
            AmountError::UnknownWord {
                word: word(),
                meant: Some("ouvrées"),
            },
            vec!["ourvees", "ouvrées"],
        ),
        (AmountError::WhichDays(60), vec!["60 jours ouvrés", "1440h"]),
        (AmountError::WhichDays(367), vec!["jours ouvrés"]),
        (AmountError::WhichDays(u32::MAX), vec!["jours ouvrés"]),
        (AmountError::Ouvrables, vec!["ouvrables", "ouvrés"]),
        (AmountError::Zero, vec![]),
        (AmountError::TooMuch, vec!["366", "8784h", "527040"]),
    ]
}

pub(super) fn hours_errors() -> Vec<(HoursError, Vec<&'static str>)> {
    let open = |from: &str, to: &str| OpenInterval::parse(from, to).unwrap();
    vec![
        (
            HoursError::NotATime {
                text: "8\u{1b}h".to_owned(),
            },
            vec!["\"8\\u{1b}h\"", "24:00"],
        ),
        (
            HoursError::Backwards {
                from: time("18:00"),
                to: time("08:30"),
            },
            vec!["18:00", "08:30", "24:00", "00:00"],
        ),
        (
            HoursError::Overlap {
                one: open("08:00", "12:00"),
                other: open("11:59", "13:00"),
            },
            vec!["08:00–12:00", "11:59–13:00"],
        ),
        (HoursError::TooMany { given: 4321 }, vec!["4321"]),
    ]
}

/// Every problem there is; those with further kinds in each of them.
#[expect(
    clippy::too_many_lines,
    reason = "one example for each problem, side by side"
)]
pub(super) fn examples() -> Vec<Example> {
    let text = str::to_owned;
    let mut all: Vec<Example> = vec![
        (Problem::Syntax(text("xyz")), vec!["xyz"]),
        (Problem::DuplicateKey(text("mon")), vec!["mon"]),
        (Problem::TooLong { most: 262_144 }, vec!["256"]),
        (Problem::NotAName(text("Été")), vec!["Été", "64"]),
        (
            Problem::OutOfRange {
                key: text("days"),
                found: text("0"),
                most: 36_600,
            },
            vec!["days", "36600"],
        ),
        (
            Problem::NoSuchClause {
                name: text("art-1"),
                meant: None,
            },
            vec!["« art-1 »", "[clauses.art-1]"],
        ),
        (
            Problem::NoSuchClause {
                name: text("art-1"),
                meant: Some(text("art-2")),
            },
            vec!["art-1", "art-2"],
        ),
        (
            Problem::LeadNotOpen {
                written: text("4h"),
                instead: text("4h ouvrées"),
            },
            vec!["« 4h »", "4h ouvrées"],
        ),
        (Problem::LeadInDays, vec!["8h ouvrées"]),
        (Problem::BeginsAtMidnight, vec!["24:00", "00:00"]),
        (Problem::NotAnInterval, vec!["[\"08:00\", \"18:00\"]"]),
        (Problem::NeverOpens, vec!["mon = [[\"08:00\", \"18:00\"]]"]),
        (
            Problem::GoodFridayElsewhere { zone: text("fr") },
            vec!["fr-alsace-moselle", "« fr »"],
        ),
        (Problem::NotADate(text("demain")), vec!["demain", "2100"]),
        (
            Problem::ClosedTwice(text("2026-12-24")),
            vec!["2026-12-24", "closures", "bridges", "holidays"],
        ),
        (Problem::BadShare(text("0 %")), vec!["« 0 % »", "breach"]),
        (Problem::WhenOfLevel { given: 0 }, vec!["« every »"]),
        (Problem::WhenOfLevel { given: 3 }, vec!["3", "« every »"]),
        (Problem::MostWithoutEvery, vec!["most", "every"]),
        (Problem::BadMost(text("101")), vec!["101", "100"]),
        (Problem::AfterRepeat { line: 4321 }, vec!["4321"]),
        (Problem::Empty { key: text("to") }, vec!["« to »"]),
        (
            Problem::TooMany {
                key: text("to"),
                most: 4321,
            },
            vec!["« to »", "4321"],
        ),
        (
            Problem::Twice {
                word: text("queue"),
                key: text("to"),
            },
            vec!["« queue »", "« to »"],
        ),
        (
            Problem::NoAcknowledge(Priority::P2),
            vec!["P2", "[targets.acknowledge]"],
        ),
        (
            Problem::Contradiction {
                one: "degraded",
                other: "unusable",
            },
            vec!["degraded", "unusable"],
        ),
        (
            Problem::SinceWithoutRegression,
            vec!["since", "regression", "when"],
        ),
        (Problem::NeverReached { line: 4321 }, vec!["4321"]),
        (Problem::NotAFraction(text("deux")), vec!["deux", "99.5 %"]),
        (Problem::WeightsOutOfOrder, vec!["P1", "P3"]),
        (
            Problem::BadText {
                key: text("title"),
                most: 4321,
            },
            vec!["« title »", "4321"],
        ),
    ];
    for (place, said) in [
        (Place::Contract, vec![]),
        (Place::Table(text("[calendar]")), vec!["[calendar]"]),
    ] {
        let and = |more: &[&'static str]| [said.as_slice(), more].concat();
        let unknown = |meant| Problem::UnknownKey {
            key: text("targts"),
            place: place.clone(),
            meant,
            known: vec!["targets", "ladder"],
        };
        all.push((unknown(Some("targets")), and(&["targts", "targets"])));
        all.push((unknown(None), and(&["targts", "targets, ladder"])));
        let missing = Problem::MissingKey {
            key: "hours",
            place: place.clone(),
        };
        all.push((missing, and(&["« hours »"])));
    }
    for wanted in WANTED {
        for found in PRESENT {
            let key = text("zone");
            all.push((Problem::WrongType { key, wanted, found }, vec!["« zone »"]));
        }
    }
    for list in LISTED {
        for meant in [None, Some(text("recht"))] {
            let word = text("falsch");
            let holds = match meant {
                None => vec!["« falsch »"],
                Some(_) => vec!["« falsch »", "« recht »"],
            };
            all.push((Problem::UnknownWord { list, word, meant }, holds));
        }
    }
    for says in moments() {
        let line = 4321;
        let this = says.clone();
        let earlier = LevelMoment::After(text("9h ouvrées"));
        let order = Problem::OutOfOrder {
            this,
            earlier,
            line,
        };
        all.push((order, vec!["« 9h ouvrées »", "4321"]));
        all.push((Problem::RequesterEarly { says }, vec!["requester"]));
    }
    for why in [
        EmailAddressError::Blank,
        EmailAddressError::TooLong,
        EmailAddressError::Malformed,
    ] {
        let text = text("a@");
        all.push((Problem::Address { text, why }, vec!["« a@ »"]));
    }
    let amounts = amounts().into_iter();
    all.extend(amounts.map(|(why, holds)| (Problem::Amount(why), holds)));
    let hours = hours_errors().into_iter();
    all.extend(hours.map(|(why, holds)| (Problem::Hours(why), holds)));
    all
}
