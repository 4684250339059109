//! Plain counters of what the store did, for the metrics page.

use std::sync::atomic::{AtomicU64, Ordering};

/// Figures since the store was opened, except the depths, which are of this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Reads waiting for a thread.
    pub reads_waiting: u64,
    /// Writes waiting for the writer thread of SQLite, or for a thread of PostgreSQL.
    pub writes_waiting: u64,
    /// Read transactions served.
    pub reads: u64,
    /// Write transactions committed durably.
    pub writes: u64,
    /// Write transactions undone, by their own function or by an error.
    pub undone: u64,
    /// Commits that reached the disk. One commit holds a group of write transactions.
    pub commits: u64,
    /// Write transactions in the largest group committed together.
    pub group_max: u64,
    /// Transactions run again because others were in the way or the connection was lost.
    pub reruns: u64,
    /// Write transactions whose outcome could not be learnt.
    pub unknown: u64,
    /// Requests refused because too many waited, or waited too long.
    pub busy: u64,
    /// Connections to PostgreSQL opened.
    pub connections: u64,
}

/// The counters behind [`Metrics`].
#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) reads: Counter,
    pub(crate) writes: Counter,
    pub(crate) undone: Counter,
    pub(crate) commits: Counter,
    pub(crate) group_max: Counter,
    pub(crate) reruns: Counter,
    pub(crate) unknown: Counter,
    pub(crate) busy: Counter,
    pub(crate) connections: Counter,
}

#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, more: usize) {
        self.0
            .fetch_add(u64::try_from(more).unwrap_or_default(), Ordering::Relaxed);
    }

    pub(crate) fn at_least(&self, seen: usize) {
        self.0
            .fetch_max(u64::try_from(seen).unwrap_or_default(), Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
