//! What looks amount to: pure steps from one look to the next.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::words::words;

/// What a look says.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It works.
    Good,
    /// It does not.
    Bad,
    /// The look could not be made: nobody knows.
    NotKnown,
}

words!(Outcome {
    Good => "good",
    Bad => "bad",
    NotKnown => "not-known",
});

/// By what looks are judged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rule {
    /// How far apart looks are, in seconds.
    pub every: u32,
    /// Failed looks in a row that confirm an outage.
    pub failures: u32,
    /// Good ones that confirm its end.
    pub successes: u32,
}

impl Rule {
    /// A silence longer than this is a gap: what was in it, nobody knows.
    #[must_use]
    pub fn longest_silence(self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.every) * 2 + 60)
    }
}

/// Looks in a row that contradict what stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The first of them.
    pub from: DateTime<Utc>,
    /// How many.
    pub looks: u32,
}

/// What the looks of a monitor amount to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// The last look.
    pub last: Option<DateTime<Utc>>,
    /// What it said.
    pub outcome: Option<Outcome>,
    /// Since when it does not work, once that is confirmed.
    pub down_since: Option<DateTime<Utc>>,
    /// The run that would change that.
    pub run: Option<Run>,
}

/// What a look changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Turn {
    /// It is confirmed that it does not work, since then.
    Down(DateTime<Utc>),
    /// It is confirmed that it works again, since then.
    Up(DateTime<Utc>),
}

/// What a look led to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seen {
    /// What the looks amount to now.
    pub watch: Watch,
    /// What changed with it.
    pub turn: Option<Turn>,
}

/// How it stands, in a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Nobody has looked, or the last look could not be made.
    NotKnown,
    /// It works.
    Up,
    /// It was seen not to, and that is not confirmed.
    Failing,
    /// It does not.
    Down,
    /// It was seen to work again, and that is not confirmed.
    Recovering,
}

words!(Standing {
    NotKnown => "not-known",
    Up => "up",
    Failing => "failing",
    Down => "down",
    Recovering => "recovering",
});

impl Watch {
    /// One look more. One that is not after the last changes nothing: it was seen before, or a clock was
    /// put back.
    #[must_use]
    pub fn see(self, rule: Rule, at: DateTime<Utc>, outcome: Outcome) -> Seen {
        if self.last.is_some_and(|last| at <= last) {
            return Seen {
                watch: self,
                turn: None,
            };
        }
        let silent = |last: DateTime<Utc>| at - last > rule.longest_silence();
        let run = self.run.filter(|_| !self.last.is_some_and(silent));
        let mut watch = Self {
            last: Some(at),
            outcome: Some(outcome),
            run: None,
            ..self
        };
        let contradicts = match outcome {
            Outcome::NotKnown => false,
            Outcome::Bad => self.down_since.is_none(),
            Outcome::Good => self.down_since.is_some(),
        };
        let mut turn = None;
        if contradicts {
            let run = run.map_or(Run { from: at, looks: 1 }, |run| Run {
                looks: run.looks.saturating_add(1),
                ..run
            });
            match outcome {
                Outcome::Bad if run.looks >= rule.failures => {
                    watch.down_since = Some(run.from);
                    turn = Some(Turn::Down(run.from));
                }
                Outcome::Good if run.looks >= rule.successes => {
                    watch.down_since = None;
                    turn = Some(Turn::Up(run.from));
                }
                _ => watch.run = Some(run),
            }
        }
        Seen { watch, turn }
    }

    /// How it stands at an instant. Where nobody has looked for long, nobody knows.
    #[must_use]
    pub fn standing(self, rule: Rule, now: DateTime<Utc>) -> Standing {
        let silent = self
            .last
            .is_none_or(|last| now - last > rule.longest_silence());
        let known = self.outcome.is_some_and(|one| one != Outcome::NotKnown);
        match (self.down_since, self.run) {
            (Some(_), Some(_)) if !silent => Standing::Recovering,
            (Some(_), _) => Standing::Down,
            (None, _) if silent || !known => Standing::NotKnown,
            (None, Some(_)) => Standing::Failing,
            (None, None) => Standing::Up,
        }
    }
}
