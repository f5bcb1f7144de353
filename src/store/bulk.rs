//! Many rows at once.
//!
//! # Why
//! On PostgreSQL each statement costs a way to the server and back, and one that was never seen
//! before another way and a plan. A list of values has another text for each number of rows; rows
//! that one value carries as JSON have the same text however many they are, and a connection
//! prepares it once. On SQLite there is no way to go, and a statement for one row is prepared once.

use diesel::{
    Connection as _, QueryResult,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::Error,
    sql_types::Text,
};
use serde::Serialize;
use serde_json::Value;

use super::postgres::PgConnection;

/// Adds rows to a table; `$rows` is a `Vec` of its `Insertable` rows, in their order.
macro_rules! insert_rows {
    ($conn:expr, $table:ident, $rows:expr) => {{
        let rows = $rows;
        match $conn {
            $crate::store::Conn::Sqlite(conn) => {
                for row in &rows {
                    diesel::insert_into($table::table)
                        .values(row)
                        .execute(conn)?;
                }
            }
            $crate::store::Conn::Postgres(conn) => {
                for some in rows.chunks($crate::store::bulk::AT_ONCE) {
                    $crate::store::bulk::insert_at_once(conn, stringify!($table), some)?;
                }
            }
        }
        Ok(())
    }};
}

pub(in crate::store) use insert_rows;

/// The most rows of one statement.
pub(in crate::store) const AT_ONCE: usize = 1_000;

/// Adds rows to a table. The fields of a row are columns; what it does not name has its default.
pub(in crate::store) fn insert_at_once(
    conn: &mut PgConnection,
    table: &'static str,
    rows: &[impl Serialize],
) -> QueryResult<()> {
    let unserialized = |error: serde_json::Error| Error::SerializationError(Box::new(error));
    let rows = serde_json::to_value(rows).map_err(unserialized)?;
    let columns = rows.get(0).and_then(Value::as_object);
    let carried = Carried {
        table,
        columns: columns.map_or_else(Vec::new, |one| one.keys().cloned().collect()),
        rows: rows.to_string(),
    };
    conn.execute_returning_count(&carried).map(drop)
}

/// Rows that one value carries.
struct Carried {
    table: &'static str,
    columns: Vec<String>,
    rows: String,
}

impl QueryId for Carried {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Carried {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_identifier(self.table)?;
        out.push_sql(" (");
        self.push_columns(&mut out)?;
        out.push_sql(") SELECT ");
        self.push_columns(&mut out)?;
        out.push_sql(" FROM json_populate_recordset(NULL::");
        out.push_identifier(self.table)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.rows)?;
        out.push_sql("::json)");
        Ok(())
    }
}

impl Carried {
    fn push_columns(&self, out: &mut AstPass<'_, '_, Pg>) -> QueryResult<()> {
        for (place, column) in self.columns.iter().enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            out.push_identifier(column)?;
        }
        Ok(())
    }
}
