//! The small pieces in all their states, on two pages of their own.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;

use super::{
    super::{
        band::{Band, BandFacts, BandSize, tests::christmas},
        chip::{Chip, ChipState},
        fields::{Answer, Choices, Field, Select, Summary},
        files::FileQuestion,
        layout::Frame,
    },
    chip, now,
};
use crate::{domain::attachment::FileLimits, edges::words::Lang};

/// Bands and chips in all their states, as the pages of ticket and proof will show them.
#[derive(Template)]
#[template(
    source = r#"{% extends "layout_public.html" %}{% block main %}<h1>{{ frame.title }}</h1>
<p class="cluster">{% for chip in chips %}{{ chip }}{% endfor %}</p>
{% for band in wide %}<figure class="sheet sheet-pad stack"><div class="scroll" tabindex="0" role="region" aria-label="Bande {{ loop.index }}">{{ band }}</div>{{ parts::legend(frame, "w0") }}</figure>{% endfor %}
{% for band in narrow %}<div class="panel narrow-panel">{{ band }}</div>{% endfor %}{% endblock %}"#,
    ext = "html"
)]
pub(super) struct Bands {
    frame: Frame,
    chips: Vec<Chip>,
    wide: Vec<Band>,
    narrow: Vec<Band>,
}

pub(super) fn bands(lang: Lang, frame: Frame, typed: &str) -> Bands {
    let christmas = christmas();
    let mut hostile = christmas.clone();
    typed.clone_into(&mut hostile[3].label);
    let many: Vec<_> = (0..9)
        .flat_map(|week| {
            christmas.iter().cloned().map(move |mut part| {
                part.from -= TimeDelta::weeks(8 - week);
                part.to -= TimeDelta::weeks(8 - week);
                part
            })
        })
        .collect();
    let due: DateTime<Utc> = "2025-12-29T12:10:00Z".parse().unwrap();
    let late: DateTime<Utc> = "2025-12-29T08:30:00Z".parse().unwrap();
    let all = [(&christmas, due), (&hostile, late), (&many, due)];
    let draw = |size| {
        all.iter()
            .enumerate()
            .filter_map(|(index, (parts, deadline))| {
                let facts = BandFacts {
                    id: &format!("{}{index}", if size == BandSize::Wide { "w" } else { "n" }),
                    name: "Résolution",
                    parts,
                    now: now(),
                    deadline: *deadline,
                    target: "8 heures ouvrées",
                    business: true,
                };
                Band::of(&facts, size, Paris, lang.words())
            })
            .collect()
    };
    let states = [
        (ChipState::Running, 8_880),
        (ChipState::Soon, 2_280),
        (ChipState::Late, 2_700),
        (ChipState::Paused, 10_800),
        (ChipState::Kept, 7_200),
        (ChipState::Missed, 2_700),
    ];
    Bands {
        chips: states
            .into_iter()
            .map(|(state, seconds)| chip(lang, state, seconds))
            .collect(),
        wide: draw(BandSize::Wide),
        narrow: draw(BandSize::Narrow),
        frame,
    }
}

/// Every kind of question, refused.
#[derive(Template)]
#[template(
    source = r#"{% extends "layout_public.html" %}{% import "partials/fields.html" as fields %}{% block main %}{{ fields::summary(frame, summary) }}<h1>{{ frame.title }}</h1>
{% call parts::note("info", "night") %}<p>{{ subject.label }}</p>{% endcall %}
<form class="sheet" method="post" novalidate><div class="step"><h2><span class="step-n">1</span>A</h2>{{ fields::select(frame, service) }}</div><div class="step">{{ fields::text(frame, subject) }}{{ fields::area(frame, body) }}{{ fields::files(frame, files) }}{{ fields::choices(frame, blocked) }}</div></form>{% endblock %}"#,
    ext = "html"
)]
pub(super) struct Fields {
    frame: Frame,
    summary: Summary,
    service: Select,
    subject: Field,
    body: Field,
    files: FileQuestion,
    blocked: Choices,
}

pub(super) fn fields(frame: Frame, typed: &str) -> Fields {
    let words = frame.words;
    let answers = || {
        vec![
            Answer::new(typed, typed.to_owned(), typed),
            Answer::new("dk", "?".to_owned(), ""),
        ]
    };
    let mut summary = Summary::default();
    let error = Some(typed.to_owned());
    summary.note("subject", error.as_ref());
    let mut body = Field::new("body", "En détail".to_owned())
        .hint(typed.to_owned())
        .value(typed)
        .refused(error.clone());
    body.most = Some(10_000);
    Fields {
        frame,
        summary,
        service: Select {
            name: "service",
            label: typed.to_owned(),
            answers: answers(),
            error: error.clone(),
            ..Select::default()
        },
        subject: Field::new("subject", "En une phrase".to_owned())
            .value(typed)
            .refused(error.clone()),
        body,
        files: FileQuestion {
            errors: vec![typed.to_owned()],
            waiting: vec![(typed.to_owned(), typed.to_owned(), typed.to_owned())],
            ..FileQuestion::of(&[], &[], FileLimits::HOUSE, words)
        },
        blocked: Choices {
            name: "blocked",
            legend: typed.to_owned(),
            columns: 2,
            answers: answers(),
            error,
            ..Choices::default()
        },
    }
}
