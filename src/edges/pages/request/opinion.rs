//! What the requester thinks of what was done: asked once, when the request is resolved, with the same
//! weight on each answer and none given beforehand.

use std::str::FromStr as _;

use crate::{
    desk::{self, Field as DeskField, TicketPage},
    domain::ticket::{Description, Satisfaction, Status, TextError},
    edges::{
        http::Form,
        pages::fields::{Answer, Choices, Field, Summary},
        words::{Words, dates},
    },
};

/// An opinion that was sent and came back.
#[derive(Clone, Debug, Default)]
pub struct OpinionSent {
    /// The word of the level.
    level: String,
    /// What was written besides.
    comment: String,
    /// What to do about the level.
    level_refused: Option<String>,
    /// What to do about the comment.
    comment_refused: Option<String>,
    /// Why no opinion is taken at all.
    pub late: Option<String>,
}

impl OpinionSent {
    /// Reads a form.
    ///
    /// # Errors
    /// What was sent, with what to do about it.
    pub fn read(
        form: &Form,
        words: Words,
    ) -> Result<(Satisfaction, Option<Description>), Box<Self>> {
        let mut sent = Self {
            level: form.line("level").to_owned(),
            comment: form.get("comment").to_owned(),
            ..Self::default()
        };
        let level = Satisfaction::from_str(&sent.level);
        let comment = match Description::parse(&sent.comment) {
            Ok(comment) => Some(comment),
            Err(TextError::Blank) => None,
            Err(TextError::TooLong { most }) => {
                let most = u64::try_from(most).unwrap_or(u64::MAX);
                let said = words.say_with("form-text-long", &[("most", most.into())]);
                sent.comment_refused = Some(said);
                None
            }
        };
        match level {
            Ok(level) if sent.comment_refused.is_none() => Ok((level, comment)),
            Ok(_) => Err(Box::new(sent)),
            Err(_) => {
                sent.level_refused = Some(words.say("opinion-no-level"));
                Err(Box::new(sent))
            }
        }
    }

    /// What the desk's refusal means; nothing when it is no refusal of an opinion.
    #[must_use]
    pub fn refused(error: &desk::Error, words: Words) -> Option<Self> {
        let desk::Error::Invalid(faults) = error else {
            return None;
        };
        let fault = faults
            .iter()
            .find(|fault| fault.field == DeskField::Satisfaction)?;
        let key = match fault.problem {
            "given" => "opinion-given-before",
            _ => "opinion-too-early",
        };
        Some(Self {
            late: Some(words.say(key)),
            ..Self::default()
        })
    }
}

/// What the page shows.
#[derive(Debug)]
pub struct Opinion {
    /// Where the form goes.
    pub action: String,
    /// What was said, where it was: the level, the comment, when.
    pub given: Option<(String, String, String)>,
    /// The questions, where nothing was said yet.
    pub asked: Option<(Choices, Field)>,
    /// Why what was sent was not taken at all; empty when nothing was.
    pub late: String,
}

impl Opinion {
    /// As the requester sees it, on the page at `here`; nothing where there is nothing to ask and
    /// nothing to tell. What was refused is noted in `summary`.
    pub(super) fn of(
        page: &TicketPage,
        here: &str,
        sent: &OpinionSent,
        summary: &mut Summary,
        words: Words,
    ) -> Option<Self> {
        summary.note("level-0", sent.level_refused.as_ref());
        summary.note("comment", sent.comment_refused.as_ref());
        let given = said(page, words);
        let is_asked = given.is_none() && page.ticket.status == Status::Resolved;
        if given.is_none() && !is_asked && sent.late.is_none() {
            return None;
        }
        Some(Self {
            action: format!("{here}/rate"),
            asked: is_asked.then(|| questions(sent, words)),
            late: sent.late.clone().unwrap_or_default(),
            given,
        })
    }
}

/// What was said of a ticket: the level, the comment, when.
#[must_use]
pub fn said(page: &TicketPage, words: Words) -> Option<(String, String, String)> {
    let rating = page.rating.as_ref()?;
    let tz = page.contract.calendar().rules().timezone();
    let comment = rating.comment.as_ref();
    Some((
        words.say(&format!("opinion-{}", rating.level)),
        comment
            .map(|one| one.as_str().to_owned())
            .unwrap_or_default(),
        dates::in_sentence(rating.at, page.now, tz, words.lang()),
    ))
}

fn questions(sent: &OpinionSent, words: Words) -> (Choices, Field) {
    let level = Choices {
        name: "level",
        legend: words.say("opinion-ask"),
        columns: 1,
        answers: Satisfaction::ALL
            .into_iter()
            .map(|one| {
                let label = words.say(&format!("opinion-{one}"));
                Answer::new(one.word(), label, &sent.level)
            })
            .collect(),
        error: sent.level_refused.clone(),
        ..Choices::default()
    };
    let mut comment = Field::new("comment", words.say("opinion-comment"))
        .value(&sent.comment)
        .refused(sent.comment_refused.clone())
        .optional();
    comment.rows = 3;
    (level, comment)
}
