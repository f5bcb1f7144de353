//! Which letter has which words.

use super::{
    Parts, Site, Writer, account, customers, escalated, mentioned, progress, received, replied,
    requester_wrote, vendor,
};
use crate::domain::{letter::Letter, notice::Notice};

/// Words a letter of the outbox.
///
/// # Errors
/// When a template fails.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of letter")]
pub fn render(letter: &Letter, site: &Site) -> askama::Result<Parts> {
    let mut desk = Writer::new(letter.lang, site);
    desk.answers_arrive = letter.reply_to.is_some();
    match &letter.notice {
        Notice::FollowedAnswer {
            ticket,
            author,
            text,
            resolved,
            files,
        } => replied::followed(
            &desk,
            ticket,
            &replied::Reply {
                author,
                text,
                resolved: *resolved,
                files,
            },
        ),
        Notice::FollowerAdded {
            ticket,
            by,
            promise,
        } => received::followed(&desk, ticket, by, promise.as_ref()),
        Notice::CustomerWarned {
            ticket,
            promise,
            level,
        } => escalated::for_customer(&desk, ticket, promise, level),
        Notice::CustomerSettled {
            ticket,
            by,
            reopened,
        } => replied::settled(&desk, ticket, by, *reopened),
        Notice::Designation {
            name,
            own,
            organisation,
            platform,
            by,
            ended,
            at,
        } => customers::designation(
            &desk,
            letter,
            &customers::Decided {
                name,
                own: *own,
                organisation,
                platform: platform.as_deref(),
                by: by.as_deref(),
                ended: *ended,
                at: *at,
            },
        ),
        Notice::AskedElsewhere { by, organisation } => {
            customers::asked_elsewhere(&desk, letter, by, organisation)
        }
        Notice::Received {
            ticket,
            promise,
            link,
        } => received::write(&desk, ticket, promise.as_ref(), link),
        Notice::TakenInCharge {
            ticket,
            by,
            promise,
            link,
        } => progress::taken(&desk, ticket, by, promise.as_ref(), link),
        Notice::Paused {
            ticket,
            pause,
            link,
        } => progress::paused(&desk, ticket, pause, link),
        Notice::DeadlineMissed {
            ticket,
            promise,
            at,
            link,
        } => progress::missed(&desk, ticket, promise, *at, link),
        Notice::Replied {
            ticket,
            author,
            text,
            resolved,
            files,
            link,
        } => replied::write(
            &desk,
            ticket,
            &replied::Reply {
                author,
                text,
                resolved: *resolved,
                files,
            },
            link,
        ),
        Notice::Escalated {
            ticket,
            promise,
            level,
            link,
        } => escalated::write(&desk, ticket, promise, level, link),
        Notice::RequesterWrote {
            ticket,
            text,
            files,
        } => requester_wrote::write(&desk, ticket, text, files),
        Notice::Mentioned {
            ticket,
            message,
            author,
            text,
        } => mentioned::write(
            &desk,
            ticket,
            &mentioned::Note {
                message: *message,
                author,
                text,
            },
        ),
        Notice::CaseForVendor { case, told, text } => vendor::for_vendor(&desk, case, *told, text),
        Notice::VendorAnswered {
            ticket,
            vendor: name,
            author,
            told,
            text,
        } => vendor::answered(&desk, ticket, (name, author), *told, text),
        Notice::PasswordReset { until, link } => account::reset(&desk, letter, *until, link),
        Notice::Invited {
            by,
            role,
            until,
            link,
        } => account::invited(&desk, letter, by, *role, *until, link),
        Notice::DraftHanded {
            by,
            organisation,
            subject,
            draft,
        } => account::handed(&desk, letter, (by, organisation, subject), *draft),
        Notice::PasswordChanged { at } => account::changed(&desk, letter, *at),
        Notice::SecondFactor { change, by, at } => {
            account::second_factor(&desk, letter, *change, by.as_deref(), *at)
        }
    }
}
