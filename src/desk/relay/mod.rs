//! What this process knows of the mail server: whether it answers, how many letters it is given,
//! and which are on their way.
//!
//! # Why
//! Ten thousand letters that wait for a server which is down are not ten thousand reasons to knock:
//! one letter at a time is tried, at growing intervals, and the others stay as they are. Once the
//! server takes one, the rest leave at a bounded rate. All is measured by the steady clock: a
//! machine's clock that is put back for a day must not stop the mail for a day.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::lost_leases::LostLeases;
use crate::domain::ids::LetterId;

/// How many letters one lease takes.
const AT_A_TIME: u32 = 20;

/// The pause before the first knock at a server that does not answer; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// So many letters put off one after the other, and none taken, mean that it is not the letters.
const IN_A_ROW: u32 = 10;

/// For how long no letter has left when an administrator is told, and how often then.
const ALARM_AFTER: Duration = Duration::from_secs(15 * 60);
const ALARM_EVERY: Duration = Duration::from_secs(3_600);

/// How many letters leave within a second at most, once those saved up in quiet times have left.
pub const RATE: u32 = 20;
/// How many may leave at once after a quiet time.
pub const SAVED_UP: u32 = 1_000;

/// A clock that goes back by less than this was only corrected.
const CORRECTED: TimeDelta = TimeDelta::seconds(5);

/// Whether the rate holds: it does for the worker; whoever is asked to send all, sends all.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pace {
    /// As fast as the mail server takes them.
    Free,
    /// At [`RATE`].
    Bounded,
}

/// What is worth telling whoever keeps the machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tell {
    /// Nothing new.
    Nothing,
    /// The server has begun not to answer.
    Down,
    /// It has not for so long.
    StillDown(Duration),
    /// It answers again, after so long.
    Back(Duration),
}

/// The mail server, as this process knows it.
#[derive(Default)]
pub(super) struct Relay {
    state: Mutex<State>,
    claiming: Mutex<()>,
    /// Leases of letters that nobody carries.
    pub(super) lost: LostLeases,
}

struct State {
    down: Option<Down>,
    put_off_in_a_row: u32,
    saved: u32,
    counted_at: Duration,
    carried: BTreeSet<LetterId>,
    /// How far the machine's clock was ahead of the steady one; nothing before the first look.
    ahead: Option<TimeDelta>,
}

#[derive(Clone, Copy)]
struct Down {
    since: Duration,
    knocks: u32,
    next: Duration,
    knocking: bool,
    told: Option<Duration>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            down: None,
            put_off_in_a_row: 0,
            saved: SAVED_UP,
            counted_at: Duration::ZERO,
            carried: BTreeSet::new(),
            ahead: None,
        }
    }
}

impl Relay {
    /// Room for letters that may be claimed now; none while the server does not answer, or has been
    /// given enough.
    pub(super) fn room(&self, now: Duration, pace: Pace) -> Option<Room<'_>> {
        let mut state = self.state();
        state.save_up(now);
        let knock = match &mut state.down {
            Some(down) if down.knocking || now < down.next => return None,
            Some(down) => {
                down.knocking = true;
                true
            }
            None => false,
        };
        let letters = match pace {
            _ if knock => 1,
            Pace::Free => AT_A_TIME,
            Pace::Bounded => AT_A_TIME.min(state.saved),
        };
        if letters == 0 {
            return None;
        }
        state.saved = state.saved.saturating_sub(letters);
        Some(Room {
            relay: self,
            letters,
            knock,
        })
    }

    /// How long to wait before there is room again.
    pub(super) fn wait(&self, now: Duration) -> Duration {
        let mut state = self.state();
        state.save_up(now);
        match state.down {
            // Whoever knocks says how it ended.
            Some(down) if down.knocking => FIRST_PAUSE,
            Some(down) => down.next.saturating_sub(now),
            // Several at once are less work than one by one.
            None if state.saved == 0 => Duration::from_secs(1),
            None => Duration::ZERO,
        }
    }

    /// Whether letters may leave: another courier may have found out meanwhile that they cannot.
    pub(super) fn is_up(&self) -> bool {
        self.state().down.is_none_or(|down| down.knocking)
    }

    /// Lets the server be tried at once, because somebody asks for it.
    pub(super) fn try_now(&self) {
        if let Some(down) = &mut self.state().down {
            down.next = Duration::ZERO;
        }
    }

    /// Notes that the server took a letter, or refused one for good: it answers.
    pub(super) fn answered(&self, now: Duration) -> Tell {
        let mut state = self.state();
        state.put_off_in_a_row = 0;
        let Some(down) = state.down.take() else {
            return Tell::Nothing;
        };
        // What was saved up while nothing could leave would all leave at once.
        state.saved = 0;
        state.counted_at = now;
        Tell::Back(now.saturating_sub(down.since))
    }

    /// Notes that the server put a letter off. When it does nothing else, it is the server.
    pub(super) fn put_off(&self, now: Duration) -> Tell {
        let mut state = self.state();
        state.put_off_in_a_row = state.put_off_in_a_row.saturating_add(1);
        if state.down.is_some() || state.put_off_in_a_row >= IN_A_ROW {
            state.fell(now)
        } else {
            Tell::Nothing
        }
    }

    /// Notes that the server does not answer, or lets nobody in.
    pub(super) fn silent(&self, now: Duration) -> Tell {
        self.state().fell(now)
    }

    /// Held from the look at what is carried until what is claimed then is carried, too.
    pub(super) fn claiming(&self) -> MutexGuard<'_, ()> {
        self.claiming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a letter is on its way, until what is returned is dropped.
    pub(super) fn carry(&self, letter: LetterId) -> Carried<'_> {
        self.state().carried.insert(letter);
        Carried {
            relay: self,
            letter,
        }
    }

    /// The letters on their way.
    pub(super) fn carried(&self) -> Vec<LetterId> {
        self.state().carried.iter().copied().collect()
    }

    /// Whether the machine's clock was put back: true when it was seen to be since the last look,
    /// false when nobody knows because this is the first one.
    pub(super) fn went_back(&self, now: DateTime<Utc>, steady: Duration) -> Option<bool> {
        let ahead = now - DateTime::UNIX_EPOCH - TimeDelta::from_std(steady).unwrap_or_default();
        match self.state().ahead.replace(ahead) {
            None => Some(false),
            Some(before) => (before - ahead > CORRECTED).then_some(true),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn save_up(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.counted_at).as_millis();
        let earned = passed.saturating_mul(u128::from(RATE)) / 1_000;
        if earned > 0 {
            let earned = u32::try_from(earned).unwrap_or(u32::MAX);
            self.saved = self.saved.saturating_add(earned).min(SAVED_UP);
            self.counted_at = now;
        }
    }

    fn fell(&mut self, now: Duration) -> Tell {
        let first = self.down.is_none();
        let mut down = self.down.unwrap_or(Down {
            since: now,
            knocks: 0,
            next: now,
            knocking: false,
            told: None,
        });
        let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(down.knocks));
        // Two couriers may find out at the same moment: that is one knock.
        if down.knocking || now >= down.next {
            down.knocks = down.knocks.saturating_add(1);
            down.next = now + pause.min(LONGEST_PAUSE);
            down.knocking = false;
        }
        let lasted = now.saturating_sub(down.since);
        let due = down.told.map_or(lasted >= ALARM_AFTER, |told| {
            now.saturating_sub(told) >= ALARM_EVERY
        });
        if due {
            down.told = Some(now);
        }
        self.down = Some(down);
        match (first, due) {
            (true, _) => Tell::Down,
            (false, true) => Tell::StillDown(lasted),
            (false, false) => Tell::Nothing,
        }
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("up", &self.is_up())
            .finish_non_exhaustive()
    }
}

/// Room for some letters. What is not taken goes back when it is dropped.
#[derive(Debug)]
pub(super) struct Room<'a> {
    relay: &'a Relay,
    letters: u32,
    knock: bool,
}

impl Room<'_> {
    /// For how many letters.
    pub(super) const fn letters(&self) -> u32 {
        self.letters
    }

    /// Notes that so many letters leave by it.
    pub(super) fn take(&mut self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.letters = self.letters.saturating_sub(count);
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        let mut state = self.relay.state();
        state.saved = state.saved.saturating_add(self.letters).min(SAVED_UP);
        if let Some(down) = state.down.as_mut().filter(|_| self.knock) {
            down.knocking = false;
        }
    }
}

/// A letter that is on its way.
#[derive(Debug)]
pub(super) struct Carried<'a> {
    relay: &'a Relay,
    letter: LetterId,
}

impl Drop for Carried<'_> {
    fn drop(&mut self) {
        self.relay.state().carried.remove(&self.letter);
    }
}

#[cfg(test)]
mod tests;
