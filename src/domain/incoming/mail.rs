//! A letter that came, as far as its own headers and body say. What it says of itself is a claim:
//! only [`Authentication`] was told by a server that we trust.

use chrono::{DateTime, Utc};

use crate::domain::{
    attachment::FileName,
    people::EmailAddress,
    ticket::{Description, Line},
    words::words,
};

/// A letter that was read. Names, subjects and file names hold no control characters.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IncomingMail {
    /// The one address that it says to be from; none when it names none or several, or when a
    /// header that tells who writes is there twice.
    pub from: Option<EmailAddress>,
    /// The name beside that address.
    pub name: Option<Line>,
    /// Whether a server that we trust vouches for the domain of that address.
    pub authentication: Authentication,
    /// Everybody it says to be for, and those to whom it was delivered (`To`, `Cc`, `Delivered-To`,
    /// `X-Original-To`), in that order, each once.
    pub recipients: Vec<EmailAddress>,
    /// What it is about, decoded.
    pub subject: Option<Line>,
    /// Its own `Message-ID`, with its brackets.
    pub message_id: Option<String>,
    /// What it refers to, the nearest first: `In-Reply-To`, then `References` from the end; with
    /// brackets, each once, [`IncomingMail::MOST_REFERENCES`] at most.
    pub references: Vec<String>,
    /// When it says to have been written, UTC.
    pub dated: Option<DateTime<Utc>>,
    /// Whether a person wrote it.
    pub origin: Origin,
    /// What was written.
    pub body: MailBody,
    /// The files, in the order of the letter, [`IncomingMail::MOST_FILES`] at most.
    pub files: Vec<MailFile>,
    /// What was not read as it should be; for the people who look at the letter.
    pub remarks: Vec<Remark>,
}

impl IncomingMail {
    /// The most references that are looked at.
    pub const MOST_REFERENCES: usize = 50;
    /// The most files that are read out of a letter; the letter itself is kept whole.
    pub const MOST_FILES: usize = 20;
    /// The most bytes of a letter: 25 MB, for files of 18 MB as mail carries them.
    pub const MOST_BYTES: usize = 25_000_000;
}

/// Whether a server that we trust vouches for the domain of the sender (RFC 8601, RFC 7489).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Authentication {
    /// `dmarc=pass` for the domain of `From`, told by our own server.
    Passed,
    /// Our own server says that it failed.
    Failed,
    /// No server of ours says anything.
    Unknown,
}

/// Who or what wrote a letter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Origin {
    /// A person, as far as one can tell.
    Person,
    /// A program answered by itself: out of office, an acknowledgement.
    AutoReply,
    /// A program wrote by itself, or to a list.
    Automatic,
    /// A mail server tells what became of a letter.
    Report(DeliveryReport),
}

/// What a mail server tells of a letter that it was given (RFC 3464).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryReport {
    /// The `Message-ID` of that letter, with its brackets, where the report carries it.
    pub about: Option<String>,
    /// The recipient it tells of.
    pub recipient: Option<EmailAddress>,
    /// Whether it will never arrive; otherwise it is late, or arrived.
    pub failed: bool,
    /// The code of RFC 3463 and what the server said, one line: `5.1.1 no such user`.
    pub why: Line,
}

/// What was written, in the parts that a reader tells apart. All of them are plain text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MailBody {
    /// What is new. When nothing would be left, everything.
    pub text: Option<Description>,
    /// What it quotes of earlier letters; empty when nothing.
    pub quoted: String,
    /// The signature; empty when there is none.
    pub signature: String,
    /// Its HTML, cleaned: allow-listed elements and attributes, `http`, `https` and `mailto` links
    /// only, no other address anywhere but `cid:` in pictures; none when it has none, or when it
    /// was too large, too deep or took too long.
    pub html: Option<String>,
}

/// A file of a letter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailFile {
    /// Its name.
    pub name: FileName,
    /// What is in it, decoded.
    pub bytes: Vec<u8>,
    /// By what name the HTML shows it, without brackets.
    pub content_id: Option<String>,
}

/// What was not read as it should be.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Remark {
    /// It is not a letter that can be read: what is known of it is the file.
    Unreadable,
    /// Several senders, or a header of the sender twice.
    DoubtfulSender,
    /// A charset that nobody knows: signs may be wrong.
    UnknownCharset,
    /// Its HTML was too large, too deep, or took too long to clean.
    HtmlLeftOut,
    /// It has more parts or files than are read.
    TooManyParts,
    /// It was cut: its text is longer than is kept of a message.
    TextCut,
    /// It is encrypted: only its reader can open the file.
    Encrypted,
    /// It is signed, and the signature was not checked.
    Signed,
    /// It brings an invitation to a meeting.
    Invitation,
    /// It was refused, and its sender was told why, by then or within the day before.
    SenderTold,
}

words!(Remark {
    Unreadable => "unreadable",
    DoubtfulSender => "doubtful-sender",
    UnknownCharset => "unknown-charset",
    HtmlLeftOut => "html-left-out",
    TooManyParts => "too-many-parts",
    TextCut => "text-cut",
    Encrypted => "encrypted",
    Signed => "signed",
    Invitation => "invitation",
    SenderTold => "sender-told",
});
