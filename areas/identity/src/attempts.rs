//! Failures to name a password, under a name that is kept as a hash: after some of them it must wait.

use jiff::{SignedDuration, Timestamp};
use store::{Db, Error, Tx, params};

use crate::sessions::after;

store::statements! {
    /// Failures under a name.
    ATTEMPTS = "select failures, failed_at, wait_until from identity_attempt where name_hash = $1";
    /// Notes a failure.
    FAILED = "insert into identity_attempt (name_hash, failures, failed_at, wait_until) values ($1, $2, $3, $4) on conflict (name_hash) do update set failures = excluded.failures, failed_at = excluded.failed_at, wait_until = excluded.wait_until";
    /// Forgets the failures of a name.
    FORGET = "delete from identity_attempt where name_hash = $1";
    /// Forgets old failures.
    SWEEP = "delete from identity_attempt where failed_at < $1";
}

/// Failures before a name must wait: room for a forgotten password and a stuck key.
const FREE_FAILURES: i64 = 8;
/// The first wait; each further failure doubles it.
const FIRST_WAIT_SECONDS: i64 = 30;
/// The longest wait: under a hundred guesses a day (NIST SP 800-63B §3.2.2), and an attacker keeps
/// nobody out for longer than a coffee.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// Failures are forgotten after this long without another.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Until when a name must wait; the past when it need not.
pub(crate) fn wait_until(
    db: &mut Db,
    name_hash: &[u8],
    now: Timestamp,
) -> Result<Timestamp, Error> {
    Ok(failures(db, name_hash, now)?.wait_until)
}

/// Forgets the failures of a name whose password was right.
pub(crate) fn forget(tx: &mut Tx, name_hash: &[u8]) -> Result<(), Error> {
    tx.exec(&FORGET, params![name_hash])?;
    Ok(())
}

/// Forgets failures of names that were left alone; to be run now and then.
///
/// # Errors
/// Those of the store.
pub(crate) fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
    tx.exec(
        &SWEEP,
        params![now.checked_sub(FORGOTTEN_AFTER).unwrap_or(Timestamp::MIN)],
    )
}

struct Failures {
    count: i64,
    wait_until: Timestamp,
}

fn failures(db: &mut Db, name_hash: &[u8], now: Timestamp) -> Result<Failures, Error> {
    let none = Failures {
        count: 0,
        wait_until: Timestamp::MIN,
    };
    let found = db.row_opt(&ATTEMPTS, params![name_hash], |row| {
        Ok((
            row.get::<i64>(0)?,
            row.get::<Timestamp>(1)?,
            row.get::<Timestamp>(2)?,
        ))
    })?;
    Ok(match found {
        Some((count, failed_at, wait_until)) if now < after(failed_at, FORGOTTEN_AFTER) => {
            Failures { count, wait_until }
        }
        _ => none,
    })
}

/// Notes a failure, after which the name may have to wait.
pub(crate) fn note_failure(tx: &mut Tx, name_hash: &[u8], now: Timestamp) -> Result<(), Error> {
    let count = failures(tx, name_hash, now)?.count.saturating_add(1);
    tx.exec(
        &FAILED,
        params![name_hash, count, now, after(now, wait_after(count))],
    )?;
    Ok(())
}

/// How long a name waits after so many failures.
fn wait_after(failures: i64) -> SignedDuration {
    if failures < FREE_FAILURES {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from(failures - FREE_FAILURES)
        .unwrap_or(u32::MAX)
        .min(10);
    SignedDuration::from_secs(FIRST_WAIT_SECONDS << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        assert_eq!(wait_after(1), SignedDuration::ZERO);
        assert_eq!(wait_after(7), SignedDuration::ZERO);
        assert_eq!(wait_after(8), SignedDuration::from_secs(30));
        assert_eq!(wait_after(10), SignedDuration::from_secs(120));
        assert_eq!(wait_after(1_000_000), LONGEST_WAIT);
    }
}
