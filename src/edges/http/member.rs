//! Who asks on the customers' side: [`Member`]; and [`Somebody`], signed in on either side.
//!
//! # Why
//! Both sides sign in at the same door, with the same cookie. What a page is for says its handler's
//! signature: a worker who opens a customers' page is led to the queue, a customer who opens a page
//! of the desk is told that it is not theirs.

use std::sync::Arc;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use futures_util::future::LocalBoxFuture;

use super::{
    App, PageError, Worker, ask,
    identity::{HOME, Knock},
    under_way,
};
use crate::{
    desk::{Desk, SignedIn},
    domain::{
        access::{Right, Scope, Thing, Who, allows},
        ids::SessionId,
        people::{Person, Role},
    },
};

/// Where a customer goes who just signed in and was going nowhere else.
pub const PORTAL: &str = "/portal";
/// The cases that were sent to a vendor: where its people land.
pub const CASES: &str = "/portal/cases";

/// Somebody signed in on the customers' side.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// On which session.
    pub session: SessionId,
    /// All that decides what the person may do.
    pub who: Arc<Who>,
    /// What queries may see on this person's behalf.
    pub scope: Scope,
}

impl Member {
    /// Asks the desk, as [`ask`], behind this person's wall.
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

    /// Whether the person manages the people of their organisation.
    #[must_use]
    pub fn manages_people(&self) -> bool {
        self.who.organisation.is_some_and(|organisation| {
            allows(
                &self.who,
                Right::ManageMembers,
                &Thing::Organisation(organisation),
            )
        })
    }
}

/// Somebody signed in, on either side: about themselves, both may do the same.
#[derive(Clone, Debug)]
pub enum Somebody {
    /// Works at the desk.
    AtTheDesk(Worker),
    /// Does not.
    Customer(Member),
}

impl Somebody {
    /// Who.
    #[must_use]
    pub const fn person(&self) -> &Person {
        match self {
            Self::AtTheDesk(worker) => &worker.person,
            Self::Customer(member) => &member.person,
        }
    }

    /// Where they go who were going to `next`, as [`landing`] says.
    #[must_use]
    pub fn lands<'a>(&self, next: &'a str) -> &'a str {
        match self {
            Self::AtTheDesk(worker) => landing(next, worker.person.role, false),
            Self::Customer(member) => landing(next, member.person.role, member.who.takes_cases),
        }
    }

    /// On which session.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        match self {
            Self::AtTheDesk(worker) => worker.session,
            Self::Customer(member) => member.session,
        }
    }

    async fn behind(request: &HttpRequest) -> Result<Self, PageError> {
        match Self::at_any_level(request).await? {
            Self::AtTheDesk(worker) => Ok(Self::AtTheDesk(worker.proven()?)),
            customer @ Self::Customer(_) => Ok(customer),
        }
    }

    /// As somebody, whether or not the second factor must be set up first.
    async fn at_any_level(request: &HttpRequest) -> Result<Self, PageError> {
        let app = request
            .app_data::<web::Data<App>>()
            .ok_or(PageError::Broken)?;
        let Knock { secret, refused } = Knock::of(request, app);
        let Some(secret) = secret else {
            return Err(refused);
        };
        let shown = secret.clone();
        let Some(found) = ask(app, move |desk| desk.signed_in(&shown)).await? else {
            return Err(refused);
        };
        if found.person.role.works_at_the_desk() {
            let worker = Worker::of(found)?;
            app.lanes.know(secret.reveal());
            under_way::belongs_to_the_desk();
            return Ok(Self::AtTheDesk(worker));
        }
        let SignedIn {
            person,
            session,
            must_prove: _,
            who,
            scope,
        } = found;
        under_way::belongs_to_the_public();
        Ok(Self::Customer(Member {
            person,
            session,
            who,
            scope,
        }))
    }
}

/// Somebody signed in, even where a worker must set up the second factor before anything else.
#[derive(Clone, Debug)]
pub struct AtAnyLevel(pub Somebody);

impl FromRequest for AtAnyLevel {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Somebody::at_any_level(&request).await.map(Self) })
    }
}

impl FromRequest for Somebody {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::behind(&request).await })
    }
}

impl FromRequest for Member {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            match Somebody::behind(&request).await? {
                Somebody::Customer(member) => Ok(member),
                Somebody::AtTheDesk(_) => Err(PageError::OtherSide(HOME)),
            }
        })
    }
}

/// Where somebody of a role goes who just signed in; `next` is a page of this site that they were
/// going to, which may be one of the other side. `takes_cases` tells who works at the service desk of a
/// vendor: their work is there.
#[must_use]
pub fn landing(next: &str, role: Role, takes_cases: bool) -> &str {
    let first = next.trim_start_matches('/').split(['/', '?']).next();
    match (role.works_at_the_desk(), first) {
        (true, Some("portal")) => HOME,
        (true, _) | (false, Some("portal" | "help" | "account")) => next,
        (false, _) if takes_cases => CASES,
        (false, _) => PORTAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_lands_on_a_page_of_its_own() {
        for (next, at_the_desk, customer) in [
            ("/queue", "/queue", "/portal"),
            ("/tickets/1", "/tickets/1", "/portal"),
            ("/portal?view=all", "/queue", "/portal?view=all"),
            ("/portal/new", "/queue", "/portal/new"),
            ("/account", "/account", "/account"),
            ("/people", "/people", "/portal"),
        ] {
            assert_eq!(landing(next, Role::Agent, false), at_the_desk, "{next}");
            assert_eq!(landing(next, Role::Requester, false), customer, "{next}");
            let vendor = match customer {
                "/portal" => "/portal/cases",
                theirs => theirs,
            };
            assert_eq!(landing(next, Role::Requester, true), vendor, "{next}");
        }
    }
}
