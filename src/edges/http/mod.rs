//! What every page and every call shares on the wire: the server, who asks, from where, how
//! much, and what is answered when something goes wrong.

pub mod app;
pub mod assets;
pub mod base_url;
mod body;
mod door;
pub mod error;
pub mod files;
pub mod form;
mod headers;
pub mod identity;
mod origin;
pub mod page;
pub mod preferences;
pub mod probes;
pub mod routing;
pub mod server;
pub mod throttle;

pub use app::{App, Demonstration, Settings, ask};
pub use base_url::BaseUrl;
pub use error::PageError;
pub use files::FormWithFiles;
pub use form::Form;
pub use identity::{Reads, ReadsLetters, RetriesLetters, Worker, WorkerWith, Works};
pub use page::{Page, see_other};
pub use routing::{reading, resource, writing};
pub use server::{Routes, serve};
