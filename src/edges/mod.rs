//! What talks to the world: pages, mail, the worker, the command line.

pub mod caller;
pub mod cli;
pub mod demo;
pub mod ear;
pub mod foreign_log;
pub mod hook_news;
pub mod http;
pub mod icalendar;
pub mod import_words;
pub mod instants;
pub mod job_words;
pub mod looker;
pub mod mail;
pub mod markup;
pub mod metrics;
pub mod pages;
pub mod provider;
pub mod table_in;
pub mod table_out;
mod watch;
pub mod words;
pub mod worker;
