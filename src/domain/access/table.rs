//! The table of rights.

use std::fmt::Write as _;

use crate::domain::people::Role;

/// How somebody stands to a thing.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Standing {
    /// Nobody is signed in.
    Nobody,
    /// Signed in, and the thing is none of theirs: another organisation, an integrator without a
    /// mandate, a queue that only its members see.
    Outsider,
    /// Filed the ticket.
    Requester,
    /// Was added to the ticket; belongs to the organisation.
    Colleague,
    /// Administrates the organisation, or the platform the ticket is about.
    Designated,
    /// Belongs to the integrator that serves the organisation.
    Integrator,
    /// Belongs to the vendor that the case was sent to.
    Vendor,
    /// Works the queue.
    Agent,
    /// Works the queue and answers for it.
    Supervisor,
    /// Sets the installation up.
    Administrator,
    /// Reads, and changes nothing.
    Auditor,
}

impl Standing {
    /// Every column of the table, in its order.
    pub const ALL: [Self; 11] = [
        Self::Nobody,
        Self::Outsider,
        Self::Requester,
        Self::Colleague,
        Self::Designated,
        Self::Integrator,
        Self::Vendor,
        Self::Agent,
        Self::Supervisor,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The heading of the column.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nobody => "anonymous",
            Self::Outsider => "outsider",
            Self::Requester => "requester",
            Self::Colleague => "colleague",
            Self::Designated => "designated administrator",
            Self::Integrator => "integrator",
            Self::Vendor => "vendor",
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $word:literal => $($standing:ident),* $(,)?;)+) => {
        /// What somebody may want to do.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Right {
            $($(#[$doc])* $name),+
        }

        impl Right {
            /// Every right, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What the row of the table is headed with.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word),+
                }
            }

            /// The columns of the row that say yes.
            #[must_use]
            pub const fn granted_to(self) -> &'static [Standing] {
                match self {
                    $(Self::$name => &[$(Standing::$standing),*]),+
                }
            }
        }
    };
}

rights! {
    /// Read a ticket: its messages, deadlines and their proofs.
    ReadTicket = "read the ticket" =>
        Requester, Colleague, Designated, Integrator, Agent, Supervisor, Administrator, Auditor;
    /// Read the internal notes of a ticket, who works on it, and what else its customer asked.
    ReadNotes = "read internal notes" => Agent, Supervisor, Administrator, Auditor;
    /// Write to the desk on a ticket, with files; this opens a resolved one again.
    WriteToDesk = "write to the desk" => Requester, Colleague, Designated, Integrator;
    /// Say that a ticket is settled, or that it is not.
    SettleTicket = "close and reopen it" => Requester, Designated, Integrator;
    /// Add a colleague to a ticket, or take one off.
    AddColleague = "add a colleague" =>
        Requester, Designated, Integrator, Agent, Supervisor, Administrator;
    /// Say whether the desk may enter the customer's platform.
    GiveConsent = "consent to access" => Requester, Designated;
    /// Read what was said of an organisation's consents, and which entries were made.
    ReadConsents = "read consents" => Designated, Supervisor, Administrator, Auditor;
    /// Say how content one is with what was done.
    RateTicket = "rate it" => Requester;
    /// Take in charge, answer, note, requalify, pause, resolve, assign.
    WorkTickets = "work on it" => Agent, Supervisor, Administrator;
    /// File requests in the name of an organisation.
    FileFor = "file for the organisation" => Colleague, Designated, Integrator;
    /// See an organisation's name, platforms and contracts.
    ReadOrganisation = "see the organisation" =>
        Colleague, Designated, Integrator, Agent, Supervisor, Administrator, Auditor;
    /// See who belongs to an organisation.
    ReadMembers = "see its people" => Designated, Agent, Supervisor, Administrator, Auditor;
    /// Invite people of an organisation, correct them, close their accounts, start a password
    /// reset, name designated administrators.
    ManageMembers = "manage its people" => Designated, Administrator;
    /// Decide on a pause that the side contests that is waited for.
    RulePauses = "decide on contested pauses" => Supervisor, Administrator;
    /// Read a case at the vendor: its dossier and what was written on it.
    ReadCase = "read the vendor's case" => Vendor, Agent, Supervisor, Administrator, Auditor;
    /// Take a case in charge for the vendor, answer it, settle it.
    AnswerCase = "answer it for the vendor" => Vendor;
    /// Read the queue, and tickets in it.
    ReadTickets = "read the queue" => Agent, Supervisor, Administrator, Auditor;
    /// Read reports: what was promised and kept in a period, and the lists behind it.
    ReadReports = "read reports" => Supervisor, Administrator, Auditor;
    /// Read organisations with open tickets by whose turn it is, and what falls due today.
    ReadOverview = "read the overview" => Integrator, Agent, Supervisor, Administrator, Auditor;
    /// Read what requesters said of resolved requests, counted.
    ReadSatisfaction = "read satisfaction" => Supervisor, Administrator, Auditor;
    /// Read how often people took the priorities that the contracts' rules propose.
    ReadQualification = "read qualification" => Supervisor, Administrator, Auditor;
    /// Read what is left of the help that an organisation paid for in advance.
    ReadHours = "read prepaid hours" => Designated, Agent, Supervisor, Administrator, Auditor;
    /// Read which letters left and which were refused.
    ReadLetters = "read letters" => Supervisor, Administrator, Auditor;
    /// Try a refused letter again.
    RetryLetters = "retry letters" => Administrator;
    /// See who works at the desk, and what was done about them.
    ReadPeople = "see the team" => Administrator, Auditor;
    /// Invite, give roles, close accounts of the desk and open them again.
    ManagePeople = "manage the team" => Administrator;
    /// See organisations, platforms, products, queues and contracts, and what was done about them.
    ReadSetUp = "see the set-up" => Supervisor, Administrator, Auditor;
    /// Change organisations, platforms, products, queues and contracts; import them.
    ManageSetUp = "change the set-up" => Administrator;
    /// Confirm or drop free days that a contract owes for missed availability.
    ConfirmCredits = "confirm credits" => Supervisor, Administrator;
    /// See letters as they leave, word them for the desk, a contract or an organisation, take that back.
    WordLetters = "word letters" => Administrator;
}

/// Whether the table grants a right to a standing.
#[must_use]
pub fn granted(right: Right, standing: Standing) -> bool {
    right.granted_to().contains(&standing)
}

/// Whether a role carries a right somewhere at the desk, whatever the thing. A requester has none:
/// theirs are on things of their own.
#[must_use]
pub fn may(role: Role, right: Right) -> bool {
    let standing = match role {
        Role::Requester => return false,
        Role::Agent => Standing::Agent,
        Role::Supervisor => Standing::Supervisor,
        Role::Administrator => Standing::Administrator,
        Role::Auditor => Standing::Auditor,
    };
    granted(right, standing)
}

/// The table as Markdown.
#[must_use]
pub fn as_markdown() -> String {
    let mut text = String::from("| |");
    for standing in Standing::ALL {
        push(&mut text, format_args!(" {} |", standing.word()));
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Standing::ALL.len()));
    text.push('\n');
    for right in Right::ALL {
        push(&mut text, format_args!("| {} |", right.word()));
        for standing in Standing::ALL {
            text.push_str(if granted(*right, standing) {
                " yes |"
            } else {
                " |"
            });
        }
        text.push('\n');
    }
    text
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    // A text takes whatever is written to it.
    let _ = text.write_fmt(part);
}
