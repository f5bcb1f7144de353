//! Files on a page: those of a message, and the question of a form that brings some.

use crate::{
    desk::NotTaken,
    domain::{
        attachment::{Attachment, FileLimits},
        ids::MessageId,
    },
    edges::words::{Words, durations::size},
};

/// A file that can be fetched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// How large it is, in words.
    pub size: String,
    /// Where it is handed out.
    pub href: String,
}

/// The files of a message; `here` is the address of its ticket's page.
#[must_use]
pub fn of(files: &[Attachment], message: MessageId, here: &str, words: Words) -> Vec<FileLine> {
    files
        .iter()
        .filter(|file| file.of.is_some_and(|(_, of)| of == message))
        .map(|file| FileLine {
            name: file.name.to_string(),
            size: size(file.bytes, words),
            href: format!("{here}/files/{}", file.id),
        })
        .collect()
}

/// The question « any files? » of a form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FileQuestion {
    /// What is asked.
    pub label: String,
    /// How many and how large they may be.
    pub hint: String,
    /// What was not taken, and what to do.
    pub errors: Vec<String>,
    /// What came with the form already: the id, the name with the size, and the words that take it
    /// out again.
    pub waiting: Vec<(String, String, String)>,
    /// The most bytes of one file, for the browser to tell before anything is sent.
    pub most: u64,
    /// What the browser says then.
    pub over: String,
}

impl FileQuestion {
    /// The question with what came already, under the limits of a contract.
    #[must_use]
    pub fn of(
        waiting: &[Attachment],
        refused: &[NotTaken],
        limits: FileLimits,
        words: Words,
    ) -> Self {
        let largest = size(limits.bytes, words);
        Self {
            label: words.say("files-label"),
            hint: words.say_with(
                "files-hint",
                &[
                    ("files", u32::try_from(limits.files).unwrap_or(0).into()),
                    ("size", largest.clone().into()),
                ],
            ),
            errors: refused.iter().map(|one| refusal(one, words)).collect(),
            waiting: waiting
                .iter()
                .map(|file| {
                    let name = file.name.as_str();
                    let line = words.say_with(
                        "files-line",
                        &[
                            ("name", name.into()),
                            ("size", size(file.bytes, words).into()),
                        ],
                    );
                    let drop = words.say_with("files-drop", &[("name", name.into())]);
                    (file.id.to_string(), line, drop)
                })
                .collect(),
            most: limits.bytes,
            over: words.say_with("files-over", &[("size", largest.into())]),
        }
    }
}

/// Why a file was not taken, and what to do.
#[must_use]
pub fn refusal(refused: &NotTaken, words: Words) -> String {
    let (key, most) = match refused {
        NotTaken::TooLarge(_, most) => ("files-too-large", size(*most, words)),
        NotTaken::TooMany(_, most) => ("files-too-many", most.to_string()),
        NotTaken::NoRoom(_) => ("files-no-room", String::new()),
        NotTaken::TooMuch(_, most) => ("files-too-much", size(*most, words)),
    };
    let name = refused.name().as_str();
    words.say_with(key, &[("name", name.into()), ("most", most.into())])
}
