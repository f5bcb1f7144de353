//! What a file says of how a vendor is called on is read strictly.

use super::{Contract, anywhere, contract, standard};
use crate::domain::{
    people::Role,
    ticket::{Nature, Priority},
    vendor::Point,
};

/// A `[vendor]` part before the clauses of the default contract.
fn with(demand: &str) -> String {
    format!("[vendor]\nclause = \"hours\"\n\n[[vendor.demands]]\n{demand}\n\n[otherwise]")
}

#[test]
fn demands_are_read_strictly() {
    for (demand, message) in [
        (
            "of = [\"incident\"]\npoint = \"analyses\"\nclause = \"hours\"",
            "unknown point « analyses »; did you mean « analysis »?",
        ),
        (
            "of = [\"incident\"]\npoint = \"analysis\"",
            "« clause » is missing in [[vendor.demands]]",
        ),
        (
            "of = []\npoint = \"analysis\"\nclause = \"hours\"",
            "« of » is empty; name at least one",
        ),
        (
            "of = [\"incident\"]\npoint = \"analysis\"\nclause = \"hours\"\nwho = 1",
            "unknown key « who » in [[vendor.demands]]; its keys are of, point, clause, override",
        ),
        (
            "of = [\"incident\"]\npoint = \"analysis\"\nclause = \"hours\"\noverride = [\"auditor\"]",
            "unknown role « auditor »; write agent, supervisor or administrator; without \
             « override » nobody may",
        ),
    ] {
        anywhere("[otherwise]", &with(demand), message);
    }
    let twice = "of = [\"incident\"]\npoint = \"analysis\"\nclause = \"hours\"";
    let text = standard().replacen(
        "[otherwise]",
        &with(&format!("{twice}\n\n[[vendor.demands]]\n{twice}")),
        1,
    );
    assert_eq!(
        Contract::parse("a.toml", &text).expect_err("twice").len(),
        1
    );
}

#[test]
fn divalto_asks_for_analysis_and_a_maintained_version() {
    let divalto = contract("divalto");
    let analysis = divalto.demand(Nature::Incident, Point::Analysis).unwrap();
    assert!(analysis.overridden_by.is_empty());
    let version = divalto
        .demand(Nature::Incident, Point::MaintainedVersion)
        .unwrap();
    assert_eq!(
        version.overridden_by.iter().copied().collect::<Vec<_>>(),
        [Role::Supervisor]
    );
    assert!(divalto.demand(Nature::Question, Point::Analysis).is_none());
    let clause = |priority| {
        divalto
            .severity_clause(priority)
            .unwrap()
            .as_str()
            .to_owned()
    };
    assert_eq!(clause(Priority::P1), "art-2-6-severity-1");
    assert_eq!(clause(Priority::P2), "art-2-6-severity-2");
    assert_eq!(clause(Priority::P3), "art-2-6-severity-3");
    for nature in Nature::OF_VENDORS {
        assert!(divalto.demand(nature, Point::Request).is_some(), "{nature}");
    }
}
