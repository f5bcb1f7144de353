//! HTML that can do nothing and fetches nothing: a few elements, links to the web and of mail, and
//! pictures of the letter itself.
//!
//! # Why
//! Cleaning costs a time that nobody can foretell from the outside. It is done by a few threads of
//! its own, for letters that are small and flat, and whoever waits gives up after a while: the
//! letter has its text.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    panic::catch_unwind,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use ammonia::{Builder, UrlRelative};
use url::Url;

use super::limits::is_within;

/// How many letters are cleaned at once.
const THREADS: usize = 2;
/// How many may wait for it.
const WAITING: usize = 16;

const ELEMENTS: [&str; 55] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
];
/// Elements that go with all that is in them.
const GONE: [&str; 22] = [
    "applet", "audio", "canvas", "embed", "frame", "frameset", "head", "iframe", "math", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
    "title", "video", "xmp",
];

/// The cleaned HTML; none when it is too large or too deep, or when it took longer than `limit`.
pub(in super::super) fn cleaned(html: &str, limit: Duration) -> Option<String> {
    if !is_within(html) {
        return None;
    }
    let (answer, answered) = sync_channel(1);
    let is_given_up = Arc::new(AtomicBool::new(false));
    let job = Job {
        html: html.to_owned(),
        answer,
        is_given_up: Arc::clone(&is_given_up),
    };
    queue()?.try_send(job).ok()?;
    let clean = answered.recv_timeout(limit).ok().flatten();
    is_given_up.store(true, Ordering::Relaxed);
    clean
}

struct Job {
    html: String,
    answer: SyncSender<Option<String>>,
    is_given_up: Arc<AtomicBool>,
}

/// Where the threads take their work from; they are started when the first letter has HTML.
fn queue() -> Option<&'static SyncSender<Job>> {
    static QUEUE: OnceLock<Option<SyncSender<Job>>> = OnceLock::new();
    QUEUE
        .get_or_init(|| {
            let (jobs, taken) = sync_channel(WAITING);
            let taken = Arc::new(Mutex::new(taken));
            let started = (0..THREADS).filter(|_| {
                let taken = Arc::clone(&taken);
                thread::Builder::new()
                    .name("mail-html".to_owned())
                    .spawn(move || work(&taken))
                    .is_ok()
            });
            (started.count() > 0).then_some(jobs)
        })
        .as_ref()
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    let cleaner = cleaner();
    loop {
        // Waiting for work holds the lock: the others wait for the lock then.
        let Ok(Ok(job)) = jobs.lock().map(|jobs| jobs.recv()) else {
            return;
        };
        if job.is_given_up.load(Ordering::Relaxed) {
            continue;
        }
        let html = job.html;
        let clean = catch_unwind(std::panic::AssertUnwindSafe(|| {
            cleaner.clean(&html).to_string()
        }));
        // Whoever asked may have left.
        let _gone = job.answer.try_send(clean.ok());
    }
}

fn cleaner() -> Builder<'static> {
    let mut cleaner = Builder::empty();
    let attributes: [(&str, &[&str]); 9] = [
        ("a", &["href", "title"]),
        ("img", &["src", "alt", "width", "height"]),
        ("td", &["colspan", "rowspan"]),
        ("th", &["colspan", "rowspan", "scope"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("ol", &["start", "type"]),
        ("abbr", &["title"]),
        ("bdi", &["dir"]),
    ];
    cleaner
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(GONE))
        .tag_attributes(
            attributes
                .into_iter()
                .map(|(element, names)| (element, names.iter().copied().collect()))
                .collect::<HashMap<_, _>>(),
        )
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "cid"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") => link(value).map(Cow::Owned),
            ("img", "src") => picture(value).map(Cow::Owned),
            (_, "href" | "src") => None,
            _ => Some(Cow::Borrowed(value)),
        });
    cleaner
}

/// An address that may be followed, as everybody reads it.
fn link(value: &str) -> Option<String> {
    let url = Url::parse(value.trim()).ok()?;
    let may = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" => true,
        _ => false,
    };
    may.then(|| url.into())
}

/// A picture that the letter brings itself.
fn picture(value: &str) -> Option<String> {
    let value = value.trim();
    let is_ours = value
        .get(..4)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"));
    let id = value.get(4..).unwrap_or_default();
    let is_plain = !id.is_empty()
        && id.len() <= 400
        && id
            .chars()
            .all(|one| one.is_ascii_graphic() && !matches!(one, '"' | '\'' | '<' | '>' | '\\'));
    (is_ours && is_plain).then(|| format!("cid:{id}"))
}
