//! A dossier as it was typed.

use crate::{
    desk::{NewDossier, VendorPage},
    domain::{
        ids::{OrganisationId, PersonId, TicketId, VendorCaseId},
        ticket::{Nature, TextError},
        vendor::{Dossier, Point},
    },
    edges::{
        http::{Form, PageError},
        pages::organisations::environment_word,
        words::Words,
    },
};

/// What the form of a dossier holds.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) case: VendorCaseId,
    pub(super) vendor: Option<OrganisationId>,
    pub(super) dossier: Dossier,
    pub(super) rests_on: i64,
    pub(super) reason: String,
    /// What is wrong, by the control.
    pub(super) faults: Vec<(&'static str, String)>,
}

impl Typed {
    /// The form when it is opened: the draft, or what is known already.
    pub(super) fn of(page: &VendorPage, words: Words) -> Self {
        match &page.draft {
            Some(draft) => Self {
                case: draft.case,
                vendor: Some(draft.vendor),
                dossier: draft.dossier.clone(),
                rests_on: draft.version(),
                reason: String::new(),
                faults: Vec::new(),
            },
            None => Self {
                case: VendorCaseId::fresh(),
                vendor: page.vendors.first().map(|one| one.organisation.id),
                dossier: known(page, words),
                rests_on: 0,
                reason: String::new(),
                faults: Vec::new(),
            },
        }
    }

    /// Reads a form. A text that is too long is noted, and what was kept of it before stays.
    ///
    /// # Errors
    /// When no browser of ours can have sent it.
    pub(super) fn read(form: &Form, words: Words) -> Result<Self, PageError> {
        let mut dossier = Dossier {
            nature: nature(form)?,
            version: word(form, "version")?,
            severity: word(form, "severity")?,
            ..Dossier::default()
        };
        let mut faults = Vec::new();
        for point in Point::WRITTEN {
            if let Err(TextError::TooLong { most }) = dossier.write(point, form.get(point.word())) {
                let most = u64::try_from(most).unwrap_or(u64::MAX);
                let said = words.say_with("form-text-long", &[("most", most.into())]);
                faults.push((point.word(), said));
            }
        }
        for id in form.all("file") {
            let id = id.parse().map_err(|_| PageError::NotUnderstood)?;
            dossier.files.insert(id);
        }
        Ok(Self {
            case: word(form, "case")?.ok_or(PageError::NotUnderstood)?,
            vendor: word(form, "vendor")?,
            dossier,
            rests_on: form.line("rests").parse().unwrap_or(0),
            reason: form.get("reason").to_owned(),
            faults,
        })
    }

    /// The dossier as the desk keeps it.
    pub(super) fn kept_as(&self, ticket: TicketId, by: PersonId) -> Result<NewDossier, PageError> {
        Ok(NewDossier {
            ticket,
            case: self.case,
            by,
            vendor: self.vendor.ok_or(PageError::NotUnderstood)?,
            dossier: self.dossier.clone(),
            rests_on: self.rests_on,
        })
    }

    /// What is wrong with a control.
    pub(super) fn fault(&self, control: &str) -> Option<String> {
        let found = self.faults.iter().find(|(name, _)| *name == control);
        found.map(|(_, words)| words.clone())
    }
}

/// What is known before anybody wrote: what the ticket's platform runs, and where.
fn known(page: &VendorPage, words: Words) -> Dossier {
    let mut dossier = page.known.clone();
    if let Some((name, environment)) = &page.platform {
        let what_for = environment_word(*environment, words);
        dossier
            .texts
            .insert(Point::Environment, [name.as_str(), &what_for].join(", "));
    }
    dossier
}

/// What the vendor is asked.
fn nature(form: &Form) -> Result<Nature, PageError> {
    let chosen: Nature = word(form, "nature")?.unwrap_or_default();
    Nature::OF_VENDORS
        .contains(&chosen)
        .then_some(chosen)
        .ok_or(PageError::NotUnderstood)
}

/// A value of a fixed form; nothing where the field is blank.
fn word<T: std::str::FromStr>(form: &Form, name: &str) -> Result<Option<T>, PageError> {
    match form.line(name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| PageError::NotUnderstood),
    }
}
