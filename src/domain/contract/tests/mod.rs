//! The six templates say what the contracts say, and a file's mistakes are named.

mod amounts;
mod availability_rules;
mod classification;
mod figures;
mod file_limits;
mod hostile;
mod ladder_mistakes;
mod mistakes;
mod qualification;
mod qualification_laws;
mod vendor_rules;

use std::sync::Arc;

use super::{Contract, TEMPLATES, template};

/// A template by its name.
fn contract(name: &str) -> Arc<Contract> {
    template(name).unwrap()
}

/// The text of the default contract, from which the tests make files with a mistake.
fn standard() -> &'static str {
    TEMPLATES[0].1
}

/// The messages about a text, without the file's name.
fn messages(text: &str) -> Vec<String> {
    let errors = Contract::parse("standard.toml", text).expect_err("a mistake must be found");
    errors
        .iter()
        .map(|error| {
            let message = error.to_string();
            let rest = message.strip_prefix("standard.toml:").unwrap();
            rest.to_owned()
        })
        .collect()
}

/// Puts one mistake into the default contract, in place of the first `right`, and expects one
/// message, about the line on which the mistake begins.
fn one(right: &str, wrong: &str, message: &str) {
    let text = standard();
    let place = text
        .find(right)
        .unwrap_or_else(|| panic!("{right} is not in the file"));
    let changed = text.replacen(right, wrong, 1);
    let lead = wrong.len() - wrong.trim_start_matches('\n').len();
    let line = changed[..place + lead].matches('\n').count() + 1;
    assert_eq!(
        messages(&changed),
        [format!("{line}: {message}")],
        "{wrong}"
    );
}

/// Expects one message, wherever it stands.
fn anywhere(right: &str, wrong: &str, message: &str) {
    assert!(standard().contains(right), "{right} is not in the file");
    let found = messages(&standard().replacen(right, wrong, 1));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with(&format!(": {message}")), "{found:?}");
}

#[test]
fn every_template_is_without_a_problem_and_bears_its_name() {
    for (name, text) in TEMPLATES {
        let file = format!("{name}.toml");
        let contract = Contract::parse(&file, text).unwrap_or_else(|errors| {
            let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        });
        assert_eq!(contract.name().as_str(), name);
        assert_eq!(contract.source(), text);
        assert!(Arc::ptr_eq(
            &template(name).unwrap(),
            &template(name).unwrap()
        ));
    }
    assert!(template("unheard-of").is_none());
}
