//! Planned maintenance as a calendar that programs read again and again (RFC 5545).

use crate::{
    desk::{Status, StatusOperation},
    domain::operation::Said,
    edges::{
        icalendar::{self, Event, Method},
        words::Words,
    },
};

/// How many events a feed has.
const MOST: usize = 200;

/// The feed: what is planned, what is under way, and what is over of the last year. What is called off is
/// gone from it, and so from the calendars that read it.
pub(super) fn feed(status: &Status, name: &str, base: &str, words: Words) -> String {
    let all = status
        .planned
        .iter()
        .chain(&status.open)
        .chain(&status.past);
    let events: Vec<Event> = all
        .filter_map(|one| event(one, status, base, words))
        .take(MOST)
        .collect();
    icalendar::calendar(Method::Feed, name, words.lang().tag(), &events)
}

fn event(one: &StatusOperation, status: &Status, base: &str, words: Words) -> Option<Event> {
    let Said::Maintenance(said) = &one.operation.said else {
        return None;
    };
    let parts = status
        .services
        .iter()
        .flat_map(|(service, parts)| parts.iter().map(move |one| (service, &one.component)));
    let concerned = parts
        .filter(|(_, part)| said.components.contains(&part.id))
        .map(|(service, part)| format!("{service}, {}", part.name));
    let title = [("title", said.title.as_str().into())];
    Some(Event {
        operation: one.operation.id,
        sequence: one.operation.revision,
        stamp: said.planned_at,
        from: said.from,
        to: said.over().unwrap_or(said.to).max(said.from),
        summary: words.say_with("calendar-maintenance", &title),
        description: concerned.collect::<Vec<_>>().join("\n"),
        url: format!("{}/status", base.trim_end_matches('/')),
        organizer: String::new(),
        cancelled: said.called_off,
    })
}
