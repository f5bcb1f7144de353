//! What mail servers tell of letters that have left.

use guichet::domain::{incoming::Outcome, letter::LetterState};

use super::{MORNING, Mime, leaving, outcome, received};
use crate::{
    desk_world::{blocked, every_letter, world},
    support::on_each_engine,
};

/// What the server says in a report of 5.1.1.
pub const REPORTED: &str = "5.1.1 no such user";

/// A report as Postfix writes it.
pub fn report(about: &str, recipient: &str, status: &str) -> Mime {
    let body = format!(
        "--part\nContent-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you.\n\n\
         --part\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.elsewhere.example\n\n\
         Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: {status}\n\
         Diagnostic-Code: smtp; 550 {status} no such user\n\n\
         --part\nContent-Type: text/rfc822-headers\n\nMessage-ID: {about}\nSubject: x\n\n--part--\n"
    );
    Mime::from(
        "MAILER-DAEMON@mx.elsewhere.example",
        "Undelivered Mail Returned to Sender",
        &body,
    )
    .with("MIME-Version", "1.0")
    .with("Auto-Submitted", "auto-replied")
    .with(
        "Content-Type",
        "multipart/report; report-type=delivery-status; boundary=part",
    )
}

#[test]
fn a_letter_that_never_arrives_is_for_an_administrator() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let (ticket, _) = world.filed("standard", blocked());
        let letter = leaving(&world).remove(0);
        let to = letter.recipient.to_string();
        let foreign = report(&letter.message_id, "other@elsewhere.example", "5.1.1");
        let came = received(&world, "support@desk.example", &foreign);
        assert_eq!(outcome(&came), Outcome::SetAside, "of another recipient");
        let unknown = report("<nobody@knows.example>", &to, "5.1.1");
        let came = received(&world, "support@desk.example", &unknown);
        assert_eq!(outcome(&came), Outcome::SetAside, "of no letter of ours");
        assert_eq!(every_letter(&world.desk)[0].state, LetterState::Sent);
        let came = received(
            &world,
            "support@desk.example",
            &report(&letter.message_id, &to, "5.1.1"),
        );
        assert_eq!(outcome(&came), Outcome::Reported);
        assert_eq!(came.belongs_to, Some((ticket, None)));
        let kept = &every_letter(&world.desk)[0];
        assert_eq!(kept.state, LetterState::Refused);
        assert!(kept.last_error.as_ref().unwrap().contains("5.1.1"));
        assert_eq!(leaving(&world), [], "no report is answered");
    });
}
