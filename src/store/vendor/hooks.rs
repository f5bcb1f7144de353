//! Vendors that are called by signed webhooks, and what they said here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    domain::{
        ids::{OrganisationId, VendorCaseId},
        vendor::Hook,
        webhook::HookUrl,
    },
    store::{
        Conn, StoreError,
        schema::{vendor_heard, vendor_hooks},
        values::{As, Table, micros, some_micros},
    },
};

const TABLE: Table = Table("vendor_hooks");

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_hooks)]
struct Row {
    organisation_id: As<OrganisationId>,
    door: String,
    url: String,
    secret: String,
    earlier: Option<String>,
    earlier_until: Option<i64>,
    gone_at: Option<i64>,
}

/// Keeps how a vendor is called, in the place of what was kept before.
///
/// # Errors
/// When the database fails.
pub fn put(conn: &mut Conn, hook: &Hook) -> Result<(), StoreError> {
    let Hook {
        vendor,
        door,
        url,
        secret,
        earlier,
        gone_at,
    } = hook;
    let kept = (
        vendor_hooks::door.eq(door),
        vendor_hooks::url.eq(url.as_str()),
        vendor_hooks::secret.eq(secret),
        vendor_hooks::earlier.eq(earlier.as_ref().map(|(secret, _)| secret.clone())),
        vendor_hooks::earlier_until.eq(some_micros(earlier.as_ref().map(|(_, until)| *until))),
        vendor_hooks::gone_at.eq(some_micros(*gone_at)),
    );
    let changed = diesel::update(vendor_hooks::table.find(vendor.to_string()))
        .set(kept.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(vendor_hooks::table)
            .values((vendor_hooks::organisation_id.eq(vendor.to_string()), kept))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets that a vendor is called.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Conn, vendor: OrganisationId) -> Result<(), StoreError> {
    diesel::delete(vendor_hooks::table.find(vendor.to_string())).execute(conn)?;
    Ok(())
}

/// How a vendor is called; nothing for one that is not.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, vendor: OrganisationId) -> Result<Option<Hook>, StoreError> {
    let found = vendor_hooks::table
        .find(vendor.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    found.map(hook).transpose()
}

/// The vendor that calls at a door.
///
/// # Errors
/// When the database fails.
pub fn at_door(conn: &mut Conn, door: &str) -> Result<Option<Hook>, StoreError> {
    let found = vendor_hooks::table
        .filter(vendor_hooks::door.eq(door))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    found.map(hook).transpose()
}

/// Notes that a vendor's side wants nothing more, or that it is called again.
///
/// # Errors
/// When the database fails.
pub fn set_gone(
    conn: &mut Conn,
    vendor: OrganisationId,
    gone_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    diesel::update(vendor_hooks::table.find(vendor.to_string()))
        .set(vendor_hooks::gone_at.eq(some_micros(gone_at)))
        .execute(conn)?;
    Ok(())
}

/// Keeps that a vendor said something under an id.
///
/// # Errors
/// [`StoreError::Taken`] when it said something under it before.
pub fn keep_heard(
    conn: &mut Conn,
    (vendor, webhook): (OrganisationId, &str),
    case: VendorCaseId,
    digest: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(vendor_heard::table)
        .values((
            vendor_heard::vendor_id.eq(vendor.to_string()),
            vendor_heard::webhook_id.eq(webhook),
            vendor_heard::case_id.eq(case.to_string()),
            vendor_heard::digest.eq(digest),
            vendor_heard::at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The digest of what a vendor said under an id.
///
/// # Errors
/// When the database fails.
pub fn heard(
    conn: &mut Conn,
    vendor: OrganisationId,
    webhook: &str,
) -> Result<Option<String>, StoreError> {
    Ok(vendor_heard::table
        .find((vendor.to_string(), webhook))
        .select(vendor_heard::digest)
        .first(conn)
        .optional()?)
}

/// How often a vendor said something since an instant.
///
/// # Errors
/// When the database fails.
pub fn heard_since(
    conn: &mut Conn,
    vendor: OrganisationId,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    Ok(vendor_heard::table
        .filter(vendor_heard::vendor_id.eq(vendor.to_string()))
        .filter(vendor_heard::at.gt(micros(since)))
        .count()
        .get_result(conn)?)
}

fn hook(row: Row) -> Result<Hook, StoreError> {
    let Row {
        organisation_id,
        door,
        url,
        secret,
        earlier,
        earlier_until,
        gone_at,
    } = row;
    let until = TABLE.some_instant(earlier_until)?;
    Ok(Hook {
        vendor: organisation_id.of(TABLE)?,
        door,
        // What may be called is asked when it is: the setting may have changed since.
        url: HookUrl::parse(&url, true)
            .map_err(|error| TABLE.corrupt(format_args!("{error:?}: {url:?}")))?,
        secret,
        earlier: earlier.zip(until),
        gone_at: TABLE.some_instant(gone_at)?,
    })
}
