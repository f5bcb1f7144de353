//! Lines of availability: as they are stored, with the free days that were known, and what a correction changes.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::{Available, available_changes};
use crate::domain::{
    availability::{CreditRule, Figure, Formula, Period, PeriodKind, Ratio},
    contract::template,
    credit::{CreditBasis, CreditState, OwedCredit},
    ids::{ComponentId, ContractVersionId, CreditId, OrganisationId, PersonId, ServiceId},
    money::Cents,
};

const MINUTE: i64 = 60_000_000;
const NOVEMBER: &str = "2026-11-30";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// November, of which 135 minutes of 200 hours were lost, and half a microsecond.
fn line() -> Available {
    let half = Ratio::new(1, 2).unwrap();
    let lost = Ratio::whole(135 * MINUTE).plus(half);
    let figure = Figure {
        period: Period::of(PeriodKind::Month, day(NOVEMBER)),
        from: at("2026-10-31T23:00:00Z"),
        to: at("2026-11-30T23:00:00Z"),
        is_over: true,
        counted: 200 * 60 * MINUTE,
        taken_out: 0,
        exact_lost: lost,
        lost,
        target: Ratio::new(995, 1_000),
        lines: Vec::new(),
    };
    let of = (OrganisationId::fresh(), ServiceId::fresh());
    let components = vec![ComponentId::fresh()];
    Available::of(of, ContractVersionId::fresh(), components, &figure)
}

fn credit(line: &Available, (first, last): (&str, &str), proposed: &str) -> OwedCredit {
    OwedCredit {
        id: CreditId::fresh(),
        organisation: line.organisation,
        service: line.service,
        contract: line.contract,
        first_day: day(first),
        last_day: day(last),
        minutes: 135,
        days: 2,
        capped: 0,
        annual: Cents::parse("3650").ok(),
        basis: CreditBasis {
            counted: 0,
            lost: 0,
            operations: Vec::new(),
        },
        proposed_at: at(proposed),
        proposed_by: PersonId::fresh(),
        state: CreditState::Proposed,
        decided: None,
        why: None,
    }
}

/// The formula of Jamespot: a day for each 60 minutes, `most` at most.
fn formula(most: u32) -> Formula {
    let contract = template("jamespot").unwrap();
    let formula = contract.availability().unwrap().clone();
    let rule = formula.credit.clone().unwrap();
    Formula {
        credit: Some(CreditRule {
            most_days: most,
            ..rule
        }),
        ..formula
    }
}

#[test]
fn a_line_comes_back_from_json_as_it_was() {
    let line = line();
    let days = (day("2026-11-01"), day(NOVEMBER));
    let own = [credit(
        &line,
        ("2026-11-01", NOVEMBER),
        "2026-12-02T09:00:00Z",
    )];
    let line = line.with_credits(&formula(365), &own, (days, at("2026-12-06T00:00:00Z")));
    assert_eq!(line.credits.len(), 1);
    let text = serde_json::to_string(&line).unwrap();
    let again: Available = serde_json::from_str(&text).unwrap();
    assert_eq!(again, line);
    let ruined = text.replace("/2\"", "/0\"");
    assert_ne!(ruined, text);
    assert!(serde_json::from_str::<Available>(&ruined).is_err());
}

#[test]
fn free_days_are_those_that_were_known_and_those_owed_do_not_hang_on_who_proposed_them() {
    let line = line();
    let days = (day("2026-11-01"), day(NOVEMBER));
    let mut own = credit(&line, ("2026-11-01", NOVEMBER), "2026-12-02T09:00:00Z");
    own.state = CreditState::Dropped;
    own.decided = Some((PersonId::fresh(), at("2026-12-08T09:00:00Z")));
    let earlier = credit(&line, ("2026-10-01", "2026-10-31"), "2026-11-04T09:00:00Z");
    let all = [own, earlier];
    let as_of = |instant, most| {
        let line = line.clone();
        line.with_credits(&formula(most), &all, (days, at(instant)))
    };
    let states = |line: &Available| line.credits.iter().map(|one| one.state).collect::<Vec<_>>();
    let before = as_of("2026-12-01T00:00:00Z", 365);
    assert_eq!((states(&before), before.owed.unwrap().days), (vec![], 2));
    let proposed = as_of("2026-12-06T00:00:00Z", 365);
    assert_eq!(states(&proposed), [CreditState::Proposed]);
    assert_eq!(proposed.owed, before.owed);
    assert_eq!(
        proposed.worth().map(Cents::digits),
        Some("20.00".to_owned())
    );
    let dropped = as_of("2026-12-09T00:00:00Z", 365);
    assert_eq!(states(&dropped), [CreditState::Dropped]);
    assert_eq!(dropped.worth(), None);
    // The two days of October leave one of three.
    let capped = as_of("2026-12-09T00:00:00Z", 3).owed.unwrap();
    assert_eq!((capped.days, capped.capped), (1, 1));
}

#[test]
fn a_revision_of_availability_says_which_lines_changed_and_only_those() {
    let (same, before) = (line(), line());
    let mut after = before.clone();
    after.lost = Ratio::whole(75 * MINUTE);
    // What was measured besides is nothing to a reader while the figure is the same.
    let mut measured = same.clone();
    measured.components.push(ComponentId::fresh());
    let new = line();
    let changes = available_changes(
        &[same, before.clone()],
        &[measured, after.clone(), new.clone()],
    );
    assert_eq!(changes.len(), 2);
    let of = |line: &Available| {
        let mut all = changes.iter();
        all.find(|one| one.after.as_ref() == Some(line)).unwrap()
    };
    assert_eq!(of(&after).before, Some(before));
    assert_eq!(of(&new).before, None);
}

#[test]
fn a_fraction_is_read_back_as_it_was_stored_however_fine_it_is() {
    let fine = |bottom| Ratio::new(1, bottom).unwrap();
    // Weights of two severities, with the finest denominators that a contract may write.
    let lost = Ratio::whole(7_776_000_000_001)
        .plus(fine(999_983))
        .plus(fine(999_979));
    let stored = String::from(lost);
    assert!(stored.len() > 30, "{stored}");
    assert_eq!(Ratio::try_from(stored), Ok(lost));
    for wrong in [
        "",
        "1",
        "1/0",
        "1/-2",
        "x/2",
        "1/2/3",
        &format!("{}/2", i128::MIN),
    ] {
        assert!(Ratio::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}
