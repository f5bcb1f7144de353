//! What addresses ask for: whatever is typed there, a page comes, and no text is read as a question
//! to the database.

use guichet::domain::people::Role;

use super::House;
use crate::support::{
    digest::{changed, digest},
    on_each_engine,
};

/// Values that have turned into questions, conditions and orders elsewhere.
const HOSTILE: [&str; 16] = [
    "'",
    "' OR '1'='1",
    "' OR 1=1--",
    "'; DROP TABLE tickets;--",
    "1) UNION SELECT password_hash FROM people--",
    "id;--",
    "case when (select 1)=1 then id else subject end",
    "%",
    "_",
    "\\",
    "$1",
    ":x",
    "{\"$ne\":null}",
    "a\0b",
    "\u{202e}",
    "-1",
];

/// What each page reads of its address, and something that none does.
const PARAMETERS: [(&str, &[&str]); 8] = [
    (
        "/queue",
        &[
            "view", "queue", "assignee", "priority", "due", "q", "after", "sort",
        ],
    ),
    ("/queue/live", &["since", "view", "q"]),
    ("/escalations", &["before", "after"]),
    ("/letters", &["state", "before"]),
    ("/", &["service", "lang", "theme", "density"]),
    ("/sign-in", &["next"]),
    ("/sign-in/provider", &["next"]),
    ("/sign-in/provider/back", &["state", "code", "error", "iss"]),
];

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn no_value_of_any_parameter_breaks_a_page_or_changes_anything() {
    on_each_engine(|url| {
        let house = House::new(url);
        let mut agent = house.as_role(Role::Administrator);
        let before = digest(url);
        let long = "x'".repeat(2_000);
        for (path, names) in PARAMETERS {
            for name in names {
                let mut asked: Vec<String> = HOSTILE
                    .iter()
                    .map(|value| format!("{name}={}", encoded(value)))
                    .collect();
                asked.extend([
                    format!("{name}[]=x&{name}[$ne]=y"),
                    format!("{name}=a&{name}=b&{name}='"),
                    format!("{name}=%ff%fe%"),
                    (*name).to_owned(),
                    format!("{name}={}", encoded(&long)),
                ]);
                for one in asked {
                    let answer = agent.get(&format!("{path}?{one}"));
                    assert!(answer.status < 500, "{path}?{one}: {}", answer.status);
                    assert!(!answer.body.contains("argon2"), "{path}?{one}");
                }
            }
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}

/// The references on a page of the queue.
fn found(page: &str) -> Vec<String> {
    let mut all: Vec<_> = page
        .match_indices("INC-2026-")
        .filter_map(|(at, _)| page.get(at..at + 14))
        .map(str::to_owned)
        .collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn what_is_looked_for_is_compared_sign_by_sign() {
    on_each_engine(|url| {
        let house = House::new(url);
        for subject in [
            "100 % des écrans",
            "fichier_final",
            "C:\\Temp",
            "l'aide d'Anaïs",
            "a'; b",
        ] {
            house
                .served
                .filed(&[("subject", subject), ("service", "portail")]);
        }
        let mut agent = house.as_role(Role::Agent);
        let mut look = |text: &str| found(&agent.get(&format!("/queue?q={}", encoded(text))).body);
        for (text, count) in [
            ("%", 1),
            ("_", 1),
            ("\\", 1),
            ("100 %", 1),
            ("r_f", 1),
            ("rxf", 0),
            ("1%d", 0),
            ("'; b", 1),
            ("' OR '1'='1", 0),
            ("%' OR 1=1 --", 0),
            ("D'ANAÏS", 1),
        ] {
            assert_eq!(look(text).len(), count, "{text}");
        }
    });
}
