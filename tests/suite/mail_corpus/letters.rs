//! The letters that are written by hand.

pub const FILES: [&str; 5] = [
    include_str!("texts.txt"),
    include_str!("headers.txt"),
    include_str!("machines.txt"),
    include_str!("parts.txt"),
    include_str!("quoting.txt"),
];
