//! What the address of the queue asks for: the view, the filters, the place to go on from. A
//! value that nobody offers is left aside, and the page says so.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{QueuePage, day_ends},
    domain::{
        ids::{OrganisationId, PersonId},
        services::Queue,
        ticket::{Assignee, Priority, QueueFilter, QueueKey, Status, Turn, View, is_kept},
    },
    edges::{
        http::Form,
        pages::{attention::ZONE, layout::Place},
    },
};

/// A view of the queue, as addresses name it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum QueueView {
    /// Everything that is not resolved.
    #[default]
    Open,
    /// Not yet taken in charge.
    ToTake,
    /// The reader's own.
    Mine,
    /// Late, or due within an hour.
    Soon,
    /// Paused because the customer owes something.
    WaitingCustomer,
    /// Resolved.
    Resolved,
    /// Every ticket.
    All,
}

impl QueueView {
    /// Every view.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::ToTake,
        Self::Mine,
        Self::Soon,
        Self::WaitingCustomer,
        Self::Resolved,
        Self::All,
    ];

    /// The word of addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ToTake => "to-take",
            Self::Mine => "mine",
            Self::Soon => "soon",
            Self::WaitingCustomer => "waiting-customer",
            Self::Resolved => "resolved",
            Self::All => "all",
        }
    }

    /// Where it stands in the rail.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::Open => Place::Queue,
            Self::ToTake => Place::ToTake,
            Self::Mine => Place::Mine,
            Self::Soon => Place::Soon,
            Self::WaitingCustomer => Place::WaitingCustomer,
            Self::Resolved | Self::All => Place::Elsewhere,
        }
    }
}

/// Whose tickets are shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Whose {
    /// The reader's own.
    Mine,
    /// Nobody's yet.
    Nobodys,
    /// Somebody's.
    Of(PersonId),
}

/// What an address asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Asked {
    /// The view.
    pub view: QueueView,
    /// The word of a queue.
    pub queue: String,
    /// Whose.
    pub whose: Option<Whose>,
    /// Of one priority.
    pub priority: Option<Priority>,
    /// When it falls due.
    pub due: Option<DueAsked>,
    /// Of one organisation.
    pub organisation: Option<OrganisationId>,
    /// On which it is somebody's turn.
    pub turn: Option<Turn>,
    /// What is looked for.
    pub text: String,
    /// Where the page begins.
    pub after: Option<QueueKey>,
    /// What was asked for and is left aside: `priority=P9`.
    pub ignored: Vec<String>,
}

/// The spans that `?due=` offers, in hours.
pub const SPANS: [u32; 4] = [1, 4, 24, 72];

/// When what is asked for falls due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DueAsked {
    /// Within so many hours, the late ones too.
    Hours(u32),
    /// From now on until the day of the desk ends.
    Today,
    /// It is late already.
    Late,
}

impl DueAsked {
    fn read(value: &str) -> Option<Self> {
        match value {
            "today" => Some(Self::Today),
            "late" => Some(Self::Late),
            hours => {
                let hours = hours.strip_suffix('h').and_then(|hours| hours.parse().ok());
                hours
                    .filter(|hours| (1..=8_760).contains(hours))
                    .map(Self::Hours)
            }
        }
    }

    /// The word of addresses.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Hours(hours) => format!("{hours}h"),
            Self::Today => "today".to_owned(),
            Self::Late => "late".to_owned(),
        }
    }
}

impl Asked {
    /// Reads the query of an address.
    #[must_use]
    pub fn read(query: &Form) -> Self {
        let mut asked = Self {
            queue: query
                .line("queue")
                .chars()
                .filter(|one| is_kept(*one))
                .take(80)
                .collect(),
            text: query
                .line("q")
                .chars()
                .filter(|one| is_kept(*one))
                .take(QueueFilter::TEXT)
                .collect(),
            ..Self::default()
        };
        let mut ignored = Vec::new();
        let mut take = |name: &str, read: &mut dyn FnMut(&str) -> bool| {
            let value = query.line(name);
            if !value.is_empty() && !read(value) {
                ignored.push(format!(
                    "{name}={}",
                    value
                        .chars()
                        .filter(|one| is_kept(*one))
                        .take(40)
                        .collect::<String>()
                ));
            }
        };
        take("view", &mut |value| {
            let view = QueueView::ALL.into_iter().find(|one| one.word() == value);
            asked.view = view.unwrap_or_default();
            view.is_some()
        });
        take("assignee", &mut |value| {
            asked.whose = match value {
                "me" => Some(Whose::Mine),
                "none" => Some(Whose::Nobodys),
                id => id.parse().ok().map(Whose::Of),
            };
            asked.whose.is_some()
        });
        take("priority", &mut |value| {
            asked.priority = value.parse().ok();
            asked.priority.is_some()
        });
        take("due", &mut |value| {
            asked.due = DueAsked::read(value);
            asked.due.is_some()
        });
        take("organisation", &mut |value| {
            asked.organisation = value.parse().ok();
            asked.organisation.is_some()
        });
        take("turn", &mut |value| {
            asked.turn = value.parse().ok();
            asked.turn.is_some()
        });
        take("after", &mut |value| {
            asked.after = value.parse().ok();
            asked.after.is_some()
        });
        asked.ignored = ignored;
        asked
    }

    /// Notes that no queue is called as was asked.
    pub fn drop_queue(&mut self) {
        let queue = std::mem::take(&mut self.queue);
        self.ignored.push(format!("queue={queue}"));
    }

    /// The filter for the desk; `queue` is the one that was asked for.
    #[must_use]
    pub fn filter(
        &self,
        queue: Option<&Queue>,
        reader: PersonId,
        now: DateTime<Utc>,
    ) -> QueueFilter {
        let own = Assignee::Person(reader);
        let mut filter = QueueFilter {
            queue: queue.map(|queue| queue.id),
            priority: self.priority,
            organisation: self.organisation,
            turn: self.turn,
            assignee: self.whose.map(|whose| match whose {
                Whose::Mine => own,
                Whose::Nobodys => Assignee::Nobody,
                Whose::Of(person) => Assignee::Person(person),
            }),
            text: (!self.text.is_empty()).then(|| self.text.clone()),
            ..QueueFilter::default()
        };
        let mut hours = match self.due {
            Some(DueAsked::Hours(hours)) => Some(hours),
            Some(DueAsked::Today | DueAsked::Late) | None => None,
        };
        match self.view {
            QueueView::Open => {}
            QueueView::ToTake => filter.view = View::In(Status::New),
            QueueView::Mine => filter.assignee = Some(own),
            QueueView::Soon => hours = hours.min(Some(1)).or(Some(1)),
            QueueView::WaitingCustomer => filter.view = View::WaitingForCustomer,
            QueueView::Resolved => filter.view = View::In(Status::Resolved),
            QueueView::All => filter.view = View::Everything,
        }
        filter.due_before =
            hours.and_then(|hours| now.checked_add_signed(TimeDelta::hours(hours.into())));
        let before = |at| Some(filter.due_before.map_or(at, |before| before.min(at)));
        match self.due {
            Some(DueAsked::Today) => {
                filter.due_before = before(day_ends(now, ZONE));
                filter.due_from = Some(now);
            }
            Some(DueAsked::Late) => filter.due_before = before(now),
            Some(DueAsked::Hours(_)) | None => {}
        }
        filter
    }

    /// The value of `?assignee=`; empty for everybody.
    #[must_use]
    pub fn assignee(&self) -> String {
        match self.whose {
            None => String::new(),
            Some(Whose::Mine) => "me".to_owned(),
            Some(Whose::Nobodys) => "none".to_owned(),
            Some(Whose::Of(person)) => person.to_string(),
        }
    }

    /// The value of `?due=`; empty for any time.
    #[must_use]
    pub fn due(&self) -> String {
        self.due.map(DueAsked::word).unwrap_or_default()
    }

    /// Whether the same address shows each reader something else.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.view == QueueView::Mine || self.whose == Some(Whose::Mine)
    }

    /// Whether something beyond the view is asked for.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !self.queue.is_empty()
            || self.whose.is_some()
            || self.priority.is_some()
            || self.due.is_some()
            || self.organisation.is_some()
            || self.turn.is_some()
            || !self.text.is_empty()
    }

    /// The address that asks for the same, from `after` on.
    #[must_use]
    pub fn href(&self, after: Option<QueueKey>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        };
        if self.view != QueueView::Open {
            put("view", self.view.word());
        }
        put("queue", &self.queue);
        put("assignee", &self.assignee());
        put("priority", self.priority.map_or("", Priority::word));
        put("due", &self.due());
        let organisation = self.organisation.map(|one| one.to_string());
        put("organisation", &organisation.unwrap_or_default());
        put("turn", self.turn.map_or("", Turn::word));
        put("q", &self.text);
        put(
            "after",
            &after.map(|key| key.to_string()).unwrap_or_default(),
        );
        match query.finish() {
            query if query.is_empty() => "/queue".to_owned(),
            query => format!("/queue?{query}"),
        }
    }

    /// The address of the same view without any filter.
    #[must_use]
    pub fn bare(&self) -> String {
        Self {
            view: self.view,
            ..Self::default()
        }
        .href(None)
    }
}

/// The name of the queue that was asked for, if there is one of that word.
#[must_use]
pub fn queue_asked<'a>(asked: &Asked, page: &'a QueuePage) -> Option<&'a Queue> {
    page.queues.iter().find(|queue| queue.slug == asked.queue)
}

#[cfg(test)]
mod tests;
