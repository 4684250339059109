//! Messages: what is in a person's inbox.

use identity::PersonId;
use jiff::Timestamp;
use store::{Db, Error, Json, Row, Tx, params};
use text::Localized;

store::id! {
    /// A notice, and the e-mail that tells of it.
    NoticeId
}

/// A notice in somebody's inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The notice.
    pub id: NoticeId,
    /// In one line.
    pub subject: Localized,
    /// The whole of it.
    pub body: Localized,
    /// The case it is about, if about one.
    pub case_number: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was first opened.
    pub read_at: Option<Timestamp>,
}

/// Messages that one call returns at most.
const LIST_MAX: u32 = 200;

store::statements! {
    NEWEST = "select id, subject, body, case_number, sent_at, read_at from notice where person = $1 order by id desc limit $2";
    OLDER = "select id, subject, body, case_number, sent_at, read_at from notice where person = $1 and id < $3 order by id desc limit $2";
    ONE = "select id, subject, body, case_number, sent_at, read_at from notice where id = $2 and person = $1";
    MARK_READ = "update notice set read_at = $3 where id = $2 and person = $1 and read_at is null";
    UNREAD = "select count(*) from notice where person = $1 and read_at is null";
}

/// A person's messages, the newest first, those older than a given one; at most `limit`.
///
/// # Errors
/// Those of the store.
pub fn inbox(
    db: &mut Db,
    person: PersonId,
    limit: u32,
    older_than: Option<NoticeId>,
) -> Result<Vec<Message>, Error> {
    let limit = limit.min(LIST_MAX);
    match older_than {
        None => db.rows(&NEWEST, params![person, limit], read),
        Some(id) => db.rows(&OLDER, params![person, limit, id], read),
    }
}

/// One message of a person; none if it is somebody else's.
///
/// # Errors
/// Those of the store.
pub fn message(db: &mut Db, person: PersonId, id: NoticeId) -> Result<Option<Message>, Error> {
    db.row_opt(&ONE, params![person, id], read)
}

/// Notes that the person opened a message; the first time counts.
///
/// # Errors
/// Those of the store.
pub fn mark_read(tx: &mut Tx, person: PersonId, id: NoticeId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&MARK_READ, params![person, id, now])?;
    Ok(())
}

/// How many messages a person has not opened.
///
/// # Errors
/// Those of the store.
pub fn unread(db: &mut Db, person: PersonId) -> Result<i64, Error> {
    db.row(&UNREAD, params![person], |row| row.get(0))
}

fn read(row: &Row<'_>) -> Result<Message, Error> {
    let Json(subject) = row.get(1)?;
    let Json(body) = row.get(2)?;
    Ok(Message {
        id: row.get(0)?,
        subject,
        body,
        case_number: row.get(3)?,
        sent_at: row.get(4)?,
        read_at: row.get(5)?,
    })
}
