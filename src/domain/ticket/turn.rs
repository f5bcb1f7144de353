//! Whose turn it is: who has to do something next about a ticket that is not resolved.

use super::PauseReason;
use crate::domain::words::words;

/// Whose turn it is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Turn {
    /// The desk's own: it works on it, or owes a vendor something.
    Ours,
    /// The customer owes something, or works on their own side.
    Customers,
    /// A vendor works on it.
    Vendors,
    /// Nobody's: a cause outside.
    Outside,
}

words!(Turn {
    Ours => "ours",
    Customers => "customers",
    Vendors => "vendors",
    Outside => "outside",
});

impl Turn {
    /// Whose turn it is in a pause.
    #[must_use]
    pub const fn in_pause(reason: PauseReason) -> Self {
        match reason {
            PauseReason::WaitingForCustomer | PauseReason::TheirOwnWork => Self::Customers,
            // What they asked for is done here.
            PauseReason::WaitingForIntegrator
            | PauseReason::RestoreOnRequest
            | PauseReason::HelpOnRequest => Self::Ours,
            PauseReason::OutsideCause => Self::Outside,
        }
    }

    /// Whose turn it is on a ticket that is not resolved; `at_vendor` tells whether a vendor works on a
    /// case of it. While the customer is awaited, nobody else holds it up.
    #[must_use]
    pub fn of(pause: Option<PauseReason>, at_vendor: bool) -> Self {
        match pause.map_or(Self::Ours, Self::in_pause) {
            Self::Ours if at_vendor => Self::Vendors,
            turn => turn,
        }
    }
}

/// How many unresolved tickets an organisation has, by whose turn it is and by what presses.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct TurnCounts {
    /// Not resolved.
    pub open: u64,
    /// Of these, the customer's turn.
    pub customers: u64,
    /// A vendor's turn.
    pub vendors: u64,
    /// Held up by a cause outside.
    pub outside: u64,
    /// Due today, from now on.
    pub today: u64,
    /// Past a deadline that still runs.
    pub late: u64,
}

impl TurnCounts {
    /// The desk's own turn: the rest.
    #[must_use]
    pub const fn ours(&self) -> u64 {
        let others = self.customers + self.vendors + self.outside;
        self.open.saturating_sub(others)
    }

    /// How many of a turn.
    #[must_use]
    pub const fn of(&self, turn: Turn) -> u64 {
        match turn {
            Turn::Ours => self.ours(),
            Turn::Customers => self.customers,
            Turn::Vendors => self.vendors,
            Turn::Outside => self.outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_holds_up_only_what_nobody_else_does() {
        for (pause, at_vendor, turn) in [
            (None, false, Turn::Ours),
            (None, true, Turn::Vendors),
            (Some(PauseReason::WaitingForCustomer), true, Turn::Customers),
            (Some(PauseReason::TheirOwnWork), false, Turn::Customers),
            (Some(PauseReason::OutsideCause), true, Turn::Outside),
            (Some(PauseReason::RestoreOnRequest), false, Turn::Ours),
            (Some(PauseReason::HelpOnRequest), true, Turn::Vendors),
        ] {
            assert_eq!(Turn::of(pause, at_vendor), turn, "{pause:?}, {at_vendor}");
        }
    }

    #[test]
    fn the_turns_add_up_to_what_is_open() {
        let counts = TurnCounts {
            open: 12,
            customers: 3,
            vendors: 4,
            outside: 1,
            ..TurnCounts::default()
        };
        let sum: u64 = Turn::ALL.into_iter().map(|turn| counts.of(turn)).sum();
        assert_eq!(sum, counts.open);
    }
}
