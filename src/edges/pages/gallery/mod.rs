//! Every screen of this folder, in both languages, with values that a hostile person would type.
//!
//! `GUICHET_GALLERY=/some/folder cargo test --lib gallery` also writes the pages there, to be
//! served and looked at.

mod checks;
mod colours;
mod parts;

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;

use super::{
    chip::{Chip, ChipFacts, ChipState},
    demo_letters::{Caught, Letter, List as CaughtList},
    escalations::{AckView, Acknowledgement, EscalationFacts, List as Escalations},
    forgotten, help,
    layout::{Counts, DemoBar, Frame, Person, Place},
    letters::{LetterCounts, LetterFacts, LetterState, View as Letters},
    problem::{Problem, View as ProblemView},
    set_up, sign_in,
};
use crate::edges::{http::preferences::Preferences, words::Lang};

const HOSTILE: &str = "</title></textarea><script>alert(1)</script>\" onfocus=\"x' & été";

fn now() -> DateTime<Utc> {
    "2025-12-29T09:42:00Z".parse().unwrap()
}

fn frame(lang: Lang, path: &str, title: &str, typed: &str) -> Frame {
    let preferences = Preferences {
        lang,
        ..Preferences::default()
    };
    let mut frame = Frame::new(preferences, path, title.to_owned()).for_public(path);
    frame.desk_name = "Cobalt Mésange".to_owned();
    frame.organisation = Some(typed.to_owned());
    frame.opening = Some("lundi à vendredi, 8 h 00 à 18 h 00".to_owned());
    frame.demo = Some(DemoBar {
        now: "lundi 29 décembre 2025 à 10 h 42".to_owned(),
        letters: 3,
    });
    frame
}

fn desk_frame(lang: Lang, path: &str, title: String, typed: &str, place: Place) -> Frame {
    let counts = Counts {
        open: Some(25),
        soon: Some(4),
        escalations: Some(3),
        ..Counts::default()
    };
    let mut frame =
        frame(lang, path, &title, typed).for_agent(Person::named(typed), counts, place, true);
    frame.title = title;
    frame
}

fn chip(lang: Lang, state: ChipState, seconds: i64) -> Chip {
    let late = matches!(state, ChipState::Late | ChipState::Missed);
    let at = now() + TimeDelta::seconds(if late { -seconds } else { seconds });
    let mut facts = ChipFacts::new(state, at, seconds, true);
    facts.href = "/tickets/1/proof";
    facts.reason = "attente client";
    Chip::of(&facts, now(), Paris, lang.words())
}

fn escalation(lang: Lang, typed: &str, state: ChipState, done: bool) -> EscalationFacts {
    EscalationFacts {
        reference: "INC-2025-01042".to_owned(),
        subject: typed.to_owned(),
        href: "/tickets/1".to_owned(),
        organisation: typed.to_owned(),
        priority: if done { 2 } else { 1 },
        clock: "Prise en charge".to_owned(),
        level: "75 % du délai".to_owned(),
        chip: chip(lang, state, 2_700),
        fired_at: now() - TimeDelta::minutes(20),
        caught_up: !done,
        folded: 2,
        told: vec!["Camille".to_owned(), typed.to_owned()],
        acknowledged: done.then(|| (typed.to_owned(), now())),
        acknowledge: Some("/escalations/1/acknowledge".to_owned()),
    }
}

fn caught(typed: &str) -> Caught {
    Caught {
        id: typed.to_owned(),
        subject: typed.to_owned(),
        from: typed.to_owned(),
        to: "camille@cobalt.example".to_owned(),
        at: now(),
    }
}

fn letter(typed: &str, state: LetterState, attempts: u32) -> LetterFacts {
    LetterFacts {
        id: typed.to_owned(),
        subject: typed.to_owned(),
        to: "quai@quivrel.example".to_owned(),
        state,
        at: now() + TimeDelta::minutes(7),
        attempts,
        answer: if attempts > 1 {
            format!("550 5.1.1 {typed}")
        } else {
            String::new()
        },
        ticket: Some(("INC-2025-01042".to_owned(), "/tickets/1".to_owned())),
    }
}

type Shown = Vec<(&'static str, askama::Result<String>)>;

/// Every page of this folder by name.
fn pages(lang: Lang, typed: &str) -> Vec<(&'static str, String)> {
    let shown = [
        doors(lang, typed),
        lists(lang, typed),
        escalations(lang, typed),
        singles(lang, typed),
    ];
    shown
        .into_iter()
        .flatten()
        .map(|(name, page)| (name, page.unwrap()))
        .collect()
}

fn doors(lang: Lang, typed: &str) -> Shown {
    let frame = |key: &str| frame(lang, "/sign-in", &lang.words().say(key), typed);
    let refusals = [
        set_up::Refusal::NoName,
        set_up::Refusal::of_password("short"),
        set_up::Refusal::NoAddress,
    ];
    let known = set_up::Typed {
        name: typed.to_owned(),
        email: typed.to_owned(),
    };
    let nothing = set_up::Typed::default();
    let wrong = [sign_in::Refusal::Wrong];
    vec![
        (
            "sign-in",
            sign_in::View::of(frame("sign-in-title"), "", &[], "/queue").render(),
        ),
        (
            "sign-in-refused",
            sign_in::View::of(frame("sign-in-title"), typed, &wrong, typed).render(),
        ),
        (
            "set-up",
            set_up::View::of(frame("set-up-title"), "/s/x", None, &known, &refusals).render(),
        ),
        (
            "forgotten",
            forgotten::View::of(
                frame("forgotten-title"),
                forgotten::State::Spent,
                true,
                typed,
                Some(typed.to_owned()),
            )
            .render(),
        ),
        (
            "set-up-known",
            set_up::View::of(frame("set-up-title"), "/s/x", Some(typed), &nothing, &[]).render(),
        ),
    ]
}

fn lists(lang: Lang, typed: &str) -> Shown {
    let desk = || {
        desk_frame(
            lang,
            "/letters",
            lang.words().say("letters-title"),
            typed,
            Place::Letters,
        )
    };
    let public = || {
        frame(
            lang,
            "/demo/letters",
            &lang.words().say("demo-letters"),
            typed,
        )
    };
    let rows = [
        letter(typed, LetterState::Refused, 8),
        letter(typed, LetterState::Waiting, 0),
    ];
    let counts = LetterCounts {
        waiting: 1,
        sent: Some(140),
        refused: 1,
    };
    let next = Some("/letters?after=1".to_owned());
    let many = [caught(typed), caught("2")];
    let letters = |state, rows: &[LetterFacts], next| {
        Letters::of(desk(), state, rows, counts, next, now(), Paris)
    };
    vec![
        (
            "letters",
            letters(LetterState::Refused, &rows, next).render(),
        ),
        (
            "letters-none",
            letters(LetterState::Waiting, &[], None).render(),
        ),
        (
            "demo-letters",
            CaughtList::of(public(), &many, demo_doors(), now(), Paris).render(),
        ),
        (
            "demo-letters-none",
            CaughtList::of(public(), &[], demo_doors(), now(), Paris).render(),
        ),
    ]
}

fn escalations(lang: Lang, typed: &str) -> Shown {
    let words = lang.words();
    let desk = || {
        desk_frame(
            lang,
            "/escalations",
            words.say("escalations-title"),
            typed,
            Place::Escalations,
        )
    };
    let public = || frame(lang, "/e/1", &words.say("escalation-ack-title"), typed);
    let one = escalation(lang, typed, ChipState::Late, false);
    let both = vec![one.clone(), escalation(lang, typed, ChipState::Soon, true)];
    let asked = Acknowledgement::Asked {
        action: "/e/1".to_owned(),
    };
    let done = Acknowledgement::Done {
        name: typed.to_owned(),
        at: now(),
    };
    let ticket = Some("/tickets/1".to_owned());
    vec![
        (
            "escalations",
            Escalations::of(desk(), true, both, None, now(), Paris).render(),
        ),
        (
            "escalations-none",
            Escalations::of(desk(), false, vec![], None, now(), Paris).render(),
        ),
        (
            "escalation-ack",
            AckView::of(public(), &one, asked, None, now(), Paris).render(),
        ),
        (
            "escalation-done",
            AckView::of(public(), &one, done, ticket, now(), Paris).render(),
        ),
        (
            "escalation-over",
            AckView::of(public(), &one, Acknowledgement::Over, None, now(), Paris).render(),
        ),
    ]
}

fn singles(lang: Lang, typed: &str) -> Shown {
    let public = |path: &str, title: &str| frame(lang, path, title, typed);
    let headers = vec![("Message-ID".to_owned(), typed.to_owned())];
    let text = format!("Bonjour,\n\n{typed}\n\nhttps://guichet.example/t/1\n");
    let letter = Letter::of(
        public("/demo/letters/1", typed),
        caught(typed),
        headers,
        &text,
        true,
        Paris,
    );
    let back = Some("/".to_owned());
    let problem = ProblemView::of(
        public("/x", ""),
        Problem::Ours,
        Some(typed.to_owned()),
        back,
    );
    vec![
        (
            "help",
            help::View::of(
                public("/help", &lang.words().say("help-title")),
                now(),
                Paris,
            )
            .render(),
        ),
        ("demo-letter", letter.render()),
        ("problem", problem.render()),
        (
            "bands",
            parts::bands(lang, public("/bands", "Bandes"), typed).render(),
        ),
        (
            "fields",
            parts::fields(public("/", "Déposer une demande"), typed).render(),
        ),
    ]
}

fn demo_doors() -> Vec<(&'static str, String)> {
    vec![("agent", "/demo/sign-in/a".to_owned())]
}
