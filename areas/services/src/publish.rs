//! Publishing a definition.

use jiff::Timestamp;
use store::Tx;

use crate::definition::Files;
use crate::edition::{self, New};
use crate::finding::Error;
use crate::{check, version};

/// Publishes a definition's files.
///
/// For the program that starts, with what ships: a service whose current version was published by people is left
/// alone. The version is added under the hash of its files and becomes the one that new
/// applications are filed under; cases that exist keep theirs. The same files again change nothing. Returns the
/// hash.
///
/// # Errors
/// [`Error::Unsound`] with every finding, and nothing changed; [`Error::Store`].
pub fn publish(tx: &mut Tx, files: &Files, now: Timestamp) -> Result<String, Error> {
    let definition = check::sound(files).map_err(Error::Unsound)?;
    let (slug, hash) = (&definition.ficha.service, version::hash(files));
    if edition::is_kept_by_people(tx, slug)? || !version::add(tx, slug, &hash, files, now)? {
        return Ok(hash);
    }
    let new = New {
        slug,
        hash: &hash,
        proposed_by: None,
        published_by: None,
        note: "",
        is_undoing: false,
    };
    edition::record(tx, &new, now)?;
    Ok(hash)
}
