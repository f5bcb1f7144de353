//! The HTML of a letter: cleaned, and as text.

mod clean;
mod limits;
mod marks;
mod rows;
mod tokens;

pub(super) use clean::cleaned;
pub(super) use rows::rows;
