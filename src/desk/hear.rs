//! Processes that share a database hear of each other's changes at once: on PostgreSQL.

use std::time::Duration;

use super::{Desk, Error};

/// How long what this process changes is gathered before the others are told.
const GATHER: Duration = Duration::from_millis(100);

impl Desk {
    /// Tells other processes what is changed here, and rings the bell for what they change, as
    /// long as `go_on` says so and the connection stands. Blocks. Returns false, at once, where
    /// there is nobody to hear: one process serves an SQLite file.
    ///
    /// # Errors
    /// When the server is not there or goes away. What was announced meanwhile was not heard: the
    /// bell rings once when it is heard again.
    pub fn hear_others(&self, go_on: &dyn Fn() -> bool) -> Result<bool, Error> {
        let Some(mut ear) = self.store.listen()? else {
            return Ok(false);
        };
        self.bell.echo();
        // Whatever was changed while nobody listened.
        ear.announce()?;
        let mut told = self.bell.ours();
        while go_on() {
            if ear.wait(GATHER)? {
                self.bell.echo();
            }
            let ours = self.bell.ours();
            if ours != told {
                ear.announce()?;
                told = ours;
            }
        }
        Ok(true)
    }
}
