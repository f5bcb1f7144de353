//! The outbox: nothing lost, nothing sent by two at once, the secret forgotten.

use guichet::domain::access::Scope;
use guichet::{
    domain::{
        ids::LetterId,
        letter::{Letter, LetterState},
        notice::Notice,
    },
    store::{Store, StoreError, letters},
};

use crate::{
    store_world::{AWKWARD, letter, minutes, opened},
    support::on_each_engine,
};

fn owe(store: &Store, all: &[Letter]) {
    let all = all.to_vec();
    store
        .write(move |tx| all.iter().try_for_each(|letter| letters::owe(tx, letter)))
        .unwrap();
}

fn claim(store: &Store, now: i64, until: i64, most: i64) -> Vec<Letter> {
    store
        .write(move |tx| letters::claim(tx, minutes(now), minutes(until), most))
        .unwrap()
}

fn find(store: &Store, id: LetterId) -> Letter {
    store.read(|conn| letters::find(conn, id)).unwrap().unwrap()
}

#[test]
fn a_letter_comes_back_as_it_was_owed() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        let mut owed = letter(AWKWARD, 3);
        owed.last_error = Some(AWKWARD.to_owned());
        owe(&store, std::slice::from_ref(&owed));
        assert_eq!(find(&store, owed.id), owed);
        let again = Letter {
            id: LetterId::fresh(),
            ..owed
        };
        let outcome = store.write(move |tx| letters::owe(tx, &again));
        assert!(matches!(outcome, Err(StoreError::Taken)));
    });
}

#[test]
fn letters_leave_in_the_order_in_which_they_fell_due() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        let all = [
            letter("c", 3),
            letter("a", 1),
            letter("b", 2),
            letter("d", 9),
        ];
        owe(&store, &all);
        let ids = |some: &[Letter]| some.iter().map(|letter| letter.id).collect::<Vec<_>>();
        assert_eq!(claim(&store, 0, 5, 9), []);
        assert_eq!(ids(&claim(&store, 4, 5, 2)), [all[1].id, all[2].id]);
        assert_eq!(ids(&claim(&store, 4, 5, 9)), [all[0].id]);
        assert_eq!(claim(&store, 4, 5, 9), []);
        // Those claimed may be claimed again when their lease runs out; the last is not yet due.
        let next = store.read(letters::next_try_at).unwrap();
        assert_eq!(next, Some(minutes(5)));
        assert_eq!(
            ids(&claim(&store, 5, 8, 9)),
            [all[1].id, all[2].id, all[0].id]
        );
    });
}

#[test]
fn a_sent_letter_keeps_no_secret_and_never_leaves_again() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        let owed = letter("x", 1);
        owe(&store, std::slice::from_ref(&owed));
        let claimed = claim(&store, 1, 5, 9).remove(0);
        assert_eq!(claimed.attempts, 1);
        assert!(matches!(&claimed.notice, Notice::Replied { link, .. } if link == "a-secret"));
        let (id, scrubbed) = (claimed.id, claimed.notice.without_secret());
        let note = move |attempt| {
            let scrubbed = scrubbed.clone();
            store.write(move |tx| letters::sent(tx, id, attempt, &scrubbed, minutes(2)))
        };
        assert!(!note(2).unwrap());
        assert!(note(1).unwrap());
        assert!(!note(1).unwrap());
        let (store, _) = (Store::open(url, <_>::default()).unwrap(), ());
        let sent = find(&store, id);
        assert_eq!(sent.state, LetterState::Sent);
        assert_eq!(sent.sent_at, Some(minutes(2)));
        assert!(
            !serde_json::to_string(&sent.notice)
                .unwrap()
                .contains("a-secret")
        );
        assert_eq!(claim(&store, 60, 61, 9), []);
        assert_eq!(store.read(letters::next_try_at).unwrap(), None);
        assert!(
            !store
                .write(move |tx| letters::retry(tx, id, minutes(3), &Scope::Desk))
                .unwrap()
        );
    });
}

#[test]
fn who_lost_the_lease_cannot_note_an_outcome() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        let owed = letter("x", 1);
        let id = owed.id;
        owe(&store, &[owed]);
        let slow = claim(&store, 1, 5, 9).remove(0);
        let quick = claim(&store, 5, 9, 9).remove(0);
        assert_eq!((slow.attempts, quick.attempts), (1, 2));
        assert!(
            !store
                .write(move |tx| letters::put_off(tx, id, 1, "slow", minutes(50)))
                .unwrap()
        );
        assert!(
            !store
                .write(move |tx| letters::refuse(tx, id, 1, "slow"))
                .unwrap()
        );
        assert!(
            store
                .write(move |tx| letters::put_off(tx, id, 2, "451 later\0", minutes(50)))
                .unwrap()
        );
        let put_off = find(&store, id);
        assert_eq!(put_off.last_error.as_deref(), Some("451 later"));
        assert_eq!(put_off.lease_until, None);
        assert_eq!(store.read(letters::next_try_at).unwrap(), Some(minutes(50)));
        assert_eq!(claim(&store, 49, 60, 9), []);
    });
}

#[test]
fn a_refused_letter_waits_for_an_administrator_and_is_listed() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        let mut all = [letter("a", 1), letter("b", 1), letter("c", 1)];
        for (letter, minute) in all.iter_mut().zip(0..) {
            letter.created_at = minutes(minute);
        }
        owe(&store, &all);
        let id = claim(&store, 1, 5, 1).remove(0).id;
        let long = "é".repeat(5_000);
        assert!(
            store
                .write(move |tx| letters::refuse(tx, id, 1, &long))
                .unwrap()
        );
        store
            .read(|conn| {
                let refused =
                    letters::list(conn, Some(LetterState::Refused), None, 9, &Scope::Desk)?;
                assert_eq!(refused.len(), 1);
                assert_eq!(
                    refused[0].last_error.as_ref().unwrap().chars().count(),
                    1_000
                );
                let counts = letters::counts(conn, &Scope::Desk)?;
                assert_eq!((counts.owed, counts.refused), (2, 1));
                let first = letters::list(conn, None, None, 2, &Scope::Desk)?;
                assert_eq!(
                    first.iter().map(|letter| letter.id).collect::<Vec<_>>(),
                    [all[2].id, all[1].id]
                );
                let before = Some((first[1].created_at, first[1].id));
                let rest = letters::list(conn, None, before, 9, &Scope::Desk)?;
                assert_eq!(rest[0].id, all[0].id);
                assert_eq!(rest.len(), 1);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert!(
            store
                .write(move |tx| letters::retry(tx, id, minutes(7), &Scope::Desk))
                .unwrap()
        );
        let again = claim(&store, 7, 9, 9);
        assert!(
            again
                .iter()
                .any(|letter| letter.id == id && letter.attempts == 2)
        );
    });
}
