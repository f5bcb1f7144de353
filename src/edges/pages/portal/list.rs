//! The list of a customer's tickets.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::{
    desk::{PortalPage, QueueLine, Served, day_ends},
    domain::{
        access::Who,
        ids::{OrganisationId, PlatformId},
        stored_clock::StoredState,
        ticket::{
            PauseReason, PortalDue, PortalFilter, PortalKey, PortalTurn, PortalView, QueueFilter,
            Status, is_kept,
        },
    },
    edges::{
        http::Form,
        pages::{
            attention::ZONE, chip::Chip, fields::Answer, layout::Frame, navigation::NavItem,
            promises::reason_word, queue, request,
        },
        words::{Words, dates},
    },
};

/// What an address of the list asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Asked {
    /// The view.
    pub view: PortalView,
    /// Only what the reader filed.
    pub mine: bool,
    /// About one platform.
    pub platform: Option<PlatformId>,
    /// Of one organisation.
    pub organisation: Option<OrganisationId>,
    /// On which it is somebody's turn.
    pub turn: Option<PortalTurn>,
    /// When it falls due.
    pub due: Option<PortalDue>,
    /// What is looked for.
    pub text: String,
    /// Where the page begins.
    pub after: Option<PortalKey>,
}

impl Asked {
    /// Reads the query of an address. What cannot be understood is left aside.
    #[must_use]
    pub fn read(query: &Form) -> Self {
        let word = query.line("view");
        let view = PortalView::ALL.into_iter().find(|one| one.word() == word);
        let text = query.line("q").chars().filter(|one| is_kept(*one));
        Self {
            view: view.unwrap_or_default(),
            mine: query.line("of") == "mine",
            platform: query.line("platform").parse().ok(),
            organisation: query.line("organisation").parse().ok(),
            turn: query.line("turn").parse().ok(),
            due: query.line("due").parse().ok(),
            text: text.take(QueueFilter::TEXT).collect(),
            after: query.line("after").parse().ok(),
        }
    }

    /// The filter for the desk.
    #[must_use]
    pub fn filter(&self, now: DateTime<Utc>) -> PortalFilter {
        let (due_from, due_before) = match self.due {
            Some(PortalDue::Today) => (Some(now), Some(day_ends(now, ZONE))),
            Some(PortalDue::Late) => (None, Some(now)),
            None => (None, None),
        };
        PortalFilter {
            organisation: self.organisation,
            turn: self.turn,
            due_from,
            due_before,
            view: self.view,
            mine: self.mine,
            platform: self.platform,
            text: (!self.text.is_empty()).then(|| self.text.clone()),
        }
    }

    /// The address of what is asked for.
    #[must_use]
    pub fn address(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if self.view != PortalView::default() {
            query.append_pair("view", self.view.word());
        }
        if self.mine {
            query.append_pair("of", "mine");
        }
        if let Some(platform) = self.platform {
            query.append_pair("platform", &platform.to_string());
        }
        if let Some(one) = self.organisation {
            query.append_pair("organisation", &one.to_string());
        }
        if let Some(turn) = self.turn {
            query.append_pair("turn", turn.word());
        }
        if let Some(due) = self.due {
            query.append_pair("due", due.word());
        }
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        if let Some(after) = self.after {
            query.append_pair("after", &after.to_string());
        }
        match query.finish().as_str() {
            "" => "/portal".to_owned(),
            query => format!("/portal?{query}"),
        }
    }

    fn narrows(&self) -> bool {
        self.mine
            || self.platform.is_some()
            || self.organisation.is_some()
            || self.turn.is_some()
            || self.due.is_some()
            || !self.text.is_empty()
    }
}

/// A ticket of the list.
#[derive(Debug)]
struct Row {
    href: String,
    reference: String,
    subject: String,
    state: String,
    state_class: &'static str,
    expected: String,
    waits: bool,
    whose: String,
    chip: Option<Chip>,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/portal.html")]
pub struct List {
    frame: Frame,
    done: String,
    rows: Vec<Row>,
    views: Vec<NavItem>,
    view: &'static str,
    whose: Vec<Answer>,
    platforms: Vec<Answer>,
    text: String,
    narrows: bool,
    bare: String,
    /// What is asked for beside the fields: its names and values, and what it is in words.
    kept: Vec<(&'static str, String)>,
    kept_words: String,
    empty: (String, String),
    first: Option<String>,
    next: Option<String>,
    /// The address of all that is asked for, from its beginning.
    whole: String,
}

impl List {
    /// The list as `who` sees it.
    #[must_use]
    pub fn of(mut frame: Frame, who: &Who, page: &PortalPage, asked: &Asked) -> Self {
        let words = frame.words;
        if let Some(own) = page
            .served
            .iter()
            .find(|one| Some(one.organisation.id) == who.organisation)
        {
            frame.organisation = Some(own.organisation.name.clone());
        }
        let at = |view, after| {
            Asked {
                view,
                after,
                ..asked.clone()
            }
            .address()
        };
        let views = PortalView::ALL.into_iter().map(|view| NavItem {
            href: at(view, None),
            label: words.say(&format!("portal-view-{}", view.word())),
            current: view == asked.view,
            ..NavItem::default()
        });
        let bare = Asked {
            view: asked.view,
            ..Asked::default()
        };
        let empty = match (asked.narrows(), asked.view) {
            (true, _) => "narrowed",
            (false, view) => view.word(),
        };
        Self {
            done: String::new(),
            rows: page
                .lines
                .iter()
                .map(|line| row(line, who, page, words))
                .collect(),
            views: views.collect(),
            view: asked.view.word(),
            whose: whose(asked.mine, words),
            platforms: platforms(&page.served, asked.platform, words),
            text: asked.text.clone(),
            narrows: asked.narrows(),
            bare: bare.address(),
            kept: kept(asked),
            kept_words: kept_words(asked, page, words),
            empty: (
                words.say(&format!("portal-empty-{empty}")),
                words.say(&format!("portal-empty-{empty}-do")),
            ),
            first: asked.after.map(|_| at(asked.view, None)),
            whole: at(asked.view, None),
            next: page.next.map(|key| at(asked.view, Some(key))),
            frame,
        }
    }
}

impl List {
    /// The same after something was done; `done` is its word.
    #[must_use]
    pub fn after(mut self, done: &str) -> Self {
        if let word @ ("handed" | "left") = done {
            self.done = self.frame.words.say(&format!("portal-done-{word}"));
        }
        self
    }
}

/// What is asked for that no field of the page shows.
fn kept(asked: &Asked) -> Vec<(&'static str, String)> {
    let organisation = asked.organisation.map(|one| one.to_string());
    [
        ("organisation", organisation),
        ("turn", asked.turn.map(|one| one.word().to_owned())),
        ("due", asked.due.map(|one| one.word().to_owned())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// The same in words; an organisation that is none of the reader's has no name here.
fn kept_words(asked: &Asked, page: &PortalPage, words: Words) -> String {
    let organisation = asked.organisation.map(|id| {
        let known = page.served.iter().find(|one| one.organisation.id == id);
        known.map_or_else(
            || words.say("queue-organisation-none"),
            |one| one.organisation.name.clone(),
        )
    });
    let turn = asked
        .turn
        .map(|one| words.say(&format!("portal-turn-{one}")));
    let due = asked.due.map(|one| words.say(&format!("queue-due-{one}")));
    let all: Vec<String> = [organisation, turn, due].into_iter().flatten().collect();
    all.join(" · ")
}

fn whose(mine: bool, words: Words) -> Vec<Answer> {
    let chosen = if mine { "mine" } else { "all" };
    ["all", "mine"]
        .map(|one| Answer::new(one, words.say(&format!("portal-of-{one}")), chosen))
        .into()
}

/// The platforms to choose from; none where there is no choice.
fn platforms(served: &[Served], chosen: Option<PlatformId>, words: Words) -> Vec<Answer> {
    let several = served.len() > 1;
    let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
    let mut answers: Vec<Answer> = Vec::new();
    for Served {
        organisation,
        platforms,
    } in served
    {
        for platform in platforms {
            let name = [
                ("platform", platform.name.as_str().into()),
                ("organisation", organisation.name.as_str().into()),
            ];
            let label = if several {
                words.say_with("portal-platform-of", &name)
            } else {
                platform.name.clone()
            };
            answers.push(Answer::new(&platform.id.to_string(), label, &chosen));
        }
    }
    if !answers.is_empty() {
        let all = Answer::new("", words.say("portal-platform-all"), &chosen);
        answers.insert(0, all);
    }
    answers
}

fn row(line: &QueueLine, who: &Who, page: &PortalPage, words: Words) -> Row {
    let ticket = &line.row.ticket;
    let href = format!("/portal/tickets/{}", ticket.id);
    let (state, state_class) = request::state(ticket.status);
    let own = ticket.requester == who.person;
    let others = ticket.organisation != who.organisation;
    let said_by = |key: &str| {
        let organisation = line.row.organisation.clone().unwrap_or_default();
        words.say_with(
            key,
            &[
                ("name", line.row.requester.as_str().into()),
                ("organisation", organisation.into()),
            ],
        )
    };
    Row {
        reference: ticket.reference.to_string(),
        subject: ticket.subject.to_string(),
        state: words.say(state),
        state_class,
        expected: expected(line, page.now, words),
        waits: line.row.place.pause == Some(PauseReason::WaitingForCustomer),
        whose: match (own, others && line.row.organisation.is_some()) {
            (true, false) => words.say("portal-filed-by-you"),
            (true, true) => said_by("portal-filed-by-you-for"),
            (false, false) => said_by("portal-filed-by"),
            (false, true) => said_by("portal-filed-by-of"),
        },
        chip: queue::chip(line, &href, page.now, words),
        href,
    }
}

/// What is expected, and of whom.
pub(in crate::edges::pages) fn expected(
    line: &QueueLine,
    now: DateTime<Utc>,
    words: Words,
) -> String {
    match (line.row.ticket.status, line.row.place.pause) {
        (Status::New, _) => words.say("portal-expected-new"),
        (Status::Open, _) => words.say("portal-expected-open"),
        (Status::Paused, Some(PauseReason::WaitingForCustomer)) => {
            words.say("portal-expected-of-you")
        }
        (Status::Paused, Some(reason)) => {
            let reason = reason_word(reason, words);
            words.say_with("request-awaited", &[("reason", reason.into())])
        }
        (Status::Paused, None) => words.say("portal-expected-open"),
        (Status::Resolved, _) => {
            let at = match line.row.clock.map(|clock| clock.state) {
                Some(StoredState::Stopped { at, .. }) => at,
                _ => line.row.place.due_at,
            };
            let tz = line.contract.calendar().rules().timezone();
            let at = dates::in_sentence(at, now, tz, words.lang());
            words.say_with("portal-expected-resolved", &[("date", at.into())])
        }
    }
}
