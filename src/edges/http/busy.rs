//! The page that says « busy », drawn once for each way it may look: when it is needed, it is
//! needed very often.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::preferences::Preferences;

/// Where the name of the request stands in a page that is kept.
const MARK: &str = "0000request0000id0000";

/// The pages that were drawn.
#[derive(Debug, Default)]
pub struct BusyPages(Mutex<Vec<(Reader, Arc<str>)>>);

/// What somebody prefers, and whether they are of the desk.
pub type Reader = (Preferences, bool);

impl BusyPages {
    /// The page for a reader and a request, drawn by `draw` where it is not kept.
    pub fn page(&self, reader: Reader, id: &str, draw: impl FnOnce(&str) -> String) -> String {
        let found = self
            .kept()
            .iter()
            .find_map(|(drawn_for, page)| (*drawn_for == reader).then(|| Arc::clone(page)));
        let page = found.unwrap_or_else(|| {
            let page: Arc<str> = draw(MARK).into();
            // Two languages, three themes, two heights of rows, two frames: it stays short.
            self.kept().push((reader, Arc::clone(&page)));
            page
        });
        page.replace(MARK, id)
    }

    fn kept(&self) -> MutexGuard<'_, Vec<(Reader, Arc<str>)>> {
        // Each page is whole: a thread that panicked cannot have left half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_page_is_drawn_once_and_bears_each_requests_own_name() {
        let (pages, drawn) = (BusyPages::default(), Cell::new(0));
        let page = |id| {
            pages.page((Preferences::default(), false), id, |mark| {
                drawn.set(drawn.get() + 1);
                format!("busy: {mark}")
            })
        };
        assert_eq!(page("one"), "busy: one");
        assert_eq!(page("other"), "busy: other");
        assert_eq!(drawn.get(), 1);
    }
}
