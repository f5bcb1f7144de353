//! Each table gives back what it was given, whatever that was, and to nobody else.

use std::fs;

use chrono::{DateTime, Utc};
use guichet::{
    domain::{
        access::Scope,
        escalation::Escalation,
        ids::{EscalationId, EventId, MessageId, OrganisationId, PersonId, SessionId, TicketId},
        lang::Lang,
        link::{LinkTo, NewLink, Session},
        people::{EmailAddress, Organisation, OrganisationKind, Person, Role},
        services::Service,
        stored_clock::{StoredClock, StoredState},
        ticket::{
            Actor, ClockName, Description, DueRank, Event, Message, PauseReason, Priority,
            QueuePlace, Reference, Status, TextFormat, Ticket, Visibility, What,
        },
    },
    store::{
        Store, StoreError, clocks, contract_versions, escalations, events, links, messages,
        organisations, people, queues, services, sessions, tickets,
    },
};

use crate::{
    store_world::{AWKWARD, World, clock, filed, level, minutes, opened, person, place, queue, t0},
    support::on_each_engine,
};

fn link_scope(ticket: &Ticket) -> Scope {
    Scope::Link {
        ticket: ticket.id,
        requester: ticket.requester,
    }
}

fn with_ticket(store: &Store, world: &World, rank: i64) -> Ticket {
    let ticket = world.ticket(rank);
    let kept = ticket.clone();
    store
        .write(move |tx| tickets::insert(tx, &kept, &place(60), 1))
        .unwrap();
    ticket
}

#[test]
fn organisations_and_people_come_back_as_they_were_given() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        store
            .read(|conn| {
                assert_eq!(
                    organisations::find(conn, world.organisation.id)?.as_ref(),
                    Some(&world.organisation)
                );
                assert_eq!(
                    organisations::by_mail_domain(conn, "Marlaix.EXAMPLE")?,
                    Some(world.organisation.clone())
                );
                assert_eq!(organisations::find(conn, OrganisationId::fresh())?, None);
                assert_eq!(
                    organisations::list(conn, 5)?,
                    std::slice::from_ref(&world.organisation)
                );
                for person in [&world.requester, &world.agent] {
                    assert_eq!(people::find(conn, person.id)?.as_ref(), Some(person));
                }
                let shouted = EmailAddress::parse("ODILE@MARLAIX.EXAMPLE").unwrap();
                assert_eq!(
                    people::by_email(conn, &shouted)?,
                    Some(world.requester.clone())
                );
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn one_address_belongs_to_one_person_in_any_case() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        let outcome = store.write(|tx| {
            people::insert(
                tx,
                &person(Role::Agent, "CAMILLE@editeur.example"),
                None,
                t0(),
            )
        });
        assert!(matches!(outcome, Err(StoreError::Taken)));
    });
}

#[test]
fn several_organisations_may_have_no_mail_domain() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        for name in ["Une", "Autre"] {
            store
                .write(move |tx| {
                    organisations::insert(
                        tx,
                        &Organisation {
                            kind: OrganisationKind::Customer,
                            id: OrganisationId::fresh(),
                            name: name.to_owned(),
                            mail_domain: None,
                        },
                    )
                })
                .unwrap();
        }
        assert_eq!(
            store
                .read(|conn| organisations::list(conn, 9))
                .unwrap()
                .len(),
            3
        );
    });
}

#[test]
fn a_desk_is_set_up_once_somebody_active_has_a_password() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let agent = world.agent.id;
        assert!(store.read(people::anyone_works).unwrap());
        assert_eq!(
            store.read(|conn| people::workers(conn, 9)).unwrap(),
            std::slice::from_ref(&world.agent)
        );
        store
            .write(move |tx| people::set_active(tx, agent, false))
            .unwrap();
        assert!(!store.read(people::anyone_works).unwrap());
        let requester = world.requester.id;
        assert!(
            store
                .write(move |tx| people::set_password(tx, requester, "$argon2id$y"))
                .unwrap()
        );
        assert_eq!(
            store
                .read(|conn| people::password_of(conn, requester))
                .unwrap()
                .as_deref(),
            Some("$argon2id$y")
        );
        // A requester's password opens nothing on the agents' side.
        assert!(!store.read(people::anyone_works).unwrap());
        assert!(
            !store
                .write(|tx| people::set_password(tx, PersonId::fresh(), "x"))
                .unwrap()
        );
    });
}

#[test]
fn a_queue_and_a_service_put_again_keep_their_ids() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let again = store
            .write(|tx| {
                let mut other = queue("support");
                other.name = "Support".to_owned();
                other.mail = None;
                queues::put(tx, &other)
            })
            .unwrap();
        assert_eq!(again.id, world.queue.id);
        let found = store
            .read(|conn| queues::find(conn, world.queue.id))
            .unwrap();
        assert_eq!(found, Some(again.clone()));
        assert_eq!(store.read(|conn| queues::list(conn, 9)).unwrap(), [again]);
        let retired = Service {
            active: false,
            id: guichet::domain::ids::ServiceId::fresh(),
            ..world.service.clone()
        };
        let kept = store.write(move |tx| services::put(tx, &retired)).unwrap();
        assert_eq!(kept.id, world.service.id);
        store
            .read(|conn| {
                assert_eq!(services::by_slug(conn, "erp")?, Some(kept.clone()));
                assert_eq!(services::find(conn, kept.id)?, Some(kept.clone()));
                assert_eq!(services::list_active(conn, 9)?, []);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_contract_s_versions_are_counted_and_the_old_ones_stay() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let second = store
            .write(|tx| contract_versions::add_file(tx, "standard", "b = 2", minutes(1)))
            .unwrap();
        assert_eq!(second.version, 2);
        store
            .read(|conn| {
                assert_eq!(
                    contract_versions::latest(conn, "standard")?,
                    Some(second.clone())
                );
                assert_eq!(
                    contract_versions::find(conn, world.contract.id)?,
                    Some(world.contract.clone())
                );
                assert_eq!(contract_versions::latest(conn, "autre")?, None);
                assert_eq!(
                    contract_versions::list(conn, 9)?,
                    [second.clone(), world.contract.clone()]
                );
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_ticket_comes_back_as_it_was_filed_and_as_it_was_changed() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let far = DateTime::<Utc>::MAX_UTC;
        let mut ticket = world.ticket(7);
        ticket.changed_at = DateTime::from_timestamp_micros(far.timestamp_micros()).unwrap();
        ticket.filed_at = DateTime::from_timestamp_micros(-1).unwrap();
        let kept = ticket.clone();
        store
            .write(move |tx| tickets::insert(tx, &kept, &place(1), 1))
            .unwrap();
        let mut after = ticket.clone();
        after.status = Status::Paused;
        after.assignee = Some(world.agent.id);
        after.priority = Priority::P1;
        after.priority_confirmed = true;
        after.organisation = None;
        after.version = 2;
        let changed = after.clone();
        store
            .read(|conn| {
                assert_eq!(
                    tickets::find(conn, ticket.id, &Scope::Desk)?.as_ref(),
                    Some(&ticket)
                );
                assert_eq!(
                    tickets::by_reference(conn, &Reference::new(2026, 7), &Scope::Desk)?,
                    Some(ticket.clone())
                );
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let paused = QueuePlace {
            rank: DueRank::Paused,
            due_at: after.changed_at,
            clock: None,
            pause: Some(PauseReason::WaitingForCustomer),
        };
        assert!(
            store
                .write(move |tx| tickets::change(tx, &changed, 1, &paused, 3))
                .unwrap()
        );
        assert_eq!(
            store
                .read(|conn| tickets::find(conn, ticket.id, &Scope::Desk))
                .unwrap(),
            Some(after)
        );
    });
}

#[test]
fn two_tickets_never_share_a_reference() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        with_ticket(&store, &world, 1);
        let same = world.ticket(1);
        let outcome = store.write(move |tx| tickets::insert(tx, &same, &place(1), 1));
        assert!(matches!(outcome, Err(StoreError::Taken)));
    });
}

#[test]
fn a_link_sees_its_ticket_and_no_other() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let (mine, other) = (
            with_ticket(&store, &world, 1),
            with_ticket(&store, &world, 2),
        );
        let mut alone = world.ticket(3);
        alone.organisation = None;
        let kept = alone.clone();
        store
            .write(move |tx| tickets::insert(tx, &kept, &place(3), 1))
            .unwrap();
        let scope = link_scope(&mine);
        store
            .read(|conn| {
                assert!(tickets::find(conn, mine.id, &scope)?.is_some());
                assert_eq!(tickets::find(conn, other.id, &scope)?, None);
                assert_eq!(tickets::by_reference(conn, &other.reference, &scope)?, None);
                assert!(tickets::by_reference(conn, &mine.reference, &scope)?.is_some());
                let page = tickets::queue_page(conn, &<_>::default(), None, 9, &scope)?;
                assert_eq!(
                    page.iter().map(|row| row.ticket.id).collect::<Vec<_>>(),
                    [mine.id]
                );
                // Only what nobody's organisation answers for.
                let customer = tickets::Customer::Requester(world.requester.id);
                assert_eq!(tickets::recent_of(conn, customer, mine.id, 9, &scope)?, []);
                let seen = tickets::recent_of(conn, customer, mine.id, 9, &Scope::Desk)?;
                assert_eq!(seen, std::slice::from_ref(&alone));
                assert_eq!(
                    tickets::recent_of(conn, customer, alone.id, 9, &Scope::Desk)?,
                    []
                );
                let tenant = tickets::Customer::Organisation(world.organisation.id);
                let seen = tickets::recent_of(conn, tenant, other.id, 9, &Scope::Desk)?;
                assert_eq!(seen, std::slice::from_ref(&mine));
                assert_eq!(messages::of(conn, other.id, &scope)?, []);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_requester_never_sees_a_note() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = with_ticket(&store, &world, 1);
        let said = |visibility, author, minute| Message {
            format: TextFormat::Markdown,
            id: MessageId::fresh(),
            ticket: ticket.id,
            author,
            visibility,
            body: Description::parse(&format!("{AWKWARD}\n\t{minute}")).unwrap(),
            at: minutes(minute),
        };
        let question = said(Visibility::Public, Some(world.requester.id), 1);
        let note = said(Visibility::Internal, Some(world.agent.id), 2);
        let answer = said(Visibility::Public, None, 3);
        let all = [question.clone(), note, answer.clone()];
        let kept = all.clone();
        store
            .write(move |tx| {
                kept.iter()
                    .rev()
                    .try_for_each(|message| messages::insert(tx, message))
            })
            .unwrap();
        let seen = |scope: &Scope| {
            store
                .read(|conn| messages::of(conn, ticket.id, scope))
                .unwrap()
        };
        assert_eq!(seen(&Scope::worker(world.agent.id)), all);
        assert_eq!(seen(&link_scope(&ticket)), [question, answer]);
    });
}

#[test]
fn history_is_kept_in_order_without_gaps_and_never_twice() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = with_ticket(&store, &world, 1);
        let mut history = vec![filed(&ticket)];
        for (seq, what) in [
            What::TakenInCharge,
            What::Noted {
                message: MessageId::fresh(),
            },
            What::Requalified {
                from: Priority::P2,
                to: Priority::P1,
                reason: AWKWARD.to_owned(),
            },
            What::Paused {
                reason: PauseReason::OutsideCause,
                detail: AWKWARD.to_owned(),
                evidence: guichet::domain::ticket::Evidence::default(),
            },
            What::Resumed,
            What::Assigned { to: None },
            What::Escalated {
                escalation: EscalationId::fresh(),
                clock: ClockName::Respond,
                level: 3,
            },
            What::Resolved,
            What::Reopened {
                reason: "é".to_owned(),
            },
        ]
        .into_iter()
        .enumerate()
        {
            history.push(Event {
                id: EventId::fresh(),
                ticket: ticket.id,
                seq: i64::try_from(seq).unwrap() + 2,
                at: minutes(1),
                actor: Actor::Agent(world.agent.id),
                what,
            });
        }
        let (first, rest) = (history[..4].to_vec(), history[4..].to_vec());
        let again = first.clone();
        store.write(move |tx| events::append(tx, &first)).unwrap();
        store.write(move |tx| events::append(tx, &rest)).unwrap();
        store
            .read(|conn| {
                assert_eq!(events::of(conn, ticket.id)?, history);
                assert_eq!(events::since(conn, ticket.id, 7)?, history[7..]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let twice = Event {
            id: EventId::fresh(),
            ..again[0].clone()
        };
        assert!(matches!(
            store.write(move |tx| events::append(tx, std::slice::from_ref(&twice))),
            Err(StoreError::Taken)
        ));
        let beyond = Event {
            id: EventId::fresh(),
            seq: 99,
            ..again[1].clone()
        };
        store
            .write(move |tx| events::append(tx, std::slice::from_ref(&beyond)))
            .unwrap();
        assert!(matches!(
            store.read(|conn| events::of(conn, ticket.id)),
            Err(StoreError::Corrupt(_))
        ));
    });
}

#[test]
fn clocks_come_back_in_every_state() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = with_ticket(&store, &world, 1);
        let mut all = ClockName::ALL.map(|name| clock(&ticket, name));
        all[1].state = StoredState::Paused {
            since: minutes(3),
            reason: PauseReason::TheirOwnWork,
        };
        all[1].next_at = None;
        all[2].state = StoredState::Stopped {
            at: minutes(5),
            kept: Some(false),
        };
        all[2].next_at = None;
        all[3].deadline = None;
        all[3].next_at = Some(minutes(-5));
        let kept = all.clone();
        store
            .write(move |tx| {
                kept.iter()
                    .rev()
                    .try_for_each(|clock| clocks::put(tx, clock))
            })
            .unwrap();
        store
            .read(|conn| {
                assert_eq!(clocks::of(conn, ticket.id)?, all);
                assert_eq!(clocks::next_at(conn)?, Some(minutes(-5)));
                assert_eq!(clocks::needing_attention(conn, minutes(-6), 9)?, []);
                assert_eq!(
                    clocks::needing_attention(conn, minutes(120), 9)?,
                    [all[3].clone(), all[0].clone()]
                );
                assert_eq!(clocks::needing_attention(conn, minutes(120), 1)?.len(), 1);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn replaying_a_clock_never_takes_its_ladder_down_but_a_new_run_does() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = with_ticket(&store, &world, 1);
        let first = clock(&ticket, ClockName::Resolve);
        let id = first.id;
        let put = |clock: StoredClock| store.write(move |tx| clocks::put(tx, &clock)).unwrap();
        let kept = || store.read(|conn| clocks::of(conn, ticket.id)).unwrap()[0].clone();
        put(first.clone());
        assert!(
            store
                .write(move |tx| clocks::climb(tx, id, 1, 0, 2, Some(minutes(200))))
                .unwrap()
        );
        assert!(
            store
                .write(move |tx| clocks::stop_repeats(tx, id, 1, None))
                .unwrap()
        );
        assert_eq!(kept().next_at, None);
        put(StoredClock {
            priority: Priority::P1,
            ..first.clone()
        });
        assert_eq!((kept().reached, kept().repeats_stopped), (2, true));
        assert_eq!(kept().priority, Priority::P1);
        put(StoredClock {
            run: 2,
            ..first.clone()
        });
        assert_eq!((kept().reached, kept().repeats_stopped), (0, false));
        assert!(
            !store
                .write(move |tx| clocks::climb(tx, id, 1, 0, 1, None))
                .unwrap()
        );
        assert!(
            !store
                .write(move |tx| clocks::stop_repeats(tx, id, 1, None))
                .unwrap()
        );
    });
}

#[test]
fn a_level_fires_once_in_a_run_and_is_answered_once() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = with_ticket(&store, &world, 1);
        let clock = clock(&ticket, ClockName::Respond);
        let fired = |rank: u32, run: u32| Escalation {
            id: EscalationId::fresh(),
            ticket: ticket.id,
            clock_id: clock.id,
            clock: clock.name,
            run,
            level: level(rank),
            fired_at: minutes(rank.into()),
            acknowledged_at: None,
            acknowledged_by: None,
        };
        let all = [fired(1, 1), fired(2, 1), fired(1, 2)];
        let kept = (clock.clone(), all.clone());
        store
            .write(move |tx| {
                clocks::put(tx, &kept.0)?;
                kept.1
                    .iter()
                    .try_for_each(|one| escalations::insert(tx, one))
            })
            .unwrap();
        let again = fired(2, 1);
        assert!(matches!(
            store.write(move |tx| escalations::insert(tx, &again)),
            Err(StoreError::Taken)
        ));
        let (id, by) = (all[1].id, world.agent.id);
        let answer =
            move || store.write(move |tx| escalations::acknowledge(tx, id, Some(by), minutes(9)));
        assert!(answer().unwrap());
        assert!(!answer().unwrap());
        let store = opened_again(url);
        store
            .read(|conn| {
                let answered = escalations::find(conn, id)?.unwrap();
                assert_eq!(answered.acknowledged_at, Some(minutes(9)));
                assert_eq!(answered.acknowledged_by, Some(by));
                assert_eq!(answered.level, level(2));
                assert_eq!(escalations::of(conn, ticket.id)?.len(), 3);
                let first = escalations::recent(conn, 1, None, &Scope::Desk)?;
                assert_eq!(first, [answered]);
                let rest = escalations::recent(
                    conn,
                    9,
                    Some((first[0].fired_at, first[0].id)),
                    &Scope::Desk,
                )?;
                assert_eq!(rest, [all[2].clone(), all[0].clone()]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

fn opened_again(url: &guichet::store::DatabaseUrl) -> Store {
    Store::open(url, <_>::default()).unwrap()
}

#[test]
fn a_link_is_found_by_its_hash_and_used_up_once_and_in_time() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = with_ticket(&store, &world, 1);
        let link = |hash: &str, to, expires_at| NewLink {
            token_hash: hash.to_owned(),
            to,
            email_key: None,
            created_at: t0(),
            expires_at,
        };
        let to_ticket = LinkTo::Ticket {
            ticket: ticket.id,
            requester: ticket.requester,
        };
        let set_up = LinkTo::SetUp { person: None };
        let made = [
            link("a1", to_ticket, None),
            link("b2", set_up, Some(minutes(10))),
        ];
        store
            .write(move |tx| made.iter().try_for_each(|link| links::insert(tx, link)))
            .unwrap();
        let found = |hash: &'static str| store.read(move |conn| links::find(conn, hash)).unwrap();
        assert_eq!(found("a1").unwrap().to, to_ticket);
        assert_eq!(found("b2").unwrap().to, set_up);
        for hash in ["A1", "a", "", "a1 ", "' OR 1=1 --", "%"] {
            assert_eq!(found(hash), None);
        }
        assert!(found("b2").unwrap().opens(minutes(9)));
        assert!(!found("b2").unwrap().opens(minutes(10)));
        let use_up = |at| store.write(move |tx| links::use_up(tx, "b2", at)).unwrap();
        assert!(!use_up(minutes(10)));
        assert!(use_up(minutes(9)));
        assert!(!use_up(minutes(9)));
        assert!(!found("b2").unwrap().opens(minutes(9)));
    });
}

#[test]
fn a_session_ends_by_time_by_its_owner_and_with_the_person() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let (agent, other) = (world.agent.id, world.requester.id);
        let session = |person| Session {
            id: SessionId::fresh(),
            person,
            created_at: t0(),
            last_seen_at: t0(),
            expires_at: minutes(60),
            device: AWKWARD.to_owned(),
            second_factor: person == agent,
            outside: person != agent,
        };
        let all = [session(agent), session(agent), session(other)];
        let kept = all.clone();
        store
            .write(move |tx| {
                for (session, hash) in kept.iter().zip(["h1", "h2", "h3"]) {
                    sessions::insert(tx, session, hash)?;
                }
                sessions::touch(tx, kept[0].id, minutes(5))
            })
            .unwrap();
        let found = |hash: &'static str, at| {
            store
                .read(move |conn| sessions::by_token(conn, hash, at))
                .unwrap()
        };
        let (seen, owner) = found("h1", minutes(59)).unwrap();
        assert_eq!(seen.last_seen_at, minutes(5));
        assert_eq!(seen.device, AWKWARD);
        assert_eq!(owner, world.agent);
        assert_eq!(found("h1", minutes(60)), None);
        assert_eq!(found("H1", t0()), None);
        store
            .write(move |tx| people::set_active(tx, agent, false))
            .unwrap();
        assert_eq!(found("h1", t0()), None);
        store
            .write(move |tx| people::set_active(tx, agent, true))
            .unwrap();
        let first = all[0].id;
        store.write(move |tx| sessions::end(tx, first)).unwrap();
        assert_eq!(found("h1", t0()), None);
        assert_eq!(
            store.write(move |tx| sessions::end_all(tx, agent)).unwrap(),
            1
        );
        assert_eq!(
            store.write(|tx| sessions::expire(tx, minutes(59))).unwrap(),
            0
        );
        assert_eq!(
            store.write(|tx| sessions::expire(tx, minutes(60))).unwrap(),
            1
        );
    });
}

#[test]
fn what_refers_to_nothing_is_refused() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let mut stray = world.ticket(1);
        stray.requester = PersonId::fresh();
        assert!(
            store
                .write(move |tx| tickets::insert(tx, &stray, &place(1), 1))
                .is_err()
        );
        let note = Message {
            format: TextFormat::Markdown,
            id: MessageId::fresh(),
            ticket: TicketId::fresh(),
            author: None,
            visibility: Visibility::Internal,
            body: Description::parse("x").unwrap(),
            at: t0(),
        };
        assert!(store.write(move |tx| messages::insert(tx, &note)).is_err());
        let lost = Person {
            organisation: Some(OrganisationId::fresh()),
            lang: Lang::En,
            ..person(Role::Auditor, "x@y.fr")
        };
        assert!(
            store
                .write(move |tx| people::insert(tx, &lost, None, t0()))
                .is_err()
        );
    });
}

#[test]
fn both_engines_have_the_same_migrations() {
    let listed = |engine: &str| {
        let mut all = Vec::new();
        for folder in fs::read_dir(format!(
            "{}/migrations/{engine}",
            env!("CARGO_MANIFEST_DIR")
        ))
        .unwrap()
        {
            let folder = folder.unwrap();
            for name in ["up.sql", "down.sql"] {
                let text = fs::read_to_string(folder.path().join(name)).unwrap();
                all.push((folder.file_name(), name, text));
            }
        }
        all.sort();
        all
    };
    let (sqlite, postgres) = (listed("sqlite"), listed("postgres"));
    assert!(!sqlite.is_empty());
    let names = |all: &[(std::ffi::OsString, &str, String)]| {
        all.iter()
            .map(|(folder, ..)| folder.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&sqlite), names(&postgres));
    // The first is the same to the letter; later ones may have to differ.
    assert_eq!(sqlite[..2], postgres[..2]);
}
