//! The tables, as both engines have them. Kept by hand: `migrations/` is what makes them.

mod access;
mod availability;
mod door;
mod intake;
mod report;
mod vendor;

pub use access::{consents, handed_drafts};
pub use availability::{
    components, credits, maintenance_notices, maintenance_phases, maintenance_told, monitor_days,
    monitor_looks, monitors, operation_components, operation_news, operation_revisions,
    operation_tickets, operations, status_hook_deliveries, status_hooks, status_requests,
    status_subscribers,
};
pub use door::{
    half_sign_ins, outside_identities, outside_sign_ins, recovery_codes, reset_requests,
    second_factor_drafts, second_factors, sessions,
};
pub use intake::{bounced_addresses, incoming_bytes, incoming_letters, mail_bodies, taken_over};
pub use report::{report_closings, report_facts, report_readers};
pub use vendor::{
    vendor_cases, vendor_deliveries, vendor_desks, vendor_dossiers, vendor_events, vendor_files,
    vendor_heard, vendor_hooks, vendor_letters, vendor_messages, vendor_warnings, vendor_ways,
};

diesel::table! {
    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        name -> Text,
        name_key -> Text,
        mail_domain -> Nullable<Text>,
        kind -> Text,
    }
}

diesel::table! {
    mandates (integrator_id, customer_id) {
        integrator_id -> Text,
        customer_id -> Text,
        since -> BigInt,
    }
}

diesel::table! {
    products (id) {
        id -> Text,
        name -> Text,
    }
}

diesel::table! {
    product_versions (id) {
        id -> Text,
        product_id -> Text,
        name -> Text,
        maintained -> Bool,
        maintained_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    platforms (id) {
        id -> Text,
        organisation_id -> Text,
        name -> Text,
        environment -> Text,
        version_id -> Nullable<Text>,
        active -> Bool,
    }
}

diesel::table! {
    designations (id) {
        id -> Text,
        person_id -> Text,
        organisation_id -> Text,
        platform_id -> Nullable<Text>,
        since -> BigInt,
    }
}

diesel::table! {
    setup_events (id) {
        id -> Text,
        thing -> Text,
        thing_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        actor -> Text,
        body -> Text,
    }
}

diesel::table! {
    letter_wordings (scope, kind, lang) {
        scope -> Text,
        kind -> Text,
        lang -> Text,
        organisation_id -> Nullable<Text>,
        introduction -> Nullable<Text>,
        closing -> Nullable<Text>,
        version -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    queue_members (queue_id, person_id) {
        queue_id -> Text,
        person_id -> Text,
        since -> BigInt,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> Text,
        organisation_id -> Text,
        service_id -> Text,
        contract_name -> Text,
        support -> Bool,
        prepaid_minutes -> Nullable<BigInt>,
        first_day -> BigInt,
        last_day -> Nullable<BigInt>,
        annual_cents -> Nullable<BigInt>,
    }
}

diesel::table! {
    watchers (ticket_id, person_id) {
        ticket_id -> Text,
        person_id -> Text,
        organisation_id -> Text,
        since -> BigInt,
    }
}

diesel::table! {
    people (id) {
        id -> Text,
        name -> Text,
        email -> Text,
        email_key -> Text,
        role -> Text,
        organisation_id -> Nullable<Text>,
        lang -> Text,
        active -> Bool,
        password_hash -> Nullable<Text>,
        signed_in_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    people_events (id) {
        id -> Text,
        person_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        actor -> Text,
        body -> Text,
    }
}

diesel::table! {
    queues (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        mail -> Nullable<Text>,
        supervisor_mail -> Nullable<Text>,
        members_only -> Bool,
    }
}

diesel::table! {
    contract_versions (id) {
        id -> Text,
        name -> Text,
        version -> Integer,
        source -> Text,
        created_at -> BigInt,
        origin -> Text,
        added_by -> Nullable<Text>,
        note -> Text,
        in_force_from -> Nullable<BigInt>,
    }
}

diesel::table! {
    services (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        queue_id -> Text,
        contract_name -> Text,
        active -> Bool,
    }
}

diesel::table! {
    tickets (id) {
        id -> Text,
        year -> Integer,
        rank -> BigInt,
        subject -> Text,
        subject_key -> Text,
        requester_id -> Text,
        organisation_id -> Nullable<Text>,
        platform_id -> Nullable<Text>,
        organisation_said -> Text,
        service_id -> Text,
        queue_id -> Text,
        contract_id -> Text,
        lang -> Text,
        priority -> Text,
        priority_confirmed -> Bool,
        status -> Text,
        pause_reason -> Nullable<Text>,
        assignee_id -> Nullable<Text>,
        filed_at -> BigInt,
        changed_at -> BigInt,
        version -> BigInt,
        events -> BigInt,
        due_rank -> SmallInt,
        due_at -> BigInt,
        due_clock -> Nullable<Text>,
        nature -> Text,
        reported -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> Text,
        ticket_id -> Text,
        seq -> BigInt,
        at -> BigInt,
        actor -> Text,
        body -> Text,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        ticket_id -> Text,
        author_id -> Nullable<Text>,
        visibility -> Text,
        body -> Text,
        at -> BigInt,
        format -> Text,
    }
}

diesel::table! {
    clocks (id) {
        id -> Text,
        ticket_id -> Text,
        name -> Text,
        run -> Integer,
        priority -> Text,
        state -> Text,
        started_at -> BigInt,
        deadline -> Nullable<BigInt>,
        paused_since -> Nullable<BigInt>,
        pause_reason -> Nullable<Text>,
        stopped_at -> Nullable<BigInt>,
        kept -> Nullable<Bool>,
        reached -> Integer,
        repeats_stopped -> Bool,
        next_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    escalations (id) {
        id -> Text,
        ticket_id -> Text,
        clock_id -> Text,
        clock -> Text,
        run -> Integer,
        level -> Integer,
        body -> Text,
        fired_at -> BigInt,
        acknowledged_at -> Nullable<BigInt>,
        acknowledged_by -> Nullable<Text>,
    }
}

diesel::table! {
    letters (id) {
        id -> Text,
        ticket_id -> Nullable<Text>,
        kind -> Text,
        recipient -> Text,
        lang -> Text,
        notice -> Text,
        message_id -> Text,
        state -> Text,
        attempts -> Integer,
        next_try_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    links (token_hash) {
        token_hash -> Text,
        purpose -> Text,
        ticket_id -> Nullable<Text>,
        escalation_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
        email_key -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    attachments (id) {
        id -> Text,
        form -> Text,
        ticket_id -> Nullable<Text>,
        message_id -> Nullable<Text>,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        digest -> Text,
        kept_at -> BigInt,
    }
}

diesel::table! {
    drafts (person_id, ticket_id, kind) {
        person_id -> Text,
        ticket_id -> Text,
        kind -> Text,
        body -> Text,
        saved_at -> BigInt,
    }
}

diesel::table! {
    time_entries (id) {
        id -> Text,
        ticket_id -> Text,
        message_id -> Text,
        minutes -> Integer,
        at -> BigInt,
    }
}
diesel::allow_tables_to_appear_in_same_query!(letters, messages, tickets, time_entries);
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(half_sign_ins -> people (person_id));
diesel::allow_tables_to_appear_in_same_query!(clocks, escalations);
diesel::allow_tables_to_appear_in_same_query!(vendor_deliveries, vendor_hooks);
diesel::allow_tables_to_appear_in_same_query!(people, sessions);
diesel::allow_tables_to_appear_in_same_query!(half_sign_ins, people);
diesel::allow_tables_to_appear_in_same_query!(outside_identities, people);
diesel::joinable!(product_versions -> products (product_id));
diesel::joinable!(designations -> people (person_id));
diesel::joinable!(watchers -> people (person_id));
diesel::allow_tables_to_appear_in_same_query!(platforms, product_versions, products);
diesel::allow_tables_to_appear_in_same_query!(designations, people);
diesel::allow_tables_to_appear_in_same_query!(watchers, people);
diesel::allow_tables_to_appear_in_same_query!(consents, events, tickets);
diesel::allow_tables_to_appear_in_same_query!(tickets, watchers);
diesel::allow_tables_to_appear_in_same_query!(organisations, tickets, vendor_cases);
diesel::allow_tables_to_appear_in_same_query!(queues, queue_members);
diesel::allow_tables_to_appear_in_same_query!(services, queues, people, organisations);
diesel::joinable!(people_events -> people (person_id));
diesel::allow_tables_to_appear_in_same_query!(people_events, people);
diesel::allow_tables_to_appear_in_same_query!(incoming_bytes, incoming_letters);
