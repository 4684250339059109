//! Signing in: whoever knows the password of an account gets a session.
//!
//! A name that no account answers to gets the same answer after the same time. After some failures
//! a name must wait, longer each time, whether or not there is such an account.

use jiff::Timestamp;
use platform::App;
use store::Error;

use crate::accounts::{self, AccountId, LoginName};
use crate::hasher::{Hasher, Verdict};
use crate::{attempts, secret, sessions};

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
            Ok::<_, Error>((credential, attempts::wait_until(db, &key, now)?))
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
                .write(move |tx| attempts::note_failure(tx, &name_hash, now))
                .await?;
            return Err(Refusal::Wrong);
        }
    };
    let cookie = app
        .store()
        .write(move |tx| {
            attempts::forget(tx, &name_hash)?;
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
