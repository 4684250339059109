//! Who may render now: as many at once as there are processors, the others in line.

use std::{
    sync::{
        Condvar, LazyLock, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// A template that never ends keeps its thread after we gave up on it. So many are borne before
/// nothing more is begun: each burns a processor.
const ABANDONED_MAX: usize = 4;

/// Rendering does nothing but compute: more at once than processors makes each of them late.
static PLACES: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(2, usize::from));

/// How many places are taken.
static TAKEN: Mutex<usize> = Mutex::new(0);

/// Told when a place becomes free.
static FREED: Condvar = Condvar::new();

/// How many threads are at work, those included that nobody waits for any more.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// The right to render, held by whoever waits for the document.
pub(crate) struct Place;

impl Place {
    /// Waits in line for at most `patience`; none if no place became free, or if too many
    /// threads never came back.
    pub(crate) fn wait(patience: Duration) -> Option<Self> {
        if THREADS.load(Ordering::Acquire) >= *PLACES + ABANDONED_MAX {
            return None;
        }
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut taken, _) = FREED
            .wait_timeout_while(taken, patience, |taken| *taken >= *PLACES)
            .unwrap_or_else(PoisonError::into_inner);
        if *taken >= *PLACES {
            return None;
        }
        *taken += 1;
        Some(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}

/// One thread at work, for as long as it is.
pub(crate) struct AtWork;

impl AtWork {
    pub(crate) fn begin() -> Self {
        THREADS.fetch_add(1, Ordering::AcqRel);
        AtWork
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        THREADS.fetch_sub(1, Ordering::AcqRel);
    }
}
