//! Days on which an official gets no work assigned.

use jiff::Timestamp;
use jiff::civil::Date;
use store::{Db, Error, Row, Tx, params};

use crate::{AccountId, Official};

store::id! {
    /// One absence.
    AbsenceId
}

store::statements! {
    ADD = "insert into identity_absence (id, account, first_on, last_on) values ($1, $2, $3, $4)";
    REMOVE = "delete from identity_absence where id = $1 and account = $2";
    /// What is not over yet, the next first.
    OF_ACCOUNT = "select id, first_on, last_on from identity_absence where account = $1 and last_on >= $2 order by first_on limit $3";
    COUNT = "select count(*) from identity_absence where account = $1 and last_on >= $2";
    /// Who holds a role in an agency and is there on a day.
    PRESENT = "select r.account from identity_role r
                 join identity_official o on o.account = r.account
                 join identity_agency a on a.id = o.agency
                 join identity_account c on c.id = r.account
               where a.slug = $1 and r.role = $2 and c.disabled_at is null
                 and not exists (select 1 from identity_absence x where x.account = r.account and x.first_on <= $3 and x.last_on >= $3)
               order by r.account limit $4";
}

/// Absences that one official notes ahead.
const ABSENCES_MAX: i64 = 50;
/// Officials of one role in one agency among whom work is shared out.
const PRESENT_MAX: i64 = 500;

/// Some days on which an official is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// Its key.
    pub id: AbsenceId,
    /// The first day.
    pub first_on: Date,
    /// The last day.
    pub last_on: Date,
}

/// Why an absence was not noted.
#[derive(Debug, thiserror::Error)]
pub enum NotNoted {
    /// It ends before it begins, or is over.
    #[error("the days are not in order, or over")]
    Days,
    /// There are too many already.
    #[error("too many absences")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Notes that an official is not there. They do it themselves.
///
/// # Errors
/// [`NotNoted`], and nothing was noted.
pub fn add(
    tx: &mut Tx,
    official: &Official,
    first_on: Date,
    last_on: Date,
    today: Date,
    now: Timestamp,
) -> Result<(), NotNoted> {
    if last_on < first_on || last_on < today {
        return Err(NotNoted::Days);
    }
    let known: i64 = tx.row(&COUNT, params![official.account, today], |row| row.get(0))?;
    if known >= ABSENCES_MAX {
        return Err(NotNoted::TooMany);
    }
    let id = AbsenceId::new(now);
    tx.exec(&ADD, params![id, official.account, first_on, last_on])?;
    Ok(())
}

/// Takes an absence back. Only one's own.
///
/// # Errors
/// Those of the store.
pub fn remove(tx: &mut Tx, official: &Official, id: AbsenceId) -> Result<(), Error> {
    tx.exec(&REMOVE, params![id, official.account])?;
    Ok(())
}

/// An official's absences that are not over, the next first.
///
/// # Errors
/// Those of the store.
pub fn of(db: &mut Db, official: &Official, today: Date) -> Result<Vec<Absence>, Error> {
    let read = |row: &Row| {
        Ok(Absence {
            id: row.get(0)?,
            first_on: row.get(1)?,
            last_on: row.get(2)?,
        })
    };
    db.rows(
        &OF_ACCOUNT,
        params![official.account, today, ABSENCES_MAX],
        read,
    )
}

/// Who holds a role in an agency and is there on a day, always in the same order.
///
/// # Errors
/// Those of the store.
pub fn present(
    db: &mut Db,
    agency_slug: &str,
    role: &str,
    on: Date,
) -> Result<Vec<AccountId>, Error> {
    db.rows(
        &PRESENT,
        params![agency_slug, role, on, PRESENT_MAX],
        |row| row.get(0),
    )
}
