//! A file that somebody adds to a message: its name, its kind, how large it may be.
//!
//! A name is a label, never a path. A kind is told by the name's end, out of a short list; what
//! the sender claims does not count, and everything is handed out as a download.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{AttachmentId, MessageId, TicketId},
    ticket::is_kept,
};

/// The most bytes of one file: 20 MB.
pub const MOST_BYTES: u64 = 20_000_000;
/// The most files of one message.
pub const MOST_FILES: usize = 10;
/// The most bytes of all the files of one message: 40 MB.
pub const MOST_TOGETHER: u64 = 40_000_000;

/// How many files a message may bring, and how large they may be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FileLimits {
    /// The most files.
    pub files: usize,
    /// The most bytes of one.
    pub bytes: u64,
    /// The most bytes of all of them.
    pub together: u64,
}

impl FileLimits {
    /// What the program takes, whatever a contract says.
    pub const HOUSE: Self = Self {
        files: MOST_FILES,
        bytes: MOST_BYTES,
        together: MOST_TOGETHER,
    };
}

/// The name of a file, as people read it: one line, no path, at most [`FileName::MOST`]
/// characters, its end kept.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// The most characters of a name.
    pub const MOST: usize = 120;

    /// What is left of a name that came from outside. There is always something left.
    #[must_use]
    pub fn of(raw: &str) -> Self {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain: String = last
            .chars()
            .map(|one| if one.is_whitespace() { ' ' } else { one })
            .filter(|one| is_kept(*one) && !matches!(one, '<' | '>' | ':' | '"' | '|' | '?' | '*'))
            .collect();
        let plain = plain.trim_matches([' ', '.']);
        if plain.is_empty() {
            return Self("file".to_owned());
        }
        Self(shortened(plain))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What comes after the last dot, in lower case; empty without one.
    #[must_use]
    pub fn end(&self) -> String {
        self.0
            .rsplit_once('.')
            .map_or_else(String::new, |(_, end)| end.to_lowercase())
    }

    /// The name for a browser that saves the file (RFC 6266): plain ASCII first, then all of it in
    /// UTF-8 (RFC 8187).
    #[must_use]
    pub fn disposition(&self) -> String {
        let plain: String = self
            .0
            .chars()
            .map(|one| match one {
                '\\' | '"' | '%' => '_',
                one if one.is_ascii() => one,
                _ => '_',
            })
            .collect();
        let whole: String = self
            .0
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(byte).to_string()
                }
                byte => format!("%{byte:02X}"),
            })
            .collect();
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A long name loses its middle: its end says what it is.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= FileName::MOST {
        return name.to_owned();
    }
    let end = name
        .rsplit_once('.')
        .map(|(_, end)| end)
        .filter(|end| end.chars().count() <= 10)
        .map_or_else(String::new, |end| format!(".{end}"));
    let room = FileName::MOST - 1 - end.chars().count();
    let head: String = name.chars().take(room).collect();
    format!("{}…{end}", head.trim_end())
}

/// What a file is, of the few kinds that are named; everything else is bytes.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum MediaType {
    /// Plain text: logs, configuration, tables.
    Text,
    /// A picture, PNG.
    Png,
    /// A picture, JPEG.
    Jpeg,
    /// A picture, GIF.
    Gif,
    /// A picture, WebP.
    Webp,
    /// A document, PDF.
    Pdf,
    /// An archive, ZIP.
    Zip,
    /// Anything else.
    Bytes,
}

impl MediaType {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Webp,
        Self::Pdf,
        Self::Zip,
        Self::Bytes,
    ];

    /// The kind of a file of that name.
    #[must_use]
    pub fn named(name: &FileName) -> Self {
        match name.end().as_str() {
            "txt" | "log" | "csv" | "conf" | "ini" | "md" => Self::Text,
            "png" => Self::Png,
            "jpg" | "jpeg" => Self::Jpeg,
            "gif" => Self::Gif,
            "webp" => Self::Webp,
            "pdf" => Self::Pdf,
            "zip" => Self::Zip,
            _ => Self::Bytes,
        }
    }

    /// The media type, as headers and the database have it (RFC 9110, 8.3.1).
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Zip => "application/zip",
            Self::Bytes => "application/octet-stream",
        }
    }
}

/// The text names no kind of file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownMediaType;

impl fmt::Display for UnknownMediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown media type")
    }
}

impl std::error::Error for UnknownMediaType {}

impl FromStr for MediaType {
    type Err = UnknownMediaType;

    fn from_str(text: &str) -> Result<Self, UnknownMediaType> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or(UnknownMediaType)
    }
}

/// A file that is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attachment {
    /// Identity; the file's name on the disk, too.
    pub id: AttachmentId,
    /// As people read it.
    pub name: FileName,
    /// What it is handed out as.
    pub kind: MediaType,
    /// How large it is.
    pub bytes: u64,
    /// SHA-256 of what is on the disk, in hexadecimal.
    pub digest: String,
    /// When it came, UTC.
    pub kept_at: DateTime<Utc>,
    /// The ticket and the message that it belongs to; none while its form has not been accepted.
    pub of: Option<(TicketId, MessageId)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_label_and_never_a_path() {
        for (raw, left) in [
            ("../../../etc/cron.d/x", "x"),
            ("C:\\Temp\\écran 1.png", "écran 1.png"),
            ("a\r\nb\0.txt", "a  b.txt"),
            ("facture\u{202E}gpj.exe", "facturegpj.exe"),
            ("..", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("x<y>\"z.txt", "xyz.txt"),
        ] {
            assert_eq!(FileName::of(raw).as_str(), left, "{raw:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_end_and_its_kind() {
        let name = FileName::of(&format!("{}.PDF", "é".repeat(5_000)));
        assert_eq!(name.as_str().chars().count(), FileName::MOST);
        assert!(name.as_str().ends_with("….PDF"));
        assert_eq!(MediaType::named(&name), MediaType::Pdf);
    }

    #[test]
    fn a_page_or_a_script_is_bytes_whatever_it_claims() {
        for name in ["a.html", "a.svg", "a.js", "a.xml", "a.png.html", "a"] {
            assert_eq!(MediaType::named(&FileName::of(name)), MediaType::Bytes);
        }
        for kind in MediaType::ALL {
            assert_eq!(kind.word().parse(), Ok(kind));
        }
    }

    #[test]
    fn a_header_carries_the_whole_name_and_nothing_else() {
        let name = FileName::of("relevé \"1%\"; x=\r\ny.txt");
        let header = name.disposition();
        assert!(header.is_ascii());
        assert!(!header.contains(['\r', '\n']));
        assert_eq!(header.matches('"').count(), 2, "{header}");
        assert!(
            header.contains("filename*=UTF-8''relev%C3%A9%20"),
            "{header}"
        );
    }
}
