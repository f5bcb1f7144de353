//! How a vendor's program is called: the address, the secret shown once, what did not arrive.

use chrono::{DateTime, Utc};

use super::super::again::Again;
use super::super::fields::Field;
use crate::{
    desk::HookPage,
    domain::vendor::Delivery,
    domain::webhook::{DeliveryState, HookFault, HookSecret},
    edges::{
        http::App,
        words::{Words, dates},
    },
};

/// What was done about the calls of a vendor's program, and is told once.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// A secret that was drawn.
    pub(super) secret: Option<HookSecret>,
    /// What a try came to.
    pub(super) tried: Option<Result<(), HookFault>>,
}

/// The part of the page.
#[derive(Debug)]
pub(super) struct HookView {
    /// Where the vendor calls.
    pub(super) door: String,
    /// The secret, where it was drawn just now; else empty.
    pub(super) secret: String,
    /// Whether a try went well, and what it came to.
    pub(super) tried: Option<(bool, String)>,
    /// That the vendor wants nothing more; else empty.
    pub(super) gone: String,
    /// Until when the secret before holds; else empty.
    pub(super) earlier: String,
    /// What did not arrive.
    pub(super) undelivered: Vec<CallLine>,
    /// Whether anything of it was given up.
    pub(super) dead: bool,
}

/// A call that did not arrive.
#[derive(Debug)]
pub(super) struct CallLine {
    pub(super) case: String,
    pub(super) said: String,
    pub(super) dead: bool,
}

impl HookView {
    pub(super) fn of(app: &App, page: &HookPage, told: &Told, words: Words) -> Self {
        let now = app.desk.clock().now();
        let hook = &page.hook;
        let at = |instant| when(instant, now, words);
        let earlier = hook.earlier.as_ref().map(|(_, until)| *until);
        Self {
            door: format!("{}/vendor/hook/{}", app.settings.base_url, hook.door),
            secret: told
                .secret
                .as_ref()
                .map(HookSecret::reveal)
                .unwrap_or_default(),
            tried: told.tried.map(|tried| match tried {
                Ok(()) => (true, words.say("hook-tried-well")),
                Err(fault) => {
                    let why = fault_words(fault, words);
                    (
                        false,
                        words.say_with("hook-tried-ill", &[("why", why.into())]),
                    )
                }
            }),
            gone: hook.gone_at.map_or_else(String::new, |gone| {
                words.say_with("hook-gone", &[("at", at(gone).into())])
            }),
            earlier: earlier
                .filter(|until| now < *until)
                .map_or_else(String::new, |until| {
                    words.say_with("hook-earlier", &[("at", at(until).into())])
                }),
            undelivered: page
                .undelivered
                .iter()
                .map(|call| CallLine {
                    case: call.told.data.case.clone(),
                    said: call_words(call, now, words),
                    dead: call.state == DeliveryState::Dead,
                })
                .collect(),
            dead: hook.gone_at.is_some()
                || page
                    .undelivered
                    .iter()
                    .any(|call| call.state == DeliveryState::Dead),
        }
    }
}

/// The control of the address.
pub(super) fn control(again: &Again, page: Option<&HookPage>, words: Words) -> Field {
    let kept = page.map_or("", |page| page.hook.url.as_str());
    again
        .field("vendor-url", words.say("setup-vendor-url"), kept)
        .hint(words.say("setup-vendor-url-hint"))
        .of_kind("url", "off")
        .optional()
}

/// What went wrong with a call, in a sentence.
pub(in crate::edges::pages) fn fault_words(fault: HookFault, words: Words) -> String {
    let status = match fault {
        HookFault::Status(status) => status.to_string(),
        _ => String::new(),
    };
    let key = format!("hook-fault-{}", fault.word());
    words.say_with(&key, &[("status", status.into())])
}

/// How something that is said to a vendor's program stands: delivered, waiting, given up; and when.
pub(in crate::edges::pages) fn call_words(
    call: &Delivery,
    now: DateTime<Utc>,
    words: Words,
) -> String {
    let at = |instant| when(instant, now, words);
    let why = call
        .fault
        .map_or_else(String::new, |fault| fault_words(fault, words));
    let done = call.done_at.unwrap_or(call.next_try_at);
    match call.state {
        DeliveryState::Delivered => words.say_with("call-delivered", &[("at", at(done).into())]),
        DeliveryState::Dead => {
            words.say_with("call-dead", &[("at", at(done).into()), ("why", why.into())])
        }
        DeliveryState::Owed if why.is_empty() => words.say("call-owed"),
        DeliveryState::Owed => words.say_with(
            "call-put-off",
            &[("at", at(call.next_try_at).into()), ("why", why.into())],
        ),
    }
}

fn when(instant: DateTime<Utc>, now: DateTime<Utc>, words: Words) -> String {
    dates::in_sentence(instant, now, chrono_tz::Europe::Paris, words.lang())
}
