//! Human work: what waits on an official's desk, and what was done.

pub(crate) mod desk;

use forms::Answers;
use identity::{AccountId, Official};
use jiff::Timestamp;
use process::HumanTask;
use store::{Db, Json, Row, Tx, params};

pub use self::desk::{DeskRow, desk};
use crate::{CaseId, CaseNumber, Error};

store::id! {
    /// A piece of human work.
    TaskId
}

store::statements! {
    /// Puts work on a desk.
    OPEN = "insert into case_task (id, case_id, agency_slug, role, name, opened_at, due_at, assigned_to, urgent_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The law's term of a case ends at another time: its open work is as urgent as that.
    HURRY = "update case_task set urgent_at = coalesce($2, due_at, opened_at) where case_id = $1 and completed_at is null";
    /// The open tasks of a case that an agency was asked.
    OPEN_OF_CASE = "select id, name, role, assigned_to, late_role, meets_at from case_task where case_id = $1 and agency_slug = $2 and completed_at is null
                    order by opened_at, id limit $3";
    /// An open task, and the case it belongs to.
    OPEN_BY_ID = "select id, name, role, assigned_to, late_role, meets_at, case_id from case_task where id = $1 and completed_at is null";
    /// One task, for an official of its agency; whether it is done already.
    BY_ID = "select t.id, t.name, t.role, t.assigned_to, t.late_role, t.meets_at, t.case_id, c.number, t.completed_at from case_task t join case_file c on c.id = t.case_id
             where t.id = $1 and t.agency_slug = $2";
    /// Finishes work. The slower of two hands changes nothing.
    COMPLETE = "update case_task set completed_at = $2, completed_by = $3, result = $4, reasons = $5, written_down = $6
                where id = $1 and completed_at is null";
    /// Lets another role do work too.
    ESCALATE = "update case_task set late_role = $2 where id = $1 and completed_at is null";
    /// Takes one piece of work off the desk without anybody having done it.
    LAPSE = "update case_task set completed_at = $2 where id = $1 and completed_at is null";
    /// Takes work off the desk without anybody having done it.
    WITHDRAW = "update case_task set completed_at = $2 where case_id = $1 and completed_at is null";
    /// Who did a task of a case last.
    DONE_BY = "select completed_by, reasons from case_task where case_id = $1 and name = $2 and completed_by is not null
               order by completed_at desc limit 1";
    /// What officials did in a case, the newest first.
    DONE = "select name, completed_at, completed_by, result, reasons, written_down from case_task
            where case_id = $1 and completed_by is not null order by completed_at desc, id desc limit $2";
    /// What officials found in a case, the oldest first.
    RESULTS = "select name, result from case_task where case_id = $1 and result is not null order by completed_at, id limit $2";
    /// What officials wrote down in a case, the newest last.
    WRITTEN_DOWN = "select name, written_down from case_task where case_id = $1 and written_down is not null order by completed_at, id limit $2";
    /// The newest reasons given in a case.
    REASONS = "select reasons from case_task where case_id = $1 and reasons is not null and completed_at >= $2
               order by completed_at desc limit 1";
}

/// Steps of one case read at once: the newest of them are what a decision rests on.
const DONE_MAX: i64 = 50;
/// Open tasks of one case at one agency: as many as branches go on at once.
const OPEN_MAX: i64 = 20;

/// An open task of a case.
#[derive(Debug, Clone)]
pub struct OpenTask {
    /// Its id.
    pub id: TaskId,
    /// Its name in the process.
    pub name: String,
    /// Who may do it.
    pub role: String,
    /// Who has it in hand.
    pub assigned_to: Option<AccountId>,
    /// Who may do it too because it is late.
    pub late_role: Option<String>,
    /// When the official and the applicant meet.
    pub meets_at: Option<Timestamp>,
}

impl OpenTask {
    /// Whether an official's roles let them do it.
    #[must_use]
    pub fn is_for(&self, official: &Official) -> bool {
        official.has_role(&self.role)
            || self
                .late_role
                .as_deref()
                .is_some_and(|role| official.has_role(role))
    }
}

/// What an official did.
#[derive(Debug, Clone)]
pub struct DoneTask {
    /// Its name in the process.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// The official.
    pub by: AccountId,
    /// What they found.
    pub result: Option<String>,
    /// The reasons they gave.
    pub reasons: Option<String>,
    /// What they wrote down.
    pub written_down: Option<Answers>,
}

/// An open task with its case, for an official of its agency.
#[derive(Debug, Clone)]
pub struct AgencyTask {
    /// The task.
    pub task: OpenTask,
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: CaseNumber,
}

/// Work to be put on a desk.
pub(crate) struct NewTask<'a> {
    pub(crate) case: CaseId,
    pub(crate) agency_slug: &'a str,
    pub(crate) human: &'a HumanTask,
    pub(crate) due_at: Option<Timestamp>,
    /// When the law's term of the case ends.
    pub(crate) case_due_at: Option<Timestamp>,
    pub(crate) assigned_to: Option<AccountId>,
}

/// What an official found.
pub(crate) struct Found<'a> {
    pub(crate) result: Option<&'a str>,
    pub(crate) reasons: Option<&'a str>,
    pub(crate) written_down: Option<&'a Answers>,
}

/// Puts work on a desk.
pub(crate) fn open(tx: &mut Tx, new: &NewTask<'_>, now: Timestamp) -> Result<TaskId, Error> {
    let id = TaskId::new(now);
    tx.put(
        &OPEN,
        params![
            id,
            new.case,
            new.agency_slug,
            new.human.role,
            new.human.id,
            now,
            new.due_at,
            new.assigned_to,
            new.case_due_at.or(new.due_at).unwrap_or(now)
        ],
    )?;
    Ok(id)
}

/// The law's term of a case ends at another time: its open work is as urgent as that.
pub(crate) fn hurry(
    tx: &mut Tx,
    case: CaseId,
    case_due_at: Option<Timestamp>,
) -> Result<(), store::Error> {
    tx.exec(&HURRY, params![case, case_due_at])?;
    Ok(())
}

/// What waits for this official in a case, the oldest first.
///
/// # Errors
/// When the store fails.
pub fn open_for(db: &mut Db, case: CaseId, official: &Official) -> Result<Option<OpenTask>, Error> {
    let open = db.rows(
        &OPEN_OF_CASE,
        params![case, official.agency_slug, OPEN_MAX],
        read_open,
    )?;
    Ok(open.into_iter().find(|task| task.is_for(official)))
}

/// An open task, for the clock.
pub(crate) fn open_by_id(db: &mut Db, id: TaskId) -> Result<Option<(OpenTask, CaseId)>, Error> {
    Ok(db.row_opt(&OPEN_BY_ID, params![id], |row| {
        Ok((read_open(row)?, row.get(6)?))
    })?)
}

fn read_open(row: &Row) -> Result<OpenTask, store::Error> {
    Ok(OpenTask {
        id: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        assigned_to: row.get(3)?,
        late_role: row.get(4)?,
        meets_at: row.get(5)?,
    })
}

/// An open task of the official's agency that their roles allow. Any other does not exist for them; one
/// that is done already says so.
///
/// # Errors
/// [`Error::Unknown`] when it is not theirs, [`Error::MovedOn`] when it is done.
pub fn for_official(db: &mut Db, id: TaskId, official: &Official) -> Result<AgencyTask, Error> {
    let read = |row: &Row| {
        let number: String = row.get(7)?;
        let done: Option<Timestamp> = row.get(8)?;
        Ok((
            AgencyTask {
                task: read_open(row)?,
                case: row.get(6)?,
                number: CaseNumber::from_stored(&number),
            },
            done,
        ))
    };
    let found = db.row_opt(&BY_ID, params![id, official.agency_slug], read)?;
    let (task, done) = found
        .filter(|(found, _)| found.task.is_for(official))
        .ok_or(Error::Unknown)?;
    if done.is_some() {
        Err(Error::MovedOn)
    } else {
        Ok(task)
    }
}

/// Finishes a task. Told [`Error::MovedOn`] when another hand was quicker.
pub(crate) fn complete(
    tx: &mut Tx,
    id: TaskId,
    by: AccountId,
    found: &Found<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let written_down = found.written_down.map(Json);
    let parameters = params![id, now, by, found.result, found.reasons, written_down];
    match tx.exec(&COMPLETE, parameters)? {
        0 => Err(Error::MovedOn),
        _ => Ok(()),
    }
}

/// Lets another role do a task too.
pub(crate) fn escalate(tx: &mut Tx, id: TaskId, role: &str) -> Result<(), Error> {
    tx.exec(&ESCALATE, params![id, role])?;
    Ok(())
}

/// Takes one piece of work off the desk, because its time is over.
pub(crate) fn lapse(tx: &mut Tx, id: TaskId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&LAPSE, params![id, now])?;
    Ok(())
}

/// What officials found in a case, by the names of their tasks: of one done twice, the last.
pub(crate) fn results(db: &mut Db, case: CaseId) -> Result<Vec<(String, String)>, Error> {
    Ok(db.rows(&RESULTS, params![case, DONE_MAX], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// Takes the open work of a case off the desk: the clock has spoken, or the applicant.
pub(crate) fn withdraw(tx: &mut Tx, case: CaseId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&WITHDRAW, params![case, now])?;
    Ok(())
}

/// The account that did a task of this case last.
pub(crate) fn done_by(db: &mut Db, case: CaseId, task: &str) -> Result<Option<AccountId>, Error> {
    Ok(db.row_opt(&DONE_BY, params![case, task], |row| row.get(0))?)
}

/// What officials did in this case, the newest first.
///
/// # Errors
/// When the store fails.
pub fn done(db: &mut Db, case: CaseId) -> Result<Vec<DoneTask>, Error> {
    Ok(db.rows(&DONE, params![case, DONE_MAX], |row| {
        Ok(DoneTask {
            name: row.get(0)?,
            at: row.get(1)?,
            by: row.get(2)?,
            result: row.get(3)?,
            reasons: row.get(4)?,
            written_down: row
                .get::<Option<Json<Answers>>>(5)?
                .map(|Json(answers)| answers),
        })
    })?)
}

/// What officials wrote down in a case, by the names of their tasks, the newest last.
pub(crate) fn written_down(db: &mut Db, case: CaseId) -> Result<Vec<(String, Answers)>, Error> {
    Ok(db.rows(&WRITTEN_DOWN, params![case, DONE_MAX], |row| {
        let Json(answers) = row.get::<Json<Answers>>(1)?;
        Ok((row.get(0)?, answers))
    })?)
}

/// The newest reasons that officials gave in this case since.
pub(crate) fn reasons(
    db: &mut Db,
    case: CaseId,
    since: Timestamp,
) -> Result<Option<String>, Error> {
    Ok(db.row_opt(&REASONS, params![case, since], |row| row.get(0))?)
}
