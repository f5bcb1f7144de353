//! An administrator's own words in the place of Guichet's prose.
//!
//! Values are what the letter says itself, each one harmless line; what in one looks like a tag or like
//! HTML is printed as it is.

use super::{View, Writer, plain};
use crate::domain::{
    letter::Letter,
    notice::{Notice, PromiseFacts, TicketFacts},
    ticket::PauseReason,
    wording::{Tag, WordingText},
};

/// Puts the wording of a letter into it. Where nothing of an introduction is left, because the letter
/// has no value for what it names, Guichet's prose stays.
pub(super) fn reword(desk: &Writer<'_>, letter: &Letter, v: &mut View) {
    if letter.wording.is_blank() {
        return;
    }
    let (kind, said) = (letter.notice.kind(), said(desk, letter));
    let fill = |text: &WordingText| {
        text.filled(kind, |tag| {
            let value = said.iter().find(|(one, _)| *one == tag);
            value.map(|(_, value)| plain::line(value))
        })
    };
    if let Some(introduction) = letter.wording.introduction.as_ref().map(fill)
        && !introduction.is_empty()
    {
        v.paragraphs.retain(|one| !one.prose);
        v.introduction = introduction;
    }
    if let Some(closing) = letter.wording.closing.as_ref().map(fill) {
        v.closing = closing;
    }
}

/// What a letter knows, by its tags. Which of these its wording may name is the domain's to say.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of letter")]
fn said(desk: &Writer<'_>, letter: &Letter) -> Vec<(Tag, String)> {
    let mut said = vec![(Tag::Site, desk.site.name.clone())];
    if let Some(ticket) = letter.notice.ticket() {
        said.extend(of_ticket(desk, ticket, &letter.notice));
    }
    if let Some(promise) = promise(&letter.notice) {
        let deadline = desk.instant(promise.deadline, desk.zone(promise));
        said.extend([
            (Tag::Deadline, deadline),
            (Tag::Promised, promise.amount.clone()),
            (Tag::Contract, promise.contract.clone()),
            (Tag::Clause, promise.clause.clone()),
        ]);
    }
    let here = |at| desk.instant(at, desk.site.tz);
    match &letter.notice {
        Notice::Paused { pause, .. } => {
            said.push((Tag::By, pause.by.clone()));
            said.push((Tag::Contract, pause.contract.clone()));
            said.push((Tag::Clause, pause.clause.clone()));
            if pause.reason == PauseReason::WaitingForCustomer {
                said.push((Tag::Awaited, pause.awaited.clone()));
            }
        }
        Notice::TakenInCharge { by, .. }
        | Notice::FollowerAdded { by, .. }
        | Notice::CustomerSettled { by, .. }
        | Notice::Replied { author: by, .. }
        | Notice::FollowedAnswer { author: by, .. }
        | Notice::StillWorking { author: by, .. }
        | Notice::FollowedNews { author: by, .. }
        | Notice::Mentioned { author: by, .. }
        | Notice::ConsentWithdrawn { by, .. }
        | Notice::VendorAnswered { author: by, .. } => said.push((Tag::By, by.clone())),
        Notice::PauseContested { pause, by, .. } | Notice::PauseRuled { pause, by, .. } => {
            said.push((Tag::By, by.clone()));
            said.push((Tag::Contract, pause.contract.clone()));
            said.push((Tag::Clause, pause.clause.clone()));
        }
        Notice::CaseForVendor { case, .. } => said.push((Tag::Reference, case.reference.clone())),
        Notice::DraftHanded {
            by,
            organisation,
            subject,
            ..
        } => said.extend([
            (Tag::By, by.clone()),
            (Tag::Organisation, organisation.clone()),
            (Tag::Subject, subject.clone()),
        ]),
        Notice::Designation {
            organisation,
            by,
            at,
            ..
        } => {
            said.push((Tag::Organisation, organisation.clone()));
            said.push((Tag::When, here(*at)));
            let by = by.clone();
            let by = by.unwrap_or_else(|| desk.say("letter-designation-by-desk"));
            said.push((Tag::By, by));
        }
        Notice::MailRefused {
            came,
            organisation,
            service,
            contract,
            clause,
            ..
        } => said.extend([
            (Tag::When, here(*came)),
            (Tag::Organisation, organisation.clone()),
            (Tag::Service, service.clone()),
            (Tag::Contract, contract.clone()),
            (Tag::Clause, clause.clone()),
        ]),
        Notice::Maintenance { work, .. } => {
            said.push((Tag::Subject, work.title.clone()));
            said.push((Tag::When, here(work.from)));
        }
        Notice::StatusNews { told, .. } => {
            said.push((Tag::Subject, told.title.clone()));
            said.push((Tag::When, here(told.at)));
        }
        Notice::AskedElsewhere { by, organisation } => {
            said.push((Tag::By, by.clone()));
            said.push((Tag::Organisation, organisation.clone()));
        }
        Notice::Invited { by, until, .. } => {
            said.push((Tag::By, by.clone()));
            said.push((Tag::Until, here(*until)));
        }
        Notice::PasswordReset { until, .. } | Notice::StatusConfirm { until, .. } => {
            said.push((Tag::Until, here(*until)))
        }
        Notice::PasswordChanged { at } => said.push((Tag::When, here(*at))),
        Notice::SecondFactor { by, at, .. } => {
            said.push((Tag::When, here(*at)));
            said.extend(by.clone().map(|by| (Tag::By, by)));
        }
        Notice::Received { .. }
        | Notice::DeadlineMissed { .. }
        | Notice::CustomerWarned { .. }
        | Notice::Escalated { .. }
        | Notice::VendorWarned { .. }
        | Notice::MonthClosed { .. }
        | Notice::RequesterWrote { .. } => {}
    }
    said
}

/// What is said of a ticket: where the address may be anybody's, nothing that was typed into the form.
/// Such an address also gets an answer that no person wrote, so this says no subject either.
fn of_ticket(desk: &Writer<'_>, ticket: &TicketFacts, notice: &Notice) -> Vec<(Tag, String)> {
    let mut said = vec![
        (Tag::Reference, ticket.reference.clone()),
        (Tag::Service, ticket.service.clone()),
        (Tag::Priority, desk.priority(ticket)),
    ];
    said.extend(ticket.assignee.clone().map(|agent| (Tag::Agent, agent)));
    if notice.kind().may_reach_a_stranger() {
        return said;
    }
    said.push((Tag::Requester, ticket.requester.clone()));
    said.push((Tag::Organisation, ticket.organisation.clone()));
    let unread = match notice {
        Notice::Replied { text, .. } | Notice::FollowedAnswer { text, .. } => text.is_empty(),
        _ => false,
    };
    if !unread {
        said.push((Tag::Subject, ticket.subject.clone()));
    }
    said
}

const fn promise(notice: &Notice) -> Option<&PromiseFacts> {
    match notice {
        Notice::Received { promise, .. }
        | Notice::TakenInCharge { promise, .. }
        | Notice::FollowerAdded { promise, .. }
        | Notice::StillWorking { next: promise, .. }
        | Notice::FollowedNews { next: promise, .. } => promise.as_ref(),
        Notice::DeadlineMissed { promise, .. }
        | Notice::CustomerWarned { promise, .. }
        | Notice::VendorWarned { promise, .. }
        | Notice::Escalated { promise, .. } => Some(promise),
        _ => None,
    }
}
