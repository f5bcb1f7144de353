//! The form of a dossier: every point with what the vendor's contract demands of it, complete or
//! missing, as it is written.

use super::typed::Typed;
use crate::{
    desk::{VendorChoice, VendorPage},
    domain::{
        people::Role,
        ticket::{Nature, Priority},
        vendor::{Assessed, Lack, Point, Verdict, assess, verdict},
    },
    edges::{
        pages::{
            fields::{Answer, Field, Select},
            promises::contract_lang,
        },
        words::{Words, clauses, dates},
    },
};

/// A point in the list of what is complete and what is missing.
#[derive(Debug)]
pub(super) struct PointLine {
    pub(super) control: &'static str,
    pub(super) label: String,
    pub(super) icon: &'static str,
    pub(super) class: &'static str,
    pub(super) said: String,
    pub(super) clause: String,
    pub(super) quoted: String,
}

/// The form.
#[derive(Debug)]
pub(super) struct DossierForm {
    pub(super) case: String,
    pub(super) rests_on: i64,
    pub(super) vendor_name: String,
    pub(super) vendor: Select,
    pub(super) one_vendor: bool,
    pub(super) nature: Select,
    pub(super) version: Select,
    pub(super) severity: Select,
    pub(super) before: Vec<Field>,
    pub(super) after: Vec<Field>,
    pub(super) files: Vec<(String, String, bool)>,
    pub(super) points: Vec<PointLine>,
    pub(super) missing: usize,
    pub(super) saved: String,
    pub(super) reason: Option<Field>,
    pub(super) barred: bool,
}

impl DossierForm {
    /// The form over what was typed; nothing where no vendor takes cases.
    pub(super) fn of(page: &VendorPage, typed: &Typed, role: Role, words: Words) -> Option<Self> {
        let chosen = choice(page, typed)?;
        let runs_on = typed.dossier.version.and_then(|id| {
            let id = id.to_string();
            page.versions.iter().find(|one| one.id == id)
        });
        let runs_on = runs_on.map(|one| &one.runs_on);
        let assessed = assess(&typed.dossier, runs_on, &chosen.contract);
        let judged = verdict(&assessed, role, None);
        let field = |point: Point| area(&assessed, typed, point, words);
        Some(Self {
            case: typed.case.to_string(),
            rests_on: typed.rests_on,
            vendor_name: chosen.organisation.name.clone(),
            one_vendor: page.vendors.len() < 2,
            vendor: vendors(page, typed, words),
            nature: natures(typed, words),
            version: Select {
                optional: !demanded(&assessed, Point::MaintainedVersion),
                ..versions(page, typed, words)
            },
            severity: Select {
                optional: !demanded(&assessed, Point::Severity),
                ..severities(chosen, typed, words)
            },
            before: vec![field(Point::Request)],
            after: [
                Point::Environment,
                Point::Reproduction,
                Point::Analysis,
                Point::Searched,
                Point::Workaround,
                Point::Evidence,
            ]
            .map(field)
            .into(),
            files: files(page, typed, words),
            missing: assessed.iter().filter(|one| one.is_missing()).count(),
            points: assessed
                .iter()
                .map(|one| line(one, chosen, words))
                .collect(),
            saved: saved(page, words),
            reason: matches!(judged, Verdict::NeedsReason(_)).then(|| {
                Field::new("reason", words.say("dossier-reason"))
                    .hint(words.say("dossier-reason-hint"))
                    .value(&typed.reason)
                    .refused(typed.fault("reason"))
            }),
            barred: matches!(judged, Verdict::Refused(_)),
        })
    }
}

/// The vendor that was chosen, or the first.
pub(super) fn choice<'a>(page: &'a VendorPage, typed: &Typed) -> Option<&'a VendorChoice> {
    let chosen = page
        .vendors
        .iter()
        .find(|one| Some(one.organisation.id) == typed.vendor);
    chosen.or_else(|| page.vendors.first())
}

/// The control of a point.
pub(super) const fn control(point: Point) -> &'static str {
    match point {
        Point::MaintainedVersion => "version",
        point => point.word(),
    }
}

/// What a point is called.
pub(super) fn point_word(point: Point, words: Words) -> String {
    words.say(&format!("point-{point}"))
}

/// A point that is met in writing.
fn area(assessed: &[Assessed<'_>], typed: &Typed, point: Point, words: Words) -> Field {
    let field = Field::new(point.word(), point_word(point, words))
        .hint(words.say(&format!("point-{point}-hint")))
        .value(typed.dossier.text(point))
        .refused(typed.fault(point.word()));
    let mut field = if demanded(assessed, point) {
        field
    } else {
        field.optional()
    };
    field.rows = 4;
    field
}

/// Whether the vendor's contract asks for a point.
fn demanded(assessed: &[Assessed<'_>], point: Point) -> bool {
    assessed
        .iter()
        .any(|one| one.point == point && one.demand.is_some())
}

/// How a dossier stands to one point, with the clause that asks for it.
fn line(one: &Assessed<'_>, vendor: &VendorChoice, words: Words) -> PointLine {
    let (icon, class, key) = match (one.demand.is_some(), one.lack) {
        (_, None) => ("kept", "met", "dossier-met"),
        (true, Some(Lack::Blank)) => ("late", "lack", "dossier-lacks"),
        (true, Some(Lack::Unmaintained)) => ("late", "lack", "dossier-unmaintained"),
        (false, Some(Lack::Blank)) => ("todo", "free", "dossier-free"),
        (false, Some(Lack::Unmaintained)) => ("todo", "free", "dossier-free-unmaintained"),
    };
    let clause = one
        .demand
        .and_then(|demand| vendor.contract.clause(&demand.clause));
    let who = one.demand.map(|demand| &demand.overridden_by);
    let override_said = match (who, one.is_missing()) {
        (Some(roles), true) if roles.is_empty() => words.say("dossier-nobody-overrides"),
        (Some(roles), true) => {
            let names: Vec<String> = roles
                .iter()
                .map(|role| words.say(&format!("dossier-role-{role}")))
                .collect();
            words.say_with("dossier-overrides", &[("roles", names.join(", ").into())])
        }
        _ => String::new(),
    };
    PointLine {
        control: control(one.point),
        label: point_word(one.point, words),
        icon,
        class,
        said: [words.say(key), override_said]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        clause: clause.map_or_else(String::new, |clause| clauses::reference(clause, words)),
        quoted: clause.map_or_else(String::new, |clause| clauses::text(clause, words)),
    }
}

fn vendors(page: &VendorPage, typed: &Typed, words: Words) -> Select {
    let chosen = typed.vendor.map(|id| id.to_string()).unwrap_or_default();
    Select {
        name: "vendor",
        label: words.say("dossier-vendor"),
        answers: page
            .vendors
            .iter()
            .map(|one| {
                let name = one.organisation.name.clone();
                Answer::new(&one.organisation.id.to_string(), name, &chosen)
            })
            .collect(),
        ..Select::default()
    }
}

fn natures(typed: &Typed, words: Words) -> Select {
    let chosen = typed.dossier.nature.word();
    Select {
        name: "nature",
        label: words.say("dossier-nature"),
        answers: Nature::OF_VENDORS
            .into_iter()
            .map(|one| Answer::new(one.word(), words.say(&format!("nature-{one}")), chosen))
            .collect(),
        ..Select::default()
    }
}

fn versions(page: &VendorPage, typed: &Typed, words: Words) -> Select {
    let chosen = typed.dossier.version.map(|id| id.to_string());
    let chosen = chosen.unwrap_or_default();
    let mut answers = vec![Answer::new("", words.say("dossier-version-none"), &chosen)];
    answers.extend(page.versions.iter().map(|one| {
        let until = one.runs_on.until.map(|day| dates::civil(day, words.lang()));
        let key = match (one.runs_on.maintained, until.is_some()) {
            (true, false) => "dossier-version-maintained",
            (true, true) => "dossier-version-until",
            (false, false) => "dossier-version-ended",
            (false, true) => "dossier-version-since",
        };
        let label = words.say_with(
            key,
            &[
                ("name", one.runs_on.name.as_str().into()),
                ("day", until.unwrap_or_default().into()),
            ],
        );
        Answer::new(&one.id, label, &chosen)
    }));
    Select {
        name: "version",
        label: point_word(Point::MaintainedVersion, words),
        hint: words.say("point-maintained-version-hint"),
        answers,
        error: typed.fault("version"),
        ..Select::default()
    }
}

/// Each severity in the words of the vendor's contract, with the clause that defines it.
fn severities(vendor: &VendorChoice, typed: &Typed, words: Words) -> Select {
    let chosen = typed.dossier.severity.map_or("", Priority::word);
    let mut answers = vec![Answer::new("", words.say("dossier-severity-none"), chosen)];
    answers.extend(Priority::ALL.into_iter().map(|one| {
        let clause = vendor
            .contract
            .severity_clause(one)
            .and_then(|name| vendor.contract.clause(name));
        let label = words.say_with(
            "dossier-severity-of",
            &[
                (
                    "word",
                    vendor
                        .contract
                        .priority_word(one, contract_lang(words))
                        .into(),
                ),
                (
                    "clause",
                    clause
                        .map_or_else(String::new, |one| clauses::reference(one, words))
                        .into(),
                ),
            ],
        );
        Answer::new(one.word(), label, chosen)
    }));
    Select {
        name: "severity",
        label: point_word(Point::Severity, words),
        hint: words.say("point-severity-hint"),
        answers,
        error: typed.fault("severity"),
        ..Select::default()
    }
}

/// The files of the ticket, each with whether it goes along.
fn files(page: &VendorPage, typed: &Typed, words: Words) -> Vec<(String, String, bool)> {
    page.page
        .attachments
        .iter()
        .map(|file| {
            let size = crate::edges::words::durations::size(file.bytes, words);
            let name = file.name.to_string();
            let line = words.say_with(
                "files-line",
                &[("name", name.into()), ("size", size.into())],
            );
            let along = typed.dossier.files.contains(&file.id);
            (file.id.to_string(), line, along)
        })
        .collect()
}

/// « Enregistré par Camille Aubry à 14:32 ».
fn saved(page: &VendorPage, words: Words) -> String {
    let Some(draft) = &page.draft else {
        return String::new();
    };
    let tz = page.page.contract.calendar().rules().timezone();
    let at = dates::in_sentence(draft.saved_at, page.page.now, tz, words.lang());
    let name = page.saved_by.clone().unwrap_or_default();
    words.say_with("dossier-saved", &[("name", name.into()), ("at", at.into())])
}
