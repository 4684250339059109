//! Taking jobs, and giving them back.

use jiff::Timestamp;
use uuid::Uuid;

use super::delay::{ATTEMPTS_MAX, KEEP_DONE, LEASE, later, next_try};
use super::{BUCKETS, Job, JobId};
use crate::{Db, Error, Store, Tx, params};

/// Characters of a failure that are kept.
const FAILURE_CHARS_MAX: usize = 500;

/// Done jobs forgotten at a time.
const FORGET_MAX: u32 = 500;

crate::statements! {
    // The first of each bucket, in one question.
    DUE = "select id, due_at, 0 from (select id, due_at from job where bucket = 0 and state = 0 and due_at <= $1 order by due_at limit $2) b0
           union all select id, due_at, 1 from (select id, due_at from job where bucket = 1 and state = 0 and due_at <= $1 order by due_at limit $2) b1
           union all select id, due_at, 2 from (select id, due_at from job where bucket = 2 and state = 0 and due_at <= $1 order by due_at limit $2) b2
           union all select id, due_at, 3 from (select id, due_at from job where bucket = 3 and state = 0 and due_at <= $1 order by due_at limit $2) b3
           union all select id, due_at, 4 from (select id, due_at from job where bucket = 4 and state = 0 and due_at <= $1 order by due_at limit $2) b4
           union all select id, due_at, 5 from (select id, due_at from job where bucket = 5 and state = 0 and due_at <= $1 order by due_at limit $2) b5
           union all select id, due_at, 6 from (select id, due_at from job where bucket = 6 and state = 0 and due_at <= $1 order by due_at limit $2) b6
           union all select id, due_at, 7 from (select id, due_at from job where bucket = 7 and state = 0 and due_at <= $1 order by due_at limit $2) b7";
    TAKE = "update job set due_at = $3, lease = $4, attempts = attempts + 1
            where id = $1 and due_at = $2 and state = 0
            returning id, kind, key, attempts, payload";
    BURY = "update job set state = 2, lease = null, failure = $3 where id = $1 and lease = $2 and state = 0";
    DELAY = "update job set due_at = $3, lease = null, failure = $4 where id = $1 and lease = $2 and state = 0";
    FORGET = "delete from job where id in (select id from job where state = 1 and due_at < $1 order by due_at limit $2)";
}

/// A job that may be taken, if it still has this due time.
#[derive(Debug, Clone, Copy)]
struct Due {
    id: JobId,
    due_at: Timestamp,
}

/// Takes up to `limit` jobs that are due, for the length of a lease. Each goes to one taker only.
pub(crate) fn claim(store: &Store, limit: usize, now: Timestamp) -> Result<Vec<Job>, Error> {
    let first = random_bucket();
    let found = store.read_blocking(move |db| due(db, first, limit, now))?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    store.write_blocking(move |tx| {
        found
            .iter()
            .filter_map(|due| take(tx, *due, now).transpose())
            .collect()
    })
}

/// Looks into all buckets, and takes from the `first` one onwards until there is enough.
fn due(db: &mut Db, first: u8, limit: usize, now: Timestamp) -> Result<Vec<Due>, Error> {
    let mut found = db.rows(&DUE, params![now, limit], |row| {
        let due = Due {
            id: row.get(0)?,
            due_at: row.get(1)?,
        };
        Ok((row.get::<u8>(2)?, due))
    })?;
    found.sort_by_key(|(bucket, due)| (bucket.wrapping_sub(first) % BUCKETS, due.due_at));
    found.truncate(limit);
    Ok(found.into_iter().map(|(_, due)| due).collect())
}

/// Takes one job, unless somebody else was faster, or it is buried for having ended every attempt without an answer.
fn take(tx: &mut Tx, due: Due, now: Timestamp) -> Result<Option<Job>, Error> {
    let lease = JobId::new(now);
    let job = tx.row_opt(
        &TAKE,
        params![due.id, due.due_at, later(now, LEASE), lease],
        |row| {
            Ok(Job {
                id: row.get(0)?,
                kind: row.get(1)?,
                key: row.get(2)?,
                attempt: row.get(3)?,
                payload: row.get(4)?,
                lease,
            })
        },
    )?;
    match job {
        Some(job) if job.attempt > ATTEMPTS_MAX => {
            tx.exec(
                &BURY,
                params![job.id, job.lease, "the last attempt never ended"],
            )?;
            Ok(None)
        }
        job => Ok(job),
    }
}

/// Puts a job that failed back for later, or buries it; whether it was buried.
/// Nothing happens if the lease went to somebody else.
pub(super) fn fail(tx: &mut Tx, job: &Job, failure: &str, now: Timestamp) -> Result<bool, Error> {
    // What a mail server answers may hold anything, also a zero byte that no database keeps.
    let failure: String = failure
        .chars()
        .filter(|letter| *letter != '\0')
        .take(FAILURE_CHARS_MAX)
        .collect();
    if job.attempt >= ATTEMPTS_MAX {
        return Ok(tx.exec(&BURY, params![job.id, job.lease, failure])? == 1);
    }
    tx.exec(
        &DELAY,
        params![
            job.id,
            job.lease,
            next_try(job.id, job.attempt, now),
            failure
        ],
    )?;
    Ok(false)
}

/// Forgets some of the jobs done long ago; how many.
pub(super) fn forget(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    let before = now.checked_sub(KEEP_DONE).unwrap_or(Timestamp::MIN);
    tx.exec(&FORGET, params![before, FORGET_MAX])
}

fn random_bucket() -> u8 {
    let (_, random) = Uuid::now_v7().as_u64_pair();
    u8::try_from(random % u64::from(BUCKETS)).unwrap_or_default()
}
