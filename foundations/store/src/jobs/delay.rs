//! How long a job waits: for the end of a lease, and after a failure.

use jiff::{SignedDuration, Timestamp};

use super::JobId;

/// Attempts before a job is dead. With the pauses between them a job lives through an outage of a day.
pub const ATTEMPTS_MAX: u32 = 16;

/// How long a worker has for a job before somebody else may take it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How long the memory of a done job is kept, against enqueueing it again.
pub(super) const KEEP_DONE: SignedDuration = SignedDuration::from_hours(24 * 60);

/// The pause after the first failure.
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(5);

/// The longest pause.
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(6);

/// When a job that failed for the `attempts`th time is due again: each pause is twice the one before,
/// and up to a quarter longer, by the job, so that those that failed together part.
pub(super) fn next_try(id: JobId, attempts: u32, now: Timestamp) -> Timestamp {
    let doublings = attempts.saturating_sub(1).min(16);
    let pause = PAUSE_FIRST.saturating_mul(1 << doublings).min(PAUSE_MAX);
    let (_, random) = id.uuid().as_u64_pair();
    let share = i32::try_from(random % 250).unwrap_or_default();
    later(
        now,
        pause.saturating_add(pause.saturating_mul(share) / 1_000),
    )
}

/// An instant later, or the last one there is.
pub(super) fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        let now = Timestamp::UNIX_EPOCH;
        let id = JobId::from_uuid(uuid::Uuid::nil());
        let pause = |attempts| next_try(id, attempts, now).duration_since(now);
        assert_eq!(pause(1), SignedDuration::from_secs(5));
        assert_eq!(pause(2), SignedDuration::from_secs(10));
        assert_eq!(pause(5), SignedDuration::from_secs(80));
        assert_eq!(pause(15), PAUSE_MAX);
        assert_eq!(pause(u32::MAX), PAUSE_MAX);
    }

    #[test]
    fn jobs_that_failed_together_part() {
        let now = Timestamp::UNIX_EPOCH;
        let times: std::collections::BTreeSet<_> =
            (0..20).map(|_| next_try(JobId::new(now), 3, now)).collect();
        assert!(times.len() > 1);
        assert!(
            times
                .iter()
                .all(|time| time.duration_since(now) <= SignedDuration::from_secs(25))
        );
    }
}
