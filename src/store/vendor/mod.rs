//! What is sent to vendors: where they take cases, dossiers that are being written, cases with their
//! history and their thread.

pub mod cases;
pub mod desks;
pub mod dossiers;
pub mod thread;
pub mod warnings;
