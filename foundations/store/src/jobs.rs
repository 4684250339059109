//! Work for later: enqueued in the transaction that causes it, done by a [`Worker`], tried again if it fails.
//!
//! A job is found by its kind and its key. The key is the idempotency: enqueueing the same kind and key
//! again does nothing, also after the job is done. A job runs at least once; a handler that calls
//! [`complete`] in the transaction of its effects has them exactly once.
//!
//! A worker takes a job by moving its due time past the lease, if nobody else moved it first. There is
//! nothing to clean up after a crash: when the lease is over, the job is due again. Jobs lie in random
//! buckets and workers begin at random ones, so that they seldom meet.

pub(crate) mod claim;
mod delay;
mod worker;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Db, Error, FromValue, Json, ToValue, Tx, Value, params};

pub use delay::{ATTEMPTS_MAX, LEASE};
pub use worker::{Failure, Running, Worker};

/// The part of the list of dead jobs that one call returns at most.
pub const DEAD_MAX: u32 = 200;

/// Buckets of jobs: enough for the threads of some nodes, few enough to look into all of them.
const BUCKETS: u8 = 8;

crate::id! {
    /// A job.
    JobId
}

/// What a job waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its time, or the end of a lease.
    Waiting,
    /// Nothing: it is done.
    Done,
    /// Somebody who requeues it: it failed too often.
    Dead,
}

impl ToValue for State {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Int(match self {
            Self::Waiting => 0,
            Self::Done => 1,
            Self::Dead => 2,
        }))
    }
}

impl FromValue for State {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        match value.int()? {
            0 => Ok(Self::Waiting),
            1 => Ok(Self::Done),
            2 => Ok(Self::Dead),
            _ => Err(Error::Damaged("the state of a job".to_owned())),
        }
    }
}

crate::statements! {
    INSERT = "insert into job (id, kind, key, payload, state, bucket, due_at, attempts)
              values ($1, $2, $3, $4, 0, $5, $6, 0) on conflict (kind, key) do nothing";
    STATE_OF = "select state from job where kind = $1 and key = $2";
    COMPLETE = "update job set state = 1, payload = '', failure = null, lease = null, due_at = $3
                where id = $1 and lease = $2 and state = 0";
    DEAD = "select id, kind, key, attempts, failure from job where state = 2 and id > $1 order by id limit $2";
    REQUEUE = "update job set state = 0, attempts = 0, due_at = $2, lease = null where id = $1 and state = 2";
    COUNT = "select count(*) from job where state = $1";
}

/// Enqueues a job, to run at `run_at` or soon after. With the same kind and key as a job that exists,
/// also one that is done, this does nothing.
///
/// The kind is a word of the program (`notices.mail`), the key a text without personal data.
pub fn enqueue(
    tx: &mut Tx,
    kind: &str,
    key: &str,
    payload: &impl Serialize,
    run_at: Timestamp,
) -> Result<(), Error> {
    let id = JobId::new(run_at);
    let (_, random) = id.uuid().as_u64_pair();
    let bucket = random % u64::from(BUCKETS);
    tx.enqueued = true;
    tx.put(
        &INSERT,
        params![id, kind, key, Json(payload), bucket, run_at],
    )
}

/// What became of a job; none if there never was one, or it was done long ago.
pub fn state(db: &mut Db, kind: &str, key: &str) -> Result<Option<State>, Error> {
    db.row_opt(&STATE_OF, params![kind, key], |row| row.get(0))
}

/// A job in the hands of its handler.
#[derive(Debug, Clone)]
pub struct Job {
    /// The job.
    pub id: JobId,
    /// The word that chose the handler.
    pub kind: String,
    /// What makes it this job and no other of its kind.
    pub key: String,
    /// The number of this attempt, from 1.
    pub attempt: u32,
    payload: String,
    lease: JobId,
}

impl Job {
    /// What was enqueued, read back. [`Error::Value`] if it is of another form.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        Json::from_value(Value::Text(self.payload.as_str().into())).map(|Json(payload)| payload)
    }
}

/// Marks a job as done in the transaction of its effects, so that they happen exactly once.
///
/// # Errors
/// [`Error::Conflict`] if the lease went to somebody else: the transaction must then be given up.
pub fn complete(tx: &mut Tx, job: &Job, now: Timestamp) -> Result<(), Error> {
    match tx.exec(&COMPLETE, params![job.id, job.lease, now])? {
        1 => Ok(()),
        _ => Err(Error::Conflict),
    }
}

/// A job that failed too often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    /// The job.
    pub id: JobId,
    /// The word that chose the handler.
    pub kind: String,
    /// What makes it this job and no other of its kind.
    pub key: String,
    /// How often it was tried.
    pub attempts: u32,
    /// What the last attempt said.
    pub failure: Option<String>,
}

/// Dead jobs by age, after a given one, at most `limit` or [`DEAD_MAX`] of them.
pub fn dead(db: &mut Db, after: Option<JobId>, limit: u32) -> Result<Vec<Dead>, Error> {
    let after = after.unwrap_or(JobId::from_uuid(uuid::Uuid::nil()));
    db.rows(&DEAD, params![after, limit.min(DEAD_MAX)], |row| {
        Ok(Dead {
            id: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            attempts: row.get(3)?,
            failure: row.get(4)?,
        })
    })
}

/// Gives a dead job all its attempts again. [`Error::Missing`] if it is not dead.
pub fn requeue(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<(), Error> {
    match tx.exec(&REQUEUE, params![id, now])? {
        1 => {
            tx.enqueued = true;
            Ok(())
        }
        _ => Err(Error::Missing),
    }
}

/// How many jobs are in a state, for the metrics page.
pub fn count(db: &mut Db, state: State) -> Result<u64, Error> {
    db.row(&COUNT, params![state], |row| row.get(0))
}
