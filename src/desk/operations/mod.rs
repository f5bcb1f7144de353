//! Outages and planned maintenance: entered, corrected by another revision, told of, read.

mod announce;
mod components;
mod concerned;
mod enter;
mod hooks;
mod hours;
mod read;
mod spread;
mod tell;

pub use components::{ComponentSaid, ComponentsPage};
pub use enter::OperationTyped;
pub(super) use hooks::owe_revision;
pub use hooks::{CalledHooks, NewStatusHook, StatusHooksPage};
pub use hours::OutsideHours;
pub(super) use read::makers_of;
pub use read::{OperationPage, OperationsPage, RevisionLine};

use super::{Error, Found};
use crate::{
    domain::{
        access::{Right, may},
        ids::PersonId,
    },
    store::{Conn, people},
};

/// Who may enter and correct, at this very moment.
fn worker(tx: &mut Conn, by: PersonId) -> Result<(), Error> {
    let person = people::find(tx, by).found()?;
    if person.active && may(person.role, Right::WorkTickets) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}
