//! Jobs that arrive while others are being done are done together when their turn comes.
//!
//! # Why
//! A commit waits for the disk, and on a server each statement for an answer: filing sixteen
//! requests in one transaction costs little more than filing one. Nobody waits for company: who
//! comes alone is served alone, at once. And no thread waits for its turn: whoever works goes on
//! for those who came meanwhile, and calls each of them back. To wake a thread for each job took
//! longer than much of the job.

use std::{
    collections::VecDeque,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Where jobs wait for one another.
pub(super) struct Together<Job, Done>(Mutex<Room<Job, Done>>);

struct Room<Job, Done> {
    busy: bool,
    waiting: VecDeque<(Job, Told<Done>)>,
}

/// Is told what came of a job.
type Told<Done> = Box<dyn FnOnce(Option<Done>) + Send>;

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
    /// Has `job` done, with at most `most - 1` others, and `told` called with what came of it:
    /// nothing when `work` panicked, or gave too few answers. `work` is given the jobs and answers
    /// each, in their order.
    ///
    /// Returns at once while somebody works; else it is this thread that works, until nobody waits
    /// any more. `told` is called by whoever works: it must be quick, and not panic.
    pub(super) fn have_done(
        &self,
        job: Job,
        most: usize,
        told: impl FnOnce(Option<Done>) + Send + 'static,
        work: impl Fn(Vec<Job>) -> Vec<Done>,
    ) {
        let mut room = self.room();
        room.waiting.push_back((job, Box::new(told)));
        if room.busy {
            return;
        }
        room.busy = true;
        drop(room);
        while let Some((jobs, told)) = self.next(most) {
            let answers = catch_unwind(AssertUnwindSafe(|| work(jobs)));
            let mut answers = answers.unwrap_or_default().into_iter();
            for told in told {
                told(answers.next());
            }
        }
    }

    /// Those who come next; nothing when nobody waits, and then nobody works any more.
    fn next(&self, most: usize) -> Option<(Vec<Job>, Vec<Told<Done>>)> {
        let mut room = self.room();
        let count = most.max(1).min(room.waiting.len());
        room.busy = count > 0;
        room.busy.then(|| room.waiting.drain(..count).unzip())
    }

    fn room(&self) -> MutexGuard<'_, Room<Job, Done>> {
        // Each change of it is whole: a thread that panicked cannot have left half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc,
        },
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
        let (tell, told) = mpsc::channel();
        let have_done = |job: u32| {
            let tell = tell.clone();
            let told = move |done: Option<u32>| tell.send(done.unwrap()).unwrap();
            together.have_done(job, most, told, work);
        };
        thread::scope(|scope| {
            let first = scope.spawn(|| have_done(0));
            while !begun.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
            // None of them waits: the first one works for all.
            (1..=asked).for_each(have_done);
            first.join().unwrap();
        });
        let mut answers: Vec<u32> = told.try_iter().collect();
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
        let done = |job, work: fn(Vec<u32>) -> Vec<u32>| {
            let (tell, told) = mpsc::channel();
            together.have_done(job, 9, move |done| tell.send(done).unwrap(), work);
            told.try_recv().unwrap()
        };
        assert_eq!(done(1, |_| panic!("on purpose")), None);
        assert_eq!(done(2, |jobs| jobs), Some(2));
        assert_eq!(done(3, |_| Vec::new()), None);
        assert_eq!(done(4, |jobs| jobs), Some(4));
    }
}
