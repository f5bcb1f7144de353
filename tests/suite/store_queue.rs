//! The queue: what the store pages through is what sorting everything in memory gives, and it never
//! reads more than the page.

use std::sync::{Arc, Mutex};

use diesel::{
    Connection,
    connection::InstrumentationEvent,
    prelude::*,
    sql_types::{Integer, Text},
};
use guichet::{
    domain::{
        access::Scope,
        ids::{OrganisationId, QueueId},
        people::{Organisation, OrganisationKind, Role},
        ticket::{
            Assignee, ClockName, DueRank, Line, PauseReason, Priority, QueueFilter, QueueKey,
            QueuePlace, QueueRow, Status, Ticket, Turn, View,
        },
    },
    store::{Conn, Engine, Store, StoreError, clocks, organisations, people, queues, tickets},
};

use crate::{
    store_world::{AWKWARD, World, clock, minutes, opened, person, place, queue},
    support::on_each_engine,
};

/// A plain generator, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let sides = u64::try_from(of.len()).unwrap();
        of[usize::try_from(self.below(sides)).unwrap()].clone()
    }
}

struct Town {
    queues: Vec<QueueId>,
    agents: Vec<guichet::domain::ids::PersonId>,
    organisations: Vec<OrganisationId>,
}

/// A town of a few agents and organisations, `size` of each.
fn town(store: &Store, world: &World, size: usize) -> Town {
    let agents: Vec<_> = (1..size)
        .map(|number| person(Role::Agent, &format!("agent{number}@editeur.example")))
        .collect();
    let tenants: Vec<_> = (1..size)
        .map(|number| Organisation {
            kind: OrganisationKind::Customer,
            id: OrganisationId::fresh(),
            name: format!("Autre {number}"),
            mail_domain: None,
        })
        .collect();
    let town = Town {
        queues: vec![world.queue.id],
        agents: [world.agent.id]
            .into_iter()
            .chain(agents.iter().map(|one| one.id))
            .collect(),
        organisations: [world.organisation.id]
            .into_iter()
            .chain(tenants.iter().map(|one| one.id))
            .collect(),
    };
    let other = store
        .write(move |tx| {
            for agent in &agents {
                people::insert(tx, agent, None, minutes(0))?;
            }
            for tenant in &tenants {
                organisations::insert(tx, tenant)?;
            }
            queues::put(tx, &queue("dpo"))
        })
        .unwrap();
    Town {
        queues: vec![world.queue.id, other.id],
        ..town
    }
}

fn some_ticket(dice: &mut Dice, world: &World, town: &Town, rank: i64) -> (Ticket, QueuePlace) {
    let mut ticket = world.ticket(rank);
    ticket.queue = dice.one(&town.queues);
    ticket.assignee = (dice.below(3) > 0).then(|| dice.one(&town.agents));
    ticket.organisation = (dice.below(3) > 0).then(|| dice.one(&town.organisations));
    ticket.priority = dice.one(&Priority::ALL);
    ticket.status = dice.one(&Status::ALL);
    let subject = dice.one(&["Étiquettes 100 %", "ÉTIQUETTES_100", AWKWARD, "export! 7"]);
    ticket.subject = Line::parse(subject).unwrap();
    let rank = match ticket.status {
        Status::Resolved => DueRank::Resolved,
        _ => dice.one(&[
            DueRank::Running,
            DueRank::Running,
            DueRank::Paused,
            DueRank::Nothing,
        ]),
    };
    let pause = (ticket.status == Status::Paused)
        .then(|| dice.one(&[PauseReason::WaitingForCustomer, PauseReason::OutsideCause]));
    let place = QueuePlace {
        rank,
        // Few instants, so that many tickets share one and the id decides.
        due_at: minutes(i64::try_from(dice.below(9)).unwrap()),
        clock: Some(ClockName::Respond),
        pause,
    };
    (ticket, place)
}

fn some_filter(dice: &mut Dice, town: &Town) -> QueueFilter {
    let view = dice.one(&[
        View::Unresolved,
        View::Unresolved,
        View::In(Status::New),
        View::In(Status::Paused),
        View::In(Status::Resolved),
        View::WaitingForCustomer,
        View::Everything,
    ]);
    let assignee = match dice.below(4) {
        0 => Some(Assignee::Nobody),
        1 => Some(Assignee::Person(dice.one(&town.agents))),
        _ => None,
    };
    let text = dice.one(&[
        None,
        None,
        None,
        Some("étiquettes_"),
        Some("100 %"),
        Some("O'BRIEN"),
        Some("inc-2026-7"),
        Some("7"),
        Some("! "),
        Some("\0"),
    ]);
    QueueFilter {
        view,
        assignee,
        queue: (dice.below(3) == 0).then(|| dice.one(&town.queues)),
        priority: (dice.below(3) == 0).then(|| dice.one(&Priority::ALL)),
        organisation: (dice.below(4) == 0).then(|| dice.one(&town.organisations)),
        turn: (dice.below(5) == 0).then(|| dice.one(&Turn::ALL)),
        due_from: (dice.below(6) == 0).then(|| minutes(2)),
        due_before: (dice.below(4) == 0).then(|| minutes(6)),
        text: text.map(ToOwned::to_owned),
    }
}

/// The same question, asked of one ticket in memory.
fn meets(filter: &QueueFilter, ticket: &Ticket, place: &QueuePlace) -> bool {
    let unresolved = place.rank != DueRank::Resolved;
    let view = match filter.view {
        View::Everything => true,
        View::Unresolved => unresolved,
        View::In(status) => ticket.status == status,
        View::WaitingForCustomer => place.pause == Some(PauseReason::WaitingForCustomer),
    };
    let assignee = match filter.assignee {
        None => true,
        Some(Assignee::Nobody) => ticket.assignee.is_none(),
        Some(Assignee::Person(id)) => ticket.assignee == Some(id),
    };
    let due = |holds: bool| holds && place.rank == DueRank::Running;
    let text = filter.text.as_ref().is_none_or(|text| {
        let text = text.trim().replace('\0', "");
        let subject = ticket.subject.as_str().to_lowercase();
        match text.parse::<guichet::domain::ticket::Reference>() {
            Ok(reference) => ticket.reference == reference,
            Err(_) => {
                subject.contains(&text.to_lowercase())
                    || text.parse() == Ok(ticket.reference.rank())
            }
        }
    });
    view && assignee
        && text
        && filter.queue.is_none_or(|id| ticket.queue == id)
        && filter.priority.is_none_or(|one| ticket.priority == one)
        && filter
            .organisation
            .is_none_or(|id| ticket.organisation == Some(id))
        && filter
            .turn
            .is_none_or(|turn| unresolved && Turn::of(place.pause, false) == turn)
        && filter.due_from.is_none_or(|from| due(place.due_at >= from))
        && filter
            .due_before
            .is_none_or(|before| due(place.due_at < before))
}

fn key((ticket, place): &(Ticket, QueuePlace)) -> QueueKey {
    QueueKey {
        rank: place.rank,
        due_at: place.due_at,
        ticket: ticket.id,
    }
}

fn filled(store: &Store, world: &World, count: i64) -> (Town, Vec<(Ticket, QueuePlace)>) {
    let town = town(store, world, 2);
    let mut dice = Dice(42);
    let all: Vec<_> = (1..=count)
        .map(|rank| some_ticket(&mut dice, world, &town, rank))
        .collect();
    let kept = all.clone();
    store
        .write(move |tx| {
            kept.iter()
                .try_for_each(|(ticket, place)| tickets::insert(tx, ticket, place, 1))
        })
        .unwrap();
    (town, all)
}

fn keys(rows: &[QueueRow]) -> Vec<QueueKey> {
    rows.iter().map(QueueRow::key).collect()
}

#[test]
fn paging_through_the_queue_equals_sorting_it_in_memory() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let (town, all) = filled(&store, &world, 400);
        let mut dice = Dice(7);
        for _ in 0..150 {
            let filter = some_filter(&mut dice, &town);
            let mut wanted: Vec<_> = all
                .iter()
                .filter(|(ticket, place)| meets(&filter, ticket, place))
                .map(key)
                .collect();
            wanted.sort();
            let most = dice.one(&[7, 50]);
            let scope = Scope::worker(world.agent.id);
            let paged = store
                .read(|conn| {
                    let mut paged = Vec::new();
                    loop {
                        let after = paged.last().copied();
                        let page =
                            tickets::queue_page(conn, &filter, after.as_ref(), most, &scope)?;
                        paged.extend(keys(&page));
                        if page.is_empty() {
                            return Ok::<_, StoreError>(paged);
                        }
                    }
                })
                .unwrap();
            assert_eq!(paged, wanted, "{filter:?}");
            if let Some(from) = wanted.len().checked_sub(1).map(|last| wanted[last / 2]) {
                let before = store
                    .read(|conn| tickets::queue_page_before(conn, &filter, &from, most, &scope))
                    .unwrap();
                let middle = wanted.iter().position(|one| *one == from).unwrap();
                let first = middle.saturating_sub(usize::try_from(most).unwrap());
                assert_eq!(keys(&before), wanted[first..middle], "{filter:?}");
            }
        }
    });
}

#[test]
fn a_row_shows_who_and_which_clock() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let mut ticket = world.ticket(1);
        ticket.assignee = Some(world.agent.id);
        let running = clock(&ticket, ClockName::Acknowledge);
        let kept = (ticket.clone(), running.clone());
        store
            .write(move |tx| {
                tickets::insert(tx, &kept.0, &place(5), 1)?;
                clocks::put(tx, &clock(&kept.0, ClockName::Resolve))?;
                clocks::put(tx, &kept.1)
            })
            .unwrap();
        let row = store
            .read(|conn| tickets::queue_page(conn, &<_>::default(), None, 5, &Scope::Desk))
            .unwrap()
            .remove(0);
        assert_eq!(row.ticket, ticket);
        assert_eq!(row.place, place(5));
        assert_eq!(row.organisation, Some(world.organisation.name));
        assert_eq!(row.requester, world.requester.name);
        assert_eq!(row.assignee, Some(world.agent.name));
        let shown = row.clock.unwrap();
        assert_eq!(shown.name, ClockName::Acknowledge);
        assert_eq!(
            (shown.state, shown.deadline),
            (running.state, running.deadline)
        );
    });
}

#[test]
fn the_numbers_beside_the_queue_are_those_of_its_pages() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let (town, all) = filled(&store, &world, 300);
        let count = |filter: QueueFilter| {
            let met = all
                .iter()
                .filter(|(ticket, place)| meets(&filter, ticket, place));
            u32::try_from(met.count()).unwrap()
        };
        let now = minutes(4);
        let counts = store
            .read(|conn| tickets::queue_counts(conn, &Scope::worker(world.agent.id), now))
            .unwrap();
        let plain = QueueFilter::default;
        assert_eq!(counts.open, count(plain()));
        assert_eq!(
            counts.to_take,
            count(QueueFilter {
                view: View::In(Status::New),
                ..plain()
            })
        );
        assert_eq!(
            counts.mine,
            count(QueueFilter {
                assignee: Some(Assignee::Person(world.agent.id)),
                ..plain()
            })
        );
        assert_eq!(
            counts.late,
            count(QueueFilter {
                due_before: Some(now),
                ..plain()
            })
        );
        assert_eq!(
            counts.due_within_hour,
            count(QueueFilter {
                due_from: Some(now),
                due_before: Some(minutes(64)),
                ..plain()
            })
        );
        assert_eq!(
            counts.waiting_for_customer,
            count(QueueFilter {
                view: View::WaitingForCustomer,
                ..plain()
            })
        );
        let by_queue = store
            .read(|conn| tickets::open_by_queue(conn, &town.queues))
            .unwrap();
        assert_eq!(by_queue.iter().map(|(_, n)| n).sum::<u32>(), counts.open);
        assert_eq!(by_queue[0].0, town.queues[0]);
    });
}

/// What the engine says it would do for the statements that `ask` sends about tickets.
fn plans(
    store: &Store,
    ask: &dyn Fn(&mut Conn) -> Result<(), StoreError>,
) -> Vec<(String, String)> {
    plans_of(store, "ORDER BY", ask)
}

/// As [`plans`], for the statements that have `part` in them.
pub fn plans_of(
    store: &Store,
    part: &str,
    ask: &dyn Fn(&mut Conn) -> Result<(), StoreError>,
) -> Vec<(String, String)> {
    let sent = Arc::new(Mutex::new(Vec::<String>::new()));
    let heard = Arc::clone(&sent);
    store
        .read(|conn| {
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::StartQuery { query, .. } = event {
                    heard.lock().unwrap().push(query.to_string());
                }
            });
            ask(conn)?;
            conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            let all = sent.lock().unwrap().clone();
            all.iter()
                .filter(|sql| sql.contains(part) && sql.contains("tickets"))
                .map(|sql| Ok::<_, StoreError>((sql.clone(), plan(conn, &bound(sql))?)))
                .collect()
        })
        .unwrap()
}

/// The statement with its values written in, as diesel logs them.
fn bound(logged: &str) -> String {
    let (sql, values) = logged.split_once(" -- binds: ").unwrap();
    let values = values.trim_start_matches('[').trim_end_matches(']');
    let values: Vec<String> = values
        .split(", ")
        .map(|value| match value.strip_prefix('"') {
            Some(text) => format!("'{}'", text.trim_end_matches('"')),
            None => value.to_owned(),
        })
        .collect();
    let mut sql = sql.replace('`', "\"");
    if sql.contains('?') {
        for value in &values {
            sql = sql.replacen('?', value, 1);
        }
    } else {
        for (number, value) in values.iter().enumerate().rev() {
            sql = sql.replace(&format!("${}", number + 1), value);
        }
    }
    sql
}

#[derive(QueryableByName)]
struct SqlitePlan {
    #[diesel(sql_type = Integer)]
    #[expect(dead_code, reason = "EXPLAIN QUERY PLAN gives it")]
    id: i32,
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresPlan {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "QUERY PLAN")]
    line: String,
}

fn plan(conn: &mut Conn, sql: &str) -> Result<String, StoreError> {
    let lines: Vec<String> = match conn.engine() {
        Engine::Sqlite => diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}"))
            .load::<SqlitePlan>(conn)?
            .into_iter()
            .map(|row| row.detail)
            .collect(),
        Engine::Postgres => {
            // With so few tickets it would rather sort them; whether it must is the question.
            for way in ["bitmapscan", "seqscan", "sort"] {
                diesel::sql_query(format!("SET LOCAL enable_{way} = off")).execute(conn)?;
            }
            diesel::sql_query(format!("EXPLAIN {sql}"))
                .load::<PostgresPlan>(conn)?
                .into_iter()
                .map(|row| row.line)
                .collect()
        }
    };
    Ok(lines.join("\n"))
}

#[test]
fn every_combination_of_filters_goes_straight_to_its_page() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let (town, all) = filled(&store, &world, 2_000);
        if store.engine() == Engine::Postgres {
            use diesel::connection::SimpleConnection;
            store
                .write(|tx| {
                    tx.batch_execute("ANALYZE tickets")?;
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        }
        let mut after = key(&all[0]);
        after.rank = DueRank::Running;
        after.due_at = minutes(3);
        let mut seen = 0;
        for bits in 0..64_u32 {
            let on = |bit: u32| bits & (1 << bit) != 0;
            for assignee in [
                None,
                Some(Assignee::Nobody),
                Some(Assignee::Person(town.agents[0])),
            ] {
                let filter = QueueFilter {
                    view: if on(0) {
                        View::In(Status::New)
                    } else {
                        View::Unresolved
                    },
                    queue: on(1).then(|| town.queues[0]),
                    assignee,
                    priority: on(2).then_some(Priority::P1),
                    organisation: on(3).then(|| town.organisations[0]),
                    turn: None,
                    due_from: None,
                    due_before: on(4).then(|| minutes(5)),
                    text: None,
                };
                let after = on(5).then_some(after);
                let plans = plans(&store, &|conn| {
                    tickets::queue_page(conn, &filter, after.as_ref(), 50, &Scope::Desk).map(drop)
                });
                assert!(!plans.is_empty());
                for (sql, plan) in plans {
                    seen += 1;
                    let straight = match store.engine() {
                        Engine::Sqlite => {
                            // Of all that is found, only the page itself is read from end to end.
                            plan.contains("SEARCH tickets USING INDEX")
                                && !plan.replace("SCAN page", "").contains("SCAN")
                                && !plan.contains("TEMP B-TREE")
                        }
                        Engine::Postgres => {
                            plan.contains("Index Scan using")
                                && !plan.contains("Seq Scan")
                                && !plan.contains("Sort")
                        }
                    };
                    assert!(straight, "{filter:?}\n{sql}\n{plan}");
                }
            }
        }
        assert!(seen >= 192);
    });
}

/// Two hundred thousand unresolved tickets.
fn crowded(store: &Store, world: &World) -> Town {
    let town = town(store, world, 60);
    let mut dice = Dice(3);
    for chunk in 0..100_i64 {
        let made: Vec<_> = (1..=2_000)
            .map(|rank| {
                let mut one = some_ticket(&mut dice, world, &town, chunk * 2_000 + rank);
                if one.0.status == Status::Resolved {
                    one.0.status = Status::Open;
                    one.1.rank = DueRank::Running;
                }
                // The rare combination: nothing in this queue is both urgent and new.
                if one.0.queue == town.queues[1] && one.0.priority == Priority::P1 {
                    one.0.status = Status::Open;
                }
                one.1.due_at = minutes(i64::try_from(dice.below(20_000)).unwrap());
                one
            })
            .collect();
        store
            .write(move |tx| {
                made.iter()
                    .try_for_each(|(ticket, place)| tickets::insert(tx, ticket, place, 1))
            })
            .unwrap();
    }
    if store.engine() == Engine::Postgres {
        use diesel::connection::SimpleConnection;
        store
            .write(|tx| {
                tx.batch_execute("ANALYZE tickets")?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
    town
}

#[test]
#[ignore = "takes a minute: cargo test --test suite -- --ignored 200_000"]
fn a_page_is_quick_for_every_combination_among_200_000_open_tickets() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let town = crowded(&store, &world);
        let deep = QueueKey {
            rank: DueRank::Running,
            due_at: minutes(15_000),
            ticket: guichet::domain::ids::TicketId::fresh(),
        };
        let mut slowest = (std::time::Duration::ZERO, String::new());
        for bits in 0..64_u32 {
            let on = |bit: u32| bits & (1 << bit) != 0;
            for assignee in [
                None,
                Some(Assignee::Nobody),
                Some(Assignee::Person(town.agents[0])),
            ] {
                let filter = QueueFilter {
                    view: if on(0) {
                        View::In(Status::New)
                    } else {
                        View::Unresolved
                    },
                    queue: on(1).then(|| town.queues[1]),
                    assignee,
                    priority: on(2).then_some(Priority::P1),
                    organisation: on(3).then(|| town.organisations[0]),
                    due_before: on(4).then(|| minutes(15_900)),
                    ..QueueFilter::default()
                };
                let after = on(5).then_some(&deep);
                // The second look: what the first costs is up to the disk.
                let look = || {
                    let begun = std::time::Instant::now();
                    store
                        .read(|conn| tickets::queue_page(conn, &filter, after, 50, &Scope::Desk))
                        .unwrap();
                    begun.elapsed()
                };
                let took = look().min(look());
                slowest = slowest.max((took, format!("{filter:?} {after:?}")));
            }
        }
        let begun = std::time::Instant::now();
        let counts = store
            .read(|conn| tickets::queue_counts(conn, &Scope::worker(world.agent.id), minutes(500)))
            .unwrap();
        #[expect(clippy::print_stderr, reason = "a measurement is there to be read")]
        {
            eprintln!(
                "{}: slowest page {slowest:?}; {counts:?} in {:?}",
                store.engine(),
                begun.elapsed()
            );
        }
        assert!(
            slowest.0 < std::time::Duration::from_millis(400),
            "{slowest:?}"
        );
    });
}
