//! How many may be served at the same moment, and who waits: a room with seats and a short queue.
//!
//! # Why
//! Beyond what a machine can do, each request that is let in makes all of them slower. So the
//! number of those served is bounded, a few more wait, and the rest hear at once that it is full:
//! whoever would have to wait longer than is worth it, as far as the last ones tell, is not made
//! to wait at all.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who would have to wait longer than this is refused at once.
const WORTH_WAITING: Duration = Duration::from_millis(250);
/// The longest that anybody waits, when it takes longer than was expected.
const PATIENCE: Duration = Duration::from_millis(400);
/// How long nobody is let into the queue after somebody has waited in vain.
const STUCK: Duration = Duration::from_millis(500);
/// The most who wait, however fast the room is.
const MOST_WAITING: usize = 1_000;

/// The room is full, and those who wait are enough.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Full;

/// Some seats, and a queue before them.
#[derive(Debug)]
pub struct Room {
    seats: Arc<Semaphore>,
    size: usize,
    waiting: AtomicUsize,
    /// How long a seat is taken on average, in microseconds: each counts for an eighth.
    taken_for: AtomicU64,
    /// Until when nobody may wait, in microseconds since `opened`.
    stuck_until: AtomicU64,
    opened: Instant,
    refused: AtomicU64,
}

/// A seat that is taken, until dropped.
#[derive(Debug)]
pub struct Seat {
    room: Arc<Room>,
    since: Instant,
    _permit: OwnedSemaphorePermit,
}

/// Somebody who waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Room {
    /// A room with some seats.
    #[must_use]
    pub fn of(size: usize) -> Arc<Self> {
        let size = size.max(1);
        Arc::new(Self {
            seats: Arc::new(Semaphore::new(size)),
            size,
            waiting: AtomicUsize::new(0),
            taken_for: AtomicU64::new(0),
            stuck_until: AtomicU64::new(0),
            opened: Instant::now(),
            refused: AtomicU64::new(0),
        })
    }

    /// Takes a seat, at once or after a short wait.
    ///
    /// # Errors
    /// [`Full`] at once where the wait would be too long, or after it was longer than expected.
    pub async fn enter(self: &Arc<Self>) -> Result<Seat, Full> {
        if let Some(seat) = self.try_enter() {
            return Ok(seat);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let waits = Waiting(&self.waiting);
        if before >= MOST_WAITING || self.is_stuck() || self.expected(before) > WORTH_WAITING {
            return Err(self.refuse());
        }
        let entered = self.enter_within(PATIENCE).await;
        drop(waits);
        entered.ok_or_else(|| {
            let until = micros(self.opened.elapsed() + STUCK);
            self.stuck_until.store(until, Ordering::Relaxed);
            self.refuse()
        })
    }

    /// Takes a seat for somebody who has been let in before and left it for a while.
    ///
    /// # Errors
    /// [`Full`] after `patience`.
    pub async fn return_to(self: &Arc<Self>, patience: Duration) -> Result<Seat, Full> {
        match self.try_enter() {
            Some(seat) => Ok(seat),
            None => self
                .enter_within(patience)
                .await
                .ok_or_else(|| self.refuse()),
        }
    }

    /// Takes a seat if one is free.
    fn try_enter(self: &Arc<Self>) -> Option<Seat> {
        let permit = Arc::clone(&self.seats).try_acquire_owned().ok()?;
        Some(self.seat(permit))
    }

    async fn enter_within(self: &Arc<Self>, patience: Duration) -> Option<Seat> {
        let seat = Arc::clone(&self.seats).acquire_owned();
        let permit = tokio::time::timeout(patience, seat).await.ok()?.ok()?;
        Some(self.seat(permit))
    }

    fn seat(self: &Arc<Self>, permit: OwnedSemaphorePermit) -> Seat {
        Seat {
            room: Arc::clone(self),
            since: Instant::now(),
            _permit: permit,
        }
    }

    /// How long who has `before` others before them will wait, as far as the last ones tell.
    fn expected(&self, before: usize) -> Duration {
        let rounds = u64::try_from(before / self.size + 1).unwrap_or(u64::MAX);
        Duration::from_micros(
            self.taken_for
                .load(Ordering::Relaxed)
                .saturating_mul(rounds),
        )
    }

    fn is_stuck(&self) -> bool {
        micros(self.opened.elapsed()) < self.stuck_until.load(Ordering::Relaxed)
    }

    fn refuse(&self) -> Full {
        self.refused.fetch_add(1, Ordering::Relaxed);
        Full
    }

    /// How many seats are taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.size.saturating_sub(self.seats.available_permits())
    }

    /// How many wait for a seat.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How many were refused since the start.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let took = micros(self.since.elapsed());
        let before = self.room.taken_for.load(Ordering::Relaxed);
        // Two at once may lose one of two samples; an average bears it.
        let after = before - before / 8 + took / 8;
        self.room.taken_for.store(after, Ordering::Relaxed);
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run<T>(test: impl Future<Output = T>) -> T {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().build().unwrap().block_on(test)
    }

    #[test]
    fn who_would_wait_too_long_is_refused_at_once() {
        run(async {
            let room = Room::of(2);
            room.taken_for.store(200_000, Ordering::Relaxed);
            let seats = (room.enter().await.unwrap(), room.enter().await.unwrap());
            assert_eq!(room.taken(), 2);
            // Two may hope for a seat within 200 ms; the third would wait 400.
            let began = Instant::now();
            let (one, other, third) = tokio::join!(room.enter(), room.enter(), async {
                let third = room.enter().await;
                let took = began.elapsed();
                drop(seats);
                (third.is_err(), took)
            });
            assert!(one.is_ok() && other.is_ok());
            assert!(third.0 && third.1 < Duration::from_millis(100), "{third:?}");
            assert_eq!((room.refused(), room.waiting()), (1, 0));
        });
    }

    #[test]
    fn after_one_waited_in_vain_nobody_else_does() {
        run(async {
            let room = Room::of(1);
            let seat = room.enter().await.unwrap();
            assert!(room.enter().await.is_err(), "the seat is never left");
            let began = Instant::now();
            assert!(room.enter().await.is_err());
            assert!(began.elapsed() < Duration::from_millis(100));
            drop(seat);
            assert!(room.enter().await.is_ok(), "a free seat is a free seat");
        });
    }

    #[test]
    fn a_seat_taken_long_makes_the_next_wait_look_long() {
        run(async {
            let room = Room::of(1);
            let before = room.expected(0);
            let seat = room.enter().await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            drop(seat);
            assert!(room.expected(0) > before);
        });
    }
}
