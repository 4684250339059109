//! What is done behind the requests: jobs, putting the ledger's leaves in order, throwing away what is over.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
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
    rounds: Vec<Running>,
}

/// A round at work. It ends where its line is dropped: a signal could be lost while the work itself
/// sleeps, the end of a line cannot.
struct Running {
    line: Sender<()>,
    thread: JoinHandle<()>,
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
    let begin = |round: Round| {
        let house = house.clone();
        let (line, stopped) = channel();
        let name = round.name;
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || go_on(round.every, || (round.work)(&house), &stopped))
            .with_context(|| format!("the {name} could not be started"))?;
        anyhow::Ok(Running { line, thread })
    };
    let rounds = ROUNDS.into_iter().map(begin).collect::<Result<_, _>>()?;
    Ok(Workers { jobs, rounds })
}

/// Works in rounds until the other end of the line is dropped.
fn go_on(every: Duration, work: impl Fn(), stopped: &Receiver<()>) {
    loop {
        work();
        match stopped.recv_timeout(every) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

impl Workers {
    /// Lets what has begun end, and begins nothing new.
    pub(crate) fn stop(self) {
        let end = |round: Running| {
            drop(round.line);
            round.thread
        };
        let ending: Vec<_> = self.rounds.into_iter().map(end).collect();
        self.jobs.stop();
        for thread in ending {
            if thread.join().is_err() {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The work itself sleeps and is woken, as it does when it waits for the store.
    #[test]
    fn a_round_that_is_stopped_while_its_work_sleeps_ends_after_it() {
        let (line, stopped) = channel();
        let (begun, has_begun) = channel();
        let (wake, woken) = channel::<()>();
        let work = move || {
            begun.send(()).unwrap();
            woken.recv().unwrap();
        };
        let round = std::thread::spawn(move || go_on(SWEEP_EVERY, work, &stopped));
        has_begun.recv().unwrap();
        drop(line);
        wake.send(()).unwrap();
        drop(wake);
        round.join().unwrap();
        assert!(has_begun.recv().is_err(), "it worked once more");
    }
}
