//! The whole of Guichet, as others meet it: real databases, a real server, real letters.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that cannot go on has failed"
)]

mod store_engine;
mod support;
