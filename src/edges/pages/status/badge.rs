//! The state of the moment in a picture of its own, for pages elsewhere.

use askama::Template;

use crate::{desk::Status, domain::operation::State, edges::words::Words};

/// About as wide as a letter is, in hundredths of a pixel.
const LETTER: usize = 680;
/// The space beside a word, in pixels.
const MARGIN: usize = 12;

/// The picture: two words, the second on the colour of the state. The text says what the colour says.
#[derive(Debug, Template)]
#[template(path = "pages/status_badge.svg", escape = "html", ext = "html")]
pub(super) struct Badge {
    lang: &'static str,
    label: String,
    word: String,
    colour: &'static str,
    left: usize,
    right: usize,
}

impl Badge {
    pub(super) fn of(status: &Status, words: Words) -> Self {
        let parts = status.services.iter().flat_map(|(_, parts)| parts);
        let worst = parts.map(|one| one.state).max();
        let worst = worst.unwrap_or(State::Operational);
        let (label, word) = (
            words.say("badge-label"),
            words.say(&format!("state-{}", worst.word())),
        );
        let wide = |text: &str| text.chars().count() * LETTER / 100 + MARGIN;
        Self {
            lang: words.lang().tag(),
            left: wide(&label),
            right: wide(&word),
            colour: colour(worst),
            label,
            word,
        }
    }
}

/// White letters can be read on each of these.
const fn colour(state: State) -> &'static str {
    match state {
        State::Operational => "#1a6b3c",
        State::Maintenance => "#1c3f8c",
        State::Degraded | State::Partial => "#8a5200",
        State::Major => "#a3221b",
    }
}
