//! A letter becomes a request.

use std::sync::Arc;

use super::{bound::Bound, handle::Read};
use crate::{
    desk::{
        Behalf, Desk, Error, FileTicket, FormKey, Secret,
        file_ticket::{self, Prepared},
        greet::TypedBy,
        limit_files::beyond,
        qualify,
    },
    domain::{
        access::Scope,
        attachment::FileLimits,
        contract::Contract,
        ids::{AttachmentId, TicketId},
        incoming::{Authentication, InboundAddress, MailFile, Outcome, ReturnPath},
        people::EmailAddress,
        ticket::{Answers, Description, Line, Nature},
    },
    kill_point::{KillPoint, pass},
    store::organisations,
};

/// How a letter is filed.
#[derive(Clone)]
pub(super) struct Filing {
    /// The address of the desk that it came to.
    pub(super) address: InboundAddress,
    /// Who is answered.
    pub(super) greeted: Greeted,
    /// Whether somebody of the desk asked for it: then no contract refuses it.
    pub(super) asked: bool,
}

/// Who is answered when a letter is filed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Greeted {
    /// As with any request that anybody may have written.
    Usual,
    /// Nobody.
    Nobody,
}

impl Desk {
    /// Files a letter; nothing when its contract does not take it: then it is held.
    pub(super) fn file_mail(&self, read: Read, filing: &Filing) -> Result<Option<TicketId>, Error> {
        let queue = self.queue_of(&read)?;
        let bound = if filing.asked {
            Bound::Free
        } else {
            self.bound(&read, &filing.address)?
        };
        if bound == Bound::Elsewhere {
            let read = Arc::new(read);
            let held = (Outcome::OtherOrganisation, queue);
            self.insist(move |tx| read.settle(tx, held, None, None))?;
            return Ok(None);
        }
        let key = Secret::draw();
        let form = FormKey::filing(&key);
        let prepared = match self.prepared(&read, filing, bound, key) {
            Ok(prepared) => prepared,
            Err(Error::NotEntitled(why)) => {
                tracing::info!(letter = %read.letter.id, ?why, "a letter is held");
                let read = Arc::new(read);
                let held = (Outcome::NotEntitled, queue);
                self.insist(move |tx| read.settle(tx, held, None, None))?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let limits = prepared.file_limits();
        let files = self.keep_mail_files(&form, &read.mail.files, limits)?;
        let prepared = Arc::new(prepared.with_files(files.any));
        let (desk, read) = (self.behind(&Scope::Desk), Arc::new(read));
        let ticket = prepared.id();
        let answered = filing.greeted == Greeted::Usual;
        desk.clone().insist(move |tx| {
            // One form, drawn for this very try: it is filed, or not allowed.
            let all = [Arc::clone(&prepared)];
            let filed = desk.file_all(tx, &all)?;
            let message = prepared.message();
            if filed.iter().flatten().next().is_none() {
                let came = read.letter.arrived_at;
                let told = answered && desk.tell_refused(tx, &prepared, (came, read.now))?;
                return read.settle_refused(tx, queue, told);
            }
            pass(KillPoint::IntakeFiled);
            read.settle(
                tx,
                (Outcome::Filed, queue),
                Some((ticket, message, &files)),
                None,
            )
        })?;
        self.bell.ring();
        Ok(Some(ticket))
    }

    fn prepared(
        &self,
        read: &Read,
        filing: &Filing,
        bound: Bound,
        key: Secret,
    ) -> Result<Prepared, Error> {
        let ours = &filing.address;
        let email = sender(read, ours);
        let known = read
            .sender
            .as_ref()
            .filter(|_| read.mail.authentication != Authentication::Failed);
        let organisation = match bound {
            Bound::To(organisation) => Some(organisation),
            Bound::Free | Bound::Elsewhere => known.and_then(|person| person.organisation),
        };
        let slug = match (organisation, &ours.strangers) {
            (None, Some(strangers)) if !self.is_of_customer(&email)? => strangers,
            _ => &ours.service,
        };
        let service = self.service(slug)?;
        let (version, contract) = self.terms(&service, organisation, read.now)?;
        let behalf = known
            .zip(organisation)
            .map(|(person, organisation)| Behalf {
                by: person.id,
                organisation,
                platform: None,
            });
        if behalf.is_none() && !filing.asked {
            file_ticket::stranger_may_file(&contract)?;
        }
        let subject = subject(read, &email)?;
        let request = FileTicket {
            key,
            name: name(read, &email)?,
            organisation_said: String::new(),
            service: service.slug.clone(),
            description: description(read, &subject)?,
            subject,
            answers: answers(ours.nature, &contract),
            lang: known.map_or(ours.lang, |person| person.lang),
            files: false,
            behalf: behalf.filter(|_| !filing.asked),
            email,
        };
        let typed = match filing.greeted {
            Greeted::Nobody => TypedBy::Program,
            Greeted::Usual => TypedBy::Anybody {
                may_write: read.mail.from.is_some() && self.stranger_greetings.take(read.now),
            },
        };
        let prepared = Prepared::of(request, typed, service, version, contract, read.now)?;
        Ok(prepared.in_plain_text())
    }

    /// Whether an address is of the domain of a customer.
    fn is_of_customer(&self, email: &EmailAddress) -> Result<bool, Error> {
        let domain = email.domain().to_lowercase();
        Ok(self.store.read(move |conn| {
            organisations::by_mail_domains(conn, vec![domain]).map(|found| !found.is_empty())
        })?)
    }

    /// Keeps the files of a letter for the message that it becomes; whether there is any. What is too
    /// much stays in the letter, which is kept whole.
    pub(super) fn keep_mail_files(
        &self,
        form: &FormKey,
        files: &[MailFile],
        limits: FileLimits,
    ) -> Result<MailFiles, Error> {
        let mut inline = Vec::new();
        if !self.takes_files() {
            return Ok(MailFiles::default());
        }
        let mut kept = Vec::new();
        for file in files {
            let mut upload = self.upload(file.name.as_str())?;
            if !upload.push(&file.bytes)? {
                continue;
            }
            if let Ok(one) = self.keep_upload(form, upload)? {
                if beyond(limits, &kept, &one).is_some() {
                    self.drop_waiting_file(form, one.id)?;
                } else {
                    inline.extend(file.content_id.clone().map(|name| (name, one.id)));
                    kept.push(one);
                }
            }
        }
        pass(KillPoint::IntakeFilesKept);
        Ok(MailFiles {
            any: !kept.is_empty(),
            inline,
        })
    }
}

/// The files of a letter that wait for the message that it becomes.
#[derive(Clone, Debug, Default)]
pub(super) struct MailFiles {
    /// Whether there are any.
    pub(super) any: bool,
    /// Those that the letter's HTML shows, by the name it has for them.
    inline: Vec<(String, AttachmentId)>,
}

impl MailFiles {
    /// The HTML with pictures at the address of their files; the others have none.
    pub(super) fn placed(&self, html: &str, ticket: TicketId) -> String {
        let mut html = html.to_owned();
        for (name, id) in &self.inline {
            let here = format!("src=\"/tickets/{ticket}/files/{id}\"");
            html = html.replace(&format!("src=\"cid:{name}\""), &here);
        }
        html
    }
}

/// What is known of a request by mail without a question asked: what its address is for. A contract
/// that takes no such requests, or wants documents with them, has it as an incident, which somebody
/// of the desk corrects.
fn answers(nature: Nature, contract: &Contract) -> Answers {
    let asked = Answers {
        nature,
        ..Answers::default()
    };
    match qualify::takes(contract, &asked) {
        Ok(()) => asked,
        Err(_) => Answers::default(),
    }
}

/// Who asks: the one sender of the letter; failing that, whom failures are reported to; failing that,
/// the desk's own address, to which no letter goes.
fn sender(read: &Read, ours: &InboundAddress) -> EmailAddress {
    match (&read.mail.from, &read.letter.return_path) {
        (Some(from), _) => from.clone(),
        (None, ReturnPath::Address(path)) => path.clone(),
        (None, ReturnPath::Null | ReturnPath::Unknown) => ours.address.clone(),
    }
}

fn name(read: &Read, email: &EmailAddress) -> Result<Line, Error> {
    match &read.mail.name {
        Some(name) => Ok(name.clone()),
        None => Line::parse(email.as_str()).map_err(|_| Error::NotFound),
    }
}

/// What it is about: its subject, else its first line, else who wrote.
fn subject(read: &Read, email: &EmailAddress) -> Result<Line, Error> {
    if let Some(subject) = &read.mail.subject {
        return Ok(subject.clone());
    }
    let text = read.mail.body.text.as_ref().map_or("", Description::as_str);
    let first: String = text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(Line::MOST / 2)
        .collect();
    Line::parse(&first)
        .or_else(|_| Line::parse(email.as_str()))
        .map_err(|_| Error::NotFound)
}

fn description(read: &Read, subject: &Line) -> Result<Description, Error> {
    match &read.mail.body.text {
        Some(text) => Ok(text.clone()),
        None => Description::parse(subject.as_str()).map_err(|_| Error::NotFound),
    }
}
