//! What every page and every call shares on the wire.

pub mod assets;
pub mod preferences;
