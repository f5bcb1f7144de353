//! Who watches the queue, and what all of them are told.
//!
//! # Why
//! One thread looks, however many watch: once for all who ask for the same page, and as soon as
//! the bell rings, but never so often that looking takes more than an eighth of a processor. Each
//! stream then tells its own reader what is different from what it said last. No stream holds a
//! thread or a connection to the database.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
};

use tokio::sync::watch;

use super::{
    super::filter::Asked,
    look::{self, Seen},
};
use crate::{
    desk::Desk,
    domain::{
        access::Scope,
        ids::{PersonId, SessionId},
    },
    edges::http::Worker,
};

/// Streams of one person; one more ends the oldest, whose page says so.
const MOST_OF_ONE: usize = 8;
/// Streams in all; one more is refused.
const MOST: usize = 2_000;

/// Why a stream ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending {
    /// The session is over.
    SignedOut,
    /// The same person watches in too many windows, and this is the oldest.
    Elsewhere,
    /// This process stops: the page may come back in a moment.
    Stopping,
    /// The person sees other queues than before: the page comes back and is told anew.
    Regrouped,
}

/// What a look found; nothing when the database did not answer.
pub(super) type Look = Option<Arc<Seen>>;

/// Everybody who watches the queue. Cheap to clone; all clones are the same.
#[derive(Clone, Debug)]
pub struct Hub {
    desk: Desk,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    groups: Vec<Group>,
    streams: Vec<Stream>,
    /// The number of the next stream.
    next: u64,
    /// Whether there is a thread that looks.
    looking: bool,
    closed: bool,
}

/// Those who ask for the same page.
#[derive(Debug)]
struct Group {
    asked: Asked,
    /// On whose behalf it is read, and what that person sees.
    reader: PersonId,
    scope: Scope,
    seen: watch::Sender<Option<Look>>,
}

#[derive(Debug)]
struct Stream {
    number: u64,
    person: PersonId,
    session: SessionId,
    scope: Scope,
    end: watch::Sender<Option<Ending>>,
}

/// The place of one stream, until it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    number: u64,
    state: Weak<Mutex<State>>,
    /// What was seen last; nothing before the first look.
    pub(super) seen: watch::Receiver<Option<Look>>,
    /// Why the stream is to end, once it is.
    pub(super) end: watch::Receiver<Option<Ending>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(state) = self.state.upgrade() {
            locked(&state)
                .streams
                .retain(|stream| stream.number != self.number);
        }
    }
}

/// Why there is no place.
#[derive(Debug)]
pub(super) enum NoSeat {
    /// Too many watch already, or the process stops.
    Full,
    /// The system gave no thread.
    NoThread(io::Error),
}

pub(super) fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // What is kept here is whole between two statements.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// Nobody watches yet.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            state: Arc::default(),
        }
    }

    /// How many streams are open.
    #[must_use]
    pub fn watching(&self) -> usize {
        locked(&self.state).streams.len()
    }

    /// Ends every stream, and lets none begin any more: before the server stops, which would
    /// otherwise wait for them.
    pub fn close(&self) {
        let mut state = locked(&self.state);
        state.closed = true;
        for stream in &state.streams {
            stream.end.send_replace(Some(Ending::Stopping));
        }
        drop(state);
        self.desk.bell().echo();
    }

    /// A place for `worker`, who asks for a page of the queue.
    pub(super) fn join(&self, asked: &Asked, worker: &Worker) -> Result<Seat, NoSeat> {
        let mut state = locked(&self.state);
        if state.closed || state.streams.len() >= MOST {
            return Err(NoSeat::Full);
        }
        let reader = worker.person.id;
        state.make_room(reader);
        let (end, ended) = watch::channel(None);
        let number = state.next;
        state.next += 1;
        state.streams.push(Stream {
            number,
            person: reader,
            session: worker.session,
            scope: worker.scope().clone(),
            end,
        });
        let seat = Seat {
            number,
            state: Arc::downgrade(&self.state),
            seen: state.group(asked, reader, worker.scope()),
            end: ended,
        };
        let begin = !std::mem::replace(&mut state.looking, true);
        drop(state);
        if begin && let Err(error) = self.begin() {
            locked(&self.state).looking = false;
            return Err(NoSeat::NoThread(error));
        }
        // Whoever has seen nothing yet is not to wait.
        self.desk.bell().echo();
        Ok(seat)
    }

    fn begin(&self) -> io::Result<()> {
        let (desk, state) = (self.desk.clone(), Arc::clone(&self.state));
        thread::Builder::new()
            .name("live".to_owned())
            .spawn(move || look::go_on(&desk, &state))
            .map(drop)
    }
}

impl State {
    fn make_room(&mut self, person: PersonId) {
        let own = |stream: &&Stream| stream.person == person && stream.end.borrow().is_none();
        if self.streams.iter().filter(own).count() >= MOST_OF_ONE
            && let Some(oldest) = self.streams.iter().find(own)
        {
            oldest.end.send_replace(Some(Ending::Elsewhere));
        }
    }

    /// The news of those who see the same rows and ask for the same page.
    fn group(
        &mut self,
        asked: &Asked,
        reader: PersonId,
        scope: &Scope,
    ) -> watch::Receiver<Option<Look>> {
        let same = |group: &&Group| {
            let own = group.reader == reader || !asked.is_personal();
            group.asked == *asked && own && group.scope.sees_as(scope)
        };
        if let Some(group) = self.groups.iter().find(same) {
            let mut seen = group.seen.subscribe();
            // What the others were told is news here.
            seen.mark_changed();
            return seen;
        }
        let (seen, watched) = watch::channel(None);
        self.groups.push(Group {
            asked: asked.clone(),
            reader,
            scope: scope.clone(),
            seen,
        });
        watched
    }

    /// What is to be looked at: each page, and on whose behalf. Nothing when nobody watches any
    /// more: then whoever looks must stop, and the next who comes finds nobody looking.
    pub(super) fn wanted(&mut self) -> Option<Wanted> {
        self.groups.retain(|group| group.seen.receiver_count() > 0);
        if self.closed || self.groups.is_empty() {
            self.looking = false;
            return None;
        }
        let pages = self.groups.iter();
        Some(Wanted {
            pages: pages
                .map(|group| (group.asked.clone(), group.reader, group.scope.clone()))
                .collect(),
            readers: self
                .streams
                .iter()
                .map(|stream| (stream.person, stream.scope.clone()))
                .collect(),
            unseen: self
                .groups
                .iter()
                .any(|group| group.seen.borrow().is_none()),
        })
    }

    pub(super) fn tell(&self, found: &BTreeMap<usize, Look>, pages: &[Page]) {
        for (place, look) in found {
            let page = pages.get(*place);
            let group = self.groups.iter().find(|group| {
                page.is_some_and(|(asked, reader, scope)| {
                    *asked == group.asked && *reader == group.reader && *scope == group.scope
                })
            });
            if let Some(group) = group {
                group.seen.send_replace(Some(look.clone()));
            }
        }
    }

    /// The sessions behind the streams.
    pub(super) fn sessions(&self) -> Vec<SessionId> {
        let all: BTreeSet<_> = self.streams.iter().map(|stream| stream.session).collect();
        all.into_iter().collect()
    }

    /// Ends the streams of every session of `asked` that is not in `open`, and of those whose person
    /// sees other rows than when the stream began.
    pub(super) fn end_all_but(&self, asked: &[SessionId], open: &BTreeMap<SessionId, Scope>) {
        for stream in &self.streams {
            let ending = match open.get(&stream.session) {
                None if asked.contains(&stream.session) => Ending::SignedOut,
                Some(scope) if *scope != stream.scope => Ending::Regrouped,
                None | Some(_) => continue,
            };
            stream.end.send_replace(Some(ending));
        }
    }
}

/// A page that is asked for, on whose behalf, and what that person sees.
pub(super) type Page = (Asked, PersonId, Scope);

/// What is to be looked at.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) pages: Vec<Page>,
    pub(super) readers: BTreeMap<PersonId, Scope>,
    /// Whether somebody has seen nothing yet.
    pub(super) unseen: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::ids::QueueId, edges::http::Form};

    fn asked(query: &str) -> Asked {
        Asked::read(&Form::parse(query.as_bytes()).unwrap())
    }

    #[test]
    fn a_page_is_looked_at_once_for_all_who_ask_for_it_and_see_the_same() {
        let mut state = State::default();
        let (one, other) = (PersonId::fresh(), PersonId::fresh());
        let sees = Scope::worker(one);
        let _watching = [
            state.group(&asked("view=soon"), one, &sees),
            state.group(&asked("view=soon"), other, &sees),
            state.group(&asked("view=mine"), one, &sees),
            state.group(&asked("view=mine"), other, &sees),
            state.group(&asked("assignee=me"), one, &sees),
            state.group(&asked("assignee=me"), one, &sees),
        ];
        assert_eq!(state.wanted().unwrap().pages.len(), 4);
    }

    #[test]
    fn who_sees_other_queues_is_told_of_a_page_of_their_own() {
        let mut state = State::default();
        let (one, other) = (PersonId::fresh(), PersonId::fresh());
        let fenced = Scope::Worker {
            person: other,
            closed: [QueueId::fresh()].into(),
        };
        let _watching = [
            state.group(&asked(""), one, &Scope::worker(one)),
            state.group(&asked(""), other, &fenced),
        ];
        assert_eq!(state.wanted().unwrap().pages.len(), 2);
    }

    #[test]
    fn nobody_looks_when_nobody_watches() {
        let mut state = State::default();
        drop(state.group(
            &asked(""),
            PersonId::fresh(),
            &Scope::worker(PersonId::fresh()),
        ));
        state.looking = true;
        assert!(state.wanted().is_none());
        assert!(!state.looking);
    }
}
