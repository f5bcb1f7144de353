//! Where vendors take cases.

use diesel::prelude::*;

use crate::{
    domain::{ids::OrganisationId, vendor::VendorDesk},
    store::{
        Conn, StoreError,
        schema::vendor_desks,
        values::{As, Table},
    },
};

const TABLE: Table = Table("vendor_desks");

/// How many are listed.
pub const MOST: i64 = 100;

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_desks)]
struct Row {
    organisation_id: As<OrganisationId>,
    contract_name: String,
    mail: Option<String>,
}

/// Keeps where a vendor takes cases, in the place of what was kept before.
///
/// # Errors
/// When the database fails.
pub fn put(conn: &mut Conn, desk: &VendorDesk) -> Result<(), StoreError> {
    let VendorDesk {
        vendor,
        contract,
        mail,
    } = desk;
    let kept = (
        vendor_desks::contract_name.eq(contract),
        vendor_desks::mail.eq(mail.as_ref().map(|mail| mail.as_str().to_owned())),
    );
    let changed = diesel::update(vendor_desks::table.find(vendor.to_string()))
        .set(kept.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(vendor_desks::table)
            .values((vendor_desks::organisation_id.eq(vendor.to_string()), kept))
            .execute(conn)?;
    }
    Ok(())
}

/// Where a vendor takes cases, if it does.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, vendor: OrganisationId) -> Result<Option<VendorDesk>, StoreError> {
    vendor_desks::table
        .find(vendor.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(desk)
        .transpose()
}

/// Every place where a vendor takes cases, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn) -> Result<Vec<VendorDesk>, StoreError> {
    vendor_desks::table
        .order(vendor_desks::organisation_id.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(desk)
        .collect()
}

fn desk(row: Row) -> Result<VendorDesk, StoreError> {
    let Row {
        organisation_id,
        contract_name,
        mail,
    } = row;
    Ok(VendorDesk {
        vendor: organisation_id.of(TABLE)?,
        contract: contract_name,
        mail: TABLE.read_some(mail)?,
    })
}
