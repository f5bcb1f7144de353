//! The state machine of clocks and pauses against a plain model that counts minutes: whatever is done, in
//! any order, both give the same deadlines. `PROPTEST_CASES` says how many stories are told.

mod model;

use proptest::prelude::*;

use super::{
    State, replay,
    scenes::{Story, informed, paused, reopened, replied, requalified},
};
use crate::domain::{
    contract::Contract,
    ticket::{ClockName, Line, PauseReason, Priority, What},
};

use model::{Model, OPEN, Wait, instant};

/// How many steps a story has.
const STEPS: usize = 50;

fn machine() -> Contract {
    Contract::parse("machine.toml", include_str!("machine.toml"))
        .unwrap_or_else(|errors| panic!("{}", errors[0]))
}

/// Both, told the same.
struct Both {
    story: Story,
    model: Model,
    now: i64,
}

impl Both {
    fn does(&mut self, what: What) {
        let seq = i64::try_from(self.story.events.len()).unwrap() + 1;
        let allowed = self.story.allows(&what);
        assert_eq!(
            self.model.takes(&what, (seq, self.now)),
            allowed,
            "{what:?}"
        );
        if allowed {
            self.story.add(instant(self.now), what);
        }
    }

    /// Contests a pause, or decides on one, as the desk would let it be done.
    fn disputes(&mut self, which: usize, lifts: bool) {
        let count = self.model.waits.len();
        if count == 0 {
            return;
        }
        let wait = self.model.waits[which % count].clone();
        let (pause, reason) = (wait.seq, Line::parse("parce que").unwrap());
        let what = if !wait.contested {
            What::PauseContested { pause, reason }
        } else if wait.decided {
            return;
        } else if lifts {
            if wait.to.is_none() {
                self.does(What::Resumed);
            }
            let moved = Vec::new();
            What::PauseLifted {
                pause,
                reason,
                moved,
            }
        } else {
            What::PauseUpheld { pause, reason }
        };
        let kept = &mut self.model.waits[which % count];
        match &what {
            What::PauseContested { .. } => kept.contested = true,
            lifted => {
                kept.decided = true;
                kept.lifted = matches!(lifted, What::PauseLifted { .. });
            }
        }
        self.story.add(instant(self.now), what);
    }

    /// The clocks of the history are the runs of the model, each due at the same minute.
    fn agree(&self, contract: &Contract, open: &[bool]) -> Result<(), TestCaseError> {
        let clocks = replay(&self.story.events, contract).unwrap();
        for name in ClockName::ALL {
            let ours: Vec<_> = clocks.iter().filter(|clock| clock.name == name).collect();
            let plain: Vec<_> = self
                .model
                .runs
                .iter()
                .filter(|run| run.name == name)
                .collect();
            prop_assert_eq!(ours.len(), plain.len(), "{}", name);
            for (clock, run) in ours.into_iter().zip(plain) {
                let due = instant(self.model.due(run, open));
                prop_assert_eq!(clock.due_at, Some(due), "{} {}", name, clock.run);
                prop_assert_eq!(clock.priority, run.priority);
                let stands = |wait: &Wait| wait.to.is_none() && !wait.lifted && wait.stops(name);
                let stands = self.model.waits.iter().any(stands);
                match (run.stop, clock.state) {
                    (Some(stop), State::Stopped { at, .. }) => {
                        prop_assert_eq!(at, instant(stop));
                    }
                    (None, State::Paused { .. }) => prop_assert!(stands, "{}", name),
                    (None, State::Running { deadline }) => {
                        prop_assert!(!stands, "{}", name);
                        prop_assert_eq!(deadline, Some(due));
                    }
                    (stop, state) => prop_assert!(false, "{name}: {stop:?}, {state:?}"),
                }
            }
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn whatever_is_done_clocks_and_pauses_are_those_of_a_plain_model(
        start in 0..28_800_i64,
        first in prop::sample::select(Priority::ALL.to_vec()),
        steps in prop::collection::vec((0..300_i64, any::<u8>(), any::<u8>()), STEPS),
        look in 0..STEPS,
    ) {
        let contract = machine();
        let open: &[bool] = &OPEN;
        let mut both = Both {
            story: Story::filed(instant(start), first),
            model: Model::filed(start, first),
            now: start,
        };
        for (place, (gap, choice, which)) in steps.into_iter().enumerate() {
            both.now += gap;
            let from = both.model.priority;
            let to = Priority::ALL[usize::from(which) % 3];
            match choice % 16 {
                0 | 1 => both.does(What::TakenInCharge),
                2 | 3 => both.does(replied()),
                4 => both.does(informed()),
                5 | 6 if from != to => both.does(requalified(from, to)),
                7 => both.does(paused(PauseReason::WaitingForCustomer)),
                8 => both.does(paused(PauseReason::TheirOwnWork)),
                9 | 10 => both.does(What::Resumed),
                11 => both.does(What::Resolved),
                12 => both.does(reopened()),
                13..=15 => both.disputes(usize::from(which), which % 2 == 0),
                _ => {}
            }
            if place == look {
                both.agree(&contract, open)?;
            }
        }
        both.agree(&contract, open)?;
    }
}
