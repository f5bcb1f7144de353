//! Logs that other desks wrote: a row for each update of a ticket, read as a map says.

mod log;
mod map;

pub use log::{Log, LogError, Wrong, read};
pub use map::{Columns, MAPS, Map, MapError, map_at};
