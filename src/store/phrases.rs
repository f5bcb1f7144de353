//! Parts of statements whose text stays the same from one question to the next, so that a
//! connection prepares it once.
//!
//! # Why
//! diesel prepares anew, at each use, a statement with a literal of `sql` in it or with a list of
//! values: it cannot know how many texts there will be. Reading a page of the queue spent a third
//! of its time so. These say that their texts are few.

use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{BigInt, Bool, HasSqlType, Text},
};

/// A condition that is written into the statement rather than bound.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written(pub &'static str);

impl Expression for Written {
    type SqlType = Bool;
}

impl<Source> SelectableExpression<Source> for Written {}

impl<Source> AppearsOnTable<Source> for Written {}

impl<Grouping> ValidGrouping<Grouping> for Written {
    type IsAggregate = is_aggregate::Never;
}

impl QueryId for Written {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend> QueryFragment<DB> for Written {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

/// The pattern of texts that contain one, for LIKE with `!` as its escape.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    // PostgreSQL takes no NUL.
    for letter in text.chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Whether a column of text has one of some values.
#[derive(Clone, Debug)]
pub(super) struct Among<Column> {
    column: Column,
    values: Vec<String>,
}

/// The fewest values of a list; longer ones are filled up to the next power of two with their last
/// value, which changes nothing but how many texts there are.
const FEWEST: usize = 8;

/// Whether `column` has one of `values`; never true when there are none.
pub(super) fn among<Column>(column: Column, mut values: Vec<String>) -> Among<Column> {
    let length = values.len().next_power_of_two().max(FEWEST);
    if let Some(last) = values.last().cloned() {
        values.resize(length, last);
    }
    Among { column, values }
}

impl<Column: Expression> Expression for Among<Column> {
    type SqlType = Bool;
}

impl<Column, Source> SelectableExpression<Source> for Among<Column> where
    Column: SelectableExpression<Source>
{
}

impl<Column, Source> AppearsOnTable<Source> for Among<Column> where Column: AppearsOnTable<Source> {}

impl<Column, Grouping> ValidGrouping<Grouping> for Among<Column>
where
    Column: ValidGrouping<Grouping>,
{
    type IsAggregate = Column::IsAggregate;
}

impl<Column> QueryId for Among<Column> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB, Column> QueryFragment<DB> for Among<Column>
where
    DB: Backend + HasSqlType<Text>,
    Column: QueryFragment<DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.values.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        for (place, value) in self.values.iter().enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<Text, _>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// How many rows a question finds. Limited, it counts no further.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted<Question>(pub Question);

impl<Question> Query for Counted<Question> {
    type SqlType = BigInt;
}

impl<Question, Connection> RunQueryDsl<Connection> for Counted<Question> {}

impl<Question> QueryId for Counted<Question> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB, Question> QueryFragment<DB> for Counted<Question>
where
    DB: Backend,
    Question: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}
