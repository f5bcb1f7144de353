//! The list of organisations.

use askama::Template;

use super::{
    super::{
        again::Again,
        fields::{Answer, Field, Select, Summary},
        layout::Frame,
    },
    past::kind_word,
};
use crate::{
    domain::people::{Organisation, OrganisationKind},
    edges::words::Words,
};

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    kind: String,
    domain: String,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/organisations.html")]
pub(super) struct List {
    frame: Frame,
    summary: Summary,
    text: String,
    rows: Vec<Row>,
    more: bool,
    /// The address of all that is looked for.
    whole: String,
    manages: bool,
    name: Field,
    kind: Select,
    domain: Field,
}

impl List {
    pub(super) fn of(
        mut frame: Frame,
        found: &[Organisation],
        more: bool,
        text: &str,
        manages: bool,
        again: &Again,
    ) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let row = |one: &Organisation| Row {
            href: format!("/organisations/{}", one.id),
            name: one.name.clone(),
            kind: kind_word(one.kind, words),
            domain: one.mail_domain.clone().unwrap_or_default(),
        };
        Self {
            summary: again.summary(),
            text: text.to_owned(),
            rows: found.iter().map(row).collect(),
            more,
            whole: whole(text),
            manages,
            name: again.field("name", words.say("setup-name"), ""),
            kind: kinds(
                again.value("kind", OrganisationKind::Customer.word()),
                words,
            ),
            domain: domain(again, "", words),
            frame,
        }
    }
}

fn whole(text: &str) -> String {
    if text.is_empty() {
        return "/organisations".to_owned();
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("/organisations?{}", query.append_pair("q", text).finish())
}

/// The question what an organisation is.
pub(super) fn kinds(chosen: &str, words: Words) -> Select {
    Select {
        name: "kind",
        label: words.say("setup-kind"),
        answers: OrganisationKind::ALL
            .into_iter()
            .map(|kind| Answer::new(kind.word(), kind_word(kind, words), chosen))
            .collect(),
        ..Select::default()
    }
}

/// The question from which domain its people write.
pub(super) fn domain(again: &Again, else_: &str, words: Words) -> Field {
    again
        .field("domain", words.say("setup-domain"), else_)
        .hint(words.say("setup-domain-hint"))
        .optional()
}
