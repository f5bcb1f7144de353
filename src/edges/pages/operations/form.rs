//! The form of an operation: new, or as it stands with what is to be corrected.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    ZONE, component_word,
    typed::{Kind, ROWS},
};
use crate::{
    desk::ComponentsPage,
    domain::{
        availability::{Cause, Exclusion, Paused, Stage},
        ids::ComponentId,
        operation::{MaintenanceSaid, OutageSaid, Said},
        ticket::{Line, Priority},
    },
    edges::{
        pages::{
            again::Again,
            fields::{Answer, Choices, Field, Select, Summary},
            layout::Frame,
        },
        words::{Words, zones::zone_words},
    },
};

/// A severity from an instant on.
#[derive(Debug)]
pub(super) struct StageRow {
    pub(super) row: usize,
    pub(super) at: String,
    pub(super) severities: Vec<Answer>,
}

/// A pause.
#[derive(Debug)]
pub(super) struct PauseRow {
    pub(super) row: usize,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) reasons: Vec<Answer>,
}

/// The questions.
#[derive(Debug)]
pub(super) struct Questions {
    pub(super) kind: &'static str,
    pub(super) title: Field,
    pub(super) components: Choices,
    pub(super) published: bool,
    pub(super) outage: Option<OfOutage>,
    pub(super) maintenance: Option<OfMaintenance>,
}

#[derive(Debug)]
pub(super) struct OfOutage {
    pub(super) stages: Vec<StageRow>,
    pub(super) stages_error: Option<String>,
    pub(super) ended: Field,
    pub(super) cause: Select,
    pub(super) evidence: Field,
    pub(super) pauses: Vec<PauseRow>,
    pub(super) pauses_error: Option<String>,
    pub(super) references: Field,
}

#[derive(Debug)]
pub(super) struct OfMaintenance {
    pub(super) reason: Field,
    pub(super) from: Field,
    pub(super) to: Field,
    pub(super) urgency: Field,
    pub(super) severity: Select,
    /// What is asked once it is entered.
    pub(super) afterwards: Option<Afterwards>,
}

#[derive(Debug)]
pub(super) struct Afterwards {
    pub(super) ended: Field,
    pub(super) lasts: bool,
    pub(super) called_off: bool,
}

/// The page of a new one.
#[derive(Debug, Template)]
#[template(path = "pages/operation_new.html")]
pub(super) struct New {
    frame: Frame,
    summary: Summary,
    action: String,
    questions: Questions,
    has_components: bool,
}

impl New {
    pub(super) fn of(
        mut frame: Frame,
        kind: Kind,
        page: &ComponentsPage,
        now: DateTime<Utc>,
        again: &Again,
    ) -> Self {
        frame.refused = again.is_refused();
        let words = frame.words;
        Self {
            summary: again.summary(),
            action: format!("/operations/new/{}", kind.word()),
            questions: Questions::of(kind, None, (page, now), again, words),
            has_components: page.components.iter().any(|one| one.active),
            frame,
        }
    }
}

/// What stands in the form at first.
struct Before<'a> {
    outage: Option<&'a OutageSaid>,
    maintenance: Option<&'a MaintenanceSaid>,
}

impl Questions {
    pub(super) fn of(
        kind: Kind,
        said: Option<(&Said, String)>,
        (page, now): (&ComponentsPage, DateTime<Utc>),
        again: &Again,
        words: Words,
    ) -> Self {
        let (said, references) = match said {
            Some((said, references)) => (Some(said), references),
            None => (None, String::new()),
        };
        let before = match said {
            Some(Said::Outage(outage)) => Before {
                outage: Some(outage),
                maintenance: None,
            },
            Some(Said::Maintenance(maintenance)) => Before {
                outage: None,
                maintenance: Some(maintenance),
            },
            None => Before {
                outage: None,
                maintenance: None,
            },
        };
        let sent = again.form().checked("title");
        let title = said.map_or("", |said| said.title().as_str());
        let published = said.is_some_and(Said::is_published);
        let chosen = said.map_or(&[][..], Said::components);
        Self {
            kind: kind.word(),
            title: again
                .field("title", words.say("operation-what"), title)
                .hint(words.say("operation-what-hint")),
            components: components(page, chosen, again, words),
            published: if sent {
                again.form().checked("published")
            } else {
                published
            },
            outage: (kind == Kind::Outage)
                .then(|| of_outage(before.outage, &references, now, again, words)),
            maintenance: (kind == Kind::Maintenance)
                .then(|| of_maintenance(before.maintenance, again, words)),
        }
    }
}

fn components(
    page: &ComponentsPage,
    chosen: &[ComponentId],
    again: &Again,
    words: Words,
) -> Choices {
    let sent = again.form().checked("title");
    let answers = page.components.iter().filter_map(|one| {
        let id = one.id.to_string();
        let is_chosen = if sent {
            again.form().chosen("component", &id)
        } else {
            chosen.contains(&one.id)
        };
        (one.active || is_chosen).then(|| Answer {
            label: component_word(one, page, words),
            value: id,
            hint: String::new(),
            chosen: is_chosen,
        })
    });
    Choices {
        name: "component",
        legend: words.say("operation-concerns"),
        several: true,
        columns: 2,
        answers: answers.collect(),
        error: again.fault("component-0"),
        ..Choices::default()
    }
}

/// An instant as a control of the browser holds it.
fn local(at: DateTime<Utc>) -> String {
    at.with_timezone(&ZONE)
        .format("%Y-%m-%dT%H:%M:%S")
        .to_string()
}

fn moment(again: &Again, name: &'static str, key: &str, words: Words, value: &str) -> Field {
    let zone = zone_words(ZONE, words);
    again
        .field(name, words.say(key), value)
        .of_kind("datetime-local", "")
        .hint(words.say_with("trial-zone", &[("zone", zone.into())]))
}

fn severities(chosen: &str, words: Words) -> Vec<Answer> {
    Priority::ALL
        .into_iter()
        .map(|one| {
            let key = format!("operation-severity-{}", one.word().to_lowercase());
            Answer::new(one.word(), words.say(&key), chosen)
        })
        .collect()
}

fn of_outage(
    said: Option<&OutageSaid>,
    references: &str,
    now: DateTime<Utc>,
    again: &Again,
    words: Words,
) -> OfOutage {
    let line = |line: Option<&Line>| line.map(ToString::to_string).unwrap_or_default();
    let cause = said.map_or(Cause::Unknown.word(), |one| one.cause.word());
    let cause = again.value("cause", cause);
    let causes = [Cause::Unknown, Cause::Ours]
        .into_iter()
        .chain(Exclusion::CAUSES.map(Cause::Outside))
        .map(|one| Answer::new(one.word(), cause_word(one, words), cause));
    let ended = said
        .and_then(|one| one.ended)
        .map(local)
        .unwrap_or_default();
    let evidence = line(said.and_then(|one| one.evidence.as_ref()));
    let begun = [Stage {
        from: now,
        severity: Priority::P1,
    }];
    OfOutage {
        stages: stages(said.map_or(&begun[..], |one| &one.stages), again, words),
        stages_error: again.fault("stage-at-1"),
        ended: moment(again, "ended", "operation-ended", words, &ended).optional(),
        cause: Select {
            name: "cause",
            label: words.say("operation-cause"),
            hint: words.say("operation-cause-hint"),
            answers: causes.collect(),
            ..Select::default()
        },
        evidence: again
            .field("evidence", words.say("operation-evidence"), &evidence)
            .hint(words.say("operation-evidence-hint"))
            .optional(),
        pauses: pauses(said.map_or(&[][..], |one| &one.pauses), again, words),
        pauses_error: again.fault("pause-from-1"),
        references: again
            .field("references", words.say("operation-references"), references)
            .hint(words.say("operation-references-hint"))
            .optional(),
    }
}

/// The severities there are, with a row to add one.
fn stages(said: &[Stage], again: &Again, words: Words) -> Vec<StageRow> {
    (1..=ROWS)
        .zip(said.iter().map(Some).chain(std::iter::repeat(None)))
        .map(|(row, stage)| {
            let at = stage.map(|stage| local(stage.from)).unwrap_or_default();
            let severity = stage.map_or("P1", |stage| stage.severity.word());
            let typed = again.value(&format!("stage-severity-{row}"), severity);
            StageRow {
                row,
                at: again.value(&format!("stage-at-{row}"), &at).to_owned(),
                severities: severities(typed, words),
            }
        })
        .take(shown(said.len(), again, "stage-at"))
        .collect()
}

fn pauses(said: &[Paused], again: &Again, words: Words) -> Vec<PauseRow> {
    (1..=ROWS)
        .zip(said.iter().map(Some).chain(std::iter::repeat(None)))
        .map(|(row, pause)| {
            let at = |one: Option<DateTime<Utc>>| one.map(local).unwrap_or_default();
            let reason = pause.map_or("", |pause| pause.reason.word());
            let reason = again.value(&format!("pause-reason-{row}"), reason);
            let reasons = Exclusion::PAUSES
                .map(|one| Answer::new(one.word(), exclusion_word(one, words), reason));
            let typed =
                |name: &str, at: &str| again.value(&format!("pause-{name}-{row}"), at).to_owned();
            PauseRow {
                row,
                from: typed("from", &at(pause.map(|pause| pause.from))),
                to: typed("to", &at(pause.map(|pause| pause.to))),
                reasons: reasons.into(),
            }
        })
        .take(shown(said.len(), again, "pause-from"))
        .collect()
}

/// How many rows are shown: those there are, and one more.
fn shown(said: usize, again: &Again, name: &str) -> usize {
    let typed = (1..=ROWS).filter(|row| again.form().checked(&format!("{name}-{row}")));
    (said + 1).max(typed.count()).min(ROWS)
}

fn of_maintenance(said: Option<&MaintenanceSaid>, again: &Again, words: Words) -> OfMaintenance {
    let at = |one: Option<DateTime<Utc>>| one.map(local).unwrap_or_default();
    let text = |one: Option<&Line>| one.map(ToString::to_string).unwrap_or_default();
    let sent = again.form().checked("title");
    let ticked = |name: &str, before: bool| {
        if sent {
            again.form().checked(name)
        } else {
            before
        }
    };
    let severity = said.map_or("P1", |one| one.severity.word());
    OfMaintenance {
        reason: again.field(
            "reason",
            words.say("operation-reason"),
            &text(said.map(|one| &one.reason)),
        ),
        from: moment(
            again,
            "from",
            "operation-from",
            words,
            &at(said.map(|one| one.from)),
        ),
        to: moment(
            again,
            "to",
            "operation-to",
            words,
            &at(said.map(|one| one.to)),
        ),
        urgency: again
            .field(
                "urgency",
                words.say("operation-urgency"),
                &text(said.and_then(|one| one.urgency.as_ref())),
            )
            .hint(words.say("operation-urgency-hint"))
            .optional(),
        severity: Select {
            name: "severity",
            label: words.say("operation-overrun-severity"),
            answers: severities(again.value("severity", severity), words),
            ..Select::default()
        },
        afterwards: said.map(|one| Afterwards {
            ended: moment(
                again,
                "ended",
                "operation-really-ended",
                words,
                &at(one.ended),
            )
            .optional(),
            lasts: ticked("lasts", one.lasts),
            called_off: ticked("called-off", one.called_off),
        }),
    }
}

/// « Cause inconnue », « Service tiers ».
pub(in crate::edges::pages) fn cause_word(cause: Cause, words: Words) -> String {
    match cause {
        Cause::Unknown => words.say("operation-cause-unknown"),
        Cause::Ours => words.say("operation-cause-ours"),
        Cause::Outside(exclusion) => exclusion_word(exclusion, words),
    }
}

/// « Force majeure », « Attente d’informations ».
pub(in crate::edges::pages) fn exclusion_word(exclusion: Exclusion, words: Words) -> String {
    words.say(&format!("exclusion-{exclusion}"))
}
