//! What is left of the help that an organisation paid for in advance: the same on both sides.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono_tz::Europe::Paris;

use crate::{
    desk::{HoursLeft, HoursPage},
    domain::{
        ids::TicketId,
        prepaid::Account,
        subscription::Subscription,
        ticket::{Line, Reference},
    },
    edges::words::{Words, dates, durations::amount},
};

/// A ticket in a month.
#[derive(Debug)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// What people call it; empty for tickets that the reader does not see.
    pub reference: String,
    /// What it is about.
    pub subject: String,
    /// The time that it took.
    pub amount: String,
}

/// A month.
#[derive(Debug)]
pub struct Month {
    /// « décembre 2025 ».
    pub name: String,
    /// The time of all its tickets.
    pub amount: String,
    /// Its tickets, those that took most first.
    pub rows: Vec<Row>,
}

/// One subscription that paid for help.
#[derive(Debug)]
pub struct Package {
    /// The service.
    pub service: String,
    /// From when to when.
    pub days: String,
    /// Where it stands today: the class of a tag, and its word.
    pub state: (&'static str, String),
    /// What was paid for.
    pub bought: String,
    /// What was spent.
    pub spent: String,
    /// What is left, or by how much too much was spent.
    pub left: String,
    /// Whether more was spent than paid for.
    pub is_over: bool,
    /// The months, the last first.
    pub months: Vec<Month>,
}

/// The packages of an organisation; a ticket's page is under `tickets`.
#[must_use]
pub fn packages(page: &HoursPage, tickets: &str, words: Words) -> Vec<Package> {
    page.accounts
        .iter()
        .map(|account| package(page, account, tickets, words))
        .collect()
}

fn package(page: &HoursPage, account: &Account, tickets: &str, words: Words) -> Package {
    let subscription = &account.subscription;
    let (bought, left) = (account.bought, account.left());
    Package {
        service: page
            .services
            .get(&subscription.service)
            .cloned()
            .unwrap_or_default(),
        days: days(subscription, words),
        state: state(page, subscription, words),
        bought: minutes(bought, words),
        spent: signed(account.spent(), words),
        left: if left < 0 {
            words.say_with("hours-over", &[("amount", minutes(left, words).into())])
        } else {
            words.say_with("hours-left", &[("amount", minutes(left, words).into())])
        },
        is_over: left < 0,
        months: account
            .months
            .iter()
            .rev()
            .map(|(month, of_month)| Month {
                name: dates::month(*month, words.lang()),
                amount: signed(of_month.values().sum(), words),
                rows: parts(page, of_month)
                    .into_iter()
                    .map(|part| row(part, tickets, words))
                    .collect(),
            })
            .collect(),
    }
}

/// The time of one ticket in a month; of all that the reader does not see together, where there is no
/// ticket.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The ticket, and what people call it.
    pub ticket: Option<(TicketId, &'a Reference, &'a Line)>,
    /// Minutes; less than none where corrections took more away.
    pub minutes: i64,
}

/// What a month is made of, the tickets that took most first, those that the reader does not see last.
#[must_use]
pub fn parts<'a>(page: &'a HoursPage, of_month: &BTreeMap<TicketId, i64>) -> Vec<Part<'a>> {
    let mut seen = Vec::new();
    let mut unseen = None;
    for (id, spent) in of_month {
        match page.tickets.get(id) {
            Some((reference, subject)) => seen.push((*spent, (*id, reference, subject))),
            None => *unseen.get_or_insert(0) += spent,
        }
    }
    seen.sort_by_cached_key(|(spent, (_, reference, _))| (Reverse(*spent), reference.to_string()));
    let seen = seen.into_iter().map(|(minutes, ticket)| Part {
        ticket: Some(ticket),
        minutes,
    });
    let rest = unseen.map(|minutes| Part {
        ticket: None,
        minutes,
    });
    seen.chain(rest).collect()
}

fn row(part: Part<'_>, tickets: &str, words: Words) -> Row {
    let amount = signed(part.minutes, words);
    match part.ticket {
        Some((id, reference, subject)) => Row {
            href: format!("{tickets}/{id}"),
            reference: reference.to_string(),
            subject: subject.to_string(),
            amount,
        },
        None => Row {
            href: String::new(),
            reference: String::new(),
            subject: words.say("hours-others"),
            amount,
        },
    }
}

/// « du 1er janvier au 31 décembre 2026 ».
fn days(subscription: &Subscription, words: Words) -> String {
    let first = dates::civil(subscription.first_day, words.lang());
    match subscription.last_day {
        Some(last) => words.say_with(
            "setup-from-to",
            &[
                ("first", first.into()),
                ("last", dates::civil(last, words.lang()).into()),
            ],
        ),
        None => words.say_with("setup-from", &[("first", first.into())]),
    }
}

/// Where a subscription stands today: the class of a tag, and its word.
#[must_use]
pub fn state(
    page: &HoursPage,
    subscription: &Subscription,
    words: Words,
) -> (&'static str, String) {
    let today = page.now.with_timezone(&Paris).date_naive();
    if subscription.covers(today) {
        ("tag-ok", words.say("setup-in-force"))
    } else if subscription.first_day > today {
        ("", words.say("setup-to-come"))
    } else {
        ("", words.say("setup-ended"))
    }
}

/// « 3 h 20 », « 0 min »: the amount, its sign left out.
#[must_use]
pub fn minutes(minutes: i64, words: Words) -> String {
    if minutes == 0 {
        return words.say_with("amount-minutes", &[("minutes", "0".into())]);
    }
    amount(minutes.saturating_mul(60), true, words)
}

/// The same, with the sign of what corrections took away.
fn signed(spent: i64, words: Words) -> String {
    let said = minutes(spent, words);
    if spent < 0 {
        words.say_with("hours-less", &[("amount", said.into())])
    } else {
        said
    }
}

/// What is left of an account, for the organisation's page: « Reste 3 h 20 sur 10 h ».
#[must_use]
pub fn in_short(account: &Account, words: Words) -> String {
    let left = account.left();
    let key = if left < 0 {
        "hours-short-over"
    } else {
        "hours-short"
    };
    words.say_with(
        key,
        &[
            ("left", minutes(left, words).into()),
            ("bought", minutes(account.bought, words).into()),
        ],
    )
}

/// What is left today for the ticket that an agent works on, and whether too much was spent.
#[must_use]
pub fn hours_line(hours: &HoursLeft, words: Words) -> (String, bool) {
    let is_over = hours.left < 0;
    let key = match (is_over, hours.last_day.is_some()) {
        (false, false) => "hours-line",
        (false, true) => "hours-line-until",
        (true, false) => "hours-line-over",
        (true, true) => "hours-line-over-until",
    };
    let day = hours
        .last_day
        .map(|day| dates::civil(day, words.lang()))
        .unwrap_or_default();
    let said = words.say_with(
        key,
        &[
            ("left", minutes(hours.left, words).into()),
            ("bought", minutes(hours.bought, words).into()),
            ("day", day.into()),
        ],
    );
    (said, is_over)
}
