//! One letter of each kind, as the desk would owe it.

use chrono::{DateTime, Utc};
use guichet::{
    domain::{
        ids::{LetterId, MessageId, TicketId},
        lang::Lang,
        letter::{Letter, LetterState},
        notice::{
            CaseFacts, CaseTold, ContestFacts, LevelFacts, LevelWhen, MaintenanceFacts,
            MaintenanceTold, NewsFacts, Notice, OwedFacts, PauseFacts, PromiseFacts, TicketFacts,
            Worded,
        },
        people::EmailAddress,
        ticket::{ClockName, MovedDeadline, Nature, PauseReason, Priority},
        wording::Wording,
    },
    edges::mail::Site,
};

/// The secret of every link.
pub const SECRET: &str = "tok3n-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-aa";

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn site() -> Site {
    Site::new(
        "https://guichet.example/",
        "Cobalt Mésange",
        chrono_tz::Europe::Paris,
    )
}

pub fn letter(notice: Notice, lang: Lang) -> Letter {
    let id = LetterId::fresh();
    let ticket = notice.ticket().map(|ticket| ticket.id);
    Letter {
        id,
        ticket,
        kind: notice.word().to_owned(),
        recipient: EmailAddress::parse("camille@cobalt-mesange.example").unwrap(),
        lang,
        notice,
        message_id: format!("<{id}@guichet.example>"),
        state: LetterState::Owed,
        attempts: 0,
        next_try_at: at("2025-12-29T10:10:00Z"),
        lease_until: None,
        last_error: None,
        created_at: at("2025-12-29T10:10:00Z"),
        sent_at: None,
        reply_to: None,
        wording: Wording::default(),
        enclosed: Vec::new(),
    }
}

pub fn ticket(lang: Lang) -> TicketFacts {
    TicketFacts {
        id: TicketId::fresh(),
        reference: "INC-2025-01042".to_owned(),
        subject: "Commandes d’achat : la validation échoue, erreur 409".to_owned(),
        organisation: "Fonderies Marlaix".to_owned(),
        requester: "Inès Vautrin".to_owned(),
        service: "Gestion commerciale".to_owned(),
        priority: Priority::P1,
        priority_word: match lang {
            Lang::Fr => "critique".to_owned(),
            Lang::En => "critical".to_owned(),
        },
        assignee: Some("Camille Roux".to_owned()),
        filed_at: at("2025-12-28T17:42:00Z"),
    }
}

/// The note that calls somebody.
pub const NOTE: &str = "00000000-0000-0000-0000-000000000007";

pub fn promise(lang: Lang) -> PromiseFacts {
    PromiseFacts {
        clock: ClockName::Acknowledge,
        amount: match lang {
            Lang::Fr => "4 heures ouvrées".to_owned(),
            Lang::En => "4 business hours".to_owned(),
        },
        business: true,
        contract: "Contrat Sérénité".to_owned(),
        clause: "article 5.1".to_owned(),
        deadline: at("2025-12-29T12:10:00Z"),
        timezone: "Europe/Paris".to_owned(),
        counted_from: None,
        seconds_left: 7_200,
    }
}

/// Regular information.
fn next_news(lang: Lang) -> PromiseFacts {
    PromiseFacts {
        clock: ClockName::Update,
        ..promise(lang)
    }
}

fn level() -> LevelFacts {
    LevelFacts {
        level: 2,
        when: LevelWhen::Share { percent: 75 },
        breached: false,
        due_at: at("2025-12-29T10:10:00Z"),
        fired_at: at("2025-12-29T10:10:00Z"),
        late: false,
        folded: Vec::new(),
        recipients: vec![
            "camille@cobalt-mesange.example".to_owned(),
            "responsable@cobalt-mesange.example".to_owned(),
        ],
        words: Worded {
            fr: "Prenez la demande en charge, ou confiez-la à qui peut le faire avant midi."
                .to_owned(),
            en: "Take the request in charge, or hand it to somebody who can before noon."
                .to_owned(),
        },
    }
}

fn answer(lang: Lang) -> String {
    match lang {
        Lang::Fr => "Bonjour,\n\nLe service de validation a redémarré à 11 h 05.\nPouvez-vous réessayer avec la commande 4500017 ?\n\nMerci d’avance.",
        Lang::En => "Hello,\n\nThe validation service restarted at 11:05.\nCould you try again with order 4500017?\n\nThank you.",
    }
    .to_owned()
}

/// The letter in which everything may happen: after a stop of the service, two levels folded.
pub fn escalated(lang: Lang) -> (TicketFacts, PromiseFacts, LevelFacts) {
    let promise = PromiseFacts {
        clock: ClockName::Resolve,
        seconds_left: -1_500,
        ..promise(lang)
    };
    let level = LevelFacts {
        level: 3,
        when: LevelWhen::Breach,
        breached: true,
        due_at: at("2025-12-29T12:10:00Z"),
        fired_at: at("2025-12-29T12:35:00Z"),
        late: true,
        folded: vec![1, 2],
        words: Worded::default(),
        ..level()
    };
    let ticket = TicketFacts {
        assignee: None,
        ..ticket(lang)
    };
    (ticket, promise, level)
}

/// Every letter, by a name for its file.
#[expect(clippy::too_many_lines, reason = "one letter of each kind")]
pub fn every(lang: Lang) -> Vec<(&'static str, Notice)> {
    let (ticket, promise, level) = (ticket(lang), promise(lang), level());
    let link = SECRET.to_owned();
    let mut progress = progress(&ticket, &promise);
    let (late_ticket, late_promise, late_level) = escalated(lang);
    let mut every = vec![
        (
            "received",
            Notice::Received {
                ticket: ticket.clone(),
                promise: Some(promise.clone()),
                link: link.clone(),
            },
        ),
        (
            "received-closed",
            Notice::Received {
                ticket: ticket.clone(),
                promise: Some(PromiseFacts {
                    counted_from: Some(at("2025-12-29T07:00:00Z")),
                    ..promise.clone()
                }),
                link: link.clone(),
            },
        ),
        (
            "received-unpromised",
            Notice::Received {
                ticket: ticket.clone(),
                promise: None,
                link: link.clone(),
            },
        ),
        (
            "replied",
            Notice::Replied {
                ticket: ticket.clone(),
                author: "Camille Roux".to_owned(),
                text: answer(lang),
                resolved: false,
                files: Vec::new(),
                link: link.clone(),
            },
        ),
        (
            "resolved",
            Notice::Replied {
                ticket: ticket.clone(),
                author: "Camille Roux".to_owned(),
                text: answer(lang),
                resolved: true,
                files: Vec::new(),
                link: link.clone(),
            },
        ),
        (
            "escalated",
            Notice::Escalated {
                ticket: ticket.clone(),
                promise,
                level,
                vendor: None,
                link: link.clone(),
            },
        ),
        (
            "escalated-late",
            Notice::Escalated {
                ticket: late_ticket,
                promise: late_promise,
                level: late_level,
                vendor: None,
                link,
            },
        ),
        (
            "requester-wrote",
            Notice::RequesterWrote {
                ticket: ticket.clone(),
                text: answer(lang),
                files: Vec::new(),
            },
        ),
        (
            "followed-answer",
            Notice::FollowedAnswer {
                ticket: ticket.clone(),
                author: "Camille Roux".to_owned(),
                text: answer(lang),
                resolved: false,
                files: Vec::new(),
            },
        ),
        (
            "followed-news",
            Notice::FollowedNews {
                ticket: ticket.clone(),
                author: "Camille Roux".to_owned(),
                text: answer(lang),
                next: Some(next_news(lang)),
            },
        ),
        (
            "escalated-news",
            Notice::Escalated {
                ticket: ticket.clone(),
                promise: next_news(lang),
                level: self::level(),
                vendor: None,
                link: SECRET.to_owned(),
            },
        ),
        (
            "follower-added",
            Notice::FollowerAdded {
                ticket: ticket.clone(),
                by: "Hélène Courtois".to_owned(),
                promise: Some(self::promise(lang)),
            },
        ),
        (
            "customer-warned",
            Notice::CustomerWarned {
                ticket: ticket.clone(),
                promise: self::promise(lang),
                level: self::level(),
            },
        ),
        (
            "customer-settled",
            Notice::CustomerSettled {
                ticket: ticket.clone(),
                by: "Hélène Courtois".to_owned(),
                reopened: true,
            },
        ),
        (
            "vendor-answered",
            Notice::VendorAnswered {
                ticket: ticket.clone(),
                vendor: "Divalto".to_owned(),
                author: "Camille Roux".to_owned(),
                told: CaseTold::Asked,
                text: answer(lang),
                recorded: false,
            },
        ),
        (
            "vendor-warned",
            Notice::VendorWarned {
                ticket: ticket.clone(),
                vendor: "Divalto".to_owned(),
                case: "INC-2026-01042-E1".to_owned(),
                promise: self::promise(lang),
                level: self::level(),
                ours: Some(OwedFacts {
                    clock: ClockName::Resolve,
                    at: self::promise(lang).deadline - chrono::TimeDelta::hours(1),
                    timezone: "Europe/Paris".to_owned(),
                    vendor: String::new(),
                }),
            },
        ),
        (
            "pause-contested",
            Notice::PauseContested {
                ticket: ticket.clone(),
                pause: contest(lang),
                by: "Hélène Courtois".to_owned(),
                text: "Le journal est joint depuis lundi.".to_owned(),
            },
        ),
        (
            "pause-ruled",
            Notice::PauseRuled {
                ticket: ticket.clone(),
                pause: contest(lang),
                by: "Zoé Marin".to_owned(),
                text: "Le journal était joint.".to_owned(),
                lifted: true,
                moved: vec![MovedDeadline {
                    clock: ClockName::Resolve,
                    run: 1,
                    from: Some(self::promise(lang).deadline),
                    to: Some(self::promise(lang).deadline - chrono::TimeDelta::hours(2)),
                }],
                customer: true,
            },
        ),
        (
            "consent-withdrawn",
            Notice::ConsentWithdrawn {
                ticket: ticket.clone(),
                by: "Hélène Courtois".to_owned(),
                account: "support@fonderies-marlaix.example".to_owned(),
            },
        ),
        (
            "mentioned",
            Notice::Mentioned {
                ticket,
                message: NOTE.parse::<MessageId>().unwrap(),
                author: "Camille Aubry".to_owned(),
                text: answer(lang),
            },
        ),
    ];
    every.append(&mut progress);
    every
}

/// The letters about what is planned and what happens: they are about no ticket.
pub fn of_the_status(lang: Lang) -> Vec<(&'static str, Notice)> {
    vec![
        (
            "maintenance",
            Notice::Maintenance {
                work: work(lang),
                told: MaintenanceTold::Planned,
                organisation: "Fonderies Marlaix".to_owned(),
                link: String::new(),
            },
        ),
        (
            "maintenance-moved",
            Notice::Maintenance {
                work: MaintenanceFacts {
                    earlier: Some((at("2026-01-02T00:00:00Z"), at("2026-01-02T02:30:00Z"))),
                    ..work(lang)
                },
                told: MaintenanceTold::Changed,
                organisation: String::new(),
                link: SECRET.to_owned(),
            },
        ),
        (
            "status-news",
            Notice::StatusNews {
                told: NewsFacts {
                    operation: NOTE.parse().unwrap(),
                    title: work(lang).title,
                    components: work(lang).components,
                    step: "identified".to_owned(),
                    text: answer(lang),
                    at: at("2025-12-29T10:10:00Z"),
                },
                link: SECRET.to_owned(),
            },
        ),
        (
            "status-confirm",
            Notice::StatusConfirm {
                components: Vec::new(),
                until: at("2025-12-30T10:10:00Z"),
                link: SECRET.to_owned(),
            },
        ),
    ]
}

/// A planned maintenance.
fn work(lang: Lang) -> MaintenanceFacts {
    let (title, reason) = match lang {
        Lang::Fr => (
            "Mise à jour de la base de données",
            "Correctifs de sécurité",
        ),
        Lang::En => ("Update of the database", "Security fixes"),
    };
    MaintenanceFacts {
        operation: NOTE.parse().unwrap(),
        revision: 2,
        title: title.to_owned(),
        reason: reason.to_owned(),
        components: vec!["Gestion commerciale, Application".to_owned()],
        from: at("2026-01-03T00:00:00Z"),
        to: at("2026-01-03T02:30:00Z"),
        earlier: None,
        at: at("2025-12-29T10:10:00Z"),
    }
}

/// A case as letters to the vendor show it.
fn contest(lang: Lang) -> ContestFacts {
    ContestFacts {
        reason: PauseReason::WaitingForCustomer,
        since: at("2025-12-29T08:00:00Z"),
        case: None,
        end: false,
        contract: promise(lang).contract,
        clause: promise(lang).clause,
        timezone: "Europe/Paris".to_owned(),
    }
}

pub fn case(lang: Lang) -> CaseFacts {
    CaseFacts {
        id: NOTE.parse().unwrap(),
        reference: "INC-2025-01042-E1".to_owned(),
        headline: "L’édition des étiquettes s’arrête".to_owned(),
        nature: Nature::Incident,
        product: "Divalto weavy 10.8".to_owned(),
        severity: Priority::P1,
        severity_word: match lang {
            Lang::Fr => "sévérité 1".to_owned(),
            Lang::En => "severity 1".to_owned(),
        },
        due: Some((ClockName::Acknowledge, at("2025-12-29T12:35:00Z"))),
        timezone: "Europe/Paris".to_owned(),
        contract: "Divalto weavy".to_owned(),
        outside: false,
        dossier: Vec::new(),
        files: Vec::new(),
    }
}

/// The letters between the acknowledgement and the answer, and the end without one.
fn progress(ticket: &TicketFacts, promise: &PromiseFacts) -> Vec<(&'static str, Notice)> {
    let link = SECRET.to_owned();
    let pause = |reason, awaited: &str| Notice::Paused {
        ticket: ticket.clone(),
        pause: PauseFacts {
            by: "Camille Roux".to_owned(),
            reason,
            awaited: awaited.to_owned(),
            note: "Voir la capture.".to_owned(),
            clocks: vec![ClockName::Update, ClockName::Resolve],
            contract: "Contrat Sérénité".to_owned(),
            clause: "article 7".to_owned(),
        },
        link: link.clone(),
    };
    let news = |next| Notice::StillWorking {
        ticket: ticket.clone(),
        author: "Camille Roux".to_owned(),
        text: "Le fournisseur envoie la pièce demain.".to_owned(),
        next,
        link: link.clone(),
    };
    let taken = |promise| Notice::TakenInCharge {
        ticket: ticket.clone(),
        by: "Camille Roux".to_owned(),
        promise,
        link: link.clone(),
    };
    vec![
        ("taken-in-charge", taken(Some(promise.clone()))),
        ("taken-unpromised", taken(None)),
        (
            "paused",
            pause(PauseReason::WaitingForCustomer, "le journal du serveur"),
        ),
        ("paused-others", pause(PauseReason::OutsideCause, "")),
        (
            "still-working",
            news(Some(PromiseFacts {
                clock: ClockName::Update,
                ..promise.clone()
            })),
        ),
        ("still-working-unpromised", news(None)),
        (
            "deadline-missed",
            Notice::DeadlineMissed {
                ticket: ticket.clone(),
                promise: PromiseFacts {
                    seconds_left: -1_500,
                    ..promise.clone()
                },
                at: at("2025-12-29T12:35:00Z"),
                link: link.clone(),
            },
        ),
        (
            "resolved-plain",
            Notice::Replied {
                ticket: ticket.clone(),
                author: "Camille Roux".to_owned(),
                text: String::new(),
                resolved: true,
                files: Vec::new(),
                link: link.clone(),
            },
        ),
    ]
}
