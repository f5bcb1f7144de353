//! What is told to somebody whom a provider did not sign in.

use askama::Template;
use chrono::TimeDelta;

use crate::edges::{pages::layout::Frame, words::durations::amount};

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told {
    /// The provider does not answer.
    Unreachable,
    /// What it says cannot be believed.
    Unsound,
    /// The person said no at the provider.
    Cancelled,
    /// The time is over, or this browser did not set out.
    Over,
    /// The provider did not verify the address.
    Unverified,
    /// Nobody has an account under the address.
    Unknown,
    /// The account is closed.
    Closed,
    /// The account belongs to somebody else at the provider.
    Another,
    /// Too many attempts: how long to wait.
    TooMany(TimeDelta),
}

impl Told {
    const fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unsound => "unsound",
            Self::Cancelled => "cancelled",
            Self::Over => "over",
            Self::Unverified => "unverified",
            Self::Unknown => "unknown",
            Self::Closed => "closed",
            Self::Another => "another",
            Self::TooMany(_) => "too-many",
        }
    }

    /// The key of the page's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unreachable => "provider-unreachable-title",
            Self::Unsound | Self::TooMany(_) => "provider-unsound-title",
            Self::Cancelled => "provider-cancelled-title",
            Self::Over => "provider-over-title",
            Self::Unverified => "provider-unverified-title",
            Self::Unknown => "provider-unknown-title",
            Self::Closed => "provider-closed-title",
            Self::Another => "provider-another-title",
        }
    }

    /// Whether the same way may lead in, when it is tried again.
    const fn may_be_tried_again(self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::Unsound | Self::Cancelled | Self::Over
        )
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/sign_in_provider.html")]
pub struct View {
    frame: Frame,
    lead: String,
    advice: String,
    /// The way to the provider, where it may be tried again.
    again: Option<(String, String)>,
    /// The way to the password.
    password: String,
}

impl View {
    /// The page; `provider` is what people call the provider, `next` a path of this site to go to
    /// afterwards.
    #[must_use]
    pub fn of(frame: Frame, told: Told, provider: &str, next: &str) -> Self {
        let words = frame.words;
        let wait = match told {
            Told::TooMany(wait) => amount(wait.num_seconds(), false, words),
            _ => String::new(),
        };
        let part = |part: &str| {
            words.say_with(
                &format!("provider-{}-{part}", told.word()),
                &[
                    ("provider", provider.into()),
                    ("wait", wait.as_str().into()),
                ],
            )
        };
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("next", next)
            .finish();
        Self {
            lead: part("lead"),
            advice: part("advice"),
            again: told.may_be_tried_again().then(|| {
                let named = [("provider", provider.into())];
                let says = words.say_with("sign-in-provider", &named);
                (format!("/sign-in/provider?{query}"), says)
            }),
            password: format!("/sign-in?{query}"),
            frame,
        }
    }
}
