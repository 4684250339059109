//! Two pieces of work beside each other on one clock.

use std::time::{Duration, Instant};

/// How long each took, per run.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) ours: f64,
    pub(crate) theirs: f64,
}

/// How long a batch lasts at least, so that the clock's own steps do not count.
const BATCH: Duration = Duration::from_micros(200);

/// Batches of each, one after the other in turns; the one in the middle counts.
const BATCHES: usize = 7;

pub(crate) fn beside(ours: &dyn Fn(), theirs: &dyn Fn()) -> Times {
    let runs = (runs(ours), runs(theirs));
    let (mut of_ours, mut of_theirs) = (Vec::new(), Vec::new());
    for _ in 0..BATCHES {
        of_ours.push(nanoseconds(ours, runs.0));
        of_theirs.push(nanoseconds(theirs, runs.1));
    }
    Times {
        ours: middle(of_ours),
        theirs: middle(of_theirs),
    }
}

/// How many runs fill a batch.
fn runs(work: &dyn Fn()) -> u32 {
    let mut runs = 1;
    loop {
        let begin = Instant::now();
        (0..runs).for_each(|_| work());
        if begin.elapsed() >= BATCH || runs >= 1 << 20 {
            return runs;
        }
        runs *= 2;
    }
}

fn nanoseconds(work: &dyn Fn(), runs: u32) -> f64 {
    let begin = Instant::now();
    (0..runs).for_each(|_| work());
    begin.elapsed().as_secs_f64() * 1e9 / f64::from(runs)
}

pub(crate) fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
