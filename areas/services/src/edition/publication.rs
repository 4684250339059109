//! Which version of a service was made current, when and by whom.

use identity::AccountId;
use jiff::Timestamp;
use store::{Db, Tx, params};

store::statements! {
    /// Adds what was published, after the last.
    ADD = "insert into service_publication (slug, ordinal, hash, at, proposed_by, published_by, note, is_undoing)
           values ($1, (select coalesce(max(ordinal), 0) + 1 from service_publication where slug = $1), $2, $3, $4, $5, $6, $7)";
    /// What was published of one service, the newest first.
    OF_SERVICE = "select ordinal, hash, at, proposed_by, published_by, note, is_undoing from service_publication
                  where slug = $1 order by ordinal desc limit $2";
}

/// Publications of one service shown at once.
const SHOWN_MAX: i64 = 200;

/// That a version was made current.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Its place, from 1.
    pub ordinal: i64,
    /// The version.
    pub hash: String,
    /// When.
    pub at: Timestamp,
    /// Who asked for it; none where the program brought it.
    pub proposed_by: Option<AccountId>,
    /// Who published it.
    pub published_by: Option<AccountId>,
    /// What for.
    pub note: String,
    /// Whether it brought an earlier version back.
    pub is_undoing: bool,
}

/// What is recorded of a publication.
pub(crate) struct New<'a> {
    pub(crate) slug: &'a str,
    pub(crate) hash: &'a str,
    pub(crate) proposed_by: Option<AccountId>,
    pub(crate) published_by: Option<AccountId>,
    pub(crate) note: &'a str,
    pub(crate) is_undoing: bool,
}

pub(crate) fn record(tx: &mut Tx, new: &New<'_>, now: Timestamp) -> Result<(), store::Error> {
    tx.put(
        &ADD,
        params![
            new.slug,
            new.hash,
            now,
            new.proposed_by,
            new.published_by,
            new.note,
            i64::from(new.is_undoing)
        ],
    )
}

/// What was published of a service, the newest first.
///
/// # Errors
/// When the store fails.
pub fn publications(db: &mut Db, slug: &str) -> Result<Vec<Publication>, store::Error> {
    db.rows(&OF_SERVICE, params![slug, SHOWN_MAX], |row| {
        Ok(Publication {
            ordinal: row.get(0)?,
            hash: row.get(1)?,
            at: row.get(2)?,
            proposed_by: row.get(3)?,
            published_by: row.get(4)?,
            note: row.get::<Option<String>>(5)?.unwrap_or_default(),
            is_undoing: row.get::<i64>(6)? != 0,
        })
    })
}

/// Whether what is current was published by people: a program that starts must not take it back.
pub(crate) fn is_kept_by_people(db: &mut Db, slug: &str) -> Result<bool, store::Error> {
    let newest = publications(db, slug)?.into_iter().next();
    Ok(newest.is_some_and(|newest| newest.published_by.is_some()))
}
