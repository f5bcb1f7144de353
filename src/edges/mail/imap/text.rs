//! Texts as IMAP writes them: quoted strings, and names of folders in modified UTF-7.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// A quoted string (RFC 3501, 4.3); nothing for what it cannot hold.
pub(super) fn quoted(text: &str) -> Option<String> {
    let plain = text.is_ascii() && !text.contains(['\r', '\n', '\0']);
    plain.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// The name of a folder, quoted: letters beyond ASCII are UTF-16 in base64 between `&` and `-`, with a
/// comma in the place of the slash (RFC 3501, 5.1.3).
pub(super) fn folder(name: &str) -> String {
    let mut whole = String::new();
    let mut beyond: Vec<u8> = Vec::new();
    for letter in name.chars() {
        if letter.is_ascii() {
            shift(&mut whole, &mut beyond);
            whole.push(letter);
            if letter == '&' {
                whole.push('-');
            }
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                beyond.extend_from_slice(&unit.to_be_bytes());
            }
        }
    }
    shift(&mut whole, &mut beyond);
    // What has control characters is no setting.
    quoted(&whole).unwrap_or_else(|| "\"\"".to_owned())
}

fn shift(whole: &mut String, beyond: &mut Vec<u8>) {
    if !beyond.is_empty() {
        let text = STANDARD_NO_PAD.encode(&*beyond).replace('/', ",");
        whole.push('&');
        whole.push_str(&text);
        whole.push('-');
        beyond.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_as_rfc_3501_has_it() {
        for (name, written) in [
            ("INBOX", "\"INBOX\""),
            ("R&D", "\"R&-D\""),
            ("Traités", "\"Trait&AOk-s\""),
            (
                "~peter/mail/台北/日本語",
                "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"",
            ),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
        ] {
            assert_eq!(folder(name), written);
        }
        assert_eq!(quoted("a\r\nb"), None);
        assert_eq!(quoted("é"), None);
    }
}
