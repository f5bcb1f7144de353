//! Letters, from the outbox's facts to what a real mail server was handed.

mod hostile;
mod samples;
mod scripted;
mod slow;
pub mod tls;

use std::{fs, net::TcpListener, path::Path};

use guichet::{
    desk::ports::{Mailer, Outcome},
    domain::{
        ids::LetterId,
        lang::Lang,
        notice::{CaseTold, Notice},
        people::EmailAddress,
    },
    edges::mail::{Catcher, CaughtLetter, SmtpMailer, SmtpSettings, render},
};
use samples::{NOTE, SECRET, at, every, letter, site, ticket};

const FROM: &str = "Guichet <support@guichet.example>";

fn mailer(url: &str) -> SmtpMailer {
    SmtpMailer::new(SmtpSettings::parse(url, FROM, None).unwrap(), site())
}

fn why(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Sent => "",
        Outcome::NotNow { why } | Outcome::Unreachable { why } | Outcome::Refused { why } => why,
    }
}

/// The links of a part.
fn links(part: &str) -> Vec<&str> {
    part.split("https://")
        .skip(1)
        .map(|rest| {
            let end = rest
                .find(|one: char| one.is_whitespace() || "\"<>".contains(one))
                .unwrap_or(rest.len());
            &rest[..end]
        })
        .collect()
}

fn caught(catcher: &Catcher) -> CaughtLetter {
    catcher.letters().pop().unwrap()
}

#[test]
fn every_letter_arrives_once_in_both_languages_with_its_headers_and_both_parts() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    let mut count = 0;
    for lang in Lang::ALL {
        for (name, notice) in every(lang) {
            let automatic = match notice {
                Notice::Received { .. } => "auto-replied",
                _ => "auto-generated",
            };
            let letter = letter(notice, lang);
            assert_eq!(mailer.send(&letter), Outcome::Sent, "{name}");
            count += 1;
            assert_eq!(catcher.count(), count);

            let got = caught(&catcher);
            let root = format!("<{}@guichet.example>", letter.ticket.unwrap());
            // An answer that leaves by itself must never be answered (RFC 3834, 3.3).
            let back = if automatic == "auto-replied" {
                ""
            } else {
                "support@guichet.example"
            };
            assert_eq!(got.from, back, "{name}");
            assert_eq!(got.to, ["camille@cobalt-mesange.example"]);
            assert_eq!(
                got.header("From"),
                Some("Guichet <support@guichet.example>")
            );
            assert_eq!(got.header("To"), Some("camille@cobalt-mesange.example"));
            assert_eq!(got.header("Message-ID"), Some(letter.message_id.as_str()));
            assert_eq!(got.header("References"), Some(root.as_str()));
            assert_eq!(got.header("In-Reply-To"), Some(root.as_str()));
            assert_eq!(got.header("Auto-Submitted"), Some(automatic));
            assert_eq!(got.header("X-Auto-Response-Suppress"), Some("All"));
            assert_eq!(got.header("Content-Language"), Some(lang.tag()));
            let date = got.header("Date").unwrap();
            assert!(date.starts_with("Mon, 29 Dec 2025 10:10:00"), "{date}");
            assert!(
                got.subject.starts_with("[INC-2025-01042] "),
                "{}",
                got.subject
            );

            let said = render(&letter, &site()).unwrap();
            assert_eq!(
                got.text.replace("\r\n", "\n").trim_end(),
                said.text.trim_end()
            );
            assert_eq!(
                got.html.replace("\r\n", "\n").trim_end(),
                said.html.trim_end()
            );
            for key in ["letter-", "{ $", "{{"] {
                assert!(
                    !said.text.contains(key) && !said.html.contains(key),
                    "{name}: {key}"
                );
            }
        }
    }
}

#[test]
fn the_letters_of_the_status_say_the_same_in_both_parts_and_end_by_one_click() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    for lang in Lang::ALL {
        for (name, notice) in samples::of_the_status(lang) {
            let subscribed = matches!(name, "maintenance-moved" | "status-news");
            let letter = letter(notice, lang);
            assert_eq!(mailer.send(&letter), Outcome::Sent, "{name}");
            let got = caught(&catcher);
            assert_eq!(got.header("Auto-Submitted"), Some("auto-generated"));
            assert!(
                !got.subject.is_empty() && !got.subject.contains('['),
                "{}",
                got.subject
            );
            let way_out = format!("<https://guichet.example/status/unsubscribe/{SECRET}>");
            let one_click = got.header("List-Unsubscribe-Post");
            assert_eq!(
                one_click,
                subscribed.then_some("List-Unsubscribe=One-Click")
            );
            let list = got.header("List-Unsubscribe").map(str::to_owned);
            assert_eq!(list, subscribed.then_some(way_out), "{name}");
            let said = render(&letter, &site()).unwrap();
            for part in [&said.text, &said.html] {
                for key in ["letter-", "{ $", "{{"] {
                    assert!(!part.contains(key), "{name}: {key}: {part}");
                }
                let out = format!("/status/unsubscribe/{SECRET}");
                assert_eq!(part.contains(&out), subscribed, "{name}");
                for link in part.split("https://").skip(1) {
                    assert!(link.starts_with("guichet.example"), "{name}: {link}");
                }
            }
        }
    }
}

#[test]
fn both_parts_hold_the_same_links_and_they_lead_to_the_site_only() {
    for lang in Lang::ALL {
        for (name, notice) in every(lang) {
            let letter = letter(notice, lang);
            let said = render(&letter, &site()).unwrap();
            let id = letter.ticket.unwrap();
            let expected = match name {
                "received" | "received-closed" | "deadline-missed" => vec![
                    format!("guichet.example/requests/{SECRET}"),
                    format!("guichet.example/requests/{SECRET}/deadline"),
                ],
                "received-unpromised"
                | "replied"
                | "still-working"
                | "still-working-unpromised"
                | "taken-in-charge"
                | "taken-unpromised"
                | "paused"
                | "paused-others" => {
                    vec![format!("guichet.example/requests/{SECRET}")]
                }
                "vendor-answered" => vec![format!("guichet.example/tickets/{id}/vendor")],
                "vendor-warned" => vec![
                    format!("guichet.example/tickets/{id}/vendor"),
                    format!("guichet.example/tickets/{id}/hands"),
                ],
                "pause-contested" => vec![format!("guichet.example/tickets/{id}#pauses")],
                "pause-ruled" => vec![format!("guichet.example/portal/tickets/{id}#pauses")],
                "consent-withdrawn" => vec![format!("guichet.example/tickets/{id}#consent")],
                "resolved" | "resolved-plain" => vec![
                    format!("guichet.example/requests/{SECRET}"),
                    format!("guichet.example/requests/{SECRET}#opinion"),
                ],
                "followed-answer" | "followed-news" | "follower-added" => vec![
                    format!("guichet.example/portal/tickets/{id}"),
                    format!("guichet.example/portal/tickets/{id}#followers"),
                ],
                "customer-warned" => vec![format!("guichet.example/portal/tickets/{id}")],
                "escalated-news" => vec![
                    format!("guichet.example/tickets/{id}#news"),
                    format!("guichet.example/escalations/{SECRET}"),
                ],
                "escalated" | "escalated-late" => vec![
                    format!("guichet.example/escalations/{SECRET}"),
                    format!("guichet.example/tickets/{id}"),
                ],
                "mentioned" => vec![format!("guichet.example/tickets/{id}#m-{NOTE}")],
                _ => vec![format!("guichet.example/tickets/{id}")],
            };
            assert_eq!(links(&said.text), expected, "{name}, text");
            assert_eq!(links(&said.html), expected, "{name}, html");
            for outside in ["http://", "src=", "url(", "<img", "<script", "<link"] {
                assert!(!said.html.contains(outside), "{name}: {outside}");
            }
        }
    }
}

#[test]
fn both_parts_say_the_same() {
    for lang in Lang::ALL {
        for (name, notice) in every(lang) {
            let said = render(&letter(notice, lang), &site()).unwrap();
            let spoken = spoken(&said.html);
            let missing: Vec<_> = said
                .text
                .split_whitespace()
                .filter(|word| !word.starts_with("https://") && *word != "--")
                .filter(|word| !spoken.contains(word))
                .collect();
            assert!(
                missing.is_empty(),
                "{name}: {missing:?} is not in the HTML part"
            );
        }
    }
}

/// The words of an HTML part, without its head and tags.
fn spoken(html: &str) -> String {
    let body = html.split_once("<main>").unwrap().1;
    let mut spoken = String::new();
    for piece in body.split('<') {
        spoken.push(' ');
        spoken.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    spoken
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replace("&nbsp;", " ")
}

#[test]
fn a_receipt_tells_the_deadline_with_weekday_date_time_zone_unit_and_clause() {
    for (lang, deadline, unit, from) in [
        (
            Lang::Fr,
            "lundi 29 décembre 2025 à 13 h 10, heure de Paris",
            "Délai promis : 4 heures ouvrées D’après : Contrat Sérénité ; article 5.1",
            "le délai compte à partir du lundi 29 décembre 2025 à 8 h 00",
        ),
        (
            Lang::En,
            "Monday 29 December 2025 at 13:10, Paris time",
            "Time promised: 4 business hours According to: Contrat Sérénité; article 5.1",
            "the time counts from Monday 29 December 2025 at 8:00",
        ),
    ] {
        let said = |name: &str| {
            let (_, notice) = every(lang)
                .into_iter()
                .find(|(one, _)| *one == name)
                .unwrap();
            let said = render(&letter(notice, lang), &site()).unwrap();
            [plain(&said.text), plain(&spoken(&said.html))]
        };
        for part in said("received-closed") {
            for fact in ["INC-2025-01042", deadline, unit, from] {
                assert!(part.contains(fact), "{fact} is not in:\n{part}");
            }
        }
        for part in said("received") {
            assert!(part.contains(deadline) && !part.contains(from), "{part}");
        }
    }
}

/// One line, ordinary blanks.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that may reach an address before anybody has answered there.
const UNVERIFIED: [&str; 9] = [
    "received",
    "received-closed",
    "received-unpromised",
    "taken-in-charge",
    "taken-unpromised",
    "paused",
    "paused-others",
    "deadline-missed",
    "resolved-plain",
];

#[test]
fn a_letter_to_an_unverified_address_carries_nothing_that_was_typed() {
    for lang in Lang::ALL {
        for (name, notice) in every(lang) {
            if !UNVERIFIED.contains(&name) {
                continue;
            }
            let said = render(&letter(notice, lang), &site()).unwrap();
            let whole = format!("{}{}{}", said.subject, said.text, said.html);
            for typed in ["Commandes", "409", "Inès", "Vautrin", "Marlaix"] {
                assert!(!whole.contains(typed), "{name} repeats « {typed} »");
            }
        }
    }
}

#[test]
fn every_letter_about_a_ticket_has_the_same_subject_for_the_same_reader() {
    for (requester, expected) in [
        (true, "[INC-2025-01042] Gestion commerciale"),
        (
            false,
            "[INC-2025-01042] Commandes d’achat : la validation échoue, erreur 409",
        ),
    ] {
        for lang in Lang::ALL {
            for (name, notice) in every(lang) {
                let to_requester = matches!(
                    notice,
                    Notice::Received { .. }
                        | Notice::TakenInCharge { .. }
                        | Notice::Paused { .. }
                        | Notice::DeadlineMissed { .. }
                        | Notice::Replied { .. }
                        | Notice::StillWorking { .. }
                        | Notice::FollowedNews { .. }
                        | Notice::FollowedAnswer { .. }
                        | Notice::FollowerAdded { .. }
                        | Notice::CustomerWarned { .. }
                        | Notice::PauseContested { .. }
                        | Notice::PauseRuled { .. }
                        | Notice::ConsentWithdrawn { .. }
                );
                if to_requester == requester {
                    let said = render(&letter(notice, lang), &site()).unwrap();
                    assert_eq!(said.subject, expected, "{name}");
                }
            }
        }
    }
}

#[test]
fn an_escalation_says_what_is_left_and_after_the_breach_by_how_much_it_is_late() {
    let french = |name: &str| {
        let (_, notice) = every(Lang::Fr)
            .into_iter()
            .find(|(one, _)| *one == name)
            .unwrap();
        plain(&render(&letter(notice, Lang::Fr), &site()).unwrap().text)
    };
    let soon = french("escalated");
    for fact in [
        "Escalade, niveau 2 (75 % de l’objectif) · priorité P1",
        "Il reste 2 h ouvrées pour prendre la demande en charge",
        "Échéance lundi 29 décembre 2025 à 13 h 10, heure de Paris",
        "Prenez la demande en charge",
        "J’en prends connaissance",
        "Fonderies Marlaix : Commandes d’achat",
        "camille@cobalt-mesange.example et responsable@cobalt-mesange.example",
        "l’échelle d’escalade (Contrat Sérénité) prévient votre adresse au niveau 2",
    ] {
        assert!(soon.contains(fact), "{fact} is not in:\n{soon}");
    }
    assert!(!soon.contains("en retard"), "{soon}");
    let late = french("escalated-late");
    for fact in [
        "La résolution est en retard de 25 min ouvrées",
        "Échéance dépassée",
        "le service était arrêté : il était dû le lundi 29 décembre 2025 à 13 h 10 et n’a pu partir que le lundi 29 décembre 2025 à 13 h 35",
        "Il vaut aussi pour les niveaux 1 et 2",
        "personne pour l’instant",
    ] {
        assert!(late.contains(fact), "{fact} is not in:\n{late}");
    }
}

#[test]
fn a_letter_whose_secret_is_gone_has_no_broken_link() {
    for lang in Lang::ALL {
        for (name, notice) in every(lang) {
            let letter = letter(notice.without_secret(), lang);
            let id = letter.ticket.unwrap();
            let said = render(&letter, &site()).unwrap();
            for link in links(&said.text).into_iter().chain(links(&said.html)) {
                let to_note = format!("guichet.example/tickets/{id}#m-{NOTE}");
                let portal = format!("guichet.example/portal/tickets/{id}");
                let expected = match name {
                    "followed-answer" | "followed-news" | "follower-added"
                        if link.contains('#') =>
                    {
                        format!("{portal}#followers")
                    }
                    "followed-answer" | "followed-news" | "follower-added" | "customer-warned" => {
                        portal
                    }
                    "mentioned" => to_note,
                    "escalated-news" => format!("guichet.example/tickets/{id}#news"),
                    "vendor-answered" => format!("guichet.example/tickets/{id}/vendor"),
                    "vendor-warned" if link.ends_with("/hands") => {
                        format!("guichet.example/tickets/{id}/hands")
                    }
                    "vendor-warned" => format!("guichet.example/tickets/{id}/vendor"),
                    "pause-contested" => format!("guichet.example/tickets/{id}#pauses"),
                    "pause-ruled" => format!("{portal}#pauses"),
                    "consent-withdrawn" => format!("guichet.example/tickets/{id}#consent"),
                    _ => format!("guichet.example/tickets/{id}"),
                };
                assert_eq!(link, expected, "{name}");
            }
        }
    }
}

#[test]
fn a_recipient_refused_for_good_is_refused_and_one_put_off_waits() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
    catcher.refuse("Camille@cobalt-mesange.example");
    let outcome = mailer.send(&letter);
    assert!(
        matches!(&outcome, Outcome::Refused { why } if why.contains("550")),
        "{outcome:?}"
    );
    assert!(why(&outcome).contains("refuses the recipient"));

    catcher.accept_all();
    catcher.put_off("camille@cobalt-mesange.example");
    let outcome = mailer.send(&letter);
    assert!(
        matches!(&outcome, Outcome::NotNow { why } if why.contains("451")),
        "{outcome:?}"
    );

    catcher.accept_all();
    catcher.set_down(true);
    let outcome = mailer.send(&letter);
    assert!(
        matches!(&outcome, Outcome::Unreachable { why } if why.contains("421")),
        "{outcome:?}"
    );

    catcher.set_down(false);
    assert_eq!(catcher.count(), 0);
    assert_eq!(mailer.send(&letter), Outcome::Sent);
    assert_eq!(catcher.count(), 1);
}

#[test]
fn only_what_the_server_says_for_good_about_recipient_or_letter_is_final() {
    let ehlo = "250 mail.example";
    // What the server answers last, and whether the letter is refused for good.
    for (answers, refused, said) in [
        (vec!["554 no service here"], false, "turns us away"),
        (vec!["421 busy"], false, "turns us away"),
        (
            vec!["220 hi", ehlo, "550 unknown sender"],
            false,
            "refuses the sender",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "450 greylisted"],
            false,
            "refuses the recipient",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "550 no such user"],
            true,
            "refuses the recipient",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "250 ok", "452 full"],
            false,
            "refuses the letter",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "250 ok", "354 go", "451 later"],
            false,
            "refuses the letter",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "250 ok", "354 go", "554 spam"],
            true,
            "refuses the letter",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "250 ok", "354 go", "??"],
            false,
            "may arrive twice",
        ),
        (
            vec!["220 hi", ehlo, "250 ok", "250 ok", "354 go"],
            false,
            "may arrive twice",
        ),
    ] {
        let (port, _) = scripted::server(vec![answers.clone()]);
        let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
        let outcome = mailer(&format!("smtp://127.0.0.1:{port}")).send(&letter);
        assert_eq!(
            matches!(outcome, Outcome::Refused { .. }),
            refused,
            "{answers:?}: {outcome:?}"
        );
        assert!(why(&outcome).contains(said), "{answers:?}: {outcome:?}");
    }
}

#[test]
fn a_letter_whose_answer_was_lost_is_repeated_with_the_same_message_id() {
    let cut = vec!["220 hi", "250 a", "250 ok", "250 ok", "354 go"];
    let whole = vec![
        "220 hi",
        "250 a",
        "250 ok",
        "250 ok",
        "354 go",
        "250 taken",
        "221 bye",
    ];
    let (port, heard) = scripted::server(vec![cut, whole]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{port}"));
    let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
    assert!(matches!(mailer.send(&letter), Outcome::NotNow { .. }));
    assert_eq!(mailer.send(&letter), Outcome::Sent);
    let line = format!("Message-ID: {}\n", letter.message_id);
    let heard = heard.lock().unwrap();
    assert_eq!(heard.iter().filter(|said| said.contains(&line)).count(), 2);
}

#[test]
fn a_connection_that_went_stale_costs_no_letter() {
    // The server hangs up after the first letter; the second one finds its own way.
    let first = vec!["220 hi", "250 a", "250 ok", "250 ok", "354 go", "250 taken"];
    // This one answers the probe, then has had enough: 421 to the next MAIL.
    let second = vec![
        "220 hi",
        "250 a",
        "250 ok",
        "250 ok",
        "354 go",
        "250 taken",
        "250 noop",
        "421 enough",
    ];
    let (port, heard) = scripted::server(vec![first.clone(), second, first]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{port}"));
    for _ in 0..3 {
        let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
        assert_eq!(mailer.send(&letter), Outcome::Sent);
    }
    let heard = heard.lock().unwrap();
    assert_eq!(
        heard
            .iter()
            .filter(|said| said.contains("Message-ID:"))
            .count(),
        3
    );
}

#[test]
fn a_test_says_in_plain_words_what_is_wrong() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let trouble = mailer(&format!("smtp://127.0.0.1:{free}"))
        .test()
        .unwrap_err()
        .to_string();
    assert!(
        trouble.contains("no mail server answers at 127.0.0.1, port"),
        "{trouble}"
    );

    let trouble = mailer("smtp://nowhere.invalid:25?tls=none")
        .test()
        .unwrap_err()
        .to_string();
    assert!(
        trouble.contains("« nowhere.invalid » is not found"),
        "{trouble}"
    );

    let (port, _) = scripted::server(vec![vec!["220 hi", "250 mail.example"]]);
    let trouble = mailer(&format!("smtp://127.0.0.1:{port}?tls=required"))
        .test()
        .unwrap_err();
    assert!(
        trouble.to_string().contains("does not offer STARTTLS"),
        "{trouble}"
    );

    let (port, _) = scripted::server(vec![vec![
        "220 hi",
        "250-mail.example\r\n250 AUTH PLAIN",
        "535 wrong",
        "221 bye",
    ]]);
    let url = format!("smtp://user:Hunter2secret@127.0.0.1:{port}");
    let trouble = mailer(&url).test().unwrap_err().to_string();
    assert!(
        trouble.contains("refuses the user or the password"),
        "{trouble}"
    );
    assert!(!trouble.contains("Hunter2"), "{trouble}");

    let catcher = Catcher::start().unwrap();
    assert_eq!(mailer(&catcher.url()).test(), Ok(()));
    assert_eq!(catcher.count(), 0);
}

#[test]
fn a_password_is_never_sent_in_clear_by_opportunity() {
    let (port, heard) =
        scripted::server(vec![vec!["220 hi", "250-mail.example\r\n250 AUTH PLAIN"]]);
    let url = format!("smtp://user:Hunter2secret@127.0.0.1:{port}?tls=opportunistic");
    let trouble = mailer(&url).test().unwrap_err().to_string();
    assert!(trouble.contains("not sent in clear"), "{trouble}");
    assert!(
        heard
            .lock()
            .unwrap()
            .iter()
            .all(|said| !said.starts_with("AUTH"))
    );
}

#[test]
fn the_test_letter_arrives() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    let to = EmailAddress::parse("admin@guichet.example").unwrap();
    for lang in Lang::ALL {
        let now = at("2026-01-05T08:00:00Z");
        assert_eq!(
            mailer.send_test(LetterId::fresh(), &to, lang, now),
            Outcome::Sent
        );
        let got = caught(&catcher);
        assert!(got.subject.contains("Cobalt Mésange"), "{}", got.subject);
        assert!(got.text.contains("127.0.0.1") && got.html.contains("127.0.0.1"));
        assert!(
            got.header("Message-ID")
                .unwrap()
                .ends_with("@guichet.example>")
        );
    }
}

#[test]
fn nothing_shown_of_a_mailer_or_an_outcome_holds_a_secret() {
    let url = "smtp://user:Hunter2secret@127.0.0.1:9";
    let mailer = mailer(url);
    let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
    let outcome = mailer.send(&letter);
    let shown = format!("{mailer:?} {outcome:?}");
    assert!(
        !shown.contains("Hunter2") && !shown.contains(SECRET),
        "{shown}"
    );
}

#[test]
fn the_catcher_keeps_the_newest_and_numbers_them_for_ever() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    for _ in 0..3 {
        mailer.send(&letter(every(Lang::En).remove(0).1, Lang::En));
    }
    let ranks: Vec<u64> = catcher
        .letters()
        .iter()
        .map(|letter| letter.index)
        .collect();
    assert_eq!(ranks, [1, 2, 3]);
    assert_eq!(catcher.letter(2).unwrap().index, 2);
    assert!(catcher.letter(4).is_none());
}

/// Not a rule: leaves every letter where a person can look at it.
#[test]
fn every_letter_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("letters");
    fs::create_dir_all(&folder).unwrap();
    for lang in Lang::ALL {
        for (name, notice) in every(lang) {
            let said = render(&letter(notice, lang), &site()).unwrap();
            fs::write(folder.join(format!("{name}-{lang}.html")), said.html).unwrap();
            let text = format!("{}\n\n{}", said.subject, said.text);
            fs::write(folder.join(format!("{name}-{lang}.txt")), text).unwrap();
        }
    }
    assert_eq!(ticket(Lang::Fr).reference, "INC-2025-01042");
}

#[test]
fn a_letter_to_the_vendor_leads_to_its_case_and_tells_of_no_ticket() {
    for lang in [Lang::Fr, Lang::En] {
        for told in [
            CaseTold::Opened,
            CaseTold::Written,
            CaseTold::Reopened,
            CaseTold::Withdrawn,
        ] {
            let notice = Notice::CaseForVendor {
                case: samples::case(lang),
                told,
                text: "Le spouleur perd la seconde étiquette.".to_owned(),
            };
            let letter = letter(notice, lang);
            assert_eq!(letter.ticket, None, "no answer to it reaches a ticket");
            let said = render(&letter, &site()).unwrap();
            assert!(
                said.subject.starts_with("[INC-2025-01042-E1] "),
                "{}",
                said.subject
            );
            for part in [&said.text, &said.html] {
                assert!(part.contains("/portal/cases/"), "{part}");
                assert!(!part.contains("/tickets/"), "{part}");
                assert!(part.contains("Le spouleur perd"), "{part}");
                assert!(
                    !part.contains("letter-") && !part.contains("nature-"),
                    "{part}"
                );
                let promised = part.contains("Prise en charge") || part.contains("Taken in charge");
                assert_eq!(promised, told == CaseTold::Opened, "{part}");
            }
        }
        for told in [CaseTold::Answered, CaseTold::Remarked] {
            // A desk outside writes in the vendor's own name; who noted something is named.
            for (author, recorded, said) in [("Divalto", false, ""), ("Camille Roux", true, "not")]
            {
                let notice = Notice::VendorAnswered {
                    ticket: ticket(lang),
                    vendor: "Divalto".to_owned(),
                    author: author.to_owned(),
                    told,
                    text: String::new(),
                    recorded,
                };
                let text = render(&letter(notice, lang), &site()).unwrap().text;
                assert!(
                    !text.contains("letter-") && !text.contains("(Divalto)"),
                    "{text}"
                );
                assert!(text.contains(said), "{text}");
            }
        }
        for told in [
            CaseTold::TakenInCharge,
            CaseTold::Answered,
            CaseTold::Asked,
            CaseTold::Settled,
            CaseTold::Remarked,
        ] {
            let notice = Notice::VendorAnswered {
                ticket: ticket(lang),
                vendor: "Divalto".to_owned(),
                author: "Camille Roux".to_owned(),
                told,
                text: String::new(),
                recorded: false,
            };
            let said = render(&letter(notice, lang), &site()).unwrap();
            assert!(said.text.contains("/vendor"), "{}", said.text);
            assert!(!said.text.contains("letter-"), "{}", said.text);
        }
    }
}
