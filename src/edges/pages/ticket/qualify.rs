//! What an agent says of a ticket's qualification: the forms of its panel.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    acts::Typed,
    drawn,
    fault::{Fault, line_of, text_fault},
    read,
    view::{Before, opens_internal},
};
use crate::{
    desk::{self, Error, Qualification, Qualify},
    domain::{
        ids::{MessageId, TicketId},
        ticket::{Description, Status},
    },
    edges::{
        http::{App, Form, PageError, Worker, WorkerWith, Works, ask, see_other},
        words::Words,
    },
};

/// What a form of the panel is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    Accept,
    Keep,
    Workaround,
    Nature,
    Document,
}

impl Step {
    const ALL: [Self; 5] = [
        Self::Accept,
        Self::Keep,
        Self::Workaround,
        Self::Nature,
        Self::Document,
    ];

    /// The word by which forms name it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Keep => "keep",
            Self::Workaround => "workaround",
            Self::Nature => "nature",
            Self::Document => "document",
        }
    }
}

/// What was typed into a form of the panel.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    /// Which form; none on a fresh page.
    pub(super) step: Option<Step>,
    /// The identity of the message of a workaround: sent twice, it is kept once.
    pub(super) message: Option<MessageId>,
    pub(super) text: String,
    pub(super) public: bool,
    pub(super) nature: String,
    pub(super) why: String,
    pub(super) document: String,
    pub(super) named: String,
}

impl Sent {
    fn read(form: &Form) -> Self {
        let step = form.line("step");
        Self {
            step: Step::ALL.into_iter().find(|one| one.word() == step),
            message: form.line("message").parse().ok(),
            text: form.get("way").to_owned(),
            public: form.line("for") == "public",
            nature: form.line("nature").to_owned(),
            why: form.get("reason").to_owned(),
            document: form.line("document").to_owned(),
            named: form.get("named").to_owned(),
        }
    }

    /// The identity of the message of a workaround, drawn once for each form.
    pub(super) fn message(&self) -> String {
        self.message.unwrap_or_else(MessageId::fresh).to_string()
    }

    fn what(&self, words: Words) -> Result<Option<Qualification>, Fault> {
        let Some(step) = self.step else {
            return Ok(None);
        };
        Ok(Some(match step {
            Step::Accept => Qualification::Accept,
            Step::Keep => Qualification::Keep {
                reason: line_of("keep-why", &self.why, "ticket-fault-why", words)?,
            },
            Step::Workaround => Qualification::Workaround {
                message: self.message.unwrap_or_else(MessageId::fresh),
                text: Description::parse(&self.text)
                    .map_err(|error| text_fault("way", error, "ticket-fault-way", words))?,
                public: self.public,
            },
            Step::Nature => Qualification::Nature {
                to: self.nature.parse().map_err(|_| Fault {
                    control: "nature",
                    words: words.say("ticket-fault-nature"),
                })?,
                reason: line_of("nature-why", &self.why, "ticket-fault-nature-why", words)?,
            },
            Step::Document => {
                let document = self.document.parse().map_err(|_| Fault {
                    control: "qualification",
                    words: words.say("ticket-fault-document"),
                })?;
                let control = match document {
                    crate::domain::ticket::Document::Specification => "document-specification",
                    crate::domain::ticket::Document::Order => "document-order",
                };
                Qualification::Document {
                    document,
                    named: line_of(control, &self.named, "ticket-fault-document", words)?,
                }
            }
        }))
    }

    /// The control to go to when the desk refuses it as a whole.
    const fn control(&self) -> &'static str {
        match self.step {
            Some(Step::Workaround) => "way",
            Some(Step::Nature) => "nature",
            Some(Step::Accept | Step::Keep | Step::Document) | None => "qualification",
        }
    }

    /// What the desk's refusal means, in words; nothing when it is no refusal of this form.
    fn fault(&self, error: &Error, words: Words) -> Option<Fault> {
        let key = match error {
            Error::Refused(refused) if refused.status == Status::Resolved => {
                "ticket-refused-resolved"
            }
            Error::Refused(_) => "ticket-refused",
            Error::Invalid(faults) => match faults.first().map(|fault| fault.field) {
                Some(desk::Field::Nature) => "ticket-fault-nature",
                Some(desk::Field::Document) => "ticket-fault-document",
                Some(desk::Field::Priority) => "ticket-fault-nothing-proposed",
                _ => "ticket-refused",
            },
            _ => return None,
        };
        Some(Fault {
            control: self.control(),
            words: words.say(key),
        })
    }
}

/// Takes what was said.
pub(super) async fn qualify(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let ticket: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "").words;
    let number = |name| form.line(name).parse().unwrap_or(-1);
    let (seen, after, by) = (number("seen"), number("after"), worker.person.id);
    let sent = Sent::read(&form);
    let before = match sent.what(words) {
        Ok(None) => Before::Nothing,
        Ok(Some(what)) => {
            let qualify = Qualify {
                ticket,
                seen,
                by,
                what,
            };
            match ask(&app, move |desk| desk.qualify(qualify)).await {
                Ok(_) => return Ok(see_other(&format!("/tickets/{ticket}#qualification"))),
                Err(PageError::Desk(Error::Overtaken)) => Before::Overtaken,
                Err(PageError::Desk(error)) => match sent.fault(&error, words) {
                    Some(fault) => Before::Refused(fault),
                    None => return Err(PageError::Desk(error)),
                },
                Err(error) => return Err(error),
            }
        }
        Err(fault) => Before::Refused(fault),
    };
    let reader = Worker::clone(&worker);
    let shown = worker
        .ask(&app, move |desk| read(desk, ticket, &reader))
        .await?;
    let internal = opens_internal(shown.page.ticket.status);
    let typed = Typed {
        seen,
        after,
        sent,
        ..Typed::fresh(internal, &shown.drafts)
    };
    Ok(drawn(&app, &request, &worker, &shown, typed, before).answer())
}
