//! What talks to the world: pages, mail, the worker, the command line.

pub mod cli;
