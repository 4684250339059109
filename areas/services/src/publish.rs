//! Publishing a definition.

use jiff::Timestamp;
use store::Tx;

use crate::definition::Files;
use crate::finding::Error;
use crate::{check, version};

/// Publishes a definition's files.
///
/// Whoever runs the State may. The version is added under the hash of its files and becomes the one that new
/// applications are filed under; cases that exist keep theirs. The same files again change nothing. Returns the
/// hash.
///
/// # Errors
/// [`Error::Unsound`] with every finding, and nothing changed; [`Error::Store`].
pub fn publish(tx: &mut Tx, files: &Files, now: Timestamp) -> Result<String, Error> {
    let definition = check::sound(files).map_err(Error::Unsound)?;
    let hash = version::hash(files);
    version::add(tx, &definition.ficha.service, &hash, files, now)?;
    Ok(hash)
}
