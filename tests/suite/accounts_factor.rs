//! The second factor as the desk keeps it: a code is taken once, whoever owes one has no session, and
//! nothing of it can be changed by half.

use chrono::TimeDelta;
use guichet::{
    desk::{Desk, Entry, Error, Field, Heard, Secret, Site, TurnedOn},
    domain::{
        ids::PersonId,
        lang::Lang,
        letter::Letter,
        notice::Notice,
        people::Role,
        people_history::{By, Done},
        second_factor::{Code, FactorChange, Proof, RecoveryCode, TotpSecret},
    },
    edges::mail,
    store::{DatabaseUrl, Options, Store, recovery_codes, second_factors},
};

use crate::{
    desk_world::at_once,
    support::{
        app::{PASSWORD, Served, served, served_where},
        on_each_engine,
    },
};

const OPEN: &str = "2026-03-04T09:00:00Z";
const CAMILLE: &str = "camille@desk.example";

/// A telephone with an app.
#[derive(Clone, Debug)]
pub struct Telephone(TotpSecret);

impl Telephone {
    /// What the app shows now.
    pub fn code(&self, served: &Served) -> Code {
        self.0.code_at(served.desk.clock().now())
    }

    fn proof(&self, served: &Served) -> Proof {
        Proof::Code(self.code(served))
    }

    /// A code that is none of those around now.
    pub fn wrong(&self, served: &Served) -> Code {
        let now = served.desk.clock().now();
        let mut codes = (0..).map(|number| format!("{number:06}").parse::<Code>().unwrap());
        codes
            .find(|code| self.0.step_of(*code, now).is_none())
            .unwrap()
    }
}

/// The telephone of somebody to whom a secret is shown.
pub fn scanned(served: &Served, id: PersonId) -> Telephone {
    let person = served.desk.colleague(id).unwrap().colleague.person;
    let state = served.desk.second_factor_of(&person).unwrap();
    Telephone(state.draft.unwrap().secret)
}

fn done<T: std::fmt::Debug>(heard: Heard<T>) -> T {
    match heard {
        Heard::Done(value) => value,
        other => panic!("{other:?}"),
    }
}

/// Turns somebody's second factor on; the next code is half a minute away from being taken.
pub fn turned_on(served: &Served, id: PersonId) -> (Telephone, TurnedOn) {
    done(served.desk.begin_second_factor(id, PASSWORD, None).unwrap());
    let telephone = scanned(served, id);
    let code = telephone.code(served);
    let on = done(
        served
            .desk
            .confirm_second_factor(id, code, "suite")
            .unwrap(),
    );
    served.clock.advance(TimeDelta::seconds(30));
    (telephone, on)
}

fn half(desk: &Desk) -> Secret {
    match desk.sign_in(CAMILLE, PASSWORD, "suite").unwrap() {
        Entry::Code(half) => half,
        Entry::In(_) => panic!("no code is asked"),
    }
}

fn camille(served: &Served) -> PersonId {
    served.worker("Camille Aubry", CAMILLE, Role::Agent)
}

/// The same database, opened by another process that shares the folder of files.
fn neighbour(served: &Served, url: &DatabaseUrl) -> Desk {
    let site = Site {
        files: Some(served.files.path().to_owned()),
        ..Site::default()
    };
    Desk::open(url, served.clock.clone(), site).unwrap()
}

#[test]
fn of_many_who_bring_the_same_code_at_once_one_gets_in() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let (telephone, on) = turned_on(&served, camille(&served));
        let desks = [served.desk.clone(), neighbour(&served, url)];
        for proof in [
            telephone.proof(&served),
            Proof::Recovery(on.codes[3].clone()),
        ] {
            let halves: Vec<_> = (0..8).map(|_| half(&served.desk)).collect();
            let outcomes = at_once(8, |number| {
                desks[number % 2]
                    .prove(&halves[number], &proof, "suite")
                    .unwrap()
            });
            let sessions: Vec<_> = outcomes
                .iter()
                .filter_map(|one| match one {
                    Heard::Done(secret) => Some(secret),
                    _ => None,
                })
                .collect();
            assert_eq!(sessions.len(), 1, "{outcomes:?}");
            assert!(served.desk.signed_in(sessions[0]).unwrap().is_some());
            let again = served.desk.prove(&half(&served.desk), &proof, "").unwrap();
            assert!(matches!(again, Heard::Wrong), "{again:?}");
        }
        // A half-open sign-in opens one session, with whatever codes.
        let (once, code) = (half(&served.desk), on.codes[4].clone());
        done(
            served
                .desk
                .prove(&once, &Proof::Recovery(code), "")
                .unwrap(),
        );
        let twice = served
            .desk
            .prove(&once, &Proof::Recovery(on.codes[5].clone()), "");
        assert!(matches!(twice, Err(Error::LinkSpent)), "{twice:?}");
        let third = served.desk.prove(
            &half(&served.desk),
            &Proof::Recovery(on.codes[5].clone()),
            "",
        );
        done(third.unwrap());
    });
}

#[test]
fn a_code_opens_nothing_again_nor_one_from_before_the_last_that_was_taken() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        done(served.desk.begin_second_factor(id, PASSWORD, None).unwrap());
        let telephone = scanned(&served, id);
        let first = telephone.code(&served);
        done(served.desk.confirm_second_factor(id, first, "").unwrap());
        let tried = |code| {
            let proved = served
                .desk
                .prove(&half(&served.desk), &Proof::Code(code), "");
            matches!(proved.unwrap(), Heard::Done(_))
        };
        assert!(!tried(first), "it has turned the second factor on");
        let ahead = telephone
            .0
            .code_at(served.desk.clock().now() + TimeDelta::seconds(30));
        assert!(tried(ahead), "the clock of the telephone is fast");
        served.clock.advance(TimeDelta::seconds(30));
        assert!(!tried(ahead) && !tried(first));
        served.clock.advance(TimeDelta::seconds(30));
        assert!(!tried(ahead));
        assert!(tried(telephone.code(&served)));
    });
}

#[test]
fn who_owes_the_code_has_no_session_for_five_minutes_and_nothing_after() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let (telephone, on) = turned_on(&served, id);
        let desk = &served.desk;
        let waiting = half(desk);
        assert!(desk.signed_in(&waiting).unwrap().is_none());
        assert_eq!(desk.who_owes_code(&waiting).unwrap().unwrap().id, id);
        assert!(desk.who_owes_code(&on.session).unwrap().is_none());
        assert_eq!(
            desk.sessions_of(id).unwrap().len(),
            1,
            "that of turning it on"
        );
        served.clock.advance(TimeDelta::minutes(5));
        assert!(desk.who_owes_code(&waiting).unwrap().is_none());
        let late = desk.prove(&waiting, &telephone.proof(&served), "");
        assert!(matches!(late, Err(Error::LinkSpent)), "{late:?}");
        // It ends with all sessions: another password, another role, a closed account, a reset.
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        let link = desk.set_up_link(Some(id)).unwrap();
        type End<'a> = Box<dyn Fn() + 'a>;
        let ends: [End<'_>; 3] = [
            Box::new(|| {
                desk.set_up(&link, None, PASSWORD).unwrap();
            }),
            Box::new(|| {
                desk.change_role(id, Role::Supervisor, By::Person(boss))
                    .unwrap()
            }),
            Box::new(|| desk.remove_second_factor(id, By::Person(boss)).unwrap()),
        ];
        for end in ends {
            let waiting = half(desk);
            end();
            assert!(desk.who_owes_code(&waiting).unwrap().is_none());
        }
        let entry = desk.sign_in(CAMILLE, PASSWORD, "").unwrap();
        assert!(
            matches!(entry, Entry::In(_)),
            "the password is enough again"
        );
    });
}

#[test]
fn a_link_to_choose_a_password_leads_to_the_code_too() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        turned_on(&served, id);
        let link = served.desk.set_up_link(Some(id)).unwrap();
        let person = served.desk.set_up(&link, None, PASSWORD).unwrap();
        let entry = served.desk.enter(person, "suite").unwrap();
        assert!(matches!(entry, Entry::Code(_)), "{entry:?}");
    });
}

#[test]
fn wrong_codes_make_the_account_wait_and_its_owner_is_told_and_not_locked_out() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let (telephone, on) = turned_on(&served, id);
        let prove = |proof| served.desk.prove(&half(&served.desk), &proof, "").unwrap();
        let guessed = || {
            let letters = letters(&served).into_iter();
            letters.filter(|one| *one == FactorChange::Guessed).count()
        };
        for number in 0..10 {
            assert_eq!(guessed(), 0, "after {number}");
            let heard = prove(Proof::Code(telephone.wrong(&served)));
            assert!(matches!(heard, Heard::Wrong), "{heard:?}");
        }
        assert_eq!(guessed(), 1);
        let right = prove(telephone.proof(&served));
        let Heard::Wait(wait) = right else {
            panic!("{right:?}")
        };
        assert_eq!(wait, TimeDelta::seconds(10));
        done(prove(Proof::Recovery(on.codes[0].clone())));
        served.clock.advance(TimeDelta::seconds(10));
        done(prove(telephone.proof(&served)));
        served.clock.advance(TimeDelta::seconds(30));
        let heard = prove(Proof::Code(telephone.wrong(&served)));
        assert!(matches!(heard, Heard::Wrong), "the count began again");
        assert_eq!(guessed(), 1);
    });
}

/// What letters tell of second factors, in order.
fn letters(served: &Served) -> Vec<FactorChange> {
    let (letters, _) = served.desk.letters(None, None).unwrap();
    let mut told: Vec<&Letter> = letters.iter().collect();
    told.sort_by_key(|letter| letter.id);
    told.iter()
        .filter_map(|letter| match &letter.notice {
            Notice::SecondFactor { change, .. } => Some(*change),
            _ => None,
        })
        .collect()
}

#[test]
fn every_change_is_kept_in_the_history_told_by_letter_and_asks_for_password_and_code() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let (desk, id) = (&served.desk, camille(&served));
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        let (old, _) = turned_on(&served, id);
        let codes = done(
            desk.new_recovery_codes(id, PASSWORD, Some(old.proof(&served)))
                .unwrap(),
        );
        served.clock.advance(TimeDelta::seconds(30));
        // Neither the password nor the code alone changes anything.
        let wrong = Proof::Code(old.wrong(&served));
        for (password, proof, word) in [
            ("pas la bonne phrase", Some(old.proof(&served)), "password"),
            (PASSWORD, Some(wrong), "code"),
            (PASSWORD, None, "code"),
        ] {
            let outcomes = [
                desk.begin_second_factor(id, password, proof.clone())
                    .map(drop_value),
                desk.new_recovery_codes(id, password, proof.clone())
                    .map(drop_value),
                desk.turn_second_factor_off(id, password, proof.clone(), "")
                    .map(drop_value),
            ];
            for outcome in outcomes {
                match outcome {
                    Err(Error::Invalid(faults)) if word == "password" => {
                        assert_eq!(faults[0].field, Field::Present);
                    }
                    Ok(Heard::Wrong) if word == "code" => {}
                    other => panic!("{word}: {other:?}"),
                }
            }
        }
        let begun = desk.begin_second_factor(id, PASSWORD, Some(old.proof(&served)));
        done(begun.unwrap());
        let new = scanned(&served, id);
        done(
            desk.confirm_second_factor(id, new.code(&served), "")
                .unwrap(),
        );
        served.clock.advance(TimeDelta::seconds(30));
        let proved = desk.prove(&half(desk), &old.proof(&served), "");
        assert!(matches!(proved.unwrap(), Heard::Wrong), "the old telephone");
        let stale = desk.prove(&half(desk), &Proof::Recovery(codes[0].clone()), "");
        assert!(
            matches!(stale.unwrap(), Heard::Wrong),
            "the old recovery codes"
        );
        let off = desk.turn_second_factor_off(id, PASSWORD, Some(new.proof(&served)), "");
        done(off.unwrap());
        turned_on(&served, id);
        desk.remove_second_factor(id, By::Person(boss)).unwrap();
        let none = desk.remove_second_factor(id, By::CommandLine);
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
        let told = [
            FactorChange::On,
            FactorChange::NewRecoveryCodes,
            FactorChange::Replaced,
            FactorChange::Off,
            FactorChange::On,
            FactorChange::Removed,
        ];
        assert_eq!(letters(&served), told);
        let mut kept = Vec::new();
        for line in desk.colleague(id).unwrap().history.iter().rev() {
            if let Done::SecondFactor { what } = line.event.what {
                kept.push(what);
            }
        }
        assert_eq!(kept, told);
        let by = desk.colleague(id).unwrap().history[0].event.by;
        assert_eq!(by, By::Person(boss));
        let agent = served.worker("Noa Petit", "noa@desk.example", Role::Agent);
        turned_on(&served, id);
        let forbidden = desk.remove_second_factor(id, By::Person(agent));
        assert!(matches!(forbidden, Err(Error::Forbidden)), "{forbidden:?}");
    });
}

fn drop_value<T>(heard: Heard<T>) -> Heard<()> {
    heard.map(drop)
}

#[test]
fn every_letter_says_what_happened_in_both_languages_and_parts() {
    let site = mail::Site::new("https://desk.example", "Support", chrono_tz::Europe::Paris);
    let at = OPEN.parse().unwrap();
    for (change, fr, en) in [
        (FactorChange::On, "est activé", "is on"),
        (FactorChange::Replaced, "autre application", "another app"),
        (FactorChange::Off, "est désactivé", "is off"),
        (FactorChange::Removed, "Sacha Roy", "Sacha Roy"),
        (
            FactorChange::NewRecoveryCodes,
            "nouveaux codes",
            "New recovery codes",
        ),
        (
            FactorChange::RecoveryCodeUsed { left: 7 },
            "restent\u{a0}: 7",
            "left: 7",
        ),
        (FactorChange::Guessed, "dix codes faux", "ten wrong codes"),
    ] {
        for (lang, says) in [(Lang::Fr, fr), (Lang::En, en)] {
            let notice = Notice::SecondFactor {
                change,
                by: Some("Sacha Roy".to_owned()),
                at,
            };
            let to = guichet::domain::people::EmailAddress::parse(CAMILLE).unwrap();
            let letter = Letter::owed(None, to, lang, notice, "desk.example", at);
            let parts = mail::render(&letter, &site).unwrap();
            for text in [&parts.text, &parts.html] {
                let plain = text.replace(['\n', '\u{202f}'], " ");
                assert!(
                    plain.contains(says) || plain.contains(&says.replace('\u{a0}', " ")),
                    "{change:?}: {plain}"
                );
                assert!(plain.contains("/sign-in/forgotten"), "{plain}");
                assert!(!plain.contains("letter-factor"), "{plain}");
            }
        }
    }
}

#[test]
fn a_new_level_is_a_new_session_and_ends_every_other() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let (desk, id) = (&served.desk, camille(&served));
        let alive = |secret: &Secret| desk.signed_in(secret).unwrap().is_some();
        let [here, there] = [(); 2].map(|()| desk.open_session(id, "suite").unwrap());
        let (telephone, on) = turned_on(&served, id);
        assert!(!alive(&here) && !alive(&there) && alive(&on.session));
        let chosen = desk
            .change_password(id, PASSWORD, "quatre cyprès devant la gare", "")
            .unwrap();
        assert!(!alive(&on.session) && alive(&chosen));
        let back = desk
            .change_password(id, "quatre cyprès devant la gare", PASSWORD, "")
            .unwrap();
        assert!(!alive(&chosen) && alive(&back));
        let off = desk.turn_second_factor_off(id, PASSWORD, Some(telephone.proof(&served)), "");
        let off = done(off.unwrap());
        assert!(!alive(&back) && alive(&off));
        // An administrator who gives up the role is out as well.
        let boss = served.worker("Sacha Roy", "sacha@desk.example", Role::Administrator);
        served.worker("Zoé Marin", "zoe@desk.example", Role::Administrator);
        let session = desk.open_session(boss, "suite").unwrap();
        desk.change_role(boss, Role::Agent, By::Person(boss))
            .unwrap();
        assert!(!alive(&session));
        turned_on(&served, id);
        let session = desk.sessions_of(id).unwrap();
        assert!(session.len() == 1 && session[0].second_factor);
        desk.remove_second_factor(id, By::CommandLine).unwrap();
        assert!(desk.sessions_of(id).unwrap().is_empty());
    });
}

#[test]
fn the_database_alone_gives_no_code_and_no_recovery_code() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let other = served.worker("Noa Petit", "noa@desk.example", Role::Agent);
        let (telephone, on) = turned_on(&served, id);
        let store = Store::open(url, Options::default()).unwrap();
        let mut kept = store
            .read(|conn| second_factors::find(conn, id))
            .unwrap()
            .unwrap();
        assert!(!kept.secret.contains(&telephone.0.text()));
        let letters: &str = on.codes[0].letters();
        let by_letters = letters.to_owned();
        let used = store.write(move |tx| recovery_codes::use_up(tx, id, &by_letters));
        assert!(!used.unwrap(), "a hash is kept");
        // A row that is put in another's place opens nothing, and a lost key says so.
        turned_on(&served, other);
        kept.person = other;
        store
            .write(move |tx| second_factors::put(tx, &kept))
            .unwrap();
        let entry = served
            .desk
            .sign_in("noa@desk.example", PASSWORD, "")
            .unwrap();
        let Entry::Code(half_of_other) = entry else {
            panic!("no code is asked")
        };
        let opened = served
            .desk
            .prove(&half_of_other, &telephone.proof(&served), "");
        assert!(matches!(opened, Err(Error::Inconsistent(_))), "{opened:?}");
        let elsewhere = tempfile::tempdir().unwrap();
        let site = Site {
            files: Some(elsewhere.path().to_owned()),
            ..Site::default()
        };
        let stranger = Desk::open(url, served.clock.clone(), site).unwrap();
        let opened = stranger.prove(&half(&stranger), &telephone.proof(&served), "");
        assert!(matches!(opened, Err(Error::Inconsistent(_))), "{opened:?}");
        let recovered = Proof::Recovery(on.codes[1].clone());
        done(stranger.prove(&half(&stranger), &recovered, "").unwrap());
    });
}

#[test]
fn where_it_is_required_nobody_turns_it_off_and_only_a_proven_session_is_whole() {
    on_each_engine(|url| {
        let served = served_where(url, OPEN, |site| site.second_factor_required = true);
        let (desk, id) = (&served.desk, camille(&served));
        let bare = match desk.sign_in(CAMILLE, PASSWORD, "").unwrap() {
            Entry::In(secret) => secret,
            Entry::Code(_) => panic!("there is none yet"),
        };
        let signed_in = desk.signed_in(&bare).unwrap().unwrap();
        assert!(signed_in.must_prove);
        assert!(
            desk.still_signed_in(&[signed_in.session])
                .unwrap()
                .is_empty()
        );
        let (telephone, on) = turned_on(&served, id);
        assert!(!desk.signed_in(&on.session).unwrap().unwrap().must_prove);
        let off = desk.turn_second_factor_off(id, PASSWORD, Some(telephone.proof(&served)), "");
        assert!(matches!(off, Err(Error::Forbidden)), "{off:?}");
        let proved = desk
            .prove(&half(desk), &telephone.proof(&served), "")
            .unwrap();
        let proved = desk.signed_in(&done(proved)).unwrap().unwrap();
        assert!(!proved.must_prove);
        assert_eq!(desk.still_signed_in(&[proved.session]).unwrap().len(), 1);
        desk.remove_second_factor(id, By::CommandLine).unwrap();
        let again = desk.open_session(id, "").unwrap();
        assert!(desk.signed_in(&again).unwrap().unwrap().must_prove);
    });
}

#[test]
fn a_secret_waits_an_hour_for_its_first_code_and_another_takes_its_place() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let (desk, id) = (&served.desk, camille(&served));
        let begin = || done(desk.begin_second_factor(id, PASSWORD, None).unwrap());
        begin();
        let first = scanned(&served, id);
        begin();
        let second = scanned(&served, id);
        let confirmed = |code| desk.confirm_second_factor(id, code, "");
        let stale = confirmed(first.code(&served)).unwrap();
        assert!(matches!(stale, Heard::Wrong), "{stale:?}");
        served
            .clock
            .advance(TimeDelta::hours(1) + TimeDelta::seconds(1));
        let late = confirmed(second.code(&served));
        assert!(matches!(late, Err(Error::LinkSpent)), "{late:?}");
        begin();
        desk.forget_second_factor_draft(id).unwrap();
        let forgotten = confirmed(second.code(&served));
        assert!(matches!(forgotten, Err(Error::LinkSpent)), "{forgotten:?}");
        assert!(matches!(
            desk.sign_in(CAMILLE, PASSWORD, "").unwrap(),
            Entry::In(_)
        ));
    });
}

#[test]
fn ten_recovery_codes_are_ten_different_ones() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let (_, on) = turned_on(&served, camille(&served));
        let mut shown: Vec<String> = on.codes.iter().map(RecoveryCode::to_string).collect();
        shown.sort();
        shown.dedup();
        assert_eq!(shown.len(), 10);
    });
}

#[test]
fn the_check_finds_a_second_factor_that_no_key_opens_or_nobody_turned_on() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let id = camille(&served);
        let other = served.worker("Noa Petit", "noa@desk.example", Role::Agent);
        turned_on(&served, id);
        let found = || {
            let mut found = Vec::new();
            served
                .desk
                .check(&mut |_, some| found.extend(some.iter().map(ToString::to_string)))
                .unwrap();
            found
        };
        assert_eq!(found(), [""; 0]);
        let store = Store::open(url, Options::default()).unwrap();
        store
            .write(move |tx| {
                let mut moved = second_factors::find(tx, id)?.unwrap();
                second_factors::remove(tx, id)?;
                moved.person = other;
                second_factors::put(tx, &moved)
            })
            .unwrap();
        let found = found().join("\n");
        for says in [
            "not sealed with the key",
            "which is not there",
            "nobody turned on",
        ] {
            assert!(found.contains(says), "{says}: {found}");
        }
    });
}
