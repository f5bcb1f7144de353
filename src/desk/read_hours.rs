//! What is left of the help that an organisation paid for in advance, for those who may know it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::Paris;

use crate::{
    domain::{
        access::{Right, Scope},
        ids::{OrganisationId, PersonId, ServiceId, TicketId},
        people::Organisation,
        prepaid::{Account, Spent, accounts},
        ticket::{Line, Reference, Ticket},
    },
    store::{Conn, StoreError, organisations, services, subscriptions, tickets::spent},
};

use super::{Desk, Error, Found, change_members::allowed};

/// How many services there are at most.
const SERVICES: i64 = 1_000;

/// The prepaid help of an organisation.
#[derive(Clone, Debug)]
pub struct HoursPage {
    /// The organisation.
    pub organisation: Organisation,
    /// Each subscription that paid for help, with what became of it; the last to begin first.
    pub accounts: Vec<Account>,
    /// What the tickets that the reader sees are called.
    pub tickets: BTreeMap<TicketId, (Reference, Line)>,
    /// The names of the services.
    pub services: BTreeMap<ServiceId, String>,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
}

/// What is left today for one ticket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HoursLeft {
    /// Minutes that were paid for.
    pub bought: i64,
    /// Minutes that are left; less than none when more was spent.
    pub left: i64,
    /// The last day on which they can be used, where one is agreed.
    pub last_day: Option<NaiveDate>,
}

impl Desk {
    /// The prepaid help of an organisation, as `by` may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organisation, or `by` has nothing to do with it;
    /// [`Error::Forbidden`] when they may not see this.
    pub fn hours(&self, organisation: OrganisationId, by: PersonId) -> Result<HoursPage, Error> {
        let now = self.clock.now();
        // Sums are whole, whoever asks; names are given of what they see.
        self.store.behind(&Scope::Desk).read(|conn| {
            let (_, who) = allowed(conn, organisation, by, Right::ReadHours)?;
            let mut accounts = of_organisation(conn, organisation)?;
            accounts.reverse();
            let ids: Vec<TicketId> = accounts
                .iter()
                .flat_map(|account| account.months.values())
                .flat_map(BTreeMap::keys)
                .copied()
                .collect();
            let named = spent::called(conn, &ids, &Scope::of(&who))?;
            Ok(HoursPage {
                organisation: organisations::find(conn, organisation).found()?,
                accounts,
                tickets: named
                    .into_iter()
                    .map(|(id, reference, subject)| (id, (reference, subject)))
                    .collect(),
                services: services::list(conn, SERVICES)?
                    .into_iter()
                    .map(|one| (one.id, one.name))
                    .collect(),
                now,
            })
        })
    }

    /// What is left today of the help that was paid for and that a ticket's time is taken from; none
    /// where nothing was paid for in advance. For whoever works on the ticket: the sum is that of all
    /// the organisation's tickets, those of queues that are closed to them too.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hours_left(&self, ticket: &Ticket) -> Result<Option<HoursLeft>, Error> {
        let Some(organisation) = ticket.organisation else {
            return Ok(None);
        };
        let today = self.clock.now().with_timezone(&Paris).date_naive();
        let store = self.store.behind(&Scope::Desk);
        let mut all = store.read(|conn| of_organisation(conn, organisation))?;
        all.retain(|one| {
            one.subscription.service == ticket.service && one.subscription.covers(today)
        });
        Ok(all.last().map(|last| HoursLeft {
            bought: all.iter().map(|one| one.bought).sum(),
            left: all.iter().map(Account::left).sum(),
            last_day: last.subscription.last_day,
        }))
    }
}

/// The accounts of an organisation, the first to begin first.
pub(super) fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Account>, StoreError> {
    let mut all = subscriptions::of(conn, organisation)?;
    all.retain(|one| one.prepaid_minutes.is_some());
    let Some(first) = all.iter().map(|one| one.first_day).min() else {
        return Ok(Vec::new());
    };
    let told: Vec<Spent> = spent::of_organisation(conn, organisation, beginning(first))?
        .into_iter()
        .map(|entry| Spent {
            ticket: entry.ticket,
            service: entry.service,
            day: entry.at.with_timezone(&Paris).date_naive(),
            minutes: entry.minutes,
        })
        .collect();
    Ok(accounts(&all, &told))
}

/// The first instant of a day where the desk is.
fn beginning(day: NaiveDate) -> DateTime<Utc> {
    Paris
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .earliest()
        .map_or(DateTime::<Utc>::MIN_UTC, |at| at.with_timezone(&Utc))
}
