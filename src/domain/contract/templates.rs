//! The six contracts that come with Guichet.

use std::sync::{Arc, OnceLock};

use super::Contract;

/// Name and text of each contract template, the default first.
pub const TEMPLATES: [(&str, &str); 6] = [
    (
        "standard",
        include_str!("../../../templates/contracts/standard.toml"),
    ),
    (
        "callcenterrate",
        include_str!("../../../templates/contracts/callcenterrate.toml"),
    ),
    (
        "jamespot",
        include_str!("../../../templates/contracts/jamespot.toml"),
    ),
    (
        "divalto",
        include_str!("../../../templates/contracts/divalto.toml"),
    ),
    (
        "azprojet",
        include_str!("../../../templates/contracts/azprojet.toml"),
    ),
    (
        "dataleon",
        include_str!("../../../templates/contracts/dataleon.toml"),
    ),
];

/// A template by its name, compiled once for the life of the process.
#[must_use]
pub fn template(name: &str) -> Option<Arc<Contract>> {
    static COMPILED: [OnceLock<Option<Arc<Contract>>>; TEMPLATES.len()] =
        [const { OnceLock::new() }; TEMPLATES.len()];
    TEMPLATES
        .iter()
        .zip(&COMPILED)
        .find(|((known, _), _)| *known == name)
        .and_then(|((known, text), cell)| {
            cell.get_or_init(|| {
                // Each template is proved to be without a problem by the tests of this module.
                Contract::parse(&format!("{known}.toml"), text)
                    .ok()
                    .map(Arc::new)
            })
            .clone()
        })
}
