//! All that a database holds, table by table, to see whether anything changed.

use std::collections::BTreeMap;

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use guichet::store::{Conn, Options, Store, StoreError};

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    said: String,
}

/// Each table with all its rows as text, whatever tables there are.
pub fn digest(url: &guichet::store::DatabaseUrl) -> BTreeMap<String, String> {
    let store = Store::open(url, Options::default()).unwrap();
    store
        .read(|conn| {
            let tables = match conn {
                Conn::Sqlite(_) => said(
                    conn,
                    "SELECT name AS said FROM sqlite_master WHERE type = 'table' \
                     AND name NOT LIKE 'sqlite_%'",
                )?,
                Conn::Postgres(_) => said(
                    conn,
                    "SELECT tablename::text AS said FROM pg_tables WHERE schemaname = 'public'",
                )?,
            };
            assert!(tables.len() > 10, "{tables:?}");
            let mut whole = BTreeMap::new();
            for table in tables {
                let rows = rows(conn, &table)?;
                whole.insert(table, rows.join("\n"));
            }
            Ok::<_, StoreError>(whole)
        })
        .unwrap()
}

fn rows(conn: &mut Conn, table: &str) -> Result<Vec<String>, StoreError> {
    let sql = match conn {
        Conn::Sqlite(_) => {
            let columns = said(
                conn,
                &format!("SELECT '\"' || name || '\"' AS said FROM pragma_table_info('{table}')"),
            )?;
            let parts: Vec<_> = columns
                .iter()
                .map(|column| format!("quote({column})"))
                .collect();
            format!(
                "SELECT {} AS said FROM \"{table}\" ORDER BY 1",
                parts.join(" || ' ' || ")
            )
        }
        Conn::Postgres(_) => {
            format!("SELECT t::text AS said FROM \"{table}\" t ORDER BY 1")
        }
    };
    said(conn, &sql)
}

fn said(conn: &mut Conn, sql: &str) -> Result<Vec<String>, StoreError> {
    let found: Vec<Said> = match conn {
        Conn::Sqlite(conn) => sql_query(sql).load(conn)?,
        Conn::Postgres(conn) => sql_query(sql).load(conn)?,
    };
    Ok(found.into_iter().map(|one| one.said).collect())
}

/// The tables in which two digests differ.
pub fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    before
        .keys()
        .chain(after.keys())
        .filter(|table| before.get(*table) != after.get(*table))
        .cloned()
        .collect()
}
