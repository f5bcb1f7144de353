//! The door: sign-in by address and password.

use askama::Template;

use super::{
    fields::{Field, Summary},
    layout::Frame,
};

/// The page of sign-in.
#[derive(Debug, Template)]
#[template(path = "pages/sign_in.html")]
pub struct View {
    frame: Frame,
    summary: Summary,
    email: Field,
    password: Field,
    next: String,
    /// The way to a provider, where one is set.
    provider: Option<(String, String)>,
}

/// Why signing in was refused. All of them say the same about whether the account exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The address was left blank, or is none.
    NoAddress,
    /// The password was left blank.
    NoPassword,
    /// The two do not belong together.
    Wrong,
    /// Too many attempts: when the next one is heard, in words.
    TooMany {
        /// « dans 5 min ».
        again: String,
    },
}

impl View {
    /// The page, with what was typed and why it was refused; `next` is the path to go to
    /// afterwards, which must be one of this site.
    #[must_use]
    pub fn of(mut frame: Frame, email: &str, refusals: &[Refusal], next: &str) -> Self {
        let words = frame.words;
        let mut summary = Summary::default();
        let (mut of_email, mut of_password) = (None, None);
        for refusal in refusals {
            match refusal {
                Refusal::NoAddress => of_email = Some(words.say("sign-in-no-address")),
                Refusal::NoPassword => of_password = Some(words.say("sign-in-no-password")),
                Refusal::Wrong => of_email = Some(words.say("sign-in-wrong")),
                Refusal::TooMany { again } => {
                    of_email = Some(
                        words.say_with("sign-in-too-many", &[("again", again.as_str().into())]),
                    );
                }
            }
        }
        summary.note("email", of_email.as_ref());
        summary.note("password", of_password.as_ref());
        frame.refused = !summary.is_empty();
        Self {
            email: Field::new("email", words.say("sign-in-email"))
                .of_kind("email", "username")
                .value(email)
                .refused(of_email),
            password: Field::new("password", words.say("sign-in-password"))
                .of_kind("password", "current-password")
                .refused(of_password),
            next: next.to_owned(),
            provider: None,
            summary,
            frame,
        }
    }

    /// The same, with the way to a provider that people call so.
    #[must_use]
    pub fn with_provider(mut self, name: Option<&str>) -> Self {
        self.provider = name.map(|name| {
            let named = [("provider", name.into())];
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("next", &self.next)
                .finish();
            (
                format!("/sign-in/provider?{query}"),
                self.frame.words.say_with("sign-in-provider", &named),
            )
        });
        self
    }
}
