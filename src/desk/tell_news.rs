//! The requester is told that the work goes on, where the contract promises regular information:
//! what an agent wrote leaves with the instant by which the next news are promised.

use crate::{
    domain::{
        lang::Lang,
        notice::{Notice, PromiseFacts},
        people::Person,
        sla,
        ticket::Description,
    },
    store::Conn,
};

use super::{Desk, Error, change_ticket::Open, letters as facts};

/// Whether news are owed to the requester now: the contract promises them, and their clock runs.
///
/// # Errors
/// [`Error::NotInContract`] when they are not, and what the history says against itself.
pub(super) fn are_owed(open: &Open<'_>) -> Result<(), Error> {
    let clocks = sla::replay(&open.history, open.contract)?;
    if sla::news_owed(&clocks).is_some() {
        Ok(())
    } else {
        Err(Error::NotInContract)
    }
}

impl Desk {
    /// Owes the letters that bring news.
    pub(super) fn tell_news(
        &self,
        tx: &mut Conn,
        open: &Open<'_>,
        agent: &Person,
        text: &Description,
    ) -> Result<(), Error> {
        self.tell_customers(tx, open, &|ticket, lang, link| {
            let (author, text) = (agent.name.clone(), text.as_str().to_owned());
            let next = next(open, lang)?;
            Ok(match link {
                Some(link) => Notice::StillWorking {
                    ticket,
                    author,
                    text,
                    next,
                    link,
                },
                None => Notice::FollowedNews {
                    ticket,
                    author,
                    text,
                    next,
                },
            })
        })
    }
}

/// By when the next news are promised.
fn next(open: &Open<'_>, lang: Lang) -> Result<Option<PromiseFacts>, Error> {
    let clocks = sla::replay(&open.history, open.contract)?;
    match sla::news_owed(&clocks) {
        Some(clock) => facts::promise_facts(open.contract, clock, lang, open.now),
        None => Ok(None),
    }
}
