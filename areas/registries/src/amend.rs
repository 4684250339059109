//! Amending: a new version of a record that is there. The former versions stay.

use jiff::Timestamp;
use jiff::civil::Date;
use store::{Error, Tx};

use crate::register::{NewRecord, write_version};
use crate::{Fields, Link, Record, RecordId};

/// What changes. Everything else stays as in the version it starts from.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// What the record says from now on.
    pub fields: Fields,
    /// Whom it concerns from now on.
    pub links: Vec<Link>,
    /// The first day on which this is so.
    pub valid_from: Date,
    /// The first day on which it is no longer so, when known.
    pub valid_to: Option<Date>,
    /// What the change rests on: the number of a case or an act.
    pub source: Option<String>,
}

/// Adds a version after the one given.
///
/// # Errors
/// [`Error::Unique`] when somebody amended that version first: read again, and decide again.
pub fn amend(
    tx: &mut Tx,
    from: &Record,
    amendment: Amendment,
    now: Timestamp,
) -> Result<RecordId, Error> {
    let Amendment {
        fields,
        links,
        valid_from,
        valid_to,
        source,
    } = amendment;
    let new = NewRecord {
        dataset: from.dataset.clone(),
        key: from.key.clone(),
        fields,
        links,
        valid_from,
        valid_to,
        source,
    };
    write_version(tx, &new, from.version.saturating_add(1), now)
}
