//! Changing: what each state allows, nothing overwritten, nothing lost, nothing seen by whom it is
//! not meant for; and what is stored is always what the history says.

use guichet::{
    desk::{Change, Error, Field},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, TicketId},
        lang::Lang,
        notice::Notice,
        sla::{self, Outcome, State},
        ticket::{Act, ClockName, PauseReason, Priority, Status, Visibility, What},
    },
    store::people,
};

use crate::{
    desk_world::{
        CONTRACTS, MONDAY, World, address, at, at_once, blocked, degraded, nuisance, text, world,
    },
    support::on_each_engine,
};

fn pause() -> Act {
    Act::Pause {
        reason: PauseReason::WaitingForCustomer,
        detail: "le journal".to_owned(),
        evidence: guichet::domain::ticket::Evidence::default(),
    }
}

fn reopen() -> Act {
    Act::Reopen {
        reason: "encore".to_owned(),
    }
}

/// Every act, with a word for it.
fn acts() -> Vec<(&'static str, Act)> {
    let message = MessageId::fresh;
    vec![
        ("take", Act::TakeCharge),
        (
            "reply",
            Act::Reply {
                message: message(),
                resolve: false,
            },
        ),
        (
            "settle",
            Act::Reply {
                message: message(),
                resolve: true,
            },
        ),
        ("note", Act::Note { message: message() }),
        ("confirm", Act::ConfirmPriority),
        (
            "requalify",
            Act::Requalify {
                to: Priority::P3,
                reason: "contournement".to_owned(),
            },
        ),
        ("pause", pause()),
        ("resume", Act::Resume),
        ("resolve", Act::Resolve),
        ("reopen", reopen()),
        ("assign", Act::Assign { to: None }),
    ]
}

/// A ticket in a state.
fn ticket_in(world: &World, status: Status, taken: bool) -> TicketId {
    let (ticket, _) = world.filed("standard", blocked());
    if taken {
        world.act(ticket, Act::TakeCharge).unwrap();
    }
    match status {
        Status::New | Status::Open => {}
        Status::Paused => drop(world.act(ticket, pause()).unwrap()),
        Status::Resolved => drop(world.act(ticket, Act::Resolve).unwrap()),
    }
    assert_eq!(world.page(ticket).ticket.status, status);
    ticket
}

#[test]
fn each_state_allows_its_acts_and_refuses_the_others_without_a_trace() {
    use Status::{New, Open, Paused, Resolved};
    // Of each act: where it leads from new, open, paused and resolved; « - » is refused.
    let table = [
        ("take", [Some(Open), None, Some(Paused), None]),
        ("reply", [Some(Open), Some(Open), Some(Paused), None]),
        (
            "settle",
            [Some(Resolved), Some(Resolved), Some(Resolved), None],
        ),
        (
            "note",
            [Some(New), Some(Open), Some(Paused), Some(Resolved)],
        ),
        ("confirm", [Some(New), Some(Open), Some(Paused), None]),
        ("requalify", [Some(New), Some(Open), Some(Paused), None]),
        ("pause", [Some(Paused), Some(Paused), None, None]),
        ("resume", [None, None, Some(New), None]),
        (
            "resolve",
            [Some(Resolved), Some(Resolved), Some(Resolved), None],
        ),
        ("reopen", [None, None, None, Some(New)]),
        ("assign", [Some(New), Some(Open), Some(Paused), None]),
    ];
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for (place, status) in Status::ALL.into_iter().enumerate() {
            for (name, act) in acts() {
                let ticket = ticket_in(&world, status, status == Open);
                let before = world.page(ticket);
                let (_, expected) = table.iter().find(|row| row.0 == name).unwrap();
                let case = format!("{name} when {status}");
                let outcome = world.act(ticket, act);
                let after = world.page(ticket);
                match expected[place] {
                    Some(status) => {
                        outcome.unwrap();
                        assert_eq!(after.ticket.status, status, "{case}");
                    }
                    None => {
                        assert!(
                            matches!(outcome, Err(Error::Refused(_))),
                            "{case}: {outcome:?}"
                        );
                        assert_eq!(after.ticket, before.ticket, "{case}");
                        assert_eq!(after.events, before.events, "{case}");
                        assert_eq!(after.messages, before.messages, "{case}");
                    }
                }
                world.assert_projection(ticket);
            }
        }
    });
}

#[test]
fn a_change_decided_on_an_old_version_changes_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        let seen = world.page(ticket).ticket.version;
        let take = |by| {
            world.desk.change_ticket(Change {
                ticket,
                seen,
                by,
                act: Act::TakeCharge,
                text: None,
                files: false,
                spent: guichet::domain::ticket::Minutes::default(),
            })
        };
        let outcomes = at_once(6, |number| {
            take([world.agent, world.second, world.supervisor][number % 3])
        });
        let made = outcomes.iter().filter(|one| one.is_ok()).count();
        assert_eq!(made, 1);
        for lost in outcomes.iter().filter_map(|one| one.as_ref().err()) {
            assert!(matches!(lost, Error::Overtaken), "{lost}");
        }
        let page = world.page(ticket);
        assert_eq!(page.events.len(), 3, "filed, assigned, taken in charge");
        assert_eq!(page.ticket.version, seen + 1);
        world.assert_projection(ticket);
    });
}

#[test]
fn the_same_reply_sent_twice_is_one_message_and_one_letter() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        let change = Change {
            ticket,
            seen: world.page(ticket).ticket.version,
            by: world.agent,
            act: Act::Reply {
                message: MessageId::fresh(),
                resolve: false,
            },
            text: Some(text("Nous regardons.")),
            files: false,
            spent: guichet::domain::ticket::Minutes::default(),
        };
        let outcomes = at_once(8, |_| world.desk.change_ticket(change.clone()));
        for outcome in outcomes {
            outcome.unwrap();
        }
        assert_eq!(world.page(ticket).messages.len(), 2);
        let replies = world.letters(None);
        let replies = replies
            .iter()
            .filter(|one| matches!(one.notice, Notice::Replied { .. }));
        assert_eq!(replies.count(), 1);
        // A used form that says something else now must not be swallowed.
        let other = Change {
            text: Some(text("Autre chose.")),
            ..change.clone()
        };
        assert!(matches!(
            world.desk.change_ticket(other),
            Err(Error::Overtaken)
        ));
        // Nor may it pass for done on another ticket, or in somebody else's name.
        let elsewhere = world.filed("standard", blocked()).0;
        let stolen = Change {
            ticket: elsewhere,
            seen: 1,
            ..change.clone()
        };
        assert!(matches!(
            world.desk.change_ticket(stolen),
            Err(Error::Overtaken)
        ));
        let forged = Change {
            by: world.second,
            ..change
        };
        assert!(matches!(
            world.desk.change_ticket(forged),
            Err(Error::Overtaken)
        ));
    });
}

#[test]
fn an_internal_note_never_reaches_the_requester() {
    const CANARY: &str = "canari-7f3a";
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, key) = world.filed("standard", blocked());
        let note = Change {
            files: false,
            spent: guichet::domain::ticket::Minutes::default(),
            ticket,
            seen: world.page(ticket).ticket.version,
            by: world.agent,
            act: Act::Note {
                message: MessageId::fresh(),
            },
            text: Some(text(CANARY)),
        };
        world.desk.change_ticket(note).unwrap();
        world.reply(ticket, false);
        assert!(
            world
                .page(ticket)
                .messages
                .iter()
                .any(|one| one.visibility == Visibility::Internal)
        );
        let seen = world.desk.request(&key).unwrap();
        assert!(!format!("{:?}", seen.messages).contains(CANARY));
        assert_eq!(seen.messages.len(), 2);
        assert!(!format!("{:?}", world.letters(None)).contains(CANARY));
    });
}

#[test]
fn who_has_no_right_to_work_changes_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        let requester = world.page(ticket).requester.id;
        let gone = world.second;
        world
            .store()
            .write(move |tx| people::set_active(tx, gone, false))
            .unwrap();
        for by in [world.auditor, requester, gone] {
            for (name, act) in acts() {
                let outcome = world.act_as(by, ticket, act);
                assert!(
                    matches!(outcome, Err(Error::Forbidden)),
                    "{name}: {outcome:?}"
                );
            }
        }
        let nobody = world.act_as(PersonId::fresh(), ticket, Act::TakeCharge);
        assert!(matches!(nobody, Err(Error::NotFound)));
        assert_eq!(world.page(ticket).events.len(), 1);
    });
}

#[test]
fn a_pause_that_the_contract_does_not_know_is_refused() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for contract in CONTRACTS {
            for reason in PauseReason::ALL {
                let (ticket, _) = world.filed(contract, blocked());
                let known = world.page(ticket).contract.pause(reason).is_some();
                let detail = String::new();
                let outcome = world.act(
                    ticket,
                    Act::Pause {
                        reason,
                        detail,
                        evidence: guichet::domain::ticket::Evidence::default(),
                    },
                );
                assert_eq!(outcome.is_ok(), known, "{contract}: {reason}");
                assert!(known || matches!(outcome, Err(Error::NotInContract)));
                world.assert_projection(ticket);
            }
        }
    });
}

#[test]
fn only_somebody_who_works_tickets_can_be_assigned() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        let requester = world.page(ticket).requester.id;
        for to in [world.auditor, requester] {
            let outcome = world.act(ticket, Act::Assign { to: Some(to) });
            let Err(Error::Invalid(faults)) = outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(faults[0].field, Field::Assignee);
        }
        let to = Some(world.second);
        world.act(ticket, Act::Assign { to }).unwrap();
        assert_eq!(world.page(ticket).ticket.assignee, to);
    });
}

#[test]
fn a_corrected_priority_targets_anew_from_the_same_start() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", nuisance());
        world.pass(60);
        let to = Priority::P1;
        let reason = "tout est arrêté".to_owned();
        world.act(ticket, Act::Requalify { to, reason }).unwrap();
        let page = world.page(ticket);
        assert_eq!(page.stored[0].started_at, at(MONDAY));
        assert_eq!(page.stored[0].deadline, Some(at("2026-03-02T11:00:00Z")));
        assert!(page.ticket.priority_confirmed);
        world.assert_projection(ticket);
    });
}

#[test]
fn a_reopened_ticket_runs_again_from_the_same_start_without_the_time_between() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("azprojet", blocked());
        world.pass(60);
        world.reply(ticket, false);
        world.pass(60);
        world.act(ticket, Act::Resolve).unwrap();
        let update = |world: &World| {
            let page = world.page(ticket);
            let clock = page
                .clocks
                .iter()
                .rev()
                .find(|one| one.name == ClockName::Update);
            clock.unwrap().clone()
        };
        assert!(matches!(
            update(&world).state,
            State::Stopped {
                outcome: Outcome::Kept,
                ..
            }
        ));
        world.pass(120);
        world.act(ticket, reopen()).unwrap();
        // Answered at 9:00, resolved at 10:00, reopened at 12:00: three of four hours are left.
        let again = update(&world);
        assert_eq!(
            (again.run, again.deadline()),
            (2, Some(at("2026-03-02T14:00:00Z")))
        );
        world.assert_projection(ticket);
    });
}

#[test]
fn the_requesters_answer_ends_the_wait_and_reopens_what_was_resolved() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, key) = world.filed("azprojet", blocked());
        let reply = |words: &str| {
            world.pass(5);
            let message = MessageId::fresh();
            for _ in 0..2 {
                let found = world
                    .desk
                    .reply_by_link(&key, message, &text(words))
                    .unwrap();
                assert_eq!(found, ticket);
            }
            let other = world
                .desk
                .reply_by_link(&key, message, &text("autre chose"));
            assert!(matches!(other, Err(Error::Overtaken)));
            world.assert_projection(ticket);
            world.page(ticket).ticket.status
        };
        world.reply(ticket, false);
        world.act(ticket, pause()).unwrap();
        assert_eq!(reply("voici le journal"), Status::Open);
        let outside = Act::Pause {
            reason: PauseReason::OutsideCause,
            detail: String::new(),
            evidence: guichet::domain::ticket::Evidence::default(),
        };
        world.act(ticket, outside).unwrap();
        assert_eq!(reply("alors ?"), Status::Paused, "another wait goes on");
        world.act(ticket, Act::Resolve).unwrap();
        assert_eq!(reply("cela recommence"), Status::Open);
        let page = world.page(ticket);
        let from_requester = |what: &What| matches!(what, What::RequesterReplied { .. });
        let heard = page.events.iter().filter(|one| from_requester(&one.what));
        assert_eq!(heard.count(), 3);
        let told = world.letters(None);
        let told: Vec<_> = told
            .iter()
            .filter(|one| matches!(one.notice, Notice::RequesterWrote { .. }))
            .collect();
        assert_eq!(told.len(), 3);
        assert!(
            told.iter()
                .all(|one| one.recipient == address("camille@desk.example"))
        );
    });
}

#[test]
fn while_nobody_works_on_it_the_queue_is_told_what_the_requester_wrote() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, key) = world.filed("standard", blocked());
        let write = || {
            let message = MessageId::fresh();
            world
                .desk
                .reply_by_link(&key, message, &text("alors ?"))
                .unwrap();
            let letters = world.letters(None);
            let last = letters.last().unwrap();
            assert!(matches!(last.notice, Notice::RequesterWrote { .. }));
            (last.recipient.to_string(), last.lang)
        };
        world.pass(1);
        assert_eq!(write(), ("queue@desk.example".to_owned(), Lang::Fr));
        world.act(ticket, Act::TakeCharge).unwrap();
        world.pass(1);
        assert_eq!(write().0, "camille@desk.example");
        let gone = world.agent;
        world
            .store()
            .write(move |tx| people::set_active(tx, gone, false))
            .unwrap();
        world.pass(1);
        assert_eq!(write().0, "queue@desk.example");
    });
}

#[test]
fn a_link_that_opens_nothing_takes_no_message() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let set_up = world.desk.set_up_link(None).unwrap();
        for link in [guichet::desk::Secret::draw(), set_up] {
            let outcome = world
                .desk
                .reply_by_link(&link, MessageId::fresh(), &text("x"));
            assert!(matches!(outcome, Err(Error::NotFound)));
            assert!(matches!(world.desk.request(&link), Err(Error::NotFound)));
        }
    });
}

#[test]
fn a_clock_that_lags_never_turns_the_history_back() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("azprojet", blocked());
        world.pass(30);
        world.reply(ticket, false);
        world.pass(-90);
        world.act(ticket, pause()).unwrap();
        world.act(ticket, Act::Resume).unwrap();
        let page = world.page(ticket);
        assert!(page.events.is_sorted_by_key(|event| event.at));
        sla::replay(&page.events, &page.contract).unwrap();
        world.assert_projection(ticket);
    });
}

/// Numbers that look drawn: the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

#[test]
fn whatever_happens_the_stored_clocks_are_those_of_the_history() {
    on_each_engine(|url| {
        let world = world(url, "2026-03-05T13:00:00Z");
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        for (round, contract) in CONTRACTS.into_iter().cycle().take(12).enumerate() {
            let answers = [blocked(), degraded(), nuisance()][(round * 5) % 3].clone();
            let (ticket, key) = world.filed(contract, answers);
            for _ in 0..14 {
                world.pass(i64::try_from(dice.roll(400)).unwrap());
                assert_eq!(world.desk.escalate().unwrap().failed, 0);
                let mut acts = acts();
                let chosen = usize::try_from(dice.roll(14)).unwrap();
                if chosen < acts.len() {
                    let act = match acts.swap_remove(chosen).1 {
                        Act::Requalify { reason, .. } => Act::Requalify {
                            to: Priority::ALL[usize::try_from(dice.roll(3)).unwrap()],
                            reason,
                        },
                        act => act,
                    };
                    match world.act(ticket, act) {
                        Ok(_) | Err(Error::Refused(_)) => {}
                        Err(error) => panic!("{error}"),
                    }
                } else if chosen == acts.len() {
                    let words = text("encore");
                    world
                        .desk
                        .reply_by_link(&key, MessageId::fresh(), &words)
                        .unwrap();
                } else if let Some(last) = world.page(ticket).escalations.last() {
                    world
                        .desk
                        .acknowledge_escalation(last.id, world.agent)
                        .unwrap();
                }
                world.assert_projection(ticket);
                let page = world.page(ticket);
                let ranks: Vec<_> = page.events.iter().map(|event| event.seq).collect();
                assert!(
                    ranks
                        .iter()
                        .copied()
                        .eq(1..=i64::try_from(ranks.len()).unwrap())
                );
                let scope = Scope::Desk;
                assert_eq!(
                    world
                        .desk
                        .ticket_called(page.ticket.reference, &scope)
                        .unwrap(),
                    ticket
                );
            }
        }
    });
}
