//! The addresses at which a vendor's desk answers on a case: `support+v-<token>@editeur.example`.
//!
//! The token carries the case and a proof that belongs to the desk that had the letter. It is none of a
//! ticket: its mark is no sign of theirs, and its proof is made with another key.

use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};
use uuid::Uuid;

use super::addresses::{PLUS, PROOF, carrying, is_same, local};
use crate::{
    desk::{Desk, Error},
    domain::{access::Scope, ids::VendorCaseId, notice::CaseFacts, people::EmailAddress},
    store::vendor::cases,
};

/// The bytes of a case's id.
const CASE: usize = 16;
/// Before a token of a case.
const MARK: &str = "v-";
/// What the key of the proofs is made for.
const PURPOSE: &[u8] = b"case-reply-address";

/// What an address for answers on a case carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct CaseToken {
    /// The case.
    pub(super) case: VendorCaseId,
    proof: [u8; PROOF],
}

impl CaseToken {
    fn text(self) -> String {
        let bytes = [&self.case.uuid().as_bytes()[..], &self.proof[..]].concat();
        format!("{MARK}{}", BASE32_NOPAD.encode(&bytes).to_lowercase())
    }

    /// The token of an address, where it has the shape of one.
    fn of(address: &EmailAddress) -> Option<Self> {
        let (_, behind) = local(address).split_once(PLUS)?;
        let (mark, token) = behind.split_at_checked(MARK.len())?;
        if !mark.eq_ignore_ascii_case(MARK) {
            return None;
        }
        let bytes = BASE32_NOPAD_NOCASE.decode(token.as_bytes()).ok()?;
        let (case, proof) = bytes.split_first_chunk::<CASE>()?;
        Some(Self {
            case: Uuid::from_bytes(*case).into(),
            proof: proof.try_into().ok()?,
        })
    }
}

impl Desk {
    /// Where a vendor's desk answers to a letter about a case; nowhere where its people work here, and
    /// where the desk takes no letters.
    pub(super) fn case_reply_address(
        &self,
        case: &CaseFacts,
        to: &EmailAddress,
    ) -> Result<Option<EmailAddress>, Error> {
        if !case.outside {
            return Ok(None);
        }
        let id = case.id;
        let found = self
            .store
            .read(move |conn| cases::find(conn, id, &Scope::Desk))?;
        let Some(found) = found else {
            return Ok(None);
        };
        let Some(ours) = self.address_for(found.ticket)? else {
            return Ok(None);
        };
        let token = CaseToken {
            case: id,
            proof: self.proof(PURPOSE, id.uuid(), to)?,
        };
        Ok(Some(carrying(&ours, &token.text())))
    }

    /// The first of some addresses that carries a token of a case.
    pub(super) fn case_token_among<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a EmailAddress>,
    ) -> Option<CaseToken> {
        addresses
            .into_iter()
            .filter(|one| self.inbound_address(one).is_some())
            .find_map(CaseToken::of)
    }

    /// Whether a token was given to the bearer of this address.
    pub(super) fn was_given_case(
        &self,
        token: CaseToken,
        to: &EmailAddress,
    ) -> Result<bool, Error> {
        let own = self.proof(PURPOSE, token.case.uuid(), to)?;
        Ok(is_same(&own, &token.proof))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_in_any_case_and_fits_an_address() {
        let token = CaseToken {
            case: VendorCaseId::fresh(),
            proof: [7; PROOF],
        };
        let text = token.text();
        for text in [text.clone(), text.to_uppercase()] {
            let address = EmailAddress::parse(&format!("assistance+{text}@a.example")).unwrap();
            assert_eq!(CaseToken::of(&address), Some(token));
        }
        let of_a_ticket = text.trim_start_matches(MARK);
        for text in ["support", "support+v-", "support+v-abc", "support+é"] {
            let address = EmailAddress::parse(&format!("{text}@a.example"));
            let read = address.ok().and_then(|one| CaseToken::of(&one));
            assert_eq!(read, None, "{text}");
        }
        let address = EmailAddress::parse(&format!("support+{of_a_ticket}@a.example")).unwrap();
        assert_eq!(CaseToken::of(&address), None, "a ticket's is no case's");
    }
}
