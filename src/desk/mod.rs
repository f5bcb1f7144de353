//! What acts: one file for each thing the desk does.

pub mod ports;
