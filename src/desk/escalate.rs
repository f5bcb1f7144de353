//! The sweep: every level of a ladder whose instant has come fires, once, and tells its
//! recipients. Looking for due work costs one range of an index, however many tickets are open.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        contract::{Level, Recipient, When},
        escalation::Escalation,
        ids::EscalationId,
        lang::Lang,
        notice::{LevelFacts, LevelWhen, Notice, Worded},
        people::{EmailAddress, Role},
        sla::{self, Clock, Fire},
        stored_clock::StoredClock,
        ticket::{Actor, Ticket, What},
    },
    store::{Conn, clocks, escalations, letters, links, people, queues, tickets},
};

use super::{Desk, Error, Found, Secret, change_ticket::Open, letters as facts};

/// How many due clocks are read at a time.
const AT_A_TIME: i64 = 200;

/// What one sweep did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Swept {
    /// Levels that fired.
    pub fired: usize,
    /// Letters that are owed because of it.
    pub letters: usize,
    /// Clocks that could not be swept; each is in the log, and tried again at the next sweep.
    pub failed: usize,
}

impl Desk {
    /// Fires every level that is due. Safe to run twice at once, and after any stop.
    ///
    /// # Errors
    /// When the due clocks cannot be read. A single clock that fails is logged and passed over.
    pub fn escalate(&self) -> Result<Swept, Error> {
        let now = self.clock.now();
        let mut swept = Swept::default();
        loop {
            let due = self
                .store
                .read(move |conn| clocks::needing_attention(conn, now, AT_A_TIME))?;
            let found = due.len();
            let mut moved = 0;
            for clock in due {
                match self.escalate_one(&clock, now) {
                    Ok(Some(letters)) => {
                        moved += 1;
                        swept.fired += 1;
                        swept.letters += letters;
                    }
                    Ok(None) => moved += 1,
                    Err(error) => {
                        swept.failed += 1;
                        tracing::error!(clock = %clock.id, ticket = %clock.ticket, %error, "a clock could not be swept");
                    }
                }
            }
            // A batch in which nothing moved would be found again for ever.
            if found == 0 || moved == 0 {
                return Ok(swept);
            }
        }
    }

    /// The next instant at which a clock needs attention, in any ticket.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_escalation(&self) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store.read(clocks::next_at)?)
    }

    fn escalate_one(&self, due: &StoredClock, now: DateTime<Utc>) -> Result<Option<usize>, Error> {
        let (desk, due) = (self.clone(), due.clone());
        self.insist(move |tx| desk.climb(tx, &due, now))
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
        let step = sla::plan(clock, &contract, due.reached, due.repeats_stopped, now);
        if !clocks::climb(tx, due.id, due.run, due.reached, step.reached, step.next_at)? {
            return Ok(None);
        }
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
        for (recipient, lang) in &told {
            let secret = Secret::draw();
            links::insert(tx, &facts::escalation_link(&secret, escalation.id, now))?;
            let Some(promise) = facts::promise_facts(&contract, clock, *lang, now)? else {
                continue;
            };
            let notice = Notice::Escalated {
                ticket: facts::ticket_facts(tx, &open.ticket, &contract, *lang)?,
                promise,
                level: escalation.level.clone(),
                link: secret.reveal().to_owned(),
            };
            let letter = self.letter(Some(open.ticket.id), recipient.clone(), *lang, notice, now);
            letters::owe(tx, &letter)?;
        }
        Ok(Some(told.len()))
    }
}

/// Who is told at a level: each address once. When the ladder's recipients have no address at
/// all, the supervisors and administrators of the desk are told instead: no escalation is silent.
fn recipients(
    tx: &mut Conn,
    ticket: &Ticket,
    wanted: &[Recipient],
) -> Result<Vec<(EmailAddress, Lang)>, Error> {
    let workers = people::workers(tx, 1_000)?;
    let with_role = |roles: &[Role]| {
        workers
            .iter()
            .filter(|person| person.active && roles.contains(&person.role))
            .map(|person| (person.email.clone(), person.lang))
            .collect::<Vec<_>>()
    };
    let queue = queues::find(tx, ticket.queue).found()?;
    let mut told: Vec<(EmailAddress, Lang)> = Vec::new();
    for recipient in wanted {
        match recipient {
            Recipient::Assignee => {
                let assignee = workers
                    .iter()
                    .find(|person| Some(person.id) == ticket.assignee);
                match assignee
                    .filter(|person| person.active && may(person.role, Right::WorkTickets))
                {
                    Some(person) => told.push((person.email.clone(), person.lang)),
                    // Nobody works on it yet: the queue answers for it.
                    None => told.extend(queue.mail.clone().map(|mail| (mail, Lang::Fr))),
                }
            }
            Recipient::Queue => told.extend(queue.mail.clone().map(|mail| (mail, Lang::Fr))),
            Recipient::Supervisor => match &queue.supervisor_mail {
                Some(mail) => told.push((mail.clone(), Lang::Fr)),
                None => told.extend(with_role(&[Role::Supervisor])),
            },
            // Designated administrators come with the customers' accounts.
            Recipient::Administrators => {}
            Recipient::Address(mail) => told.push((mail.clone(), Lang::Fr)),
        }
    }
    if told.is_empty() {
        told = with_role(&[Role::Supervisor, Role::Administrator]);
    }
    let mut seen = std::collections::BTreeSet::new();
    told.retain(|(mail, _)| seen.insert(mail.key()));
    Ok(told)
}

fn level_facts(
    clock: &Clock,
    fire: &Fire,
    level: Option<&Level>,
    told: &[(EmailAddress, Lang)],
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
        recipients: told.iter().map(|(mail, _)| mail.to_string()).collect(),
        words: words.map_or_else(Worded::default, |words| Worded {
            fr: words.in_lang(Lang::Fr).to_owned(),
            en: words.in_lang(Lang::En).to_owned(),
        }),
    }
}
