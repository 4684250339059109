//! Prefilling: what the State knows of a citizen already, so that it asks nothing twice.

use identity::Citizen;
use identity::people::Assurance;
use jiff::civil::Date;
use store::{Db, Error};

use crate::{Dataset, Record, read};

/// The citizen's own records of one kind, in any role: several firms, or their own birth and those
/// of their children. Only what has not ended by that day: nobody confirms a firm that was closed. Reading
/// what is one's own leaves no entry.
///
/// Whoever has only said who they are ([`Assurance::Low`]) gets nothing: their records are not
/// theirs until they prove it.
///
/// # Errors
/// [`Error::Value`] when `dataset` is no dataset's name; else those of the store.
pub fn prefill(
    db: &mut Db,
    citizen: &Citizen,
    dataset: &str,
    on: Date,
) -> Result<Vec<Record>, Error> {
    let dataset: Dataset = dataset
        .parse()
        .map_err(|error: crate::BadDataset| Error::Value(error.to_string()))?;
    if citizen.assurance < Assurance::Substantial {
        return Ok(Vec::new());
    }
    let mut records = read::current_of(db, citizen.person, &dataset)?;
    records.retain(|record| record.valid_to.is_none_or(|end| on < end));
    Ok(records)
}
