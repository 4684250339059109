//! What an official marked for correction, field by field.

use jiff::Timestamp;
use store::{Db, Tx, params};

use crate::task::TaskId;
use crate::{CaseId, Error};

store::statements! {
    /// Marks a field.
    ADD = "insert into case_mark (case_id, task_id, question, remark) values ($1, $2, $3, $4)
           on conflict (case_id, task_id, question) do update set remark = excluded.remark";
    /// What still waits for correction.
    OPEN = "select question, remark from case_mark where case_id = $1 and corrected_at is null order by question limit $2";
    /// Closes what was marked.
    CLOSE = "update case_mark set corrected_at = $2 where case_id = $1 and corrected_at is null";
}

/// Marks in one case at once: one for each question of the longest form.
const MARKS_MAX: i64 = 500;
/// A remark is a sentence or two.
pub(crate) const REMARK_CHARACTERS_MAX: usize = 1_000;

/// A field to correct, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The question.
    pub question: String,
    /// What the official says about it.
    pub remark: String,
}

pub(crate) fn add(tx: &mut Tx, case: CaseId, task: TaskId, marks: &[Mark]) -> Result<(), Error> {
    for mark in marks {
        tx.exec(&ADD, params![case, task, mark.question, mark.remark])?;
    }
    Ok(())
}

/// What still waits for the applicant's correction.
///
/// # Errors
/// When the store fails.
pub fn open(db: &mut Db, case: CaseId) -> Result<Vec<Mark>, Error> {
    Ok(db.rows(&OPEN, params![case, MARKS_MAX], |row| {
        Ok(Mark {
            question: row.get(0)?,
            remark: row.get(1)?,
        })
    })?)
}

pub(crate) fn close(tx: &mut Tx, case: CaseId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&CLOSE, params![case, now])?;
    Ok(())
}
