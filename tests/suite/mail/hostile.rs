//! Whatever people type into names, subjects, texts and addresses: one letter, to one recipient,
//! with our headers only, and nothing of it runs.

use guichet::{
    desk::ports::{Mailer, Outcome},
    domain::{
        lang::Lang,
        notice::{LevelFacts, Notice, TicketFacts, Worded},
        people::EmailAddress,
    },
    edges::mail::{Catcher, SmtpMailer, SmtpSettings, render},
};
use proptest::prelude::*;

use super::{
    mailer,
    samples::{SECRET, escalated, letter, promise, site, ticket},
};

/// What has broken other systems' letters, and any text at all.
fn hostile() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "Bob\r\nBcc: victim@elsewhere.example",
        "=?utf-8?q?Bob=0D=0ABcc=3A_x@y.z?=",
        "a\0b\u{2028}c\u{202e}d\u{85}e",
        "\r\n.\r\nMAIL FROM:<x@y.z>\r\n",
        "\n.\n",
        "\r.\r",
        "..\r\n.",
        "<a href=//evil.example>Click</a>",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{ v.site }} {% include \"x\" %} { $amount } <OTRS_CONFIG> %SECRET%",
        "é\u{301}\u{1F468}\u{200D}\u{1F469} 日本語 עברית",
        "\"quoted\" <x@y.z>, other@elsewhere.example;",
        "",
        "   \t ",
    ])
    .prop_map(str::to_owned);
    prop_oneof![3 => known, 1 => any::<String>(), 1 => "[ -~]{0,300}"]
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}@[a-z]{1,10}\\.example",
        1 => "[a-zé]{1,10}@[a-zéü]{1,10}\\.example",
        1 => "[a-z.]{1,10}@[a-z0-9.-]{1,20}",
    ]
}

fn facts(one: &str, other: &str) -> TicketFacts {
    TicketFacts {
        id: uuid::Uuid::nil().into(),
        subject: one.to_owned(),
        organisation: other.to_owned(),
        requester: one.to_owned(),
        service: other.to_owned(),
        priority_word: one.to_owned(),
        assignee: Some(other.to_owned()),
        ..ticket(Lang::Fr)
    }
}

fn notices(one: &str, other: &str) -> Vec<Notice> {
    let ticket = facts(one, other);
    let (_, mut late_promise, late_level) = escalated(Lang::Fr);
    other.clone_into(&mut late_promise.amount);
    one.clone_into(&mut late_promise.clause);
    one.clone_into(&mut late_promise.contract);
    one.clone_into(&mut late_promise.timezone);
    vec![
        Notice::Received {
            ticket: ticket.clone(),
            promise: Some(promise(Lang::Fr)),
            link: one.to_owned(),
        },
        Notice::Replied {
            ticket: ticket.clone(),
            author: one.to_owned(),
            text: format!("{one}\r\n{other}"),
            resolved: false,
            files: Vec::new(),
            link: SECRET.to_owned(),
        },
        Notice::Escalated {
            ticket: ticket.clone(),
            promise: late_promise,
            level: LevelFacts {
                words: Worded {
                    fr: other.to_owned(),
                    en: one.to_owned(),
                },
                recipients: vec![one.to_owned(), other.to_owned()],
                ..late_level
            },
            vendor: None,
            link: SECRET.to_owned(),
        },
        Notice::RequesterWrote {
            ticket,
            text: other.to_owned(),
            files: Vec::new(),
        },
    ]
}

const OURS: [&str; 12] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "In-Reply-To",
    "Content-Language",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
];

#[test]
fn hostile_names_subjects_and_texts_make_exactly_one_letter_with_our_headers() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    let config = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(one in hostile(), other in hostile(), to in address(), id in hostile())| {
        for notice in notices(&one, &other) {
            let mut letter = letter(notice, Lang::Fr);
            if id.len() % 2 == 0 {
                id.clone_into(&mut letter.message_id);
            }
            if let Ok(to) = EmailAddress::parse(&to) {
                letter.recipient = to;
            }
            let before = catcher.count();
            match mailer.send(&letter) {
                Outcome::Sent => {
                    prop_assert_eq!(catcher.count(), before + 1);
                    let got = catcher.letters().pop().unwrap();
                    prop_assert_eq!(got.to.len(), 1);
                    let back = match letter.notice {
                        Notice::Received { .. } => "",
                        _ => "support@guichet.example",
                    };
                    prop_assert_eq!(&got.from, back);
                    let id = got.header("Message-ID").unwrap_or_default();
                    prop_assert!(
                        id.starts_with('<')
                            && id.ends_with("@guichet.example>")
                            && id.bytes().all(|byte| byte.is_ascii_graphic()),
                        "{}", id
                    );
                    let names: Vec<&str> =
                        got.headers.iter().map(|(name, _)| name.as_str()).collect();
                    for ours in OURS {
                        let count = names.iter().filter(|name| **name == ours).count();
                        prop_assert_eq!(count, 1, "{} in {:?}", ours, names);
                    }
                    prop_assert_eq!(names.len(), OURS.len(), "{:?}", names);
                    prop_assert!(got.raw.lines().all(|line| line.len() <= 998));
                    prop_assert!(!got.text.is_empty() && !got.html.is_empty());
                }
                // An address that mail cannot carry is said to an administrator, not sent.
                Outcome::Refused { why } => {
                    prop_assert_eq!(catcher.count(), before);
                    prop_assert!(why.contains("address"), "{}", why);
                }
                Outcome::NotNow { why } | Outcome::Unreachable { why } => prop_assert!(false, "{}", why),
            }
        }
    });
}

#[test]
fn nothing_that_was_typed_is_markup_in_the_html_part() {
    let config = ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(one in hostile(), other in hostile())| {
        let typed = notices(&one, &other);
        let harmless = notices("mot", "mot");
        for (typed, harmless) in typed.into_iter().zip(harmless) {
            let tags = |notice| tags(&render(&letter(notice, Lang::Fr), &site()).unwrap().html);
            let (found, known) = (tags(typed), tags(harmless));
            for tag in &found {
                prop_assert!(known.contains(tag) || is_ours(tag), "{}", tag);
            }
        }
    });
}

/// Tags that appear only with more paragraphs, lines or rows, or with a link whose secret is
/// harmless.
fn is_ours(tag: &str) -> bool {
    let link = tag
        .trim_start_matches("a class=\"m-link\" ")
        .trim_start_matches("a ");
    tag == "br"
        || tag == "tr"
        || tag.starts_with("p style=\"")
        || is_form(tag)
        || tag.starts_with("td class=\"m-")
        || (link.starts_with("href=\"https://guichet.example/requests/")
            && link.matches('"').count() == 4)
}

/// Tags that give a text its form, with the styles that the program wrote, or an address of the web.
fn is_form(tag: &str) -> bool {
    let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let bare = matches!(
        name.trim_start_matches('/'),
        "p" | "ul" | "ol" | "li" | "em" | "strong" | "code" | "pre" | "blockquote" | "hr" | "a"
    );
    let styled =
        rest.starts_with("style=\"") && rest.ends_with('"') && rest.matches('"').count() == 2;
    let link = rest
        .strip_prefix("class=\"m-link\" style=\"color:#0b57d0\" href=\"")
        .and_then(|rest| rest.strip_suffix("\" rel=\"noopener noreferrer nofollow\""))
        .is_some_and(|address| {
            !address.contains('"')
                && ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| address.to_ascii_lowercase().starts_with(scheme))
        });
    bare && (rest.is_empty()
        || styled
        || (name == "ol" && rest.contains("start=\""))
        || (name == "a" && link))
}

fn tags(html: &str) -> Vec<String> {
    html.split('<')
        .skip(1)
        .map(|piece| {
            piece
                .split_once('>')
                .map_or(piece, |(tag, _)| tag)
                .to_owned()
        })
        .collect()
}

#[test]
fn a_text_with_lone_dots_arrives_whole() {
    let catcher = Catcher::start().unwrap();
    let settings = SmtpSettings::parse(&catcher.url(), "support@guichet.example", None).unwrap();
    let mailer = SmtpMailer::new(settings, site());
    let text = "avant\n.\nQUIT\n..\naprès";
    let notice = Notice::RequesterWrote {
        ticket: ticket(Lang::Fr),
        text: text.to_owned(),
        files: Vec::new(),
    };
    assert_eq!(mailer.send(&letter(notice, Lang::Fr)), Outcome::Sent);
    assert_eq!(catcher.count(), 1);
    let got = catcher.letters().pop().unwrap();
    assert!(
        got.text.replace("\r\n", "\n").contains(text),
        "{}",
        got.text
    );
}
