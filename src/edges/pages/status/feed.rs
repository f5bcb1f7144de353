//! The same for machines: Atom (RFC 4287) and JSON.

use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{super::layout::Frame, view::when};
use crate::{
    desk::{Status, StatusOperation},
    domain::{ids::ComponentId, operation::Said},
};

/// How many entries a feed has.
const MOST: usize = 50;

/// An entry: an operation, updated when something was told of it.
#[derive(Debug)]
struct Entry {
    id: String,
    title: String,
    updated: String,
    published: String,
    text: String,
}

/// The feed.
#[derive(Debug, Template)]
#[template(path = "pages/status.atom", escape = "html", ext = "html")]
pub(super) struct Feed {
    lang: &'static str,
    title: String,
    base: String,
    updated: String,
    entries: Vec<Entry>,
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Feed {
    pub(super) fn of(frame: &Frame, status: &Status, base: &str) -> Self {
        let words = frame.words;
        let entry = |one: &StatusOperation| {
            let told = one.news.iter().map(|news| {
                let step = words.say(&format!("step-{}", news.step));
                format!("{step}. {}", news.text.as_str())
            });
            let mut text = vec![when(&one.operation, words)];
            text.extend(told);
            Entry {
                id: one.operation.id.to_string(),
                title: one.operation.said.title().to_string(),
                updated: instant(changed(one)),
                published: instant(one.operation.entered_at),
                text: text.join("\n"),
            }
        };
        let all = status
            .open
            .iter()
            .chain(&status.planned)
            .chain(&status.past);
        let mut entries: Vec<Entry> = all.map(entry).collect();
        entries.sort_by(|one, other| other.updated.cmp(&one.updated));
        entries.truncate(MOST);
        Self {
            lang: words.lang().tag(),
            title: words.say("status-title"),
            base: base.trim_end_matches('/').to_owned(),
            updated: entries
                .first()
                .map_or_else(|| instant(status.at), |one| one.updated.clone()),
            entries,
        }
    }
}

/// When something was said of it last.
fn changed(one: &StatusOperation) -> DateTime<Utc> {
    let entered = one.operation.entered_at;
    let told = one.news.first().map_or(entered, |news| news.at);
    let ended = one.operation.said.span().1.unwrap_or(entered);
    let ended = if ended
        <= one
            .news
            .first()
            .map_or(entered, |news| news.at)
            .max(entered)
    {
        entered
    } else {
        match one.operation.said {
            Said::Outage(_) => ended,
            // The end of what is planned lies ahead, and tells nothing new.
            Said::Maintenance(_) => entered,
        }
    };
    entered.max(told).max(ended)
}

/// All that the page says, in words that stay the same in every language.
pub(super) fn json(status: &Status, is_fresh: bool) -> Value {
    let parts = status.services.iter().flat_map(|(_, parts)| parts);
    let public: Vec<ComponentId> = parts.map(|one| one.component.id).collect();
    let all = |list: &[StatusOperation]| -> Vec<Value> {
        list.iter().map(|one| operation(one, &public)).collect()
    };
    let services = status.services.iter().map(|(name, parts)| {
        let parts = parts.iter().map(|one| {
            json!({
                "id": one.component.id,
                "name": one.component.name,
                "state": one.state.word(),
                "days": one.days.iter().map(|day| json!({
                    "day": day.day,
                    "worst": day.worst.word(),
                    "down_seconds": day.down.num_seconds(),
                })).collect::<Vec<_>>(),
            })
        });
        json!({ "name": name, "components": parts.collect::<Vec<_>>() })
    });
    json!({
        "at": instant(status.at),
        "fresh": is_fresh,
        "services": services.collect::<Vec<_>>(),
        "open": all(&status.open),
        "planned": all(&status.planned),
        "past": all(&status.past),
    })
}

/// An operation, with those of its components that the public may know of.
fn operation(one: &StatusOperation, public: &[ComponentId]) -> Value {
    let (from, to) = one.operation.said.span();
    let concerned = one.operation.said.components().iter();
    let components: Vec<_> = concerned.filter(|id| public.contains(id)).collect();
    json!({
        "id": one.operation.id,
        "kind": one.operation.said.word(),
        "title": one.operation.said.title().as_str(),
        "state": one.state.word(),
        "from": from.map(instant),
        "to": to.map(instant),
        "components": components,
        "news": one.news.iter().map(|news| json!({
            "at": instant(news.at),
            "step": news.step.word(),
            "text": news.text.as_str(),
        })).collect::<Vec<_>>(),
    })
}
