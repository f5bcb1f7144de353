//! How values become columns, and come back. What comes back and makes no sense is
//! [`StoreError::Corrupt`], and names its table.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    pg::Pg,
    sql_types::Text,
    sqlite::Sqlite,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{StoreError, connection::MultiBackend};
use crate::domain::money::Cents;

/// A table, for messages about what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table(pub &'static str);

impl Table {
    /// A row makes no sense, and why.
    pub(super) fn corrupt(self, why: impl fmt::Display) -> StoreError {
        StoreError::Corrupt(format!("table {}: {why}", self.0))
    }

    /// An id, a word of a fixed list.
    pub(super) fn read<T>(self, text: &str) -> Result<T, StoreError>
    where
        T: FromStr<Err: fmt::Display>,
    {
        text.parse()
            .map_err(|why| self.corrupt(format_args!("{why} ({text:?})")))
    }

    /// The same where there may be none.
    pub(super) fn read_some<T>(self, text: Option<String>) -> Result<Option<T>, StoreError>
    where
        T: FromStr<Err: fmt::Display>,
    {
        text.map(|text| self.read(&text)).transpose()
    }

    /// A value that another function reads.
    pub(super) fn made<T, E: fmt::Display>(self, made: Result<T, E>) -> Result<T, StoreError> {
        made.map_err(|why| self.corrupt(why))
    }

    /// An instant.
    pub(super) fn instant(self, micros: i64) -> Result<DateTime<Utc>, StoreError> {
        DateTime::from_timestamp_micros(micros)
            .ok_or_else(|| self.corrupt(format_args!("{micros} µs is no instant")))
    }

    /// The same where there may be none.
    pub(super) fn some_instant(
        self,
        micros: Option<i64>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        micros.map(|micros| self.instant(micros)).transpose()
    }

    /// A small number that counts something.
    pub(super) fn count(self, number: i32) -> Result<u32, StoreError> {
        self.made(u32::try_from(number))
    }

    /// A small number, as it is kept.
    pub(super) fn number(self, count: u32) -> Result<i32, StoreError> {
        self.made(i32::try_from(count))
    }

    /// A value kept as JSON.
    pub(super) fn read_json<T: DeserializeOwned>(self, text: &str) -> Result<T, StoreError> {
        self.made(serde_json::from_str(text))
    }

    /// A value, as JSON.
    pub(super) fn json<T: Serialize>(self, value: &T) -> Result<String, StoreError> {
        self.made(serde_json::to_string(value))
    }

    /// What is missing although another column says it is there.
    pub(super) fn required<T>(
        self,
        value: Option<T>,
        column: &'static str,
    ) -> Result<T, StoreError> {
        value.ok_or_else(|| self.corrupt(format_args!("{column} is missing")))
    }
}

/// An instant, as it is kept: microseconds since 1970, UTC. What is finer is dropped.
pub(super) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// The same where there may be none.
pub(super) fn some_micros(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(micros)
}

/// A day, as it is kept: how many days it is after the first of January 1970.
pub(super) fn day_number(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

/// A day of a table.
pub(super) fn day(table: Table, number: i64) -> Result<NaiveDate, StoreError> {
    TimeDelta::try_days(number)
        .and_then(|after| NaiveDate::default().checked_add_signed(after))
        .ok_or_else(|| table.corrupt(format_args!("{number} is no day")))
}

/// The same where there may be none.
pub(super) fn some_day(table: Table, number: Option<i64>) -> Result<Option<NaiveDate>, StoreError> {
    number.map(|number| day(table, number)).transpose()
}

/// An id, as it is kept, where there may be none.
pub(super) fn some_text<T: fmt::Display>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// A column of text, read as what it stands for (an id, a word of a fixed list) without a copy of
/// the text. What makes no sense says so when it is asked for, not when its row is read.
#[derive(Clone, Debug, FromSqlRow)]
pub(super) struct As<T>(Result<T, Box<str>>);

impl<T> As<T>
where
    T: FromStr<Err: fmt::Display>,
{
    fn read(text: &str) -> Self {
        Self(
            text.parse()
                .map_err(|why| format!("{why} ({text:?})").into_boxed_str()),
        )
    }

    /// The value, of that table.
    pub(super) fn of(self, table: Table) -> Result<T, StoreError> {
        self.0.map_err(|why| table.corrupt(why))
    }
}

/// The value, of that table, where there may be none.
pub(super) fn some_of<T>(read: Option<As<T>>, table: Table) -> Result<Option<T>, StoreError>
where
    T: FromStr<Err: fmt::Display>,
{
    read.map(|read| read.of(table)).transpose()
}

impl<T> FromSql<Text, Sqlite> for As<T>
where
    T: FromStr<Err: fmt::Display>,
{
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::read(value.read_text()))
    }
}

impl<T> FromSql<Text, Pg> for As<T>
where
    T: FromStr<Err: fmt::Display>,
{
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::read(std::str::from_utf8(value.as_bytes())?))
    }
}

impl<T> FromSql<Text, MultiBackend> for As<T>
where
    T: FromStr<Err: fmt::Display>,
{
    fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Text>()
    }
}

/// An amount as its column holds it.
pub(super) fn some_cents(table: Table, cents: Option<Cents>) -> Result<Option<i64>, StoreError> {
    table.made(cents.map(|cents| i64::try_from(cents.whole())).transpose())
}

/// The amount that a column holds.
pub(super) fn cents(table: Table, column: Option<i64>) -> Result<Option<Cents>, StoreError> {
    let Some(column) = column else {
        return Ok(None);
    };
    let whole = table.made(u64::try_from(column))?;
    match Cents::new(whole) {
        Some(cents) => Ok(Some(cents)),
        None => Err(table.corrupt("more cents than there can be")),
    }
}
