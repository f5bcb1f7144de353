//! Letters are worded for the desk, a contract or an organisation, and say so when they leave.
//!
//! # Why
//! A letter keeps facts, not words, so a wording is found when the letter is sent: what an administrator
//! corrects is right in every letter that has not left yet.

use std::collections::BTreeMap;

use super::{Desk, Error, Found, SetUpLine, tenants::with_names};
use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::{OrganisationId, PersonId},
        letter::Letter,
        people::Organisation,
        people_history::By,
        setup_history::{SetUpDone, SetUpThing},
        wording::{KeptWording, Part, Wording, WordingPlace, WordingScope},
    },
    store::{
        Conn, StoreError, contract_versions, organisations, people, setup_events, tickets, wordings,
    },
};

/// How many lines of the history a page shows.
const HISTORY: i64 = 50;
/// How many wordings a page lists.
const MOST: i64 = 500;

/// Everything that is worded.
#[derive(Clone, Debug)]
pub struct WordingsPage {
    /// The wordings, by scope.
    pub kept: Vec<KeptWording>,
    /// The names of the organisations that these and the history tell of.
    pub organisations: BTreeMap<OrganisationId, String>,
    /// What was done, the last first.
    pub history: Vec<SetUpLine>,
}

/// A place that can be worded, with those beside it.
#[derive(Clone, Debug)]
pub struct WordingPage {
    /// Its wording, also one that was taken back.
    pub kept: Option<KeptWording>,
    /// What letters say where it says nothing.
    pub wider: Wording,
    /// The names of the contracts there are.
    pub contracts: Vec<String>,
    /// Organisations by name, that of the place among them.
    pub organisations: Vec<Organisation>,
}

impl Desk {
    /// Everything that is worded.
    ///
    /// # Errors
    /// When the database fails.
    pub fn wordings(&self) -> Result<WordingsPage, Error> {
        self.store.read(|conn| -> Result<_, Error> {
            let kept = wordings::list(conn, MOST)?;
            let events = setup_events::about(conn, SetUpThing::Letters, HISTORY)?;
            let past = events.iter().filter_map(|event| match &event.what {
                SetUpDone::LetterWorded { scope, .. } => scope.organisation(),
                _ => None,
            });
            let own = kept.iter().filter_map(|one| one.place.scope.organisation());
            let mut ids: Vec<OrganisationId> = own.chain(past).collect();
            ids.sort_unstable();
            ids.dedup();
            let named = organisations::with_ids(conn, &ids)?;
            Ok(WordingsPage {
                organisations: named.into_iter().map(|one| (one.id, one.name)).collect(),
                history: with_names(conn, events)?.0,
                kept,
            })
        })
    }

    /// How the letters of a place are worded.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such contract or organisation.
    pub fn wording(&self, place: &WordingPlace) -> Result<WordingPage, Error> {
        self.check_contract(&place.scope)?;
        let (mut listed, _) = self.organisations("")?;
        let contracts = self.contract_names()?;
        self.store.read(|conn| -> Result<_, Error> {
            if let Some(id) = place.scope.organisation() {
                let own = organisations::find(conn, id).found()?;
                if !listed.contains(&own) {
                    listed.push(own);
                }
            }
            let wider = match &place.scope {
                WordingScope::Desk => Vec::new(),
                WordingScope::Contract(_) | WordingScope::Organisation(_) => {
                    wordings::of_scopes(conn, place.kind, place.lang, &[WordingScope::Desk])?
                }
            };
            Ok(WordingPage {
                kept: wordings::find(conn, place)?,
                wider: Wording::of_all(wider),
                contracts,
                organisations: listed,
            })
        })
    }

    /// Words the letters of a place, or with a blank wording takes that back. `seen` is the version
    /// that was on the page, nought where there was none.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is no such contract or organisation;
    /// [`Error::Overtaken`] when somebody else changed it since it was read.
    pub fn word_letter(
        &self,
        place: &WordingPlace,
        wording: &Wording,
        seen: i64,
        by: PersonId,
    ) -> Result<(), Error> {
        self.check_contract(&place.scope)?;
        let now = self.clock.now();
        let (place, wording) = (place.clone(), wording.clone());
        let done = self.store.write(move |tx| -> Result<_, Error> {
            let person = people::find(tx, by).found()?;
            if !person.active || !may(person.role, Right::WordLetters) {
                return Err(Error::Forbidden);
            }
            if let Some(id) = place.scope.organisation() {
                organisations::find(tx, id).found()?;
            }
            let before = wordings::find(tx, &place)?;
            if before.as_ref().map_or(0, |kept| kept.version) != seen {
                return Err(Error::Overtaken);
            }
            let said = before.map(|kept| kept.wording).unwrap_or_default();
            if said == wording {
                return Ok(());
            }
            if !wordings::keep(tx, &place, &wording, seen, now)? {
                return Err(Error::Overtaken);
            }
            let part = |part| Some(wording.text(part).to_owned()).filter(|text| !text.is_empty());
            let what = SetUpDone::LetterWorded {
                scope: place.scope.clone(),
                kind: place.kind,
                lang: place.lang,
                introduction: part(Part::Introduction),
                closing: part(Part::Closing),
            };
            let organisation = place.scope.organisation().map(SetUpThing::Organisation);
            for about in [SetUpThing::Letters].into_iter().chain(organisation) {
                setup_events::append(tx, about, now, By::Person(by), &what)?;
            }
            Ok(())
        });
        match done {
            Err(Error::Store(StoreError::Taken)) => Err(Error::Overtaken),
            done => done,
        }
    }

    fn check_contract(&self, scope: &WordingScope) -> Result<(), Error> {
        match scope {
            WordingScope::Contract(name) => {
                let known = self.in_force(name.as_str(), self.clock.now());
                known.map(|_| ()).map_err(|_| Error::NotFound)
            }
            WordingScope::Desk | WordingScope::Organisation(_) => Ok(()),
        }
    }

    /// The words for a letter that leaves: of the organisation and the contract of its ticket, or of
    /// the organisation of its recipient where it is about none. A wording that cannot be read keeps no
    /// letter from leaving: it then has Guichet's own words.
    pub(super) fn wording_of(&self, letter: &Letter) -> Result<Wording, Error> {
        let found = self.store.read(|conn| -> Result<_, StoreError> {
            if !wordings::any(conn, letter.notice.kind(), letter.lang)? {
                return Ok(Wording::default());
            }
            let scopes = scopes(conn, letter)?;
            let kind = letter.notice.kind();
            wordings::of_scopes(conn, kind, letter.lang, &scopes).map(Wording::of_all)
        });
        match found {
            Err(StoreError::Corrupt(why)) => {
                tracing::error!(letter = %letter.id, kind = letter.kind, why, "a wording cannot be read");
                Ok(Wording::default())
            }
            found => Ok(found?),
        }
    }
}

/// Every scope that a letter is of.
fn scopes(conn: &mut Conn, letter: &Letter) -> Result<Vec<WordingScope>, StoreError> {
    let mut scopes = vec![WordingScope::Desk];
    let organisation = match letter.ticket {
        Some(id) => {
            let ticket = tickets::find(conn, id, &Scope::Desk)?.ok_or(StoreError::Missing)?;
            let contract = contract_versions::name_of(conn, ticket.contract)?;
            let contract = contract.and_then(|name| name.parse().ok());
            scopes.extend(contract.map(WordingScope::Contract));
            ticket.organisation
        }
        None => people::by_email(conn, &letter.recipient)?.and_then(|one| one.organisation),
    };
    scopes.extend(organisation.map(WordingScope::Organisation));
    Ok(scopes)
}
