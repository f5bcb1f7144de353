//! What was typed into the form, and whether it can be filed.

use crate::{
    desk::{FileTicket, NotTaken, Secret},
    domain::{
        attachment::Attachment,
        handed_draft::DraftBody,
        lang::Lang,
        people::{EmailAddress, EmailAddressError},
        services::Service,
        ticket::{
            Account, AccountError, Answers, ConsentAnswer, Description, Document, Line, Nature,
            Reach, TextError, Workable, Workaround,
        },
    },
    edges::http::Form,
};

/// What was typed, as it was typed; shown again whatever happens.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Makes the form file once, however often it is sent.
    pub key: Secret,
    /// Proves when the form was shown.
    pub stamp: String,
    /// The slug of the service.
    pub service: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The organisation.
    pub organisation: String,
    /// The identity of the platform it is about; only where somebody signed in files.
    pub platform: String,
    /// The subject.
    pub subject: String,
    /// The description.
    pub text: String,
    /// The word of the answer to « can you work? »; empty while nothing was chosen.
    pub workable: String,
    /// The word of the answer to « how many people? ».
    pub reach: String,
    /// The word of the answer to « is there another way? ».
    pub workaround: String,
    /// The boxes that were ticked, in the order of [`FLAGS`].
    pub flags: [bool; 5],
    /// The word of the nature; empty while nothing was chosen.
    pub nature: String,
    /// The last version in which it worked.
    pub since: String,
    /// Where to find each document, in the order of [`Document::ALL`].
    pub documents: [String; 2],
    /// Whether the desk may enter the customer's platform: `yes`, `no`; empty while nothing was chosen.
    pub consent: String,
    /// The account with which it may.
    pub account: String,
    /// The files that came with the form.
    pub files: Vec<Attachment>,
    /// Those that were not taken, and why.
    pub refused: Vec<NotTaken>,
}

/// The boxes of « anything else? ».
pub const FLAGS: [&str; 5] = ["random", "regression", "data-loss", "crossing", "security"];
/// The names of the questions for documents, in the order of [`Document::ALL`].
pub const DOCUMENTS: [&str; 2] = ["document-specification", "document-order"];
/// The answers to « can you work? ».
pub const WORKABLE: [(&str, Workable); 4] = [
    ("no", Workable::No),
    ("partly", Workable::Partly),
    ("yes", Workable::Yes),
    ("unknown", Workable::Unknown),
];
/// The answers to « how many people? ».
pub const REACH: [(&str, Reach); 4] = [
    ("me", Reach::Me),
    ("team", Reach::Team),
    ("everyone", Reach::Everyone),
    ("unknown", Reach::Unknown),
];
/// The answers to « is there another way? ».
pub const WORKAROUND: [(&str, Workaround); 3] = [
    ("no", Workaround::No),
    ("yes", Workaround::Yes),
    ("unknown", Workaround::Unknown),
];

/// What must be corrected: the id of the control to go to, and the key of the sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Correction {
    /// The field.
    pub field: &'static str,
    /// The sentence that says what to do.
    pub key: &'static str,
    /// The most characters, where the sentence names them.
    pub most: Option<usize>,
}

impl Typed {
    /// A blank form, for one of `services`.
    #[must_use]
    pub fn blank() -> Self {
        Self::of(&Form::default())
    }

    /// What a form brings. Without a key that can be one it gets another: nothing typed is lost
    /// because of it.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let text = |name| form.get(name).to_owned();
        Self {
            key: Secret::read(form.line("key")).unwrap_or_else(Secret::draw),
            stamp: form.line("stamp").to_owned(),
            service: text("service"),
            name: text("name"),
            email: text("email"),
            organisation: text("organisation"),
            platform: text("platform"),
            subject: text("subject"),
            text: text("text"),
            workable: text("workable"),
            reach: text("reach"),
            workaround: text("workaround"),
            flags: FLAGS.map(|flag| form.chosen("flag", flag)),
            nature: text("nature"),
            since: text("since"),
            documents: DOCUMENTS.map(text),
            consent: text("consent"),
            account: text("account"),
            files: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// The nature; an incident, where nothing was chosen or the word names none.
    #[must_use]
    pub fn nature(&self) -> Nature {
        self.nature.parse().unwrap_or_default()
    }

    /// The answers; what was not answered decides nothing. Only incidents are asked what they block.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let nature = self.nature();
        let documents = Document::ALL.into_iter().zip(&self.documents);
        let documents = documents
            .filter_map(|(document, named)| Some((document, Line::parse(named).ok()?)))
            .collect();
        let other = Answers {
            nature,
            consent: self.consent(),
            ..Answers::default()
        };
        match nature {
            Nature::Incident => {}
            Nature::MajorEvolution => return Answers { documents, ..other },
            Nature::Question
            | Nature::Assistance
            | Nature::Suggestion
            | Nature::SubscriptionChange => return other,
        }
        let [random, regression, lost, crossing, security] = self.flags;
        let since = Line::parse(&self.since).ok();
        Answers {
            workable: named(&WORKABLE, &self.workable).unwrap_or_default(),
            reach: named(&REACH, &self.reach).unwrap_or_default(),
            workaround: named(&WORKAROUND, &self.workaround).unwrap_or_default(),
            random,
            // Whoever names the version in which it worked says that it did.
            regression: regression || since.is_some(),
            since,
            lost,
            crossing,
            security,
            ..other
        }
    }

    /// Whether the desk may enter the customer's platform; nothing where that was not said, or no account
    /// to do it with.
    fn consent(&self) -> Option<ConsentAnswer> {
        match self.consent.as_str() {
            "yes" => Account::parse(&self.account)
                .ok()
                .map(|account| ConsentAnswer::Yes { account }),
            "no" => Some(ConsentAnswer::No),
            _ => None,
        }
    }

    /// The words of the boxes that were ticked.
    pub fn ticked(&self) -> impl Iterator<Item = &'static str> {
        FLAGS
            .into_iter()
            .zip(self.flags)
            .filter_map(|(flag, ticked)| ticked.then_some(flag))
    }

    /// What a colleague typed and handed on.
    #[must_use]
    pub fn handed(draft: &DraftBody) -> Self {
        let DraftBody {
            service,
            platform,
            subject,
            text,
            workable,
            reach,
            workaround,
            flags,
            nature,
            since,
            documents,
        } = draft.clone();
        let document = |at: Document| {
            let found = documents.iter().find(|(word, _)| word == at.word());
            found.map(|(_, named)| named.clone()).unwrap_or_default()
        };
        Self {
            service,
            platform,
            subject,
            text,
            workable,
            reach,
            workaround,
            flags: FLAGS.map(|flag| flags.iter().any(|one| one == flag)),
            nature,
            since,
            documents: Document::ALL.map(document),
            ..Self::blank()
        }
    }

    /// Whether every question has an answer.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        if self.nature() != Nature::Incident {
            return true;
        }
        named(&WORKABLE, &self.workable).is_some()
            && named(&REACH, &self.reach).is_some()
            && named(&WORKAROUND, &self.workaround).is_some()
    }

    /// The request, when all of it can be taken.
    ///
    /// # Errors
    /// Everything that must be corrected, in the order of the form.
    pub fn request(&self, services: &[Service], lang: Lang) -> Result<FileTicket, Vec<Correction>> {
        let mut corrections = Vec::new();
        let mut must = |field, key, most| corrections.push(Correction { field, key, most });
        let service = services.iter().find(|one| one.slug == self.service);
        if service.is_none() {
            must("service", "form-service-choose", None);
        }
        let name = Line::parse(&self.name)
            .map_err(|error| {
                told(
                    error,
                    &mut must,
                    "name",
                    "form-name-blank",
                    "form-name-long",
                )
            })
            .ok();
        let email = EmailAddress::parse(&self.email)
            .map_err(|error| must("email", email_key(error), None))
            .ok();
        let organisation = match Line::parse(&self.organisation) {
            Ok(line) => line.as_str().to_owned(),
            Err(TextError::Blank) => String::new(),
            Err(TextError::TooLong { most }) => {
                must("organisation", "form-organisation-long", Some(most));
                String::new()
            }
        };
        let subject = Line::parse(&self.subject)
            .map_err(|error| {
                told(
                    error,
                    &mut must,
                    "subject",
                    "form-subject-blank",
                    "form-subject-long",
                );
            })
            .ok();
        let description = Description::parse(&self.text)
            .map_err(|error| {
                told(
                    error,
                    &mut must,
                    "text",
                    "form-text-blank",
                    "form-text-long",
                )
            })
            .ok();
        self.unanswered(&mut must);
        self.account(&mut must);
        match (service, name, email, subject, description) {
            (Some(service), Some(name), Some(email), Some(subject), Some(description))
                if corrections.is_empty() =>
            {
                Ok(FileTicket {
                    key: self.key.clone(),
                    name,
                    email,
                    organisation_said: organisation,
                    service: service.slug.clone(),
                    subject,
                    description,
                    answers: self.answers(),
                    lang,
                    files: !self.files.is_empty(),
                    behalf: None,
                })
            }
            _ => Err(corrections),
        }
    }
}

impl Typed {
    /// What must be corrected of the account.
    fn account(&self, must: &mut impl FnMut(&'static str, &'static str, Option<usize>)) {
        if self.consent != "yes" {
            return;
        }
        match Account::parse(&self.account) {
            Ok(_) => {}
            Err(AccountError::Blank) => must("account", "form-account-blank", None),
            Err(AccountError::Password) => must("account", "form-account-password", None),
            Err(AccountError::TooLong { most }) => must("account", "form-account-long", Some(most)),
        }
    }

    /// What must be corrected of the nature and what goes with it, and the questions about what an
    /// incident blocks that have no answer.
    fn unanswered(&self, must: &mut impl FnMut(&'static str, &'static str, Option<usize>)) {
        if !self.nature.is_empty() && self.nature.parse::<Nature>().is_err() {
            must("nature", "form-nature-choose", None);
        }
        for (field, named) in DOCUMENTS.into_iter().zip(&self.documents) {
            if let Err(TextError::TooLong { most }) = Line::parse(named) {
                must(field, "form-document-long", Some(most));
            }
        }
        if let Err(TextError::TooLong { most }) = Line::parse(&self.since) {
            must("since", "form-since-long", Some(most));
        }
        if self.nature() != Nature::Incident {
            return;
        }
        if named(&WORKABLE, &self.workable).is_none() {
            must("workable", "form-workable-choose", None);
        }
        if named(&REACH, &self.reach).is_none() {
            must("reach", "form-reach-choose", None);
        }
        if named(&WORKAROUND, &self.workaround).is_none() {
            must("workaround", "form-workaround-choose", None);
        }
    }
}

fn named<T: Copy>(answers: &[(&str, T)], word: &str) -> Option<T> {
    answers
        .iter()
        .find(|(one, _)| *one == word)
        .map(|(_, answer)| *answer)
}

fn told(
    error: TextError,
    must: &mut impl FnMut(&'static str, &'static str, Option<usize>),
    field: &'static str,
    blank: &'static str,
    long: &'static str,
) {
    match error {
        TextError::Blank => must(field, blank, None),
        TextError::TooLong { most } => must(field, long, Some(most)),
    }
}

const fn email_key(error: EmailAddressError) -> &'static str {
    match error {
        EmailAddressError::Blank => "form-email-blank",
        EmailAddressError::TooLong => "form-email-long",
        EmailAddressError::Malformed => "form-email-malformed",
    }
}
