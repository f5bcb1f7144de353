//! The versions of a contract: how each came, and which is in force.

use crate::{
    desk::ContractPage,
    domain::services::{ContractVersion, VersionOrigin},
    edges::{
        pages::attention::ZONE,
        words::{Words, dates},
    },
};

/// A version of a contract.
#[derive(Debug)]
pub(super) struct VersionRow {
    pub(super) href: String,
    pub(super) says: String,
    /// How it came, from when it is in force, why.
    pub(super) came: String,
    pub(super) in_force: bool,
    pub(super) shown: bool,
    pub(super) compare: Option<String>,
}

/// The versions, the last first.
pub(super) fn versions(page: &ContractPage, words: Words) -> Vec<VersionRow> {
    let name = &page.shown.name;
    page.versions
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let at = dates::long_date_time(one.created_at, ZONE, words.lang());
            let says = words.say_with(
                "contract-version-at",
                &[
                    ("version", one.version.to_string().into()),
                    ("at", at.into()),
                ],
            );
            let before = page.versions.get(place + 1);
            VersionRow {
                href: format!("/contracts/{name}?version={}", one.version),
                says,
                came: came(page, one, words),
                in_force: one.id == page.in_force,
                shown: one.id == page.shown.id,
                compare: before.map(|before| {
                    let (from, to) = (before.version, one.version);
                    format!("/contracts/{name}/compare?from={from}&to={to}")
                }),
            }
        })
        .collect()
}

/// How a version came: by whom, why, from when it is in force where that is not at once.
fn came(page: &ContractPage, version: &ContractVersion, words: Words) -> String {
    let mut told = vec![match (version.origin, version.added_by) {
        (VersionOrigin::File, _) => words.say("contract-from-file"),
        (VersionOrigin::CommandLine, _) => words.say("contract-from-command"),
        (VersionOrigin::Page, by) => {
            let name = by.and_then(|by| page.people.get(&by));
            let name = name.map_or("", String::as_str);
            words.say_with("contract-from-page", &[("name", name.into())])
        }
    }];
    if let Some(from) = version.in_force_from {
        let at = dates::long_date_time(from, ZONE, words.lang());
        told.push(words.say_with("contract-in-force-from", &[("at", at.into())]));
    }
    if !version.note.is_empty() {
        told.push(version.note.clone());
    }
    told.join(" · ")
}
