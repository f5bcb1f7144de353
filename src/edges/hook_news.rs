//! The news as programs are told it: the JSON of a call, with a text in the program's language.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::{Europe::Paris, Tz};
use serde_json::{Value, json};

use crate::{
    desk::ports::NewsWriter,
    domain::{
        lang::Lang,
        status_hook::{NewsKind, StatusTold},
    },
    edges::words::{Words, dates},
};

/// The zone in which instants are told in words: the desk's own.
const ZONE: Tz = Paris;

/// Words the news of an installation.
#[derive(Clone, Debug)]
pub struct HookNews {
    base: String,
}

impl HookNews {
    /// The news of an installation that is reached at `base`.
    #[must_use]
    pub fn at(base: &str) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
        }
    }
}

impl NewsWriter for HookNews {
    fn news(&self, kind: NewsKind, told: &StatusTold, lang: Lang) -> Vec<u8> {
        let words = lang.words();
        let state = told.state.word();
        let step = told.step.map(|step| words.say(&format!("step-{step}")));
        let said = json!({
            "type": kind.word(),
            "timestamp": instant(told.at),
            "text": text(kind, told, step.as_deref(), words),
            "data": {
                "id": told.operation,
                "kind": kind.word().split('.').next(),
                "title": told.title,
                "state": state,
                "state_word": words.say(&format!("state-{state}")),
                "from": told.from.map(instant),
                "to": told.to.map(instant),
                "components": told.components,
                "step": told.step,
                "step_word": step,
                "message": told.message,
                "link": format!("{}/status#o-{}", self.base, told.operation),
            },
        });
        body(&said)
    }

    fn test(&self, at: DateTime<Utc>, lang: Lang) -> Vec<u8> {
        let text = lang.words().say("program-test");
        let data = json!({ "link": format!("{}/status", self.base) });
        let said = json!({ "type": "test", "timestamp": instant(at), "text": text, "data": data });
        body(&said)
    }
}

fn body(said: &Value) -> Vec<u8> {
    said.to_string().into_bytes()
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What happened, what the desk wrote of it, what it concerns, and when; a line for each.
fn text(kind: NewsKind, told: &StatusTold, step: Option<&str>, words: Words) -> String {
    let key = format!("program-{}", kind.word().replace(['.', '_'], "-"));
    let mut lines = vec![words.say_with(&key, &[("title", told.title.as_str().into())])];
    if let (Some(step), Some(message)) = (step, &told.message) {
        lines.push(format!("{step}. {message}"));
    }
    let names: Vec<&str> = told
        .components
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    lines.push(names.join(" · "));
    let at = |at| dates::long_date_time(at, ZONE, words.lang());
    match (told.from, told.to) {
        (Some(from), Some(to)) => lines.push(words.say_with(
            "program-from-to",
            &[("from", at(from).into()), ("to", at(to).into())],
        )),
        (Some(from), None) => {
            lines.push(words.say_with("operation-since", &[("from", at(from).into())]));
        }
        (None, _) => {}
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
