//! What changed from one version of a contract to another, line by line.

use askama::Template;
use similar::{ChangeTag, TextDiff};

use super::{super::layout::Frame, read::since};
use crate::{desk::ContractPage, edges::words::clauses as written};

/// How many lines that stayed are shown around those that changed.
const AROUND: usize = 3;

#[derive(Debug)]
struct Line {
    /// Its number in the older and in the newer file.
    numbers: (String, String),
    /// « + », « - » or a space.
    sign: &'static str,
    class: &'static str,
    text: String,
}

#[derive(Debug)]
struct Version {
    number: u32,
    chosen: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/contract_compare.html")]
pub(super) struct View {
    frame: Frame,
    contract: String,
    back: String,
    action: String,
    older: Vec<Version>,
    newer: Vec<Version>,
    since: (String, String),
    changes: String,
    /// Groups of lines; between two of them nothing changed.
    groups: Vec<Vec<Line>>,
}

impl View {
    /// What changed from one version to another.
    pub(super) fn of(frame: Frame, from: &ContractPage, to: &ContractPage) -> Self {
        let words = frame.words;
        let diff = TextDiff::from_lines(from.shown.source.as_str(), to.shown.source.as_str());
        let (mut added, mut gone) = (0_u32, 0_u32);
        for change in diff.iter_all_changes() {
            match change.tag() {
                ChangeTag::Insert => added = added.saturating_add(1),
                ChangeTag::Delete => gone = gone.saturating_add(1),
                ChangeTag::Equal => {}
            }
        }
        let line = |change: similar::Change<&str>| {
            let number = |place: Option<usize>| {
                place.map_or_else(String::new, |place| place.saturating_add(1).to_string())
            };
            let (sign, class) = match change.tag() {
                ChangeTag::Insert => ("+", "line-new"),
                ChangeTag::Delete => ("-", "line-gone"),
                ChangeTag::Equal => (" ", ""),
            };
            Line {
                numbers: (number(change.old_index()), number(change.new_index())),
                sign,
                class,
                text: change.value().trim_end_matches(['\r', '\n']).to_owned(),
            }
        };
        let groups = diff
            .grouped_ops(AROUND)
            .iter()
            .map(|group| {
                let changes = group.iter().flat_map(|part| diff.iter_changes(part));
                changes.map(line).collect()
            })
            .collect();
        let choices = |chosen: u32| {
            let version = |number| Version {
                number,
                chosen: number == chosen,
            };
            to.versions.iter().map(|one| version(one.version)).collect()
        };
        Self {
            contract: written::title(&to.contract, words),
            back: format!("/contracts/{}", to.shown.name),
            action: format!("/contracts/{}/compare", to.shown.name),
            older: choices(from.shown.version),
            newer: choices(to.shown.version),
            since: (since(from, words), since(to, words)),
            changes: words.say_with(
                "compare-changes",
                &[("added", added.into()), ("gone", gone.into())],
            ),
            groups,
            frame,
        }
    }
}
