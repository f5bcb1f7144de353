//! Letters about cases: to the vendor, of what was sent to it; to the desk, of what the vendor says.

use chrono::{DateTime, Utc};

use crate::{
    desk::{Desk, Error, Found, letters::ticket_facts, reply_by_link::listener},
    domain::{
        contract::Contract,
        lang::Lang,
        notice::{CaseFacts, CaseFile, CaseTold, Notice},
        people::{EmailAddress, Person},
        ticket::{Line, Priority, Ticket},
        vendor::{CaseHappened, Point, VendorCase},
    },
    store::{
        Conn, attachments, letters, organisations, people,
        vendor::{desks, hooks, outside},
    },
};

/// To how many people of a vendor a letter goes where its desk has no address.
const MOST_PEOPLE: i64 = 50;

/// How many bytes of files a letter carries: what most mail servers take, once it is written for mail.
const MOST_ENCLOSED: u64 = 10_000_000;

/// What letters tell of a case.
#[derive(Clone, Debug)]
pub(super) enum CaseStep {
    /// It was sent.
    Opened,
    /// Something happened, with what was written.
    Happened(CaseTold, String),
}

impl CaseStep {
    /// What is told of something that happened; nothing of what needs no letter.
    pub(super) fn of(happened: &CaseHappened) -> Option<Self> {
        let told = match happened {
            CaseHappened::Opened { .. } => return Some(Self::Opened),
            CaseHappened::TakenInCharge => CaseTold::TakenInCharge,
            CaseHappened::Answered { .. } => CaseTold::Answered,
            CaseHappened::Asked { .. } => CaseTold::Asked,
            CaseHappened::Settled { .. } => CaseTold::Settled,
            CaseHappened::Remarked { .. } => CaseTold::Remarked,
            CaseHappened::Told { .. } => CaseTold::Written,
            CaseHappened::Reopened { .. } => CaseTold::Reopened,
            CaseHappened::Withdrawn { reason } => {
                return Some(Self::Happened(
                    CaseTold::Withdrawn,
                    reason.as_str().to_owned(),
                ));
            }
            CaseHappened::PauseContested { reason, .. } => {
                return Some(Self::of_pause(CaseTold::PauseContested, reason));
            }
            CaseHappened::PauseUpheld { reason, .. } => {
                return Some(Self::of_pause(CaseTold::PauseUpheld, reason));
            }
            CaseHappened::PauseLifted { reason, .. } => {
                return Some(Self::of_pause(CaseTold::PauseLifted, reason));
            }
            CaseHappened::EndUpheld { reason, .. } => {
                return Some(Self::of_pause(CaseTold::EndUpheld, reason));
            }
            CaseHappened::EndLifted { reason, .. } => {
                return Some(Self::of_pause(CaseTold::EndLifted, reason));
            }
            // What the vendor says of it is told by a letter of its own.
            CaseHappened::EndContested { .. } | CaseHappened::Referred { .. } => return None,
        };
        Some(Self::Happened(told, String::new()))
    }

    fn of_pause(told: CaseTold, reason: &Line) -> Self {
        Self::Happened(told, reason.as_str().to_owned())
    }

    /// The same with what was written.
    pub(super) fn with(self, text: &str) -> Self {
        match self {
            Self::Happened(told, before) if before.is_empty() => {
                Self::Happened(told, text.to_owned())
            }
            same => same,
        }
    }

    fn parts(self, case: &VendorCase) -> (CaseTold, String) {
        match self {
            Self::Opened => (
                CaseTold::Opened,
                case.dossier.text(Point::Request).to_owned(),
            ),
            Self::Happened(told, text) => (told, text),
        }
    }
}

impl Desk {
    /// Owes the vendor its letter, or the call of its program. It names the case and the dossier, and nothing of the ticket: no
    /// answer to it can reach the customer.
    pub(super) fn tell_vendor(
        &self,
        tx: &mut Conn,
        (ticket, case): (&Ticket, &VendorCase),
        contract: &Contract,
        step: CaseStep,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let whole = matches!(step, CaseStep::Opened);
        let (told, text) = step.parts(case);
        if hooks::find(tx, case.vendor)?.is_some() {
            return self.owe_call(tx, (ticket, case), contract, (told, text), now);
        }
        let outside = outside::find(tx, case.vendor)?.is_some();
        for (mail, lang) in listeners(tx, case)? {
            let mut facts = case_facts(ticket, case, contract, lang);
            facts.outside = outside;
            if outside && whole {
                facts.dossier = written(case);
                facts.files = enclosed(tx, case)?;
            }
            let notice = Notice::CaseForVendor {
                case: facts,
                told,
                text: text.clone(),
            };
            letters::owe(tx, &self.letter(None, mail, lang, notice, now))?;
        }
        Ok(())
    }

    /// Owes whoever works on the ticket their letter, or the queue while nobody does.
    pub(super) fn tell_integrator(
        &self,
        tx: &mut Conn,
        (ticket, case): (&Ticket, &VendorCase),
        author: &Person,
        step: CaseStep,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some((mail, lang)) = listener(tx, ticket)? else {
            return Ok(());
        };
        let recorded = author.role.works_at_the_desk();
        if recorded && author.email == mail {
            // Who noted it knows.
            return Ok(());
        }
        let (told, text) = step.parts(case);
        let contract = self.contracts.get(tx, ticket.contract)?;
        let notice = Notice::VendorAnswered {
            ticket: ticket_facts(tx, ticket, &contract, lang)?,
            vendor: organisations::find(tx, case.vendor).found()?.name,
            author: author.name.clone(),
            told,
            text,
            recorded,
        };
        let letter = self.letter(Some(ticket.id), mail, lang, notice, now);
        letters::owe(tx, &letter)?;
        Ok(())
    }
}

/// Who hears of a case at the vendor: its desk, or its people where that has no address.
fn listeners(tx: &mut Conn, case: &VendorCase) -> Result<Vec<(EmailAddress, Lang)>, Error> {
    let desk = desks::find(tx, case.vendor)?;
    if let Some(mail) = desk.and_then(|desk| desk.mail) {
        return Ok(vec![(mail, Lang::Fr)]);
    }
    let people = people::of_organisation(tx, case.vendor, MOST_PEOPLE)?;
    Ok(people
        .into_iter()
        .filter(|one| one.active)
        .map(|one| (one.email, one.lang))
        .collect())
}

/// A case as letters to the vendor show it.
fn case_facts(ticket: &Ticket, case: &VendorCase, contract: &Contract, lang: Lang) -> CaseFacts {
    let severity = case.dossier.severity.unwrap_or(Priority::P3);
    CaseFacts {
        id: case.id,
        reference: Desk::case_reference(ticket, case),
        headline: case.dossier.headline(),
        nature: case.dossier.nature,
        product: case
            .runs_on
            .as_ref()
            .map(|one| one.name.clone())
            .unwrap_or_default(),
        severity,
        severity_word: contract.priority_word(severity, lang).to_owned(),
        due: case.due,
        timezone: contract.calendar().rules().timezone().name().to_owned(),
        contract: contract.title_in(lang).to_owned(),
        outside: false,
        dossier: Vec::new(),
        files: Vec::new(),
    }
}

/// All that was written in the dossier of a case.
fn written(case: &VendorCase) -> Vec<(Point, String)> {
    Point::WRITTEN
        .into_iter()
        .map(|point| (point, case.dossier.text(point).to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// The files of a dossier; the letter carries the first ones that fit into it.
fn enclosed(tx: &mut Conn, case: &VendorCase) -> Result<Vec<CaseFile>, Error> {
    let mut room = MOST_ENCLOSED;
    let mut files = attachments::of(tx, case.ticket)?;
    files.retain(|file| case.dossier.files.contains(&file.id));
    Ok(files
        .into_iter()
        .map(|file| {
            let enclosed = file.bytes <= room;
            if enclosed {
                room -= file.bytes;
            }
            CaseFile {
                id: file.id,
                ticket: case.ticket,
                name: file.name,
                bytes: file.bytes,
                enclosed,
            }
        })
        .collect())
}
