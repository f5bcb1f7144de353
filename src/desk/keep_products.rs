//! What vendors make, and which versions of it they maintain.

use chrono::NaiveDate;

use super::{
    Desk, Error, Field, Found, SetUpLine,
    tenants::{manager, with_names},
};
use crate::{
    domain::{
        ids::{PersonId, ProductId, ProductVersionId},
        people_history::By,
        platform::{Product, ProductVersion},
        setup_history::{SetUpDone, SetUpThing},
        ticket::Line,
    },
    store::{products, setup_events},
};

/// How many lines of the history a page shows.
const HISTORY: i64 = 50;

/// A product with its versions and what was done about it.
#[derive(Clone, Debug)]
pub struct ProductPage {
    /// The product.
    pub product: Product,
    /// Its versions, the newest entered first.
    pub versions: Vec<ProductVersion>,
    /// What was done, the last first.
    pub history: Vec<SetUpLine>,
}

/// What is said of a version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionSaid {
    /// As the vendor calls it.
    pub name: Line,
    /// Whether the vendor maintains it.
    pub maintained: bool,
    /// The last day on which it is maintained.
    pub maintained_until: Option<NaiveDate>,
}

impl Desk {
    /// The products by name, each with its versions.
    ///
    /// # Errors
    /// When the database fails.
    pub fn products(&self) -> Result<Vec<ProductPage>, Error> {
        self.store.read(|conn| -> Result<_, Error> {
            products::list(conn)?
                .into_iter()
                .map(|product| {
                    let about = SetUpThing::Product(product.id);
                    let events = setup_events::about(conn, about, HISTORY)?;
                    Ok(ProductPage {
                        versions: products::versions_of(conn, product.id)?,
                        history: with_names(conn, events)?.0,
                        product,
                    })
                })
                .collect()
        })
    }

    /// Enters a product, or with `id` gives it another name.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when there is another one of that
    /// name.
    pub fn name_product(
        &self,
        id: Option<ProductId>,
        name: &Line,
        by: PersonId,
    ) -> Result<ProductId, Error> {
        let (now, name) = (self.clock.now(), name.as_str().to_owned());
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let key = name.to_lowercase();
            let taken = products::list(tx)?
                .iter()
                .any(|one| Some(one.id) != id && one.name.to_lowercase() == key);
            if taken {
                return Err(Error::fault(Field::Product, "taken"));
            }
            let product = Product {
                id: id.unwrap_or_else(ProductId::fresh),
                name: name.clone(),
            };
            if id.is_none() {
                products::insert(tx, &product)?;
            } else if !products::rename(tx, &product)? {
                return Err(Error::NotFound);
            }
            let about = SetUpThing::Product(product.id);
            let what = SetUpDone::ProductNamed { name: name.clone() };
            setup_events::append(tx, about, now, By::Person(by), &what)?;
            Ok(product.id)
        })
    }

    /// Enters a version of a product, or with `id` changes it.
    ///
    /// # Errors
    /// As [`Desk::name_product`].
    pub fn set_version(
        &self,
        product: ProductId,
        id: Option<ProductVersionId>,
        said: &VersionSaid,
        by: PersonId,
    ) -> Result<ProductVersionId, Error> {
        let (now, said) = (self.clock.now(), said.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            products::find(tx, product).found()?;
            let key = said.name.as_str().to_lowercase();
            let taken = products::versions_of(tx, product)?
                .iter()
                .any(|one| Some(one.id) != id && one.name.to_lowercase() == key);
            if taken {
                return Err(Error::fault(Field::Version, "taken"));
            }
            let version = ProductVersion {
                id: id.unwrap_or_else(ProductVersionId::fresh),
                product,
                name: said.name.as_str().to_owned(),
                maintained: said.maintained,
                maintained_until: said.maintained_until,
            };
            if id.is_none() {
                products::insert_version(tx, &version)?;
            } else if !products::change_version(tx, &version)? {
                return Err(Error::NotFound);
            }
            let what = SetUpDone::VersionSet {
                version: version.id,
                name: version.name,
                maintained: version.maintained,
                maintained_until: version.maintained_until,
            };
            let about = SetUpThing::Product(product);
            setup_events::append(tx, about, now, By::Person(by), &what)?;
            Ok(version.id)
        })
    }
}
