//! Writes on PostgreSQL: a transaction of the pool, tried again when it loses a race.

use std::{thread, time::Duration};

use diesel::connection::SimpleConnection;
use r2d2::{Pool, PooledConnection};

use crate::kill_point::{KillPoint, pass};

use super::{
    Conn, StoreError,
    connection::{Purpose, conclude},
    pool::{Opener, begun},
    postgres::LostRace,
};

/// How often a transaction is tried in all.
const TRIES: u32 = 12;

/// From this try on, losers take turns: one at a time, so that they no longer beat each other.
const TURNS_FROM: u32 = 3;

/// Ours among PostgreSQL's advisory locks: the letters "Gturns".
const TURN: i64 = 0x4774_7572_6e73;

/// The longest pause before the second try; it doubles with each further one.
const PAUSE: Duration = Duration::from_millis(4);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// Makes `change` in a transaction and returns what it returned, once it is committed.
pub(super) fn write<T, E, F>(pool: &Pool<Opener>, purpose: Purpose, mut change: F) -> Result<T, E>
where
    F: FnMut(&mut Conn) -> Result<T, E>,
    E: From<StoreError>,
{
    let mut keys_lost = 0;
    let mut tries = 1;
    loop {
        let (outcome, lost) = attempt(pool, purpose, tries >= TURNS_FROM, &mut change)?;
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
    pool: &Pool<Opener>,
    purpose: Purpose,
    in_turn: bool,
    change: &mut F,
) -> Result<Attempt<T, E>, StoreError>
where
    F: FnMut(&mut Conn) -> Result<T, E>,
    E: From<StoreError>,
{
    let mut conn = if in_turn {
        in_its_turn(pool, purpose)?
    } else {
        begun(pool, purpose)?
    };
    lost_race(&mut conn);
    let made = change(&mut conn);
    if made.is_ok() {
        pass(KillPoint::WriteReady);
    }
    let outcome = conclude(&mut conn, made);
    if outcome.is_ok() {
        pass(KillPoint::WriteCommitted);
    }
    let lost = lost_race(&mut conn);
    if in_turn {
        end_turn(&mut conn);
    }
    Ok((outcome, lost))
}

/// Waits for the turn, then begins: the view a transaction has dates from its first statement.
/// The turn belongs to the session, and so ends with the connection if a panic comes between.
fn in_its_turn(
    pool: &Pool<Opener>,
    purpose: Purpose,
) -> Result<PooledConnection<Opener>, StoreError> {
    let mut conn = pool.get()?;
    conn.batch_execute(&format!("SELECT pg_advisory_lock({TURN})"))?;
    if let Err(error) = conn.begin(purpose) {
        end_turn(&mut conn);
        return Err(error.into());
    }
    Ok(conn)
}

/// Lets the next one have its turn. What was committed stays so: a failure to tell is no failure.
fn end_turn(conn: &mut Conn) {
    if !conn.is_broken()
        && let Err(error) = conn.batch_execute(&format!("SELECT pg_advisory_unlock({TURN})"))
    {
        tracing::warn!(%error, "the turn of a writer could not be ended");
    }
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
