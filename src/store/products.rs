//! What vendors make, and which versions of it they maintain.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::among,
    schema::{product_versions, products},
    values::{As, Table, day_number, some_day},
};
use crate::domain::{
    ids::{ProductId, ProductVersionId},
    platform::{Product, ProductVersion},
};

const TABLE: Table = Table("products");

/// How many products, or versions of one, are listed.
pub const MOST: i64 = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = products)]
struct Row {
    id: As<ProductId>,
    name: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = product_versions)]
struct VersionRow {
    id: As<ProductVersionId>,
    product_id: As<ProductId>,
    name: String,
    maintained: bool,
    maintained_until: Option<i64>,
}

/// Adds a product.
///
/// # Errors
/// [`StoreError::Taken`] when there is one of that name.
pub fn insert(conn: &mut Conn, product: &Product) -> Result<(), StoreError> {
    let Product { id, name } = product;
    diesel::insert_into(products::table)
        .values((products::id.eq(id.to_string()), products::name.eq(name)))
        .execute(conn)?;
    Ok(())
}

/// Gives a product another name; false when there is no such product.
///
/// # Errors
/// [`StoreError::Taken`] when there is another one of that name.
pub fn rename(conn: &mut Conn, product: &Product) -> Result<bool, StoreError> {
    let changed = diesel::update(products::table.find(product.id.to_string()))
        .set(products::name.eq(&product.name))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The product with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: ProductId) -> Result<Option<Product>, StoreError> {
    products::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(product)
        .transpose()
}

/// The products by name, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn) -> Result<Vec<Product>, StoreError> {
    products::table
        .order((products::name.asc(), products::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(product)
        .collect()
}

/// Adds a version.
///
/// # Errors
/// [`StoreError::Taken`] when the product has one of that name.
pub fn insert_version(conn: &mut Conn, version: &ProductVersion) -> Result<(), StoreError> {
    let ProductVersion {
        id,
        product,
        name,
        maintained,
        maintained_until,
    } = version;
    diesel::insert_into(product_versions::table)
        .values((
            product_versions::id.eq(id.to_string()),
            product_versions::product_id.eq(product.to_string()),
            product_versions::name.eq(name),
            product_versions::maintained.eq(maintained),
            product_versions::maintained_until.eq(maintained_until.map(day_number)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Changes a version, which stays with its product; false when that has none such.
///
/// # Errors
/// [`StoreError::Taken`] when the product has another one of that name.
pub fn change_version(conn: &mut Conn, version: &ProductVersion) -> Result<bool, StoreError> {
    let ProductVersion {
        id,
        product,
        name,
        maintained,
        maintained_until,
    } = version;
    let changed = diesel::update(product_versions::table.find(id.to_string()))
        .filter(product_versions::product_id.eq(product.to_string()))
        .set((
            product_versions::name.eq(name),
            product_versions::maintained.eq(maintained),
            product_versions::maintained_until.eq(maintained_until.map(day_number)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The versions of a product, the newest entered first, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn versions_of(conn: &mut Conn, product: ProductId) -> Result<Vec<ProductVersion>, StoreError> {
    product_versions::table
        .filter(product_versions::product_id.eq(product.to_string()))
        .order(product_versions::id.desc())
        .limit(MOST)
        .select(VersionRow::as_select())
        .load(conn)?
        .into_iter()
        .map(version)
        .collect()
}

/// The versions with those ids, each with the name of its product.
///
/// # Errors
/// When the database fails.
pub fn versions_with_ids(
    conn: &mut Conn,
    ids: &[ProductVersionId],
) -> Result<Vec<(ProductVersion, String)>, StoreError> {
    let ids = ids.iter().map(ToString::to_string).collect();
    product_versions::table
        .inner_join(products::table)
        .filter(among(product_versions::id, ids))
        .select((VersionRow::as_select(), products::name))
        .load::<(VersionRow, String)>(conn)?
        .into_iter()
        .map(|(row, product)| Ok((version(row)?, product)))
        .collect()
}

fn product(row: Row) -> Result<Product, StoreError> {
    let Row { id, name } = row;
    Ok(Product {
        id: id.of(TABLE)?,
        name,
    })
}

fn version(row: VersionRow) -> Result<ProductVersion, StoreError> {
    let VersionRow {
        id,
        product_id,
        name,
        maintained,
        maintained_until,
    } = row;
    let until: Option<NaiveDate> = some_day(TABLE, maintained_until)?;
    Ok(ProductVersion {
        id: id.of(TABLE)?,
        product: product_id.of(TABLE)?,
        name,
        maintained,
        maintained_until: until,
    })
}
