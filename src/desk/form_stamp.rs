//! When a form was shown, in a form that only the desk can write: a program that sends forms must
//! fetch each one, and wait.
//!
//! The stamp belongs to the key of its form, which files once. It is made with a key of the desk
//! that all its processes share and that outlives them.

use std::{fmt, sync::OnceLock};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::{Desk, Error, Secret};
use crate::store::{StoreError, form_key};

/// The bytes of an instant, and those of its proof.
const INSTANT: usize = 8;
const PROOF: usize = 16;

/// The key of the desk's stamps, once it is known.
#[derive(Default)]
pub(super) struct Stamps(OnceLock<[u8; 16]>);

impl fmt::Debug for Stamps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stamps(…)")
    }
}

impl Desk {
    /// The stamp of a form that is shown now. Empty while the desk's key cannot be kept: the form
    /// is then shown once more when it comes back.
    #[must_use]
    pub fn form_stamp(&self, form: &Secret) -> String {
        let key = match self.form_key() {
            Ok(key) => key,
            Err(error) => {
                tracing::warn!(%error, "a form was shown without its instant");
                return String::new();
            }
        };
        let instant = self.clock.now().timestamp_micros().to_be_bytes();
        let proof = proof(key, form, instant);
        URL_SAFE_NO_PAD.encode([&instant[..], &proof[..]].concat())
    }

    /// When a form was shown, UTC; nothing when its stamp is not of this desk or not of this form.
    #[must_use]
    pub fn form_shown(&self, form: &Secret, stamp: &str) -> Option<DateTime<Utc>> {
        let bytes = URL_SAFE_NO_PAD.decode(stamp).ok()?;
        let (instant, told) = bytes.split_first_chunk::<INSTANT>()?;
        let key = self.form_key().ok()?;
        let same: bool = proof(key, form, *instant)[..].ct_eq(told).into();
        same.then(|| DateTime::from_timestamp_micros(i64::from_be_bytes(*instant)))?
    }

    /// Draws the desk's key where there is none, so that showing a form changes nothing.
    pub(super) fn prepare_form_key(&self) {
        if let Err(error) = self.form_key() {
            tracing::warn!(%error, "the key of the forms is not kept yet");
        }
    }

    /// The number that this installation drew once, and keeps.
    pub(super) fn form_key(&self) -> Result<[u8; 16], Error> {
        if let Some(key) = self.stamps.0.get() {
            return Ok(*key);
        }
        let kept = self.store.read(form_key::find)?;
        let key = match kept {
            Some(key) => key,
            None => {
                let mut drawn = [0; 16];
                getrandom::fill(&mut drawn).map_err(|error| {
                    Error::Inconsistent(format!("the system gives no random bytes: {error}"))
                })?;
                match self.store.write(move |tx| form_key::keep(tx, drawn)) {
                    // Another process was first.
                    Err(StoreError::Taken) => {
                        self.store.read(form_key::find)?.ok_or(Error::NotFound)?
                    }
                    kept => kept?,
                }
            }
        };
        Ok(*self.stamps.0.get_or_init(|| key))
    }
}

fn proof(key: [u8; 16], form: &Secret, instant: [u8; INSTANT]) -> [u8; PROOF] {
    let mut hash = Sha256::new();
    // All parts but the last are of one length each, so that no two texts of parts are the same.
    hash.update(key);
    hash.update(instant);
    hash.update(form.hash());
    let whole = hash.finalize();
    let mut proof = [0; PROOF];
    for (to, from) in proof.iter_mut().zip(whole) {
        *to = from;
    }
    proof
}
