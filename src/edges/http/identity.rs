//! Who asks: the person behind the session's cookie, and what the role allows. A handler says
//! in its signature what it takes: [`Worker`], or [`WorkerWith`] a right.

use std::{
    fmt,
    future::{Ready, ready},
    marker::PhantomData,
    ops::Deref,
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{Method, header::USER_AGENT},
    web,
};
use futures_util::future::LocalBoxFuture;

pub use super::session_cookie::{cookie, cookie_name, no_cookie};
use super::{App, PageError, ask, needs::Needs, under_way};
use crate::{
    desk::{Desk, Secret, SignedIn},
    domain::{
        access::{Right, Scope, may},
        ids::SessionId,
        people::Person,
    },
};

/// Where somebody of the desk goes who just signed in and was going nowhere else.
pub const HOME: &str = "/queue";
/// The first words of addresses that one may come back to after signing in.
const KNOWN: [&str; 13] = [
    "queue",
    "tickets",
    "escalations",
    "letters",
    "help",
    "account",
    "people",
    "portal",
    "organisations",
    "products",
    "queues",
    "satisfaction",
    "qualification",
];

/// Somebody signed in on the agents' side.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Who.
    pub person: Person,
    /// On which session.
    pub session: SessionId,
    /// Whether the second factor must be set up before anything else.
    pub must_prove: bool,
    scope: Scope,
}

impl Worker {
    /// What queries may see on this person's behalf.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Asks the desk, as [`ask`], behind this person's wall: for what only reads. Somebody may move a
    /// ticket to a queue of which they see nothing, so what they change goes through no wall.
    ///
    /// # Errors
    /// As [`ask`].
    pub async fn ask<T, E>(
        &self,
        app: &App,
        job: impl FnOnce(&Desk) -> Result<T, E> + Send + 'static,
    ) -> Result<T, PageError>
    where
        T: Send + 'static,
        E: Into<PageError> + Send + 'static,
    {
        let scope = self.scope.clone();
        ask(app, move |desk| job(&desk.behind(&scope))).await
    }

    /// Whether the person's role carries a right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        may(self.person.role, right)
    }

    /// Whoever is signed in, if they work at the desk.
    pub(super) fn of(found: SignedIn) -> Result<Self, PageError> {
        if !found.person.role.works_at_the_desk() {
            return Err(PageError::Forbidden);
        }
        let SignedIn {
            person,
            session,
            must_prove,
            who: _,
            scope,
        } = found;
        Ok(Self {
            person,
            session,
            must_prove,
            scope,
        })
    }

    async fn behind(request: &HttpRequest) -> Result<Self, PageError> {
        Self::at_any_level(request).await?.proven()
    }

    /// Nobody who must set up the second factor gets further than there.
    pub(super) fn proven(self) -> Result<Self, PageError> {
        if self.must_prove {
            Err(PageError::SetUpFactor)
        } else {
            Ok(self)
        }
    }

    /// As a worker, whether or not the second factor must be set up first.
    pub(super) async fn at_any_level(request: &HttpRequest) -> Result<Self, PageError> {
        let app = request
            .app_data::<web::Data<App>>()
            .ok_or(PageError::Broken)?;
        let knock = Knock::of(request, app);
        let Some(secret) = knock.secret else {
            return Err(knock.refused);
        };
        let shown = secret.clone();
        match ask(app, move |desk| desk.signed_in(&shown)).await? {
            Some(found) => {
                let worker = Self::of(found)?;
                app.lanes.know(secret.reveal());
                under_way::belongs_to_the_desk();
                Ok(worker)
            }
            None => Err(knock.refused),
        }
    }
}

/// What a request says of who makes it, and what is answered when that is nobody.
pub(super) struct Knock {
    pub(super) secret: Option<Secret>,
    pub(super) refused: PageError,
}

impl Knock {
    pub(super) fn of(request: &HttpRequest, app: &App) -> Self {
        let name = cookie_name(app.settings.base_url.is_secure());
        let here = if request.method() == Method::GET {
            let path = request.uri().path_and_query();
            path.map_or(HOME, |path| path.as_str())
        } else {
            HOME
        };
        Self {
            secret: request
                .cookie(name)
                .and_then(|cookie| Secret::read(cookie.value())),
            refused: PageError::SignIn(here.to_owned()),
        }
    }
}

impl FromRequest for Worker {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::behind(&request).await })
    }
}

/// Somebody signed in whose role carries a right: `WorkerWith<Works>`.
#[derive(Clone, Debug)]
pub struct WorkerWith<N>(Worker, PhantomData<N>);

impl<N> Deref for WorkerWith<N> {
    type Target = Worker;

    fn deref(&self) -> &Worker {
        &self.0
    }
}

impl<N: Needs> FromRequest for WorkerWith<N> {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let worker = Worker::behind(&request).await?;
            if worker.may(N::RIGHT) {
                Ok(Self(worker, PhantomData))
            } else {
                Err(PageError::Forbidden)
            }
        })
    }
}

/// Somebody who asks for a page that takes a right: `Caller<Reads>`. Who it is and what the page
/// shows are read together, which costs half of two questions; without the right nothing is read.
pub struct Caller<N>(Knock, PhantomData<N>);

impl<N> fmt::Debug for Caller<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Caller(…)")
    }
}

impl<N: Needs> FromRequest for Caller<N> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<App>>();
        ready(match app {
            Some(app) => Ok(Self(Knock::of(request, app), PhantomData)),
            None => Err(PageError::Broken),
        })
    }
}

impl<N: Needs> Caller<N> {
    /// Asks the desk, as [`ask`], on behalf of whoever calls.
    ///
    /// # Errors
    /// [`PageError::SignIn`] when nobody is signed in, [`PageError::Forbidden`] without the right,
    /// and as [`ask`].
    pub async fn ask<T, E>(
        self,
        app: &App,
        job: impl FnOnce(&Desk, &Worker) -> Result<T, E> + Send + 'static,
    ) -> Result<(Worker, T), PageError>
    where
        T: Send + 'static,
        E: Into<PageError> + 'static,
    {
        let Knock { secret, refused } = self.0;
        let Some(secret) = secret else {
            return Err(refused);
        };
        let lanes = Arc::clone(&app.lanes);
        let found = ask(app, move |desk| {
            desk.on_behalf(&secret, |desk, signed_in| {
                let worker = Worker::of(signed_in.clone())?;
                lanes.know(secret.reveal());
                let worker = worker.proven()?;
                if !worker.may(N::RIGHT) {
                    return Err(PageError::Forbidden);
                }
                let answer = job(desk, &worker).map_err(Into::into)?;
                Ok((worker, answer))
            })
        });
        match found.await? {
            Some((_, answer)) => {
                under_way::belongs_to_the_desk();
                Ok(answer)
            }
            None => Err(refused),
        }
    }
}

/// Where to go after signing in: a page of this site that we know, never another site.
#[must_use]
pub fn next_after(next: &str) -> &str {
    let first = next
        .strip_prefix('/')
        .and_then(|rest| rest.split(['/', '?']).next());
    let plain = next.len() <= 500
        && !next.contains("//")
        && next
            .chars()
            .all(|one| one.is_ascii_graphic() && one != '\\');
    match first {
        Some(first) if plain && KNOWN.contains(&first) => next,
        _ => HOME,
    }
}

/// How the browser names itself, for its owner to tell devices apart.
#[must_use]
pub fn device(request: &HttpRequest) -> String {
    let said = request
        .headers()
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    said.unwrap_or_default().chars().take(180).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_one_goes_to_a_page_of_ours_and_nowhere_else() {
        for path in [
            "/queue",
            "/queue?view=mine&q=%C3%A9",
            "/tickets/1",
            "/help",
            "/portal?view=all",
        ] {
            assert_eq!(next_after(path), path);
        }
        for path in [
            "",
            "/",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "https:evil",
            "/queue\r\nSet-Cookie: a=b",
            "/queue//evil.example",
            "/queueevil",
            "/@evil.example",
            "/requests/x",
            "/sign-out",
            "/\u{2044}evil.example",
        ] {
            assert_eq!(next_after(path), HOME, "{path:?}");
        }
    }

    #[test]
    fn the_session_cookie_is_for_this_host_https_and_no_script() {
        let secure = cookie(&Secret::draw(), true).to_string();
        assert!(secure.starts_with("__Host-guichet="), "{secure}");
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(secure.contains(part), "{secure}");
        }
        assert!(!secure.contains("Domain"));
        assert!(
            !cookie(&Secret::draw(), false)
                .to_string()
                .contains("Secure")
        );
    }
}
