//! What acts: one file for each thing the desk does. It knows the rules, the store and the
//! clock, and nothing of pages or mail servers.

mod acknowledge_escalation;
mod act_as_customer;
mod add_version;
mod attach;
mod availability;
mod bell;
mod change_members;
mod change_people;
mod change_ticket;
mod check;
mod claim_files;
mod consent;
mod contest_pause;
mod contract_jobs;
mod contracts;
mod correct_time;
mod decide_credits;
mod deliver_mail;
mod error;
mod escalate;
mod export_lists;
mod file_ticket;
mod follow;
mod form_stamp;
mod greet;
mod hand_draft;
mod hand_over;
mod hear;
mod hook_secrets;
mod invite_member;
mod keep_account;
mod keep_draft;
mod keep_people;
mod keep_products;
mod keep_queues;
mod keep_services;
mod letters;
mod lift_bounce;
mod limit_files;
mod lists;
mod lost_leases;
mod mention;
mod monitors;
mod numbers;
mod operations;
mod pictures;
pub mod ports;
mod projection;
mod qualify;
mod rate;
mod read_at_desk;
mod read_contracts;
mod read_escalations;
mod read_gauges;
mod read_hours;
mod read_letters;
mod read_members;
mod read_overview;
mod read_portal;
mod read_qualification;
mod read_queue;
mod read_register;
mod read_status;
mod read_ticket;
mod receive_mail;
mod relay;
mod reply_by_link;
pub mod reports;
mod reset_password;
mod second_factor;
mod secret;
mod seed;
mod set_up;
mod sign_in;
mod sign_in_outside;
mod standing;
mod subscribe;
mod take_over;
mod tally;
mod tell_answered;
mod tell_customers;
mod tell_designation;
mod tell_news;
mod tell_progress;
mod tenants;
mod together;
mod vendor;
mod word_letters;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

pub use crate::store::vendor::owed::{OwedKey, Which as OwedWhich};
pub use crate::store::{Alone, DatabaseUrl, DatabaseUrlError, NotAlone, files::BucketAt};
pub use acknowledge_escalation::EscalationSeen;
pub use act_as_customer::CustomerAct;
pub use add_version::VersionSaid as NewContractVersion;
pub use attach::{FormKey, NotTaken, Upload};
pub use availability::{AvailabilityPage, Measured, PeriodAsked};
pub use bell::{Bell, Listener};
pub use change_people::{Colleague, ColleaguePage, PeopleLine};
pub use change_ticket::{Change, Changed};
pub use check::{About, Aspect, Checked, Finding};
pub use consent::{ConsentLine, ConsentsPage};
pub use contest_pause::Ruling;
pub use contract_jobs::{JobPage, Simulated};
pub use correct_time::TimeCorrection;
pub use decide_credits::{AnyCredit, CreditLine, CreditsPage};
pub use deliver_mail::Delivered;
pub use error::{Error, Fault, Field, Hindrance};
pub use escalate::Swept;
pub use export_lists::{EscalationRow, TimeRow};
pub use file_ticket::{Begun, Behalf, FileTicket, Filed, Preview};
pub use follow::Following;
pub use greet::{Greeting, TypedBy};
pub use invite_member::NewMember;
pub use keep_draft::{DraftKept, NewDraft};
pub use keep_people::NewWorker;
pub use keep_products::{ProductPage, VersionSaid};
pub use keep_queues::QueueMembers;
pub use monitors::{ClaimedLook, LOOKS_KEPT, MonitorPage, MonitorsPage};
pub use operations::{
    CalledHooks, ComponentSaid, ComponentsPage, NewStatusHook, OperationPage, OperationTyped,
    OperationsPage, OutsideHours, RevisionLine, StatusHooksPage,
};
pub use qualify::{Qualification, Qualify};
pub use rate::{Counted, RatingSaid, SatisfactionPage, counted_since};
pub use read_at_desk::{DeskTicket, VendorBeside};
pub use read_contracts::ContractPage;
pub use read_escalations::{Alarms, ESCALATIONS, EscalationLine};
pub use read_gauges::{Gauges, StoreLoad};
pub use read_hours::{HoursLeft, HoursPage};
pub use read_letters::LETTERS;
pub use read_members::{MemberLine, MemberPage, MembersPage};
pub use read_overview::{Listed, Overview, OverviewAsked, OverviewRow, WaitingCase, day_ends};
pub use read_portal::{PortalPage, Served};
pub use read_qualification::{DecidedLine, QualificationPage, RuleCount};
pub use read_queue::{PAGE as QUEUE_PAGE, QueueLine, QueuePage};
pub use read_register::RegisterPage;
pub use read_status::{Status, StatusComponent, StatusOperation};
pub use read_ticket::TicketPage;
pub use receive_mail::{INCOMING, IncomingPage, MailBeside, TakenIn};
pub use relay::{RATE as LETTERS_A_SECOND, SAVED_UP as LETTERS_AT_ONCE};
pub use reset_password::BY_LETTER as LETTER_LINKS_WORK;
pub use second_factor::{
    Draft, Entry, FactorState, HALF_OPEN as CODE_IS_OWED, Heard, Present, TurnedOn,
};
pub use secret::Secret;
pub use seed::{SeedCustomer, SeedTopic, Seeded, Seeding};
pub use sign_in::{SESSION_ENDS, SignInError, SignedIn};
pub use sign_in_outside::OutsideEntry;
pub use subscribe::SubscribersPage;
pub use take_over::{TakeOver, TakenOver, TicketFate};
pub use tally::Tally;
pub use tenants::{
    Imported, OrganisationPage, OrganisationSaid, PlatformSaid, SetUpLine, SubscriptionSaid,
};
pub use vendor::{
    CalledVendors, CaseChange, CaseForVendor, CasePage, CaseProof, DossierKept, DossierNotSent,
    HeardCall, HeardCase, HookPage, HookRefused, NewDossier, SendDossier, VendorChoice,
    VendorDeskPage, VendorPage, VendorReach, VersionChoice,
};
pub use word_letters::{WordingPage, WordingsPage};

use crate::{
    clock::Clock,
    domain::{access::Scope, incoming::InboundAddress, services::Service},
    store::{Conn, Kept, Options, Store, files},
};
use contracts::Contracts;
use error::Found;
use file_ticket::Prepared;
use together::Together;

/// How often a write that lost a race is made again.
const MOST_TRIES: u32 = 8;

/// Everything the desk can do. Cheap to clone; all clones are the same desk.
#[derive(Clone, Debug)]
pub struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    contracts: Arc<Contracts>,
    numbers: Arc<numbers::Numbers>,
    stamps: Arc<form_stamp::Stamps>,
    seal: Arc<second_factor::Seal>,
    offered: Arc<Kept<(), Vec<Service>>>,
    lists: Arc<lists::Lists>,
    bell: Arc<Bell>,
    relay: Arc<relay::Relay>,
    unread: Arc<lost_leases::LostLeases>,
    uncalled: Arc<lost_leases::LostLeases>,
    untold: Arc<lost_leases::LostLeases>,
    watching: Arc<monitors::Watching>,
    filing: Arc<Together<Arc<Prepared>, Option<Filed>>>,
    files: Option<files::Files>,
    site: Arc<Site>,
    tally: Arc<Tally>,
    stranger_greetings: Arc<receive_mail::Ration>,
}

/// What the desk needs to know of this installation.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The part of Message-IDs after the `@`: the host of the base URL.
    pub mail_host: String,
    /// How the desk introduces itself: no password may be made of it.
    pub name: String,
    /// The publisher's own contract files, by name; they stand before the templates.
    pub contracts: BTreeMap<String, String>,
    /// The folder of the files that people add to messages; without one none are taken.
    pub files: Option<PathBuf>,
    /// The addresses at which the desk takes letters.
    pub addresses: Vec<InboundAddress>,
    /// The bucket of these files, instead of a folder.
    pub bucket: Option<BucketAt>,
    /// Whether whoever works at the desk must have a second factor.
    pub second_factor_required: bool,
}

impl Desk {
    /// Opens the database, brings its tables up to date and installs the contracts.
    ///
    /// # Errors
    /// When the database cannot be opened or migrated, or a stored contract cannot be read.
    pub fn open(url: &DatabaseUrl, clock: Arc<dyn Clock>, site: Site) -> Result<Self, Error> {
        let store = Store::open(url, Options::of(url.engine()))?;
        Self::over(store, clock, site)
    }

    /// A desk over a store that is already open.
    ///
    /// # Errors
    /// When a stored contract cannot be read.
    pub fn over(store: Store, clock: Arc<dyn Clock>, site: Site) -> Result<Self, Error> {
        let contracts = Arc::new(Contracts::default());
        let files = match &site.bucket {
            Some(at) => Some(files::Files::in_bucket(at).map_err(Error::Inconsistent)?),
            None => site.files.clone().map(files::Files::in_folder),
        };
        let desk = Self {
            store,
            clock,
            contracts,
            numbers: Arc::default(),
            stamps: Arc::default(),
            seal: Arc::default(),
            offered: Arc::default(),
            lists: Arc::default(),
            bell: Arc::new(Bell::default()),
            relay: Arc::default(),
            unread: Arc::default(),
            uncalled: Arc::default(),
            untold: Arc::default(),
            watching: Arc::default(),
            filing: Arc::default(),
            files,
            site: Arc::new(site),
            tally: Arc::default(),
            stranger_greetings: Arc::default(),
        };
        desk.install_contracts()?;
        desk.prepare_form_key();
        Ok(desk)
    }

    /// The same desk, for what is done on behalf of a scope: on PostgreSQL the server shows its
    /// questions and changes nothing that the scope does not see. Filing goes through no wall, as
    /// requests of several people are kept together.
    #[must_use]
    pub fn behind(&self, scope: &Scope) -> Self {
        Self {
            store: self.store.behind(scope),
            ..self.clone()
        }
    }

    /// Whether PostgreSQL's own policies would keep tenants apart, too, and cannot: the role that
    /// they bind is missing.
    #[must_use]
    pub fn lacks_second_wall(&self) -> bool {
        self.store.lacks_second_wall()
    }

    /// A write that holds whatever somebody else did at the same moment: it is made again when it
    /// lost the race for its ticket.
    fn insist<T: Send + 'static>(
        &self,
        job: impl FnMut(&mut Conn) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        let mut tries = 0;
        loop {
            match self.store.write(job.clone()) {
                Err(Error::Overtaken) if tries < MOST_TRIES => tries += 1,
                done => return done,
            }
        }
    }

    /// Where the database is, without its password.
    #[must_use]
    pub fn database(&self) -> String {
        self.store.address()
    }

    /// Asks the database for a sign of life; after a write that failed, whether it can write again.
    ///
    /// # Errors
    /// What keeps the desk from its work.
    pub fn is_ready(&self) -> Result<(), Error> {
        Ok(self.store.answers()?)
    }

    /// How many questions and changes the database works on side by side; further ones would wait
    /// inside it.
    #[must_use]
    pub fn at_once(&self) -> usize {
        self.store.at_once()
    }

    /// The clock that the desk lives by.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Rings when there may be something for the worker to do before it meant to wake.
    #[must_use]
    pub fn bell(&self) -> &Arc<Bell> {
        &self.bell
    }
}
