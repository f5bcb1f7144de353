//! The screens: each a module with its view, and a template of the same name.

pub mod band;
pub mod chip;
pub mod demo_letters;
pub mod escalations;
pub mod fields;
#[cfg(test)]
mod gallery;
pub mod help;
pub mod keys;
pub mod layout;
pub mod letters;
pub mod navigation;
pub mod problem;
pub mod set_up;
pub mod sign_in;
