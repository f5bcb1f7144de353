//! An answer leaves for the requester and for those who follow the ticket.

use crate::{
    domain::{
        notice::{FileFacts, Notice},
        people::Person,
        ticket::Description,
    },
    store::Conn,
};

use super::{Desk, Error, change_ticket::Open};

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
        self.tell_customers(tx, open, &|ticket, _, link| {
            let (author, text) = (agent.name.clone(), (*text).to_owned());
            let (resolved, files) = (*resolved, files.clone());
            Ok(match link {
                Some(link) => Notice::Replied {
                    ticket,
                    author,
                    text,
                    resolved,
                    files,
                    link,
                },
                None => Notice::FollowedAnswer {
                    ticket,
                    author,
                    text,
                    resolved,
                    files,
                },
            })
        })
    }
}
