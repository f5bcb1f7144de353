//! Letters that came in.

diesel::table! {
    /// Each letter, and how it stands with it.
    incoming_letters (id) {
        id -> Text,
        digest -> Text,
        door -> Text,
        return_path -> Nullable<Text>,
        delivered_to -> Nullable<Text>,
        queue_id -> Nullable<Text>,
        bytes -> BigInt,
        arrived_at -> BigInt,
        state -> Text,
        outcome -> Nullable<Text>,
        attempts -> Integer,
        next_try_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
        ticket_id -> Nullable<Text>,
        message_id -> Nullable<Text>,
        mail_id -> Nullable<Text>,
        sender -> Nullable<Text>,
        sender_key -> Nullable<Text>,
        subject -> Nullable<Text>,
        sureness -> Nullable<Text>,
        remarks -> Nullable<Text>,
    }
}

diesel::table! {
    /// Requests that were taken over from another desk.
    taken_over (source, number) {
        source -> Text,
        number -> Text,
        ticket_id -> Text,
    }
}

diesel::table! {
    /// Their bytes.
    incoming_bytes (letter_id) {
        letter_id -> Text,
        raw -> Binary,
    }
}

diesel::table! {
    /// What of a letter is shown apart from what is new in it.
    mail_bodies (message_id) {
        message_id -> Text,
        ticket_id -> Text,
        quoted -> Text,
        signature -> Text,
        html -> Nullable<Text>,
    }
}

diesel::table! {
    /// Addresses that letters came back from.
    bounced_addresses (email_key) {
        email_key -> Text,
        why -> Text,
        since -> BigInt,
        last_at -> BigInt,
    }
}
