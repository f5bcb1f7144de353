//! An administrator tries whether a program can be called.

use super::deliver::{Tried, call};
use crate::{
    desk::{
        Desk, Error, Found,
        ports::{HookCaller, NewsWriter},
        tenants::manager,
    },
    domain::{
        ids::{DeliveryId, PersonId, StatusHookId},
        webhook::HookFault,
    },
    store::status_hooks,
};

impl Desk {
    /// Calls a program with a test that is no news; what went wrong, if anything did. What it came to is
    /// noted, and changes nothing else.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is none such.
    pub fn try_status_hook(
        &self,
        id: StatusHookId,
        (caller, writer): (&dyn HookCaller, &dyn NewsWriter),
        by: PersonId,
    ) -> Result<Result<(), HookFault>, Error> {
        let hook = self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            status_hooks::find(tx, id).found()
        })?;
        let fault = match self.opened_hook(&hook, caller.calls_anywhere())? {
            Err(fault) => Some(fault),
            Ok((url, secret)) => {
                let now = self.clock.now();
                let body = writer.test(now, hook.lang);
                let answer = caller.call(&call(&url, &secret, (DeliveryId::fresh(), body), now));
                Tried::of(&answer, self.clock.now()).fault
            }
        };
        let now = self.clock.now();
        self.store
            .write(move |tx| status_hooks::note_trial(tx, id, now, fault))?;
        Ok(fault.map_or(Ok(()), Err))
    }
}
