//! Pauses of a clock, and counting outside of them.

use chrono::{DateTime, Utc};

use super::{CalendarError, table::Table};

/// A stretch during which a clock stands still: `from` included, `to` not.
///
/// One that does not end after it begins is no pause at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pause {
    /// When the clock stops, UTC.
    pub from: DateTime<Utc>,
    /// When it runs again, UTC.
    pub to: DateTime<Utc>,
}

/// A part of a pause that no earlier one covers; microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: i64,
    pub(super) to: i64,
    /// Which of the given pauses it belongs to.
    pub(super) pause: usize,
}

/// The pauses as pieces apart from one another, in order, cut to `[start, …)`.
pub(super) fn pieces(pauses: &[Pause], start: i64) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = pauses
        .iter()
        .enumerate()
        .map(|(pause, Pause { from, to })| Piece {
            from: from.timestamp_micros(),
            to: to.timestamp_micros(),
            pause,
        })
        .collect();
    pieces.sort_unstable_by_key(|piece| (piece.from, piece.pause));
    let mut free_from = start;
    pieces.retain_mut(|piece| {
        piece.from = piece.from.max(free_from);
        free_from = free_from.max(piece.to);
        piece.from < piece.to
    });
    pieces
}

/// What a target counts: the time a calendar is open, or all time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Measure<'a> {
    Open(&'a Table),
    All,
}

impl Measure<'_> {
    /// The time that counts in `[from, to)`; zero when it is backwards.
    pub(super) fn between(self, from: i64, to: i64) -> i64 {
        match self {
            _ if to <= from => 0,
            Self::Open(table) => table.open_until(to) - table.open_until(from),
            Self::All => to - from,
        }
    }

    fn after(self, start: i64, amount: i64) -> Result<i64, CalendarError> {
        match self {
            Self::Open(table) => table.after(start, amount),
            Self::All => start.checked_add(amount).ok_or(CalendarError::TooFar),
        }
    }

    fn before(self, end: i64, amount: i64) -> Result<i64, CalendarError> {
        match self {
            Self::Open(table) => table.before(end, amount),
            Self::All => end.checked_sub(amount).ok_or(CalendarError::TooFar),
        }
    }

    /// The time that counts in `[from, to)` outside the pieces.
    pub(super) fn between_outside(self, from: i64, to: i64, pieces: &[Piece]) -> i64 {
        let paused: i64 = pieces
            .iter()
            .map(|piece| self.between(piece.from.max(from), piece.to.min(to)))
            .sum();
        self.between(from, to) - paused
    }

    /// The earliest instant at or after `start` by which `amount` has counted outside the pieces.
    pub(super) fn after_outside(
        self,
        start: i64,
        amount: i64,
        pieces: &[Piece],
    ) -> Result<i64, CalendarError> {
        if amount <= 0 {
            return Ok(start);
        }
        let (mut at, mut left) = (start, amount);
        for piece in pieces.iter().filter(|piece| piece.to > start) {
            let counted = self.between(at, piece.from);
            if left <= counted {
                break;
            }
            left -= counted;
            at = piece.to;
        }
        self.after(at, left)
    }

    /// The latest instant at or before `end` from which `amount` still counts outside the pieces.
    pub(super) fn before_outside(
        self,
        end: i64,
        amount: i64,
        pieces: &[Piece],
    ) -> Result<i64, CalendarError> {
        if amount <= 0 {
            return Ok(end);
        }
        let (mut at, mut left) = (end, amount);
        for piece in pieces.iter().rev().filter(|piece| piece.from < end) {
            let counted = self.between(piece.to, at);
            if left <= counted {
                break;
            }
            left -= counted;
            at = at.min(piece.from);
        }
        self.before(at, left)
    }
}
