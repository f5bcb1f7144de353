//! The tables of reports.

diesel::table! {
    /// What reports are added up from.
    report_facts (id) {
        id -> Text,
        ticket_id -> Text,
        kind -> Text,
        rank -> BigInt,
        at -> BigInt,
        ended_at -> BigInt,
        since -> BigInt,
        clock -> Nullable<Text>,
        priority -> Text,
        kept -> Nullable<Bool>,
        wall -> Nullable<BigInt>,
        business -> Nullable<BigInt>,
        contract_id -> Text,
        contract_name -> Text,
        organisation_id -> Nullable<Text>,
        product_id -> Nullable<Text>,
        integrator_id -> Nullable<Text>,
        queue_id -> Text,
        noted_at -> BigInt,
        gone_at -> BigInt,
    }
}

diesel::table! {
    /// Months that are closed.
    report_closings (first_day, revision) {
        first_day -> BigInt,
        revision -> Integer,
        ends_at -> BigInt,
        made_at -> BigInt,
        program -> Text,
        contracts -> Text,
        figures -> Text,
        changes -> Text,
        stale -> Bool,
        told_at -> Nullable<BigInt>,
        availability -> Nullable<Text>,
    }
}

diesel::table! {
    /// Who is sent the report of each month.
    report_readers (person_id) {
        person_id -> Text,
        since -> BigInt,
        by_id -> Text,
    }
}
