//! What is done behind the requests: jobs, and putting the ledger's leaves in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;
use store::jobs::{self, Worker};

use crate::house::House;

/// How often queued leaves are put in order: a receipt shows its proof within about a second.
const SEQUENCE_EVERY: Duration = Duration::from_millis(1_000);

/// The workers of this node, until they are stopped.
pub(crate) struct Workers {
    jobs: jobs::Running,
    stop: Arc<AtomicBool>,
    sequencer: JoinHandle<()>,
}

/// Starts them.
pub(crate) fn start(house: &House, worker: Worker) -> anyhow::Result<Workers> {
    let jobs = worker.start().context("the workers could not be started")?;
    let stop = Arc::new(AtomicBool::new(false));
    let sequencer = {
        let (house, stop) = (house.clone(), stop.clone());
        std::thread::Builder::new()
            .name("sequencer".to_owned())
            .spawn(move || sequence_until(&house, &stop))
            .context("the sequencer could not be started")?
    };
    Ok(Workers {
        jobs,
        stop,
        sequencer,
    })
}

impl Workers {
    /// Lets what has begun end, and begins nothing new.
    pub(crate) fn stop(self) {
        self.stop.store(true, Ordering::Release);
        self.sequencer.thread().unpark();
        self.jobs.stop();
        if self.sequencer.join().is_err() {
            tracing::error!("the sequencer had panicked");
        }
    }
}

fn sequence_until(house: &House, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) {
        match sequence_all(house) {
            Ok(()) => {}
            // Another node took the turn: its batch holds our leaves too.
            Err(ledger::Error::Store(store::Error::Conflict)) => {}
            Err(error) => {
                tracing::warn!(%error, "the ledger could not be moved on; it will be tried again")
            }
        }
        std::thread::park_timeout(SEQUENCE_EVERY);
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
