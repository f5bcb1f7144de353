//! The tables of outages, maintenance and credits.

diesel::table! {
    /// The parts of services.
    components (id) {
        id -> Text,
        service_id -> Text,
        organisation_id -> Nullable<Text>,
        platform_id -> Nullable<Text>,
        name -> Text,
        published -> Bool,
        active -> Bool,
    }
}

diesel::table! {
    /// Outages and planned maintenance.
    operations (id) {
        id -> Text,
        kind -> Text,
        begins_at -> BigInt,
        ends_at -> Nullable<BigInt>,
        published -> Bool,
        revision -> Integer,
        entered_at -> BigInt,
        body -> Text,
    }
}

diesel::table! {
    /// What operations concern.
    operation_components (operation_id, component_id) {
        operation_id -> Text,
        component_id -> Text,
    }
}

diesel::table! {
    /// Every revision of an operation.
    operation_revisions (operation_id, revision) {
        operation_id -> Text,
        revision -> Integer,
        at -> BigInt,
        by_id -> Text,
        why -> Nullable<Text>,
        body -> Text,
    }
}

diesel::table! {
    /// What people were told of operations.
    operation_news (operation_id, rank) {
        operation_id -> Text,
        rank -> Integer,
        at -> BigInt,
        by_id -> Text,
        step -> Text,
        body -> Text,
    }
}

diesel::table! {
    /// Free days that are owed.
    credits (id) {
        id -> Text,
        organisation_id -> Text,
        service_id -> Text,
        contract_id -> Text,
        first_day -> BigInt,
        last_day -> BigInt,
        minutes -> Integer,
        days -> Integer,
        capped -> Integer,
        figure -> Text,
        state -> Text,
        proposed_at -> BigInt,
        proposed_by -> Text,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<Text>,
        why -> Nullable<Text>,
    }
}

diesel::table! {
    /// What was announced of planned maintenance.
    maintenance_notices (operation_id, rank) {
        operation_id -> Text,
        rank -> Integer,
        revision -> Integer,
        begins_at -> BigInt,
        ends_at -> BigInt,
        called_off -> Bool,
        components -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    /// Who was told of a maintenance.
    maintenance_told (operation_id, told_id) {
        operation_id -> Text,
        told_id -> Text,
        subscriber -> Bool,
    }
}

diesel::table! {
    /// Who asked for the news of the status page.
    status_requests (token_hash) {
        token_hash -> Text,
        email -> Text,
        email_key -> Text,
        lang -> Text,
        components -> Text,
        asked_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    /// Who is sent the news of the status page.
    status_subscribers (id) {
        id -> Text,
        email -> Text,
        email_key -> Text,
        lang -> Text,
        components -> Text,
        stop_hash -> Text,
        confirmed_at -> BigInt,
    }
}
