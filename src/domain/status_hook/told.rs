//! What a program is told, and which news a correction is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{ComponentId, OperationId},
    operation::{OutageSaid, State, Step},
    words::words,
};

/// What kind of news it is: the `type` of a call.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum NewsKind {
    /// An outage has begun, or lasts after all.
    OutageOpened,
    /// The desk tells how the work on it goes.
    OutageUpdated,
    /// It is more or less severe.
    OutageReclassified,
    /// It is over.
    OutageResolved,
    /// What was said of it was wrong.
    OutageCorrected,
    /// The public is told of it no more.
    OutageWithdrawn,
    /// A maintenance is planned.
    MaintenanceAnnounced,
    /// What was announced has changed.
    MaintenanceChanged,
    /// It does not take place.
    MaintenanceCalledOff,
    /// The desk tells how it goes.
    MaintenanceUpdated,
    /// It has begun.
    MaintenanceBegun,
    /// It lasts longer than planned.
    MaintenanceOverrun,
    /// It is over.
    MaintenanceEnded,
    /// It concerns nothing of what was chosen any more, or the public is told of it no more.
    MaintenanceWithdrawn,
}

words!(NewsKind {
    OutageOpened => "outage.opened",
    OutageUpdated => "outage.updated",
    OutageReclassified => "outage.reclassified",
    OutageResolved => "outage.resolved",
    OutageCorrected => "outage.corrected",
    OutageWithdrawn => "outage.withdrawn",
    MaintenanceAnnounced => "maintenance.announced",
    MaintenanceChanged => "maintenance.changed",
    MaintenanceCalledOff => "maintenance.called_off",
    MaintenanceUpdated => "maintenance.updated",
    MaintenanceBegun => "maintenance.begun",
    MaintenanceOverrun => "maintenance.overrun",
    MaintenanceEnded => "maintenance.ended",
    MaintenanceWithdrawn => "maintenance.withdrawn",
});

impl NewsKind {
    /// The kinds that say whether a maintenance is announced.
    pub const ANNOUNCEMENTS: [Self; 4] = [
        Self::MaintenanceAnnounced,
        Self::MaintenanceChanged,
        Self::MaintenanceCalledOff,
        Self::MaintenanceWithdrawn,
    ];

    /// Whether who heard it last counts on the maintenance.
    #[must_use]
    pub const fn announces(self) -> bool {
        matches!(self, Self::MaintenanceAnnounced | Self::MaintenanceChanged)
    }
}

/// What a program is told, without the words of its language: those are found as the call leaves.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct StatusTold {
    /// When it happened, UTC.
    pub at: DateTime<Utc>,
    /// Of what.
    pub operation: OperationId,
    /// What it is called.
    pub title: String,
    /// How it leaves its components at that instant.
    pub state: State,
    /// When it began or begins, UTC.
    pub from: Option<DateTime<Utc>>,
    /// When it was or is to be over, UTC; none while nobody knows.
    pub to: Option<DateTime<Utc>>,
    /// Those of its components that the public sees and the program chose.
    pub components: Vec<ToldPart>,
    /// Where the work stands, where that is the news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// What the desk wrote, where that is the news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A component as calls tell it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ToldPart {
    /// Its identity.
    pub id: ComponentId,
    /// Its name, with that of its service.
    pub name: String,
}

/// An outage as a program may know it.
#[derive(Clone, Debug)]
pub struct ShownOutage<'a> {
    /// What is said of it.
    pub said: &'a OutageSaid,
    /// Those of its components that the program is told of; never empty.
    pub parts: &'a [ComponentId],
}

impl ShownOutage<'_> {
    /// Whether a program would be told the same.
    fn is_as(&self, other: &Self) -> bool {
        let (one, two) = (self.said, other.said);
        self.parts == other.parts
            && one.title == two.title
            && one.stages == two.stages
            && one.ended == two.ended
    }
}

/// Which news it is that an outage was one thing and is another; none where a program would be told the
/// same. Each is what it may know, none where it may know nothing.
#[must_use]
pub fn of_outage(
    before: Option<&ShownOutage<'_>>,
    after: Option<&ShownOutage<'_>>,
) -> Option<NewsKind> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (Some(_), None) => return Some(NewsKind::OutageWithdrawn),
        // Entered, or published, once it was over: there is nothing to wait for.
        (None, Some(after)) if after.said.ended.is_some() => return Some(NewsKind::OutageResolved),
        (None, Some(_)) => return Some(NewsKind::OutageOpened),
        (Some(before), Some(after)) => (before, after),
    };
    let severity = |one: &ShownOutage<'_>| one.said.stages.last().map(|stage| stage.severity);
    match (before.said.ended, after.said.ended) {
        (None, Some(_)) => Some(NewsKind::OutageResolved),
        (Some(_), None) => Some(NewsKind::OutageOpened),
        _ if severity(before) != severity(after) => Some(NewsKind::OutageReclassified),
        _ => (!before.is_as(after)).then_some(NewsKind::OutageCorrected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        availability::{Cause, Stage},
        ticket::{Line, Priority},
    };

    fn said() -> OutageSaid {
        OutageSaid {
            title: Line::parse("Panne").unwrap(),
            components: vec![ComponentId::fresh()],
            stages: vec![Stage {
                from: "2026-11-30T07:00:00Z".parse().unwrap(),
                severity: Priority::P1,
            }],
            ended: None,
            cause: Cause::Unknown,
            evidence: None,
            pauses: Vec::new(),
            tickets: Vec::new(),
            published: true,
        }
    }

    fn news(before: Option<&OutageSaid>, after: Option<&OutageSaid>) -> Option<NewsKind> {
        let shown = |said| ShownOutage { said, parts: &[] };
        let (before, after) = (before.map(shown), after.map(shown));
        of_outage(before.as_ref(), after.as_ref())
    }

    #[test]
    fn each_correction_is_the_news_that_it_is_for_who_may_know_it() {
        let said = said();
        assert_eq!(news(None, None), None, "nobody may know it");
        assert_eq!(news(None, Some(&said)), Some(NewsKind::OutageOpened));
        assert_eq!(news(Some(&said), None), Some(NewsKind::OutageWithdrawn));
        assert_eq!(news(Some(&said), Some(&said)), None);
        let mut over = said.clone();
        over.ended = Some("2026-11-30T08:00:00Z".parse().unwrap());
        assert_eq!(
            news(Some(&said), Some(&over)),
            Some(NewsKind::OutageResolved)
        );
        assert_eq!(news(Some(&over), Some(&said)), Some(NewsKind::OutageOpened));
        assert_eq!(news(None, Some(&over)), Some(NewsKind::OutageResolved));
        let mut milder = said.clone();
        milder.stages.push(Stage {
            from: "2026-11-30T07:30:00Z".parse().unwrap(),
            severity: Priority::P3,
        });
        let found = news(Some(&said), Some(&milder));
        assert_eq!(found, Some(NewsKind::OutageReclassified));
        let mut renamed = said.clone();
        renamed.title = Line::parse("Panne totale").unwrap();
        let found = news(Some(&said), Some(&renamed));
        assert_eq!(found, Some(NewsKind::OutageCorrected));
        let mut inside = said.clone();
        inside.evidence = Some(Line::parse("Journal du transporteur").unwrap());
        assert_eq!(news(Some(&said), Some(&inside)), None, "it stays inside");
    }
}
