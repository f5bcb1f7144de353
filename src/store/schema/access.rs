//! The table of what was said of consents.

diesel::table! {
    /// What was said of consents.
    consents (id) {
        id -> Text,
        ticket_id -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    /// Requests that were handed on before they were filed.
    handed_drafts (id) {
        id -> Text,
        from_id -> Text,
        to_id -> Text,
        organisation_id -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}
