//! Sessions of people with a browser: a random cookie of which only the hash is kept.

use jiff::{SignedDuration, Timestamp};
use store::{Db, Error, Tx, params};

use crate::Citizen;
use crate::accounts::AccountId;
use crate::secret::{self, Secret};

store::statements! {
    /// Opens a session.
    INSERT = "insert into identity_session (id, token_hash, account, device, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)";
    /// Notes that a session is in use.
    SEEN = "update identity_session set seen_at = $2 where id = $1 and seen_at < $2";
    /// Ends the session of a cookie.
    END_BY_TOKEN = "delete from identity_session where token_hash = $1";
    /// Ends one session of an account.
    END = "delete from identity_session where id = $1 and account = $2";
    /// Ends every session of an account.
    END_ALL = "delete from identity_session where account = $1";
    /// The open sessions of an account, the last used first.
    LIST = "select id, device, created_at, seen_at from identity_session where account = $1 and expires_at > $2 and seen_at > $3 order by seen_at desc, id desc limit $4";
    /// Removes sessions that nobody can use any more.
    SWEEP = "delete from identity_session where expires_at <= $1 or seen_at <= $2";
}

store::id! {
    /// A session.
    SessionId
}

/// The cookie that carries a session.
pub const COOKIE: &str = "sesion";

/// A session that nobody used for this long is over: long enough to look for a paper at home, short
/// enough for a shared computer.
pub const IDLE: SignedDuration = SignedDuration::from_hours(1);

/// A session is over after this long however busy it was: one working day at a counter.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// Use is noted at most this often, so that reading pages writes little.
pub(crate) const SEEN_STEP: SignedDuration = SignedDuration::from_mins(5);

/// Characters kept of what a browser says it is.
const DEVICE_CHARS_MAX: usize = 120;

/// Sessions listed at once.
const LIST_MAX: i64 = 50;

/// An open session, as its owner sees it.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its key. Not its cookie.
    pub id: SessionId,
    /// What the browser said it was.
    pub device: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used, to within five minutes.
    pub seen_at: Timestamp,
}

/// Opens a session and returns the value of its cookie, which is nowhere else.
///
/// # Errors
/// Those of the store; [`Error::Unavailable`] when the machine has no randomness.
pub fn open(
    tx: &mut Tx,
    account: AccountId,
    device: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let cookie = Secret::draw("").map_err(|error| Error::Unavailable(error.to_string()))?;
    let device: String = device
        .chars()
        .filter(|c| !c.is_control())
        .take(DEVICE_CHARS_MAX)
        .collect();
    tx.exec(
        &INSERT,
        params![
            SessionId::new(now),
            cookie.hash(),
            account,
            device,
            now,
            after(now, LONGEST)
        ],
    )?;
    Ok(cookie.reveal())
}

/// Notes that a session is in use.
pub(crate) fn seen(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&SEEN, params![id, now])?;
    Ok(())
}

/// Ends the session of a cookie, if there is one.
///
/// # Errors
/// Those of the store.
pub fn end_by_cookie(tx: &mut Tx, cookie: &str) -> Result<(), Error> {
    tx.exec(&END_BY_TOKEN, params![secret::hash(cookie)])?;
    Ok(())
}

/// Ends one of a citizen's own sessions.
///
/// # Errors
/// [`Error::Missing`] when the session is not theirs or is over.
pub fn end(tx: &mut Tx, of: &Citizen, id: SessionId) -> Result<(), Error> {
    match tx.exec(&END, params![id, of.account])? {
        0 => Err(Error::Missing),
        _ => Ok(()),
    }
}

/// Ends every session of an account.
///
/// # Errors
/// Those of the store.
pub fn end_all(tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    tx.exec(&END_ALL, params![account])
}

/// A citizen's open sessions, the last used first.
///
/// # Errors
/// Those of the store.
pub fn list(db: &mut Db, of: &Citizen, now: Timestamp) -> Result<Vec<Session>, Error> {
    db.rows(
        &LIST,
        params![of.account, now, idle_since(now), LIST_MAX],
        |row| {
            Ok(Session {
                id: row.get(0)?,
                device: row.get(1)?,
                created_at: row.get(2)?,
                seen_at: row.get(3)?,
            })
        },
    )
}

/// Removes sessions that are over; to be run now and then.
///
/// # Errors
/// Those of the store.
pub fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    tx.exec(&SWEEP, params![now, idle_since(now)])
}

/// Sessions not used since this instant are over.
pub(crate) fn idle_since(now: Timestamp) -> Timestamp {
    now.checked_sub(IDLE).unwrap_or(Timestamp::MIN)
}

/// An instant later than `now`, or the last there is.
pub(crate) fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}
