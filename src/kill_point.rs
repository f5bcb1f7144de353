//! The places of filing, replying, escalating and delivering at which the tests kill the program.
//!
//! A promise such as "no acknowledged request is lost" is broken between two steps, if anywhere. The
//! places between steps have names here, and the code says [`pass`] when it gets to one. The tests go
//! through [`KillPoint::ALL`]: a point that nothing passes any more fails them.
//!
//! Only a program built with debug assertions can be stopped: in a release build [`pass`] is empty,
//! and nothing reads the variable. With `GUICHET_TEST_STOP_AT=filing.numbered:2` the thread that gets
//! to that point for the second time says so on the standard error stream and stands still for ever;
//! the others go on, until somebody kills the process.
//!
//! # Files that tickets carry
//! A row must never name a file that a power cut can take away, and what was acknowledged must be
//! whole. So a file is kept in this order (`store::files`):
//!
//! 1. What arrives is written to a new name in a folder for what is unfinished, on the same disk.
//! 2. The file is synced; only then it is renamed to its final name.
//! 3. The folders on the way to that name are synced: a name is as perishable as the bytes.
//! 4. The row that gives the file to a ticket goes into the very write that files the ticket or
//!    keeps the message. The answer follows the commit.
//!
//! Whatever dies on the way leaves at most a file without a row, which is swept away once it is
//! older than any form can be. A sync that failed is never tried again on the same file: the system
//! may have dropped what it could not write, so the file is written anew. A disk without room
//! refuses the upload before the ticket, in words.

/// Declares the points, each with what it is called outside.
macro_rules! points {
    ($($(#[$doc:meta])* $point:ident => $name:literal,)+) => {
        /// A place between two steps.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum KillPoint {
            $($(#[$doc])* $point,)+
        }

        impl KillPoint {
            /// All of them, in the order in which work passes them.
            pub const ALL: &[Self] = &[$(Self::$point,)+];

            /// What it is called outside.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$point => $name,)+
                }
            }
        }
    };
}

points! {
    /// A request is about to be filed.
    FilingBegun => "filing.begun",
    /// Its number is taken.
    FilingNumbered => "filing.numbered",
    /// Its ticket is written.
    FilingTicketWritten => "filing.ticket-written",
    /// Its description is written.
    FilingMessageWritten => "filing.message-written",
    /// Its history is begun.
    FilingHistoryWritten => "filing.history-written",
    /// Its clocks are written.
    FilingClocksWritten => "filing.clocks-written",
    /// Its link is written.
    FilingLinkWritten => "filing.link-written",
    /// The letter that confirms it is owed.
    FilingLetterOwed => "filing.letter-owed",
    /// It is committed, and nobody knows yet.
    FilingCommitted => "filing.committed",
    /// A letter that came in is about to be stored.
    IntakeBegun => "intake.begun",
    /// It is written.
    IntakeWritten => "intake.written",
    /// It is committed, and the door does not know yet.
    IntakeCommitted => "intake.committed",
    /// It is claimed, to be read.
    IntakeClaimed => "intake.claimed",
    /// It was read.
    IntakeRead => "intake.read",
    /// Its files are kept.
    IntakeFilesKept => "intake.files-kept",
    /// The request that it is is written.
    IntakeFiled => "intake.filed",
    /// The note that it is is written.
    IntakeNoted => "intake.noted",
    /// What it quotes and its signature are written.
    IntakeBodyKept => "intake.body-kept",
    /// It is settled, and not committed.
    IntakeSettled => "intake.settled",
    /// A requester's message is about to be kept.
    ReplyBegun => "reply.begun",
    /// The message is written.
    ReplyMessageWritten => "reply.message-written",
    /// The letter that tells of it is owed.
    ReplyLetterOwed => "reply.letter-owed",
    /// It is committed, and nobody knows yet.
    ReplyCommitted => "reply.committed",
    /// An agent's change is about to be made.
    AnswerBegun => "answer.begun",
    /// Its message is written.
    AnswerMessageWritten => "answer.message-written",
    /// The letter that brings it is owed.
    AnswerLetterOwed => "answer.letter-owed",
    /// It is committed, and nobody knows yet.
    AnswerCommitted => "answer.committed",
    /// What happened to a ticket is appended.
    ChangeHistoryWritten => "change.history-written",
    /// Its clocks are moved.
    ChangeClocksWritten => "change.clocks-written",
    /// The ticket itself is moved.
    ChangeTicketWritten => "change.ticket-written",
    /// Clocks that are due were found.
    SweepFound => "sweep.found",
    /// A clock is moved up its ladder.
    SweepClockMoved => "sweep.clock-moved",
    /// The level that fired is written.
    SweepLevelWritten => "sweep.level-written",
    /// Its ticket is moved.
    SweepTicketWritten => "sweep.ticket-written",
    /// A letter that tells of it is owed.
    SweepLetterOwed => "sweep.letter-owed",
    /// All of it is committed.
    SweepCommitted => "sweep.committed",
    /// Letters, or a call of a program, are claimed for sending.
    DeliveryClaimed => "delivery.claimed",
    /// The claim is committed, nothing is sent yet.
    DeliveryLeased => "delivery.leased",
    /// The mail server knows the recipient of a letter; a program is about to be called.
    DeliveryBegun => "delivery.begun",
    /// The mail server has answered the final dot; the program has answered.
    DeliveryTaken => "delivery.taken",
    /// What became of a letter, or of a call, is written.
    DeliveryNoted => "delivery.noted",
    /// And committed.
    DeliveryDone => "delivery.done",
    /// A write is about to be committed, alone or with others.
    WriteReady => "write.ready",
    /// It is committed, and who waits for it does not know yet.
    WriteCommitted => "write.committed",
}

/// Says that the work gets to a point. Nothing happens, unless a test wants it to end here.
#[cfg(not(debug_assertions))]
#[inline]
pub const fn pass(_point: KillPoint) {}

#[cfg(debug_assertions)]
pub use armed::pass;

#[cfg(debug_assertions)]
mod armed {
    use std::{
        io::Write as _,
        sync::{
            LazyLock,
            atomic::{AtomicU32, Ordering},
        },
        thread,
    };

    use super::KillPoint;

    /// Which point, and how often it is still to be passed.
    struct Stop {
        at: KillPoint,
        left: AtomicU32,
    }

    static STOP: LazyLock<Option<Stop>> =
        LazyLock::new(|| wanted(&std::env::var("GUICHET_TEST_STOP_AT").ok()?));

    fn wanted(text: &str) -> Option<Stop> {
        let (name, rank) = text.split_once(':').unwrap_or((text, "1"));
        let at = *KillPoint::ALL.iter().find(|one| one.name() == name)?;
        let left = AtomicU32::new(rank.parse().ok()?);
        Some(Stop { at, left })
    }

    /// Says that the work gets to a point. It stands still there for ever when a test wants it to.
    pub fn pass(point: KillPoint) {
        let Some(stop) = &*STOP else {
            return;
        };
        if stop.at == point && stop.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            // Whoever waits for this line kills the process; if nobody reads it, nobody waits.
            drop(writeln!(
                std::io::stderr(),
                "stands still at {}",
                point.name()
            ));
            loop {
                thread::park();
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_point_is_named_with_the_passage_that_is_meant() {
            let stop = wanted("sweep.found:3").unwrap();
            assert_eq!(stop.at, KillPoint::SweepFound);
            assert_eq!(stop.left.into_inner(), 3);
            assert!(wanted("sweep.found").is_some());
            assert!(wanted("sweep.lost").is_none());
            assert!(wanted("sweep.found:often").is_none());
        }

        #[test]
        fn no_two_points_have_the_same_name() {
            let names: std::collections::BTreeSet<_> =
                KillPoint::ALL.iter().map(|one| one.name()).collect();
            assert_eq!(names.len(), KillPoint::ALL.len());
        }
    }
}
