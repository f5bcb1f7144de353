//! One letter of each kind, about people and requests that do not exist: what a preview shows is never
//! a customer's.

mod facts;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        entitlement::NotEntitled,
        ids::{HandedDraftId, MessageId, OperationId},
        lang::Lang,
        letter::Letter,
        notice::{
            CaseTold, LetterKind, MaintenanceFacts, MaintenanceTold, MonthFacts, NewsFacts, Notice,
            PromiseFacts, TicketFacts,
        },
        operation::Step,
        people::{EmailAddress, Role},
        report::month_of,
        second_factor::FactorChange,
        ticket::ClockName,
        wording::Wording,
    },
    edges::words::Words,
};

/// Stands for the secret of a link: nothing answers at its address.
const NO_SECRET: &str = "example";

/// An example of a kind of letter, as it would leave at `now`. `reply_to` is where answers arrive.
pub(super) fn letter(
    kind: LetterKind,
    lang: Lang,
    wording: Wording,
    reply_to: Option<EmailAddress>,
    now: DateTime<Utc>,
) -> Option<Letter> {
    let example = Example {
        words: lang.words(),
        now,
    };
    let notice = example.notice(kind);
    let ticket = notice.ticket().map(|ticket| ticket.id);
    let recipient = EmailAddress::parse("example@example.org").ok()?;
    let mut letter = Letter::owed(ticket, recipient, lang, notice, "example.org", now);
    letter.reply_to = reply_to.filter(|_| ticket.is_some());
    letter.wording = wording;
    Some(letter)
}

struct Example {
    words: Words,
    now: DateTime<Utc>,
}

impl Example {
    fn some(&self, what: &str) -> String {
        self.words.say(&format!("wording-example-{what}"))
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of letter")]
    fn notice(&self, kind: LetterKind) -> Notice {
        let (by, link) = (self.some("agent"), NO_SECRET.to_owned());
        let (ticket, promise) = (self.ticket(), self.promise());
        match kind {
            LetterKind::Received => Notice::Received {
                ticket,
                promise: Some(promise),
                link,
            },
            LetterKind::TakenInCharge => Notice::TakenInCharge {
                ticket,
                by,
                promise: Some(PromiseFacts {
                    clock: ClockName::Resolve,
                    ..promise
                }),
                link,
            },
            LetterKind::Paused => Notice::Paused {
                ticket,
                pause: self.pause(),
                link,
            },
            LetterKind::DeadlineMissed => Notice::DeadlineMissed {
                ticket,
                promise: self.missed(),
                at: self.now,
                link,
            },
            LetterKind::Replied => Notice::Replied {
                ticket,
                author: by,
                text: self.some("answer"),
                resolved: false,
                files: Vec::new(),
                link,
            },
            LetterKind::FollowedAnswer => Notice::FollowedAnswer {
                ticket,
                author: by,
                text: self.some("answer"),
                resolved: false,
                files: Vec::new(),
            },
            LetterKind::StillWorking => Notice::StillWorking {
                ticket,
                author: by,
                text: self.some("news"),
                next: Some(self.next()),
                link,
            },
            LetterKind::FollowedNews => Notice::FollowedNews {
                ticket,
                author: by,
                text: self.some("news"),
                next: Some(self.next()),
            },
            LetterKind::FollowerAdded => Notice::FollowerAdded {
                by: ticket.requester.clone(),
                ticket,
                promise: Some(promise),
            },
            LetterKind::CustomerWarned => Notice::CustomerWarned {
                ticket,
                promise,
                level: self.level(),
            },
            LetterKind::CustomerSettled
            | LetterKind::Escalated
            | LetterKind::RequesterWrote
            | LetterKind::Mentioned => self.to_the_desk(kind, ticket),
            LetterKind::CaseForVendor => Notice::CaseForVendor {
                case: self.case(),
                told: CaseTold::Opened,
                text: self.some("message"),
            },
            LetterKind::VendorAnswered => Notice::VendorAnswered {
                ticket,
                vendor: self.some("vendor"),
                author: by,
                told: CaseTold::Answered,
                text: self.some("answer"),
                recorded: false,
            },
            LetterKind::VendorWarned
            | LetterKind::PauseContested
            | LetterKind::PauseRuled
            | LetterKind::ConsentWithdrawn => self.between_sides(kind, ticket),
            LetterKind::MonthClosed => self.month_closed(),
            LetterKind::Maintenance | LetterKind::StatusNews | LetterKind::StatusConfirm => {
                self.of_the_status(kind)
            }
            LetterKind::DraftHanded
            | LetterKind::MailRefused
            | LetterKind::Designation
            | LetterKind::Invited
            | LetterKind::AskedElsewhere
            | LetterKind::PasswordReset
            | LetterKind::PasswordChanged
            | LetterKind::SecondFactor => self.about_an_account(kind),
        }
    }

    fn month_closed(&self) -> Notice {
        Notice::MonthClosed {
            figures: MonthFacts {
                month: month_of(self.now - TimeDelta::days(31)),
                kept: 273,
                missed: 13,
                filed: 153,
                resolved: 156,
                open: 24,
                answer: Some(24),
                resolution: Some(290),
            },
        }
    }

    fn to_the_desk(&self, kind: LetterKind, ticket: TicketFacts) -> Notice {
        match kind {
            LetterKind::CustomerSettled => Notice::CustomerSettled {
                by: ticket.requester.clone(),
                ticket,
                reopened: false,
            },
            LetterKind::Escalated => Notice::Escalated {
                ticket,
                promise: self.promise(),
                level: self.level(),
                vendor: None,
                link: NO_SECRET.to_owned(),
            },
            LetterKind::RequesterWrote => Notice::RequesterWrote {
                ticket,
                text: self.some("message"),
                files: Vec::new(),
            },
            _ => Notice::Mentioned {
                ticket,
                message: MessageId::fresh(),
                author: self.some("agent"),
                text: self.some("note"),
            },
        }
    }

    fn of_the_status(&self, kind: LetterKind) -> Notice {
        let (operation, link) = (OperationId::fresh(), NO_SECRET.to_owned());
        let components = vec![self.some("service")];
        let title = self.some("work");
        match kind {
            LetterKind::Maintenance => Notice::Maintenance {
                work: MaintenanceFacts {
                    operation,
                    revision: 1,
                    title,
                    reason: self.some("work-reason"),
                    components,
                    from: self.now + TimeDelta::hours(24),
                    to: self.now + TimeDelta::hours(26),
                    earlier: None,
                    at: self.now,
                },
                told: MaintenanceTold::Planned,
                organisation: self.some("organisation"),
                link: String::new(),
            },
            LetterKind::StatusNews => Notice::StatusNews {
                told: NewsFacts {
                    operation,
                    title,
                    components,
                    step: Step::Identified.word().to_owned(),
                    text: self.some("news"),
                    at: self.now,
                },
                link,
            },
            _ => Notice::StatusConfirm {
                components: Vec::new(),
                until: self.now + TimeDelta::hours(24),
                link,
            },
        }
    }

    fn between_sides(&self, kind: LetterKind, ticket: TicketFacts) -> Notice {
        let (by, text) = (self.some("agent"), self.some("message"));
        match kind {
            LetterKind::VendorWarned => Notice::VendorWarned {
                ticket,
                vendor: self.some("vendor"),
                case: self.case().reference,
                promise: self.promise(),
                level: self.level(),
                ours: None,
            },
            LetterKind::PauseContested => Notice::PauseContested {
                by: ticket.requester.clone(),
                ticket,
                pause: self.contest(),
                text,
            },
            LetterKind::ConsentWithdrawn => Notice::ConsentWithdrawn {
                by: ticket.requester.clone(),
                ticket,
                account: self.some("account"),
            },
            _ => Notice::PauseRuled {
                ticket,
                pause: self.contest(),
                by,
                text,
                lifted: false,
                moved: Vec::new(),
                customer: true,
            },
        }
    }

    fn about_an_account(&self, kind: LetterKind) -> Notice {
        let (at, link) = (self.now, NO_SECRET.to_owned());
        let (by, organisation) = (self.some("requester"), self.some("organisation"));
        match kind {
            LetterKind::DraftHanded => Notice::DraftHanded {
                by,
                organisation,
                subject: self.some("subject"),
                draft: HandedDraftId::fresh(),
            },
            LetterKind::MailRefused => Notice::MailRefused {
                came: at,
                organisation,
                service: self.some("service"),
                why: NotEntitled::NotDesignated,
                contract: self.some("contract"),
                clause: self.some("clause"),
                says: String::new(),
                whom: vec![by],
            },
            LetterKind::Designation => Notice::Designation {
                name: self.some("requester"),
                own: true,
                organisation,
                platform: None,
                by: Some(self.some("agent")),
                ended: false,
                at,
            },
            LetterKind::Invited => Notice::Invited {
                by,
                role: Role::Requester,
                until: at + TimeDelta::days(7),
                link,
            },
            LetterKind::AskedElsewhere => Notice::AskedElsewhere { by, organisation },
            LetterKind::PasswordReset => Notice::PasswordReset {
                until: at + TimeDelta::hours(1),
                link,
            },
            LetterKind::SecondFactor => Notice::SecondFactor {
                change: FactorChange::Removed,
                by: Some(self.some("agent")),
                at,
            },
            _ => Notice::PasswordChanged { at },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::wording::Tag,
        edges::mail::{Site, letters},
    };

    fn site() -> Site {
        Site::new(
            "https://guichet.example",
            "Assistance",
            chrono_tz::Europe::Paris,
        )
    }

    fn example(kind: LetterKind, lang: Lang, wording: Wording) -> Letter {
        let now = "2026-03-04T09:00:00Z".parse().unwrap();
        let letter = letter(kind, lang, wording, None, now).unwrap();
        assert_eq!(letter.notice.kind(), kind);
        letter
    }

    #[test]
    fn every_letter_has_an_example_that_knows_all_its_tags_in_both_parts() {
        for kind in LetterKind::ALL {
            for lang in Lang::ALL {
                let tags: Vec<String> = kind.tags().iter().map(Tag::to_string).collect();
                let text = format!("Début {} fin", tags.join(" / "));
                let wording = Wording::parse(kind, &text, &text).unwrap();
                let parts = letters::render(&example(kind, lang, wording), &site()).unwrap();
                let words = parts.text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(words.matches("Début ").count(), 2, "{kind}: {words}");
                assert_eq!(parts.html.matches("Début ").count(), 2, "{kind}");
                for tag in tags {
                    assert!(!parts.html.contains(&tag), "{kind}: {tag}");
                }
            }
        }
    }

    #[test]
    fn what_a_letter_must_say_stays_whatever_it_is_worded() {
        for kind in LetterKind::ALL {
            for lang in Lang::ALL {
                let own = example(kind, lang, Wording::default());
                let prose = letters::own_prose(&own, &site());
                let mut worded = own.clone();
                worded.wording = Wording::parse(kind, "Autre chose.", "Fin.").unwrap();
                let before = letters::render(&own, &site()).unwrap();
                let after = letters::render(&worded, &site()).unwrap();
                assert_eq!(before.subject, after.subject, "{kind}");
                let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let mut expected = flat(&before.text);
                for sentence in &prose {
                    let sentence = flat(sentence);
                    assert!(expected.contains(&sentence), "{kind}: {sentence}");
                    expected = expected.replacen(&sentence, "", 1);
                }
                let said = flat(&after.text)
                    .replacen("Autre chose.", "", 1)
                    .replacen("Fin.", "", 1);
                assert_eq!(flat(&said), flat(&expected), "{kind}");
            }
        }
    }
}
