//! The table of what was said of consents.

diesel::table! {
    /// What was said of consents.
    consents (id) {
        id -> Text,
        ticket_id -> Text,
        at -> BigInt,
    }
}
