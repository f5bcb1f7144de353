//! The frame around every screen: header or rail, navigation, language, footer.
//!
//! A view holds `frame: Frame`, and its template begins with
//! `{% extends "layout_public.html" %}` or `{% extends "layout_desk.html" %}`.

use std::borrow::Cow;

use super::keys::{Key, keys};
pub use super::navigation::{Counts, NavItem, Person, Place, initials};
use crate::edges::{
    http::preferences::{Density, Preferences, Theme},
    words::{FluentValue, Lang, Words},
};

/// What surrounds a page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The words of the page's language.
    pub words: Words,
    /// Light or dark.
    pub theme: Theme,
    /// The height of rows.
    pub density: Density,
    /// What the page is, without « – Guichet »: « Déposer une demande ».
    pub title: String,
    /// Whether the page shows again a form that was refused: its title then says so first.
    pub refused: bool,
    /// The path and query of this page, for the switches at its foot.
    pub path: String,
    /// The name of the desk: the publisher or integrator whose support this is. May be empty.
    pub desk_name: String,
    /// The organisation that the page is for, on public pages.
    pub organisation: Option<String>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The main navigation, public or agents'.
    pub nav: Vec<NavItem>,
    /// The saved views in the rail.
    pub views: Vec<NavItem>,
    /// The queues in the rail, where they are known.
    pub queues: Vec<NavItem>,
    /// A sentence for the public footer, such as the opening hours.
    pub opening: Option<String>,
    /// The bar of the demonstration; nothing anywhere else.
    pub demo: Option<DemoBar>,
    /// Whether the rail is narrow (icons only), as on a ticket.
    pub slim: bool,
    /// Whether forms ask for files: there is a folder for them.
    pub takes_files: bool,
    /// Whether the page is shown this once: then it offers no switch, which would ask for it again.
    pub once: bool,
}

/// The bar that only the demonstration shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DemoBar {
    /// The virtual time in words: « lundi 29 décembre 2025 à 10 h 42 ».
    pub now: String,
    /// How many letters the catcher holds.
    pub letters: u64,
}

impl Frame {
    /// A frame with a title, for a page at `path` (with its query), in what the reader prefers.
    #[must_use]
    pub fn new(preferences: Preferences, path: &str, title: String) -> Self {
        Self {
            words: preferences.lang.words(),
            theme: preferences.theme,
            density: preferences.density,
            path: path.to_owned(),
            title,
            ..Self::default()
        }
    }

    /// The keys of the agents' pages, for the cheat sheet.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        keys(self.words)
    }

    /// The language of the page.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// The sentence of `key`, see [`Words::sentence`].
    #[must_use]
    pub fn say<'key>(&self, key: &'key str) -> Cow<'key, str> {
        self.words.sentence(key)
    }

    /// The sentence of `key` with one value that is text, see [`Words::say_with`].
    #[must_use]
    pub fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.words
            .say_with(key, &[(name, FluentValue::from(value))])
    }

    /// The sentence of `key` with one value that is a number.
    #[must_use]
    pub fn say_count(&self, key: &str, name: &str, value: u64) -> String {
        self.words
            .say_with(key, &[(name, FluentValue::from(value))])
    }

    /// The title of the document: « X – Guichet », « Erreur : X – Guichet ».
    #[must_use]
    pub fn document_title(&self) -> String {
        let page = [("page", FluentValue::from(self.title.as_str()))];
        if self.refused {
            self.words.say_with("layout-title-error", &page)
        } else {
            self.words.say_with("layout-title", &page)
        }
    }

    /// The address of this page with one value of its query changed: `with("lang", "en")`.
    ///
    /// Always an address of this site: a path that a browser would read as another host
    /// becomes the start page.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(
            url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key != name),
        );
        pairs.append_pair(name, value);
        let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
        format!("{}?{}", if ours { path } else { "/" }, pairs.finish())
    }

    /// Whether `theme` is the one in use.
    #[must_use]
    pub fn theme_is(&self, name: &str) -> bool {
        self.theme.name() == name
    }

    /// Whether `density` is the one in use.
    #[must_use]
    pub fn density_is(&self, name: &str) -> bool {
        self.density.name() == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(path: &str) -> Frame {
        Frame::new(Preferences::default(), path, "Aide".to_owned())
    }

    #[test]
    fn a_switch_keeps_the_page_and_its_query() {
        assert_eq!(
            frame("/queue?view=soon&lang=fr").with("lang", "en"),
            "/queue?view=soon&lang=en"
        );
        assert_eq!(frame("/help").with("theme", "dark"), "/help?theme=dark");
        assert_eq!(
            frame("/a?x=%22%3E%C3%A9").with("lang", "en"),
            "/a?x=%22%3E%C3%A9&lang=en"
        );
    }

    #[test]
    fn a_switch_never_leaves_the_site() {
        for path in [
            "//evil.example/a",
            "https://evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(frame(path).with("lang", "en"), "/?lang=en", "{path}");
        }
    }

    #[test]
    fn a_title_says_the_page_and_an_error_comes_first() {
        let mut frame = frame("/help");
        assert_eq!(frame.document_title(), "Aide – Guichet");
        frame.refused = true;
        assert_eq!(frame.document_title(), "Erreur\u{a0}: Aide – Guichet");
    }
}
