//! What a browser sends when a form is sent: `application/x-www-form-urlencoded`, nothing else.
//!
//! Text that is not UTF-8 keeps its place with U+FFFD. A key that comes twice counts with its last
//! value, as a checkbox after its hidden default does.

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    web::{self, Bytes},
};
use futures_util::future::LocalBoxFuture;

use super::{App, PageError, body};

/// The most fields of a form.
const MOST_FIELDS: usize = 100;

/// The fields of a form, as they were typed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a form.
    ///
    /// # Errors
    /// [`PageError::NotUnderstood`] when it has more fields than any form of ours.
    pub fn parse(body: &[u8]) -> Result<Self, PageError> {
        let fields: Vec<_> = url::form_urlencoded::parse(body)
            .into_owned()
            .take(MOST_FIELDS + 1)
            .collect();
        if fields.len() > MOST_FIELDS {
            return Err(PageError::NotUnderstood);
        }
        Ok(Self(fields))
    }

    /// The fields of a form that came in parts.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub(super) fn typed(fields: Vec<(String, String)>) -> Result<Self, PageError> {
        if fields.len() > MOST_FIELDS {
            return Err(PageError::NotUnderstood);
        }
        Ok(Self(fields))
    }

    /// Everything that came under a name, in order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// What was typed into a field, as it was typed; empty when the field did not come.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// What was typed into a field of one line, without the blanks around it.
    #[must_use]
    pub fn line(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// Whether a field came at all: a box is ticked, a button was the one pressed.
    #[must_use]
    pub fn checked(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Which of two buttons was pressed, by the value of « do »: whether it was the first.
    ///
    /// # Errors
    /// [`PageError::NotUnderstood`] when it was neither.
    pub fn pressed(&self, first: &str, second: &str) -> Result<bool, PageError> {
        match self.line("do") {
            pressed if pressed == first => Ok(true),
            pressed if pressed == second => Ok(false),
            _ => Err(PageError::NotUnderstood),
        }
    }

    /// Whether a box with this value is ticked, among several of one name.
    #[must_use]
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(key, one)| key == name && one == value)
    }
}

impl FromRequest for Form {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !request
                .content_type()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            {
                return Err(PageError::NotAForm);
            }
            let patience = request
                .app_data::<web::Data<App>>()
                .map_or(std::time::Duration::from_secs(10), |app| {
                    app.settings.body_patience
                });
            let body: Bytes = body::read(&request, &mut payload, patience).await?;
            Self::parse(&body)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed() {
        let form = Form::parse(b"name=+L%C3%A9a+Marchal%0D%0A&box=1&box=2&empty=").unwrap();
        assert_eq!(form.get("name"), " Léa Marchal\r\n");
        assert_eq!(form.line("name"), "Léa Marchal");
        assert_eq!(form.get("box"), "2");
        assert!(form.chosen("box", "1") && form.chosen("box", "2") && !form.chosen("box", "3"));
        assert!(form.checked("empty") && !form.checked("missing"));
        assert_eq!(form.get("missing"), "");
    }

    #[test]
    fn bytes_that_are_no_text_keep_their_place() {
        let form = Form::parse(b"a=%FF%FEx&b=%&c=%zz&d=\xFF&=nothing").unwrap();
        assert_eq!(form.get("a"), "\u{FFFD}\u{FFFD}x");
        assert_eq!(
            (form.get("b"), form.get("c"), form.get("d")),
            ("%", "%zz", "\u{FFFD}")
        );
        assert_eq!(form.get(""), "nothing");
    }

    #[test]
    fn a_form_of_endless_fields_is_refused() {
        assert!(Form::parse("a=1&".repeat(MOST_FIELDS).as_bytes()).is_ok());
        assert!(Form::parse("a=1&".repeat(MOST_FIELDS + 1).as_bytes()).is_err());
    }
}
