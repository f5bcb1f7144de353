//! The page of one's second factor, at the desk or, while nothing else may be done, alone.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::{
    super::{
        fields::{Answer, Choices, Field, Summary},
        layout::Frame,
    },
    qr::Square,
};
use crate::{
    desk::{Draft, FactorState},
    domain::second_factor::RecoveryCode,
    edges::words::{Words, dates},
};

/// What must be typed again, and why; what was chosen.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Refusals {
    /// The act that was chosen.
    pub chosen: String,
    /// No act was chosen.
    pub act: Option<String>,
    /// The password.
    pub present: Option<String>,
    /// The code.
    pub code: Option<String>,
}

impl Refusals {
    const fn any(&self) -> bool {
        self.act.is_some() || self.present.is_some() || self.code.is_some()
    }
}

/// A secret on its way to an app.
#[derive(Debug)]
struct Shown {
    square: Option<Square>,
    key: String,
    address: String,
    /// The code of the moment, where time is invented.
    invented: Option<String>,
}

/// What the page says and asks.
#[derive(Debug)]
pub struct Sheet {
    summary: Summary,
    done: String,
    required: bool,
    email: String,
    shown: Option<Shown>,
    on: Option<(String, String)>,
    left: String,
    few: bool,
    acts: Choices,
    has_password: bool,
    present: Field,
    code: Field,
}

impl Sheet {
    /// The page of `email`'s second factor at `now`; `done` is what was done just now, a word of the
    /// address.
    #[must_use]
    pub fn of(
        email: &str,
        state: &FactorState,
        now: DateTime<Utc>,
        done: &str,
        refusals: &Refusals,
        words: Words,
    ) -> Self {
        let mut summary = Summary::default();
        summary.note("do-0", refusals.act.as_ref());
        summary.note("present", refusals.present.as_ref());
        summary.note("code", refusals.code.as_ref());
        let on = state.since.map(|since| {
            (
                dates::in_sentence(since, now, Paris, words.lang()),
                dates::machine(since, Paris),
            )
        });
        let code = Field::new(
            "code",
            words.say(if state.draft.is_some() {
                "factor-code"
            } else {
                "factor-proof"
            }),
        )
        .of_kind("text", "one-time-code")
        .refused(refusals.code.clone());
        Self {
            done: if done == "off" {
                words.say("factor-done-off")
            } else {
                String::new()
            },
            required: state.required && state.since.is_none(),
            email: email.to_owned(),
            shown: state.draft.as_ref().map(|draft| shown(draft, None)),
            left: words.say_with("factor-left", &[("count", state.codes_left.into())]),
            few: state.codes_left < 3,
            has_password: state.has_password,
            acts: acts(state, refusals, words),
            present: Field::new("present", words.say("account-present"))
                .of_kind("password", "current-password")
                .refused(refusals.present.clone()),
            code: if state.draft.is_some() {
                code.in_digits()
            } else {
                code
            },
            on,
            summary,
        }
    }

    /// The same in the demonstration, whose time no telephone knows: with the code of `now`.
    #[must_use]
    pub fn in_invented_time(mut self, state: &FactorState, now: DateTime<Utc>) -> Self {
        self.shown = state.draft.as_ref().map(|draft| shown(draft, Some(now)));
        self
    }
}

fn shown(draft: &Draft, now: Option<DateTime<Utc>>) -> Shown {
    let text = draft.secret.text();
    let groups: Vec<String> = text
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect();
    Shown {
        square: Square::of(&draft.address),
        key: groups.join(" "),
        address: draft.address.clone(),
        invented: now.map(|now| draft.secret.code_at(now).to_string()),
    }
}

fn acts(state: &FactorState, refusals: &Refusals, words: Words) -> Choices {
    let all = [("codes", true), ("replace", true), ("off", !state.required)];
    Choices {
        name: "do",
        legend: words.say("factor-what"),
        answers: all
            .into_iter()
            .filter(|(_, offered)| *offered)
            .map(|(act, _)| {
                let mut answer = Answer::new(
                    act,
                    words.say(&format!("factor-do-{act}")),
                    &refusals.chosen,
                );
                answer.hint = words.say(&format!("factor-do-{act}-hint"));
                answer
            })
            .collect(),
        error: refusals.act.clone(),
        ..Choices::default()
    }
}

/// The page at the desk.
#[derive(Debug, Template)]
#[template(path = "pages/second_factor.html")]
pub struct AtTheDesk {
    frame: Frame,
    sheet: Sheet,
}

impl AtTheDesk {
    /// The page in its frame.
    #[must_use]
    pub fn of(frame: Frame, sheet: Sheet, refusals: &Refusals) -> Self {
        Self {
            frame: refused(frame, refusals),
            sheet,
        }
    }
}

/// The page while nothing else may be done.
#[derive(Debug, Template)]
#[template(path = "pages/second_factor_alone.html")]
pub struct Alone {
    frame: Frame,
    sheet: Sheet,
}

impl Alone {
    /// The page in its frame.
    #[must_use]
    pub fn of(frame: Frame, sheet: Sheet, refusals: &Refusals) -> Self {
        Self {
            frame: refused(frame, refusals),
            sheet,
        }
    }
}

const fn refused(mut frame: Frame, refusals: &Refusals) -> Frame {
    frame.refused = refusals.any();
    frame
}

/// The recovery codes, this once.
#[derive(Debug, Template)]
#[template(path = "pages/recovery_codes.html")]
pub struct Codes {
    frame: Frame,
    codes: Vec<String>,
    email: String,
    turned_on: bool,
}

impl Codes {
    /// The page with codes of `email`; `turned_on` is whether the second factor was turned on just
    /// now.
    #[must_use]
    pub fn of(frame: Frame, codes: &[RecoveryCode], email: &str, turned_on: bool) -> Self {
        Self {
            codes: codes.iter().map(ToString::to_string).collect(),
            email: email.to_owned(),
            turned_on,
            frame,
        }
    }
}
