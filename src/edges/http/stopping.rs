//! Tells everybody that the server stops: those who answer say that the connection ends, those who
//! would go on for ever end.

use tokio::sync::watch;

/// Whether the server stops.
#[derive(Debug)]
pub struct Stopping(watch::Sender<bool>);

impl Default for Stopping {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopping {
    /// Begins to stop.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it begins: for what goes on until then, such as a stream of news.
    pub async fn begun(&self) {
        // The sender lives as long as this borrow, so the wait can only end well.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }
}
