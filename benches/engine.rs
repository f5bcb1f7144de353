//! How fast the engine counts: `cargo bench --bench engine`.
//!
//! Starts and ends are spread over twenty years, in no order, so that the table is searched as a
//! desk with many tickets searches it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement, not a part of the program"
)]

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use guichet::domain::{
    calendar::{
        Calendar, CalendarRules, DayHours, HolidayZone, OpenInterval, Pause, Target, Unit,
        WeeklyHours,
    },
    contract::{Contract, template},
    ids::{EventId, MessageId, PersonId, TicketId},
    sla,
    ticket::{Actor, Answers, Event, PauseReason, Priority, Proposal, What},
};
use uuid::Uuid;

/// How many different questions are asked in turn; a power of two.
const QUESTIONS: usize = 4_096;

fn rules() -> CalendarRules {
    let hours = DayHours::new(vec![OpenInterval::parse("08:00", "18:00").unwrap()]).unwrap();
    CalendarRules::new(
        chrono_tz::Europe::Paris,
        WeeklyHours::monday_to_friday(&hours),
        HolidayZone::AlsaceMoselle,
    )
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Instants of twenty years that look drawn.
fn instants() -> Vec<DateTime<Utc>> {
    let (mut seed, begin) = (1_u64, at("2020-01-01T00:00:00Z"));
    (0..QUESTIONS)
        .map(|_| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let second = (seed >> 33) % (20 * 365 * 86_400);
            begin + TimeDelta::seconds(i64::try_from(second).unwrap())
        })
        .collect()
}

fn calendar(criterion: &mut Criterion) {
    let calendar = Calendar::compile(rules());
    let starts = instants();
    let mut turn = 0;
    let mut next = move || {
        turn = (turn + 1) % QUESTIONS;
        turn
    };
    let hours = Target::new(4, Unit::BusinessHours);
    let days = Target::new(3, Unit::BusinessDays);
    let pause = |start: DateTime<Utc>| Pause {
        from: start + TimeDelta::minutes(50),
        to: start + TimeDelta::minutes(170),
    };
    criterion.bench_function("deadline of 4 business hours", |bench| {
        bench.iter(|| calendar.deadline(black_box(starts[next()]), &hours, &[]));
    });
    criterion.bench_function("deadline of 4 business hours, one pause", |bench| {
        bench.iter(|| {
            let start = starts[next()];
            calendar.deadline(black_box(start), &hours, &[pause(start)])
        });
    });
    criterion.bench_function("deadline of 3 business days", |bench| {
        bench.iter(|| calendar.deadline(black_box(starts[next()]), &days, &[]));
    });
    criterion.bench_function("elapsed over 30 days", |bench| {
        bench.iter(|| {
            let start = starts[next()];
            calendar.elapsed(black_box(start), start + TimeDelta::days(30), &[])
        });
    });
    criterion.bench_function("elapsed over 30 days, one pause", |bench| {
        bench.iter(|| {
            let start = starts[next()];
            calendar.elapsed(
                black_box(start),
                start + TimeDelta::days(30),
                &[pause(start)],
            )
        });
    });
    criterion.bench_function("a calendar compiled, 1949 to 2110", |bench| {
        bench.iter_batched(rules, Calendar::compile, BatchSize::SmallInput);
    });
    let source = template("divalto").unwrap().source().to_owned();
    criterion.bench_function("a contract read and compiled", |bench| {
        bench.iter(|| Contract::parse("divalto.toml", black_box(&source)));
    });
}

/// Filed, taken in charge, answered, waiting, resumed, answered again: eight events.
fn history(contract: &Contract) -> Vec<Event> {
    let message = MessageId::from(Uuid::nil());
    let person = PersonId::from(Uuid::nil());
    let answers = Answers::default();
    let proposal = Proposal {
        priority: Priority::P2,
        ..contract.propose(&answers)
    };
    let tale = [
        (
            "2026-03-02T08:10:00Z",
            What::Filed {
                priority: Priority::P2,
                proposal,
                message,
                silent: false,
            },
        ),
        ("2026-03-02T08:40:00Z", What::Assigned { to: Some(person) }),
        ("2026-03-02T08:40:00Z", What::TakenInCharge),
        ("2026-03-02T09:30:00Z", What::Replied { message }),
        (
            "2026-03-02T09:31:00Z",
            What::Paused {
                reason: PauseReason::WaitingForCustomer,
                detail: "le journal de l’import".to_owned(),
                evidence: guichet::domain::ticket::Evidence::default(),
            },
        ),
        ("2026-03-03T13:00:00Z", What::RequesterReplied { message }),
        ("2026-03-03T13:00:00Z", What::Resumed),
        ("2026-03-03T15:20:00Z", What::Replied { message }),
    ];
    tale.into_iter()
        .zip(1..)
        .map(|((instant, what), seq)| Event {
            id: EventId::from(Uuid::nil()),
            ticket: TicketId::from(Uuid::nil()),
            seq,
            at: at(instant),
            actor: Actor::Agent(person),
            what,
        })
        .collect()
}

fn clocks(criterion: &mut Criterion) {
    let contract = template("azprojet").unwrap();
    let history = history(&contract);
    criterion.bench_function("a filing replayed", |bench| {
        bench.iter(|| sla::replay(black_box(&history[..1]), &contract));
    });
    criterion.bench_function("a history of eight events replayed", |bench| {
        bench.iter(|| sla::replay(black_box(&history), &contract));
    });
    let clocks = sla::replay(&history, &contract).unwrap();
    let running = clocks.iter().find(|clock| clock.deadline().is_some());
    let now = at("2026-03-04T10:00:00Z");
    if let Some(clock) = running {
        criterion.bench_function("what fires now planned", |bench| {
            bench.iter(|| sla::plan(black_box(clock), &contract, 0, false, now));
        });
    }
}

criterion_group!(engine, calendar, clocks);
criterion_main!(engine);
