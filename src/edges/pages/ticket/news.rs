//! News that are owed to the requester: by when, by which clause, and the sentence that gives them.

use super::{act_name::ActName, acts::Typed};
use crate::{
    desk::TicketPage,
    domain::sla::news_owed,
    edges::{
        pages::promises::page_lang,
        words::{Words, clauses, dates, zones},
    },
};

/// What is owed, and the form that gives it.
#[derive(Debug)]
pub(super) struct News {
    /// By when and by which clause; or that nothing is owed any more.
    pub(super) owed: String,
    /// Whether that instant has passed.
    pub(super) late: bool,
    /// Whether the form can be sent.
    pub(super) sends: bool,
    /// What becomes of the text.
    pub(super) hint: String,
    /// The language in which the requester reads it.
    pub(super) lang: &'static str,
    /// The text: a ready sentence, or what was typed.
    pub(super) text: String,
}

impl News {
    /// Nothing where none are owed, unless a form came back: what was typed stays.
    pub(super) fn of(page: &TicketPage, works: bool, typed: &Typed, words: Words) -> Option<Self> {
        let sent = typed.act == Some(ActName::Inform);
        let owed = news_owed(&page.clocks).and_then(|clock| Some((clock, clock.deadline()?)));
        if !works || (owed.is_none() && !sent) {
            return None;
        }
        let theirs = page_lang(page.ticket.lang);
        let name = page.requester.name.as_str();
        Some(Self {
            owed: match owed {
                Some((clock, due)) => {
                    let clause = clock
                        .promise
                        .as_ref()
                        .and_then(|promise| page.contract.clause(&promise.clause))
                        .map(|clause| clauses::reference(clause, words));
                    let tz = page.contract.calendar().rules().timezone();
                    let key = if due < page.now {
                        "ticket-news-owed-since"
                    } else {
                        "ticket-news-owed"
                    };
                    words.say_with(
                        key,
                        &[
                            ("name", name.into()),
                            ("when", dates::long_date_time(due, tz, words.lang()).into()),
                            ("zone", zones::zone_words(tz, words).into()),
                            ("clause", clause.unwrap_or_default().into()),
                        ],
                    )
                }
                None => words.say("ticket-news-owed-no-more"),
            },
            late: owed.is_some_and(|(_, due)| due < page.now),
            sends: owed.is_some(),
            hint: words.say_with("ticket-news-hint", &[("name", name.into())]),
            lang: theirs.tag(),
            text: if sent {
                typed.news.clone()
            } else {
                theirs.words().say("ticket-news-ready")
            },
        })
    }
}
