//! How programs of mail end a subscription by themselves (RFC 2369, RFC 8058).

use super::letters::Site;
use crate::domain::{letter::Letter, notice::Notice};

/// The headers of a letter to a subscriber; none of any other.
pub(super) fn of(letter: &Letter, site: &Site) -> Vec<(&'static str, String)> {
    let (Notice::Maintenance { link, .. } | Notice::StatusNews { link, .. }) = &letter.notice
    else {
        return Vec::new();
    };
    if link.is_empty() {
        return Vec::new();
    }
    let address = format!("<{}/status/unsubscribe/{link}>", site.base_url());
    vec![
        ("List-Unsubscribe", address),
        (
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click".to_owned(),
        ),
    ]
}
