//! An administrator tries whether a vendor's program can be called.

use uuid::Uuid;

use crate::{
    desk::{
        Desk, Error, Found,
        ports::{Called, HookCaller},
        tenants::manager,
    },
    domain::{
        ids::{DeliveryId, OrganisationId, PersonId},
        webhook::{HookFault, HookUrl},
    },
    store::vendor::hooks,
};

use super::deliver::called;

impl Desk {
    /// Calls a vendor's program with a word that means nothing; what went wrong, if anything did.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when the vendor is not called.
    pub fn try_hook(
        &self,
        vendor: OrganisationId,
        caller: &dyn HookCaller,
        by: PersonId,
    ) -> Result<Result<(), HookFault>, Error> {
        let now = self.clock.now();
        let hook = self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            hooks::find(tx, vendor).found()
        })?;
        if HookUrl::parse(hook.url.as_str(), caller.calls_anywhere()).is_err() {
            return Ok(Err(HookFault::NotPublic));
        }
        let secrets = self.secrets_of(&hook, now)?;
        if secrets.is_empty() {
            return Ok(Err(HookFault::Sealed));
        }
        let said = serde_json::json!({ "type": "test", "timestamp": now, "data": {} });
        let body = said.to_string().into_bytes();
        let id: Uuid = DeliveryId::fresh().uuid();
        let call = called(&hook, &secrets, (id.to_string(), body), now);
        Ok(match caller.call(&call) {
            Called::Answered {
                status: 200..=299, ..
            } => Ok(()),
            Called::Answered { status, .. } => Err(HookFault::of_status(status)),
            Called::NotReached(fault) | Called::Unknown(fault) => Err(fault),
        })
    }
}
