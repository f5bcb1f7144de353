//! What one stream tells its reader: only what is another than it told before.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{
    super::{
        filter::Asked,
        rows::{Row, Urgency, row},
        view::{Headline, computed, day},
    },
    look::Seen,
};
use crate::domain::access::Right;
use crate::{
    domain::ids::TicketId,
    edges::{
        http::{App, Worker, preferences::Preferences},
        pages::{
            desk_frame::{Numbers, counts},
            layout::{Frame, NavItem, Person, Place},
        },
        words::Words,
    },
};

/// By how much the clocks of two processes may differ, and a change may be older than its commit.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

/// One row, as the page writes it.
#[derive(Debug, Template)]
#[template(path = "partials/queue_row_alone.html")]
struct Alone<'a> {
    frame: &'a Frame,
    row: &'a Row<'a>,
}

/// The whole state of a stream: for whom it tells what, and what it told.
#[derive(Debug)]
pub(super) struct Teller {
    frame: Frame,
    worker: Worker,
    asked: Asked,
    /// The instant of the page that the reader has.
    since: DateTime<Utc>,
    versions: BTreeMap<TicketId, i64>,
    era: Option<i64>,
    told: Parts,
}

/// The parts of the page that are told again when they change.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Parts {
    groups: Vec<(&'static str, String, Vec<String>)>,
    filed: Vec<String>,
    told: String,
    title: String,
    computed: String,
    day: String,
    rail: Vec<(Option<u64>, bool)>,
}

/// What is sent. Ids are those of tickets.
#[derive(Debug, Default, Serialize)]
struct Message {
    /// The rows that changed, as the page writes them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    rows: BTreeMap<String, String>,
    /// Whether every row is told, because its countdown begins anew.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    all: bool,
    /// The order of the page: class, name and tickets of each group.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<(&'static str, String, Vec<String>)>>,
    /// The tickets of the page that were filed after the reader's page was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    filed: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<String>,
    /// The day at the head of the page; empty when nothing falls today.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    /// The numbers of the rail in their order, and which ask for attention.
    #[serde(skip_serializing_if = "Option::is_none")]
    rail: Option<Vec<(Option<u64>, bool)>>,
}

impl Teller {
    pub(super) fn new(
        app: &App,
        preferences: Preferences,
        worker: &Worker,
        asked: Asked,
        since: DateTime<Utc>,
    ) -> Self {
        Self {
            frame: app.frame_at(preferences, "/queue", "nav-queue"),
            worker: worker.clone(),
            asked,
            since,
            versions: BTreeMap::new(),
            era: None,
            told: Parts::default(),
        }
    }

    /// What is to be said of `seen`, as JSON; nothing when all of it was said.
    pub(super) fn tell(&mut self, seen: &Seen) -> Option<String> {
        let (rows, all) = self.rows(seen);
        let parts = self.parts(seen);
        let quiet = rows.is_empty() && parts == self.told;
        let told = std::mem::replace(&mut self.told, parts.clone());
        if quiet {
            return None;
        }
        let message = Message {
            rows,
            all,
            groups: another(parts.groups, &told.groups),
            filed: another(parts.filed, &told.filed),
            told: another(parts.told, &told.told),
            title: another(parts.title, &told.title),
            computed: another(parts.computed, &told.computed),
            day: another(parts.day, &told.day),
            rail: another(parts.rail, &told.rail),
        };
        serde_json::to_string(&message).ok()
    }

    /// The rows that changed since they were told, and whether these are all of them.
    fn rows(&mut self, seen: &Seen) -> (BTreeMap<String, String>, bool) {
        let first = self.era.is_none();
        // The page of the reader has what had not changed when it was made.
        let known = |changed_at| first && changed_at < self.since - MARGIN;
        let all = self.era.is_some_and(|era| era != seen.era);
        self.era = Some(seen.era);
        let tz = seen.contract.calendar().rules().timezone();
        let mut rows = BTreeMap::new();
        let mut versions = BTreeMap::new();
        for line in &seen.page.lines {
            let ticket = &line.row.ticket;
            versions.insert(ticket.id, ticket.version);
            let told = self.versions.get(&ticket.id) == Some(&ticket.version);
            if !all && (told || known(ticket.changed_at)) {
                continue;
            }
            let now = seen.page.now;
            let urgency = Urgency::of(line, now, tz);
            let reader = self.worker.person.id;
            let row = row(line, urgency, reader, now, self.frame.words);
            let alone = Alone {
                frame: &self.frame,
                row: &row,
            };
            if let Ok(html) = alone.render() {
                rows.insert(ticket.id.to_string(), html);
            }
        }
        self.versions = versions;
        (rows, all)
    }

    fn parts(&self, seen: &Seen) -> Parts {
        let words = self.frame.words;
        let reader = self.worker.person.id;
        let queue = seen.counts.get(&reader).copied();
        let queue = queue.unwrap_or(seen.page.counts);
        let headline = Headline::of(&self.asked, &seen.page, queue, words);
        let calendar = seen.contract.calendar();
        let tz = calendar.rules().timezone();
        let numbers = Numbers {
            queue,
            alarms: seen.alarms,
        };
        let frame = self.frame.clone().for_agent(
            Person::named(self.worker.person.name.as_str()),
            counts(numbers),
            Place::Elsewhere,
            self.worker.may(Right::ReadLetters),
        );
        let number = |item: &NavItem| (item.count, item.hot);
        let mut titled = self.frame.clone();
        titled.title = headline.title;
        let lines = seen.page.lines.iter();
        Parts {
            groups: arranged(seen, words),
            filed: lines
                .filter(|line| line.row.ticket.filed_at >= self.since - MARGIN)
                .map(|line| line.row.ticket.id.to_string())
                .collect(),
            told: headline.told,
            title: titled.document_title(),
            computed: computed(&seen.page, tz, words),
            day: day(&seen.page, calendar, words)
                .and_then(|day| day.render().ok())
                .unwrap_or_default(),
            rail: frame.views.iter().chain(&frame.nav).map(number).collect(),
        }
    }
}

/// The groups of a page, as the page itself makes them.
fn arranged(seen: &Seen, words: Words) -> Vec<(&'static str, String, Vec<String>)> {
    let tz = seen.contract.calendar().rules().timezone();
    let mut groups: Vec<(&'static str, String, Vec<String>)> = Vec::new();
    let mut last = None;
    for line in &seen.page.lines {
        let urgency = Urgency::of(line, seen.page.now, tz);
        if last != Some(urgency) {
            last = Some(urgency);
            groups.push((urgency.class(), urgency.words(words), Vec::new()));
        }
        if let Some((_, _, tickets)) = groups.last_mut() {
            tickets.push(line.row.ticket.id.to_string());
        }
    }
    groups
}

/// What is to be told, unless it was.
fn another<T: PartialEq>(now: T, told: &T) -> Option<T> {
    (now != *told).then_some(now)
}
