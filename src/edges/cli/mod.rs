//! The command line: one file for each command.

pub mod holidays;
pub mod sla_batch;
