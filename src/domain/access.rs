//! Who may do what: one pure function, and the scope that every query for tenants' rows takes.

use super::{
    ids::{PersonId, TicketId},
    people::Role,
};

/// Which tenants' rows a query may see. Built from who asks, never from what is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
    /// The desk's own work: the worker, the command line.
    Desk,
    /// Somebody signed in on the agents' side: every queue.
    Worker(PersonId),
    /// The bearer of a ticket's secret link: that ticket, as its requester sees it.
    Link {
        /// The one ticket that the link opens.
        ticket: TicketId,
        /// The requester it was made for.
        requester: PersonId,
    },
}

impl Scope {
    /// The only ticket that is visible, or `None` when every ticket is.
    #[must_use]
    pub const fn only(self) -> Option<TicketId> {
        match self {
            Self::Desk | Self::Worker(_) => None,
            Self::Link { ticket, .. } => Some(ticket),
        }
    }

    /// Whether both see the same rows, so that what was read for one may be shown to the other.
    #[must_use]
    pub fn sees_as(self, other: Self) -> bool {
        match (self, other) {
            (Self::Worker(_), Self::Worker(_)) | (Self::Desk, Self::Desk) => true,
            (Self::Desk | Self::Worker(_) | Self::Link { .. }, _) => self == other,
        }
    }

    /// Whether internal notes may be seen.
    #[must_use]
    pub const fn sees_notes(self) -> bool {
        match self {
            Self::Desk | Self::Worker(_) => true,
            Self::Link { .. } => false,
        }
    }
}

/// What somebody signed in on the agents' side may want to do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Right {
    /// Read the queue, tickets, proofs.
    ReadTickets,
    /// Take in charge, answer, note, requalify, pause, resolve, assign.
    WorkTickets,
    /// Read which letters left and which were refused.
    ReadLetters,
    /// Try a refused letter again.
    RetryLetters,
    /// See who works at the desk, and what was done about them.
    ReadPeople,
    /// Invite, give roles, close accounts and open them again.
    ManagePeople,
}

impl Right {
    /// Every right, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::ReadTickets,
        Self::WorkTickets,
        Self::ReadLetters,
        Self::RetryLetters,
        Self::ReadPeople,
        Self::ManagePeople,
    ];
}

/// Whether a role carries a right. The whole table:
///
/// | | read tickets | work tickets | read letters | retry letters | read people | manage people |
/// |---|---|---|---|---|---|---|
/// | requester | | | | | | |
/// | agent | yes | yes | | | | |
/// | supervisor | yes | yes | yes | | | |
/// | administrator | yes | yes | yes | yes | yes | yes |
/// | auditor | yes | | yes | | yes | |
#[must_use]
pub const fn may(role: Role, right: Right) -> bool {
    match (role, right) {
        (Role::Requester, _) => false,
        (_, Right::ReadTickets) => true,
        (Role::Agent | Role::Supervisor | Role::Administrator, Right::WorkTickets) => true,
        (Role::Auditor, Right::WorkTickets) => false,
        (Role::Supervisor | Role::Administrator | Role::Auditor, Right::ReadLetters) => true,
        (Role::Agent, Right::ReadLetters) => false,
        (Role::Administrator, Right::RetryLetters) => true,
        (Role::Agent | Role::Supervisor | Role::Auditor, Right::RetryLetters) => false,
        (Role::Administrator | Role::Auditor, Right::ReadPeople) => true,
        (Role::Agent | Role::Supervisor, Right::ReadPeople) => false,
        (Role::Administrator, Right::ManagePeople) => true,
        (Role::Agent | Role::Supervisor | Role::Auditor, Right::ManagePeople) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_reads_and_changes_nothing() {
        assert!(may(Role::Auditor, Right::ReadTickets));
        assert!(!may(Role::Auditor, Right::WorkTickets));
        assert!(!may(Role::Auditor, Right::RetryLetters));
        assert!(!may(Role::Auditor, Right::ManagePeople));
    }

    #[test]
    fn what_one_link_opens_is_shown_to_no_other() {
        let link = || Scope::Link {
            ticket: TicketId::fresh(),
            requester: PersonId::fresh(),
        };
        let (one, worker) = (link(), Scope::Worker(PersonId::fresh()));
        assert!(one.sees_as(one) && !one.sees_as(link()));
        assert!(worker.sees_as(Scope::Worker(PersonId::fresh())));
        for other in [one, Scope::Desk] {
            assert!(!worker.sees_as(other) && !other.sees_as(worker));
        }
    }

    #[test]
    fn a_requester_has_no_right_at_the_desk() {
        for right in Right::ALL {
            assert!(!may(Role::Requester, right));
        }
    }
}
