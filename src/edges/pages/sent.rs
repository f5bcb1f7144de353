//! A form of the set-up as it was sent: what it says is tried, or it is shown again with what must be
//! corrected.

use std::str::FromStr;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use futures_util::future::LocalBoxFuture;

use super::{again::Again, organisations::noted};
use crate::{
    desk::{Desk, Error, Field},
    domain::ids::PersonId,
    edges::{
        http::{App, Form, ManagesSetUp, PageError, WorkerWith, ask, preferences::Preferences},
        words::Words,
    },
};

/// A form of somebody who may change the set-up.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) app: web::Data<App>,
    pub(super) request: HttpRequest,
    pub(super) worker: WorkerWith<ManagesSetUp>,
    pub(super) words: Words,
    /// What was typed, and what of it is refused.
    pub(super) again: Again,
}

impl FromRequest for Sent {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = request.app_data::<web::Data<App>>().cloned();
            let worker = WorkerWith::from_request(&request, &mut payload).await?;
            let form = Form::from_request(&request, &mut payload).await?;
            Ok(Self {
                app: app.ok_or(PageError::Broken)?,
                words: Preferences::of(&request).lang.words(),
                request,
                worker,
                again: Again::with(form),
            })
        })
    }
}

impl Sent {
    /// What was typed.
    pub(super) const fn form(&self) -> &Form {
        self.again.form()
    }

    /// What a part of the address names.
    ///
    /// # Errors
    /// [`PageError::NotFound`] when it names nothing.
    pub(super) fn named<T: FromStr>(&self, part: &str) -> Result<T, PageError> {
        let id = self.request.match_info().get(part).unwrap_or_default();
        id.parse().map_err(|_| PageError::NotFound)
    }

    /// What was chosen in a control that no person types into.
    ///
    /// # Errors
    /// [`PageError::NotUnderstood`] when it is nothing that the page offers.
    pub(super) fn chosen<T: FromStr>(&self, control: &str) -> Result<T, PageError> {
        let chosen = self.form().line(control).parse();
        chosen.map_err(|_| PageError::NotUnderstood)
    }

    /// As [`Sent::chosen`]; nothing where nothing was chosen.
    ///
    /// # Errors
    /// As [`Sent::chosen`].
    pub(super) fn chosen_if_any<T: FromStr>(&self, control: &str) -> Result<Option<T>, PageError> {
        match self.form().line(control) {
            "" => Ok(None),
            _ => self.chosen(control).map(Some),
        }
    }

    /// Refuses what was typed into a control: the key of the words that say what to do.
    pub(super) fn refuse(&mut self, control: &'static str, key: &str) {
        let words = self.words.say(key);
        self.again.refuse(control, words);
    }

    /// Does what was asked, in the name of who sent it; nothing, when what must be corrected is noted
    /// beside its control, as `controls` says where that is.
    ///
    /// # Errors
    /// When it fails for another reason than what was typed.
    pub(super) async fn tried<T: Send + 'static>(
        &mut self,
        controls: &[(Field, &'static str)],
        job: impl FnOnce(&Desk, PersonId) -> Result<T, Error> + Send + 'static,
    ) -> Result<Option<T>, PageError> {
        let by = self.worker.person.id;
        match ask(&self.app, move |desk| job(desk, by)).await {
            Ok(done) => Ok(Some(done)),
            Err(error) => {
                noted(&mut self.again, error, self.words, controls)?;
                Ok(None)
            }
        }
    }
}
