//! Worked examples, with real dates.
