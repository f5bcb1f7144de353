//! What a scope sees, as conditions of a statement. They answer as [`Scope::sees`] does.

use diesel::{
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{Bool, HasSqlType, Text},
};

use crate::domain::{
    access::{Customer, Scope},
    ids::{OrganisationId, QueueId},
};

/// Whether a scope sees the ticket of a row of `tickets`. Written with the values bound.
#[derive(Clone, Debug)]
pub(super) struct Visible(Seen);

#[derive(Clone, Debug)]
enum Seen {
    /// Every ticket.
    Every,
    /// One ticket.
    Only(String),
    /// Every ticket but those of some queues.
    AllBut(Vec<String>),
    /// What a customer sees.
    Of {
        person: String,
        organisations: Vec<String>,
        platforms: Vec<String>,
        platform_owners: Vec<String>,
    },
}

impl Visible {
    /// The condition, also where every ticket is seen: for statements that always have one.
    pub(super) fn always(scope: &Scope) -> Self {
        Self::to(scope).unwrap_or(Self(Seen::Every))
    }

    /// The condition; none where every ticket is seen.
    pub(super) fn to(scope: &Scope) -> Option<Self> {
        match scope {
            Scope::Desk => None,
            Scope::Worker { closed, .. } if closed.is_empty() => None,
            Scope::Worker { closed, .. } => Some(Self(Seen::AllBut(texts(closed)))),
            Scope::Link { ticket, .. } => Some(Self(Seen::Only(ticket.to_string()))),
            Scope::Customer(customer) => {
                let Customer {
                    person,
                    homes: _,
                    organisations,
                    platforms,
                } = &**customer;
                let mut owners: Vec<OrganisationId> =
                    platforms.iter().map(|(owner, _)| *owner).collect();
                owners.dedup();
                Some(Self(Seen::Of {
                    person: person.to_string(),
                    organisations: texts(organisations),
                    platforms: platforms.iter().map(|(_, one)| one.to_string()).collect(),
                    platform_owners: texts(&owners),
                }))
            }
        }
    }
}

/// Whether the ticket that a row of another table belongs to is in none of some queues; true of a
/// row that belongs to no ticket.
#[derive(Clone, Debug)]
pub(super) struct Unfenced {
    /// The column that names the ticket, with its table.
    ticket: &'static str,
    closed: Vec<String>,
}

impl Unfenced {
    /// The condition; none where no queue is closed. `ticket` is a column with its table.
    pub(super) fn of(ticket: &'static str, closed: &[QueueId]) -> Option<Self> {
        (!closed.is_empty()).then(|| Self {
            ticket,
            closed: texts(closed),
        })
    }
}

fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

macro_rules! condition {
    ($name:ident) => {
        impl Expression for $name {
            type SqlType = Bool;
        }
        impl<Source> SelectableExpression<Source> for $name {}
        impl<Source> AppearsOnTable<Source> for $name {}
        impl<Grouping> ValidGrouping<Grouping> for $name {
            type IsAggregate = is_aggregate::Never;
        }
        impl QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    };
}

condition!(Visible);
condition!(Unfenced);

impl<DB> QueryFragment<DB> for Visible
where
    DB: diesel::backend::Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match &self.0 {
            Seen::Every => {
                out.push_sql("1 = 1");
                Ok(())
            }
            Seen::Only(ticket) => {
                out.push_sql("tickets.id = ");
                out.push_bind_param::<Text, _>(ticket)
            }
            Seen::AllBut(closed) => {
                out.push_sql("tickets.queue_id NOT IN ");
                list(&mut out, closed)
            }
            Seen::Of {
                person,
                organisations,
                platforms,
                platform_owners,
            } => {
                out.push_sql("(tickets.requester_id = ");
                out.push_bind_param::<Text, _>(person)?;
                out.push_sql(
                    " OR EXISTS (SELECT 1 FROM watchers WHERE watchers.ticket_id = tickets.id \
                     AND watchers.person_id = ",
                );
                out.push_bind_param::<Text, _>(person)?;
                out.push_sql(")");
                if !organisations.is_empty() {
                    out.push_sql(" OR tickets.organisation_id IN ");
                    list(&mut out, organisations)?;
                }
                if !platforms.is_empty() {
                    out.push_sql(" OR (tickets.platform_id IN ");
                    list(&mut out, platforms)?;
                    out.push_sql(" AND tickets.organisation_id IN ");
                    list(&mut out, platform_owners)?;
                    out.push_sql(")");
                }
                out.push_sql(")");
                Ok(())
            }
        }
    }
}

impl<DB> QueryFragment<DB> for Unfenced
where
    DB: diesel::backend::Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Not « no ticket of a closed queue »: behind the wall such tickets are not there to be found.
        out.push_sql("(");
        out.push_sql(self.ticket);
        out.push_sql(" IS NULL OR EXISTS (SELECT 1 FROM tickets AS fenced WHERE fenced.id = ");
        out.push_sql(self.ticket);
        out.push_sql(" AND fenced.queue_id NOT IN ");
        list(&mut out, &self.closed)?;
        out.push_sql("))");
        Ok(())
    }
}

/// A list of values that is not empty, between brackets.
fn list<'b, DB>(out: &mut AstPass<'_, 'b, DB>, values: &'b [String]) -> QueryResult<()>
where
    DB: diesel::backend::Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    out.push_sql("(");
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            out.push_sql(", ");
        }
        out.push_bind_param::<Text, _>(value)?;
    }
    out.push_sql(")");
    Ok(())
}
