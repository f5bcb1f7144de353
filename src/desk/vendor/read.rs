//! Cases as those read them who work on them: the desk with the ticket and all that is written, the
//! vendor with the dossier and the thread and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        attachment::Attachment,
        contract::Contract,
        ids::{AttachmentId, IncomingId, MessageId, PersonId, TicketId, VendorCaseId},
        people::Organisation,
        platform::Environment,
        sla::Clock,
        ticket::{Nature, Ticket},
        vendor::{
            self, CaseEvent, CaseSide, Delivery, Dossier, DossierDraft, RunsOn, VendorCase,
            VendorDesk, VendorMessage,
        },
    },
    store::{
        Conn, attachments, files, organisations, people, platforms, products, tickets,
        vendor::{cases, deliveries, desks, dossiers, files as vendor_files, outside, thread},
    },
};

use super::{
    super::{Desk, Error, Found, TicketPage},
    runs_on,
};

/// A case with its history, its thread and its clocks.
#[derive(Clone, Debug)]
pub struct CasePage {
    /// The case.
    pub case: VendorCase,
    /// What it is called.
    pub reference: String,
    /// To whom it was sent.
    pub vendor: String,
    /// The vendor's contract, in the version under which it was sent.
    pub contract: Arc<Contract>,
    /// What happened, in order.
    pub history: Vec<CaseEvent>,
    /// What was written, in order.
    pub said: Vec<VendorMessage>,
    /// The clocks of the vendor, replayed.
    pub clocks: Vec<Clock>,
    /// The files that went along.
    pub files: Vec<Attachment>,
    /// The files that came with what the vendor wrote, each with its message.
    pub theirs: Vec<(MessageId, Attachment)>,
    /// The names of everybody who did something.
    pub names: BTreeMap<PersonId, String>,
    /// Those of them who work at the desk: what they did on the vendor's side they noted for it.
    pub workers: BTreeSet<PersonId>,
    /// Whether the vendor is reached outside this desk.
    pub outside: bool,
    /// The letters in which messages came, for those who work at the desk; empty for the vendor.
    pub letters: BTreeMap<MessageId, IncomingId>,
    /// What was said to the vendor's program, for those who work at the desk; empty for the vendor.
    pub calls: Vec<Delivery>,
}

/// A vendor that takes cases.
#[derive(Clone, Debug)]
pub struct VendorChoice {
    /// The vendor.
    pub organisation: Organisation,
    /// Where it takes them.
    pub desk: VendorDesk,
    /// The contract under which it would take one now.
    pub contract: Arc<Contract>,
}

/// A version that a dossier may name.
#[derive(Clone, Debug)]
pub struct VersionChoice {
    /// Its identity, as forms write it.
    pub id: String,
    /// By name, as the list has it today.
    pub runs_on: RunsOn,
}

/// All that the desk sees of a ticket's way to vendors.
#[derive(Clone, Debug)]
pub struct VendorPage {
    /// The ticket.
    pub page: TicketPage,
    /// The vendors that take cases.
    pub vendors: Vec<VendorChoice>,
    /// The versions there are.
    pub versions: Vec<VersionChoice>,
    /// The dossier that is being written, if one is.
    pub draft: Option<DossierDraft>,
    /// Who saved it last.
    pub saved_by: Option<String>,
    /// What is known already, to begin a dossier with.
    pub known: Dossier,
    /// Where it happens, as the platform of the ticket says it; none where it has none.
    pub platform: Option<(String, Environment)>,
    /// The cases, in the order in which they were sent.
    pub cases: Vec<CasePage>,
}

/// A case as the vendor sees it.
#[derive(Clone, Debug)]
pub struct CaseForVendor {
    /// The case.
    pub case: CasePage,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// A ticket's way to vendors, as somebody who works at the desk sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket for them.
    pub fn vendor_page(&self, ticket: TicketId, scope: &Scope) -> Result<VendorPage, Error> {
        if !scope.sees_notes() {
            return Err(Error::NotFound);
        }
        let page = self.ticket(ticket, scope)?;
        let (desk, now, ticket) = (self.clone(), page.now, page.ticket.clone());
        let (reader, platform_of) = (scope.clone(), page.ticket.clone());
        self.store.read(move |conn| -> Result<_, Error> {
            let mut vendors = Vec::new();
            for place in desks::list(conn)? {
                vendors.push(VendorChoice {
                    organisation: organisations::find(conn, place.vendor).found()?,
                    contract: desk.contracts.in_force(conn, &place.contract, now)?.1,
                    desk: place,
                });
            }
            let platform = match (platform_of.organisation, platform_of.platform) {
                (Some(organisation), Some(id)) => platforms::find(conn, organisation, id)?,
                _ => None,
            };
            let known = Dossier {
                // What is asked of us is what we ask, where a vendor may be asked it.
                nature: Some(ticket.nature)
                    .filter(|nature| Nature::OF_VENDORS.contains(nature))
                    .unwrap_or_default(),
                version: platform.as_ref().and_then(|one| one.version),
                severity: Some(ticket.priority),
                ..Dossier::default()
            };
            let draft = dossiers::of(conn, ticket.id)?;
            let saved_by = match &draft {
                Some(draft) => people::find(conn, draft.saved_by)?.map(|one| one.name),
                None => None,
            };
            let mut pages = Vec::new();
            for case in cases::of(conn, ticket.id, &reader)? {
                let mut page = desk.case_page(conn, case, &ticket)?;
                page.letters = outside::letters_of(conn, page.case.id)?
                    .into_iter()
                    .collect();
                page.calls = deliveries::of(conn, page.case.id)?;
                pages.push(page);
            }
            Ok(VendorPage {
                versions: versions(conn, &vendors, now)?,
                vendors,
                draft,
                saved_by,
                known,
                platform: platform.map(|one| (one.name, one.environment)),
                cases: pages,
                page: page.clone(),
            })
        })
    }

    pub(super) fn case_page(
        &self,
        conn: &mut Conn,
        case: VendorCase,
        ticket: &Ticket,
    ) -> Result<CasePage, Error> {
        let contract = self.contracts.get(conn, case.contract)?;
        let history = thread::history(conn, case.id)?;
        let ids: Vec<PersonId> = history.iter().map(|event| event.actor.person).collect();
        let names = people::with_ids(conn, &ids)?;
        let mut files = attachments::of(conn, case.ticket)?;
        files.retain(|file| case.dossier.files.contains(&file.id));
        Ok(CasePage {
            reference: Self::case_reference(ticket, &case),
            vendor: organisations::find(conn, case.vendor).found()?.name,
            clocks: vendor::clocks(&history, &contract)?,
            said: thread::said(conn, case.id)?,
            workers: names
                .iter()
                .filter(|one| one.role.works_at_the_desk())
                .map(|one| one.id)
                .collect(),
            outside: outside::find(conn, case.vendor)?.is_some(),
            theirs: vendor_files::of(conn, case.id)?,
            letters: BTreeMap::new(),
            calls: Vec::new(),
            names: names.into_iter().map(|one| (one.id, one.name)).collect(),
            files,
            contract,
            history,
            case,
        })
    }

    /// The cases that were sent to somebody's organisation, the last first, each with what it is called.
    /// None for whoever belongs to no vendor.
    ///
    /// # Errors
    /// When the database fails.
    pub fn cases_for_vendor(&self, scope: &Scope) -> Result<Vec<CaseForVendor>, Error> {
        let found = self
            .behind(scope)
            .store
            .read(|conn| cases::for_vendor(conn, scope))?;
        found
            .into_iter()
            .map(|case| self.case_shown(case))
            .collect()
    }

    /// A case as somebody of its vendor sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for them.
    pub fn case_for_vendor(&self, id: VendorCaseId, scope: &Scope) -> Result<CaseForVendor, Error> {
        if !matches!(scope, Scope::Customer(_)) {
            return Err(Error::NotFound);
        }
        let case = self
            .behind(scope)
            .store
            .read(|conn| cases::find(conn, id, scope))
            .found()?;
        self.case_shown(case)
    }

    /// The cases of a ticket, in order. Nothing for who does not work at the desk.
    ///
    /// # Errors
    /// When the database fails.
    pub fn cases_of(&self, ticket: &Ticket, scope: &Scope) -> Result<Vec<CasePage>, Error> {
        let (desk, ticket, scope) = (self.clone(), ticket.clone(), scope.clone());
        self.store.read(move |conn| {
            cases::of(conn, ticket.id, &scope)?
                .into_iter()
                .map(|case| desk.case_page(conn, case, &ticket))
                .collect()
        })
    }

    /// The rest of a case that was found behind somebody's wall. Of the ticket only its reference is
    /// read, and of people the names of those who wrote on the case.
    fn case_shown(&self, case: VendorCase) -> Result<CaseForVendor, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.behind(&Scope::Desk).store.read(move |conn| {
            let ticket = tickets::find(conn, case.ticket, &Scope::Desk).found()?;
            Ok(CaseForVendor {
                case: desk.case_page(conn, case.clone(), &ticket)?,
                now,
            })
        })
    }

    /// A file that went along with a case, or came with what the vendor wrote, as somebody of its vendor
    /// reads it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for them.
    pub fn case_file(
        &self,
        case: VendorCaseId,
        file: AttachmentId,
        scope: &Scope,
    ) -> Result<(Attachment, files::Reading), Error> {
        let shown = self.case_for_vendor(case, scope)?;
        let theirs = shown.case.theirs.iter().find(|(_, one)| one.id == file);
        if let Some((_, found)) = theirs {
            return Ok((found.clone(), self.kept_bytes(file)?));
        }
        let ticket = shown.case.case.ticket;
        if !shown.case.files.iter().any(|one| one.id == file) {
            return Err(Error::NotFound);
        }
        self.behind(&Scope::Desk)
            .attachment(ticket, file, &Scope::Desk)
    }
}

/// The versions there are, each as the vendors' list has it today.
fn versions(
    conn: &mut Conn,
    vendors: &[VendorChoice],
    now: DateTime<Utc>,
) -> Result<Vec<VersionChoice>, Error> {
    let Some(first) = vendors.first() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for product in products::list(conn)? {
        for version in products::versions_of(conn, product.id)? {
            if let Some(known) = runs_on(conn, Some(version.id), &first.contract, now)? {
                found.push(VersionChoice {
                    id: version.id.to_string(),
                    runs_on: known,
                });
            }
        }
    }
    Ok(found)
}

impl CasePage {
    /// What happened last on the vendor's side.
    #[must_use]
    pub fn last_of_vendor(&self) -> Option<&CaseEvent> {
        let theirs = |event: &&CaseEvent| event.actor.side == CaseSide::Vendor;
        self.history.iter().rev().find(theirs)
    }
}
