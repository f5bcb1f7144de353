//! The rights that handlers ask for, as types: `WorkerWith<Works>`.

use std::fmt;

use crate::domain::access::Right;

/// A right that a handler asks for.
pub trait Needs: fmt::Debug + 'static {
    /// The right.
    const RIGHT: Right;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident => $right:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Needs for $name {
            const RIGHT: Right = Right::$right;
        }
    )+};
}

needs! {
    /// To read the queue, tickets, proofs.
    Reads => ReadTickets,
    /// To read what was said of consents.
    ReadsConsents => ReadConsents,
    /// To read reports.
    ReadsReports => ReadReports,
    /// To read the overview of organisations.
    ReadsOverview => ReadOverview,
    /// To work on tickets.
    Works => WorkTickets,
    /// To read which letters left.
    ReadsLetters => ReadLetters,
    /// To try a refused letter again.
    RetriesLetters => RetryLetters,
    /// To see who works at the desk.
    ReadsPeople => ReadPeople,
    /// To invite, give roles, close accounts and open them again.
    ManagesPeople => ManagePeople,
    /// To see organisations, products, queues and contracts.
    ReadsSetUp => ReadSetUp,
    /// To read how content requesters are.
    ReadsSatisfaction => ReadSatisfaction,
    /// To read how the contracts' rules fare.
    ReadsQualification => ReadQualification,
    /// To change organisations, products, queues and contracts.
    ManagesSetUp => ManageSetUp,
    /// To confirm credits, or drop them.
    ConfirmsCredits => ConfirmCredits,
    /// To word letters.
    WordsLetters => WordLetters,
}
