//! What programs are told is owed in the write that makes it news.

use chrono::{DateTime, Utc};

use super::super::{
    announce::public,
    concerned::{named, names_of},
};
use crate::{
    desk::Error,
    domain::{
        ids::{ComponentId, DeliveryId},
        operation::{Component, MaintenanceSaid, News, Operation, OutageSaid, Said, State},
        status_hook::{
            NewsKind, ShownOutage, StatusDelivery, StatusHook, StatusTold, ToldPart, of_outage,
        },
        webhook::DeliveryState,
    },
    store::{Conn, StoreError, status_hook_deliveries, status_hooks},
};

/// Who listens, and what the public sees.
struct Listeners {
    hooks: Vec<StatusHook>,
    named: Vec<(Component, String)>,
    public: Vec<ComponentId>,
}

impl Listeners {
    /// Nothing where nobody listens.
    fn read(tx: &mut Conn) -> Result<Option<Self>, StoreError> {
        let hooks = status_hooks::listening(tx)?;
        if hooks.is_empty() {
            return Ok(None);
        }
        let named = named(tx)?;
        Ok(Some(Self {
            public: public(&named),
            hooks,
            named,
        }))
    }

    /// Those of an operation's parts that a program is told of.
    fn parts(&self, hook: &StatusHook, said: &Said) -> Vec<ComponentId> {
        hook.choice.parts_of(said, &self.public).collect()
    }

    /// Owes a program something about an operation.
    fn owe(
        &self,
        tx: &mut Conn,
        hook: &StatusHook,
        what: &Owed<'_>,
        parts: &[ComponentId],
    ) -> Result<(), StoreError> {
        let operation = what.operation;
        let (from, to) = operation.said.span();
        let names = |id: ComponentId| names_of(&self.named, [id]).join("");
        let told = StatusTold {
            at: what.at,
            operation: operation.id,
            title: operation.said.title().to_string(),
            state: State::during(operation, what.at),
            from,
            to,
            components: parts
                .iter()
                .map(|id| ToldPart {
                    id: *id,
                    name: names(*id),
                })
                .collect(),
            step: what.news.map(|news| news.step),
            message: what.news.map(|news| news.text.as_str().to_owned()),
        };
        let delivery = StatusDelivery {
            id: DeliveryId::fresh(),
            hook: hook.id,
            operation: operation.id,
            kind: what.kind,
            told,
            state: DeliveryState::Owed,
            attempts: 0,
            since: what.now,
            next_try_at: what.now,
            lease_until: None,
            done_at: None,
        };
        status_hook_deliveries::owe(tx, &delivery)
    }
}

/// What is owed.
struct Owed<'a> {
    operation: &'a Operation,
    kind: NewsKind,
    news: Option<&'a News>,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
}

/// Owes programs what a revision changed; how many are told. `before` is the operation as it was, none when
/// it was entered.
pub(in crate::desk) fn owe_revision(
    tx: &mut Conn,
    before: Option<&Operation>,
    after: &Operation,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let Some(listeners) = Listeners::read(tx)? else {
        return Ok(0);
    };
    let mut told = 0;
    for hook in &listeners.hooks {
        let parts = |one: &Operation| listeners.parts(hook, &one.said);
        let (was, is) = (before.map(parts).unwrap_or_default(), parts(after));
        let kind = match (&after.said, before.map(|before| &before.said)) {
            (Said::Outage(said), before) => {
                let before = match before {
                    Some(Said::Outage(before)) => shown(before, &was),
                    _ => None,
                };
                of_outage(before.as_ref(), shown(said, &is).as_ref())
            }
            // What was announced is announced anew by itself, unless nobody may know of it any more.
            (Said::Maintenance(said), Some(Said::Maintenance(_)))
                if !said.published && counts_on(tx, hook, after)? =>
            {
                Some(NewsKind::MaintenanceWithdrawn)
            }
            (Said::Maintenance(_), _) => None,
        };
        let Some(kind) = kind else {
            continue;
        };
        // What is withdrawn is told as it was: what it is now, nobody may know.
        let is_withdrawn = is.is_empty();
        let operation = before.filter(|_| is_withdrawn).unwrap_or(after);
        let what = Owed {
            operation,
            kind,
            news: None,
            at: now,
            now,
        };
        listeners.owe(tx, hook, &what, if is_withdrawn { &was } else { &is })?;
        told += 1;
    }
    Ok(told)
}

fn shown<'a>(said: &'a OutageSaid, parts: &'a [ComponentId]) -> Option<ShownOutage<'a>> {
    (!parts.is_empty()).then_some(ShownOutage { said, parts })
}

/// Whether a program was told that a maintenance takes place.
fn counts_on(tx: &mut Conn, hook: &StatusHook, operation: &Operation) -> Result<bool, StoreError> {
    let of = (hook.id, operation.id);
    let last = status_hook_deliveries::last_told(tx, of, &NewsKind::ANNOUNCEMENTS)?;
    Ok(last.is_some_and(NewsKind::announces))
}

/// Owes programs what the desk tells of an operation; how many are told.
pub(in crate::desk::operations) fn owe_told(
    tx: &mut Conn,
    operation: &Operation,
    news: &News,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let kind = match operation.said {
        Said::Outage(_) => NewsKind::OutageUpdated,
        Said::Maintenance(_) => NewsKind::MaintenanceUpdated,
    };
    let what = Owed {
        operation,
        kind,
        news: Some(news),
        at: news.at,
        now,
    };
    to_all(tx, &what, |_| true)
}

/// Owes programs that a maintenance has come so far; how many are told. Who was entered after that is not.
pub(super) fn owe_phase(
    tx: &mut Conn,
    operation: &Operation,
    (kind, at): (NewsKind, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let what = Owed {
        operation,
        kind,
        news: None,
        at,
        now,
    };
    to_all(tx, &what, |hook| hook.added_at <= at)
}

/// Owes something to every program that is told of one of its parts.
fn to_all(
    tx: &mut Conn,
    what: &Owed<'_>,
    hears: impl Fn(&StatusHook) -> bool,
) -> Result<usize, Error> {
    let Some(listeners) = Listeners::read(tx)? else {
        return Ok(0);
    };
    let mut told = 0;
    for hook in listeners.hooks.iter().filter(|hook| hears(hook)) {
        let parts = listeners.parts(hook, &what.operation.said);
        if !parts.is_empty() {
            listeners.owe(tx, hook, what, &parts)?;
            told += 1;
        }
    }
    Ok(told)
}

/// Owes programs what is announced of a maintenance, in the write that announces it; how many are told.
pub(in crate::desk::operations) fn owe_announced(
    tx: &mut Conn,
    operation: &Operation,
    said: &MaintenanceSaid,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let Some(listeners) = Listeners::read(tx)? else {
        return Ok(0);
    };
    let mut told = 0;
    for hook in &listeners.hooks {
        let parts = listeners.parts(hook, &operation.said);
        let counts_on = counts_on(tx, hook, operation)?;
        let kind = match (counts_on, said.called_off, parts.is_empty()) {
            // Who never heard of it need not hear that it does not take place, or takes place elsewhere.
            (false, true, _) | (false, _, true) => continue,
            (false, false, false) => NewsKind::MaintenanceAnnounced,
            (true, true, _) => NewsKind::MaintenanceCalledOff,
            (true, false, false) => NewsKind::MaintenanceChanged,
            (true, false, true) => NewsKind::MaintenanceWithdrawn,
        };
        let what = Owed {
            operation,
            kind,
            news: None,
            at: now,
            now,
        };
        listeners.owe(tx, hook, &what, &parts)?;
        told += 1;
    }
    Ok(told)
}
