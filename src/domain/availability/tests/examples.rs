//! Each rule of the count, alone.

use super::*;
use crate::domain::availability::{PeriodKind, Rounding};
use crate::domain::ids::ComponentId;
use Priority::{P1, P2};

#[test]
fn shares_are_read_exactly_and_strictly() {
    for (text, top, bottom) in [
        ("1/2", 1, 2),
        ("0", 0, 1),
        ("1", 1, 1),
        ("99.5 %", 995, 1000),
        ("99.4%", 994, 1000),
        ("100 %", 1, 1),
    ] {
        assert_eq!(text.parse::<Ratio>(), Ok(ratio(top, bottom)), "{text}");
    }
    for text in [
        "",
        "2",
        "3/2",
        "1/0",
        "-1",
        "+1",
        "99,5 %",
        "101 %",
        "1/2 %",
        "%",
        "99. %",
        ".5",
        "1e3",
        "0000000",
        "0.12345678901234567890 %",
        "½",
    ] {
        assert!(text.parse::<Ratio>().is_err(), "{text}");
    }
}

#[test]
fn a_percentage_is_cut_and_never_rounded_up() {
    assert_eq!(
        ratio(9_939_999, 10_000_000).percent(3),
        ("99".into(), "399".into())
    );
    assert_eq!(ratio(994, 1000).percent(3), ("99".into(), "4".into()));
    assert_eq!(Ratio::ONE.percent(3), ("100".into(), String::new()));
    assert_eq!(ratio(1, 20_000).percent(3), ("0".into(), "005".into()));
}

#[test]
fn a_maintenance_of_one_component_hides_no_outage_of_another() {
    let (exports, application) = (ComponentId::fresh(), ComponentId::fresh());
    // CallCenterRate measures around the clock, outside announced maintenance.
    let works = vec![Work {
        components: BTreeSet::from([exports]),
        ..work(
            "2026-03-07T00:00:00Z",
            "2026-03-07T08:00:00Z",
            "2026-03-07T08:00:00Z",
        )
    }];
    let down = |component| Downtime {
        components: BTreeSet::from([component]),
        ..outage(P1, "2026-03-07T01:00:00Z", "2026-03-07T07:00:00Z")
    };
    let figure_of = |outage| {
        let facts = Facts {
            outages: vec![outage],
            works: works.clone(),
        };
        figure("callcenterrate", "2026-03-07", &facts)
    };
    let other = figure_of(down(application));
    assert_eq!(other.lost, Ratio::whole(360 * MINUTE));
    assert_eq!(other.taken_out, 120 * MINUTE);
    let same = figure_of(down(exports));
    assert_eq!(same.lost, Ratio::ZERO);
    assert_eq!(same.taken_out, 480 * MINUTE);
}

#[test]
fn periods_follow_each_other_without_a_gap() {
    let day = |text: &str| text.parse().unwrap();
    let quarter = Period::of(PeriodKind::Quarter, day("2026-05-17"));
    assert_eq!(
        (quarter.first(), quarter.last()),
        (day("2026-04-01"), day("2026-06-30"))
    );
    let february = Period::of(PeriodKind::Month, day("2028-02-10"));
    assert_eq!(february.last(), day("2028-02-29"));
    let thirty = Period::of(PeriodKind::ThirtyDays, day("2026-11-29"));
    assert_eq!(thirty.first(), day("2026-10-31"));
    for kind in [
        PeriodKind::Month,
        PeriodKind::ThirtyDays,
        PeriodKind::Quarter,
    ] {
        let one = Period::of(kind, day("2026-12-31"));
        assert_eq!(one.after(kind).before(kind), one);
        assert_eq!(one.last().succ_opt(), Some(one.after(kind).first()));
        assert!(!one.meets(one.after(kind)));
        assert_eq!(kind.word().parse(), Ok(kind));
    }
}

#[test]
fn two_outages_at_once_are_lost_once_by_the_heavier() {
    // Wednesday 10 June 2026 in Paris, 09:00–11:00 of severity 2 and 10:00–10:30 of severity 1 within:
    // 30 whole and 90 half minutes.
    let facts = Facts {
        outages: vec![
            outage(P2, "2026-06-10T07:00:00Z", "2026-06-10T09:00:00Z"),
            outage(P1, "2026-06-10T08:00:00Z", "2026-06-10T08:30:00Z"),
        ],
        works: Vec::new(),
    };
    let figure = figure("divalto", "2026-06-30", &facts);
    assert_eq!(lost(&figure), ratio(75, 1));
    assert_eq!(figure.lines[0].overlapped, 30 * MINUTE);
    assert_eq!(figure.lines[1].overlapped, 0);
}

#[test]
fn an_excluded_outage_hides_no_other_one() {
    let mine = outage(P1, "2026-06-10T07:00:00Z", "2026-06-10T08:00:00Z");
    let theirs = caused(
        Exclusion::Customer,
        outage(P1, "2026-06-10T06:00:00Z", "2026-06-10T09:00:00Z"),
    );
    let facts = Facts {
        outages: vec![theirs, mine],
        works: Vec::new(),
    };
    assert_eq!(lost(&figure("divalto", "2026-06-30", &facts)), ratio(60, 1));
}

#[test]
fn a_cause_that_the_contract_does_not_exclude_counts() {
    // Jamespot excludes force majeure, and not third parties.
    let of = |cause| Facts {
        outages: vec![caused(
            cause,
            outage(P1, "2026-11-16T08:00:00Z", "2026-11-16T09:00:00Z"),
        )],
        works: Vec::new(),
    };
    let lost = |cause| lost(&figure("jamespot", "2026-11-29", &of(cause)));
    assert_eq!(lost(Exclusion::ThirdParty), ratio(60, 1));
    assert_eq!(lost(Exclusion::ForceMajeure), Ratio::ZERO);
}

#[test]
fn work_that_nobody_entered_before_it_began_is_an_outage() {
    let mut unannounced = work(
        "2026-11-16T09:00:00Z",
        "2026-11-16T10:00:00Z",
        "2026-11-16T10:00:00Z",
    );
    unannounced.announced = false;
    let facts = Facts {
        outages: Vec::new(),
        works: vec![unannounced],
    };
    assert_eq!(
        lost(&figure("jamespot", "2026-11-29", &facts)),
        ratio(60, 1)
    );
}

#[test]
fn a_period_that_lasts_is_measured_up_to_now_and_owes_nothing_yet() {
    let contract = contract("jamespot");
    let formula = contract.availability().unwrap();
    let period = Period::of(PeriodKind::ThirtyDays, "2026-11-29".parse().unwrap());
    let mut lasting = outage(P1, "2026-11-16T09:00:00Z", "2026-11-16T09:00:01Z");
    lasting.to = None;
    let facts = Facts {
        outages: vec![lasting],
        works: Vec::new(),
    };
    // Monday 16 November, 12:00 in Paris: two hours since it began. The thirty days began on a Saturday;
    // nine working days before the 16th, as the 11th is a holiday, and four hours of it: 94 h.
    let now = at("2026-11-16T11:00:00Z");
    let figure = measure(formula, contract.calendar(), period, &facts, now);
    assert!(!figure.is_over);
    assert_eq!(lost(&figure), ratio(120, 1));
    assert_eq!(minutes(figure.counted), 94 * 60);
    assert!(
        figure.credit(formula, 0).is_none(),
        "the period may still change"
    );
}

#[test]
fn a_part_of_a_minute_becomes_what_the_contract_says() {
    for (seconds, rounding, expected) in [
        (29, Rounding::Exact, ratio(29, 60)),
        (29, Rounding::Up, ratio(1, 1)),
        (29, Rounding::Down, Ratio::ZERO),
        (29, Rounding::Nearest, Ratio::ZERO),
        (30, Rounding::Nearest, ratio(1, 1)),
        (60, Rounding::Up, ratio(1, 1)),
    ] {
        let contract = contract("divalto");
        let formula = Formula {
            rounding,
            ..contract.availability().unwrap().clone()
        };
        let begin = at("2026-06-10T07:00:00Z");
        let mut one = outage(P1, "2026-06-10T07:00:00Z", "2026-06-10T08:00:00Z");
        one.to = Some(begin + chrono::TimeDelta::seconds(seconds));
        let facts = Facts {
            outages: vec![one],
            works: Vec::new(),
        };
        let period = Period::of(formula.period, "2026-06-10".parse().unwrap());
        let now = at("2027-01-01T00:00:00Z");
        let figure = measure(&formula, contract.calendar(), period, &facts, now);
        assert_eq!(lost(&figure), expected, "{seconds} s {rounding:?}");
    }
}
