//! Vendors that are reached by mail, and the letters of theirs that belong to cases.

use diesel::prelude::*;

use crate::{
    domain::{
        ids::{IncomingId, MessageId, OrganisationId, PersonId, VendorCaseId},
        vendor::{Numbering, OutsideDesk},
    },
    store::{
        Conn, StoreError,
        phrases::among,
        schema::{vendor_letters, vendor_ways},
        values::{As, Table, some_text},
    },
};

const WAYS: Table = Table("vendor_ways");
const LETTERS: Table = Table("vendor_letters");

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_ways)]
struct Row {
    organisation_id: As<OrganisationId>,
    speaker_id: As<PersonId>,
    numbering: Option<String>,
}

/// A letter that belongs to a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaseLetter {
    /// The letter.
    pub letter: IncomingId,
    /// The case.
    pub case: VendorCaseId,
    /// Its `Message-ID`, with brackets.
    pub mail_id: Option<String>,
    /// What it became of the thread; none for one that is only kept.
    pub message: Option<MessageId>,
}

/// Keeps how a vendor is reached by mail, in the place of what was kept before.
///
/// # Errors
/// When the database fails.
pub fn put(conn: &mut Conn, desk: &OutsideDesk) -> Result<(), StoreError> {
    let OutsideDesk {
        vendor,
        speaker,
        numbering,
    } = desk;
    let kept = (
        vendor_ways::speaker_id.eq(speaker.to_string()),
        vendor_ways::numbering.eq(numbering.as_ref().map(ToString::to_string)),
    );
    let changed = diesel::update(vendor_ways::table.find(vendor.to_string()))
        .set(kept.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(vendor_ways::table)
            .values((vendor_ways::organisation_id.eq(vendor.to_string()), kept))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets that a vendor is reached by mail: its people work here.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Conn, vendor: OrganisationId) -> Result<(), StoreError> {
    diesel::delete(vendor_ways::table.find(vendor.to_string())).execute(conn)?;
    Ok(())
}

/// How a vendor is reached by mail; nothing for one whose people work here.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, vendor: OrganisationId) -> Result<Option<OutsideDesk>, StoreError> {
    let found = vendor_ways::table
        .find(vendor.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    let Some(row) = found else {
        return Ok(None);
    };
    let Row {
        organisation_id,
        speaker_id,
        numbering,
    } = row;
    let numbering = numbering.map(|text| WAYS.made(Numbering::parse(&text)));
    Ok(Some(OutsideDesk {
        vendor: organisation_id.of(WAYS)?,
        speaker: speaker_id.of(WAYS)?,
        numbering: numbering.transpose()?,
    }))
}

/// Notes that a letter belongs to a case.
///
/// # Errors
/// [`StoreError::Taken`] when it is noted already, or the same letter, come by another way, is a message
/// of the case.
pub fn keep_letter(conn: &mut Conn, kept: &CaseLetter) -> Result<(), StoreError> {
    let CaseLetter {
        letter,
        case,
        mail_id,
        message,
    } = kept;
    diesel::insert_into(vendor_letters::table)
        .values((
            vendor_letters::letter_id.eq(letter.to_string()),
            vendor_letters::case_id.eq(case.to_string()),
            vendor_letters::mail_id.eq(mail_id),
            vendor_letters::message_id.eq(some_text(*message)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether a letter with that `Message-ID` is a message of a case.
///
/// # Errors
/// When the database fails.
pub fn was_heard(conn: &mut Conn, case: VendorCaseId, mail_id: &str) -> Result<bool, StoreError> {
    let found = vendor_letters::table
        .filter(vendor_letters::case_id.eq(case.to_string()))
        .filter(vendor_letters::mail_id.eq(mail_id))
        .filter(vendor_letters::message_id.is_not_null())
        .select(vendor_letters::letter_id)
        .first::<String>(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The case of one of the letters that have these `Message-ID`s.
///
/// # Errors
/// When the database fails.
pub fn case_of_mail(conn: &mut Conn, ids: &[String]) -> Result<Option<VendorCaseId>, StoreError> {
    let found = vendor_letters::table
        .filter(among(
            vendor_letters::mail_id.assume_not_null(),
            ids.to_vec(),
        ))
        .order(vendor_letters::letter_id.desc())
        .select(vendor_letters::case_id)
        .first::<String>(conn)
        .optional()?;
    LETTERS.read_some(found)
}

/// The letters that are messages of a case: which message came in which letter.
///
/// # Errors
/// When the database fails.
pub fn letters_of(
    conn: &mut Conn,
    case: VendorCaseId,
) -> Result<Vec<(MessageId, IncomingId)>, StoreError> {
    let rows = vendor_letters::table
        .filter(vendor_letters::case_id.eq(case.to_string()))
        .filter(vendor_letters::message_id.is_not_null())
        .order(vendor_letters::letter_id.asc())
        .limit(super::thread::MOST)
        .select((
            vendor_letters::message_id.assume_not_null(),
            vendor_letters::letter_id,
        ))
        .load::<(As<MessageId>, As<IncomingId>)>(conn)?;
    rows.into_iter()
        .map(|(message, letter)| Ok((message.of(LETTERS)?, letter.of(LETTERS)?)))
        .collect()
}
