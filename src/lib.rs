//! Guichet: a support desk whose deadlines are counted in business hours, proved,
//! shown, and escalated by mail while somebody is still there to act.
//!
//! Four layers, each knowing only those before it:
//!
//! - [`domain`] decides: calendars, contracts, clocks, the life of a ticket. No clock, no I/O.
//! - [`store`] remembers, on SQLite or PostgreSQL; the only place that knows diesel and r2d2.
//! - [`desk`] acts: one file for each thing the desk does.
//! - [`edges`] talk to the world: pages, mail, the worker, the command line.
//!
//! Time is an argument everywhere; only [`clock`] asks for it. [`config`] reads the settings once.
//! [`outgoing`] asks other machines by HTTP. [`kill_point`] names the places between steps at which the tests kill the program.

pub mod clock;
pub mod config;
pub mod desk;
pub mod domain;
pub mod edges;
pub mod kill_point;
pub mod outgoing;
pub mod store;
