//! What a reader prefers: language, light or dark, tall or tight rows.
//!
//! A link such as `?lang=en` or `?theme=dark` sets a preference without a script; the page
//! that answers it keeps it in a cookie of the same name for a year.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time},
    http::header::ACCEPT_LANGUAGE,
};

use crate::edges::words::Lang;

/// Light, dark, or whatever the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Follows the reader's system.
    #[default]
    System,
    /// Dark letters on light paper.
    Light,
    /// Light letters on dark paper.
    Dark,
}

impl Theme {
    /// The value of `<html data-theme>`, of the cookie and of `?theme=`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.name() == name)
    }
}

/// The height of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// 34 px a row.
    #[default]
    Compact,
    /// 44 px a row.
    Comfortable,
}

impl Density {
    /// The value of `<html data-density>`, of the cookie and of `?density=`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Comfortable => "comfortable",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Compact, Self::Comfortable]
            .into_iter()
            .find(|density| density.name() == name)
    }
}

/// What a reader prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Preferences {
    /// The language of pages and of letters that answer this reader.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// The height of rows.
    pub density: Density,
}

impl Preferences {
    /// What the request says: its query first, then its cookies, then the browser's language.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let asked = |name: &str| {
            url::form_urlencoded::parse(request.query_string().as_bytes())
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
                .last()
        };
        let kept = |name: &str| request.cookie(name).map(|cookie| cookie.value().to_owned());
        let accepted = || {
            let header = request
                .headers()
                .get(ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok());
            Lang::accepted(header.unwrap_or_default())
        };
        let lang = first(asked("lang"), || kept("lang"), Lang::named);
        let theme = first(asked("theme"), || kept("theme"), Theme::named);
        let density = first(asked("density"), || kept("density"), Density::named);
        Self {
            lang: lang.unwrap_or_else(accepted),
            theme: theme.unwrap_or_default(),
            density: density.unwrap_or_default(),
        }
    }

    /// The cookies that keep what this request's query asked for; none when it asked nothing.
    #[must_use]
    pub fn to_keep(self, request: &HttpRequest, secure: bool) -> Vec<Cookie<'static>> {
        let asked: Vec<_> = url::form_urlencoded::parse(request.query_string().as_bytes())
            .map(|(key, _)| key.into_owned())
            .collect();
        [
            ("lang", self.lang.tag()),
            ("theme", self.theme.name()),
            ("density", self.density.name()),
        ]
        .into_iter()
        .filter(|(name, _)| asked.iter().any(|key| key == name))
        .map(|(name, value)| {
            Cookie::build(name, value)
                .path("/")
                .same_site(SameSite::Lax)
                .secure(secure)
                .max_age(time::Duration::days(365))
                .finish()
        })
        .collect()
    }
}

/// The first of two sources whose value has a meaning.
fn first<T>(
    asked: Option<String>,
    kept: impl Fn() -> Option<String>,
    named: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    asked
        .as_deref()
        .and_then(&named)
        .or_else(|| kept().as_deref().and_then(&named))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_query_wins_over_the_cookie_and_the_cookie_over_the_browser() {
        let request = || TestRequest::default().insert_header((ACCEPT_LANGUAGE, "en"));
        assert_eq!(Preferences::of(&request().to_http_request()).lang, Lang::En);
        let kept = request().cookie(Cookie::new("lang", "fr"));
        assert_eq!(Preferences::of(&kept.to_http_request()).lang, Lang::Fr);
        let asked = request()
            .cookie(Cookie::new("lang", "fr"))
            .uri("/?lang=en&theme=dark")
            .to_http_request();
        let found = Preferences::of(&asked);
        assert_eq!((found.lang, found.theme), (Lang::En, Theme::Dark));
        let cookies = found.to_keep(&asked, true);
        assert_eq!(
            cookies.iter().map(Cookie::name).collect::<Vec<_>>(),
            ["lang", "theme"]
        );
    }

    #[test]
    fn a_value_nobody_offers_changes_nothing() {
        let request = TestRequest::default()
            .uri("/?lang=%FF&theme=pink&density=")
            .to_http_request();
        assert_eq!(Preferences::of(&request), Preferences::default());
    }
}
