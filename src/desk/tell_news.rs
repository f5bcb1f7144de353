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
    store::{Conn, letters, links, people, watchers},
};

use super::{
    Desk, Error, Found, Secret, change_ticket::Open, follow::may_follow, letters as facts,
};

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
        let ticket = &open.ticket;
        let secret = Secret::draw();
        links::insert(tx, &facts::ticket_link(&secret, ticket, open.now))?;
        let notice = Notice::StillWorking {
            ticket: facts::ticket_facts(tx, ticket, open.contract, ticket.lang)?,
            author: agent.name.clone(),
            text: text.as_str().to_owned(),
            next: next(open, ticket.lang)?,
            link: secret.reveal().to_owned(),
        };
        let to = people::find(tx, ticket.requester).found()?.email;
        let letter = self.letter(Some(ticket.id), to, ticket.lang, notice, open.now);
        letters::owe(tx, &letter)?;
        for follower in watchers::of(tx, ticket.id)? {
            if !may_follow(tx, ticket, &follower)? {
                continue;
            }
            let Person { email, lang, .. } = follower;
            let notice = Notice::FollowedNews {
                ticket: facts::ticket_facts(tx, ticket, open.contract, lang)?,
                author: agent.name.clone(),
                text: text.as_str().to_owned(),
                next: next(open, lang)?,
            };
            let letter = self.letter(Some(ticket.id), email, lang, notice, open.now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
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
