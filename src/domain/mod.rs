//! What decides: values and rules, without a clock, without input or output, without chance.

pub mod calendar;
pub mod contract;
pub mod ids;
pub mod lang;
pub mod people;
pub mod ticket;
