//! What is said to the customer's side of a ticket: to the requester, with a link of its own, and to
//! those who follow, who read it where they sign in.

use crate::{
    domain::{
        lang::Lang,
        notice::{Notice, TicketFacts},
        people::Person,
    },
    store::{Conn, letters, links, people, watchers},
};

use super::{
    Desk, Error, Found, Secret, change_ticket::Open, follow::may_follow, letters as facts,
};

impl Desk {
    /// Owes the letters that say something to the requester and to those who follow. `said` words it
    /// for a reader of a language; the requester's has the secret of a link, which nobody else gets.
    pub(super) fn tell_customers(
        &self,
        tx: &mut Conn,
        open: &Open<'_>,
        said: &dyn Fn(TicketFacts, Lang, Option<String>) -> Result<Notice, Error>,
    ) -> Result<(), Error> {
        let ticket = &open.ticket;
        let owe = |tx: &mut Conn, to: Person, lang: Lang, link: Option<String>| {
            let about = facts::ticket_facts(tx, ticket, open.contract, lang)?;
            let notice = said(about, lang, link)?;
            let letter = self.letter(Some(ticket.id), to.email, lang, notice, open.now);
            letters::owe(tx, &letter)?;
            Ok::<_, Error>(())
        };
        let secret = Secret::draw();
        links::insert(tx, &facts::ticket_link(&secret, ticket, open.now))?;
        let requester = people::find(tx, ticket.requester).found()?;
        owe(tx, requester, ticket.lang, Some(secret.reveal().to_owned()))?;
        for follower in watchers::of(tx, ticket.id)? {
            if may_follow(tx, ticket, &follower)? {
                let lang = follower.lang;
                owe(tx, follower, lang, None)?;
            }
        }
        Ok(())
    }
}
