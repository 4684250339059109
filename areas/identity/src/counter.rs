//! The counter: a clerk acts for a person who stands before them, and it is written down.

use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, params};

use crate::access::{self, Purpose, Reason};
use crate::actor::{Citizen, Official};
use crate::people::{self, Assurance, NationalId};

/// The role that attends at a counter.
pub const CLERK: &str = "mesa";
/// How long a person stands there at most: whoever comes back shows who they are again.
const ATTENDED_FOR: SignedDuration = SignedDuration::from_hours(1);

store::statements! {
    /// A clerk attends a person from now on.
    ATTEND = "insert into identity_counter (account, person, since) values ($1, $2, $3)
              on conflict (account) do update set person = excluded.person, since = excluded.since";
    /// The person a clerk attends.
    ATTENDED = "select p.id, p.name, p.assurance from identity_counter c join identity_person p on p.id = c.person
                where c.account = $1 and c.since > $2";
    /// A clerk attends nobody.
    END = "delete from identity_counter where account = $1";
}

/// Why a clerk cannot attend somebody.
#[derive(Debug, thiserror::Error)]
pub enum CounterError {
    /// They are no clerk of a counter.
    #[error("the official does not attend at a counter")]
    NoClerk,
    /// The State knows nobody with that number.
    #[error("nobody has that number")]
    Nobody,
    /// Nobody attends themself.
    #[error("nobody attends themself")]
    Themself,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Begins to act for a person who stands at the counter and has shown their document.
///
/// A clerk may. The person finds the line at `/mi/datos`.
///
/// # Errors
/// As [`CounterError`] says.
pub fn attend(
    tx: &mut Tx,
    clerk: &Official,
    number: &NationalId,
    now: Timestamp,
) -> Result<(), CounterError> {
    if !clerk.has_role(CLERK) {
        return Err(CounterError::NoClerk);
    }
    let person = people::find(tx, number)?.ok_or(CounterError::Nobody)?;
    if person == clerk.person {
        return Err(CounterError::Themself);
    }
    access::look(tx, clerk, person, Purpose::new(Reason::Attend), now)?;
    tx.exec(&ATTEND, params![clerk.account, person, now])?;
    Ok(())
}

/// The person whom this official attends now, as they would act for themself.
///
/// # Errors
/// When the store fails.
pub fn attended(
    db: &mut Db,
    clerk: &Official,
    now: Timestamp,
) -> Result<Option<Citizen>, store::Error> {
    if !clerk.has_role(CLERK) {
        return Ok(None);
    }
    let since = now - ATTENDED_FOR;
    db.row_opt(&ATTENDED, params![clerk.account, since], |row| {
        Ok(Citizen {
            account: clerk.account,
            person: row.get(0)?,
            name: row.get(1)?,
            assurance: Assurance::from_column(row.get(2)?),
        })
    })
}

/// The person has left.
///
/// # Errors
/// When the store fails.
pub fn end(tx: &mut Tx, clerk: &Official) -> Result<(), store::Error> {
    tx.exec(&END, params![clerk.account])?;
    Ok(())
}
