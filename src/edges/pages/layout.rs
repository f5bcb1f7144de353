//! The frame around every screen: header or rail, navigation, language, footer.
//!
//! A view holds `frame: Frame`, and its template begins with
//! `{% extends "layout_public.html" %}` or `{% extends "layout_desk.html" %}`.

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
    /// A sentence for the public footer, such as the opening hours.
    pub opening: Option<String>,
    /// The bar of the demonstration; nothing anywhere else.
    pub demo: Option<DemoBar>,
    /// Whether the rail is narrow (icons only), as on a ticket.
    pub slim: bool,
}

/// The person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name as the person wrote it.
    pub name: String,
    /// One or two letters for the round mark, see [`initials`].
    pub initials: String,
}

impl Person {
    /// A person with the initials of their name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            initials: initials(name),
        }
    }
}

/// The letters of a round mark: « Camille Aubry » gives « CA », « Sacha » gives « SA ».
///
/// ```
/// assert_eq!(guichet::edges::pages::layout::initials("Camille Aubry"), "CA");
/// ```
#[must_use]
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let letters: String = match words.as_slice() {
        [] => "?".to_owned(),
        [only] => only.chars().take(2).collect(),
        [first, .., last] => first.chars().take(1).chain(last.chars().take(1)).collect(),
    };
    letters.to_uppercase()
}

/// A link of the navigation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// The icon, without its `i-`.
    pub icon: &'static str,
    /// What it says.
    pub label: String,
    /// How many there are, where that is known.
    pub count: Option<u64>,
    /// Whether the count asks for attention now.
    pub hot: bool,
    /// Whether this is the page that is shown.
    pub current: bool,
}

/// How many tickets each standard view holds; what is not known is not shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open tickets that this agent may see.
    pub open: Option<u64>,
    /// Of these, not yet acknowledged.
    pub to_take: Option<u64>,
    /// Assigned to this agent.
    pub mine: Option<u64>,
    /// Late, or due within an hour.
    pub soon: Option<u64>,
    /// Paused, waiting for the customer.
    pub waiting_customer: Option<u64>,
    /// Paused, waiting for the vendor.
    pub waiting_vendor: Option<u64>,
    /// Escalations that nobody has acknowledged.
    pub escalations: Option<u64>,
    /// Letters that were refused.
    pub letters_refused: Option<u64>,
}

/// A page of the agents' navigation, to mark the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// None of them.
    #[default]
    Elsewhere,
    /// The whole queue.
    Queue,
    /// Tickets to acknowledge.
    ToTake,
    /// The agent's own tickets.
    Mine,
    /// What is late or due within an hour.
    Soon,
    /// Waiting for the customer.
    WaitingCustomer,
    /// Waiting for the vendor.
    WaitingVendor,
    /// The list of escalations.
    Escalations,
    /// Letters sent, waiting and refused.
    Letters,
    /// Help.
    Help,
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

    /// Gives the frame the navigation of people who file and follow tickets.
    #[must_use]
    pub fn for_public(mut self, current: &str) -> Self {
        let links = [
            ("/", self.words.say("layout-new-request")),
            ("/help", self.words.say("layout-help")),
            ("/queue", self.words.say("layout-sign-in")),
        ];
        self.nav = links
            .into_iter()
            .map(|(href, label)| NavItem {
                href: href.to_owned(),
                label,
                current: href == current,
                ..NavItem::default()
            })
            .collect();
        self
    }

    /// Gives the frame the navigation of agents; `administrator` shows what only they may read.
    #[must_use]
    pub fn for_agent(
        mut self,
        person: Person,
        counts: Counts,
        place: Place,
        administrator: bool,
    ) -> Self {
        let words = self.words;
        let item = |at: Place,
                    href: &str,
                    icon: &'static str,
                    label: String,
                    count: Option<u64>,
                    hot: bool| NavItem {
            href: href.to_owned(),
            icon,
            label,
            count,
            hot: hot && count.is_some_and(|n| n > 0),
            current: at == place,
        };
        self.views = vec![
            item(
                Place::Queue,
                "/queue",
                "tray",
                words.say("nav-queue"),
                counts.open,
                false,
            ),
            item(
                Place::ToTake,
                "/queue?view=to-take",
                "flag",
                words.say("nav-to-take"),
                counts.to_take,
                false,
            ),
            item(
                Place::Mine,
                "/queue?view=mine",
                "user",
                words.say("nav-mine"),
                counts.mine,
                false,
            ),
            item(
                Place::Soon,
                "/queue?view=soon",
                "soon",
                words.say("nav-soon"),
                counts.soon,
                true,
            ),
            item(
                Place::WaitingCustomer,
                "/queue?view=waiting-customer",
                "pause",
                words.say("nav-waiting-customer"),
                counts.waiting_customer,
                false,
            ),
            item(
                Place::WaitingVendor,
                "/queue?view=waiting-vendor",
                "house",
                words.say("nav-waiting-vendor"),
                counts.waiting_vendor,
                false,
            ),
        ];
        self.nav = vec![item(
            Place::Escalations,
            "/escalations",
            "steps",
            words.say("nav-escalations"),
            counts.escalations,
            true,
        )];
        if administrator {
            let refused = counts.letters_refused.filter(|n| *n > 0);
            self.nav.push(item(
                Place::Letters,
                "/letters",
                "mail",
                words.say("nav-letters"),
                refused,
                true,
            ));
        }
        self.nav.push(item(
            Place::Help,
            "/help",
            "info",
            words.say("nav-help"),
            None,
            false,
        ));
        self.person = Some(person);
        self
    }

    /// The language of the page.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// The sentence of `key`, see [`Words::say`].
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
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

    #[test]
    fn initials_are_two_letters_of_any_name() {
        for (name, letters) in [
            ("Sacha", "SA"),
            ("Anne-Lise de la Tour", "AT"),
            ("é", "É"),
            ("", "?"),
            ("🙂", "?"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
