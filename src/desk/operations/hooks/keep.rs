//! An administrator enters the programs that are told the news, and takes them away.

use crate::{
    desk::{
        Desk, Error, Field, Found, SetUpLine,
        tenants::{manager, with_names},
    },
    domain::{
        ids::{PersonId, StatusHookId},
        lang::Lang,
        operation::{Choice, Component},
        people_history::By,
        setup_history::{SetUpDone, SetUpThing},
        status_hook::{MOST_HOOKS, StatusHook},
        ticket::Line,
        webhook::{HookSecret, HookUrl},
    },
    store::{StoreError, components, setup_events, status_hook_deliveries, status_hooks},
};

use super::{address_of, secret_of};

/// How many lines of the history the page shows.
const HISTORY: i64 = 50;

/// A program as somebody typed it.
#[derive(Clone, Debug)]
pub struct NewStatusHook {
    /// What people call it.
    pub name: Line,
    /// Where it is called.
    pub url: HookUrl,
    /// In which language it is told.
    pub lang: Lang,
    /// Of which parts.
    pub choice: Choice,
}

/// The programs that are told the news. No secret is among it, and no address.
#[derive(Clone, Debug)]
pub struct StatusHooksPage {
    /// By name, each with how much is owed to it.
    pub hooks: Vec<(StatusHook, i64)>,
    /// What the public sees.
    pub components: Vec<Component>,
    /// What was done, the last first.
    pub history: Vec<SetUpLine>,
}

impl Desk {
    /// The programs that are told the news of the status page.
    ///
    /// # Errors
    /// When the database fails.
    pub fn status_hooks(&self) -> Result<StatusHooksPage, Error> {
        Ok(self.store.read(|conn| {
            let mut hooks = Vec::new();
            for mut hook in status_hooks::all(conn)? {
                let owed = status_hook_deliveries::owed(conn, hook.id)?;
                hook.url.clear();
                hook.secret.clear();
                hooks.push((hook, owed));
            }
            let mut components = components::all(conn)?;
            components.retain(Component::is_public);
            let events = setup_events::about(conn, SetUpThing::StatusHooks, HISTORY)?;
            Ok::<_, StoreError>(StatusHooksPage {
                hooks,
                components,
                history: with_names(conn, events)?.0,
            })
        })?)
    }

    /// Enters a program that is told the news from now on. Its secret is told once.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a name that another one has, for a component that the
    /// public does not see, and when there are [`MOST_HOOKS`].
    pub fn add_status_hook(
        &self,
        new: &NewStatusHook,
        by: PersonId,
    ) -> Result<(StatusHookId, HookSecret), Error> {
        let (now, id) = (self.clock.now(), StatusHookId::fresh());
        if !self.takes_files() {
            // The key that seals what is kept lies beside the files.
            return Err(Error::fault(Field::Operation, "hook-no-folder"));
        }
        // Drawn before the write: drawing may write a file.
        let (secret, sealed) = self.drawn_secret(&secret_of(id))?;
        let hook = StatusHook {
            id,
            name: new.name.as_str().to_owned(),
            host: new.url.host().to_owned(),
            url: self.sealed_for(&address_of(id), new.url.as_str().as_bytes())?,
            secret: sealed,
            lang: new.lang,
            choice: new.choice.clone(),
            added_at: now,
            added_by: by,
            failing_since: None,
            stopped: None,
            last: None,
        };
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let known = status_hooks::all(tx)?;
            if i64::try_from(known.len()).unwrap_or(i64::MAX) >= MOST_HOOKS {
                return Err(Error::fault(Field::Name, "hook-too-many"));
            }
            let mut public = components::all(tx)?;
            public.retain(Component::is_public);
            let is_public = |id| public.iter().any(|one| one.id == id);
            if !hook.choice.0.iter().all(|id| is_public(*id)) {
                return Err(Error::fault(Field::Operation, "hook-no-component"));
            }
            match status_hooks::insert(tx, &hook) {
                Err(StoreError::Taken) => return Err(Error::fault(Field::Name, "hook-taken")),
                done => done?,
            }
            let what = SetUpDone::StatusHookAdded {
                name: hook.name.clone(),
                host: hook.host.clone(),
            };
            let about = SetUpThing::StatusHooks;
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })?;
        Ok((id, secret))
    }

    /// Tells a program that was stopped the news again, from now on: what it missed is not said any more.
    /// Nothing happens to one that was not.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub fn resume_status_hook(&self, id: StatusHookId, by: PersonId) -> Result<(), Error> {
        let now = self.clock.now();
        self.insist(move |tx| {
            manager(tx, by)?;
            status_hook_deliveries::wait_for_turn(tx)?;
            let mut hook = status_hooks::find(tx, id).found()?;
            if hook.stopped.take().is_none() {
                return Ok(());
            }
            hook.failing_since = None;
            status_hooks::note(tx, &hook)?;
            let what = SetUpDone::StatusHookResumed { name: hook.name };
            let about = SetUpThing::StatusHooks;
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })
    }

    /// Takes a program away: it is told nothing more, and its address, its secret and what it was told are
    /// forgotten.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is none such.
    pub fn remove_status_hook(&self, id: StatusHookId, by: PersonId) -> Result<(), Error> {
        let now = self.clock.now();
        self.insist(move |tx| {
            manager(tx, by)?;
            status_hook_deliveries::wait_for_turn(tx)?;
            let hook = status_hooks::find(tx, id).found()?;
            status_hook_deliveries::forget_of(tx, id)?;
            if !status_hooks::delete(tx, id)? {
                return Err(Error::NotFound);
            }
            let what = SetUpDone::StatusHookRemoved { name: hook.name };
            let about = SetUpThing::StatusHooks;
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })
    }
}
