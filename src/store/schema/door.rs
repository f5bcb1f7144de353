//! The tables of the door: who is signed in, by what, and who is about to be.

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Text,
        person_id -> Text,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        device -> Text,
        second_factor -> Bool,
        outside -> Bool,
    }
}

diesel::table! {
    second_factors (person_id) {
        person_id -> Text,
        secret -> Text,
        since -> BigInt,
        last_step -> BigInt,
        failures -> Integer,
        failed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    second_factor_drafts (person_id) {
        person_id -> Text,
        secret -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    recovery_codes (code_hash) {
        code_hash -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    half_sign_ins (token_hash) {
        token_hash -> Text,
        person_id -> Text,
        expires_at -> BigInt,
        outside -> Bool,
    }
}

diesel::table! {
    outside_identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        person_id -> Text,
        bound_at -> BigInt,
    }
}

diesel::table! {
    outside_sign_ins (token_hash) {
        token_hash -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    reset_requests (id) {
        id -> Text,
        email -> Text,
        asked_at -> BigInt,
    }
}
