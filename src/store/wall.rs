//! The second wall: on PostgreSQL the server itself shows a transaction only what a scope sees.
//!
//! # Why
//! The first wall is the condition that each query gets from its scope (`fence.rs`). A query that
//! somebody forgets to give it would show one customer's rows to another; so the server is told
//! for whom a transaction is: until its end it takes a role that owns nothing, which the policies of
//! the migration `0009_second_wall` bind, and those leave the other rows out, whatever the query says.
//! The desk's own work stays the owner of the tables, whom no policy binds, and pays nothing for
//! them: policies for everybody took the queue its index-only scans. Where the role is missing and
//! could not be made there is one wall only: [`super::Store::lacks_second_wall`] tells. SQLite has
//! none of this.
//!
//! The role is called after the database, `guichet_walled` for one called `guichet`: roles belong to the
//! whole server, and one for all would open each database to whoever may enter another.

use std::{fmt::Display, sync::Arc};

use diesel::{QueryResult, connection::SimpleConnection, prelude::*, sql_types::Text};

use super::{Conn, StoreError};
use crate::domain::access::{Customer, Scope};

/// Makes a transaction the desk's own again.
const LOWERED: &str = "SET LOCAL ROLE NONE";

/// What the server is told of whom a transaction is for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Wall(Option<Arc<str>>);

impl Wall {
    /// The wall around what a scope sees, by a role; none where that is every ticket.
    pub(super) fn around(scope: &Scope, role: &str) -> Self {
        let told = match scope {
            Scope::Desk => return Self::default(),
            Scope::Worker { closed, .. } if closed.is_empty() => return Self::default(),
            Scope::Worker { closed, .. } => tell(role, "worker", &[("closed", list(&**closed))]),
            Scope::Link { ticket, requester } => tell(
                role,
                "link",
                &[
                    ("ticket", ticket.to_string()),
                    ("person", requester.to_string()),
                ],
            ),
            Scope::Customer(customer) => {
                let Customer {
                    person,
                    homes,
                    organisations,
                    platforms,
                } = &**customer;
                tell(
                    role,
                    "customer",
                    &[
                        ("person", person.to_string()),
                        ("homes", list(homes)),
                        ("organisations", list(organisations)),
                        ("platforms", list(platforms.iter().map(|(_, one)| one))),
                    ],
                )
            }
        };
        Self(Some(told.into()))
    }

    /// What is said after the `BEGIN` of a transaction, in the same breath.
    pub(super) fn after_begin(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Puts this wall in the place of the one that stands in an open transaction.
    pub(super) fn replace(&self, conn: &mut Conn) -> QueryResult<()> {
        match conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(conn) => {
                let told = self.0.as_deref().unwrap_or(LOWERED);
                conn.batch_execute(told)
            }
        }
    }
}

/// The statements that tell the server, until the end of the transaction. The role is quoted; values
/// are ids alone: digits, letters and hyphens, which nobody typed.
fn tell(role: &str, wall: &str, values: &[(&str, String)]) -> String {
    let setting =
        |name: &str, value: &str| format!("set_config('guichet.{name}', '{value}', true)");
    let mut settings = vec![setting("wall", wall)];
    settings.extend(values.iter().map(|(name, value)| setting(name, value)));
    ["SET LOCAL ROLE ", role, "; SELECT ", &settings.join(", ")].concat()
}

fn list<T: Display>(ids: impl IntoIterator<Item = T>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    ids.join(",")
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    role: String,
}

/// The role, quoted, if it is there, may be taken, and may use every table.
const STANDS: &str = "
    SELECT quote_ident(walled.rolname) AS role FROM pg_roles AS walled
    WHERE rolname = (left(current_database(), 56) || '_walled')::name
      AND pg_has_role(oid, 'MEMBER')
      AND NOT EXISTS (
        SELECT 1 FROM pg_tables
        WHERE schemaname = current_schema()
          AND NOT has_table_privilege(walled.oid, quote_ident(tablename)::regclass, 'INSERT')
      )";

/// Makes the role where it is missing and this role may, and lets it use every table of the schema.
const RAISE: &str = "
    DO $$
    DECLARE
      walled CONSTANT NAME := (left(current_database(), 56) || '_walled')::name;
    BEGIN
      IF (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        BEGIN
          EXECUTE format('CREATE ROLE %I NOLOGIN', walled);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        BEGIN
          EXECUTE format('GRANT %I TO %I', walled, current_user);
        EXCEPTION WHEN insufficient_privilege OR invalid_grant_operation THEN NULL;
        END;
      END IF;
      IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = walled) THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), walled);
        EXECUTE format(
          'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I',
          current_schema(), walled);
      END IF;
    END $$";

/// The role behind which transactions can stand, quoted; none on SQLite, and where it is missing.
pub(super) fn role(conn: &mut Conn) -> Result<Option<Arc<str>>, StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(None),
        Conn::Postgres(conn) => {
            let asked: Option<Answer> = diesel::sql_query(STANDS).get_result(conn).optional()?;
            Ok(asked.map(|answer| answer.role.into()))
        }
    }
}

/// Sees to it that transactions can stand behind the wall, as far as this role may. Within a
/// transaction that keeps others from doing it at the same time.
pub(super) fn raise(conn: &mut Conn) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn
        && role(conn)?.is_none()
    {
        conn.batch_execute(RAISE)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{PersonId, QueueId, TicketId};

    #[test]
    fn the_desk_is_behind_no_wall_and_everybody_else_is() {
        let none = Wall::default();
        assert_eq!(Wall::around(&Scope::Desk, "r"), none);
        assert_eq!(
            Wall::around(&Scope::worker(PersonId::fresh()), "r"),
            none,
            "to whom nothing is closed"
        );
        let walled = Scope::Worker {
            person: PersonId::fresh(),
            closed: [QueueId::fresh()].into(),
        };
        assert_ne!(Wall::around(&walled, "r"), none);
        let (ticket, requester) = (TicketId::fresh(), PersonId::fresh());
        let link = Wall::around(&Scope::Link { ticket, requester }, "r");
        assert!(link.after_begin().contains(&ticket.to_string()));
    }
}
