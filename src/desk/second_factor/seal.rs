//! How secrets of second factors, and those that are shared with other people's programs, are kept: sealed
//! with a key that is not in the database.
//!
//! # Why
//! A secret must be readable to compute codes, so it cannot be hashed as everything else is. Sealed
//! with a key beside the attached files, it is worth nothing to whoever holds the database alone. It
//! is sealed for whose it is: a row that is put in another's place opens nothing.

use std::{fmt, sync::OnceLock};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::{
    desk::{Desk, Error},
    domain::{
        ids::PersonId,
        second_factor::{SECRET_BYTES, TotpSecret},
    },
    store::files::key,
};

/// The key, once it is known.
#[derive(Default)]
pub(in crate::desk) struct Seal(OnceLock<[u8; key::LENGTH]>);

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Desk {
    /// A secret as it is kept for a person. The first one draws the key.
    pub(super) fn sealed(&self, person: PersonId, secret: &TotpSecret) -> Result<String, Error> {
        self.sealed_for(person.uuid().as_bytes(), secret.bytes())
    }

    /// A secret from what is kept of it.
    pub(in crate::desk) fn unsealed(
        &self,
        person: PersonId,
        sealed: &str,
    ) -> Result<TotpSecret, Error> {
        let opened = self.unsealed_for(person.uuid().as_bytes(), sealed)?;
        let secret: [u8; SECRET_BYTES] = opened
            .as_deref()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| {
                Error::Inconsistent(format!(
                    "the second factor of {person} was not sealed with the key in the folder of files"
                ))
            })?;
        Ok(TotpSecret::of(secret))
    }

    /// Bytes as they are kept for something, by its name. The first ones draw the key.
    pub(in crate::desk) fn sealed_for(&self, whose: &[u8], secret: &[u8]) -> Result<String, Error> {
        let key = self.key(true)?;
        let nonce: [u8; NONCE_LEN] = drawn()?;
        let mut bytes = secret.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(whose),
            &mut bytes,
        )
        .map_err(|_| Error::Inconsistent("a secret cannot be sealed".to_owned()))?;
        Ok(STANDARD_NO_PAD.encode([&nonce[..], &bytes].concat()))
    }

    /// The bytes that were kept; none when they were sealed with another key, or for something else.
    pub(in crate::desk) fn unsealed_for(
        &self,
        whose: &[u8],
        sealed: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let key = self.key(false)?;
        let Ok(mut bytes) = STANDARD_NO_PAD.decode(sealed) else {
            return Ok(None);
        };
        let Some((nonce, sealed)) = bytes.split_first_chunk_mut::<NONCE_LEN>() else {
            return Ok(None);
        };
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = key.open_in_place(nonce, Aad::from(whose), sealed);
        Ok(opened.ok().map(|opened| opened.to_vec()))
    }

    fn key(&self, draw: bool) -> Result<LessSafeKey, Error> {
        let bytes = match self.seal.0.get() {
            Some(bytes) => *bytes,
            None => *self.seal.0.get_or_init({
                let found = self.key_bytes(draw)?;
                move || found
            }),
        };
        UnboundKey::new(&CHACHA20_POLY1305, &bytes)
            .map(LessSafeKey::new)
            .map_err(|_| Error::Inconsistent("the key of second factors is no key".to_owned()))
    }

    fn key_bytes(&self, draw: bool) -> Result<[u8; key::LENGTH], Error> {
        let none = |why: &str| Error::Inconsistent(format!("the key of second factors {why}"));
        let files = self
            .files
            .as_ref()
            .ok_or_else(|| none("has no folder to be in"))?;
        let unreadable = |error: std::io::Error| none(&format!("cannot be had: {error}"));
        if draw {
            return files.key_or_keep(&drawn()?).map_err(unreadable);
        }
        files
            .key()
            .map_err(unreadable)?
            .ok_or_else(|| none("is not in the folder of files"))
    }
}

/// Random bytes.
pub(in crate::desk) fn drawn<const LENGTH: usize>() -> Result<[u8; LENGTH], Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::Inconsistent(format!("the system gives no random bytes: {error}"))
    })?;
    Ok(bytes)
}
