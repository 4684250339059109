//! Signing in: whoever knows the password of an account gets a session.
//!
//! A name that no account answers to gets the same answer after the same time. After some failures
//! a name must wait, longer each time, whether or not there is such an account.

use jiff::{SignedDuration, Timestamp};
use platform::App;
use store::{Db, Error, Tx, params};

use crate::accounts::{self, AccountId, LoginName};
use crate::hasher::{Hasher, Verdict};
use crate::secret;
use crate::sessions::{self, after};

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

/// What somebody typed to sign in.
#[derive(Clone)]
pub struct Attempt {
    /// The name, as typed.
    pub login: String,
    /// The password, as typed.
    pub password: String,
    /// What the browser says it is.
    pub device: String,
    /// The cookie of a session that this one replaces.
    pub former_cookie: Option<String>,
}

/// Somebody who is in.
#[derive(Debug)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The value of the new session's cookie.
    pub cookie: String,
}

/// Why somebody is not in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The name and the password do not go together, or there is no such account: nobody learns which.
    #[error("wrong name or password")]
    Wrong,
    /// Too many failures under this name; try again then.
    #[error("too many failures, wait until {until}")]
    Wait {
        /// When the next attempt counts.
        until: Timestamp,
    },
    /// Too many people sign in at once.
    #[error("too many people sign in at once")]
    Crowded,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Checks a name and password. On success the former session ends, a new one opens, and the
/// failures are forgotten; else the failure is noted.
///
/// # Errors
/// See [`Refusal`].
pub async fn sign_in(
    app: &App,
    hasher: &Hasher,
    attempt: Attempt,
    now: Timestamp,
) -> Result<SignedIn, Refusal> {
    let Attempt {
        login,
        password,
        device,
        former_cookie,
    } = attempt;
    let login = LoginName::parse(&login);
    // What is no name at all is treated like a name that nobody has.
    let name_hash = secret::hash(login.as_ref().map_or("", LoginName::as_str));

    let key = name_hash.clone();
    let (credential, wait_until) = app
        .store()
        .read(move |db| {
            let credential = match &login {
                Some(login) => accounts::credential(db, login)?,
                None => None,
            };
            Ok::<_, Error>((credential, failures(db, &key, now)?.wait_until))
        })
        .await?;
    if wait_until > now {
        return Err(Refusal::Wait { until: wait_until });
    }

    let (account, stored) =
        credential.map_or((None, None), |found| (Some(found.account), found.password));
    let verdict = hasher
        .check(password, stored)
        .await
        .map_err(|_| Refusal::Crowded)?;
    let (account, renewed) = match (verdict, account) {
        (Verdict::Right, Some(account)) => (account, None),
        (Verdict::RightButOutdated(hash), Some(account)) => (account, Some(hash)),
        (Verdict::Wrong, _) | (_, None) => {
            app.store()
                .write(move |tx| note_failure(tx, &name_hash, now))
                .await?;
            return Err(Refusal::Wrong);
        }
    };
    let cookie = app
        .store()
        .write(move |tx| {
            tx.exec(&FORGET, params![name_hash.as_slice()])?;
            if let Some(hash) = &renewed {
                accounts::rehash(tx, account, hash)?;
            }
            if let Some(former) = &former_cookie {
                sessions::end_by_cookie(tx, former)?;
            }
            sessions::open(tx, account, &device, now)
        })
        .await?;
    Ok(SignedIn { account, cookie })
}

/// Forgets failures of names that were left alone; to be run now and then.
///
/// # Errors
/// Those of the store.
pub fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Error> {
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

fn note_failure(tx: &mut Tx, name_hash: &[u8], now: Timestamp) -> Result<(), Error> {
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
