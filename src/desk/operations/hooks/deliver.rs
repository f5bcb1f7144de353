//! What is owed to programs leaves: a lease is committed, the program is called with no transaction open, and
//! the outcome is noted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{
        Desk, Error,
        lost_leases::Lease,
        ports::{Called, HookCall, HookCaller, NewsWriter},
    },
    domain::{
        ids::DeliveryId,
        status_hook::{StatusDelivery, StatusHook},
        webhook::{DeliveryState, HookFault, HookSecret, HookUrl, retry_at, sign, waits_for},
    },
    kill_point::{KillPoint, pass},
    store::{Conn, status_hook_deliveries as deliveries, status_hooks},
};

/// How long a delivery is kept from other workers while it is tried: longer than a call takes.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// One whose lease ends sooner than this is not sent any more.
const LEFT_TO_CALL: TimeDelta = TimeDelta::minutes(1);

/// What calling programs did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CalledHooks {
    /// What programs have now.
    pub delivered: usize,
    /// What is tried again later.
    pub put_off: usize,
    /// How many programs were stopped.
    pub stopped: usize,
}

/// What became of a try.
pub(super) struct Tried {
    /// What went wrong; none when the program has it.
    pub(super) fault: Option<HookFault>,
    /// When it wants to be called again.
    asked: Option<DateTime<Utc>>,
}

impl Tried {
    const fn failed(fault: HookFault) -> Self {
        Self {
            fault: Some(fault),
            asked: None,
        }
    }

    /// What an answer means: only a success is one.
    pub(super) fn of(answer: &Called, now: DateTime<Utc>) -> Self {
        match answer {
            Called::Answered {
                status: 200..=299, ..
            } => Self {
                fault: None,
                asked: None,
            },
            Called::Answered {
                status,
                retry_after,
                ..
            } => Self {
                fault: Some(HookFault::of_status(*status)),
                asked: retry_after.as_deref().and_then(|text| waits_for(text, now)),
            },
            Called::NotReached(fault) | Called::Unknown(fault) => Self::failed(*fault),
        }
    }
}

impl Desk {
    /// Calls programs with everything that may leave now, as long as `go_on` says so.
    ///
    /// # Errors
    /// When the database fails.
    pub fn call_status_hooks_while(
        &self,
        caller: &dyn HookCaller,
        writer: &dyn NewsWriter,
        go_on: &dyn Fn() -> bool,
    ) -> Result<CalledHooks, Error> {
        let mut done = CalledHooks::default();
        while go_on() {
            let Some((claimed, lease)) = self.claimed_news()? else {
                return Ok(done);
            };
            pass(KillPoint::DeliveryLeased);
            let id = claimed.id;
            // One that panics must not keep the others from leaving.
            let tried = catch_unwind(AssertUnwindSafe(|| {
                self.tried_news(caller, writer, &claimed)
            }));
            let tried = tried.unwrap_or_else(|_| Ok(Tried::failed(HookFault::Cut)))?;
            let fault = tried.fault.map(|fault| fault.to_string());
            let noted = self.note_news(claimed, tried)?;
            lease.finish();
            match noted {
                DeliveryState::Delivered => done.delivered += 1,
                DeliveryState::Owed => {
                    done.put_off += 1;
                    tracing::warn!(delivery = %id, fault, "a program is told the news later");
                }
                DeliveryState::Dead => {
                    done.stopped += 1;
                    tracing::error!(delivery = %id, fault, "a program is told the news no more");
                }
            }
        }
        Ok(done)
    }

    fn claimed_news(&self) -> Result<Option<(StatusDelivery, Lease<'_>)>, Error> {
        let (now, lost) = (self.clock.now(), self.untold.ends());
        let is_due = |conn: &mut Conn| deliveries::due(conn, now).map(|due| due.is_some());
        if lost.is_empty() && !self.store.read(is_due)? {
            return Ok(None);
        }
        let (lease, ends) = (self.untold.lease(now + LEASE), lost.clone());
        let claimed = self.store.write(move |tx| -> Result<_, Error> {
            deliveries::wait_for_turn(tx)?;
            deliveries::end_leases(tx, &ends)?;
            let claimed = deliveries::claim(tx, now, now + LEASE)?;
            if claimed.is_some() {
                pass(KillPoint::DeliveryClaimed);
            }
            Ok(claimed)
        })?;
        self.untold.ended(&lost);
        if let Some(claimed) = claimed {
            return Ok(Some((claimed, lease)));
        }
        lease.finish();
        Ok(None)
    }

    fn tried_news(
        &self,
        caller: &dyn HookCaller,
        writer: &dyn NewsWriter,
        claimed: &StatusDelivery,
    ) -> Result<Tried, Error> {
        let id = claimed.hook;
        let hook = self.store.read(move |conn| status_hooks::find(conn, id))?;
        let Some(hook) = hook else {
            return Ok(Tried::failed(HookFault::NotCalled));
        };
        let (url, secret) = match self.opened_hook(&hook, caller.calls_anywhere())? {
            Ok(opened) => opened,
            Err(fault) => return Ok(Tried::failed(fault)),
        };
        let body = writer.news(claimed.kind, &claimed.told, hook.lang);
        let now = self.clock.now();
        let in_time = claimed
            .lease_until
            .is_none_or(|until| now + LEFT_TO_CALL <= until);
        if !in_time {
            return Ok(Tried::failed(HookFault::Silent));
        }
        let call = call(&url, &secret, (claimed.id, body), now);
        pass(KillPoint::DeliveryBegun);
        let answer = caller.call(&call);
        pass(KillPoint::DeliveryTaken);
        Ok(Tried::of(&answer, self.clock.now()))
    }

    /// Notes what became of a try; how the delivery stands since.
    fn note_news(&self, mut claimed: StatusDelivery, tried: Tried) -> Result<DeliveryState, Error> {
        let now = self.clock.now();
        claimed.lease_until = None;
        let state = self.insist(move |tx| -> Result<_, Error> {
            deliveries::wait_for_turn(tx)?;
            let (mut noted, fault) = (claimed.clone(), tried.fault);
            let Some(mut hook) = status_hooks::find(tx, noted.hook)? else {
                // It was removed meanwhile, and what was owed to it with it.
                return Ok(DeliveryState::Delivered);
            };
            settle(&mut noted, &mut hook, (fault, tried.asked), now);
            if deliveries::note(tx, &noted)? {
                status_hooks::note(tx, &hook)?;
                if hook.stopped.is_some() {
                    deliveries::give_up(tx, hook.id, now)?;
                }
            }
            pass(KillPoint::DeliveryNoted);
            Ok(noted.state)
        })?;
        pass(KillPoint::DeliveryDone);
        Ok(state)
    }
}

/// A delivery and its program after a try.
fn settle(
    delivery: &mut StatusDelivery,
    hook: &mut StatusHook,
    (fault, asked): (Option<HookFault>, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) {
    hook.last = Some((now, fault));
    let Some(fault) = fault else {
        hook.failing_since = None;
        delivery.state = DeliveryState::Delivered;
        delivery.done_at = Some(now);
        return;
    };
    let since = *hook.failing_since.get_or_insert(now);
    match retry_at((delivery.id, delivery.attempts), since, asked, now) {
        Some(next) if fault != HookFault::Gone => delivery.next_try_at = next,
        _ => {
            hook.stopped = Some((now, fault));
            delivery.state = DeliveryState::Dead;
            delivery.done_at = Some(now);
        }
    }
}

/// A call that says something.
pub(super) fn call(
    url: &HookUrl,
    secret: &HookSecret,
    (id, body): (DeliveryId, Vec<u8>),
    now: DateTime<Utc>,
) -> HookCall {
    let id = id.to_string();
    HookCall {
        address: url.as_str().to_owned(),
        timestamp: now.timestamp(),
        signature: sign(std::slice::from_ref(secret), &id, now, &body),
        body: Some(body),
        id,
    }
}
