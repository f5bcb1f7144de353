//! The frame of the agents' pages: who is signed in, and the numbers of the rail.

use actix_web::HttpRequest;

use super::layout::{Counts, Frame, Person, Place};
use crate::{
    desk::{Alarms, Desk, Error},
    domain::{
        access::{Right, Scope},
        ticket::QueueCounts,
    },
    edges::http::{App, Worker},
};

/// The numbers that the rail shows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Numbers {
    /// Of the queue.
    pub queue: QueueCounts,
    /// Besides the queue.
    pub alarms: Alarms,
}

impl Numbers {
    /// The numbers as `reader` sees them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(desk: &Desk, reader: &Scope) -> Result<Self, Error> {
        Ok(Self {
            queue: desk.queue_counts(reader)?,
            alarms: desk.alarms(reader)?,
        })
    }
}

/// The numbers as the rail shows them.
#[must_use]
pub fn counts(numbers: Numbers) -> Counts {
    let Numbers { queue, alarms } = numbers;
    let some = |number: u32| Some(u64::from(number));
    Counts {
        open: some(queue.open),
        to_take: some(queue.to_take),
        mine: some(queue.mine),
        soon: some(queue.late.saturating_add(queue.due_within_hour)),
        waiting_customer: some(queue.waiting_for_customer),
        waiting_vendor: None,
        escalations: some(alarms.escalations),
        letters_refused: some(alarms.letters_refused),
    }
}

/// The frame of an agents' page; `title` is the key of its title.
#[must_use]
pub fn frame(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    numbers: Numbers,
    title: &str,
    place: Place,
) -> Frame {
    let frame = app.frame(request, title).for_agent(
        Person::named(worker.person.name.as_str()),
        counts(numbers),
        place,
        worker.may(Right::ReadLetters),
    );
    let frame = if worker.may(Right::ReadPeople) {
        frame.with_people(place)
    } else {
        frame
    };
    let frame = if worker.may(Right::ReadSetUp) {
        frame.with_set_up(place)
    } else {
        frame
    };
    if worker.may(Right::WordLetters) {
        frame.with_wording(place)
    } else {
        frame
    }
}
