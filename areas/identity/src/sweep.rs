//! Sweeping: what is over is removed, so that the tables stay as small as what is in use.

use jiff::Timestamp;
use store::{Error, Tx};

use crate::{attempts, sessions, tokens};

/// Removes sessions and tokens that are over and failures to sign in that are old; to be run every
/// hour or so. The record of looks is never swept.
///
/// # Errors
/// Those of the store.
pub fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    Ok(sessions::sweep(tx, now)? + tokens::sweep(tx, now)? + attempts::sweep(tx, now)?)
}
