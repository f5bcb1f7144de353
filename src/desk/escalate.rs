//! The sweep: every level of a ladder whose instant has come fires, once, and tells its
//! recipients. Looking for due work costs one range of an index, however many tickets are open.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        contract::{Level, Recipient, When},
        escalation::Escalation,
        ids::{EscalationId, PersonId},
        lang::Lang,
        notice::{LevelFacts, LevelWhen, Notice, Worded},
        people::{EmailAddress, Person, Role},
        sla::{self, Clock, Fire},
        stored_clock::StoredClock,
        ticket::{Actor, Ticket, What},
    },
    kill_point::{KillPoint, pass},
    store::{Conn, clocks, escalations, letters, links, people, queues, tickets},
};

use super::{Desk, Error, Found, Secret, change_ticket::Open, letters as facts};

/// How many due clocks are read at a time.
const AT_A_TIME: i64 = 200;

/// How many clocks are climbed in one write: each write waits for the disk. When one of them fails,
/// or somebody was faster with its ticket, each is climbed by itself.
const TOGETHER: usize = 40;

/// How long a clock that cannot be swept is left alone, so that it stands in nobody's way.
const LEFT_ALONE: TimeDelta = TimeDelta::minutes(1);

/// What one sweep did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Swept {
    /// Levels that fired.
    pub fired: usize,
    /// Letters that are owed because of it.
    pub letters: usize,
    /// Clocks that could not be swept; each is in the log, and tried again a minute later.
    pub failed: usize,
}

impl Swept {
    /// Counts a clock that moved, and the letters owed if a level fired.
    fn add(&mut self, letters: Option<usize>) {
        self.fired += usize::from(letters.is_some());
        self.letters += letters.unwrap_or_default();
    }
}

impl Desk {
    /// Fires every level that is due. Safe to run twice at once, and after any stop.
    ///
    /// # Errors
    /// When the database fails. A single clock that cannot be swept is logged and passed over.
    pub fn escalate(&self) -> Result<Swept, Error> {
        self.escalate_while(&|| true)
    }

    /// Fires levels that are due, one clock after the other, as long as `go_on` says so.
    ///
    /// # Errors
    /// As [`Desk::escalate`].
    pub fn escalate_while(&self, go_on: &dyn Fn() -> bool) -> Result<Swept, Error> {
        let mut swept = Swept::default();
        let done = self.sweep(go_on, &mut swept);
        if swept.letters > 0 {
            // Whoever carries letters need not wait for the end of a nap.
            self.bell.ring();
        }
        done.map(|()| swept)
    }

    fn sweep(&self, go_on: &dyn Fn() -> bool, swept: &mut Swept) -> Result<(), Error> {
        let now = self.clock.now();
        loop {
            let due = self
                .store
                .read(move |conn| clocks::needing_attention(conn, now, AT_A_TIME))?;
            if !due.is_empty() {
                pass(KillPoint::SweepFound);
            }
            let mut moved = 0;
            for some in due.chunks(TOGETHER) {
                if !go_on() {
                    return Ok(());
                }
                if some.len() > 1
                    && let Ok(fired) = self.escalate_together(some, now)
                {
                    pass(KillPoint::SweepCommitted);
                    moved += fired.len();
                    fired.into_iter().for_each(|letters| swept.add(letters));
                    continue;
                }
                for clock in some {
                    if !go_on() {
                        return Ok(());
                    }
                    match self.escalate_one(clock, now) {
                        Ok(letters) => {
                            moved += 1;
                            swept.add(letters);
                        }
                        // The database does not do its part: every other clock would fail too.
                        Err(error) if error.is_passing() => return Err(error),
                        Err(error) => {
                            swept.failed += 1;
                            tracing::error!(clock = %clock.id, ticket = %clock.ticket, %error, "a clock could not be swept");
                            self.leave_alone(clock, now)?;
                        }
                    }
                }
            }
            // A batch in which nothing moved would be found again for ever.
            if moved == 0 {
                return Ok(());
            }
        }
    }

    /// A clock that fails is looked at again in a while: otherwise it would be found at once, for
    /// ever, and a few hundred of them would hide every other clock.
    fn leave_alone(&self, clock: &StoredClock, now: DateTime<Utc>) -> Result<(), Error> {
        let (id, run, reached) = (clock.id, clock.run, clock.reached);
        let later = Some(now + LEFT_ALONE);
        self.store.write(move |tx| -> Result<(), Error> {
            clocks::climb(tx, id, run, reached, reached, later)?;
            Ok(())
        })
    }

    /// The next instant at which a clock needs attention, in any ticket.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_escalation(&self) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store.read(clocks::next_at)?)
    }

    /// Climbs some clocks in one write, or none of them when one fails.
    fn escalate_together(
        &self,
        due: &[StoredClock],
        now: DateTime<Utc>,
    ) -> Result<Vec<Option<usize>>, Error> {
        let (desk, due) = (self.clone(), due.to_vec());
        self.store.write(move |tx| {
            due.iter()
                .map(|clock| desk.climb(tx, clock, now))
                .collect::<Result<Vec<_>, Error>>()
        })
    }

    fn escalate_one(&self, due: &StoredClock, now: DateTime<Utc>) -> Result<Option<usize>, Error> {
        let (desk, due) = (self.clone(), due.clone());
        let fired = self.insist(move |tx| desk.climb(tx, &due, now))?;
        pass(KillPoint::SweepCommitted);
        Ok(fired)
    }

    /// Climbs one clock. `None` when nothing fired: somebody else was faster, or it only moved.
    fn climb(
        &self,
        tx: &mut Conn,
        due: &StoredClock,
        now: DateTime<Utc>,
    ) -> Result<Option<usize>, Error> {
        let ticket = tickets::find(tx, due.ticket, &Scope::Desk).found()?;
        let contract = self.contracts.get(tx, ticket.contract)?;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let replayed = sla::replay(&open.history, &contract)?;
        let Some(clock) = replayed
            .iter()
            .find(|one| one.name == due.name && one.run == due.run)
        else {
            return Err(Error::Inconsistent(format!(
                "clock {} is not in its ticket's history",
                due.id
            )));
        };
        // Somebody may have answered since the clock was found due: its history knows.
        let answered = due.repeats_stopped || clock.repeats_stopped;
        let step = sla::plan(clock, &contract, due.reached, answered, now);
        if !clocks::climb(tx, due.id, due.run, due.reached, step.reached, step.next_at)? {
            return Ok(None);
        }
        pass(KillPoint::SweepClockMoved);
        let Some(fire) = step.fire else {
            return Ok(None);
        };
        let level = contract.ladder(clock.name).at(fire.level);
        let told = recipients(
            tx,
            &open.ticket,
            level.map_or(&[], |level| level.recipients.as_slice()),
        )?;
        let escalation = Escalation {
            id: EscalationId::fresh(),
            ticket: open.ticket.id,
            clock_id: due.id,
            clock: due.name,
            run: due.run,
            level: level_facts(clock, &fire, level, &told, now),
            fired_at: now,
            acknowledged_at: None,
            acknowledged_by: None,
        };
        escalations::insert(tx, &escalation)?;
        pass(KillPoint::SweepLevelWritten);
        let count = open.last_seq();
        let what = What::Escalated {
            escalation: escalation.id,
            clock: due.name,
            level: escalation.level.level,
        };
        open.append(tx, Actor::Desk, vec![what])?;
        if !tickets::touch(tx, open.ticket.id, count, open.last_seq(), &open.place()?)? {
            return Err(Error::Overtaken);
        }
        pass(KillPoint::SweepTicketWritten);
        for Told { mail, lang, person } in &told {
            let Some(promise) = facts::promise_facts(&contract, clock, *lang, now)? else {
                continue;
            };
            let secret = Secret::draw();
            let link = facts::escalation_link(&secret, escalation.id, *person, now);
            links::insert(tx, &link)?;
            let notice = Notice::Escalated {
                ticket: facts::ticket_facts(tx, &open.ticket, &contract, *lang)?,
                promise,
                level: escalation.level.clone(),
                link: secret.reveal().to_owned(),
            };
            let letter = self.letter(Some(open.ticket.id), mail.clone(), *lang, notice, now);
            letters::owe(tx, &letter)?;
            pass(KillPoint::SweepLetterOwed);
        }
        Ok(Some(told.len()))
    }
}

/// Somebody who is told of a level.
struct Told {
    mail: EmailAddress,
    lang: Lang,
    /// Who reads it, where it is not the address of a whole team.
    person: Option<PersonId>,
}

impl Told {
    fn person(person: &Person) -> Self {
        Self {
            mail: person.email.clone(),
            lang: person.lang,
            person: Some(person.id),
        }
    }

    fn team(mail: &EmailAddress) -> Self {
        Self {
            mail: mail.clone(),
            lang: Lang::Fr,
            person: None,
        }
    }
}

/// Who is told at a level: each address once. When the ladder's recipients have no address at
/// all, the supervisors and administrators of the desk are told instead: no escalation is silent.
fn recipients(tx: &mut Conn, ticket: &Ticket, wanted: &[Recipient]) -> Result<Vec<Told>, Error> {
    let mut workers = people::workers(tx, 1_000)?;
    workers.retain(|person| person.active);
    let with_role = |roles: &[Role]| {
        workers
            .iter()
            .filter(|person| roles.contains(&person.role))
            .map(Told::person)
            .collect::<Vec<_>>()
    };
    let queue = queues::find(tx, ticket.queue).found()?;
    let mut told = Vec::new();
    for recipient in wanted {
        match recipient {
            Recipient::Assignee => {
                let works = |person: &&Person| {
                    Some(person.id) == ticket.assignee && may(person.role, Right::WorkTickets)
                };
                match workers.iter().find(works) {
                    Some(person) => told.push(Told::person(person)),
                    // Nobody works on it yet: the queue answers for it.
                    None => told.extend(queue.mail.as_ref().map(Told::team)),
                }
            }
            Recipient::Queue => told.extend(queue.mail.as_ref().map(Told::team)),
            Recipient::Supervisor => match &queue.supervisor_mail {
                Some(mail) => told.push(Told::team(mail)),
                None => told.extend(with_role(&[Role::Supervisor])),
            },
            // Designated administrators come with the customers' accounts.
            Recipient::Administrators => {}
            Recipient::Address(mail) => told.push(Told::team(mail)),
        }
    }
    if told.is_empty() {
        told = with_role(&[Role::Supervisor, Role::Administrator]);
    }
    if told.is_empty() {
        tracing::error!(ticket = %ticket.id, "a level fired and nobody can be told: add a supervisor, or an address to the queue");
    }
    let mut seen = std::collections::BTreeSet::new();
    told.retain(|one| seen.insert(one.mail.key()));
    Ok(told)
}

fn level_facts(
    clock: &Clock,
    fire: &Fire,
    level: Option<&Level>,
    told: &[Told],
    now: DateTime<Utc>,
) -> LevelFacts {
    let words = level.and_then(|level| level.words.as_ref());
    LevelFacts {
        level: fire.level,
        when: match fire.when {
            When::Share { num, den } => LevelWhen::Share {
                percent: (num * 100).checked_div(den).unwrap_or(0),
            },
            When::Before { amount } => LevelWhen::Before {
                seconds: amount.num_seconds(),
            },
            When::Breach => LevelWhen::Breach,
            When::After { amount } => LevelWhen::After {
                seconds: amount.num_seconds(),
            },
            When::RepeatAfter { every, .. } => LevelWhen::Repeat {
                seconds: every.num_seconds(),
            },
        },
        breached: clock.deadline().is_some_and(|deadline| deadline <= now),
        due_at: fire.due_at,
        fired_at: now,
        late: fire.late,
        folded: fire.folded.clone(),
        recipients: told.iter().map(|one| one.mail.to_string()).collect(),
        words: words.map_or_else(Worded::default, |words| Worded {
            fr: words.in_lang(Lang::Fr).to_owned(),
            en: words.in_lang(Lang::En).to_owned(),
        }),
    }
}
