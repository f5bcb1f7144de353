//! What a file says of availability and maintenance is read strictly.

use super::{anywhere, contract, messages, standard};
use crate::domain::{
    availability::{Counted, Exclusion, PeriodKind, Rounding, Takes},
    ticket::Priority,
};

/// An `[availability]` part, whole.
const WHOLE: &str = "[availability]\ntarget = \"99.5 %\"\nperiod = \"month\"\ncounted = \"always\"\n\
    weights = { P1 = \"1\", P2 = \"1/2\", P3 = \"0\" }\nrounding = \"exact\"\nclause = \"hours\"\n";

fn wrong(right: &str, mistake: &str, message: &str) {
    assert!(WHOLE.contains(right), "{right}");
    let part = WHOLE.replacen(right, mistake, 1);
    anywhere("[otherwise]", &format!("{part}\n[otherwise]"), message);
}

#[test]
fn mistakes_of_a_formula_are_named() {
    wrong(
        "99.5 %",
        "99,5 %",
        "« 99,5 % » is not a share from 0 to 1; write it like « 1/2 », « 1 » or « 99.5 % »",
    );
    wrong(
        "\"month\"",
        "\"months\"",
        "unknown period « months »; did you mean « month »?",
    );
    wrong(
        "\"always\"",
        "\"24/7\"",
        "unknown counted time « 24/7 »; write always, office-hours or guaranteed-period",
    );
    wrong(
        "P2 = \"1/2\", P3 = \"0\"",
        "P2 = \"0\", P3 = \"1/2\"",
        "a lesser severity weighs more than a greater one; give P1 the most and P3 the least",
    );
    wrong(", P3 = \"0\"", "", "« P3 » is missing in « weights »");
    wrong(
        "rounding = \"exact\"\n",
        "",
        "« rounding » is missing in [availability]",
    );
    wrong(
        "\"hours\"",
        "\"hour\"",
        "there is no clause « hour »; did you mean « hours »?",
    );
    wrong(
        "clause = \"hours\"\n",
        "clause = \"hours\"\n\n[availability.excluded]\nmaintenence = { clause = \"hours\" }\n",
        "unknown key « maintenence » in [availability.excluded]; did you mean « maintenance »?",
    );
    wrong(
        "clause = \"hours\"\n",
        "clause = \"hours\"\nexcluded.customer = { takes = \"all\", clause = \"hours\" }\n",
        "unknown effect « all »; write loss, or time for what is not counted at all",
    );
    wrong(
        "clause = \"hours\"\n",
        "clause = \"hours\"\n\n[availability.credit]\ndays = 0\nminutes = 60\nmost_days = 365\n\
         clause = \"hours\"\ncap_clause = \"hours\"\n",
        "« days » must be from 1 to 36600, and this is 0",
    );
}

#[test]
fn mistakes_of_the_maintenance_hours_are_named_with_their_line() {
    // The line is that of the interval: two after the part begins.
    let wrong =
        "[maintenance]\nclause = \"hours\"\nhours.sat = [[\"07:00\", \"00:00\"]]\n\n[otherwise]";
    let found = messages(&standard().replacen("[otherwise]", wrong, 1));
    let line = standard()
        .split("[otherwise]")
        .next()
        .unwrap()
        .matches('\n')
        .count()
        + 3;
    assert_eq!(
        found,
        [format!(
            "{line}: the interval 07:00 to 00:00 ends before it begins: hours that pass midnight are \
             two intervals, until 24:00 and from 00:00 of the next day"
        )]
    );
}

#[test]
fn the_formulas_say_what_the_contracts_say() {
    let formula = |name: &str| contract(name).availability().unwrap().clone();
    let divalto = formula("divalto");
    assert_eq!(divalto.target.unwrap().parts(), (497, 500), "99.4 %");
    assert_eq!(divalto.period, PeriodKind::Quarter);
    assert_eq!(divalto.counted, Counted::GuaranteedPeriod);
    assert_eq!(divalto.weight(Priority::P2).parts(), (1, 2));
    assert_eq!(divalto.weight(Priority::P3).parts(), (0, 1));
    assert!(
        divalto
            .excluded
            .values()
            .all(|one| one.takes == Takes::Loss)
    );
    assert_eq!(divalto.excluded.len(), Exclusion::ALL.len());
    let ccr = formula("callcenterrate");
    assert_eq!(ccr.target.unwrap().parts(), (99, 100));
    assert_eq!(
        (ccr.period, ccr.counted),
        (PeriodKind::Month, Counted::Always)
    );
    assert!(ccr.credit.is_none());
    let jamespot = formula("jamespot");
    assert_eq!(jamespot.target.unwrap().parts(), (199, 200), "99.5 %");
    let credit = jamespot.credit.unwrap();
    assert_eq!(
        (credit.days, credit.minutes, credit.most_days),
        (1, 60, 365)
    );
    for name in ["azprojet", "dataleon"] {
        assert!(formula(name).target.is_none(), "{name}");
        assert!(formula(name).reading.is_some(), "{name}");
    }
    for name in [
        "divalto",
        "callcenterrate",
        "jamespot",
        "azprojet",
        "dataleon",
    ] {
        assert_eq!(formula(name).rounding, Rounding::Exact, "{name}");
    }
    assert!(contract("standard").availability().is_none());
}
