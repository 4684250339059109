//! Throwing away what nobody can open any more.

use jiff::{Timestamp, ToSpan as _};
use store::Tx;

use crate::applicant::BROWSER_COOKIE_DAYS;
use crate::{draft, follow};

/// Throws away what belongs to browsers whose key has run out: drafts begun without an account, and the
/// leave to follow a case. It tells about people, and there is nobody left who could see it or delete it.
///
/// The clock does this. The number of rows.
///
/// # Errors
/// Those of the store.
pub fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, store::Error> {
    let since = now
        .checked_sub((BROWSER_COOKIE_DAYS * 24).hours())
        .unwrap_or(Timestamp::MIN);
    Ok(draft::sweep(tx, since)? + follow::sweep(tx, since)?)
}
