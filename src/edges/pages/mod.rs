//! The screens: each a module with its view, and a template of the same name.

pub mod chip;
pub mod fields;
pub mod help;
pub mod layout;
pub mod sign_in;
