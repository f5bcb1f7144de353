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
        by_id -> Nullable<Text>,
        monitor_id -> Nullable<Text>,
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
        annual_cents -> Nullable<BigInt>,
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

diesel::table! {
    /// Programs that are told the news of the status page.
    status_hooks (id) {
        id -> Text,
        name -> Text,
        name_key -> Text,
        host -> Text,
        url -> Text,
        secret -> Text,
        lang -> Text,
        components -> Text,
        added_at -> BigInt,
        added_by -> Text,
        failing_since -> Nullable<BigInt>,
        stopped_at -> Nullable<BigInt>,
        stopped_for -> Nullable<Text>,
        last_at -> Nullable<BigInt>,
        last_fault -> Nullable<Text>,
    }
}

diesel::table! {
    /// What is said to them.
    status_hook_deliveries (id) {
        id -> Text,
        hook_id -> Text,
        operation_id -> Text,
        kind -> Text,
        body -> Text,
        state -> Text,
        attempts -> Integer,
        since -> BigInt,
        next_try_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        done_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// How far a maintenance was told to have come.
    maintenance_phases (operation_id, rank) {
        operation_id -> Text,
        rank -> Integer,
        phase -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    /// What looks by itself.
    monitors (id) {
        id -> Text,
        component_id -> Text,
        name -> Text,
        body -> Text,
        secret_hash -> Nullable<Text>,
        next_at -> Nullable<BigInt>,
        lease_until -> Nullable<BigInt>,
        slow -> Bool,
        watch -> Text,
        operation_id -> Nullable<Text>,
        version -> Integer,
        entered_at -> BigInt,
    }
}

diesel::table! {
    /// What looks found.
    monitor_looks (monitor_id, at) {
        monitor_id -> Text,
        at -> BigInt,
        outcome -> Text,
        took -> Nullable<Integer>,
        fault -> Nullable<Text>,
    }
}

diesel::table! {
    /// What the looks of a day were.
    monitor_days (monitor_id, day) {
        monitor_id -> Text,
        day -> BigInt,
        good -> Integer,
        bad -> Integer,
        unknown -> Integer,
        kept -> Integer,
        missed -> Integer,
    }
}

diesel::table! {
    /// The requests that outages name.
    operation_tickets (operation_id, ticket_id) {
        operation_id -> Text,
        ticket_id -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    operation_components,
    operation_revisions,
    operation_tickets,
    operations
);
diesel::allow_tables_to_appear_in_same_query!(status_hook_deliveries, status_hooks);
