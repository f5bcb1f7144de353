//! By which elements programs mark what they quote, and signatures.

use super::{super::quotes::Mark, tokens::Tag};

/// Classes of elements that hold a quote.
const QUOTES: [&str; 12] = [
    "gmail_quote",
    "gmail_quote_container",
    "gmail_extra",
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "moz-cite-prefix",
    "zimbra_quote",
    "skiff_quote",
    "hey_quote",
    "replied_mail",
    "cite",
];
/// Names of elements that hold a quote.
const QUOTE_NAMES: [&str; 6] = [
    "reply-intro",
    "olk_src_body_section",
    "mail-editor-reference-message-container",
    "isreplycontent",
    "yahoo_quoted",
    "composer-quoted",
];
/// Names of elements from which on everything is earlier letters.
const DIVIDERS: [&str; 7] = [
    "divrplyfwdmsg",
    "appendonsend",
    "zwchr",
    "stopspelling",
    "ms-outlook-mobile-reference-message",
    "replysplit",
    "originalmessage",
];
/// Classes and names of signatures.
const SIGNATURES: [&str; 9] = [
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "protonmail_signature_block",
    "signature",
    "ms-outlook-mobile-signature",
    "applemailsignature",
    "ms-outlook-signature",
    "tutanota_signature",
];
/// The lines that Outlook draws above the letter it answers.
const LINES: [&str; 4] = [
    "border-top:solid#e1e1e1",
    "border-top:solid#b5c4df",
    "border-top:1ptsolid#e1e1e1",
    "border-top:1.0ptsolid#b5c4df",
];

/// How an element marks what is in it; [`Mark::Beyond`] for what is in it and behind it.
pub(super) fn mark(tag: Tag<'_>) -> Option<Mark> {
    let is_marked = |names: &[&str], value: &str| {
        value.split_ascii_whitespace().any(|one| {
            let one = one.to_ascii_lowercase();
            // Outlook puts this before every name of a letter that it shows again.
            let plain = one.trim_start_matches("x_");
            names.contains(&plain)
        })
    };
    let mut is_cite = false;
    for (name, value) in tag.attributes().take(60) {
        match name.to_ascii_lowercase().as_str() {
            "class" if value.len() < 400 => {
                if is_marked(&QUOTES, value) {
                    return Some(Mark::Quoted);
                }
                if is_marked(&SIGNATURES, value) {
                    return Some(Mark::Signature);
                }
            }
            "id" if value.len() < 400 => {
                if is_marked(&DIVIDERS, value) {
                    return Some(Mark::Beyond);
                }
                if is_marked(&QUOTE_NAMES, value) {
                    return Some(Mark::Quoted);
                }
                if is_marked(&SIGNATURES, value) {
                    return Some(Mark::Signature);
                }
            }
            "style" if value.len() < 400 && value.contains("order") => {
                let plain: String = value
                    .chars()
                    .filter(|one| !one.is_whitespace())
                    .collect::<String>()
                    .to_ascii_lowercase();
                if LINES.iter().any(|line| plain.contains(line)) {
                    return Some(Mark::Beyond);
                }
            }
            "type" => is_cite |= value.eq_ignore_ascii_case("cite"),
            _ => {}
        }
    }
    (is_cite && tag.is("blockquote")).then_some(Mark::Quoted)
}
