//! What a vendor's program says of a case.

use std::fmt;

use serde::Deserialize;

use super::{CaseAct, CaseState};
use crate::domain::{
    ids::MessageId,
    ticket::{Description, Line},
    words::words,
};

/// What a vendor does with a case by a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HeardAct {
    /// It takes it in charge.
    Acknowledged,
    /// It answers.
    Answered,
    /// It asks for something.
    EvidenceRequested,
    /// It says a way around.
    Workaround,
    /// It says that it is settled.
    Resolved,
    /// It writes something that moves nothing.
    Note,
}

words!(HeardAct {
    Acknowledged => "acknowledged",
    Answered => "answered",
    EvidenceRequested => "evidence-requested",
    Workaround => "workaround",
    Resolved => "resolved",
    Note => "note",
});

/// What a vendor says by a call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeardWord {
    /// The case, as it is called.
    pub case: String,
    /// What it does with it.
    pub act: Option<HeardAct>,
    /// What it writes.
    pub text: Option<Description>,
    /// Its own number.
    pub reference: Option<Line>,
}

/// Why a call says nothing that can be taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotHeard {
    /// It is no JSON of this kind.
    NotJson,
    /// It is of another type than [`HeardWord::TYPE`].
    Type,
    /// It names no case.
    Case,
    /// It does something that is none of the known acts.
    Status,
    /// It writes nothing where something must be written, or too much.
    Text,
    /// Its number is no number of one line.
    Reference,
    /// It says nothing at all.
    Nothing,
}

impl fmt::Display for NotHeard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => "the body is not the JSON that the README describes",
            Self::Type => "the type must be vendor.said",
            Self::Case => "data.case must name a case, such as INC-2026-01042-E1",
            Self::Status => {
                "data.status must be acknowledged, answered, evidence-requested, workaround, \
                 resolved or note"
            }
            Self::Text => "data.text must say something, in 20,000 characters at most",
            Self::Reference => "data.reference must be one line",
            Self::Nothing => "say data.status, data.text or data.reference",
        })
    }
}

#[derive(Deserialize)]
struct Said {
    #[serde(rename = "type")]
    kind: String,
    data: SaidData,
}

#[derive(Deserialize)]
struct SaidData {
    case: Option<String>,
    status: Option<String>,
    text: Option<String>,
    reference: Option<String>,
}

impl HeardWord {
    /// The type of every call of a vendor. What we say is of other types: sent back to us, it is nothing.
    pub const TYPE: &'static str = "vendor.said";

    /// Reads a call.
    ///
    /// # Errors
    /// [`NotHeard`] says what is wrong with it.
    pub fn read(body: &[u8]) -> Result<Self, NotHeard> {
        let said: Said = serde_json::from_slice(body).map_err(|_| NotHeard::NotJson)?;
        if said.kind != Self::TYPE {
            return Err(NotHeard::Type);
        }
        let SaidData {
            case,
            status,
            text,
            reference,
        } = said.data;
        let case = case
            .map(|case| case.trim().to_uppercase())
            .filter(|case| !case.is_empty())
            .ok_or(NotHeard::Case)?;
        let text = text
            .filter(|text| !text.trim().is_empty())
            .map(|text| Description::parse(&text).map_err(|_| NotHeard::Text))
            .transpose()?;
        let reference = reference
            .filter(|text| !text.trim().is_empty())
            .map(|text| Line::parse(&text).map_err(|_| NotHeard::Reference))
            .transpose()?;
        let act = status
            .map(|word| word.parse().map_err(|_| NotHeard::Status))
            .transpose()?
            // Who writes and says no more answers.
            .or(text.is_some().then_some(HeardAct::Answered));
        let bare = act.is_none_or(|act| act == HeardAct::Acknowledged);
        if !bare && text.is_none() {
            return Err(NotHeard::Text);
        }
        if act.is_none() && reference.is_none() {
            return Err(NotHeard::Nothing);
        }
        Ok(Self {
            case,
            act,
            text,
            reference,
        })
    }

    /// What is done with a case in a state, under a message's identity. What is written on a closed case
    /// is kept, and moves nothing.
    #[must_use]
    pub fn acts(&self, state: CaseState, message: MessageId) -> Vec<CaseAct> {
        let mut acts = Vec::new();
        let written = self.text.is_some();
        if let Some(act) = self.act {
            acts.push(match act {
                _ if written && !state.is_open() => CaseAct::Remark(message),
                HeardAct::Acknowledged => CaseAct::TakeCharge,
                HeardAct::Answered | HeardAct::Workaround => CaseAct::Answer(message),
                HeardAct::EvidenceRequested => CaseAct::Ask(message),
                HeardAct::Resolved => CaseAct::Settle(message),
                HeardAct::Note => CaseAct::Remark(message),
            });
            // Who takes it in charge may say something with it.
            if act == HeardAct::Acknowledged && written && state.is_open() {
                acts.push(CaseAct::Remark(message));
            }
        }
        acts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(data: &str) -> Result<HeardWord, NotHeard> {
        let body = format!("{{\"type\":\"vendor.said\",\"data\":{data}}}");
        HeardWord::read(body.as_bytes())
    }

    #[test]
    fn what_a_vendor_says_is_read() {
        let word = said(r#"{"case":"inc-2026-00001-e1","text":"Vu.","reference":"A-1"}"#).unwrap();
        assert_eq!(word.case, "INC-2026-00001-E1");
        assert_eq!(word.act, Some(HeardAct::Answered));
        assert_eq!(word.reference, Line::parse("A-1").ok());
        let taken = said(r#"{"case":"X","status":"acknowledged"}"#).unwrap();
        let message = MessageId::fresh();
        assert_eq!(taken.acts(CaseState::Sent, message), [CaseAct::TakeCharge]);
        for (status, act) in [
            ("answered", CaseAct::Answer(message)),
            ("workaround", CaseAct::Answer(message)),
            ("evidence-requested", CaseAct::Ask(message)),
            ("resolved", CaseAct::Settle(message)),
            ("note", CaseAct::Remark(message)),
        ] {
            let word = said(&format!(
                "{{\"case\":\"X\",\"status\":\"{status}\",\"text\":\"a\"}}"
            ));
            let word = word.unwrap();
            assert_eq!(word.acts(CaseState::Open, message), [act]);
            let remark = [CaseAct::Remark(message)];
            assert_eq!(word.acts(CaseState::Settled, message), remark, "{status}");
        }
    }

    #[test]
    fn what_cannot_be_taken_is_told_why() {
        for (data, why) in [
            ("1", NotHeard::NotJson),
            ("{}", NotHeard::Case),
            (r#"{"case":" "}"#, NotHeard::Case),
            (r#"{"case":"X"}"#, NotHeard::Nothing),
            (r#"{"case":"X","text":"  "}"#, NotHeard::Nothing),
            (r#"{"case":"X","status":"lost"}"#, NotHeard::Status),
            (r#"{"case":"X","status":"resolved"}"#, NotHeard::Text),
            (r#"{"case":"X","text":1}"#, NotHeard::NotJson),
        ] {
            assert_eq!(said(data), Err(why), "{data}");
        }
        assert_eq!(HeardWord::read(b"hello"), Err(NotHeard::NotJson));
        let ours = br#"{"type":"case.written","data":{"case":"X","text":"a"}}"#;
        assert_eq!(HeardWord::read(ours), Err(NotHeard::Type));
    }
}
