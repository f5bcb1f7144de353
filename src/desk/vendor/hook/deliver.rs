//! What is owed to vendors' programs leaves: a lease is committed, the program is called with no
//! transaction open, and the outcome is noted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::{
    desk::{
        CaseChange, Desk, Error, Found,
        lost_leases::Lease,
        ports::{Called, HookCall, HookCaller},
    },
    domain::{
        access::Scope,
        ids::AttachmentId,
        ticket::Line,
        vendor::{CaseAct, Delivery, Hook, HookTold, VendorCase},
        webhook::{DeliveryState, HookFault, HookSecret, HookUrl, retry_at, sign, waits_for},
    },
    kill_point::{KillPoint, pass},
    store::{
        Conn, people, tickets,
        vendor::{cases, deliveries, hooks, outside},
    },
};

use super::super::raced;

/// How long a delivery is kept from other workers while it is tried: longer than two calls take.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// One whose lease ends sooner than this is not sent any more.
const LEFT_TO_CALL: TimeDelta = TimeDelta::minutes(2);

/// What calling vendors did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CalledVendors {
    /// What vendors have now.
    pub delivered: usize,
    /// What is tried again later.
    pub put_off: usize,
    /// What was given up.
    pub dead: usize,
}

/// What became of a try.
enum Tried {
    /// The vendor has it; its own number, where it said one.
    Delivered(Option<Line>),
    /// It does not, or nobody knows; when it wants to be called again.
    Failed {
        fault: HookFault,
        unsure: bool,
        asked: Option<DateTime<Utc>>,
    },
}

impl Tried {
    const fn failed(fault: HookFault, unsure: bool) -> Self {
        Self::Failed {
            fault,
            unsure,
            asked: None,
        }
    }
}

/// What a vendor's program answers.
#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default)]
    received: Option<bool>,
    #[serde(default)]
    reference: Option<String>,
}

impl Answer {
    fn read(body: Option<&[u8]>) -> Option<Self> {
        serde_json::from_slice(body?).ok()
    }

    fn number(&self) -> Option<Line> {
        Line::parse(self.reference.as_deref()?).ok()
    }
}

impl Desk {
    /// Calls vendors' programs with everything that may leave now, as long as `go_on` says so.
    ///
    /// # Errors
    /// When the database fails.
    pub fn call_vendors_while(
        &self,
        caller: &dyn HookCaller,
        go_on: &dyn Fn() -> bool,
    ) -> Result<CalledVendors, Error> {
        let mut done = CalledVendors::default();
        while go_on() {
            let Some((claimed, lease)) = self.claimed_call()? else {
                return Ok(done);
            };
            pass(KillPoint::DeliveryLeased);
            let id = claimed.id;
            // One that panics must not keep the others from leaving.
            let tried = catch_unwind(AssertUnwindSafe(|| self.tried_call(caller, &claimed)));
            let tried = tried.unwrap_or_else(|_| Ok(Tried::failed(HookFault::Cut, true)))?;
            let noted = self.note_call(claimed, tried)?;
            lease.finish();
            match (noted.state, noted.fault) {
                (DeliveryState::Delivered, _) => done.delivered += 1,
                (DeliveryState::Owed, fault) => {
                    done.put_off += 1;
                    let fault = fault.map(|fault| fault.to_string());
                    tracing::warn!(delivery = %id, fault, "a vendor's program is called again later");
                }
                (DeliveryState::Dead, fault) => {
                    done.dead += 1;
                    let fault = fault.map(|fault| fault.to_string());
                    tracing::error!(delivery = %id, fault, "a call to a vendor's program was given up");
                }
            }
        }
        Ok(done)
    }

    fn claimed_call(&self) -> Result<Option<(Delivery, Lease<'_>)>, Error> {
        let (now, lost) = (self.clock.now(), self.uncalled.ends());
        let is_due = |conn: &mut Conn| deliveries::due(conn, now).map(|due| due.is_some());
        if lost.is_empty() && !self.store.read(is_due)? {
            return Ok(None);
        }
        let (lease, ends) = (self.uncalled.lease(now + LEASE), lost.clone());
        let claimed = self.store.write(move |tx| -> Result<_, Error> {
            deliveries::wait_for_turn(tx)?;
            deliveries::end_leases(tx, &ends)?;
            let claimed = deliveries::claim(tx, now, now + LEASE)?;
            if claimed.is_some() {
                pass(KillPoint::DeliveryClaimed);
            }
            Ok(claimed)
        })?;
        self.uncalled.ended(&lost);
        if let Some(claimed) = claimed {
            return Ok(Some((claimed, lease)));
        }
        lease.finish();
        Ok(None)
    }

    /// Tries once; where an earlier try may have arrived, it asks first.
    fn tried_call(&self, caller: &dyn HookCaller, claimed: &Delivery) -> Result<Tried, Error> {
        let (vendor, now) = (claimed.vendor, self.clock.now());
        let hook = self.store.read(move |conn| hooks::find(conn, vendor))?;
        let Some(hook) = hook else {
            return Ok(Tried::failed(HookFault::NotCalled, claimed.unsure));
        };
        if HookUrl::parse(hook.url.as_str(), caller.calls_anywhere()).is_err() {
            return Ok(Tried::failed(HookFault::NotPublic, claimed.unsure));
        }
        let secrets = self.secrets_of(&hook, now)?;
        if secrets.is_empty() {
            return Ok(Tried::failed(HookFault::Sealed, claimed.unsure));
        }
        if claimed.unsure
            && let Some(known) = self.looked_up(caller, (&hook, &secrets), claimed)
        {
            return Ok(known);
        }
        let body = match self.body_of(&claimed.told, claimed) {
            Ok(body) => body,
            // A store of files that does not answer keeps nothing else from leaving.
            Err(_) => return Ok(Tried::failed(HookFault::Cut, false)),
        };
        let now = self.clock.now();
        let in_time = claimed
            .lease_until
            .is_none_or(|until| now + LEFT_TO_CALL <= until);
        if !in_time {
            return Ok(Tried::failed(HookFault::Silent, false));
        }
        let call = called(&hook, &secrets, (claimed.id.to_string(), body), now);
        pass(KillPoint::DeliveryBegun);
        let answer = caller.call(&call);
        pass(KillPoint::DeliveryTaken);
        Ok(outcome(answer, self.clock.now()))
    }

    /// Asks the vendor whether it has what was tried; nothing when it has not, and it may be sent.
    fn looked_up(
        &self,
        caller: &dyn HookCaller,
        (hook, secrets): (&Hook, &[HookSecret]),
        claimed: &Delivery,
    ) -> Option<Tried> {
        let now = self.clock.now();
        let id = claimed.id.to_string();
        let (address, query) = hook.url.asking(&claimed.told.data.case, claimed.id);
        let call = HookCall {
            signature: sign(secrets, &id, now, query.as_bytes()),
            address,
            id,
            timestamp: now.timestamp(),
            body: None,
        };
        let answer = caller.call(&call);
        let (status, retry_after, body) = match answer {
            Called::Answered {
                status,
                retry_after,
                body,
            } => (status, retry_after, body),
            Called::NotReached(fault) | Called::Unknown(fault) => {
                return Some(Tried::failed(fault, true));
            }
        };
        let said = Answer::read(body.as_deref());
        match (status, said) {
            (200, Some(said)) if said.received == Some(true) => {
                Some(Tried::Delivered(said.number()))
            }
            (200, Some(said)) if said.received == Some(false) => None,
            // It knows no such thing; or it cannot be asked, and must know the id when it comes again.
            (404 | 405 | 501, _) => None,
            (200..=299, _) => Some(Tried::failed(HookFault::LookUp, true)),
            (status, _) => Some(Tried::Failed {
                fault: HookFault::of_status(status),
                unsure: true,
                asked: retry_after.and_then(|text| waits_for(&text, now)),
            }),
        }
    }

    /// What a call says, with its files.
    fn body_of(&self, told: &HookTold, claimed: &Delivery) -> Result<Vec<u8>, Error> {
        let mut told = told.clone();
        if told.data.files.iter().any(|file| file.enclosed) {
            let case = claimed.case;
            let case = self
                .store
                .read(move |conn| cases::find(conn, case, &Scope::Desk));
            let ticket = case.found()?.ticket;
            for file in told.data.files.iter_mut().filter(|file| file.enclosed) {
                match self.file_of_case(ticket, file.id, file.bytes) {
                    Ok(bytes) => file.content = Some(STANDARD.encode(bytes)),
                    Err(Error::NotFound | Error::Inconsistent(_)) => {
                        let id: AttachmentId = file.id;
                        tracing::error!(attachment = %id, "a file of a case is missing");
                        file.enclosed = false;
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        serde_json::to_vec(&told).map_err(|error| Error::Inconsistent(error.to_string()))
    }

    fn note_call(&self, claimed: Delivery, tried: Tried) -> Result<Delivery, Error> {
        let now = self.clock.now();
        let (noted, number) = noted(claimed, tried, now);
        let (desk, kept) = (self.behind(&Scope::Desk), noted.clone());
        let ring = number.is_some();
        desk.clone().insist(move |tx| -> Result<_, Error> {
            deliveries::wait_for_turn(tx)?;
            if deliveries::note(tx, &kept)? {
                if kept.fault == Some(HookFault::Gone) {
                    hooks::set_gone(tx, kept.vendor, Some(now))?;
                }
                if let Some(number) = number.clone() {
                    desk.refer(tx, &kept, number, now).map_err(raced)?;
                }
            }
            pass(KillPoint::DeliveryNoted);
            Ok(())
        })?;
        pass(KillPoint::DeliveryDone);
        if ring {
            self.bell.ring();
        }
        Ok(noted)
    }

    /// Notes the vendor's own number, in its name, where it is news.
    fn refer(
        &self,
        tx: &mut Conn,
        delivery: &Delivery,
        number: Line,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let case: VendorCase = cases::find(tx, delivery.case, &Scope::Desk).found()?;
        if case.reference.as_ref() == Some(&number) {
            return Ok(());
        }
        let speaker = outside::find(tx, case.vendor).found()?.speaker;
        let person = people::find(tx, speaker).found()?;
        let ticket = tickets::find(tx, case.ticket, &Scope::Desk).found()?;
        let change = CaseChange {
            case: case.id,
            by: speaker,
            act: CaseAct::Refer(number),
            text: None,
        };
        self.do_on_case(tx, (&ticket, case), &person, &change, now)
    }
}

/// A delivery after a try, and the vendor's own number.
fn noted(mut claimed: Delivery, tried: Tried, now: DateTime<Utc>) -> (Delivery, Option<Line>) {
    claimed.lease_until = None;
    let (fault, unsure, asked) = match tried {
        Tried::Delivered(number) => {
            claimed.state = DeliveryState::Delivered;
            claimed.unsure = false;
            claimed.done_at = Some(now);
            claimed.fault = None;
            return (claimed, number);
        }
        Tried::Failed {
            fault,
            unsure,
            asked,
        } => (fault, unsure, asked),
    };
    claimed.unsure = unsure;
    claimed.fault = Some(fault);
    let tries = (claimed.id, claimed.attempts);
    match retry_at(tries, claimed.since, asked, now) {
        Some(next) if fault != HookFault::Gone => claimed.next_try_at = next,
        _ => {
            claimed.state = DeliveryState::Dead;
            claimed.done_at = Some(now);
        }
    }
    (claimed, None)
}

/// A call that says something.
pub(super) fn called(
    hook: &Hook,
    secrets: &[HookSecret],
    (id, body): (String, Vec<u8>),
    now: DateTime<Utc>,
) -> HookCall {
    HookCall {
        address: hook.url.as_str().to_owned(),
        timestamp: now.timestamp(),
        signature: sign(secrets, &id, now, &body),
        body: Some(body),
        id,
    }
}

/// What an answer means: only a success is one. After a fault of its own the vendor may have it all the
/// same.
fn outcome(answer: Called, now: DateTime<Utc>) -> Tried {
    match answer {
        Called::Answered {
            status: 200..=299,
            body,
            ..
        } => {
            let said = Answer::read(body.as_deref()).unwrap_or_default();
            Tried::Delivered(said.number())
        }
        Called::Answered {
            status,
            retry_after,
            ..
        } => Tried::Failed {
            fault: HookFault::of_status(status),
            unsure: status >= 500,
            asked: retry_after.and_then(|text| waits_for(&text, now)),
        },
        Called::NotReached(fault) => Tried::failed(fault, false),
        Called::Unknown(fault) => Tried::failed(fault, true),
    }
}
