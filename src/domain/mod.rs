//! What decides: values and rules, without a clock, without input or output, without chance.

pub mod access;
pub mod calendar;
pub mod contract;
pub mod ids;
pub mod lang;
pub mod notice;
pub mod people;
pub mod sla;
pub mod ticket;
