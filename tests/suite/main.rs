//! The whole of Guichet, as others meet it: real databases, a real server, real letters.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that cannot go on has failed"
)]

mod accounts_forgotten;
mod attaching;
mod axe;
mod browser_accounts;
mod browser_keyboard;
mod browser_live;
mod browser_story;
mod checking;
mod commands;
mod desk_changing;
mod desk_delivering;
mod desk_escalating;
mod desk_filing;
mod desk_pages;
mod desk_signing_in;
mod desk_working;
mod desk_world;
mod first_visit;
mod kills;
mod live;
mod mail;
mod public_pages;
mod request_names;
mod sign_in_pages;
mod store_engine;
mod store_letters;
mod store_queue;
mod store_races;
mod store_tables;
mod store_world;
mod support;
