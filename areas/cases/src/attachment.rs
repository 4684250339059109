//! Files an official gives with a decision: part of the answer, named in the act by their hash.

use forms::FileKind;
use identity::AccountId;
use jiff::Timestamp;
use store::{Db, Row, Tx, params};

use crate::document::{StoredFile, tidy_name};
use crate::task::TaskId;
use crate::{CaseId, Error};

store::id! {
    /// A file given with a decision.
    AttachmentId
}

store::statements! {
    /// Adds a file to an open task.
    ADD = "insert into case_attachment (id, case_id, task_id, file_name, media_type, size_bytes, blob, added_by, added_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The files of one task.
    OF_TASK = "select id, file_name, media_type, size_bytes, blob from case_attachment
               where task_id = $1 and removed_at is null order by added_at, id limit $2";
    /// The files that were given: those of tasks an official finished.
    GIVEN = "select a.id, a.file_name, a.media_type, a.size_bytes, a.blob
             from case_attachment a join case_task t on t.id = a.task_id
             where a.case_id = $1 and a.removed_at is null and t.completed_by is not null
             order by a.added_at, a.id limit $2";
    /// Takes a file out of its task. The row stays.
    REMOVE = "update case_attachment set removed_at = $3 where id = $1 and task_id = $2 and removed_at is null";
}

/// Files of one case read at once: a process lets a task take fewer, and has few tasks.
const ATTACHMENTS_MAX: i64 = 200;

/// A file given with a decision.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The file.
    pub file: StoredFile,
}

pub(crate) fn add(
    tx: &mut Tx,
    case: CaseId,
    task: TaskId,
    file: &StoredFile,
    by: AccountId,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(
        &ADD,
        params![
            AttachmentId::new(now),
            case,
            task,
            tidy_name(&file.file_name),
            file.kind.media_type(),
            file.size_bytes,
            file.blob,
            by,
            now
        ],
    )?;
    Ok(())
}

/// The files of a task, oldest first.
///
/// # Errors
/// When the store fails.
pub fn of_task(db: &mut Db, task: TaskId) -> Result<Vec<Attachment>, store::Error> {
    db.rows(&OF_TASK, params![task, ATTACHMENTS_MAX], read)
}

/// The files that officials gave in a case, oldest first. Those of a task still open are not given yet.
///
/// # Errors
/// When the store fails.
pub fn given(db: &mut Db, case: CaseId) -> Result<Vec<Attachment>, store::Error> {
    db.rows(&GIVEN, params![case, ATTACHMENTS_MAX], read)
}

pub(crate) fn remove(
    tx: &mut Tx,
    id: AttachmentId,
    task: TaskId,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(&REMOVE, params![id, task, now])?;
    Ok(())
}

fn read(row: &Row) -> Result<Attachment, store::Error> {
    let kind: String = row.get(2)?;
    Ok(Attachment {
        id: row.get(0)?,
        file: StoredFile {
            file_name: row.get(1)?,
            kind: FileKind::from_media_type(&kind)
                .ok_or_else(|| store::Error::Damaged("a media type".to_owned()))?,
            size_bytes: row.get(3)?,
            blob: row.get(4)?,
        },
    })
}
