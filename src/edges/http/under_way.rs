//! The request that is being answered: its name, its lane and its seat, within reach of whatever
//! is done for it.

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
        let seat = seat.map_err(|_| PageError::Busy)?;
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
    if let Some(under_way) = now()
        && under_way.lane.replace(Lane::Desk) != Lane::Desk
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
