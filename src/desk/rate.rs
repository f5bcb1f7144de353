//! The requester says how content they are with what was done: once, when it is resolved, and only
//! if they like. Supervisors read it counted.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::{Right, Scope, allows},
        ids::{PersonId, TicketId},
        ticket::{Actor, Description, Rating, Satisfaction, Status, Ticket, What},
    },
    store::{
        Conn, StoreError, organisations, queues,
        tickets::{
            self,
            ratings::{self, Share},
        },
    },
};

use super::{
    Desk, Error, Field, Found, Secret, act_as_customer::seen_by, change_ticket::Open,
    lists::MOST_QUEUES,
};

pub use crate::store::tickets::ratings::Said as RatingSaid;

/// How far back answers are counted.
const PERIOD: TimeDelta = TimeDelta::days(365);
/// How many of the last answers are shown.
const RECENT: i64 = 20;

/// How many answers of each level.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counted {
    /// Content.
    pub content: u64,
    /// More or less.
    pub partly: u64,
    /// Not at all.
    pub unhappy: u64,
}

impl Counted {
    fn add(&mut self, level: Satisfaction, count: u64) {
        match level {
            Satisfaction::Content => self.content += count,
            Satisfaction::Partly => self.partly += count,
            Satisfaction::Unhappy => self.unhappy += count,
        }
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.content + self.partly + self.unhappy
    }
}

/// What requesters said within a year.
#[derive(Clone, Debug)]
pub struct SatisfactionPage {
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
    /// Altogether.
    pub all: Counted,
    /// By the name of the queue.
    pub queues: Vec<(String, Counted)>,
    /// By the name of the organisation; none for requesters of none.
    pub organisations: Vec<(Option<String>, Counted)>,
    /// The last answers, the last first.
    pub recent: Vec<RatingSaid>,
}

impl Desk {
    /// The requester of a ticket, signed in, says how content they are.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket, or the person does not see it;
    /// [`Error::Forbidden`] when they did not file it; [`Error::Invalid`] when the ticket is not
    /// resolved, or something else was said of it before.
    pub fn rate(
        &self,
        by: PersonId,
        ticket: TicketId,
        level: Satisfaction,
        comment: Option<Description>,
    ) -> Result<(), Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.insist(move |tx| {
            let seen = seen_by(tx, by, ticket)?;
            if !allows(&seen.who, Right::RateTicket, &seen.thing) {
                return Err(Error::Forbidden);
            }
            desk.keep_rating(tx, seen.ticket, level, comment.clone(), now)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// As [`Desk::rate`], for the bearer of the ticket's link.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing; else as [`Desk::rate`].
    pub fn rate_by_link(
        &self,
        link: &Secret,
        level: Satisfaction,
        comment: Option<Description>,
    ) -> Result<(), Error> {
        let scope = self.scope_of(link)?;
        let Some(ticket) = scope.only() else {
            return Err(Error::NotFound);
        };
        let (desk, now) = (self.behind(&scope), self.clock.now());
        desk.clone().insist(move |tx| {
            let ticket = tickets::find(tx, ticket, &scope).found()?;
            if scope.person() != Some(ticket.requester) {
                return Err(Error::NotFound);
            }
            desk.keep_rating(tx, ticket, level, comment.clone(), now)
        })?;
        self.bell.ring();
        Ok(())
    }

    fn keep_rating(
        &self,
        tx: &mut Conn,
        ticket: Ticket,
        level: Satisfaction,
        comment: Option<Description>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if let Some(before) = ratings::of(tx, ticket.id, &Scope::Desk)? {
            // The same form sent twice.
            return if before.level == level && before.comment == comment {
                Ok(())
            } else {
                Err(Error::fault(Field::Satisfaction, "given"))
            };
        }
        if ticket.status != Status::Resolved {
            return Err(Error::fault(Field::Satisfaction, "too-early"));
        }
        let (organisation, person) = (ticket.organisation, ticket.requester);
        let contract = self.contracts.get(tx, ticket.contract)?;
        let what = What::Rated { level };
        let by = Actor::Requester(person);
        let open = Open::beside(tx, ticket, &contract, now, by, vec![what])?;
        let rating = Rating {
            ticket: open.ticket.id,
            person,
            level,
            comment,
            at: open.now,
        };
        Ok(ratings::insert(tx, &rating, organisation)?)
    }

    /// What requesters said within a year of the tickets that `scope` sees.
    ///
    /// # Errors
    /// When the database fails.
    pub fn satisfaction(&self, scope: &Scope) -> Result<SatisfactionPage, Error> {
        let now = self.clock.now();
        let since = counted_since(now);
        self.store.read(|conn| {
            let shares = ratings::shares(conn, since, scope)?;
            let mut all = Counted::default();
            for share in &shares {
                all.add(share.level, share.count);
            }
            Ok(SatisfactionPage {
                since,
                now,
                all,
                queues: by_queue(conn, &shares)?,
                organisations: by_organisation(conn, &shares)?,
                recent: ratings::recent(conn, since, None, RECENT, scope)?,
            })
        })
    }
}

/// Since when answers are counted at an instant.
#[must_use]
pub fn counted_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_signed(PERIOD)
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn by_queue(conn: &mut Conn, shares: &[Share]) -> Result<Vec<(String, Counted)>, StoreError> {
    let mut counted: BTreeMap<_, Counted> = BTreeMap::new();
    for share in shares {
        let one = counted.entry(share.queue).or_default();
        one.add(share.level, share.count);
    }
    let queues = queues::list(conn, MOST_QUEUES)?;
    Ok(queues
        .into_iter()
        .filter_map(|queue| Some((queue.name, *counted.get(&queue.id)?)))
        .collect())
}

fn by_organisation(
    conn: &mut Conn,
    shares: &[Share],
) -> Result<Vec<(Option<String>, Counted)>, StoreError> {
    let mut counted: BTreeMap<_, Counted> = BTreeMap::new();
    for share in shares {
        let one = counted.entry(share.organisation).or_default();
        one.add(share.level, share.count);
    }
    let ids: Vec<_> = counted.keys().copied().flatten().collect();
    let mut named: Vec<(Option<String>, Counted)> = organisations::with_ids(conn, &ids)?
        .into_iter()
        .filter_map(|one| Some((Some(one.name), *counted.get(&Some(one.id))?)))
        .collect();
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    named.extend(counted.get(&None).map(|none| (None, *none)));
    Ok(named)
}
