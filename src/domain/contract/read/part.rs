//! The tables of a contract file, every key and value at its place.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::super::Place;

/// A value where it stands.
pub(super) type Value<'d> = Spanned<DeValue<'d>>;

/// Bytes of the file.
pub(super) type Span = Range<usize>;

/// A table of the file.
#[derive(Clone)]
pub(super) struct Part<'d> {
    table: &'d DeTable<'d>,
    /// Where it begins.
    pub(super) span: Span,
    /// What the messages call it: `[calendar]`.
    pub(super) place: Place,
}

/// A key with its value.
pub(super) struct Entry<'d> {
    pub(super) key: &'d str,
    pub(super) key_span: Span,
    pub(super) value: &'d Value<'d>,
}

impl<'d> Part<'d> {
    /// The document itself.
    pub(super) fn whole(table: &'d DeTable<'d>) -> Self {
        Self {
            table,
            span: 0..0,
            place: Place::Contract,
        }
    }

    /// A table within it.
    pub(super) const fn new(table: &'d DeTable<'d>, span: Span, place: String) -> Self {
        let place = Place::Table(place);
        Self { table, span, place }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'d Value<'d>> {
        self.table.get(key)
    }

    /// The keys in the order of their places in the file.
    pub(super) fn entries(&self) -> Vec<Entry<'d>> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_span: key.span(),
                value,
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }
}
