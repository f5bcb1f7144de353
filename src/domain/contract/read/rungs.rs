//! `[[ladder]]` and `[[ladders.CLOCK]]`: the levels, in the order of time.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{
    super::{Ladder, Level, LevelMoment, Listed, Problem, Recipient, When, error::shown},
    meant::meant,
    part::{Part, Value},
    report::Report,
};
use crate::domain::{calendar::Unit, people::EmailAddress, ticket::ClockName};

/// More levels than anybody would read.
const MOST_LEVELS: usize = 20;

/// More recipients than a level is for.
const MOST_RECIPIENTS: usize = 20;

/// The most repeats a level may have.
const MOST_REPEATS: u32 = 100;

/// Reads `[[ladder]]`, the ladder of every clock without its own.
pub(super) fn ladder(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Ladder> {
    let value = report.needed(contract, "ladder")?;
    levels(report, "ladder", value, "[[ladder]]")
}

/// Reads `[[ladders.CLOCK]]`.
pub(super) fn ladders(
    report: &mut Report<'_>,
    contract: &Part<'_>,
) -> Option<BTreeMap<ClockName, Ladder>> {
    let Some(value) = contract.get("ladders") else {
        return Some(BTreeMap::new());
    };
    let table = report.part("ladders", value, "[ladders]".to_owned())?;
    report.only(&table, &ClockName::ALL.map(ClockName::word));
    let mut ladders = Some(BTreeMap::new());
    for clock in ClockName::ALL {
        if let Some(value) = table.get(clock.word()) {
            let ladder = levels(report, clock.word(), value, &format!("[[ladders.{clock}]]"));
            ladders = ladders.zip(ladder).map(|(mut ladders, ladder)| {
                ladders.insert(clock, ladder);
                ladders
            });
        }
    }
    ladders
}

/// A level with what its line says, for messages about the order.
struct Rung {
    level: Level,
    says: LevelMoment,
    line: usize,
}

fn levels(report: &mut Report<'_>, key: &str, value: &Value<'_>, place: &str) -> Option<Ladder> {
    let list = report.filled(key, value, MOST_LEVELS)?;
    let mut rungs: Vec<Rung> = Vec::new();
    let mut whole = true;
    for value in list {
        let Some(part) = report.part(key, value, place.to_owned()) else {
            whole = false;
            continue;
        };
        let Some((level, says)) = level(report, &part) else {
            whole = false;
            continue;
        };
        if let Some(problem) = out_of_order(&rungs, &level.when, &says) {
            report.note(&part.span, problem);
            whole = false;
        }
        let line = report.line(&part.span);
        rungs.push(Rung { level, says, line });
    }
    let levels = rungs.into_iter().map(|rung| rung.level).collect();
    whole.then_some(Ladder { levels })
}

/// Why a level may not come after those before it. Shares and leads are each held to their order;
/// between a share and a lead the order depends on the target, and is settled when it is known.
fn out_of_order(earlier: &[Rung], this: &When, says: &LevelMoment) -> Option<Problem> {
    earlier.iter().rev().find_map(|rung| {
        let fits = match (&rung.level.when, this) {
            (When::RepeatAfter { .. }, _) => {
                return Some(Problem::AfterRepeat { line: rung.line });
            }
            (When::Share { num, .. }, When::Share { num: next, .. }) => num < next,
            (When::Before { amount }, When::Before { amount: next }) => amount > next,
            (When::After { amount }, When::After { amount: next }) => amount < next,
            (When::Share { .. } | When::Before { .. }, _)
            | (When::Breach, When::After { .. } | When::RepeatAfter { .. })
            | (When::After { .. }, When::RepeatAfter { .. }) => true,
            (When::Breach, When::Breach | When::Share { .. } | When::Before { .. })
            | (When::After { .. }, When::Breach | When::Share { .. } | When::Before { .. }) => {
                false
            }
        };
        (!fits).then(|| Problem::OutOfOrder {
            this: says.clone(),
            earlier: rung.says.clone(),
            line: rung.line,
        })
    })
}

fn level(report: &mut Report<'_>, part: &Part<'_>) -> Option<(Level, LevelMoment)> {
    report.only(
        part,
        &["at", "before", "after", "every", "most", "to", "words"],
    );
    let when = when(report, part);
    let recipients = report
        .needed(part, "to")
        .and_then(|value| recipients(report, value));
    let words = match part.get("words") {
        Some(value) => report.wording("words", value, 1000).map(Some),
        None => Some(None),
    };
    let (when, says) = when?;
    let recipients = recipients?;
    let early = matches!(when, When::Share { .. } | When::Before { .. });
    if early && recipients.contains(&Recipient::Requester) {
        report.note(&part.span, Problem::RequesterEarly { says });
        return None;
    }
    let level = Level {
        when,
        recipients,
        words: words?,
    };
    Some((level, says))
}

fn when(report: &mut Report<'_>, part: &Part<'_>) -> Option<(When, LevelMoment)> {
    let given: Vec<_> = ["at", "before", "after", "every"]
        .into_iter()
        .filter_map(|key| Some((key, part.get(key)?)))
        .collect();
    let [(key, value)] = given.as_slice() else {
        let given = given.len();
        report.note(&part.span, Problem::WhenOfLevel { given });
        return None;
    };
    if let (true, Some(most)) = (*key != "every", part.get("most")) {
        report.note(&most.span(), Problem::MostWithoutEvery);
        return None;
    }
    match *key {
        "at" => at(report, value),
        "before" => {
            let (amount, written) = lead(report, key, value)?;
            Some((When::Before { amount }, LevelMoment::Before(written)))
        }
        "after" => {
            let (amount, written) = lead(report, key, value)?;
            Some((When::After { amount }, LevelMoment::After(written)))
        }
        _ => {
            let most = report
                .needed(part, "most")
                .and_then(|value| most(report, value));
            let (every, written) = lead(report, key, value)?;
            let says = LevelMoment::Every(written);
            Some((When::RepeatAfter { every, most: most? }, says))
        }
    }
}

/// `at = "50 %"` or `at = "breach"`.
fn at(report: &mut Report<'_>, value: &Value<'_>) -> Option<(When, LevelMoment)> {
    let text = report.text("at", value)?;
    if text == "breach" {
        return Some((When::Breach, LevelMoment::Breach));
    }
    let figures: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let share = figures
        .strip_suffix('%')
        .filter(|figures| figures.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|figures| figures.parse::<u32>().ok())
        .filter(|share| (1..=99).contains(share));
    match share {
        Some(num) => {
            let says = LevelMoment::Share(shown(text));
            Some((When::Share { num, den: 100 }, says))
        }
        None => {
            report.note(&value.span(), Problem::BadShare(shown(text)));
            None
        }
    }
}

/// An amount of open time, in hours or minutes.
fn lead(report: &mut Report<'_>, key: &str, value: &Value<'_>) -> Option<(TimeDelta, String)> {
    let (amount, unit) = report.amount(key, value)?;
    let written = report.text(key, value).map(shown)?;
    let problem = match unit {
        Unit::BusinessSeconds => return Some((TimeDelta::seconds(amount.into()), written)),
        Unit::BusinessMinutes => return Some((TimeDelta::minutes(amount.into()), written)),
        Unit::BusinessHours => return Some((TimeDelta::hours(amount.into()), written)),
        Unit::BusinessDays => Problem::LeadInDays,
        Unit::CalendarMinutes => Problem::LeadNotOpen {
            written,
            instead: format!("{amount} min ouvrées"),
        },
        Unit::CalendarHours => Problem::LeadNotOpen {
            written,
            instead: format!(
                "{amount}h {}",
                if amount == 1 { "ouvrée" } else { "ouvrées" }
            ),
        },
    };
    report.note(&value.span(), problem);
    None
}

fn most(report: &mut Report<'_>, value: &Value<'_>) -> Option<u32> {
    let figures = report.whole_number("most", value)?;
    let number = figures
        .parse::<u32>()
        .ok()
        .filter(|number| (1..=MOST_REPEATS).contains(number));
    if number.is_none() {
        report.note(&value.span(), Problem::BadMost(shown(figures)));
    }
    number
}

fn recipients(report: &mut Report<'_>, value: &Value<'_>) -> Option<Vec<Recipient>> {
    let list = report.filled("to", value, MOST_RECIPIENTS)?;
    let mut read = Vec::new();
    let mut whole = true;
    for value in list {
        match recipient(report, value) {
            Some(recipient) if read.contains(&recipient) => {
                let word = report.text("to", value).map(shown).unwrap_or_default();
                let key = "to".to_owned();
                report.note(&value.span(), Problem::Twice { word, key });
            }
            Some(recipient) => read.push(recipient),
            None => whole = false,
        }
    }
    whole.then_some(read)
}

fn recipient(report: &mut Report<'_>, value: &Value<'_>) -> Option<Recipient> {
    let text = report.text("to", value)?;
    let problem = match text {
        "assignee" => return Some(Recipient::Assignee),
        "queue" => return Some(Recipient::Queue),
        "supervisor" => return Some(Recipient::Supervisor),
        "administrators" => return Some(Recipient::Administrators),
        "requester" => return Some(Recipient::Requester),
        address if address.contains('@') => match EmailAddress::parse(address) {
            Ok(address) => return Some(Recipient::Address(address)),
            Err(why) => Problem::Address {
                text: shown(address),
                why,
            },
        },
        _ => Problem::UnknownWord {
            list: Listed::Recipient,
            word: shown(text),
            meant: meant(text, &Recipient::WORDS).map(str::to_owned),
        },
    };
    report.note(&value.span(), problem);
    None
}
