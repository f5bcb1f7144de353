//! An answer leaves for the requester, with a link of its own, and for those who follow the ticket,
//! who read it where they sign in.

use crate::{
    domain::{
        notice::{FileFacts, Notice},
        people::Person,
        ticket::Description,
    },
    store::{Conn, letters, links, people, watchers},
};

use super::{
    Desk, Error, Found, Secret, change_ticket::Open, follow::may_follow, letters as facts,
};

/// What an agent answered.
pub(super) struct Answered<'a> {
    /// Who.
    pub(super) agent: &'a Person,
    /// What; empty when the matter was settled without a text.
    pub(super) text: &'a str,
    /// The files that came with it.
    pub(super) files: Vec<FileFacts>,
    /// Whether it settles the matter.
    pub(super) resolved: bool,
}

impl<'a> Answered<'a> {
    /// An answer with a text.
    pub(super) fn with(
        agent: &'a Person,
        text: &'a Description,
        files: Vec<FileFacts>,
        resolved: bool,
    ) -> Self {
        Self {
            agent,
            text: text.as_str(),
            files,
            resolved,
        }
    }
}

impl Desk {
    /// Owes the letters that bring an answer.
    pub(super) fn tell_answered(
        &self,
        tx: &mut Conn,
        open: &Open<'_>,
        answered: &Answered<'_>,
    ) -> Result<(), Error> {
        let Answered {
            agent,
            text,
            files,
            resolved,
        } = answered;
        let ticket = &open.ticket;
        let secret = Secret::draw();
        links::insert(tx, &facts::ticket_link(&secret, ticket, open.now))?;
        let notice = Notice::Replied {
            ticket: facts::ticket_facts(tx, ticket, open.contract, ticket.lang)?,
            author: agent.name.clone(),
            text: (*text).to_owned(),
            resolved: *resolved,
            files: files.clone(),
            link: secret.reveal().to_owned(),
        };
        let requester = people::find(tx, ticket.requester).found()?;
        let to = requester.email;
        let letter = self.letter(Some(ticket.id), to, ticket.lang, notice, open.now);
        letters::owe(tx, &letter)?;
        for follower in watchers::of(tx, ticket.id)? {
            if !may_follow(tx, ticket, &follower)? {
                continue;
            }
            let Person { email, lang, .. } = follower;
            let notice = Notice::FollowedAnswer {
                ticket: facts::ticket_facts(tx, ticket, open.contract, lang)?,
                author: agent.name.clone(),
                text: (*text).to_owned(),
                resolved: *resolved,
                files: files.clone(),
            };
            let letter = self.letter(Some(ticket.id), email, lang, notice, open.now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
    }
}
