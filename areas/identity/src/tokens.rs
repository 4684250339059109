//! Bearer tokens for scripts and machines (RFC 6750): shown once, kept as a hash, never for ever.

use jiff::{SignedDuration, Timestamp};
use store::{Error, Tx, params};

use crate::accounts::AccountId;
use crate::secret::Secret;
use crate::sessions::after;

store::statements! {
    /// Adds a token.
    INSERT = "insert into identity_token (id, token_hash, account, label, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)";
    /// Ends one token.
    REVOKE = "delete from identity_token where id = $1";
    /// Ends every token of an account.
    REVOKE_ALL = "delete from identity_token where account = $1";
    /// Removes tokens that are over.
    SWEEP = "delete from identity_token where expires_at <= $1";
}

store::id! {
    /// A bearer token.
    TokenId
}

/// What every token begins with, so that scanners of leaked secrets know it.
pub const PREFIX: &str = "vt_";

/// How long a token works: a quarter, so that a forgotten one dies by itself.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Issues a token for an account and returns its text, which is nowhere else.
///
/// # Errors
/// Those of the store; [`Error::Unavailable`] when the machine has no randomness.
pub fn issue(
    tx: &mut Tx,
    account: AccountId,
    label: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let token = Secret::draw(PREFIX).map_err(|error| Error::Unavailable(error.to_string()))?;
    tx.exec(
        &INSERT,
        params![
            TokenId::new(now),
            token.hash(),
            account,
            label,
            now,
            after(now, LIFETIME)
        ],
    )?;
    Ok(token.reveal())
}

/// Ends one token.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub fn revoke(tx: &mut Tx, id: TokenId) -> Result<(), Error> {
    match tx.exec(&REVOKE, params![id])? {
        0 => Err(Error::Missing),
        _ => Ok(()),
    }
}

/// Ends every token of an account.
///
/// # Errors
/// Those of the store.
pub fn revoke_all(tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    tx.exec(&REVOKE_ALL, params![account])
}

/// Removes tokens that are over; to be run now and then.
///
/// # Errors
/// Those of the store.
pub fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    tx.exec(&SWEEP, params![now])
}
