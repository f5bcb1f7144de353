//! Which letter has which words.

use super::{
    Parts, Site, View, Writer, account, consent, contested, customers, escalated, mentioned, month,
    progress, received, replied, requester_wrote, reword::reword, status, still_working, vendor,
};
use crate::domain::{letter::Letter, notice::Notice};

/// What prints the letters of one shape.
type Print = fn(&View) -> askama::Result<Parts>;

/// Words a letter of the outbox.
///
/// # Errors
/// When a template fails.
pub fn render(letter: &Letter, site: &Site) -> askama::Result<Parts> {
    let desk = writer(letter, site);
    let (print, mut view) = viewed(&desk, letter);
    reword(&desk, letter, &mut view);
    print(&view)
}

/// The sentences of a letter that an administrator's words may take the place of.
#[must_use]
pub fn own_prose(letter: &Letter, site: &Site) -> Vec<String> {
    let (_, view) = viewed(&writer(letter, site), letter);
    let prose = view.paragraphs.into_iter().filter(|one| one.prose);
    prose.map(|one| one.text).collect()
}

fn writer<'a>(letter: &Letter, site: &'a Site) -> Writer<'a> {
    let mut desk = Writer::new(letter.lang, site);
    desk.answers_arrive = letter.reply_to.is_some();
    desk
}

/// What a letter says in Guichet's own words, and what prints it.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of letter")]
fn viewed(desk: &Writer<'_>, letter: &Letter) -> (Print, View) {
    match &letter.notice {
        Notice::FollowedAnswer {
            ticket,
            author,
            text,
            resolved,
            files,
        } => {
            let reply = replied::Reply {
                author,
                text,
                resolved: *resolved,
                files,
            };
            (replied::print, replied::followed(desk, ticket, &reply))
        }
        Notice::StillWorking {
            ticket,
            author,
            text,
            next,
            link,
        } => {
            let next = next.as_ref();
            let news = still_working::News { author, text, next };
            let view = still_working::write(desk, ticket, &news, link);
            (still_working::print, view)
        }
        Notice::FollowedNews {
            ticket,
            author,
            text,
            next,
        } => {
            let next = next.as_ref();
            let news = still_working::News { author, text, next };
            (
                still_working::print,
                still_working::followed(desk, ticket, &news),
            )
        }
        Notice::FollowerAdded {
            ticket,
            by,
            promise,
        } => (
            received::print,
            received::followed(desk, ticket, by, promise.as_ref()),
        ),
        Notice::CustomerWarned {
            ticket,
            promise,
            level,
        } => (
            escalated::print,
            escalated::for_customer(desk, ticket, promise, level),
        ),
        Notice::CustomerSettled {
            ticket,
            by,
            reopened,
        } => (
            replied::print,
            replied::settled(desk, ticket, by, *reopened),
        ),
        Notice::Designation {
            name,
            own,
            organisation,
            platform,
            by,
            ended,
            at,
        } => {
            let decided = customers::Decided {
                name,
                own: *own,
                organisation,
                platform: platform.as_deref(),
                by: by.as_deref(),
                ended: *ended,
                at: *at,
            };
            (
                account::print,
                customers::designation(desk, letter, &decided),
            )
        }
        Notice::MailRefused {
            came,
            organisation,
            service,
            why,
            contract,
            clause,
            says,
            whom,
        } => {
            let refused = customers::RefusedMail {
                came: *came,
                organisation,
                service,
                why: *why,
                contract,
                clause,
                says,
                whom,
            };
            (
                account::print,
                customers::mail_refused(desk, letter, &refused),
            )
        }
        Notice::AskedElsewhere { by, organisation } => (
            account::print,
            customers::asked_elsewhere(desk, letter, by, organisation),
        ),
        Notice::Received {
            ticket,
            promise,
            link,
        } => (
            received::print,
            received::write(desk, ticket, promise.as_ref(), link),
        ),
        Notice::TakenInCharge {
            ticket,
            by,
            promise,
            link,
        } => (
            received::print,
            progress::taken(desk, ticket, by, promise.as_ref(), link),
        ),
        Notice::Paused {
            ticket,
            pause,
            link,
        } => (received::print, progress::paused(desk, ticket, pause, link)),
        Notice::DeadlineMissed {
            ticket,
            promise,
            at,
            link,
        } => (
            received::print,
            progress::missed(desk, ticket, promise, *at, link),
        ),
        Notice::Replied {
            ticket,
            author,
            text,
            resolved,
            files,
            link,
        } => {
            let reply = replied::Reply {
                author,
                text,
                resolved: *resolved,
                files,
            };
            (replied::print, replied::write(desk, ticket, &reply, link))
        }
        Notice::Escalated {
            ticket,
            promise,
            level,
            vendor,
            link,
        } => {
            let told = escalated::Told {
                promise,
                level,
                vendor: vendor.as_ref(),
            };
            (
                escalated::print,
                escalated::write(desk, ticket, &told, link),
            )
        }
        Notice::RequesterWrote {
            ticket,
            text,
            files,
        } => (
            requester_wrote::print,
            requester_wrote::write(desk, ticket, text, files),
        ),
        Notice::Mentioned {
            ticket,
            message,
            author,
            text,
        } => {
            let note = mentioned::Note {
                message: *message,
                author,
                text,
            };
            (mentioned::print, mentioned::write(desk, ticket, &note))
        }
        Notice::CaseForVendor { case, told, text } => {
            let view = vendor::for_vendor(desk, case, (*told, text), &letter.enclosed);
            (vendor::print, view)
        }
        Notice::VendorAnswered {
            ticket,
            vendor: name,
            author,
            told,
            text,
            recorded,
        } => {
            let said = vendor::Said {
                vendor: name,
                author,
                told: *told,
                text,
                recorded: *recorded,
            };
            (mentioned::print, vendor::answered(desk, ticket, &said))
        }
        Notice::VendorWarned {
            ticket,
            vendor: name,
            case,
            promise,
            level,
            ours,
        } => {
            let owed = vendor::Owed {
                vendor: name,
                case,
                promise,
                level,
                ours: ours.as_ref(),
            };
            (escalated::print, vendor::warned(desk, ticket, &owed))
        }
        Notice::PauseContested {
            ticket,
            pause,
            by,
            text,
        } => (
            still_working::print,
            contested::contested(desk, ticket, pause, (by, text)),
        ),
        Notice::PauseRuled {
            ticket,
            pause,
            by,
            text,
            lifted,
            moved,
            customer,
        } => {
            let ruled = contested::Ruled {
                by,
                text,
                lifted: *lifted,
                moved,
                customer: *customer,
            };
            (
                still_working::print,
                contested::ruled(desk, ticket, pause, &ruled),
            )
        }
        Notice::ConsentWithdrawn {
            ticket,
            by,
            account,
        } => (
            still_working::print,
            consent::withdrawn(desk, ticket, by, account),
        ),
        Notice::Maintenance {
            work,
            told,
            organisation,
            link,
        } => (
            status::print,
            status::maintenance(desk, work, *told, organisation, link),
        ),
        Notice::StatusNews { told, link } => (status::print, status::news(desk, told, link)),
        Notice::StatusConfirm {
            components,
            until,
            link,
        } => (
            account::print,
            status::confirm(desk, components, *until, link),
        ),
        Notice::PasswordReset { until, link } => {
            (account::print, account::reset(desk, letter, *until, link))
        }
        Notice::Invited {
            by,
            role,
            until,
            link,
        } => (
            account::print,
            account::invited(desk, letter, by, *role, *until, link),
        ),
        Notice::DraftHanded {
            by,
            organisation,
            subject,
            draft,
        } => (
            account::print,
            account::handed(desk, letter, (by, organisation, subject), *draft),
        ),
        Notice::MonthClosed { figures } => (account::print, month::closed(desk, letter, figures)),
        Notice::PasswordChanged { at } => (account::print, account::changed(desk, letter, *at)),
        Notice::SecondFactor { change, by, at } => (
            account::print,
            account::second_factor(desk, letter, *change, by.as_deref(), *at),
        ),
    }
}
