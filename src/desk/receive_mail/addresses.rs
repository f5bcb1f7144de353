//! The addresses of the desk: those at which it takes letters, and those that it gives out for answers.
//!
//! An address for answers carries the ticket and a proof that belongs to one person:
//! `support+<token>@editeur.example`. Who writes to it from that person's address has had a letter of
//! ours; who writes from another address has found it somewhere, and proves nothing.

use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};
use ring::hmac;
use uuid::Uuid;

use crate::{
    desk::{Desk, Error},
    domain::{
        ids::{QueueId, ServiceId, TicketId},
        incoming::InboundAddress,
        letter::Letter,
        notice::Notice,
        people::EmailAddress,
    },
    store::tickets,
};

/// The bytes of a ticket's id, and those of its proof.
const TICKET: usize = 16;
pub(super) const PROOF: usize = 10;
/// What the key of the proofs is made for.
const PURPOSE: &[u8] = b"reply-address";
/// Before a token, as RFC 5233 has it.
pub(super) const PLUS: char = '+';

/// What an address for answers carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Token {
    /// The ticket.
    pub(super) ticket: TicketId,
    proof: [u8; PROOF],
}

impl Token {
    fn text(self) -> String {
        let bytes = [&self.ticket.uuid().as_bytes()[..], &self.proof[..]].concat();
        BASE32_NOPAD.encode(&bytes).to_lowercase()
    }

    /// The token of an address, where it has the shape of one.
    fn of(address: &EmailAddress) -> Option<Self> {
        let (_, token) = local(address).split_once(PLUS)?;
        let bytes = BASE32_NOPAD_NOCASE.decode(token.as_bytes()).ok()?;
        let (ticket, proof) = bytes.split_first_chunk::<TICKET>()?;
        Some(Self {
            ticket: Uuid::from_bytes(*ticket).into(),
            proof: proof.try_into().ok()?,
        })
    }
}

impl Desk {
    /// The addresses at which this desk takes letters.
    #[must_use]
    pub fn inbound_addresses(&self) -> &[InboundAddress] {
        &self.site.addresses
    }

    /// Whether letters to an address are taken; what stands behind a plus does not count.
    #[must_use]
    pub fn takes_letters_at(&self, address: &EmailAddress) -> bool {
        self.inbound_address(address).is_some()
    }

    /// The inbound address that an address is, whatever stands behind a plus.
    pub(super) fn inbound_address(&self, address: &EmailAddress) -> Option<&InboundAddress> {
        let plain = without_plus(address);
        let of_ours = |one: &&InboundAddress| without_plus(&one.address) == plain;
        self.site.addresses.iter().find(of_ours)
    }

    /// The queue of an inbound address.
    pub(super) fn queue_of_address(
        &self,
        address: Option<&EmailAddress>,
    ) -> Result<Option<QueueId>, Error> {
        let Some(ours) = address.and_then(|one| self.inbound_address(one)) else {
            return Ok(None);
        };
        Ok(Some(self.service(&ours.service)?.queue))
    }

    /// The address to which the recipient of a letter answers; none for a letter that is about no
    /// ticket, and where the desk takes no letters.
    pub(in crate::desk) fn reply_address(
        &self,
        letter: &Letter,
    ) -> Result<Option<EmailAddress>, Error> {
        if let Notice::CaseForVendor { case, .. } = &letter.notice {
            return self.case_reply_address(case, &letter.recipient);
        }
        let Some(ticket) = letter.ticket else {
            return Ok(None);
        };
        let Some(ours) = self.address_for(ticket)? else {
            return Ok(None);
        };
        let token = Token {
            ticket,
            proof: self.proof(PURPOSE, ticket.uuid(), &letter.recipient)?,
        };
        Ok(Some(carrying(&ours, &token.text())))
    }

    /// The desk's own address for a ticket; none where the desk takes no letters.
    pub(super) fn address_for(&self, ticket: TicketId) -> Result<Option<EmailAddress>, Error> {
        let Some(first) = self.site.addresses.first() else {
            return Ok(None);
        };
        let service = self
            .store
            .read(move |conn| tickets::service_of(conn, ticket))?;
        let ours = match service {
            Some(service) => self.address_of_service(service)?.unwrap_or(first),
            None => first,
        };
        Ok(Some(ours.address.clone()))
    }

    fn address_of_service(&self, service: ServiceId) -> Result<Option<&InboundAddress>, Error> {
        let services = self.services()?;
        let slug = services.iter().find(|one| one.id == service);
        Ok(slug.and_then(|service| {
            let mut ours = self.site.addresses.iter();
            ours.find(|one| one.service == service.slug)
        }))
    }

    /// The first of some addresses that carries a token.
    pub(super) fn token_among<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a EmailAddress>,
    ) -> Option<Token> {
        addresses
            .into_iter()
            .filter(|one| self.inbound_address(one).is_some())
            .find_map(Token::of)
    }

    /// Whether a token was given to the bearer of this address.
    pub(super) fn was_given(&self, token: Token, to: &EmailAddress) -> Result<bool, Error> {
        let own = self.proof(PURPOSE, token.ticket.uuid(), to)?;
        Ok(is_same(&own, &token.proof))
    }

    /// The proof that somebody was given an address for answers about something.
    pub(super) fn proof(
        &self,
        purpose: &[u8],
        about: Uuid,
        to: &EmailAddress,
    ) -> Result<[u8; PROOF], Error> {
        let whole = hmac::sign(&self.reply_key(purpose)?, &said(about, to));
        let mut proof = [0; PROOF];
        for (to, from) in proof.iter_mut().zip(whole.as_ref()) {
            *to = *from;
        }
        Ok(proof)
    }

    fn reply_key(&self, purpose: &[u8]) -> Result<hmac::Key, Error> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, &self.form_key()?);
        let key = hmac::sign(&root, purpose);
        Ok(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()))
    }
}

/// What a proof is made over: both parts are told apart by the length of the first.
fn said(about: Uuid, to: &EmailAddress) -> Vec<u8> {
    [&about.as_bytes()[..], to.key().as_bytes()].concat()
}

/// Whether two proofs are the same, without telling by its time where they differ.
pub(super) fn is_same(one: &[u8; PROOF], other: &[u8; PROOF]) -> bool {
    bool::from(subtle::ConstantTimeEq::ct_eq(&one[..], &other[..]))
}

/// An address of the desk that carries a token; the bare one where its local part is too long for that:
/// then answers are told by what they refer to.
pub(super) fn carrying(ours: &EmailAddress, token: &str) -> EmailAddress {
    let address = without_plus(ours);
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    let whole = format!("{local}{PLUS}{token}@{domain}");
    EmailAddress::parse(&whole).unwrap_or_else(|_| ours.clone())
}

pub(super) fn local(address: &EmailAddress) -> &str {
    address
        .as_str()
        .rsplit_once('@')
        .map_or("", |(local, _)| local)
}

/// The address in lower case, without what stands behind a plus.
fn without_plus(address: &EmailAddress) -> String {
    let key = address.key();
    match key.rsplit_once('@') {
        Some((local, domain)) => {
            let plain = local.split(PLUS).next().unwrap_or(local);
            format!("{plain}@{domain}")
        }
        None => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_in_any_case_and_nothing_else_is_one() {
        let token = Token {
            ticket: TicketId::fresh(),
            proof: [7; PROOF],
        };
        let text = token.text();
        assert_eq!(text.len(), 42);
        let upper = text.to_uppercase();
        for text in [&text, &upper] {
            let address = EmailAddress::parse(&format!("support+{text}@a.example")).unwrap();
            assert_eq!(Token::of(&address), Some(token));
        }
        for text in ["support", "support+", "support+abc", "support+%2f"] {
            let address = EmailAddress::parse(&format!("{text}@a.example"));
            assert_eq!(address.ok().and_then(|one| Token::of(&one)), None, "{text}");
        }
    }

    #[test]
    fn what_stands_behind_a_plus_does_not_count() {
        let address = EmailAddress::parse("Support+abc@A.example").unwrap();
        assert_eq!(without_plus(&address), "support@a.example");
    }
}
