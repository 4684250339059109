//! Registering: a new record, on the strength of an act or of an older book.

use jiff::Timestamp;
use jiff::civil::Date;
use store::{Error, Json, Tx, params};

use crate::{Dataset, Fields, Link, RecordId};

store::statements! {
    /// Adds a version.
    INSERT = "insert into registry_record (id, dataset, record_key, version, fields, search_words, valid_from, valid_to, source, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// Says whom a version concerns.
    INSERT_LINK = "insert into registry_link (record, person, role) values ($1, $2, $3) on conflict (record, person, role) do nothing";
}

/// Largest record, in bytes of JSON: the longest birth record has under two thousand.
pub const FIELDS_BYTES_MAX: usize = 16 * 1024;

/// Persons in one record: a firm with many partners fits.
const LINKS_MAX: usize = 200;

/// A record to be registered.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// The registry and kind.
    pub dataset: Dataset,
    /// The number the registry gives it; unique in the dataset.
    pub key: String,
    /// What it says.
    pub fields: Fields,
    /// Whom it concerns.
    pub links: Vec<Link>,
    /// The first day on which it is so.
    pub valid_from: Date,
    /// The first day on which it is no longer so, when known: the end of a licence.
    pub valid_to: Option<Date>,
    /// What it rests on: the number of a case or an act.
    pub source: Option<String>,
}

/// Registers a record as its first version.
///
/// Called when an act registers something, inside the transaction that issues the act, and by
/// whoever loads a registry from older books.
///
/// # Errors
/// [`Error::Unique`] when the dataset has a record with this key: [`amend`](crate::amend()) that one.
/// [`Error::Value`] past [`FIELDS_BYTES_MAX`].
pub fn register(tx: &mut Tx, new: &NewRecord, now: Timestamp) -> Result<RecordId, Error> {
    write_version(tx, new, 1, now)
}

pub(crate) fn write_version(
    tx: &mut Tx,
    new: &NewRecord,
    version: i64,
    now: Timestamp,
) -> Result<RecordId, Error> {
    let bytes = serde_json::to_string(&new.fields).map_or(usize::MAX, |json| json.len());
    if bytes > FIELDS_BYTES_MAX || new.links.len() > LINKS_MAX {
        return Err(Error::Value(
            "a record is larger than a registry takes".to_owned(),
        ));
    }
    let id = RecordId::new(now);
    tx.exec(
        &INSERT,
        params![
            id,
            new.dataset,
            new.key,
            version,
            Json(&new.fields),
            search_words(new),
            new.valid_from,
            new.valid_to,
            new.source,
            now
        ],
    )?;
    for link in &new.links {
        tx.exec(&INSERT_LINK, params![id, link.person, link.role])?;
    }
    Ok(id)
}

/// The words a record is found by, analysed and set between spaces, so that ` word ` is a whole one.
fn search_words(new: &NewRecord) -> String {
    let texts = new.fields.values().filter_map(serde_json::Value::as_str);
    let words: Vec<String> = texts
        .chain([new.key.as_str()])
        .flat_map(text::search::analyse)
        .collect();
    format!(" {} ", words.join(" "))
}
