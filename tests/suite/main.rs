//! The whole of Guichet, as others meet it: real databases, a real server, real letters.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that cannot go on has failed"
)]

mod accounts_factor;
mod accounts_forgotten;
mod accounts_people;
mod attaching;
mod availability;
mod axe;
mod browser_accounts;
mod browser_drafts;
mod browser_factor;
mod browser_keyboard;
mod browser_live;
mod browser_portal;
mod browser_qualifying;
mod browser_story;
mod browser_talking;
#[cfg(feature = "s3-tests")]
mod bucket;
mod checking;
mod clock_jumps;
mod commands;
mod consent;
mod contract_pages;
mod contracts_living;
mod desk_changing;
mod desk_delivering;
mod desk_escalating;
mod desk_filing;
mod desk_news;
mod desk_pages;
mod desk_signing_in;
mod desk_telling;
mod desk_working;
mod desk_world;
mod doors;
mod exports;
mod factor_pages;
mod failing_disk;
mod first_visit;
mod fleet;
mod importing;
mod intake;
mod isolation;
mod kills;
mod live;
mod lost_leases;
mod mail;
mod mail_corpus;
mod mail_down;
mod mail_in;
mod metrics;
mod monitors;
#[cfg(feature = "oidc")]
mod oidc;
mod outages;
mod overload;
mod overview;
mod pauses;
mod portal_entitlement;
mod portal_filing;
mod portal_following;
mod portal_hours;
mod portal_letters;
mod portal_opinion;
mod portal_pages;
mod portal_people;
mod portal_scene;
mod provider_pages;
mod public_pages;
mod qualifying;
mod qualifying_pages;
mod reports;
mod request_names;
mod set_up_pages;
mod sign_in_pages;
mod slow_clients;
mod status_news;
mod status_pages;
mod stopping;
mod store_engine;
mod store_letters;
mod store_queue;
mod store_races;
mod store_tables;
mod store_world;
mod support;
mod taking_over;
mod talking;
mod talking_pages;
mod vendor;
mod wording_letters;
mod wording_pages;
