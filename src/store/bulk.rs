//! Many rows at once.

/// Adds rows to a table; `$rows` is a `Vec` of its `Insertable` rows, in their order.
///
/// On PostgreSQL each statement costs a way to the server and back, so one carries many rows. On
/// SQLite there is no way to go, and a statement for one row is prepared once and used again.
macro_rules! insert_rows {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        match $conn {
            $crate::store::Conn::Sqlite(conn) => {
                for row in &rows {
                    diesel::insert_into($table).values(row).execute(conn)?;
                }
            }
            $crate::store::Conn::Postgres(conn) => {
                for some in rows.chunks($crate::store::bulk::AT_ONCE) {
                    diesel::insert_into($table).values(some).execute(conn)?;
                }
            }
        }
        Ok(())
    }};
}

pub(in crate::store) use insert_rows;

/// The most rows of one statement: with the columns of the widest table, fewer bound values than
/// the 65,535 that PostgreSQL's protocol can number.
pub(in crate::store) const AT_ONCE: usize = 1_000;
