//! The wording of letters. A wording that was taken back stays as a row that says nothing.

use chrono::{DateTime, Utc};
use diesel::{dsl::exists, prelude::*, select};

use super::{
    Conn, StoreError,
    schema::letter_wordings,
    values::{Table, micros, some_text},
};
use crate::domain::{
    lang::Lang,
    notice::LetterKind,
    wording::{KeptWording, Part, Wording, WordingPlace, WordingScope, WordingText},
};

const TABLE: Table = Table("letter_wordings");

#[derive(Queryable, Selectable)]
#[diesel(table_name = letter_wordings)]
struct Row {
    scope: String,
    kind: String,
    lang: String,
    introduction: Option<String>,
    closing: Option<String>,
    version: i64,
    changed_at: i64,
}

/// The wording of a place, also one that was taken back.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, place: &WordingPlace) -> Result<Option<KeptWording>, StoreError> {
    letter_wordings::table
        .filter(letter_wordings::scope.eq(place.scope.to_string()))
        .filter(letter_wordings::kind.eq(place.kind.word()))
        .filter(letter_wordings::lang.eq(place.lang.tag()))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(kept)
        .transpose()
}

/// Keeps the wording of a place if it is still at the version that was seen, nought for none; false
/// when somebody else was faster.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else words the place for the first time at the same moment.
pub fn keep(
    conn: &mut Conn,
    place: &WordingPlace,
    wording: &Wording,
    seen: i64,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let part = |part| Some(wording.text(part)).filter(|text| !text.is_empty());
    let said = (
        letter_wordings::introduction.eq(part(Part::Introduction)),
        letter_wordings::closing.eq(part(Part::Closing)),
        letter_wordings::version.eq(seen.saturating_add(1)),
        letter_wordings::changed_at.eq(micros(at)),
    );
    let (scope, kind, lang) = (place.scope.to_string(), place.kind.word(), place.lang.tag());
    if seen > 0 {
        let changed = diesel::update(letter_wordings::table)
            .filter(letter_wordings::scope.eq(scope))
            .filter(letter_wordings::kind.eq(kind))
            .filter(letter_wordings::lang.eq(lang))
            .filter(letter_wordings::version.eq(seen))
            .set(said)
            .execute(conn)?;
        return Ok(changed == 1);
    }
    if find(conn, place)?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(letter_wordings::table)
        .values((
            letter_wordings::scope.eq(scope),
            letter_wordings::kind.eq(kind),
            letter_wordings::lang.eq(lang),
            letter_wordings::organisation_id.eq(some_text(place.scope.organisation())),
            said,
        ))
        .execute(conn)?;
    Ok(true)
}

/// Whether any letter of that kind in that language is worded: most installations word none.
///
/// # Errors
/// When the database fails.
pub fn any(conn: &mut Conn, kind: LetterKind, lang: Lang) -> Result<bool, StoreError> {
    let worded = letter_wordings::table
        .filter(letter_wordings::kind.eq(kind.word()))
        .filter(letter_wordings::lang.eq(lang.tag()))
        .filter(
            letter_wordings::introduction
                .is_not_null()
                .or(letter_wordings::closing.is_not_null()),
        );
    Ok(select(exists(worded)).get_result(conn)?)
}

/// What several scopes say of letters of that kind in that language.
///
/// # Errors
/// When the database fails, or what is kept is no wording any more.
pub fn of_scopes(
    conn: &mut Conn,
    kind: LetterKind,
    lang: Lang,
    scopes: &[WordingScope],
) -> Result<Vec<(WordingScope, Wording)>, StoreError> {
    let scopes: Vec<String> = scopes.iter().map(ToString::to_string).collect();
    let found = letter_wordings::table
        .filter(letter_wordings::scope.eq_any(scopes))
        .filter(letter_wordings::kind.eq(kind.word()))
        .filter(letter_wordings::lang.eq(lang.tag()))
        .select(Row::as_select())
        .load(conn)?;
    found
        .into_iter()
        .map(|row| kept(row).map(|kept| (kept.place.scope, kept.wording)))
        .collect()
}

/// Everything that is worded, by scope, `most` of it.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, most: i64) -> Result<Vec<KeptWording>, StoreError> {
    letter_wordings::table
        .filter(
            letter_wordings::introduction
                .is_not_null()
                .or(letter_wordings::closing.is_not_null()),
        )
        .order((
            letter_wordings::scope.asc(),
            letter_wordings::kind.asc(),
            letter_wordings::lang.asc(),
        ))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(kept)
        .collect()
}

fn kept(row: Row) -> Result<KeptWording, StoreError> {
    let Row {
        scope,
        kind,
        lang,
        introduction,
        closing,
        version,
        changed_at,
    } = row;
    let kind: LetterKind = TABLE.read(&kind)?;
    let text = |raw: Option<String>, part| {
        let raw = raw.unwrap_or_default();
        TABLE.made(WordingText::parse(&raw, part, kind))
    };
    Ok(KeptWording {
        place: WordingPlace {
            scope: TABLE.read(&scope)?,
            kind,
            lang: TABLE.read(&lang)?,
        },
        wording: Wording {
            introduction: text(introduction, Part::Introduction)?,
            closing: text(closing, Part::Closing)?,
        },
        version,
        changed_at: TABLE.instant(changed_at)?,
    })
}
