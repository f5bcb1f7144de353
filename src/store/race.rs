//! Writes on PostgreSQL: a transaction of the pool, tried again when it loses a race.

use std::{thread, time::Duration};

use diesel::connection::SimpleConnection;

use crate::kill_point::{KillPoint, pass};

use super::{
    Conn, StoreError,
    connection::{Purpose, conclude},
    pool::Connections,
    postgres::LostRace,
    wall::Wall,
};

/// How often a transaction is tried in all.
const TRIES: u32 = 12;

/// From this try on, losers take turns: one at a time, so that they no longer beat each other.
const TURNS_FROM: u32 = 3;

/// Takes the turn until the end of the transaction. A table is locked against others who take turns,
/// and against nobody else: it needs no snapshot, so what the transaction then sees is what those
/// before it left, and it ends with the transaction of a process that hangs.
const TURN: &str = "LOCK TABLE queues IN SHARE UPDATE EXCLUSIVE MODE";

/// The longest pause before the second try; it doubles with each further one.
const PAUSE: Duration = Duration::from_millis(4);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// Makes `change` in a transaction behind `wall` and returns what it returned, once it is committed.
pub(super) fn write<T, E, F>(
    pool: &Connections,
    (purpose, wall): (Purpose, &Wall),
    mut change: F,
) -> Result<T, E>
where
    F: FnMut(&mut Conn) -> Result<T, E>,
    E: From<StoreError>,
{
    let mut keys_lost = 0;
    let mut tries = 1;
    loop {
        let (outcome, lost) = attempt(pool, (purpose, wall), tries >= TURNS_FROM, &mut change)?;
        let again = match lost {
            Some(LostRace::Conflict) => true,
            // Reading again finds the other's row; a key that is simply taken stays so.
            Some(LostRace::Key) => {
                keys_lost += 1;
                keys_lost == 1
            }
            None => false,
        };
        if outcome.is_ok() || !again || tries == TRIES {
            return outcome;
        }
        pause(tries);
        tries += 1;
    }
}

type Attempt<T, E> = (Result<T, E>, Option<LostRace>);

fn attempt<T, E, F>(
    pool: &Connections,
    (purpose, wall): (Purpose, &Wall),
    in_turn: bool,
    change: &mut F,
) -> Result<Attempt<T, E>, StoreError>
where
    F: FnMut(&mut Conn) -> Result<T, E>,
    E: From<StoreError>,
{
    let mut conn = pool.begun(purpose, wall)?;
    lost_race(&mut conn);
    let made = match in_turn.then(|| conn.batch_execute(TURN)) {
        Some(Err(error)) => Err(StoreError::from(error).into()),
        Some(Ok(())) | None => change(&mut conn),
    };
    if made.is_ok() {
        pass(KillPoint::WriteReady);
    }
    let outcome = conclude(&mut conn, made);
    if outcome.is_ok() {
        pass(KillPoint::WriteCommitted);
    }
    let lost = lost_race(&mut conn);
    Ok((outcome, lost))
}

fn lost_race(conn: &mut Conn) -> Option<LostRace> {
    match conn {
        Conn::Sqlite(_) => None,
        Conn::Postgres(conn) => conn.take_lost_race(),
    }
}

/// Waits a random part of a time that grows, so that those who collided do not meet again.
fn pause(tries: u32) {
    let most = (PAUSE * 2_u32.saturating_pow(tries - 1)).min(LONGEST_PAUSE);
    let share = getrandom::u32().unwrap_or(u32::MAX / 2);
    thread::sleep(most.mul_f64(f64::from(share) / f64::from(u32::MAX)));
}
