//! The second wall: on PostgreSQL the server itself shows a transaction only what a scope sees.
//!
//! # Why
//! The first wall is the condition that each query gets from its scope (`fence.rs`). A query that
//! somebody forgets to give it would show one customer's rows to another; so the server is told
//! for whom a transaction is: it takes the role [`ROLE`] until its end, which the policies of the
//! migration `0009_second_wall` bind, and those leave the other rows out, whatever the query says.
//! The desk's own work stays the owner of the tables, whom no policy binds, and pays nothing for
//! them: policies for everybody took the queue its index-only scans. Where the role is missing and
//! could not be made there is one wall only: [`super::Store::lacks_second_wall`] tells. SQLite has
//! none of this.

use std::{fmt::Display, sync::Arc};

use diesel::{QueryResult, connection::SimpleConnection, prelude::*, sql_types::Bool};

use super::{Conn, StoreError};
use crate::domain::access::{Customer, Scope};

/// The role that the policies bind.
pub const ROLE: &str = "guichet_walled";

/// Makes a transaction the desk's own again.
const LOWERED: &str = "SET LOCAL ROLE NONE";

/// What the server is told of whom a transaction is for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Wall(Option<Arc<str>>);

impl Wall {
    /// The wall around what a scope sees; none where that is every ticket.
    pub(super) fn around(scope: &Scope) -> Self {
        let told = match scope {
            Scope::Desk => return Self::default(),
            Scope::Worker { closed, .. } if closed.is_empty() => return Self::default(),
            Scope::Worker { closed, .. } => tell("worker", &[("closed", list(&**closed))]),
            Scope::Link { ticket, requester } => tell(
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

/// The statements that tell the server, until the end of the transaction. Values are ids alone:
/// digits, letters and hyphens, which nobody typed.
fn tell(wall: &str, values: &[(&str, String)]) -> String {
    let setting =
        |name: &str, value: &str| format!("set_config('guichet.{name}', '{value}', true)");
    let mut settings = vec![setting("wall", wall)];
    settings.extend(values.iter().map(|(name, value)| setting(name, value)));
    ["SET LOCAL ROLE ", ROLE, "; SELECT ", &settings.join(", ")].concat()
}

fn list<T: Display>(ids: impl IntoIterator<Item = T>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    ids.join(",")
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether the role is there, may be taken, and may use every table.
const STANDS: &str = "
    SELECT EXISTS (
      SELECT 1 FROM pg_roles WHERE rolname = 'guichet_walled' AND pg_has_role(oid, 'MEMBER')
    ) AND NOT EXISTS (
      SELECT 1 FROM pg_tables, pg_roles
      WHERE schemaname = current_schema() AND rolname = 'guichet_walled'
        AND NOT has_table_privilege(pg_roles.oid, quote_ident(tablename)::regclass, 'INSERT')
    ) AS yes";

/// Makes the role where it is missing and this role may, and lets it use every table of the schema.
/// The role belongs to the whole server, so another database may make it at the same moment.
const RAISE: &str = "
    DO $$
    BEGIN
      IF (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        BEGIN
          CREATE ROLE guichet_walled NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        BEGIN
          EXECUTE format('GRANT guichet_walled TO %I', current_user);
        EXCEPTION WHEN insufficient_privilege OR invalid_grant_operation THEN NULL;
        END;
      END IF;
      IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'guichet_walled') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO guichet_walled', current_schema());
        EXECUTE format(
          'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO guichet_walled',
          current_schema());
      END IF;
    END $$";

/// Whether transactions can stand behind the wall; false on SQLite.
pub(super) fn stands(conn: &mut Conn) -> Result<bool, StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(false),
        Conn::Postgres(conn) => {
            let asked = diesel::sql_query(STANDS);
            Ok(asked.get_result::<Answer>(conn)?.yes)
        }
    }
}

/// Sees to it that transactions can stand behind the wall, as far as this role may. Within a
/// transaction that keeps others from doing it at the same time.
pub(super) fn raise(conn: &mut Conn) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn
        && !stands(conn)?
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
        assert_eq!(Wall::around(&Scope::Desk), none);
        assert_eq!(
            Wall::around(&Scope::worker(PersonId::fresh())),
            none,
            "to whom nothing is closed"
        );
        let walled = Scope::Worker {
            person: PersonId::fresh(),
            closed: [QueueId::fresh()].into(),
        };
        assert_ne!(Wall::around(&walled), none);
        let (ticket, requester) = (TicketId::fresh(), PersonId::fresh());
        let link = Wall::around(&Scope::Link { ticket, requester });
        assert!(link.after_begin().contains(&ticket.to_string()));
    }
}
