//! What every page and every call shares on the wire: the server, who asks, from where, how
//! much, and what is answered when something goes wrong.

pub mod any_level;
pub mod app;
pub mod assets;
pub mod base_url;
pub(in crate::edges) mod body;
mod busy;
mod door;
pub mod error;
pub mod export;
pub mod files;
pub mod form;
pub mod form_door;
mod gate;
mod headers;
pub mod identity;
pub mod lanes;
mod line;
pub mod lines;
pub mod member;
pub mod needs;
mod origin;
pub mod page;
pub mod preferences;
pub mod probes;
pub mod request_id;
pub mod room;
pub mod routing;
pub mod server;
mod session_cookie;
pub mod stopping;
pub mod tally;
pub mod throttle;
mod under_way;
mod waiting;

pub use any_level::AnyLevel;
pub use app::{App, Demonstration, Settings, ask, ask_aside};
pub use base_url::BaseUrl;
pub use error::PageError;
pub use files::FormWithFiles;
pub use form::Form;
pub use form_door::FormRules;
pub use identity::{Caller, Worker, WorkerWith};
pub use member::{Member, Somebody};
pub use needs::{
    ConfirmsCredits, ManagesPeople, ManagesSetUp, Reads, ReadsConsents, ReadsLetters,
    ReadsOverview, ReadsPeople, ReadsQualification, ReadsReports, ReadsSatisfaction, ReadsSetUp,
    RetriesLetters, WordsLetters, Works,
};
pub use page::{Page, see_other};
pub use routing::{Policy, reading, resource, writing};
pub use server::{Routes, Sockets, serve};
pub use waiting::serve_until;
