//! The questions about a monitor, and the form of a new one.

use askama::Template;

use crate::{
    desk::ComponentsPage,
    domain::{
        monitor::{Method, MonitorSaid, Objective, Target},
        ticket::Priority,
    },
    edges::{
        pages::{
            again::Again,
            fields::{Answer, Field, Select, Summary},
            layout::Frame,
            operations::component_word,
        },
        words::Words,
    },
};

/// The key of the title of the form.
pub(super) fn title(kind: &'static str) -> &'static str {
    match kind {
        "http" => "monitor-new-http",
        "tcp" => "monitor-new-tcp",
        _ => "monitor-new-heartbeat",
    }
}

/// The questions.
#[derive(Debug)]
pub(super) struct Questions {
    pub(super) kind: &'static str,
    pub(super) texts: Vec<Field>,
    pub(super) method: Option<Select>,
    pub(super) numbers: Vec<Field>,
    pub(super) severity: Select,
    pub(super) objective: Select,
    pub(super) publishes: bool,
    pub(super) resting: bool,
}

impl Questions {
    /// The questions with the answers of a monitor that is there, or those that fit most.
    pub(super) fn of(
        kind: &'static str,
        said: Option<&MonitorSaid>,
        again: &Again,
        words: Words,
    ) -> Self {
        let asking = Asking { again, words };
        let text = |said: Option<String>| said.unwrap_or_default();
        let target = said.map(|said| &said.target);
        let (asked, mut numbers) = asking.of_target(kind, target);
        let mut texts = vec![
            asking.line(
                "name",
                "monitor-name",
                "monitor-name-hint",
                &text(said.map(|said| said.name.to_string())),
            ),
            asking.line(
                "title",
                "monitor-outage",
                "monitor-outage-hint",
                &text(said.map(|said| said.title.to_string())),
            ),
        ];
        texts.extend(asked);
        let is_called = kind == "heartbeat";
        if !is_called {
            let limit = target.map_or(10, Target::limit);
            numbers.push(asking.number("limit", "monitor-limit", limit));
        }
        let (key, unit, every) = if is_called {
            ("monitor-within", 60, 900)
        } else {
            ("monitor-every", 1, 60)
        };
        let every = said.map_or(every, |said| said.every).div_ceil(unit);
        numbers.push(asking.number("every", key, every));
        let (failures, successes) = said.map_or((if is_called { 1 } else { 3 }, 2), |said| {
            (said.failures, said.successes)
        });
        numbers.push(asking.number("failures", "monitor-failures", failures));
        numbers.push(asking.number("successes", "monitor-successes", successes));
        Self {
            kind,
            texts,
            method: (kind == "http").then(|| method(target, again, words)),
            numbers,
            severity: severity(said, again, words),
            objective: objective(said, again, words),
            publishes: ticked(again, "publishes", said.is_some_and(|said| said.publishes)),
            resting: ticked(again, "resting", said.is_some_and(|said| !said.active)),
        }
    }
}

/// Makes questions, with the answers that were refused in their places.
struct Asking<'a> {
    again: &'a Again,
    words: Words,
}

impl Asking<'_> {
    fn line(&self, control: &'static str, key: &str, hint: &str, value: &str) -> Field {
        let field = self.again.field(control, self.words.say(key), value);
        field.hint(self.words.say(hint))
    }

    fn number(&self, control: &'static str, key: &str, value: u32) -> Field {
        let mut field = self
            .again
            .field(control, self.words.say(key), &value.to_string());
        field.width = "w-s";
        field.in_digits()
    }

    /// What is asked of a target of some kind: texts, and numbers.
    fn of_target(&self, kind: &str, target: Option<&Target>) -> (Vec<Field>, Vec<Field>) {
        let (mut texts, mut numbers) = (Vec::new(), Vec::new());
        match kind {
            "http" => {
                let http = match target {
                    Some(Target::Http(http)) => Some(http),
                    _ => None,
                };
                texts.push(self.line(
                    "address",
                    "monitor-address",
                    "monitor-address-hint",
                    http.map_or("", |http| http.address.as_str()),
                ));
                let wanted = http.and_then(|http| http.text.as_ref());
                texts.push(
                    self.line(
                        "text",
                        "monitor-text",
                        "monitor-text-hint",
                        wanted.map_or("", |text| text.as_str()),
                    )
                    .optional(),
                );
                let least = http.map_or(200, |http| http.least_status);
                let most = http.map_or(299, |http| http.most_status);
                numbers.push(self.number("least-status", "monitor-least-status", least.into()));
                numbers.push(self.number("most-status", "monitor-most-status", most.into()));
            }
            "tcp" => {
                let tcp = match target {
                    Some(Target::Tcp(tcp)) => Some(tcp),
                    _ => None,
                };
                texts.push(self.line(
                    "host",
                    "monitor-host",
                    "monitor-host-hint",
                    tcp.map_or("", |tcp| tcp.host.as_str()),
                ));
                let port = tcp.map_or(443, |tcp| tcp.port);
                numbers.push(self.number("port", "monitor-port", port.into()));
            }
            _ => {}
        }
        (texts, numbers)
    }
}

/// Whether a box is ticked: as it was sent, if it was.
fn ticked(again: &Again, control: &str, else_: bool) -> bool {
    if again.is_refused() {
        again.form().checked(control)
    } else {
        else_
    }
}

fn method(target: Option<&Target>, again: &Again, words: Words) -> Select {
    let said = match target {
        Some(Target::Http(http)) => http.method,
        _ => Method::Get,
    };
    let chosen = again.value("method", said.word());
    Select {
        name: "method",
        label: words.say("monitor-method"),
        answers: Method::ALL
            .into_iter()
            .map(|one| {
                let label = words.say(&format!("monitor-method-{one}"));
                Answer::new(one.word(), label, chosen)
            })
            .collect(),
        ..Select::default()
    }
}

fn severity(said: Option<&MonitorSaid>, again: &Again, words: Words) -> Select {
    let said = said.map_or(Priority::P1, |said| said.severity);
    let chosen = again.value("severity", said.word());
    Select {
        name: "severity",
        label: words.say("monitor-severity"),
        answers: Priority::ALL
            .into_iter()
            .map(|one| {
                let key = format!("operation-severity-{}", one.word().to_lowercase());
                Answer::new(one.word(), words.say(&key), chosen)
            })
            .collect(),
        ..Select::default()
    }
}

fn objective(said: Option<&MonitorSaid>, again: &Again, words: Words) -> Select {
    let said = said.and_then(|said| said.objective);
    let chosen = again.value("objective", said.map_or("", Objective::word));
    let none = Answer::new("", words.say("monitor-objective-none"), chosen);
    let each = Objective::ALL.into_iter().map(|one| {
        let label = words.say(&format!("monitor-objective-{one}"));
        Answer::new(one.word(), label, chosen)
    });
    Select {
        name: "objective",
        label: words.say("monitor-objective"),
        hint: words.say("monitor-objective-hint"),
        optional: true,
        answers: std::iter::once(none).chain(each).collect(),
        ..Select::default()
    }
}

/// The form of a new monitor.
#[derive(Debug, Template)]
#[template(path = "pages/monitor_new.html")]
pub(super) struct New {
    frame: Frame,
    summary: Summary,
    has_components: bool,
    component: Select,
    questions: Questions,
}

impl New {
    pub(super) fn of(
        mut frame: Frame,
        kind: &'static str,
        page: &ComponentsPage,
        again: &Again,
    ) -> Self {
        frame.refused = again.is_refused();
        let words = frame.words;
        let chosen = again.value("component", "");
        let there = page.components.iter().filter(|one| one.active);
        let answers: Vec<Answer> = there
            .map(|one| {
                Answer::new(
                    &one.id.to_string(),
                    component_word(one, page, words),
                    chosen,
                )
            })
            .collect();
        Self {
            summary: again.summary(),
            has_components: !answers.is_empty(),
            component: Select {
                name: "component",
                label: words.say("monitor-component"),
                answers,
                error: again.fault("component"),
                ..Select::default()
            },
            questions: Questions::of(kind, None, again, words),
            frame,
        }
    }
}
