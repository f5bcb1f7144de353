//! Whether our own mail server vouches for the sender (RFC 8601).
//!
//! # Why
//! Anybody can write such a header. That of our server stands on top, because a server puts what it
//! found above what it was given, and takes away what carries its own name (RFC 8601, part 5). So
//! the topmost one with its name counts, and no other.

use super::fields::{Fields, start};
use crate::domain::{incoming::Authentication, people::EmailAddress};

/// The most bytes of that header.
const MOST: usize = 32_768;

pub(super) fn authentication(
    fields: &Fields<'_>,
    authserv: Option<&str>,
    from: Option<&EmailAddress>,
) -> Authentication {
    let Some(ours) = authserv.map(str::trim).filter(|name| !name.is_empty()) else {
        return Authentication::Unknown;
    };
    let told = fields
        .all("authentication-results")
        .map(|value| statements(start(value, MOST)))
        .find(|parts| {
            let name = parts.first().and_then(|words| words.first());
            name.is_some_and(|name| name.eq_ignore_ascii_case(ours))
        });
    let Some(told) = told else {
        return Authentication::Unknown;
    };
    let verdicts: Vec<Authentication> = told
        .iter()
        .skip(1)
        .filter_map(|words| verdict(words, from))
        .collect();
    if verdicts.contains(&Authentication::Failed) {
        Authentication::Failed
    } else if !verdicts.is_empty() && verdicts.iter().all(|one| *one == Authentication::Passed) {
        Authentication::Passed
    } else {
        Authentication::Unknown
    }
}

/// What one statement says of the sender; none when it is about something else.
fn verdict(words: &[String], from: Option<&EmailAddress>) -> Option<Authentication> {
    let (method, result) = words.first()?.split_once('=')?;
    let method = method.split('/').next().unwrap_or_default();
    if !method.eq_ignore_ascii_case("dmarc") {
        return None;
    }
    if result.eq_ignore_ascii_case("fail") {
        return Some(Authentication::Failed);
    }
    let about: Vec<&str> = words
        .iter()
        .filter_map(|word| word.split_once('='))
        .filter(|(name, _)| name.eq_ignore_ascii_case("header.from"))
        .map(|(_, value)| value.rsplit('@').next().unwrap_or(value))
        .collect();
    let is_about = from.is_some_and(|from| {
        !about.is_empty()
            && about
                .iter()
                .all(|domain| domain.to_lowercase() == from.domain().to_lowercase())
    });
    if result.eq_ignore_ascii_case("pass") && is_about {
        Some(Authentication::Passed)
    } else {
        Some(Authentication::Unknown)
    }
}

/// The words between semicolons. Comments are no words, and what is quoted is one: a sender writes
/// the values, and may not write a statement.
fn statements(value: &str) -> Vec<Vec<String>> {
    let mut statements = vec![Vec::new()];
    let mut word = String::new();
    let (mut depth, mut in_quotes, mut escaped) = (0_usize, false, false);
    let end = |word: &mut String, statements: &mut Vec<Vec<String>>| {
        if !word.is_empty()
            && let Some(last) = statements.last_mut()
        {
            last.push(std::mem::take(word));
        }
    };
    for one in value.chars() {
        match one {
            _ if escaped => {
                escaped = false;
                if depth == 0 {
                    word.push(one);
                }
            }
            '\\' if in_quotes || depth > 0 => escaped = true,
            '"' if depth == 0 => in_quotes = !in_quotes,
            _ if in_quotes => word.push(one),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ';' => {
                end(&mut word, &mut statements);
                statements.push(Vec::new());
            }
            _ if one.is_whitespace() => end(&mut word, &mut statements),
            _ => word.push(one),
        }
    }
    end(&mut word, &mut statements);
    joined(statements)
}

/// `dmarc = pass` is `dmarc=pass`.
fn joined(statements: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let whole = |words: Vec<String>| {
        let mut kept: Vec<String> = Vec::new();
        for word in words {
            match kept.last_mut() {
                Some(last) if last.ends_with('=') || word.starts_with('=') => last.push_str(&word),
                _ => kept.push(word),
            }
        }
        kept
    };
    statements.into_iter().map(whole).collect()
}
