//! How long answers take, by route.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::text::{Kind, Text};

/// The bounds of the counts, in seconds: from a page out of memory to what a person would not bear.
const BOUNDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
/// The most series: each route, method and class has one, and there are a few dozen routes.
const MOST: usize = 1_000;

/// Counts of durations.
#[derive(Clone, Debug, Default)]
struct Histogram {
    /// How many fell under each bound and above the one before it.
    under: [u64; BOUNDS.len()],
    count: u64,
    sum: f64,
}

/// How long answers took since the start, by route, method and class of status.
#[derive(Debug, Default)]
pub struct Requests(Mutex<BTreeMap<(String, &'static str, &'static str), Histogram>>);

impl Requests {
    /// Notes an answer. `route` is a pattern of the router, `method` one of those told apart.
    pub fn note(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let class = match status {
            ..200 => "1xx",
            200..300 => "2xx",
            300..400 => "3xx",
            400..500 => "4xx",
            500.. => "5xx",
        };
        let seconds = took.as_secs_f64();
        let mut all = self.all();
        let key = (route.to_owned(), method, class);
        if all.len() >= MOST && !all.contains_key(&key) {
            return;
        }
        let histogram = all.entry(key).or_default();
        histogram.count += 1;
        histogram.sum += seconds;
        let mut counts = histogram.under.iter_mut().zip(BOUNDS);
        if let Some((count, _)) = counts.find(|(_, bound)| seconds <= *bound) {
            *count += 1;
        }
    }

    /// Writes them down.
    pub fn write(&self, text: &mut Text) {
        const NAME: &str = "guichet_http_request_duration_seconds";
        let all = self.all().clone();
        text.family(
            NAME,
            Kind::Histogram,
            "Time from a request's head to the end of its answer",
        );
        for ((route, method, class), histogram) in &all {
            let labels = [
                ("route", route.as_str()),
                ("method", *method),
                ("status", *class),
            ];
            let mut so_far = 0;
            for (count, bound) in histogram.under.iter().zip(BOUNDS) {
                so_far += count;
                let bound = bound.to_string();
                let [route, method, status] = labels;
                let labels = [route, method, status, ("le", bound.as_str())];
                text.sample(&format!("{NAME}_bucket"), &labels, so_far);
            }
            let [route, method, status] = labels;
            let whole = [route, method, status, ("le", "+Inf")];
            text.sample(&format!("{NAME}_bucket"), &whole, histogram.count);
            text.sample(&format!("{NAME}_sum"), &labels, histogram.sum);
            text.sample(&format!("{NAME}_count"), &labels, histogram.count);
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<(String, &'static str, &'static str), Histogram>> {
        // Counts are whole: a thread that panicked cannot have left half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
