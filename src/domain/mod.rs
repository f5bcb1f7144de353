//! What decides: values and rules, without a clock, without input or output, without chance.

pub mod access;
pub mod attachment;
pub mod calendar;
pub mod contract;
pub mod entitlement;
pub mod escalation;
pub mod handed_draft;
pub mod ids;
pub mod import;
pub mod lang;
pub mod letter;
pub mod link;
pub mod mail_domain;
pub mod notice;
pub mod password;
pub mod people;
pub mod people_history;
pub mod platform;
pub mod retry;
pub mod second_factor;
pub mod services;
pub mod setup_history;
pub mod sla;
pub mod stored_clock;
pub mod subscription;
pub mod ticket;
