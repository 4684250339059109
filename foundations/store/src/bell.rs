//! A signal from commits to the workers of the same process.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Counts rings, so that one that comes between a look and a wait is not missed.
#[derive(Default)]
pub(crate) struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.rung.notify_all();
    }

    /// How often it rang so far.
    pub(crate) fn heard(&self) -> u64 {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it has rung since `heard`, or the time is over.
    pub(crate) fn wait(&self, heard: u64, at_most: Duration) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self
            .rung
            .wait_timeout_while(rings, at_most, |rings| *rings == heard)
            .unwrap_or_else(PoisonError::into_inner);
    }
}
