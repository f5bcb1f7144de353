//! Who signs in, and with what: a password (RFC 4616, LOGIN) or an access token (XOAUTH2).
//!
//! Passwords and tokens are read at each sign-in from the files that hold them: whoever renews one
//! tells nobody.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Failed, Refusal, SILENCE, Session, Step};
use crate::{config::MailboxSecret, edges::mail::imap::answer::Status};

impl Session {
    pub(super) fn sign_in(&mut self) -> Result<(), Failed> {
        let secret = match &self.setting.secret {
            MailboxSecret::Password(password) => Ok(password.clone()),
            MailboxSecret::PasswordFile(path) | MailboxSecret::TokenFile(path) => in_file(path),
        };
        let secret = secret.map_err(|why| self.trouble(Step::SignIn, false, &why))?;
        let user = self.setting.user.clone();
        let signed_in = match &self.setting.secret {
            MailboxSecret::TokenFile(_) => {
                let said = format!("user={user}\x01auth=Bearer {secret}\x01\x01");
                self.authenticate("XOAUTH2", &said)
            }
            MailboxSecret::Password(_) | MailboxSecret::PasswordFile(_) => {
                if self.can("AUTH=PLAIN") {
                    self.authenticate("PLAIN", &format!("\0{user}\0{secret}"))
                } else {
                    self.login(&user, &secret)
                }
            }
        };
        signed_in.map_err(|why| self.failed(Step::SignIn, why))
    }

    fn authenticate(&mut self, mechanism: &str, said: &str) -> Result<(), Refusal> {
        let said = STANDARD.encode(said);
        let at_once = self.can("SASL-IR");
        let tag = if at_once {
            self.begin(&format!("AUTHENTICATE {mechanism} {said}"))?
        } else {
            self.begin(&format!("AUTHENTICATE {mechanism}"))?
        };
        let mut owed = (!at_once).then_some(said);
        let mut told = None;
        loop {
            let answer = self.wire.answer(SILENCE)?;
            match answer.status(&tag) {
                Some(Status::Ok) => return Ok(()),
                Some(Status::No(said)) => {
                    let why = told.map_or(said.clone(), |told| format!("{said} ({told})"));
                    return Err(Refusal::No(why));
                }
                None => {}
            }
            match answer.wanted() {
                Some(more) => match owed.take() {
                    Some(said) => self.wire.say(&said)?,
                    None => {
                        // Why it refuses, in JSON; an empty line asks for the end.
                        told = STANDARD
                            .decode(more)
                            .ok()
                            .and_then(|bytes| String::from_utf8(bytes).ok());
                        self.wire.say("")?;
                    }
                },
                None => self.note(&answer)?,
            }
        }
    }

    fn login(&mut self, user: &str, password: &str) -> Result<(), Refusal> {
        if self.can("LOGINDISABLED") {
            let why = "the server takes no password here (LOGINDISABLED)";
            return Err(Refusal::No(why.to_owned()));
        }
        let tag = self.begin(&format!("LOGIN {{{}}}", user.len()))?;
        // What may be in a user or a password fits a literal, whatever it is.
        let mut owed = vec![
            password.to_owned(),
            format!("{user} {{{}}}", password.len()),
        ];
        loop {
            let answer = self.wire.answer(SILENCE)?;
            match answer.status(&tag) {
                Some(Status::Ok) => return Ok(()),
                Some(Status::No(said)) => return Err(Refusal::No(said)),
                None => {}
            }
            match answer.wanted() {
                Some(_) => self.wire.say(&owed.pop().unwrap_or_default())?,
                None => self.note(&answer)?,
            }
        }
    }
}

fn in_file(path: &Path) -> Result<String, String> {
    let unreadable = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    match text.trim() {
        "" => Err(unreadable(&"there is nothing in it")),
        secret if secret.contains(['\r', '\n', '\0']) => {
            Err(unreadable(&"there is more than one line in it"))
        }
        secret => Ok(secret.to_owned()),
    }
}
