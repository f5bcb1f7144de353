//! How many may be served at the same moment, and who waits: a room with seats and a short queue.
//!
//! # Why
//! Beyond what a machine can do, each request that is let in makes all of them slower. So the
//! number of those served is bounded, a few more wait, and the rest hear at once that it is full:
//! whoever would have to wait longer than is worth it, as far as the last ones tell, is not made
//! to wait at all. How many can be served well depends on what they ask and on what else the machine
//! does: when they take long, seats are taken away, and put back when they are quick again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long is waited for a seat.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Patience {
    /// Who would have to wait longer than this is refused at once.
    pub worth: Duration,
    /// The longest that anybody waits, when it takes longer than was expected.
    pub most: Duration,
}

impl Patience {
    /// Of a crowd: an answer within a second, or none.
    pub const SHORT: Self = Self {
        worth: Duration::from_millis(250),
        most: Duration::from_millis(400),
    };
    /// Of those who work at the desk, and are few: rather late than refused.
    pub const LONG: Self = Self {
        worth: Duration::from_millis(1_500),
        most: Duration::from_secs(2),
    };
}

/// When somebody took longer than this, there is a seat less; when less than half of it, one more.
const LONG: Duration = Duration::from_millis(250);
/// The fewest seats.
const FEWEST: usize = 4;
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
    /// The most seats, and those there are now.
    most: usize,
    size: AtomicUsize,
    patience: Patience,
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
    /// Until it is dropped.
    permit: Option<OwnedSemaphorePermit>,
}

/// Somebody who waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Room {
    /// A room with some seats.
    #[must_use]
    pub fn of(size: usize, patience: Patience) -> Arc<Self> {
        let size = size.max(1);
        Arc::new(Self {
            seats: Arc::new(Semaphore::new(size)),
            most: size,
            size: AtomicUsize::new(size),
            patience,
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
        if before >= MOST_WAITING || self.is_stuck() || self.expected(before) > self.patience.worth
        {
            return Err(self.refuse());
        }
        let entered = self.enter_within(self.patience.most).await;
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
            permit: Some(permit),
        }
    }

    /// How long who has `before` others before them will wait, as far as the last ones tell.
    fn expected(&self, before: usize) -> Duration {
        let rounds = u64::try_from(before / self.size() + 1).unwrap_or(u64::MAX);
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
        self.size().saturating_sub(self.seats.available_permits())
    }

    /// How many seats there are now.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size.load(Ordering::Relaxed).max(1)
    }

    /// Takes away the seat that somebody just left, or adds one, as fits how long it was taken.
    fn adapt(&self, took: Duration, left: OwnedSemaphorePermit) {
        let change = |size: usize| match size {
            size if took > LONG && size > FEWEST => Some(size - 1),
            size if took < LONG / 2 && size < self.most => Some(size + 1),
            _ => None,
        };
        let relaxed = Ordering::Relaxed;
        match self.size.fetch_update(relaxed, relaxed, change) {
            Ok(_) if took > LONG => left.forget(),
            Ok(_) => self.seats.add_permits(1),
            Err(_) => {}
        }
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
        let took = self.since.elapsed();
        if let Some(permit) = self.permit.take() {
            self.room.adapt(took, permit);
        }
        let took = micros(took);
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
            let room = Room::of(2, Patience::SHORT);
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
            let room = Room::of(1, Patience::SHORT);
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
    fn a_room_that_is_slow_has_fewer_seats_until_it_is_quick_again() {
        run(async {
            let room = Room::of(16, Patience::SHORT);
            let mut seats = Vec::new();
            for _ in 0..16 {
                seats.push(room.enter().await.unwrap());
            }
            for seat in &mut seats {
                seat.since = Instant::now().checked_sub(LONG * 2).unwrap();
            }
            drop(seats);
            assert_eq!((room.size(), room.taken()), (FEWEST, 0));
            for _ in 0..40 {
                drop(room.enter().await.unwrap());
            }
            assert_eq!((room.size(), room.taken()), (16, 0));
        });
    }

    #[test]
    fn a_seat_taken_long_makes_the_next_wait_look_long() {
        run(async {
            let room = Room::of(1, Patience::SHORT);
            let before = room.expected(0);
            let seat = room.enter().await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            drop(seat);
            assert!(room.expected(0) > before);
        });
    }
}
