//! The page of the queue.

use askama::Template;
use chrono_tz::Tz;

use super::{
    day::{Day, Due},
    filter::{Asked, DueAsked, QueueView, SPANS, queue_asked},
    rows::{Group, groups},
};
use crate::{
    desk::QueuePage,
    domain::{
        calendar::Calendar,
        people::Person,
        ticket::{DueRank, Priority, QueueCounts, Turn},
    },
    edges::{
        pages::{
            fields::{Answer, Select},
            layout::Frame,
            navigation::NavItem,
        },
        words::{Words, dates, zones::zone_words},
    },
};

/// The queue.
#[derive(Debug, Template)]
#[template(path = "pages/queue.html")]
pub(super) struct View<'page> {
    frame: Frame,
    heading: String,
    told: String,
    ignored: Vec<String>,
    text: String,
    view: &'static str,
    queue: String,
    /// The one organisation that is asked for, with its name and the address without it.
    organisation: Option<(String, String, String)>,
    selects: Vec<Select>,
    narrows: bool,
    bare: String,
    day: Option<Day>,
    groups: Vec<Group<'page>>,
    first: Option<String>,
    next: Option<String>,
    empty: (String, String),
    computed: String,
    live: String,
    pill: super::live::Pill,
    here: String,
    /// The address of all that is asked for, from its beginning.
    whole: String,
}

impl<'page> View<'page> {
    /// The page; `calendar` is that of the day at its head.
    pub(super) fn of(
        mut frame: Frame,
        page: &'page QueuePage,
        asked: &Asked,
        reader: &Person,
        calendar: &Calendar,
    ) -> Self {
        let words = frame.words;
        let tz = calendar.rules().timezone();
        let queue = queue_asked(asked, page);
        let Headline {
            heading,
            title,
            told,
        } = Headline::of(asked, page, page.counts, words);
        frame.title = title;
        frame.queues = page
            .queues
            .iter()
            .map(|queue| NavItem {
                current: asked.queue == queue.slug,
                ..NavItem::new(
                    &Asked {
                        queue: queue.slug.clone(),
                        ..Asked::default()
                    }
                    .href(None),
                    "tray",
                    queue.name.clone(),
                    page.open_by_queue.get(&queue.id).map(|open| (*open).into()),
                )
            })
            .collect();
        if queue.is_some() {
            for view in &mut frame.views {
                view.current = false;
            }
        }
        Self {
            told,
            ignored: asked.ignored.clone(),
            text: asked.text.clone(),
            view: asked.view.word(),
            queue: asked.queue.clone(),
            organisation: asked.organisation.map(|id| {
                let name = page.organisation.as_ref().map(|one| one.name.clone());
                let without = Asked {
                    organisation: None,
                    after: None,
                    ..asked.clone()
                };
                let name = name.unwrap_or_else(|| words.say("queue-organisation-none"));
                (id.to_string(), name, without.href(None))
            }),
            selects: selects(asked, page, reader, words),
            narrows: asked.narrows(),
            bare: asked.bare(),
            day: day(page, calendar, words),
            groups: groups(&page.lines, reader.id, page.now, tz, words),
            first: asked.after.map(|_| asked.href(None)),
            next: page.next.map(|key| asked.href(Some(key))),
            empty: empty(asked, page, words),
            computed: computed(page, tz, words),
            live: super::live::address(asked, page.now),
            pill: super::live::Pill::of(words),
            here: asked.href(asked.after),
            whole: asked.href(None),
            heading,
            frame,
        }
    }
}

/// What the page is called, and how many tickets its view holds.
#[derive(Debug)]
pub(super) struct Headline {
    heading: String,
    pub(super) title: String,
    pub(super) told: String,
}

impl Headline {
    /// The headline for whose numbers are `counts`.
    pub(super) fn of(asked: &Asked, page: &QueuePage, counts: QueueCounts, words: Words) -> Self {
        let heading = match queue_asked(asked, page) {
            Some(queue) if asked.view == QueueView::Open => queue.name.clone(),
            _ => words.say(&format!("queue-view-{}", asked.view.word())),
        };
        let number = count(asked, page, counts);
        let title = match number {
            Some(number) => words.say_with(
                "queue-title-of",
                &[
                    ("view", heading.as_str().into()),
                    ("count", capped(number, words).into()),
                ],
            ),
            None => heading.clone(),
        };
        let told = number
            .map(|number| told(number, asked, words))
            .unwrap_or_default();
        Self {
            heading,
            title,
            told,
        }
    }
}

/// The day at the head of the page.
pub(super) fn day(page: &QueuePage, calendar: &Calendar, words: Words) -> Option<Day> {
    let dues: Vec<Due> = page
        .lines
        .iter()
        .filter(|line| line.row.place.rank == DueRank::Running)
        .map(|line| Due {
            at: line.row.place.due_at,
            priority: line.row.ticket.priority,
            soon: line.row.place.due_at < page.now + chrono::TimeDelta::hours(1),
        })
        .collect();
    Day::of(&dues, calendar, page.now, words)
}

/// « heure de Paris · calculé à 10:42 ».
pub(super) fn computed(page: &QueuePage, tz: Tz, words: Words) -> String {
    words.say_with(
        "queue-computed",
        &[
            ("zone", zone_words(tz, words).into()),
            ("time", dates::time(page.now, tz).into()),
        ],
    )
}

/// How many tickets the view holds, where that is counted.
fn count(asked: &Asked, page: &QueuePage, counts: QueueCounts) -> Option<u32> {
    let only_queue = Asked {
        queue: String::new(),
        ..asked.clone()
    };
    if only_queue.narrows() {
        return None;
    }
    if let Some(queue) = queue_asked(asked, page) {
        return (asked.view == QueueView::Open)
            .then(|| page.open_by_queue.get(&queue.id).copied())
            .flatten();
    }
    match asked.view {
        QueueView::Open => Some(counts.open),
        QueueView::ToTake => Some(counts.to_take),
        QueueView::Mine => Some(counts.mine),
        QueueView::Soon => Some(counts.late.saturating_add(counts.due_within_hour)),
        QueueView::WaitingCustomer => Some(counts.waiting_for_customer),
        QueueView::Resolved | QueueView::All => None,
    }
}

/// A number, or « 1000 et plus ».
fn capped(number: u32, words: Words) -> String {
    let said = words.lang().number_of(number.into());
    if number >= QueueCounts::MOST {
        words.say_with("queue-or-more", &[("count", said.into())])
    } else {
        said
    }
}

fn told(number: u32, asked: &Asked, words: Words) -> String {
    if number >= QueueCounts::MOST {
        return capped(number, words);
    }
    match asked.view {
        QueueView::Open => words.say_with("open-tickets", &[("count", number.into())]),
        _ => words.say_with("queue-tickets", &[("count", number.into())]),
    }
}

fn selects(asked: &Asked, page: &QueuePage, reader: &Person, words: Words) -> Vec<Select> {
    let select = |name, label, answers| Select {
        name,
        label,
        answers,
        optional: true,
        ..Select::default()
    };
    let assignee = asked.assignee();
    let mut people = vec![
        Answer::new("", words.say("queue-anybody"), &assignee),
        Answer::new("me", words.say("queue-me"), &assignee),
        Answer::new("none", words.say("queue-nobody"), &assignee),
    ];
    people.extend(
        page.workers
            .iter()
            .filter(|worker| worker.id != reader.id)
            .map(|worker| Answer::new(&worker.id.to_string(), worker.name.clone(), &assignee)),
    );
    let priority = asked.priority.map_or("", Priority::word);
    let mut priorities = vec![Answer::new("", words.say("queue-any-priority"), priority)];
    priorities.extend(
        Priority::ALL
            .iter()
            .map(|one| Answer::new(one.word(), one.word().to_owned(), priority)),
    );
    let due = asked.due();
    let mut spans = vec![Answer::new("", words.say("queue-any-time"), &due)];
    spans.extend(SPANS.iter().map(|hours| {
        let within = words.say_with("queue-within", &[("hours", u64::from(*hours).into())]);
        Answer::new(&format!("{hours}h"), within, &due)
    }));
    spans.extend([DueAsked::Today, DueAsked::Late].map(|one| {
        let word = one.word();
        Answer::new(&word, due_words(one, words), &due)
    }));
    let turn = asked.turn.map_or("", Turn::word);
    let mut turns = vec![Answer::new("", words.say("queue-any-turn"), turn)];
    turns.extend(
        Turn::ALL
            .into_iter()
            .map(|one| Answer::new(one.word(), turn_words(one, words), turn)),
    );
    vec![
        select("turn", words.say("queue-filter-turn"), turns),
        select("assignee", words.say("queue-filter-assignee"), people),
        select("priority", words.say("queue-filter-priority"), priorities),
        select("due", words.say("queue-filter-due"), spans),
    ]
}

/// « À nous », « Au client ».
pub(in crate::edges::pages) fn turn_words(turn: Turn, words: Words) -> String {
    words.say(&format!("turn-{turn}"))
}

/// « dans les 4 h », « aujourd’hui ».
pub(in crate::edges::pages) fn due_words(due: DueAsked, words: Words) -> String {
    match due {
        DueAsked::Hours(hours) => {
            words.say_with("queue-within", &[("hours", u64::from(hours).into())])
        }
        DueAsked::Today | DueAsked::Late => words.say(&format!("queue-due-{}", due.word())),
    }
}

/// What an empty page says: what would be here, and what to do.
fn empty(asked: &Asked, page: &QueuePage, words: Words) -> (String, String) {
    if asked.after.is_some() {
        return (
            words.say("queue-empty-end"),
            words.say("queue-empty-end-do"),
        );
    }
    if asked.narrows() {
        return (
            words.say("queue-empty-filter"),
            words.say("queue-empty-filter-do"),
        );
    }
    let view = asked.view.word();
    let what = words.say(&format!("queue-empty-{view}"));
    let to_do = if page.counts.open == 0 {
        words.say("queue-empty-nothing-open")
    } else {
        words.say(&format!("queue-empty-{view}-do"))
    };
    (what, to_do)
}
