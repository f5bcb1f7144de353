//! Where a letter belongs, from what is known of it. A letter whose sender nobody vouches for changes
//! nothing that others read: it waits for somebody of the desk.

use super::{Authentication, Sureness};

/// How the ticket was found that a letter speaks of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FoundBy {
    /// It came to the address that its sender was given to answer to: who uses it has our letter.
    ReplyAddress,
    /// It refers to a letter of the ticket, or came to an address that somebody else was given.
    Reference,
    /// Its subject names the ticket.
    Subject,
}

/// Who the sender is to the ticket that was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Writer {
    /// Somebody of the customer who may answer on it.
    Customer,
    /// Somebody who works at the desk and may write notes on it.
    Worker,
    /// Anybody else.
    Other,
}

/// What wrote it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A person.
    Person,
    /// A program, answering by itself.
    AutoReply,
    /// A program, by itself or to a list.
    Automatic,
    /// This desk.
    Ours,
}

/// Where a letter goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// It is a new request. Nobody is answered by a program when a program wrote it.
    Request {
        /// Whether no letter acknowledges it.
        silent: bool,
    },
    /// It is the customer's message on the ticket.
    Reply,
    /// It is a note of somebody of the desk on the ticket.
    Note,
    /// It is a note on the ticket, which somebody of the desk makes a message or not.
    ToConfirm,
    /// It is kept with the ticket, if one was found, and changes nothing.
    Aside,
}

/// Where a letter goes.
#[must_use]
pub const fn place(
    kind: Kind,
    found: Option<(FoundBy, Writer)>,
    authentication: Authentication,
) -> Place {
    match (kind, found) {
        (Kind::Ours | Kind::AutoReply, _) => Place::Aside,
        (Kind::Person, None) => Place::Request { silent: false },
        (Kind::Automatic, None) => Place::Request { silent: true },
        (Kind::Automatic, Some(_)) => Place::ToConfirm,
        (Kind::Person, Some((by, writer))) => match (writer, sureness(by, authentication)) {
            (Writer::Customer, Sureness::ReplyAddress | Sureness::Vouched) => Place::Reply,
            (Writer::Worker, Sureness::ReplyAddress | Sureness::Vouched) => Place::Note,
            _ => Place::ToConfirm,
        },
    }
}

/// How sure it is that the sender of a letter wrote it.
#[must_use]
pub const fn sureness(by: FoundBy, authentication: Authentication) -> Sureness {
    match (authentication, by) {
        // Our own server says that it is forged: no address makes up for it.
        (Authentication::Failed, _) => Sureness::Forged,
        (_, FoundBy::ReplyAddress) => Sureness::ReplyAddress,
        (Authentication::Passed, _) => Sureness::Vouched,
        (Authentication::Unknown, _) => Sureness::Unverified,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Authentication::{Failed, Passed, Unknown};

    const WAYS: [FoundBy; 3] = [FoundBy::ReplyAddress, FoundBy::Reference, FoundBy::Subject];
    const WRITERS: [Writer; 3] = [Writer::Customer, Writer::Worker, Writer::Other];

    #[test]
    fn only_who_has_our_letter_or_is_vouched_for_answers() {
        for by in WAYS {
            for writer in WRITERS {
                for told in [Passed, Failed, Unknown] {
                    let sure = told != Failed && (told == Passed || by == FoundBy::ReplyAddress);
                    let expected = match (writer, sure) {
                        (Writer::Customer, true) => Place::Reply,
                        (Writer::Worker, true) => Place::Note,
                        _ => Place::ToConfirm,
                    };
                    let found = place(Kind::Person, Some((by, writer)), told);
                    assert_eq!(found, expected, "{by:?} {writer:?} {told:?}");
                }
            }
        }
    }

    #[test]
    fn no_program_is_answered_nor_answers() {
        for kind in [Kind::AutoReply, Kind::Automatic, Kind::Ours] {
            for by in WAYS {
                for writer in WRITERS {
                    let found = place(kind, Some((by, writer)), Passed);
                    assert!(!matches!(
                        found,
                        Place::Reply | Place::Note | Place::Request { .. }
                    ));
                }
            }
            let alone = place(kind, None, Passed);
            assert!(matches!(
                alone,
                Place::Aside | Place::Request { silent: true }
            ));
        }
    }
}
