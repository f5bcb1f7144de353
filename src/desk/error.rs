//! Why the desk did not do what it was asked, sorted by what the caller can do about it.

use std::fmt;

use crate::{
    domain::{
        calendar::CalendarError,
        entitlement::NotEntitled,
        sla::ReplayError,
        ticket::{PauseRefused, Refused},
        vendor::CaseState,
    },
    store::StoreError,
};

/// Why it did not happen.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or not for who asks.
    NotFound,
    /// What was typed cannot be taken as it is.
    Invalid(Vec<Fault>),
    /// The ticket's state does not allow it.
    Refused(Refused),
    /// The state of a case at the vendor does not allow it.
    CaseRefused(CaseState),
    /// The pause cannot be contested, or decided on, or it is not there.
    PauseRefused(PauseRefused),
    /// The contract does not know this reason for a pause, or owes no news now.
    NotInContract,
    /// Somebody else changed the ticket since it was read.
    Overtaken,
    /// The signed-in person's role does not carry the right.
    Forbidden,
    /// Nobody else could administer the desk.
    LastAdministrator,
    /// Nobody else administrates the organisation: it takes a clear word.
    LastDesignated,
    /// The contract does not take this person's request.
    NotEntitled(NotEntitled),
    /// The link was used, or its time is over.
    LinkSpent,
    /// A stored contract or history cannot be understood any more: a person must look.
    Inconsistent(String),
    /// The database did not do its part.
    Store(StoreError),
}

/// What keeps the database from doing its part for a while. Trying again is right, and safe: what
/// was recorded after all is found by its key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hindrance {
    /// Others keep it too busy.
    Busy,
    /// It cannot be reached, or its disk fails.
    Unreachable,
    /// Its disk is full.
    Full,
}

/// One field that must be typed again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fault {
    /// Which field.
    pub field: Field,
    /// What is wrong: the key of a sentence, made of the field's word and this one.
    pub problem: &'static str,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Field {
    /// The requester's or worker's name.
    Name,
    /// The e-mail address.
    Email,
    /// The organisation.
    Organisation,
    /// The service chosen.
    Service,
    /// The subject.
    Subject,
    /// The description, a reply or a note.
    Text,
    /// The files that come with a message.
    Files,
    /// A reason in words.
    Reason,
    /// A priority.
    Priority,
    /// An assignee.
    Assignee,
    /// A new password.
    Password,
    /// The password that one has.
    Present,
    /// The domain of an organisation's addresses.
    MailDomain,
    /// A platform.
    Platform,
    /// A product.
    Product,
    /// A version of a product.
    Version,
    /// An integrator.
    Integrator,
    /// A contract.
    Contract,
    /// The last day of something.
    LastDay,
    /// How content somebody is.
    Satisfaction,
    /// The nature of a request.
    Nature,
    /// A document that must come with it.
    Document,
    /// The hours, severities or causes of an outage or a maintenance.
    Operation,
    /// How a monitor looks.
    Monitor,
    /// The consent to enter a customer's platform.
    Consent,
    /// Why a maintenance cannot wait for the hours of the contracts.
    Urgency,
    /// The references of requests.
    Reference,
    /// A period of availability.
    Period,
}

impl Field {
    /// The word of the field in forms and in the catalogues of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Organisation => "organisation",
            Self::Service => "service",
            Self::Subject => "subject",
            Self::Text => "text",
            Self::Files => "files",
            Self::Reason => "reason",
            Self::Priority => "priority",
            Self::Assignee => "assignee",
            Self::Password => "password",
            Self::Present => "present",
            Self::MailDomain => "mail-domain",
            Self::Platform => "platform",
            Self::Product => "product",
            Self::Version => "version",
            Self::Integrator => "integrator",
            Self::Contract => "contract",
            Self::LastDay => "last-day",
            Self::Satisfaction => "satisfaction",
            Self::Nature => "nature",
            Self::Document => "document",
            Self::Operation => "operation",
            Self::Monitor => "monitor",
            Self::Urgency => "urgency",
            Self::Consent => "consent",
            Self::Reference => "reference",
            Self::Period => "period",
        }
    }
}

impl Error {
    /// One fault of one field.
    #[must_use]
    pub fn fault(field: Field, problem: &'static str) -> Self {
        Self::Invalid(vec![Fault { field, problem }])
    }

    /// An address of nobody who could follow a ticket: the same whoever has it.
    #[must_use]
    pub fn no_colleague() -> Self {
        Self::fault(Field::Email, "no-colleague")
    }

    /// What is in the way for a while; none when trying again would not help.
    #[must_use]
    pub const fn hindrance(&self) -> Option<Hindrance> {
        match self {
            Self::Store(StoreError::Busy) => Some(Hindrance::Busy),
            Self::Store(StoreError::Unavailable(_)) => Some(Hindrance::Unreachable),
            Self::Store(StoreError::Full) => Some(Hindrance::Full),
            _ => None,
        }
    }

    /// Whether the same may go well later, without anybody repairing anything.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        self.hindrance().is_some()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such thing here"),
            Self::Invalid(faults) => {
                f.write_str("some fields must be corrected:")?;
                faults
                    .iter()
                    .try_for_each(|fault| write!(f, " {} ({})", fault.field.word(), fault.problem))
            }
            Self::Refused(refused) => refused.fmt(f),
            Self::CaseRefused(state) => {
                write!(
                    f,
                    "the case at the vendor is {state}, which does not allow this"
                )
            }
            Self::PauseRefused(why) => f.write_str(match why {
                PauseRefused::Unknown => "there is no such pause",
                PauseRefused::ContestedBefore => "the pause was contested before",
                PauseRefused::NotContested => "nobody contests the pause",
                PauseRefused::Decided => "the pause was decided on before",
            }),
            Self::NotInContract => {
                f.write_str("the ticket's contract knows no such reason for a pause")
            }
            Self::Overtaken => f.write_str("somebody else changed the ticket meanwhile"),
            Self::Forbidden => f.write_str("your role does not allow this"),
            Self::LastAdministrator => f.write_str(
                "nobody else who can sign in is an administrator: make somebody else one first",
            ),
            Self::LastDesignated => {
                f.write_str("nobody else administrates the organisation: say that you are sure")
            }
            Self::NotEntitled(why) => why.fmt(f),
            Self::LinkSpent => f.write_str("this link was used already, or its time is over"),
            Self::Inconsistent(what) => write!(f, "what is stored contradicts itself: {what}"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(refused) => Some(refused),
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// What must be there: a question whose answer is « no such row » ends in [`Error::NotFound`].
pub(super) trait Found<T> {
    /// The row that was asked for.
    fn found(self) -> Result<T, Error>;
}

impl<T> Found<T> for Result<Option<T>, StoreError> {
    fn found(self) -> Result<T, Error> {
        self?.ok_or(Error::NotFound)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::NotFound,
            error => Self::Store(error),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<ReplayError> for Error {
    fn from(error: ReplayError) -> Self {
        Self::Inconsistent(error.to_string())
    }
}

impl From<CalendarError> for Error {
    fn from(error: CalendarError) -> Self {
        Self::Inconsistent(error.to_string())
    }
}

impl From<PauseRefused> for Error {
    fn from(refused: PauseRefused) -> Self {
        match refused {
            PauseRefused::Unknown => Self::NotFound,
            refused => Self::PauseRefused(refused),
        }
    }
}
