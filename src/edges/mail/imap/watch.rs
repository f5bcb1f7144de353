//! The watch over one mailbox: fetch, store, mark, wait; and begin again when anything breaks.

use std::{
    collections::BTreeSet,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use super::{
    Order, Step, Trouble,
    answer::Body,
    session::{Refusal, Session},
};
use crate::{
    config::{AfterFetch, MailboxSetting},
    desk::{self, Desk},
    domain::incoming::{Arrival, Door, IncomingMail, ReturnPath},
};

/// How long IDLE lasts before it is begun anew; servers end it after 29 minutes (RFC 2177).
const IDLE: Duration = Duration::from_secs(25 * 60);
/// How often a server without IDLE is asked.
const ASK: Duration = Duration::from_secs(30);
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

/// Why a visit ended.
enum End {
    /// The order to stop came.
    Stopping,
    /// The mailbox does not do what it should.
    Mailbox(Trouble),
    /// The desk cannot store.
    Desk(desk::Error),
}

impl From<Option<Trouble>> for End {
    fn from(failed: Option<Trouble>) -> Self {
        failed.map_or(Self::Stopping, Self::Mailbox)
    }
}

/// The watch over one mailbox.
#[derive(Debug)]
pub(super) struct Watch {
    desk: Desk,
    setting: MailboxSetting,
    order: Arc<Order>,
}

/// What a conversation remembers of letters that are still in the mailbox.
#[derive(Debug, Default)]
struct Known {
    /// Stored, and not yet marked.
    stored: BTreeSet<u32>,
    /// Too large, or without a body.
    left: BTreeSet<u32>,
}

impl Watch {
    pub(super) const fn new(desk: Desk, setting: MailboxSetting, order: Arc<Order>) -> Self {
        Self {
            desk,
            setting,
            order,
        }
    }

    /// Looks after the mailbox until the order to stop comes.
    pub(super) fn until_stopped(&self) {
        let mut failures = 0;
        while !self.order.is_given() {
            // A thread that died would leave the mailbox to itself.
            let visit = catch_unwind(AssertUnwindSafe(|| self.visit(&mut failures)));
            match visit {
                Ok(End::Stopping) => return,
                Ok(End::Mailbox(trouble)) => self.complain(&trouble),
                Ok(End::Desk(error)) => self.complain(&error),
                Err(_) => self.complain(&"looking after it panicked"),
            }
            self.order.wait(pause(failures));
            failures = failures.saturating_add(1);
        }
    }

    fn complain(&self, why: &dyn fmt::Display) {
        self.desk.tally().job_failed("imap");
        tracing::warn!(mailbox = %self.setting, error = %why, "a mailbox will be tried again");
    }

    fn visit(&self, failures: &mut u32) -> End {
        let mut session = match Session::open(&self.setting, &self.order) {
            Ok(session) => session,
            Err(failed) => return failed.into(),
        };
        tracing::info!(mailbox = %self.setting, "a mailbox is looked after");
        let mut known = Known::default();
        loop {
            if let Err(end) = self.fetch(&mut session, &mut known) {
                if matches!(end, End::Stopping | End::Desk(_)) {
                    session.close();
                }
                return end;
            }
            *failures = 0;
            if session.has_news() {
                continue;
            }
            let waited = if session.can("IDLE") {
                session.idle(IDLE)
            } else {
                self.order.wait(ASK);
                session.look()
            };
            if let Err(why) = waited {
                return session.failed(Step::Fetch, why).into();
            }
        }
    }

    /// Fetches what waits, one letter after the other.
    fn fetch(&self, session: &mut Session, known: &mut Known) -> Result<(), End> {
        let all = self.setting.after != AfterFetch::Seen;
        let failed = |session: &Session, why| End::from(session.failed(Step::Fetch, why));
        let waiting = session.waiting(all).map_err(|why| failed(session, why))?;
        for uid in waiting {
            if self.order.is_given() {
                return Err(End::Stopping);
            }
            if known.left.contains(&uid) {
                continue;
            }
            if !known.stored.contains(&uid) {
                match self.take(session, uid) {
                    Ok(true) => {
                        known.stored.insert(uid);
                    }
                    Ok(false) => {
                        known.left.insert(uid);
                        continue;
                    }
                    Err(Taking::Mailbox(Refusal::No(said))) => {
                        tracing::warn!(mailbox = %self.setting, uid, %said, "a letter is not given");
                        continue;
                    }
                    Err(Taking::Mailbox(why)) => return Err(failed(session, why)),
                    Err(Taking::Desk(error)) => return Err(End::Desk(error)),
                }
            }
            match self.mark(session, uid) {
                Ok(()) => {
                    known.stored.remove(&uid);
                }
                Err(Refusal::No(said)) => {
                    let mailbox = &self.setting;
                    tracing::warn!(%mailbox, uid, %said, "a letter that is stored cannot be marked");
                }
                Err(why) => return Err(failed(session, why)),
            }
        }
        Ok(())
    }

    /// Stores a letter; whether it is stored. One that is too large is flagged and left.
    fn take(&self, session: &mut Session, uid: u32) -> Result<bool, Taking> {
        let Some(size) = session.size(uid)? else {
            return Ok(false);
        };
        let too_large = usize::try_from(size).map_or(true, |size| size > IncomingMail::MOST_BYTES);
        let body = if too_large {
            Body::TooLarge
        } else {
            session.letter(uid)?
        };
        let raw = match body {
            Body::Bytes(raw) => raw,
            Body::Missing => return Ok(false),
            Body::TooLarge => {
                tracing::warn!(
                    mailbox = %self.setting, uid, size,
                    "a letter is too large: it is flagged, and stays in the mailbox"
                );
                session.flag(uid, "\\Flagged \\Seen")?;
                return Ok(false);
            }
        };
        let arrival = Arrival {
            door: Door::Imap,
            return_path: ReturnPath::Unknown,
            delivered_to: Some(self.setting.address.clone()),
            raw,
        };
        let letter = self.desk.take_in(arrival).map_err(Taking::Desk)?;
        tracing::info!(
            letter = %letter.id, again = letter.again, mailbox = %self.setting,
            "a letter was fetched"
        );
        Ok(true)
    }

    fn mark(&self, session: &mut Session, uid: u32) -> Result<(), Refusal> {
        match &self.setting.after {
            AfterFetch::Seen => session.flag(uid, "\\Seen"),
            AfterFetch::Move(folder) => session.move_to(uid, folder),
            AfterFetch::Delete => session.delete(uid),
        }
    }
}

/// Why a letter was not taken.
enum Taking {
    Mailbox(Refusal),
    Desk(desk::Error),
}

impl From<Refusal> for Taking {
    fn from(refusal: Refusal) -> Self {
        Self::Mailbox(refusal)
    }
}

/// The pause after so many failures: 1 s, doubled up to 5 min, and up to half of it less, so that
/// mailboxes of one server do not come back together.
fn pause(failures: u32) -> Duration {
    let whole = Duration::from_secs(1 << failures.min(9)).min(LONGEST_PAUSE);
    let share = getrandom::u32().unwrap_or(u32::MAX);
    whole.mul_f64(0.5 + 0.5 * f64::from(share) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_from_a_second_to_five_minutes() {
        for (failures, least, most) in [(0, 500, 1_000), (3, 4_000, 8_000), (40, 150_000, 300_000)]
        {
            for _ in 0..50 {
                let pause = pause(failures);
                let within = Duration::from_millis(least)..=Duration::from_millis(most);
                assert!(within.contains(&pause), "{failures}: {pause:?}");
            }
        }
    }
}
