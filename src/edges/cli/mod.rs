//! The command line: one file for each command.

pub mod contracts;
pub mod explain;
pub mod explain_json;
pub mod holidays;
pub mod instants;
pub mod simulate;
pub mod sla_batch;
pub mod sla_explain;
pub mod table;
