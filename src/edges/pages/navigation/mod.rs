//! Where one can go from a page: the links of the public header and of the agents' rail.

use super::layout::Frame;
use crate::edges::words::Words;

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

impl NavItem {
    /// A link that is not the current page.
    #[must_use]
    pub fn new(href: &str, icon: &'static str, label: String, count: Option<u64>) -> Self {
        Self {
            href: href.to_owned(),
            icon,
            label,
            count,
            hot: false,
            current: false,
        }
    }

    /// The same, whose count asks for attention unless it is nought.
    #[must_use]
    pub fn hot(mut self) -> Self {
        self.hot = self.count.is_some_and(|count| count > 0);
        self
    }
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
    /// Organisations by whose turn it is.
    Overview,
    /// The list of escalations.
    Escalations,
    /// Letters sent, waiting and refused.
    Letters,
    /// How letters are worded.
    Wording,
    /// Who works at the desk.
    People,
    /// Organisations and what belongs to them.
    Organisations,
    /// Products and their versions.
    Products,
    /// Contracts and their versions.
    Contracts,
    /// Outages and planned maintenance.
    Operations,
    /// Queues and their members.
    Queues,
    /// What requesters say of what was done.
    Satisfaction,
    /// How the contracts' rules fare.
    Qualification,
    /// Reports over periods.
    Reports,
    /// One's own account.
    Account,
    /// Help.
    Help,
}

impl Frame {
    /// Gives the frame the navigation of people who file and follow tickets.
    #[must_use]
    pub fn for_public(mut self, current: &str) -> Self {
        let links = [
            ("/", self.words.say("layout-new-request")),
            ("/status", self.words.say("nav-status")),
            ("/help", self.words.say("layout-help")),
            ("/sign-in", self.words.say("layout-sign-in")),
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

    /// Gives the frame the navigation of customers who are signed in; `manages_people` shows the way
    /// to the people of their organisation, `takes_cases` to the cases that were sent to it, `serves` to
    /// the overview of those that it serves.
    #[must_use]
    pub fn for_member(
        mut self,
        person: Person,
        current: &str,
        (manages_people, takes_cases, serves): (bool, bool, bool),
    ) -> Self {
        let words = self.words;
        let mut links = vec![
            ("/portal", words.say("layout-my-requests")),
            ("/portal/new", words.say("layout-new-request")),
        ];
        if serves {
            links.insert(0, ("/portal/overview", words.say("nav-overview")));
        }
        if takes_cases {
            links.insert(0, ("/portal/cases", words.say("nav-cases")));
        }
        if manages_people {
            links.push(("/portal/people", words.say("nav-members")));
            links.push(("/portal/hours", words.say("nav-hours")));
            links.push(("/portal/consents", words.say("nav-consents")));
        }
        links.push(("/portal/status", words.say("nav-status")));
        links.push(("/portal/availability", words.say("availability-title")));
        links.push(("/portal/register", words.say("register-title")));
        links.push(("/account", words.say("nav-account")));
        self.nav = links
            .into_iter()
            .map(|(href, label)| NavItem {
                href: href.to_owned(),
                label,
                current: href == current,
                ..NavItem::default()
            })
            .collect();
        self.person = Some(person);
        self
    }

    /// The same, with the link to those who work at the desk before the last one.
    #[must_use]
    pub fn with_people(mut self, place: Place) -> Self {
        let mut people = NavItem::new("/people", "users", self.words.say("nav-people"), None);
        people.current = place == Place::People;
        let at = self.nav.len().saturating_sub(1);
        self.nav.insert(at, people);
        self
    }

    /// The same, with the links to the set-up before the last one.
    #[must_use]
    pub fn with_set_up(mut self, place: Place) -> Self {
        for (at, href, icon, key) in [
            (
                Place::Organisations,
                "/organisations",
                "house",
                "nav-organisations",
            ),
            (Place::Products, "/products", "tag", "nav-products"),
            (Place::Queues, "/queues", "tray", "nav-queues"),
            (
                Place::Satisfaction,
                "/satisfaction",
                "star",
                "nav-satisfaction",
            ),
            (
                Place::Qualification,
                "/qualification",
                "gauge",
                "nav-qualification",
            ),
            (Place::Reports, "/reports", "cal", "nav-reports"),
        ] {
            let mut item = NavItem::new(href, icon, self.words.say(key), None);
            item.current = place == at;
            let last = self.nav.len().saturating_sub(1);
            self.nav.insert(last, item);
        }
        self
    }

    /// The same, with the link to the wording of letters before the last one.
    #[must_use]
    pub fn with_wording(mut self, place: Place) -> Self {
        let label = self.words.say("nav-wording");
        let mut wording = NavItem::new("/letters/wording", "pen", label, None);
        wording.current = place == Place::Wording;
        let at = self.nav.len().saturating_sub(1);
        self.nav.insert(at, wording);
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
        self.views = marked(views(counts, words), place);
        let overview = NavItem::new("/overview", "chart", words.say("nav-overview"), None);
        let mut nav = vec![(Place::Overview, overview)];
        nav.push((
            Place::Escalations,
            NavItem::new(
                "/escalations",
                "steps",
                words.say("nav-escalations"),
                counts.escalations,
            )
            .hot(),
        ));
        if administrator {
            let refused = counts.letters_refused.filter(|n| *n > 0);
            let letters = NavItem::new("/letters", "mail", words.say("nav-letters"), refused).hot();
            nav.push((Place::Letters, letters));
        }
        let link = |at, href, icon, key| (at, NavItem::new(href, icon, words.say(key), None));
        nav.extend([
            link(Place::Operations, "/operations", "wrench", "nav-operations"),
            link(Place::Contracts, "/contracts", "doc", "nav-contracts"),
            link(Place::Help, "/help", "info", "nav-help"),
        ]);
        self.nav = marked(nav, place);
        self.person = Some(person);
        self
    }

    /// Gives the frame what of the agents' navigation needs no question to the database: who they
    /// are, what their role allows and how much there is to do are not known.
    #[must_use]
    pub fn for_somebody_at_the_desk(mut self) -> Self {
        let words = self.words;
        self.views = marked(views(Counts::default(), words), Place::Elsewhere);
        let links = [
            ("/overview", "chart", "nav-overview"),
            ("/escalations", "steps", "nav-escalations"),
            ("/operations", "wrench", "nav-operations"),
            ("/contracts", "doc", "nav-contracts"),
            ("/help", "info", "nav-help"),
            ("/account", "user", "nav-account"),
        ];
        let link = |(href, icon, key)| NavItem::new(href, icon, words.say(key), None);
        self.nav = links.map(link).into();
        self
    }
}

/// The standard views of the queue.
fn views(counts: Counts, words: Words) -> Vec<(Place, NavItem)> {
    let view =
        |at: Place, href: &str, icon, label, count| (at, NavItem::new(href, icon, label, count));
    let mut views = vec![
        view(
            Place::Queue,
            "/queue",
            "tray",
            words.say("nav-queue"),
            counts.open,
        ),
        view(
            Place::ToTake,
            "/queue?view=to-take",
            "flag",
            words.say("nav-to-take"),
            counts.to_take,
        ),
        view(
            Place::Mine,
            "/queue?view=mine",
            "user",
            words.say("nav-mine"),
            counts.mine,
        ),
    ];
    let soon = NavItem::new(
        "/queue?view=soon",
        "soon",
        words.say("nav-soon"),
        counts.soon,
    )
    .hot();
    views.push((Place::Soon, soon));
    views.push(view(
        Place::WaitingCustomer,
        "/queue?view=waiting-customer",
        "pause",
        words.say("nav-waiting-customer"),
        counts.waiting_customer,
    ));
    // A view that nobody counts is not there.
    if counts.waiting_vendor.is_some() {
        views.push(view(
            Place::WaitingVendor,
            "/queue?view=waiting-vendor",
            "house",
            words.say("nav-waiting-vendor"),
            counts.waiting_vendor,
        ));
    }
    views
}

/// The links with the one of `place` marked as the current page.
fn marked(links: Vec<(Place, NavItem)>, place: Place) -> Vec<NavItem> {
    let mark = |(at, item): (Place, NavItem)| NavItem {
        current: at == place,
        ..item
    };
    links.into_iter().map(mark).collect()
}

#[cfg(test)]
mod tests;
