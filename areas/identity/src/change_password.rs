//! Changing one's password: whoever knows the present one chooses the next.

use jiff::Timestamp;
use platform::App;
use store::Error;

use crate::accounts::{self, AccountId};
use crate::hasher::{Hasher, Verdict};
use crate::passwords::Password;
use crate::sign_in::Refusal;
use crate::{attempts, secret, sessions};

/// What somebody typed to change their password.
#[derive(Clone)]
pub struct Change {
    /// The present password, as typed.
    pub current: String,
    /// The next one.
    pub next: Password,
    /// What the browser says it is.
    pub device: String,
}

/// Changes the password of an account. Every session and token ends; the value of the cookie of a new
/// session is returned.
///
/// # Errors
/// See [`Refusal`]. Wrong guesses of the present password make the account wait, as at signing in.
pub async fn change_password(
    app: &App,
    hasher: &Hasher,
    account: AccountId,
    change: Change,
    now: Timestamp,
) -> Result<String, Refusal> {
    let Change {
        current,
        next,
        device,
    } = change;
    let key = secret::hash(&format!("{account} changes the password"));
    let asked = key.clone();
    let (stored, wait_until) = app
        .store()
        .read(move |db| {
            let stored = accounts::password(db, account)?;
            Ok::<_, Error>((stored, attempts::wait_until(db, &asked, now)?))
        })
        .await?;
    if wait_until > now {
        return Err(Refusal::Wait { until: wait_until });
    }
    let verdict = hasher.check(current, stored).await;
    if verdict.map_err(|_| Refusal::Crowded)? == Verdict::Wrong {
        app.store()
            .write(move |tx| attempts::note_failure(tx, &key, now))
            .await?;
        return Err(Refusal::Wrong);
    }
    let hashed = hasher.hash(next).await.map_err(|_| Refusal::Crowded)?;
    let hashed = hashed.map_err(|error| Error::Unavailable(error.to_string()))?;
    let cookie = app
        .store()
        .write(move |tx| {
            attempts::forget(tx, &key)?;
            accounts::set_password(tx, account, &hashed)?;
            sessions::open(tx, account, &device, now)
        })
        .await?;
    Ok(cookie)
}
