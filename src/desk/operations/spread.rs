//! News of what is published go to the subscribers of the status page.

use super::{
    announce::public,
    concerned::{named, names_of},
    hooks::owe_told,
};
use crate::{
    desk::{Desk, Error},
    domain::{
        ids::ComponentId,
        notice::{NewsFacts, Notice},
        operation::{News, Operation},
    },
    store::{Conn, letters, status_subscribers},
};

impl Desk {
    /// Owes the letters and the calls that tell subscribers what was told; how many that are.
    pub(super) fn owe_news(
        &self,
        tx: &mut Conn,
        operation: &Operation,
        news: &News,
        key: &[u8; 16],
    ) -> Result<usize, Error> {
        if !operation.said.is_published() {
            return Ok(0);
        }
        let named = named(tx)?;
        let public = public(&named);
        let mut owed = Vec::new();
        for one in status_subscribers::all(tx)? {
            let hears: Vec<ComponentId> = one.hears(operation, &public).collect();
            if hears.is_empty() {
                continue;
            }
            let told = NewsFacts {
                operation: operation.id,
                title: operation.said.title().to_string(),
                components: names_of(&named, hears),
                step: news.step.word().to_owned(),
                text: news.text.as_str().to_owned(),
                at: news.at,
            };
            let link = Self::stop_secret(key, one.id)?.reveal().to_owned();
            let notice = Notice::StatusNews { told, link };
            owed.push(self.letter(None, one.email, one.lang, notice, news.at));
        }
        letters::owe_all(tx, &owed)?;
        let called = owe_told(tx, operation, news, self.clock.now())?;
        Ok(owed.len() + called)
    }
}
