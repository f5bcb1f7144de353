//! What waits for vendors, over all tickets.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::cases::{Row, case};
use crate::{
    domain::{
        access::Scope,
        ids::{OrganisationId, VendorCaseId},
        ticket::{Line, Reference, Turn},
        vendor::VendorCase,
    },
    store::{
        Conn, StoreError,
        fence::Visible,
        phrases::Written,
        schema::{organisations, tickets, vendor_cases},
        tickets::of_turn,
        values::{As, Table, micros},
    },
};

const TABLE: Table = Table("vendor_cases");

/// Whether a vendor works on the case of a row: the longer list tells the engines which index serves.
const IN_HAND: &str =
    "vendor_cases.state IN ('sent', 'open', 'asked') AND vendor_cases.state <> 'asked'";

/// A case that a vendor works on, with the ticket behind it.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The case.
    pub case: VendorCase,
    /// The number of its ticket.
    pub reference: Reference,
    /// What its ticket is about.
    pub subject: Line,
    /// The organisation of its ticket, when it is known.
    pub organisation: Option<(OrganisationId, String)>,
}

/// Which of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Which {
    /// Those on which a vendor is late at an instant, the longest late first.
    LateAt(DateTime<Utc>),
    /// The others of tickets on which it is a vendor's turn, the longest sent first.
    WaitingAt(DateTime<Utc>),
}

/// Where a list goes on: the instant by which it is ordered, and the case.
pub type OwedKey = (DateTime<Utc>, VendorCaseId);

impl Owed {
    /// Its place in a list.
    #[must_use]
    pub fn key(&self, which: Which) -> OwedKey {
        let late = self.case.due.map(|(_, at)| at);
        let at = match which {
            Which::LateAt(_) => late.unwrap_or(self.case.opened_at),
            Which::WaitingAt(_) => self.case.opened_at,
        };
        (at, self.case.id)
    }
}

/// Some cases of tickets that `scope` sees, after `after`, `most` of them; none for whoever does not work
/// at the desk. Of one organisation, where one is named.
///
/// # Errors
/// When the database fails.
pub fn owed(
    conn: &mut Conn,
    which: Which,
    organisation: Option<OrganisationId>,
    after: Option<OwedKey>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Owed>, StoreError> {
    if !scope.sees_notes() {
        return Ok(Vec::new());
    }
    let mut found = vendor_cases::table
        .inner_join(tickets::table.on(tickets::id.eq(vendor_cases::ticket_id)))
        .left_join(
            organisations::table.on(tickets::organisation_id.eq(organisations::id.nullable())),
        )
        .filter(Written(IN_HAND))
        .filter(Visible::always(scope))
        .select((
            Row::as_select(),
            (tickets::year, tickets::rank, tickets::subject),
            (organisations::id, organisations::name).nullable(),
        ))
        .limit(most)
        .into_boxed();
    if let Some(one) = organisation {
        found = found.filter(tickets::organisation_id.eq(one.to_string()));
    }
    found = match which {
        Which::LateAt(now) => found
            .filter(vendor_cases::due_at.lt(micros(now)))
            .order((vendor_cases::due_at.asc(), vendor_cases::id.asc())),
        Which::WaitingAt(now) => found
            .filter(
                vendor_cases::due_at
                    .is_null()
                    .or(vendor_cases::due_at.ge(micros(now))),
            )
            .filter(Written("tickets.due_rank < 3"))
            .filter(of_turn(Turn::Vendors))
            .order((vendor_cases::opened_at.asc(), vendor_cases::id.asc())),
    };
    if let Some((at, id)) = after {
        let (at, id) = (micros(at), id.to_string());
        found = match which {
            Which::LateAt(_) => found.filter(vendor_cases::due_at.ge(at)).filter(
                vendor_cases::due_at
                    .gt(at)
                    .or(vendor_cases::id.gt(id).nullable()),
            ),
            Which::WaitingAt(_) => found
                .filter(vendor_cases::opened_at.ge(at))
                .filter(vendor_cases::opened_at.gt(at).or(vendor_cases::id.gt(id))),
        };
    }
    type Found = (
        Row,
        (i32, i64, String),
        Option<(As<OrganisationId>, String)>,
    );
    found
        .load::<Found>(conn)?
        .into_iter()
        .map(|(row, (year, rank, subject), organisation)| {
            Ok(Owed {
                case: case(row)?,
                reference: Reference::new(year, rank),
                subject: TABLE.made(Line::parse(&subject))?,
                organisation: organisation
                    .map(|(id, name)| Ok::<_, StoreError>((id.of(TABLE)?, name)))
                    .transpose()?,
            })
        })
        .collect()
}
