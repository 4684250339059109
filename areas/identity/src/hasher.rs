//! How many passwords are hashed at once: few, off the async threads, with a queue that has an end.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::passwords::{self, HashError, Password, PasswordHash, is_right};

/// Hashes computed at once: as many as a small machine has cores.
const HASHES_AT_ONCE: usize = 2;
/// Hashes that may wait for their turn: with 25 ms each the last one waits under a second.
const HASHES_WAITING_MAX: usize = 64;

/// Hashes passwords off the async threads, a few at once, with a bounded queue.
#[derive(Debug, Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// More people sign in than this machine can check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords wait to be hashed")]
pub struct Crowded;

/// What checking a password found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the password, or there is no such account.
    Wrong,
    /// It is.
    Right,
    /// It is, and here it is hashed anew with today's parameters.
    RightButOutdated(PasswordHash),
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

impl Hasher {
    /// A hasher with its own bounds; one for the process.
    #[must_use]
    pub fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(HASHES_AT_ONCE + HASHES_WAITING_MAX)),
            turns: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
        }
    }

    /// Checks a typed password. Takes as long when there is no hash to check against.
    ///
    /// # Errors
    /// [`Crowded`] when too many wait already.
    pub async fn check(
        &self,
        typed: String,
        hash: Option<PasswordHash>,
    ) -> Result<Verdict, Crowded> {
        self.run(move || match &hash {
            stored if !is_right(&typed, stored.as_ref()) => Verdict::Wrong,
            Some(stored) if stored.is_outdated() => {
                passwords::hash(&Password(typed)).map_or(Verdict::Right, Verdict::RightButOutdated)
            }
            _ => Verdict::Right,
        })
        .await
    }

    /// Hashes a chosen password.
    ///
    /// # Errors
    /// [`Crowded`] when too many wait already; the inner error when the machine fails.
    pub async fn hash(
        &self,
        password: Password,
    ) -> Result<Result<PasswordHash, HashError>, Crowded> {
        self.run(move || passwords::hash(&password)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Crowded> {
        let _place = self.places.try_acquire().map_err(|_| Crowded)?;
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Crowded)?;
        // The turn goes with the work: a visitor who hangs up does not free the core it runs on.
        let task = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        task.await.map_err(|_| Crowded)
    }
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher as _, phc};
    use argon2::{Algorithm, Argon2, Params, Version};

    use super::*;

    #[tokio::test]
    async fn a_hash_of_former_days_is_renewed() {
        let old = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(1_024, 1, 1, None).unwrap(),
        );
        let hash: phc::PasswordHash = old
            .hash_password_with_salt(b"tres tristes tigres", &[7; 16])
            .unwrap();
        let stored = PasswordHash::from_column(hash.to_string());
        let hasher = Hasher::new();
        let verdict = hasher
            .check("tres tristes tigres".into(), Some(stored.clone()))
            .await
            .unwrap();
        let Verdict::RightButOutdated(renewed) = verdict else {
            panic!("it should have been renewed")
        };
        assert!(!renewed.is_outdated() && is_right("tres tristes tigres", Some(&renewed)));
        assert_eq!(
            hasher.check("otra".into(), Some(stored)).await,
            Ok(Verdict::Wrong)
        );
    }

    #[tokio::test]
    async fn the_queue_has_an_end() {
        let hasher = Hasher {
            places: Arc::new(Semaphore::new(0)),
            turns: Arc::new(Semaphore::new(1)),
        };
        assert_eq!(hasher.check("x".into(), None).await, Err(Crowded));
    }
}
