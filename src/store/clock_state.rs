//! Whether a clock runs, as its columns say.

use super::{StoreError, values::Table};
use crate::domain::{stored_clock::StoredState, ticket::PauseReason};

const TABLE: Table = Table("clocks");

/// The columns that say whether a clock runs.
pub(super) struct StateColumns<'a> {
    pub(super) word: &'a str,
    pub(super) paused_since: Option<i64>,
    pub(super) pause_reason: Option<PauseReason>,
    pub(super) stopped_at: Option<i64>,
    pub(super) kept: Option<bool>,
}

/// Running, standing or stopped, with what belongs to each.
pub(super) fn state(columns: StateColumns<'_>) -> Result<StoredState, StoreError> {
    let StateColumns {
        word,
        paused_since,
        pause_reason,
        stopped_at,
        kept,
    } = columns;
    let instant = |at: Option<i64>, column| TABLE.instant(TABLE.required(at, column)?);
    match word {
        "running" => Ok(StoredState::Running),
        "paused" => Ok(StoredState::Paused {
            since: instant(paused_since, "paused_since")?,
            reason: TABLE.required(pause_reason, "pause_reason")?,
        }),
        "stopped" => Ok(StoredState::Stopped {
            at: instant(stopped_at, "stopped_at")?,
            kept,
        }),
        other => Err(TABLE.corrupt(format_args!("no state {other:?}"))),
    }
}
