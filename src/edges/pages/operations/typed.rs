//! What was typed into the form of an operation, read.

use chrono::{DateTime, Utc};

use super::ZONE;
use crate::{
    desk::OperationTyped,
    domain::{
        availability::{Cause, Exclusion, Paused, Stage},
        ids::ComponentId,
        operation::{MaintenanceSaid, OutageSaid, Said},
        ticket::{Line, Priority, Reference},
    },
    edges::{
        http::{Form, PageError},
        instants::read_instant,
        pages::again::Again,
        words::Words,
    },
};

/// How many severities an outage may have one after the other, and how many pauses.
pub(super) const ROWS: usize = 6;

/// Which form it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Outage,
    Maintenance,
}

impl Kind {
    pub(super) fn read(word: &str) -> Result<Self, PageError> {
        match word {
            "outage" => Ok(Self::Outage),
            "maintenance" => Ok(Self::Maintenance),
            _ => Err(PageError::NotFound),
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Outage => "outage",
            Self::Maintenance => "maintenance",
        }
    }

    /// The key of the title of the form.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Outage => "operation-new-outage",
            Self::Maintenance => "operation-new-maintenance",
        }
    }
}

/// What the form says; nothing when something of it is refused.
pub(super) fn operation(
    again: &mut Again,
    kind: Kind,
    now: DateTime<Utc>,
    words: Words,
) -> Option<OperationTyped> {
    let mut typing = Typing { again, words };
    let title = typing.needed("title", "operation-no-title");
    let components = typing.components();
    match kind {
        Kind::Outage => {
            let (stages, pauses) = (typing.stages(), typing.pauses());
            let ended = typing.moment("ended");
            let references = typing.references();
            let cause = typing.form().line("cause").parse::<Cause>();
            let evidence = typing.optional("evidence");
            Some(OperationTyped {
                said: Said::Outage(OutageSaid {
                    title: title?,
                    components: components?,
                    stages: stages?,
                    ended: ended?,
                    cause: cause.ok()?,
                    evidence: evidence?,
                    pauses: pauses?,
                    tickets: Vec::new(),
                    published: typing.form().checked("published"),
                }),
                references: references?,
            })
        }
        Kind::Maintenance => {
            let reason = typing.needed("reason", "operation-no-reason");
            let (from, to) = (typing.begun("from"), typing.begun("to"));
            let ended = typing.moment("ended");
            let urgency = typing.optional("urgency");
            let severity = typing.form().line("severity").parse::<Priority>();
            let form = typing.form();
            Some(OperationTyped {
                said: Said::Maintenance(MaintenanceSaid {
                    title: title?,
                    reason: reason?,
                    components: components?,
                    from: from?,
                    to: to?,
                    ended: ended?,
                    lasts: form.checked("lasts"),
                    severity: severity.ok()?,
                    urgency: urgency?,
                    planned_at: now,
                    called_off: form.checked("called-off"),
                    published: form.checked("published"),
                }),
                references: Vec::new(),
            })
        }
    }
}

struct Typing<'a> {
    again: &'a mut Again,
    words: Words,
}

impl Typing<'_> {
    fn form(&self) -> &Form {
        self.again.form()
    }

    fn refuse<T>(&mut self, control: &'static str, key: &str) -> Option<T> {
        self.again.refuse(control, self.words.say(key));
        None
    }

    fn needed(&mut self, control: &'static str, key: &str) -> Option<Line> {
        match Line::parse(self.form().get(control)) {
            Ok(line) => Some(line),
            Err(_) => self.refuse(control, key),
        }
    }

    /// A line that may be left blank; the outer `None` tells that it is too long.
    #[expect(
        clippy::option_option,
        reason = "whether it can be read, and whether it is there"
    )]
    fn optional(&mut self, control: &'static str) -> Option<Option<Line>> {
        match self.form().line(control) {
            "" => Some(None),
            _ => self.needed(control, "operation-long").map(Some),
        }
    }

    /// An instant that may be left blank; the outer `None` tells that it is none.
    #[expect(
        clippy::option_option,
        reason = "whether it can be read, and whether it is there"
    )]
    fn moment(&mut self, control: &'static str) -> Option<Option<DateTime<Utc>>> {
        match self.form().line(control) {
            "" => Some(None),
            text => match read_instant(text, ZONE) {
                Ok(at) => Some(Some(at)),
                Err(_) => self.refuse(control, "operation-no-moment"),
            },
        }
    }

    fn begun(&mut self, control: &'static str) -> Option<DateTime<Utc>> {
        match self.moment(control)? {
            Some(at) => Some(at),
            None => self.refuse(control, "operation-no-moment"),
        }
    }

    fn components(&mut self) -> Option<Vec<ComponentId>> {
        let read: Result<Vec<ComponentId>, _> =
            self.form().all("component").map(str::parse).collect();
        match read {
            Ok(all) if !all.is_empty() => Some(all),
            _ => self.refuse("component-0", "setup-operation-no-component"),
        }
    }

    /// The rows of a table of the form that are filled in.
    fn rows<T>(&self, read: impl Fn(&Form, usize) -> Option<Option<T>>) -> Option<Vec<T>> {
        let rows = (1..=ROWS).map(|row| read(self.form(), row));
        let read: Option<Vec<Option<T>>> = rows.collect();
        Some(read?.into_iter().flatten().collect())
    }

    fn stages(&mut self) -> Option<Vec<Stage>> {
        let read = self.rows(|form, row| {
            let at = form.line(&format!("stage-at-{row}"));
            if at.is_empty() {
                return Some(None);
            }
            let severity = form.line(&format!("stage-severity-{row}"));
            Some(Some(Stage {
                from: read_instant(at, ZONE).ok()?,
                severity: severity.parse().ok()?,
            }))
        });
        match read {
            Some(stages) if !stages.is_empty() => Some(stages),
            _ => self.refuse("stage-at-1", "setup-operation-no-beginning"),
        }
    }

    fn pauses(&mut self) -> Option<Vec<Paused>> {
        let read = self.rows(|form, row| {
            let part = |name: &str| form.line(&format!("pause-{name}-{row}"));
            if part("from").is_empty() && part("to").is_empty() {
                return Some(None);
            }
            let reason: Exclusion = part("reason").parse().ok()?;
            Exclusion::PAUSES.contains(&reason).then_some(())?;
            Some(Some(Paused {
                from: read_instant(part("from"), ZONE).ok()?,
                to: read_instant(part("to"), ZONE).ok()?,
                reason,
            }))
        });
        match read {
            Some(pauses) => Some(pauses),
            None => self.refuse("pause-from-1", "setup-operation-pauses"),
        }
    }

    fn references(&mut self) -> Option<Vec<Reference>> {
        let typed = self.form().line("references").to_uppercase();
        let words = typed.split([' ', ',', ';', '\u{a0}']);
        let read: Result<Vec<Reference>, _> = words
            .filter(|one| !one.is_empty())
            .map(str::parse)
            .collect();
        match read {
            Ok(all) if all.len() <= 50 => Some(all),
            _ => self.refuse("references", "setup-reference-unknown"),
        }
    }
}
