//! Jobs that arrive while others are being done are done together when their turn comes.
//!
//! # Why
//! A commit waits for the disk, and on a server each statement for an answer: filing sixteen
//! requests in one transaction costs little more than filing one. Nobody waits for company: who
//! comes alone is served alone, at once.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError, mpsc},
};

/// Where jobs wait for one another.
pub(super) struct Together<Job, Done>(Mutex<Room<Job, Done>>);

struct Room<Job, Done> {
    busy: bool,
    waiting: VecDeque<Waiting<Job, Done>>,
}

struct Waiting<Job, Done> {
    job: Job,
    reply: mpsc::SyncSender<Turn<Job, Done>>,
}

/// What somebody who waits is told.
enum Turn<Job, Done> {
    /// It is done.
    Done(Done),
    /// To do one's own job, which comes back, and those of others.
    Yours(Job, Vec<Waiting<Job, Done>>),
}

impl<Job, Done> Default for Together<Job, Done> {
    fn default() -> Self {
        Self(Mutex::new(Room {
            busy: false,
            waiting: VecDeque::new(),
        }))
    }
}

impl<Job, Done> fmt::Debug for Together<Job, Done> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together(…)")
    }
}

impl<Job, Done> Together<Job, Done> {
    /// Has `job` done, with at most `most - 1` others. `work` is given the jobs and answers each, in
    /// their order. `None` when whoever did it panicked, or gave too few answers.
    pub(super) fn have_done(
        &self,
        job: Job,
        most: usize,
        work: impl FnOnce(Vec<Job>) -> Vec<Done>,
    ) -> Option<Done> {
        let mut room = self.room();
        let (job, others) = if room.busy {
            let (reply, turn) = mpsc::sync_channel(1);
            room.waiting.push_back(Waiting { job, reply });
            drop(room);
            match turn.recv().ok()? {
                Turn::Done(done) => return Some(done),
                Turn::Yours(job, others) => (job, others),
            }
        } else {
            room.busy = true;
            drop(room);
            (job, Vec::new())
        };
        // Dropped whatever happens, it lets the next one begin.
        let _leave = Leave { room: self, most };
        let (mut jobs, mut replies) = (vec![job], Vec::new());
        for Waiting { job, reply } in others {
            jobs.push(job);
            replies.push(reply);
        }
        let mut answers = work(jobs).into_iter();
        let own = answers.next();
        for (reply, done) in replies.into_iter().zip(answers) {
            // Whoever asked is waiting.
            let _: Result<(), mpsc::SendError<_>> = reply.send(Turn::Done(done));
        }
        own
    }

    fn room(&self) -> MutexGuard<'_, Room<Job, Done>> {
        // Each change of it is whole: a thread that panicked cannot have left half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes the turn on when dropped.
struct Leave<'a, Job, Done> {
    room: &'a Together<Job, Done>,
    most: usize,
}

impl<Job, Done> Drop for Leave<'_, Job, Done> {
    fn drop(&mut self) {
        let mut room = self.room.room();
        let Some(Waiting { job, reply }) = room.waiting.pop_front() else {
            room.busy = false;
            return;
        };
        let others = self.most.saturating_sub(1).min(room.waiting.len());
        let others = room.waiting.drain(..others).collect();
        drop(room);
        // Whoever asked is waiting.
        let _: Result<(), mpsc::SendError<_>> = reply.send(Turn::Yours(job, others));
    }
}

#[cfg(test)]
mod tests {
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::atomic::{AtomicBool, Ordering},
        thread,
        time::Duration,
    };

    use super::*;

    /// Lets `asked` jobs come while one is being done; how many were done at once each time.
    fn batches(asked: u32, most: usize) -> (Vec<usize>, Vec<u32>) {
        let together = Together::<u32, u32>::default();
        let (sizes, begun) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        let work = |jobs: Vec<u32>| {
            sizes.lock().unwrap().push(jobs.len());
            begun.store(true, Ordering::SeqCst);
            // The first one waits until all others are there.
            while jobs.contains(&0)
                && together.room().waiting.len() < usize::try_from(asked).unwrap()
            {
                thread::sleep(Duration::from_millis(1));
            }
            jobs.iter().map(|job| job * 10).collect()
        };
        let mut answers = thread::scope(|scope| {
            let first = scope.spawn(|| together.have_done(0, most, work));
            while !begun.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
            let others: Vec<_> = (1..=asked)
                .map(|job| {
                    let (together, work) = (&together, &work);
                    scope.spawn(move || together.have_done(job, most, work))
                })
                .collect();
            let mut answers = vec![first.join().unwrap().unwrap()];
            answers.extend(others.into_iter().map(|one| one.join().unwrap().unwrap()));
            answers
        });
        answers.sort_unstable();
        (sizes.into_inner().unwrap(), answers)
    }

    #[test]
    fn what_comes_while_another_is_done_is_done_together_and_everybody_is_answered() {
        let (sizes, answers) = batches(5, 100);
        assert_eq!(sizes, [1, 5]);
        assert_eq!(answers, [0, 10, 20, 30, 40, 50]);
        let (sizes, answers) = batches(5, 2);
        assert_eq!(sizes, [1, 2, 2, 1]);
        assert_eq!(answers.len(), 6);
    }

    #[test]
    fn a_panic_stops_nobody_else() {
        let together = Together::<u32, u32>::default();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            together.have_done(1, 9, |_| panic!("on purpose"))
        }));
        assert!(panicked.is_err());
        assert_eq!(together.have_done(2, 9, |jobs| jobs), Some(2));
        assert_eq!(together.have_done(3, 9, |_| Vec::new()), None);
        assert_eq!(together.have_done(4, 9, |jobs| jobs), Some(4));
    }
}
