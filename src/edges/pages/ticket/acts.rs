//! What an agent's form asks for: which act, and what was typed with it. Nothing typed is lost when
//! it cannot be done.

use super::{
    act_name::ActName,
    fault::{Fault, line_of, text_fault},
    pauses::paused,
    qualify::Sent,
    time::{self, Fix},
};
use crate::{
    desk::{self, NotTaken},
    domain::{
        attachment::Attachment,
        ids::MessageId,
        ticket::{Act, Description, Draft, DraftKind, Minutes, Status, Step},
    },
    edges::{
        http::Form,
        pages::{consent::ConsentTyped, files, pauses::PauseTyped},
        words::Words,
    },
};

/// What is to become of what the composer sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Doing {
    /// It is sent.
    Send,
    /// It is shown as it would look.
    Preview,
    /// It is kept as a draft.
    Keep,
}

/// What was typed into the forms of a ticket's page.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The form that was sent; none on a fresh page.
    pub(super) act: Option<ActName>,
    /// The version that the agent saw.
    pub(super) seen: i64,
    /// The rank of the last event that the agent saw.
    pub(super) after: i64,
    /// The id under which the message is kept: sent twice, it is kept once.
    pub(super) message: MessageId,
    /// Whether the composer stands on the internal note.
    pub(super) internal: bool,
    /// Whether the answer settles the matter.
    pub(super) resolves: bool,
    pub(super) text: String,
    pub(super) note: String,
    /// The news for the requester, and the id under which they are kept.
    pub(super) news: String,
    pub(super) news_message: MessageId,
    /// The time that it took.
    pub(super) spent: String,
    /// What is to become of it.
    pub(super) doing: Doing,
    /// The versions of the drafts that the answer and the note began with, 0 for none.
    pub(super) rests_on: [i64; 2],
    /// Drafts that are newer than these.
    pub(super) newer: Vec<Draft>,
    /// What was said of the qualification.
    pub(super) sent: Sent,
    /// A correction of the time of a message.
    pub(super) fix: Option<Fix>,
    pub(super) priority: String,
    pub(super) why: String,
    pub(super) pause: String,
    pub(super) awaited: String,
    /// What shows that a pause is right, and what else is to be known of it.
    pub(super) shows: [String; 2],
    /// A decision on a pause that came back.
    pub(super) ruling: PauseTyped,
    /// What was typed of an entry into the customer's platform and came back.
    pub(super) entry: ConsentTyped,
    pub(super) reopen: String,
    pub(super) assignee: String,
    /// The address of somebody who is to follow, which was refused.
    pub(super) colleague: String,
    /// The files that came with the message.
    pub(super) files: Vec<Attachment>,
    /// Those that were not taken, and why.
    pub(super) refused: Vec<NotTaken>,
}

impl Typed {
    /// Nothing typed yet but what was kept as a draft. The composer opens on the note where only a
    /// note was begun.
    pub(super) fn fresh(internal: bool, drafts: &[Draft]) -> Self {
        let mut typed = Self::blank(internal);
        for draft in drafts {
            typed.rest_on(draft);
            match draft.kind {
                DraftKind::Answer => typed.text.clone_from(&draft.body),
                DraftKind::Note => typed.note.clone_from(&draft.body),
            }
        }
        typed.internal |= typed.text.is_empty() && !typed.note.is_empty();
        typed
    }

    fn blank(internal: bool) -> Self {
        Self {
            act: None,
            seen: 0,
            after: 0,
            message: MessageId::fresh(),
            internal,
            resolves: false,
            text: String::new(),
            note: String::new(),
            news: String::new(),
            news_message: MessageId::fresh(),
            spent: String::new(),
            doing: Doing::Send,
            rests_on: [0; 2],
            newer: Vec::new(),
            sent: Sent::default(),
            fix: None,
            priority: String::new(),
            why: String::new(),
            pause: String::new(),
            awaited: String::new(),
            shows: Default::default(),
            ruling: PauseTyped::default(),
            entry: ConsentTyped::default(),
            reopen: String::new(),
            assignee: String::new(),
            colleague: String::new(),
            files: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// What a form brought. A version that cannot be read is none that anybody saw.
    pub(super) fn read(act: ActName, form: &Form) -> Self {
        let number = |name| form.line(name).parse().unwrap_or(-1);
        let id = |own| {
            let id = form.line("message").parse().ok();
            id.filter(|_| own).unwrap_or_else(MessageId::fresh)
        };
        let internal = form.line("mode") == "internal" || form.line("do") == "note";
        Self {
            act: Some(act),
            seen: number("seen"),
            after: number("after"),
            message: id(act != ActName::Inform),
            internal,
            resolves: !internal && form.line("do") == "resolve",
            text: form.get("text").to_owned(),
            note: form.get("note").to_owned(),
            news: form.get("news").to_owned(),
            news_message: id(act == ActName::Inform),
            spent: form.line("spent").to_owned(),
            doing: match form.line("do") {
                "preview" => Doing::Preview,
                "keep" => Doing::Keep,
                _ => Doing::Send,
            },
            rests_on: ["rests-answer", "rests-note"].map(|name| number(name).max(0)),
            newer: Vec::new(),
            sent: Sent::default(),
            fix: None,
            priority: form.line("priority").to_owned(),
            why: form.get("why").to_owned(),
            pause: form.line("pause").to_owned(),
            awaited: form.get("awaited").to_owned(),
            shows: ["shows", "shows-note"].map(|name| form.get(name).to_owned()),
            ruling: PauseTyped::default(),
            entry: ConsentTyped::default(),
            reopen: form.get("reopen").to_owned(),
            assignee: form.line("assignee").to_owned(),
            colleague: String::new(),
            files: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// What was typed as an answer or as a note.
    pub(super) fn text_of(&self, kind: DraftKind) -> &str {
        match kind {
            DraftKind::Answer => &self.text,
            DraftKind::Note => &self.note,
        }
    }

    /// The version of the draft that it began with.
    pub(super) const fn rests_on(&self, kind: DraftKind) -> i64 {
        let [answer, note] = self.rests_on;
        match kind {
            DraftKind::Answer => answer,
            DraftKind::Note => note,
        }
    }

    /// What is typed from now on takes the place of `draft`.
    pub(super) const fn rest_on(&mut self, draft: &Draft) {
        let [answer, note] = &mut self.rests_on;
        match draft.kind {
            DraftKind::Answer => *answer = draft.version(),
            DraftKind::Note => *note = draft.version(),
        }
    }

    /// The time that the message took; none where the field was left blank.
    pub(super) fn spent(&self, words: Words) -> Result<Minutes, Fault> {
        if self.spent.is_empty() || self.act != Some(ActName::Reply) {
            return Ok(Minutes::default());
        }
        time::minutes("spent", &self.spent, words)
    }

    /// The act, and the message that comes with it. Only a form that says « public » twice, by its
    /// tab and by its button, writes to the requester.
    pub(super) fn act(&self, words: Words) -> Result<(Act, Option<Description>), Fault> {
        let fault = |control, key: &str| Fault {
            control,
            words: words.say(key),
        };
        let line = |control, text: &str, blank| line_of(control, text, blank, words);
        let message = self.message;
        Ok(match self.act {
            None => return Err(fault("m-pub", "ticket-fault-act")),
            Some(ActName::Take) => (Act::TakeCharge, None),
            Some(ActName::Confirm) => (Act::ConfirmPriority, None),
            Some(ActName::Resume) => (Act::Resume, None),
            Some(ActName::Resolve) => (Act::Resolve, None),
            Some(ActName::Reply) => {
                if let Some(refused) = self.refused.first() {
                    return Err(Fault {
                        control: "files",
                        words: files::refusal(refused, words),
                    });
                }
                let (control, text) = if self.internal {
                    ("note", &self.note)
                } else {
                    ("text", &self.text)
                };
                let text = Description::parse(text)
                    .map_err(|error| text_fault(control, error, "ticket-fault-text", words))?;
                let act = if self.internal {
                    Act::Note { message }
                } else {
                    Act::Reply {
                        message,
                        resolve: self.resolves,
                    }
                };
                (act, Some(text))
            }
            Some(ActName::Inform) => {
                let control = "news-text";
                let text = Description::parse(&self.news)
                    .map_err(|error| text_fault(control, error, "ticket-fault-text", words))?;
                let message = self.news_message;
                (Act::Inform { message }, Some(text))
            }
            Some(ActName::Requalify) => {
                let to = self
                    .priority
                    .parse()
                    .map_err(|_| fault("priority", "ticket-fault-priority"))?;
                // Whether it needs one, the desk knows.
                let reason = if self.why.trim().is_empty() {
                    String::new()
                } else {
                    line("why", &self.why, "ticket-fault-why")?.to_string()
                };
                (Act::Requalify { to, reason }, None)
            }
            Some(ActName::Pause) => {
                let reason = self
                    .pause
                    .parse()
                    .map_err(|_| fault("pause", "ticket-fault-pause"))?;
                let detail = line("awaited", &self.awaited, "ticket-fault-awaited")?.to_string();
                (paused(reason, detail, &self.shows, words)?, None)
            }
            Some(ActName::Reopen) => {
                let reason = line("reopen", &self.reopen, "ticket-fault-reopen")?.to_string();
                (Act::Reopen { reason }, None)
            }
            Some(ActName::Assign) => {
                let to = match self.assignee.as_str() {
                    "none" => None,
                    id => Some(
                        id.parse()
                            .map_err(|_| fault("assignee", "ticket-fault-assignee"))?,
                    ),
                };
                (Act::Assign { to }, None)
            }
        })
    }

    /// The control to go to when the desk refuses the act as a whole.
    const fn control(&self) -> &'static str {
        match self.act {
            Some(ActName::Reply) if self.internal => "note",
            Some(ActName::Reply) | None => "text",
            Some(ActName::Inform) => "news-text",
            Some(ActName::Requalify) => "priority",
            Some(ActName::Pause) => "pause",
            Some(ActName::Reopen) => "reopen",
            Some(ActName::Assign) => "assignee",
            Some(ActName::Take | ActName::Confirm | ActName::Resume | ActName::Resolve) => "acts",
        }
    }

    /// The control of what is missing, where it is not the act's own.
    const fn control_of(&self, field: desk::Field) -> &'static str {
        match (field, self.act) {
            (desk::Field::Reason, Some(ActName::Requalify)) => "why",
            (desk::Field::Document, Some(ActName::Pause)) => "shows",
            (desk::Field::Reason, _) => "qualification",
            _ => self.control(),
        }
    }

    /// What the desk's refusal means, in words; nothing when it is no refusal of this form.
    pub(super) fn fault(&self, error: &desk::Error, words: Words) -> Option<Fault> {
        let key = match error {
            desk::Error::Refused(refused) => match (refused.status, refused.step) {
                (Status::Resolved, Step::Resolve) => "ticket-refused-resolved-already",
                (Status::Resolved, _) => "ticket-refused-resolved",
                (Status::Paused, Step::Pause) => "ticket-refused-paused",
                (Status::Open, Step::TakeCharge) => "ticket-refused-taken",
                (_, Step::Resume) => "ticket-refused-not-paused",
                (_, Step::Reopen) => "ticket-refused-not-resolved",
                (_, _) => "ticket-refused",
            },
            desk::Error::NotInContract if self.act == Some(ActName::Inform) => {
                "ticket-refused-no-news"
            }
            desk::Error::NotInContract => "ticket-refused-contract",
            desk::Error::Invalid(faults) => match faults.first().map(|fault| fault.field) {
                Some(desk::Field::Assignee) => "ticket-fault-assignee",
                Some(desk::Field::Text) => "ticket-fault-text",
                Some(desk::Field::Document) => "ticket-fault-shows",
                Some(desk::Field::Reason) => "ticket-fault-why",
                _ => "ticket-refused",
            },
            _ => return None,
        };
        let control = match error {
            desk::Error::Invalid(faults) => faults
                .first()
                .map_or_else(|| self.control(), |fault| self.control_of(fault.field)),
            _ => self.control(),
        };
        Some(Fault {
            control,
            words: words.say(key),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edges::words::Lang;

    fn sent(form: &str) -> Typed {
        Typed::read(ActName::Reply, &Form::parse(form.as_bytes()).unwrap())
    }

    #[test]
    fn what_was_meant_for_the_desk_never_goes_to_the_requester() {
        for form in [
            "mode=internal&do=send&note=n&text=t",
            "mode=public&do=note&note=n&text=t",
            "mode=internal&do=resolve&note=n&text=t",
        ] {
            let typed = sent(form);
            let (act, text) = typed.act(Lang::Fr.words()).unwrap();
            assert!(matches!(act, Act::Note { .. }), "{form}");
            assert_eq!(text.unwrap().as_str(), "n", "{form}");
        }
        let (act, text) = sent("mode=public&do=resolve&text=t&note=n")
            .act(Lang::Fr.words())
            .unwrap();
        assert!(matches!(act, Act::Reply { resolve: true, .. }));
        assert_eq!(text.unwrap().as_str(), "t");
    }

    #[test]
    fn a_form_without_a_version_is_one_that_nobody_saw() {
        assert_eq!(sent("text=a").seen, -1);
        assert_eq!(sent("text=a&seen=x").seen, -1);
        assert_eq!(sent("text=a&seen=4").seen, 4);
    }
}
