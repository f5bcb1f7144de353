//! The consent to enter the customer's platform as both sides read it, and the forms to give it, to take
//! it back and to note an entry.

use crate::{
    desk::TicketPage,
    domain::ticket::{
        Account, AccountError, Actor, ConsentAct, ConsentStand, ConsentTold, What, consent,
    },
    edges::{
        http::Form,
        words::{Words, clauses, dates},
    },
};

/// The control in which the account is typed.
pub const ACCOUNT: &str = "consent-account";
/// The control in which the reason of an entry is typed.
pub const WHY: &str = "entry-why";

/// What was typed and came back.
#[derive(Clone, Debug, Default)]
pub struct ConsentTyped {
    /// What was typed. What looked like a password is not shown again.
    pub text: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The consent of a ticket.
#[derive(Debug)]
pub struct ConsentView {
    /// How it stands, in a sentence.
    pub stands: String,
    /// The word and the class of the tag.
    pub tag: (String, &'static str),
    /// The account with which the desk may enter now; empty for none.
    pub account: String,
    /// The clause behind it.
    pub clause: String,
    /// What was said and which entries were made, in order.
    pub told: Vec<(String, String, String)>,
    /// Where the forms of the customer go; empty for who may say nothing.
    pub says: String,
    /// Where the form of an entry goes; empty for who may make none, or not now.
    pub enters: String,
    /// What was typed and came back.
    pub typed: ConsentTyped,
}

impl ConsentView {
    /// The consent of a ticket; nothing where its contract asks nobody and nobody said anything. `says` is
    /// where the customer's forms go, `enters` where the agent's does; empty for who has none. `name`
    /// names who did something.
    #[must_use]
    pub fn of(
        page: &TicketPage,
        (says, enters): (&str, &str),
        typed: ConsentTyped,
        name: &dyn Fn(Actor) -> String,
        words: Words,
    ) -> Option<Self> {
        let stands = consent(&page.events);
        let rule = page.contract.consent();
        if rule.is_none() && stands.is_none() {
            return None;
        }
        let tz = page.contract.calendar().rules().timezone();
        let at = |at| dates::in_sentence(at, page.now, tz, words.lang());
        let (key, class, account) = match stands.as_ref().map(|one| &one.stand) {
            None => ("unasked", "", String::new()),
            Some(ConsentStand::Given(account)) => ("given", " tag-ok", account.to_string()),
            Some(ConsentStand::Refused) => ("refused", " tag-warn", String::new()),
            Some(ConsentStand::Withdrawn(_)) => ("withdrawn", " tag-warn", String::new()),
        };
        let sentence = match &stands {
            None => words.say("consent-is-unasked"),
            Some(one) => words.say_with(
                &format!("consent-is-{key}"),
                &[("name", name(one.by).into()), ("at", at(one.at).into())],
            ),
        };
        let clause = rule.and_then(|rule| page.contract.clause(&rule.clause));
        Some(Self {
            stands: sentence,
            tag: (words.say(&format!("consent-tag-{key}")), class),
            clause: clause.map_or_else(String::new, |one| clauses::reference(one, words)),
            told: page
                .events
                .iter()
                .filter_map(|event| {
                    let told = ConsentTold::by(&event.what)?;
                    let said = told_words(told, &name(event.actor), words);
                    Some((at(event.at), dates::machine(event.at, tz), said))
                })
                .collect(),
            says: if rule.is_some() { says } else { "" }.to_owned(),
            enters: if account.is_empty() { "" } else { enters }.to_owned(),
            account,
            typed,
        })
    }
}

/// « Maud Lestienne autorise l’accès avec le compte support ».
#[must_use]
pub fn told_words(told: ConsentTold<'_>, name: &str, words: Words) -> String {
    let (account, reason) = match told {
        ConsentTold::Given(account) | ConsentTold::Withdrawn(account) => (account.as_str(), ""),
        ConsentTold::Refused => ("", ""),
        ConsentTold::Entered(account, reason) => (account.as_str(), reason.as_str()),
    };
    words.say_with(
        &format!("event-consent-{}", told.word()),
        &[
            ("name", name.into()),
            ("account", account.into()),
            ("reason", reason.into()),
        ],
    )
}

/// What an event tells of consent, in a sentence; empty for one that tells nothing of it.
#[must_use]
pub fn event_words(what: &What, name: &str, words: Words) -> String {
    ConsentTold::by(what)
        .map(|told| told_words(told, name, words))
        .unwrap_or_default()
}

/// What a form of the customer says.
///
/// # Errors
/// What is wrong with it, with what may be shown again of what was typed.
pub fn said(form: &Form, words: Words) -> Result<ConsentAct, ConsentTyped> {
    if form.line("do") != "give" {
        return Ok(ConsentAct::Refuse);
    }
    let typed = form.get("account");
    Account::parse(typed)
        .map(ConsentAct::Give)
        .map_err(|error| ConsentTyped {
            text: match error {
                AccountError::TooLong { .. } => typed.to_owned(),
                AccountError::Blank | AccountError::Password => String::new(),
            },
            error: Some(fault(error, words)),
        })
}

/// What is wrong with what was typed as an account.
#[must_use]
pub fn fault(error: AccountError, words: Words) -> String {
    match error {
        AccountError::Blank => words.say("form-account-blank"),
        AccountError::Password => words.say("form-account-password"),
        AccountError::TooLong { most } => {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            words.say_with("form-account-long", &[("most", most.into())])
        }
    }
}
