//! What was claimed and not begun when the database went away, or when the program was told to stop,
//! waits for nobody's lease.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use guichet::{
    desk::ports::{MailReader, Outcome},
    domain::{
        ids::IncomingId,
        incoming::{IncomingMail, IncomingState},
        letter::LetterState,
    },
    store::DatabaseUrl,
};

use crate::{
    desk_world::{Recorder, World, blocked, every_letter, request, wait_until, world},
    intake::{MORNING, Mime, letter, reader, taken},
    support::{on_each_engine, postgres::cluster_of_its_own},
};

/// How soon a desk finds its database again.
const SOON: Duration = Duration::from_secs(20);

/// Reads as always, after something happened at the first letter.
struct Struck<Happens> {
    happens: Happens,
    is_struck: AtomicBool,
}

impl<Happens> fmt::Debug for Struck<Happens> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Struck").finish_non_exhaustive()
    }
}

impl<Happens: Fn() + Send + Sync> MailReader for Struck<Happens> {
    fn read(&self, raw: &[u8]) -> IncomingMail {
        if !self.is_struck.swap(true, Ordering::AcqRel) {
            (self.happens)();
        }
        reader().read(raw)
    }
}

const fn struck_by<Happens: Fn() + Send + Sync>(happens: Happens) -> Struck<Happens> {
    Struck {
        happens,
        is_struck: AtomicBool::new(false),
    }
}

/// Three letters that came by mail.
fn three_letters(world: &World) -> [IncomingId; 3] {
    ["1", "2", "3"].map(|subject| {
        let mime = Mime::from("a@b.example", subject, "x");
        taken(world, Some("support@desk.example"), &mime)
    })
}

#[test]
fn letters_that_were_claimed_when_the_database_went_away_leave_as_soon_as_it_is_back() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let world = world(&DatabaseUrl::parse(&database.url()).unwrap(), MORNING);
    for _ in 0..3 {
        world
            .desk
            .file_ticket(request("standard", blocked()))
            .unwrap();
    }
    let owed = every_letter(&world.desk);
    assert_eq!(owed.len(), 3);
    let go_on = Arc::new(AtomicBool::new(true));
    let stop = Arc::clone(&go_on);
    let gone = Recorder::new(move |_| {
        cluster.kill();
        stop.store(false, Ordering::Release);
        Outcome::Sent
    });
    let going_on = || go_on.load(Ordering::Acquire);
    let cut_off = world.desk.deliver_while(&gone, &going_on);
    assert!(cut_off.unwrap_err().is_passing());
    cluster.start_again();
    let back = Recorder::taking();
    // The clock stands still: no lease is over.
    wait_until("letters leave again", SOON, || {
        world.desk.deliver(&back).is_ok()
    });
    for letter in every_letter(&world.desk) {
        assert_eq!(letter.state, LetterState::Sent, "{}", letter.notice.kind());
    }
    let (first, then) = (gone.tried(), back.tried());
    assert_eq!((first.len(), then.len()), (1, owed.len()));
    // Whether it had left was not noted: it is repeated, as the same letter.
    assert!(then.iter().any(|one| one.message_id == first[0].message_id));
}

#[test]
fn mail_that_was_claimed_when_the_database_went_away_is_read_as_soon_as_it_is_back() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let world = world(&DatabaseUrl::parse(&database.url()).unwrap(), MORNING);
    let came = three_letters(&world);
    let falling = struck_by(|| cluster.kill());
    let cut_off = world.desk.read_mail_while(&falling, &|| true);
    assert!(cut_off.unwrap_err().is_passing());
    cluster.start_again();
    wait_until("mail is read again", SOON, || {
        world.desk.read_mail_while(&falling, &|| true).is_ok()
    });
    for id in came {
        assert_eq!(letter(&world, id).state, IncomingState::Settled);
    }
}

#[test]
fn mail_that_a_program_told_to_stop_has_not_begun_is_the_next_ones_at_once() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let came = three_letters(&world);
        let go_on = AtomicBool::new(true);
        let stopped = struck_by(|| go_on.store(false, Ordering::Release));
        let going_on = || go_on.load(Ordering::Acquire);
        assert_eq!(world.desk.read_mail_while(&stopped, &going_on).unwrap(), 1);
        for id in came {
            assert_eq!(letter(&world, id).lease_until, None);
        }
        assert_eq!(world.desk.read_mail_while(&stopped, &|| true).unwrap(), 2);
    });
}
