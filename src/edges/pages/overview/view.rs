//! The desk's page.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{HERE, address};
use crate::{
    desk::{Overview, OverviewAsked, OverviewRow, QueueLine, WaitingCase},
    domain::{ids::OrganisationId, sla::Left, ticket::Turn},
    edges::{
        pages::{
            acknowledge::weight,
            attention::ZONE,
            chip::Chip,
            layout::Frame,
            promises::{chip, clock_word},
            queue::{
                self,
                filter::{Asked, DueAsked},
                turn_words,
            },
        },
        words::{Words, dates, durations::amount_in_unit, zones::zone_words},
    },
};

#[derive(Debug, Template)]
#[template(path = "pages/overview.html")]
pub(super) struct View {
    frame: Frame,
    computed: String,
    /// The one organisation that is asked for, and the address without it.
    only: Option<String>,
    turns: Vec<String>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    whole: String,
    today: Vec<Due>,
    /// The whole list, where the page does not show it.
    today_more: Option<String>,
    late: Vec<Waits>,
    late_more: bool,
    late_list: String,
    waiting: Vec<Waits>,
    waiting_more: bool,
    waiting_list: String,
}

/// A number and the list behind it.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) count: String,
    pub(super) href: String,
    pub(super) none: bool,
    pub(super) hot: bool,
    /// What is counted, for those who do not see the column.
    pub(super) what: String,
}

impl Figure {
    pub(super) fn new(count: u64, href: String, what: String, words: Words) -> Self {
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            count: words.lang().number_of(number),
            none: count == 0,
            hot: false,
            href,
            what,
        }
    }

    pub(super) fn hot(mut self) -> Self {
        self.hot = !self.none;
        self
    }
}

/// An organisation.
#[derive(Debug)]
struct Row {
    name: String,
    href: String,
    figures: Vec<Figure>,
}

/// A request that falls due today.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) subject: String,
    pub(super) organisation: String,
    pub(super) weight: u8,
    pub(super) clock: String,
    pub(super) chip: Option<Chip>,
}

/// A case that waits for its vendor.
#[derive(Debug)]
struct Waits {
    href: String,
    subject: String,
    reference: String,
    vendor: String,
    theirs: String,
    organisation: String,
    since: String,
    datetime: String,
    owed: String,
    chip: Option<Chip>,
    late_by: String,
    proof: String,
}

impl View {
    pub(super) fn of(frame: Frame, found: &Overview, asked: &OverviewAsked) -> Self {
        let words = frame.words;
        let here = |after| address(HERE, asked.organisation, after);
        let last = found.organisations.rows.last();
        let next = last
            .filter(|_| found.organisations.more)
            .map(|row| here(Some(row.organisation.id)));
        let today = queue_at(asked.organisation, None, Some(DueAsked::Today));
        let list = |which| {
            let whole = address("/overview/vendors", asked.organisation, None);
            let sign = if whole.contains('?') { '&' } else { '?' };
            format!("{whole}{sign}which={which}")
        };
        Self {
            computed: computed(found.now, words),
            only: asked.organisation.map(|_| {
                let named = found.only.as_ref().map(|one| one.name.clone());
                named.unwrap_or_else(|| words.say("queue-organisation-none"))
            }),
            turns: Turn::ALL
                .into_iter()
                .map(|turn| turn_words(turn, words))
                .collect(),
            rows: found
                .organisations
                .rows
                .iter()
                .map(|one| row(one, words))
                .collect(),
            first: asked.after.map(|_| here(None)),
            next,
            whole: here(None),
            today: found
                .today
                .rows
                .iter()
                .map(|line| due(line, "/tickets", found.now, words))
                .collect(),
            today_more: found.today.more.then_some(today),
            late: waits(&found.late.rows, found.now, words),
            late_more: found.late.more,
            late_list: list("late"),
            waiting: waits(&found.waiting.rows, found.now, words),
            waiting_more: found.waiting.more,
            waiting_list: list("waiting"),
            frame,
        }
    }
}

/// « heure de Paris · calculé à 10:42 ».
pub(super) fn computed(now: DateTime<Utc>, words: Words) -> String {
    words.say_with(
        "queue-computed",
        &[
            ("zone", zone_words(ZONE, words).into()),
            ("time", dates::time(now, ZONE).into()),
        ],
    )
}

/// The queue with what a number counts.
fn queue_at(
    organisation: Option<OrganisationId>,
    turn: Option<Turn>,
    due: Option<DueAsked>,
) -> String {
    let asked = Asked {
        organisation,
        turn,
        due,
        ..Asked::default()
    };
    asked.href(None)
}

fn row(row: &OverviewRow, words: Words) -> Row {
    let (id, counts) = (row.organisation.id, row.counts);
    let figure = |count, turn, due, what: String| {
        let what = words.say_with(
            "overview-figure",
            &[
                ("what", what.into()),
                ("organisation", row.organisation.name.as_str().into()),
            ],
        );
        Figure::new(count, queue_at(Some(id), turn, due), what, words)
    };
    let mut figures = vec![figure(
        counts.open,
        None,
        None,
        words.say("overview-col-open"),
    )];
    figures.extend(
        Turn::ALL
            .into_iter()
            .map(|turn| figure(counts.of(turn), Some(turn), None, turn_words(turn, words))),
    );
    figures.push(figure(
        counts.today,
        None,
        Some(DueAsked::Today),
        words.say("overview-col-today"),
    ));
    let late = figure(
        counts.late,
        None,
        Some(DueAsked::Late),
        words.say("overview-col-late"),
    );
    figures.push(late.hot());
    Row {
        href: address(HERE, Some(id), None),
        name: row.organisation.name.clone(),
        figures,
    }
}

/// A request that falls due today; its page lies under `tickets`.
pub(super) fn due(line: &QueueLine, tickets: &str, now: DateTime<Utc>, words: Words) -> Due {
    let ticket = &line.row.ticket;
    let href = format!("{tickets}/{}", ticket.id);
    let organisation = line.row.organisation.clone();
    Due {
        reference: ticket.reference.to_string(),
        subject: ticket.subject.to_string(),
        organisation: organisation.unwrap_or_else(|| ticket.organisation_said.clone()),
        weight: weight(ticket.priority),
        clock: line
            .row
            .clock
            .map(|clock| clock_word(clock.name, words))
            .unwrap_or_default(),
        chip: queue::chip(line, &href, now, words),
        href,
    }
}

fn waits(cases: &[WaitingCase], now: DateTime<Utc>, words: Words) -> Vec<Waits> {
    cases.iter().map(|one| wait(one, now, words)).collect()
}

fn wait(one: &WaitingCase, now: DateTime<Utc>, words: Words) -> Waits {
    let case = &one.owed.case;
    let tz = one.contract.calendar().rules().timezone();
    let href = format!("/tickets/{}/vendor", case.ticket);
    let proof = format!("{href}/{}/proof", case.id);
    let at = dates::in_sentence(one.since, now, tz, words.lang());
    let theirs = case
        .reference
        .as_ref()
        .map(|number| words.say_with("overview-theirs", &[("number", number.as_str().into())]));
    Waits {
        subject: one.owed.subject.to_string(),
        reference: one.reference.clone(),
        vendor: one.vendor.clone(),
        theirs: theirs.unwrap_or_default(),
        organisation: one
            .owed
            .organisation
            .as_ref()
            .map(|(_, name)| name.clone())
            .unwrap_or_default(),
        since: words.say_with("overview-since", &[("at", at.into())]),
        datetime: dates::machine(one.since, tz),
        owed: one.clock.as_ref().map_or_else(
            || words.say("overview-owes-nothing"),
            |clock| clock_word(clock.name, words),
        ),
        chip: one
            .clock
            .as_ref()
            .and_then(|clock| chip(clock, clock.terms(&one.contract), now, words, &proof)),
        late_by: one
            .left
            .filter(|left| left.late)
            .map(|left| late_by(left, words))
            .unwrap_or_default(),
        href,
        proof,
    }
}

/// « en retard de 3 h ouvrées ».
pub(in crate::edges::pages) fn late_by(left: Left, words: Words) -> String {
    let amount = amount_in_unit(left.amount.num_seconds(), left.business, words);
    words.say_with("overview-late-by", &[("amount", amount.into())])
}
