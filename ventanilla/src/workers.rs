//! What is done behind the requests: jobs, putting the ledger's leaves in order, throwing away what is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;
use store::jobs::{self, Worker};

use crate::house::House;

/// How often queued leaves are put in order: a receipt shows its proof within about a second.
const SEQUENCE_EVERY: Duration = Duration::from_secs(1);
/// How often what is over is thrown away: sessions, tokens, counts of failed sign-ins, drafts of browsers
/// that will not come back.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);

/// The workers of this node, until they are stopped.
pub(crate) struct Workers {
    jobs: jobs::Running,
    stop: Arc<AtomicBool>,
    rounds: Vec<JoinHandle<()>>,
}

/// Something done again and again.
struct Round {
    name: &'static str,
    every: Duration,
    work: fn(&House),
}

/// What each node does in rounds. Several nodes doing the same are in nobody's way.
const ROUNDS: [Round; 2] = [
    Round {
        name: "sequencer",
        every: SEQUENCE_EVERY,
        work: sequence,
    },
    Round {
        name: "sweeper",
        every: SWEEP_EVERY,
        work: sweep,
    },
];

/// Starts them.
pub(crate) fn start(house: &House, worker: Worker) -> anyhow::Result<Workers> {
    let jobs = worker.start().context("the workers could not be started")?;
    let stop = Arc::new(AtomicBool::new(false));
    let begin = |round: Round| {
        let (house, stop) = (house.clone(), stop.clone());
        std::thread::Builder::new()
            .name(round.name.to_owned())
            .spawn(move || {
                while !stop.load(Ordering::Acquire) {
                    (round.work)(&house);
                    std::thread::park_timeout(round.every);
                }
            })
            .with_context(|| format!("the {} could not be started", round.name))
    };
    let rounds = ROUNDS.into_iter().map(begin).collect::<Result<_, _>>()?;
    Ok(Workers { jobs, stop, rounds })
}

impl Workers {
    /// Lets what has begun end, and begins nothing new.
    pub(crate) fn stop(self) {
        self.stop.store(true, Ordering::Release);
        for round in &self.rounds {
            round.thread().unpark();
        }
        self.jobs.stop();
        for round in self.rounds {
            if round.join().is_err() {
                tracing::error!("a round had panicked");
            }
        }
    }
}

fn sequence(house: &House) {
    match sequence_all(house) {
        Ok(()) => {}
        // Another node took the turn: its batch holds our leaves too.
        Err(ledger::Error::Store(store::Error::Conflict)) => {}
        Err(error) => {
            tracing::warn!(%error, "the ledger could not be moved on; it will be tried again");
        }
    }
}

/// Throws away what identity and cases no longer need.
fn sweep(house: &House) {
    let now = house.app.clock().now();
    let swept = house.app.store().write_blocking(move |tx| {
        let rows = identity::sweep(tx, now)? + cases::sweep(tx, now)?;
        Ok::<_, store::Error>(rows)
    });
    match swept {
        Ok(rows) => tracing::debug!(rows, "what is over was thrown away"),
        Err(error) => {
            tracing::warn!(%error, "what is over could not be thrown away; it will be tried again");
        }
    }
}

/// Puts every waiting leaf in order, batch by batch.
pub(crate) fn sequence_all(house: &House) -> Result<(), ledger::Error> {
    loop {
        let key = house.ledger.clone();
        let now = house.app.clock().now();
        let placed = house
            .app
            .store()
            .write_blocking(move |tx| ledger::sequence(tx, &*key, &key.origin, now))?;
        if placed < ledger::BATCH_MAX {
            return Ok(());
        }
    }
}
