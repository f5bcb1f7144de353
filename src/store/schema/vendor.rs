//! The tables of what is sent to vendors.

diesel::table! {
    /// Where vendors take cases.
    vendor_desks (organisation_id) {
        organisation_id -> Text,
        contract_name -> Text,
        mail -> Nullable<Text>,
    }
}

diesel::table! {
    /// Dossiers that were not sent.
    vendor_dossiers (ticket_id) {
        ticket_id -> Text,
        case_id -> Text,
        vendor_id -> Text,
        body -> Text,
        saved_by -> Text,
        saved_at -> BigInt,
    }
}

diesel::table! {
    /// What was sent to vendors.
    vendor_cases (id) {
        id -> Text,
        ticket_id -> Text,
        rank -> Integer,
        vendor_id -> Text,
        contract_id -> Text,
        dossier -> Text,
        runs_on -> Nullable<Text>,
        state -> Text,
        reference -> Nullable<Text>,
        opened_at -> BigInt,
        changed_at -> BigInt,
        due_clock -> Nullable<Text>,
        due_at -> Nullable<BigInt>,
        events -> BigInt,
        watch_at -> Nullable<BigInt>,
        reported -> BigInt,
    }
}

diesel::table! {
    /// All that happened to cases.
    vendor_events (id) {
        id -> Text,
        case_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        actor -> Text,
        body -> Text,
    }
}

diesel::table! {
    /// What was written on cases.
    vendor_messages (id) {
        id -> Text,
        case_id -> Text,
        author_id -> Text,
        side -> Text,
        body -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    /// The levels of vendors' ladders that fired.
    vendor_warnings (id) {
        id -> Text,
        case_id -> Text,
        clock -> Text,
        run -> Integer,
        level -> Integer,
        body -> Text,
        fired_at -> BigInt,
    }
}

diesel::table! {
    /// Vendors that are reached outside this desk.
    vendor_ways (organisation_id) {
        organisation_id -> Text,
        speaker_id -> Text,
        numbering -> Nullable<Text>,
    }
}

diesel::table! {
    /// Letters that came in and belong to cases.
    vendor_letters (letter_id) {
        letter_id -> Text,
        case_id -> Text,
        mail_id -> Nullable<Text>,
        message_id -> Nullable<Text>,
    }
}

diesel::table! {
    /// Vendors that are called by signed webhooks.
    vendor_hooks (organisation_id) {
        organisation_id -> Text,
        door -> Text,
        url -> Text,
        secret -> Text,
        earlier -> Nullable<Text>,
        earlier_until -> Nullable<BigInt>,
        gone_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What is said to these vendors.
    vendor_deliveries (id) {
        id -> Text,
        case_id -> Text,
        vendor_id -> Text,
        rank -> Integer,
        body -> Text,
        state -> Text,
        attempts -> Integer,
        unsure -> Bool,
        since -> BigInt,
        next_try_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        done_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    /// What these vendors said here.
    vendor_heard (vendor_id, webhook_id) {
        vendor_id -> Text,
        webhook_id -> Text,
        case_id -> Text,
        digest -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    /// Files that came with what vendors wrote.
    vendor_files (attachment_id) {
        attachment_id -> Text,
        case_id -> Text,
        message_id -> Text,
    }
}
