//! Leaves: what was put on record, in the transaction that made it so.

use aws_lc_rs::rand;
use jiff::Timestamp;
use store::{Db, Tx, params};

use crate::{Error, entry_of};

store::id! {
    /// Something put on record, in the log or on its way there.
    LeafId
}

store::statements! {
    INSERT = "insert into ledger_leaf (id, kind, subject, salt, digest, queued_at) values ($1, $2, $3, $4, $5, $6)";
    ERASE_SALT = "update ledger_leaf set salt = null where id = $1";
    WAITING = "select count(*) from ledger_leaf where position is null";
}

/// Puts a content on record: draws a salt, and queues `SHA-256(salt ‖ content)` in the caller's transaction.
///
/// `kind` says what happened (`application.received`), `subject` whose it is (a case number); neither
/// goes into the public log. `content` are the exact bytes a verifier will have: a document, or a
/// canonical serialisation. They are not kept here.
///
/// # Errors
/// [`Error::Random`] if the system has no randomness, [`Error::Store`] if the row cannot be written.
pub fn queue(
    tx: &mut Tx,
    kind: &str,
    subject: &str,
    content: &[u8],
    now: Timestamp,
) -> Result<LeafId, Error> {
    let id = LeafId::new(now);
    queue_as(tx, id, kind, subject, content, now)?;
    Ok(id)
}

/// As [`queue`], under an id that its caller has noted already.
///
/// # Errors
/// As [`queue`].
pub fn queue_as(
    tx: &mut Tx,
    id: LeafId,
    kind: &str,
    subject: &str,
    content: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    let mut salt = [0_u8; 32];
    rand::fill(&mut salt).map_err(|_| Error::Random)?;
    let digest = entry_of(&salt, content);
    tx.put(
        &INSERT,
        params![id, kind, subject, salt, digest.as_bytes().as_slice(), now],
    )?;
    Ok(())
}

/// Erases the salt of a leaf, so that nobody can tie its entry to a content any more. The tree and
/// every proof of other leaves stay as they are.
///
/// # Errors
/// [`store::Error::Missing`] if there is no such leaf.
pub fn erase_salt(tx: &mut Tx, leaf: LeafId) -> Result<(), Error> {
    match tx.exec(&ERASE_SALT, params![leaf])? {
        0 => Err(store::Error::Missing.into()),
        _ => Ok(()),
    }
}

/// How many leaves wait to be put in order.
///
/// # Errors
/// [`Error::Store`].
pub fn waiting(db: &mut Db) -> Result<u64, Error> {
    Ok(db.row(&WAITING, params![], |row| row.get(0))?)
}
