//! The letters that are written by hand.

pub const FILES: [&str; 1] = [include_str!("texts.txt")];
