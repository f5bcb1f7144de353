//! The three lanes: whoever works at the desk never stands behind a crowd at the public form.
//!
//! # Why
//! A cookie is easily invented, so it alone opens no lane: a session is proven by the database
//! first, in the lane of the door, and is then known for a while. To be known opens the lane of
//! the desk and nothing else: every request still has its session looked up.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

use super::room::{Patience, Room};

/// How many sessions are known at most in each of two generations.
const MOST_KNOWN: usize = 5_000;
/// How long a generation is added to; a session is known for once or twice as long.
const GENERATION: Duration = Duration::from_secs(600);

/// How many refusals are held back at most at the same moment.
const MOST_HELD_BACK: usize = 4_096;

/// Where a request stands in line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lane {
    /// Whoever files or follows a request.
    Public,
    /// Whoever signs in, follows a link of the desk, or says to be signed in.
    Door,
    /// Whoever is signed in.
    Desk,
}

impl Lane {
    /// Every lane, with the word that metrics name it by.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Public, "public"),
        (Self::Door, "door"),
        (Self::Desk, "desk"),
    ];
}

/// The rooms of the lanes, and the sessions that are known.
#[derive(Debug)]
pub struct Lanes {
    public: Arc<Room>,
    door: Arc<Room>,
    desk: Arc<Room>,
    held_back: Semaphore,
    hashing: RandomState,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    now: HashSet<u64>,
    before: HashSet<u64>,
    since: Instant,
}

impl Lanes {
    /// Lanes over a database that answers `at_once` questions side by side: three quarters of
    /// them may be the public's, so that there is always room for the desk.
    #[must_use]
    pub fn over(at_once: usize) -> Self {
        Self {
            public: Room::of(at_once * 3 / 4, Patience::SHORT),
            door: Room::of((at_once / 4).max(4), Patience::LONG),
            desk: Room::of((at_once / 2).max(4), Patience::LONG),
            held_back: Semaphore::new(MOST_HELD_BACK),
            hashing: RandomState::new(),
            known: Mutex::new(Known {
                now: HashSet::new(),
                before: HashSet::new(),
                since: Instant::now(),
            }),
        }
    }

    /// The room of a lane.
    #[must_use]
    pub const fn room(&self, lane: Lane) -> &Arc<Room> {
        match lane {
            Lane::Public => &self.public,
            Lane::Door => &self.door,
            Lane::Desk => &self.desk,
        }
    }

    /// Has somebody who is refused wait, unless very many do already.
    pub async fn hold_back(&self, time: Duration) {
        if let Ok(_place) = self.held_back.try_acquire() {
            tokio::time::sleep(time).await;
        }
    }

    /// The lane of a request for `path` with what it says is a session's secret.
    #[must_use]
    pub fn of(&self, path: &str, session: Option<&str>) -> Lane {
        let desk_links = ["/sign-in", "/set-up/", "/escalations/", "/demo/sign-in/"];
        match session {
            Some(secret) if self.is_known(secret) => Lane::Desk,
            Some(_) => Lane::Door,
            None if desk_links.iter().any(|start| path.starts_with(start)) => Lane::Door,
            None => Lane::Public,
        }
    }

    /// Keeps in mind that the database knows a session.
    pub fn know(&self, secret: &str) {
        let mark = self.hashing.hash_one(secret);
        let mut known = self.known();
        if known.now.len() >= MOST_KNOWN || known.since.elapsed() > GENERATION {
            known.before = std::mem::take(&mut known.now);
            known.since = Instant::now();
        }
        known.now.insert(mark);
    }

    fn is_known(&self, secret: &str) -> bool {
        let mark = self.hashing.hash_one(secret);
        let known = self.known();
        known.now.contains(&mark) || known.before.contains(&mark)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Two sets of marks: a thread that panicked cannot have left half of one.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future as _,
        pin::pin,
        task::{Context, Waker},
    };

    use super::*;

    #[test]
    fn only_a_session_that_was_proven_opens_the_lane_of_the_desk() {
        let lanes = Lanes::over(64);
        assert_eq!(lanes.of("/", None), Lane::Public);
        assert_eq!(lanes.of("/queue", Some("made up")), Lane::Door);
        lanes.know("proven");
        assert_eq!(lanes.of("/queue", Some("proven")), Lane::Desk);
        assert_eq!(lanes.of("/", Some("proven")), Lane::Desk);
        assert_eq!(lanes.of("/sign-in", None), Lane::Door);
    }

    #[test]
    fn no_more_refusals_are_held_back_than_fit_into_memory() {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().build().unwrap().block_on(async {
            let lanes = Lanes::over(64);
            let most = u32::try_from(MOST_HELD_BACK).unwrap();
            let held = lanes.held_back.try_acquire_many(most).unwrap();
            let long = Duration::from_secs(600);
            let mut waits = pin!(lanes.hold_back(long));
            assert!(
                waits
                    .as_mut()
                    .poll(&mut Context::from_waker(Waker::noop()))
                    .is_ready(),
                "there is no room to wait in"
            );
            drop(held);
            let mut waits = pin!(lanes.hold_back(long));
            assert!(
                waits
                    .as_mut()
                    .poll(&mut Context::from_waker(Waker::noop()))
                    .is_pending()
            );
        });
    }

    #[test]
    fn however_many_sessions_there_are_few_are_kept_in_mind() {
        let lanes = Lanes::over(64);
        for rank in 0..3 * MOST_KNOWN {
            lanes.know(&rank.to_string());
        }
        let known = lanes.known();
        assert!(known.now.len() + known.before.len() <= 2 * MOST_KNOWN);
    }
}
