//! What is sent to vendors: where they take cases, dossiers that are being written, cases with their
//! history, their thread, and the letters and files of vendors that are reached by mail.

pub mod cases;
pub mod deliveries;
pub mod desks;
pub mod dossiers;
pub mod files;
pub mod hooks;
pub mod outside;
pub mod owed;
pub mod thread;
pub mod warnings;
