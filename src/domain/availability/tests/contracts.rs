//! One worked example at least of each of the five contracts, computed by hand.

use super::*;
use crate::domain::availability::{Counted, PeriodKind};
use Priority::{P1, P2, P3};

/// Divalto, chapter 2.6. Second quarter of 2026, Alsace-Moselle with Good Friday.
///
/// 30 + 31 + 30 = 91 days from Wednesday 1 April to Tuesday 30 June: 13 whole weeks, so 65 days from
/// Monday to Friday. Shut: Good Friday 3 April, Easter Monday 6 April, Friday 1 May, Friday 8 May,
/// Ascension Thursday 14 May, Whit Monday 25 May: 6. 59 days × 600 min = 35,400 min. 0.6 % of them may
/// be lost: 212.4 min.
#[test]
fn divalto_counts_the_guaranteed_hours_of_a_quarter_and_half_of_severity_2() {
    let facts = |minutes: &str| Facts {
        // Tuesday 7 April, 10:00 to 13:00 Paris: 180 min of severity 1.
        outages: vec![
            outage(P1, "2026-04-07T08:00:00Z", "2026-04-07T11:00:00Z"),
            // Good Friday, which the document excludes: nothing.
            outage(P1, "2026-04-03T08:00:00Z", "2026-04-03T11:00:00Z"),
            // Monday 11 May, from 17:00 Paris until late: 60 min before closing, half of it: 30.
            outage(P2, "2026-05-11T15:00:00Z", "2026-05-11T20:00:00Z"),
            // Friday 12 June from 09:00 Paris, severity 2, some minutes: half of them.
            outage(P2, "2026-06-12T07:00:00Z", minutes),
            // Severity 3 does not count.
            outage(P3, "2026-06-15T07:00:00Z", "2026-06-15T15:00:00Z"),
        ],
        works: Vec::new(),
    };
    // 180 + 30 + 4 / 2 = 212: kept, by 0.4 min. 35,188 / 35,400 = 99.4011… %
    let kept = figure("divalto", "2026-05-01", &facts("2026-06-12T07:04:00Z"));
    assert_eq!(minutes(kept.counted), 35_400);
    assert_eq!(lost(&kept), ratio(212, 1));
    assert_eq!(kept.is_kept(), Some(true));
    assert_eq!(shown(&kept), "99.401");
    // One minute more: 212.5 > 212.4, missed by a tenth of a minute. 35,187.5 / 35,400 = 99.3997… %
    let missed = figure("divalto", "2026-05-01", &facts("2026-06-12T07:05:00Z"));
    assert_eq!(lost(&missed), ratio(425, 2));
    assert_eq!(missed.is_kept(), Some(false));
    assert_eq!(
        shown(&missed),
        "99.399",
        "never rounded up to what was missed"
    );
    assert!(
        missed.credit(&formula("divalto"), 0).is_none(),
        "Divalto owes none"
    );
}

/// Divalto: « l'incident est classé en sévérité 2 voire 3 » after a workaround; waiting is excluded.
///
/// Wednesday 10 June 2026, 09:00–12:00 Paris. Severity 1 until 10:00 (60), then severity 2 until
/// 12:00 (120), of which 10:30–11:10 waited for the customer (40): 60 + (120 − 40) / 2 = 100.
#[test]
fn divalto_reclassifies_after_a_workaround_and_does_not_count_waiting() {
    let mut one = outage(P1, "2026-06-10T07:00:00Z", "2026-06-10T10:00:00Z");
    one.stages.push(Stage {
        from: at("2026-06-10T08:00:00Z"),
        severity: P2,
    });
    one.pauses.push(Paused {
        from: at("2026-06-10T08:30:00Z"),
        to: at("2026-06-10T09:10:00Z"),
        reason: Exclusion::WaitingForInformation,
    });
    let facts = Facts {
        outages: vec![
            one,
            // A setting of the integrator's: excluded altogether, 60 min.
            caused(
                Exclusion::Integrator,
                outage(P1, "2026-06-11T07:00:00Z", "2026-06-11T08:00:00Z"),
            ),
        ],
        works: Vec::new(),
    };
    let figure = figure("divalto", "2026-06-30", &facts);
    assert_eq!(lost(&figure), ratio(100, 1));
    assert_eq!(figure.lines[0].by_severity[&P1], 60 * MINUTE);
    assert_eq!(figure.lines[0].by_severity[&P2], 80 * MINUTE);
    assert_eq!(
        figure.lines[0].left_out[&Exclusion::WaitingForInformation],
        40 * MINUTE
    );
    assert_eq!(
        figure.lines[1].left_out[&Exclusion::Integrator],
        60 * MINUTE
    );
    assert_eq!(minutes(figure.counted), 35_400, "the period stays whole");
}

/// CallCenterRate, article 3: 99 % a month without maintenance, third parties and the rest.
///
/// October 2026 has 31 days and one hour more, as summer time ends on the 25th: 745 h = 44,700 min. A
/// maintenance on Saturday the 10th, 20:00–22:00 Paris, takes 120 out: 44,580. 1 % may be lost: 445.8.
#[test]
fn callcenterrate_measures_a_month_outside_maintenance() {
    let facts = |end: &str| Facts {
        outages: vec![
            // 400 min of total unavailability, over the night in which the clocks change.
            outage(P1, "2026-10-24T22:00:00Z", "2026-10-25T04:40:00Z"),
            // During the maintenance: neither counted nor lost. Before it: 10 min.
            outage(P1, "2026-10-10T17:50:00Z", "2026-10-10T19:00:00Z"),
            // A degradation is no interruption.
            outage(P2, "2026-10-12T08:00:00Z", "2026-10-12T12:00:00Z"),
            // A telephone operator failed: 300 min, article 9.
            caused(
                Exclusion::ThirdParty,
                outage(P1, "2026-10-13T08:00:00Z", "2026-10-13T13:00:00Z"),
            ),
            outage(P1, "2026-10-20T08:00:00Z", end),
        ],
        works: vec![work(
            "2026-10-10T18:00:00Z",
            "2026-10-10T20:00:00Z",
            "2026-10-10T20:00:00Z",
        )],
    };
    // 400 + 10 + 35 = 445 ≤ 445.8. 44,135 / 44,580 = 99.0017… %
    let kept = figure(
        "callcenterrate",
        "2026-10-31",
        &facts("2026-10-20T08:35:00Z"),
    );
    assert_eq!(minutes(kept.counted), 44_580);
    assert_eq!(minutes(kept.taken_out), 120);
    assert_eq!(lost(&kept), ratio(445, 1));
    assert_eq!(kept.is_kept(), Some(true));
    assert_eq!(shown(&kept), "99.001");
    // 446 > 445.8: missed. 44,134 / 44,580 = 98.9995… %
    let missed = figure(
        "callcenterrate",
        "2026-10-31",
        &facts("2026-10-20T08:36:00Z"),
    );
    assert_eq!(missed.is_kept(), Some(false));
    assert_eq!(shown(&missed), "98.999");
}

/// Jamespot: 99.5 % over 30 days in office hours; one day for each full 60 minutes when it is missed.
///
/// 30 days to Sunday 29 November 2026: 31 October (Saturday) to 29 November. Mondays to Fridays: 20,
/// less Wednesday 11 November: 19 days × 600 = 11,400 min. 0.5 %: 57 min.
#[test]
fn jamespot_counts_office_hours_of_thirty_days_and_owes_a_day_for_an_hour() {
    let rule = formula("jamespot");
    assert_eq!(
        (rule.period, rule.counted),
        (PeriodKind::ThirtyDays, Counted::OfficeHours)
    );
    let facts = |outages| Facts {
        outages,
        works: Vec::new(),
    };
    // Monday 16 November, 07:03–08:57 Paris: only 08:00–08:57 are office hours, 57 min: kept.
    let kept = vec![outage(P1, "2026-11-16T06:03:00Z", "2026-11-16T07:57:00Z")];
    let kept = figure("jamespot", "2026-11-29", &facts(kept));
    assert_eq!(minutes(kept.counted), 11_400);
    assert_eq!(lost(&kept), ratio(57, 1));
    assert_eq!(kept.is_kept(), Some(true));
    assert!(kept.credit(&rule, 0).is_none());
    // 58 min: missed, and no full slice of 60: nothing owed but the figure says so.
    let close = vec![outage(P1, "2026-11-16T06:03:00Z", "2026-11-16T07:58:00Z")];
    let close = figure("jamespot", "2026-11-29", &facts(close));
    assert_eq!(close.is_kept(), Some(false));
    assert_eq!(close.credit(&rule, 0).unwrap().days, 0);
    // 135 min: two full slices, two days.
    let two = vec![outage(P1, "2026-11-16T07:00:00Z", "2026-11-16T09:15:00Z")];
    let two = figure("jamespot", "2026-11-29", &facts(two));
    let credit = two.credit(&rule, 0).unwrap();
    assert_eq!(
        (credit.minutes, credit.slices, credit.days, credit.capped),
        (135, 2, 2, 0)
    );
    // 364 days were given before: the year's value leaves one.
    let last = two.credit(&rule, 364).unwrap();
    assert_eq!((last.days, last.capped), (1, 1));
    assert_eq!(two.credit(&rule, 365).unwrap().days, 0);
    // 99.5 % of office hours are 3 minutes a day; the 7 minutes are said to be the other reading.
    assert!(rule.reading.unwrap().to_string().contains("7 minutes"));
}

/// Jamespot: measures taken in a maintenance window are eliminated; what goes beyond the plan counts.
///
/// Monday 16 November 2026, planned 05:00–07:00 Paris and over at 09:30: overrun 07:00–09:30, of which
/// 08:00–09:30 are office hours: 90 min.
#[test]
fn a_maintenance_that_overruns_is_an_outage_from_its_planned_end() {
    let facts = Facts {
        outages: Vec::new(),
        works: vec![work(
            "2026-11-16T04:00:00Z",
            "2026-11-16T06:00:00Z",
            "2026-11-16T08:30:00Z",
        )],
    };
    let figure = figure("jamespot", "2026-11-29", &facts);
    assert_eq!(lost(&figure), ratio(90, 1));
    assert!(matches!(figure.lines[0].source, Source::Maintenance(_)));
    assert_eq!(figure.credit(&formula("jamespot"), 0).unwrap().days, 1);
}

/// AZ Projet: around the clock, no rate promised, maintenance taken out.
///
/// February 2026: 28 × 1,440 = 40,320 min; a maintenance on the 10th, 22:00–24:00 Paris, takes 120 out:
/// 40,200. One outage of 201 min: 39,999 / 40,200 = 99.5 % exactly.
#[test]
fn az_projet_is_measured_around_the_clock_without_a_target() {
    let facts = Facts {
        outages: vec![outage(P1, "2026-02-14T02:00:00Z", "2026-02-14T05:21:00Z")],
        works: vec![work(
            "2026-02-10T21:00:00Z",
            "2026-02-10T23:00:00Z",
            "2026-02-10T23:00:00Z",
        )],
    };
    let figure = figure("azprojet", "2026-02-28", &facts);
    assert_eq!(minutes(figure.counted), 40_200);
    assert_eq!(figure.rate(), Some(ratio(995, 1000)));
    assert_eq!(figure.is_kept(), None);
    assert_eq!(figure.allowed(), None);
}

/// Dataleon: the charter excludes nothing, so a planned maintenance is an interruption like any other.
///
/// June 2026: 30 × 1,440 = 43,200 min. A maintenance of 60 and an outage of a third party's of 48:
/// 43,092 / 43,200 = 99.75 %.
#[test]
fn dataleon_excludes_nothing() {
    let facts = Facts {
        outages: vec![caused(
            Exclusion::ThirdParty,
            outage(P1, "2026-06-03T00:00:00Z", "2026-06-03T00:48:00Z"),
        )],
        works: vec![work(
            "2026-06-06T00:00:00Z",
            "2026-06-06T02:00:00Z",
            "2026-06-06T01:00:00Z",
        )],
    };
    let figure = figure("dataleon", "2026-06-30", &facts);
    assert_eq!(minutes(figure.counted), 43_200);
    assert_eq!(lost(&figure), ratio(108, 1));
    assert_eq!(figure.rate(), Some(ratio(9975, 10_000)));
}

/// JAM-6 and AZP-6: midnight to 07:00 on weekdays or at weekends; 20:00 to 08:00.
#[test]
fn maintenance_stays_within_the_hours_of_its_contract() {
    let allows = |name: &str, from: &str, to: &str| {
        let contract = contract(name);
        contract.maintenance().unwrap().allows(at(from), at(to))
    };
    // Paris is one hour ahead of UTC in winter. Monday 16 November 2026.
    assert!(allows(
        "jamespot",
        "2026-11-15T23:00:00Z",
        "2026-11-16T06:00:00Z"
    ));
    assert!(!allows(
        "jamespot",
        "2026-11-15T23:00:00Z",
        "2026-11-16T06:01:00Z"
    ));
    // From Friday midnight through the weekend to Monday 07:00, and not a second earlier.
    assert!(allows(
        "jamespot",
        "2026-11-20T23:00:00Z",
        "2026-11-23T06:00:00Z"
    ));
    assert!(!allows(
        "jamespot",
        "2026-11-20T22:59:59Z",
        "2026-11-21T06:00:00Z"
    ));
    assert!(allows(
        "azprojet",
        "2026-11-16T19:00:00Z",
        "2026-11-17T07:00:00Z"
    ));
    assert!(!allows(
        "azprojet",
        "2026-11-16T18:59:00Z",
        "2026-11-17T07:00:00Z"
    ));
    // A holiday changes nothing: 11 November at noon is within neither.
    assert!(!allows(
        "jamespot",
        "2026-11-11T11:00:00Z",
        "2026-11-11T12:00:00Z"
    ));
    assert!(
        !allows("jamespot", "2026-11-21T06:00:00Z", "2026-11-21T06:00:00Z"),
        "no time"
    );
    assert_eq!(
        contract("jamespot").maintenance().unwrap().notice_hours,
        Some(24)
    );
    assert!(contract("divalto").maintenance().is_none());
}
