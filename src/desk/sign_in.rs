//! Sign-in of agents and customers: passwords under Argon2id, and sessions in a table of our own.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, LazyLock},
};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::{Scope, Who},
        ids::{PersonId, SessionId},
        link::Session,
        password,
        people::{EmailAddress, Person},
        ticket::Line,
    },
    store::{StoreError, people, sessions},
};

use super::{Desk, Entry, Error, Secret, standing};

/// A session ends when it was not used for this long.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// A session ends this long after it began, whatever happens.
const LONGEST: TimeDelta = TimeDelta::days(14);
/// After how long a session ends: without use, and in any case.
pub const SESSION_ENDS: (TimeDelta, TimeDelta) = (IDLE, LONGEST);
/// A session's last use is noted at most this often, so that reading pages writes nothing.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(10);
/// How many sessions are looked up at once.
const TOGETHER: usize = 256;

/// Verified against when nobody has the address, so that time does not tell who exists.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hashed("nobody has this password").ok());

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// On which session.
    pub session: SessionId,
    /// Whether the person must turn the second factor on before anything else.
    pub must_prove: bool,
    /// All that decides what the person may do.
    pub who: Arc<Who>,
    /// What the person sees.
    pub scope: Scope,
}

/// Why nobody was signed in.
#[derive(Debug)]
pub enum SignInError {
    /// Address and password do not belong together, or the account is not active: one answer.
    Wrong,
    /// The database did not do its part.
    Desk(Error),
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong => f.write_str("the address and the password do not belong together"),
            Self::Desk(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SignInError {}

impl<E: Into<Error>> From<E> for SignInError {
    fn from(error: E) -> Self {
        Self::Desk(error.into())
    }
}

/// Why a question on somebody's behalf has no answer.
struct Asked<E>(E);

impl<E: From<Error>> From<Error> for Asked<E> {
    fn from(error: Error) -> Self {
        Self(error.into())
    }
}

impl<E: From<Error>> From<StoreError> for Asked<E> {
    fn from(error: StoreError) -> Self {
        Self(Error::from(error).into())
    }
}

impl Desk {
    /// Lets somebody in, or to the second factor; the secret goes into a cookie. `device` is how the
    /// browser names itself.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] alike for an unknown address, a wrong password and a closed account.
    pub fn sign_in(&self, email: &str, password: &str, device: &str) -> Result<Entry, SignInError> {
        let person = match EmailAddress::parse(email) {
            Ok(address) => self.store.read(move |conn| -> Result<_, Error> {
                let Some(person) = people::by_email(conn, &address)? else {
                    return Ok(None);
                };
                let hash = people::password_of(conn, person.id)?;
                Ok(Some((person, hash)))
            })?,
            Err(_) => None,
        };
        let (person, hash) = match person {
            Some((person, hash)) => (Some(person), hash),
            None => (None, None),
        };
        let fits = fits(password, hash.as_deref());
        match person {
            Some(person) if fits && person.active => Ok(self.enter(person.id, device)?),
            _ => Err(SignInError::Wrong),
        }
    }

    /// A session without a password, for the demonstration's sign-in links.
    ///
    /// # Errors
    /// When the database fails.
    pub fn open_session(&self, person: PersonId, device: &str) -> Result<Secret, Error> {
        let now = self.clock.now();
        let secret = Secret::draw();
        let session = new_session(person, device, now);
        let hash = secret.hash();
        self.store.write(move |tx| -> Result<_, Error> {
            sessions::expire(tx, now)?;
            people::note_sign_in(tx, session.person, now)?;
            Ok(sessions::insert(tx, &session, &hash)?)
        })?;
        Ok(secret)
    }

    /// Who is behind a session's cookie; `None` when it opens nothing any more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn signed_in(&self, secret: &Secret) -> Result<Option<SignedIn>, Error> {
        let found = self.on_behalf(secret, |_, _| Ok::<_, Error>(()))?;
        Ok(found.map(|(signed_in, ())| signed_in))
    }

    /// What `ask` finds for whoever is behind a session's cookie; `None`, and nothing was asked,
    /// when it opens nothing any more. The session and all that `ask` reads are of one instant; `ask`
    /// is given a desk behind that person's wall.
    ///
    /// # Errors
    /// What `ask` returns; before it, when the database fails.
    pub fn on_behalf<T, E: From<Error>>(
        &self,
        secret: &Secret,
        ask: impl FnOnce(&Self, &SignedIn) -> Result<T, E>,
    ) -> Result<Option<(SignedIn, T)>, E> {
        let (hash, now) = (secret.hash(), self.clock.now());
        let mut unnoted = None;
        let found = self.store.at_one_instant(|| {
            let found = self.store.read(|conn| -> Result<_, Error> {
                let Some((session, person)) = sessions::by_token(conn, &hash, now)? else {
                    return Ok(None);
                };
                if !opens(&session, &person, now) {
                    return Ok(None);
                }
                let who = standing::who(conn, &person)?;
                Ok(Some((session, person, who)))
            })?;
            let Some((session, person, who)) = found else {
                return Ok(None);
            };
            unnoted = (now - session.last_seen_at > NOTED_EVERY).then_some(session.id);
            let signed_in = SignedIn {
                must_prove: self.must_prove(&session, &person),
                person,
                session: session.id,
                scope: Scope::of(&who),
                who: Arc::new(who),
            };
            let answer = ask(&self.behind(&signed_in.scope), &signed_in).map_err(Asked)?;
            Ok::<_, Asked<E>>(Some((signed_in, answer)))
        });
        if let Some(id) = unnoted {
            let noted: Result<(), StoreError> =
                self.store.write(move |tx| sessions::touch(tx, id, now));
            if let Err(error) = noted {
                // Reading goes on when nothing can be written.
                tracing::warn!(%error, "the use of a session could not be noted");
            }
        }
        found.map_err(|Asked(error)| error)
    }

    /// Those of `sessions` that still let somebody in, and what that person sees now, for what stays
    /// open between two requests.
    ///
    /// # Errors
    /// When the database fails.
    pub fn still_signed_in(
        &self,
        sessions: &[SessionId],
    ) -> Result<BTreeMap<SessionId, Scope>, Error> {
        let now = self.clock.now();
        let mut open = BTreeMap::new();
        for some in sessions.chunks(TOGETHER) {
            self.store.read(|conn| -> Result<_, Error> {
                for (session, person) in sessions::not_ended(conn, some, now)? {
                    if opens(&session, &person, now) && !self.must_prove(&session, &person) {
                        let scope = Scope::of(&standing::who(conn, &person)?);
                        open.insert(session.id, scope);
                    }
                }
                Ok(())
            })?;
        }
        Ok(open)
    }

    /// Whether a session was begun without the second factor that its person must have.
    fn must_prove(&self, session: &Session, person: &Person) -> bool {
        !session.second_factor && self.requires_second_factor(person)
    }

    /// Ends a session, at the very next request.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_out(&self, session: SessionId) -> Result<(), Error> {
        Ok(self.store.write(move |tx| sessions::end(tx, session))?)
    }
}

/// A session that begins.
pub(super) fn new_session(person: PersonId, device: &str, now: DateTime<Utc>) -> Session {
    Session {
        id: SessionId::fresh(),
        person,
        created_at: now,
        last_seen_at: now,
        expires_at: now + LONGEST,
        device: Line::parse(device).map_or_else(|_| String::new(), |line| line.as_str().to_owned()),
        second_factor: false,
        outside: false,
    }
}

/// Whether a session that has not expired lets its person in.
fn opens(session: &Session, person: &Person, now: DateTime<Utc>) -> bool {
    let idle = now - session.last_seen_at > IDLE;
    !idle && person.active
}

/// Argon2id with the crate's defaults (19 MiB, two passes: the OWASP recommendation).
pub(super) fn hashed(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Inconsistent(format!("the password could not be hashed: {error}")))
}

/// Whether a password fits; the work is the same when there is no hash to compare with.
pub(super) fn fits(typed: &str, hash: Option<&str>) -> bool {
    let typed = if typed.len() > password::MOST {
        ""
    } else {
        typed
    };
    let known = hash.is_some();
    let Some(hash) = hash.or(NOBODY.as_deref()) else {
        return false;
    };
    let Ok(hash) = PasswordHash::new(hash) else {
        return false;
    };
    Argon2::default()
        .verify_password(typed.as_bytes(), &hash)
        .is_ok()
        && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let hash = hashed("une phrase assez longue").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(fits("une phrase assez longue", Some(&hash)));
        assert!(!fits("une phrase assez longuE", Some(&hash)));
        assert!(!fits("nobody has this password", None));
    }
}
