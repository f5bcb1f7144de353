//! The request that is being answered: its name, its lane and its seat, within reach of whatever
//! is done for it.
//!
//! # Why
//! Who is refused asks again, a program at once: a crowd of them took nearly all of the machine's
//! time for being refused, and left those who had been let in a fiftieth of what they get alone. So a
//! refusal to the crowd is held back a moment, which costs nothing and makes the next one come
//! later. Held back are no more than fit into memory easily.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use super::{
    PageError,
    lanes::{Lane, Lanes},
    request_id::RequestId,
    room::Seat,
};

/// How long who was let in before waits for another seat: after the body was read, or in another
/// lane.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a refusal to the crowd is held back.
const HELD_BACK: Duration = Duration::from_millis(200);

tokio::task_local! {
    static NOW: Rc<UnderWay>;
}

/// A request that is being answered.
#[derive(Debug)]
pub struct UnderWay {
    /// Its name.
    pub id: RequestId,
    lane: Cell<Lane>,
    lanes: Arc<Lanes>,
    let_in: Cell<bool>,
    seat: RefCell<Option<Seat>>,
}

impl UnderWay {
    /// A request that stands in a lane.
    #[must_use]
    pub fn new(id: RequestId, lane: Lane, lanes: Arc<Lanes>) -> Rc<Self> {
        Rc::new(Self {
            id,
            lane: Cell::new(lane),
            lanes,
            let_in: Cell::new(false),
            seat: RefCell::new(None),
        })
    }

    /// Does `work` as part of this request.
    pub async fn during<T>(self: &Rc<Self>, work: impl Future<Output = T>) -> T {
        NOW.scope(Rc::clone(self), work).await
    }

    /// Leaves the seat to somebody else.
    pub fn leave(&self) {
        drop(self.seat.take());
    }

    async fn sit(&self) -> Result<(), PageError> {
        if self.seat.borrow().is_some() {
            return Ok(());
        }
        let room = self.lanes.room(self.lane.get());
        let seat = if self.let_in.get() {
            room.return_to(PATIENCE).await
        } else {
            room.enter().await
        };
        let Ok(seat) = seat else {
            if self.lane.get() == Lane::Public {
                self.lanes.hold_back(HELD_BACK).await;
            }
            return Err(PageError::Busy);
        };
        self.let_in.set(true);
        self.seat.replace(Some(seat));
        Ok(())
    }
}

/// Takes a seat for the request under way, unless it has one: whatever costs the database or the
/// processor something begins with this.
///
/// # Errors
/// [`PageError::Busy`] when too many are served.
pub async fn let_in() -> Result<(), PageError> {
    match now() {
        Some(under_way) => under_way.sit().await,
        // What no request asks for stands in nobody's way.
        None => Ok(()),
    }
}

/// Leaves the seat while the client makes this request wait, for its body.
pub fn wait_outside() {
    if let Some(under_way) = now() {
        under_way.leave();
    }
}

/// Moves the request under way to the lane of the desk: its session was proven.
pub fn belongs_to_the_desk() {
    belongs_to(Lane::Desk);
}

/// Moves the request under way to the lane of the public: its session is a customer's, and
/// customers, however many, leave the door to those who come to work.
pub fn belongs_to_the_public() {
    belongs_to(Lane::Public);
}

fn belongs_to(lane: Lane) {
    if let Some(under_way) = now()
        && under_way.lane.replace(lane) != lane
    {
        under_way.leave();
    }
}

/// Whether whoever makes the request under way was found to be signed in at the desk, now or a
/// while ago.
#[must_use]
pub fn is_of_the_desk() -> bool {
    now().is_some_and(|under_way| under_way.lane.get() == Lane::Desk)
}

/// The request that this code is run for.
#[must_use]
pub fn now() -> Option<Rc<UnderWay>> {
    NOW.try_with(Rc::clone).ok()
}
