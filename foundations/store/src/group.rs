//! The threads of SQLite: one that writes in groups, a few that read.
//!
//! A commit waits for the disk, whatever its size. The writer therefore takes every write that waits
//! into one transaction, each in a savepoint of its own, commits once, and only then answers them all.

use std::time::{Duration, Instant};

use crate::db::Engine;
use crate::queue::{Queue, Request};
use crate::store::Shared;
use crate::{Error, Tx};

/// Writes in one commit at most: beyond this the wait for the disk no longer matters.
const GROUP_MAX: usize = 512;

/// How long a group is filled at most, so that slow writes do not keep the quick ones waiting.
const GROUP_TIME_MAX: Duration = Duration::from_millis(50);

/// Serves reads until the queue is closed, each in a transaction that sees one moment.
pub(crate) fn read_all(mut tx: Tx, queue: &Queue, shared: &Shared) {
    while let Some(mut request) = queue.pop() {
        if !request.ticket.begin() {
            continue;
        }
        tx.trouble = None;
        let begun = control(&mut tx, "begin");
        let outcome = begun.map(|()| request.task.run(&mut tx));
        end(&mut tx);
        shared.counters.reads.add(1);
        request.task.answer(outcome.err());
    }
}

/// Serves writes in groups until the queue is closed.
pub(crate) fn write_all(mut tx: Tx, queue: &Queue, shared: &Shared) {
    while let Some(first) = queue.pop() {
        Group::new(&mut tx, shared, GROUP_TIME_MAX).serve(first, queue);
    }
}

/// Writes that share a commit.
pub(crate) struct Group<'a> {
    tx: &'a mut Tx,
    shared: &'a Shared,
    time_max: Duration,
    ran: Vec<Ran>,
    enqueued: bool,
}

struct Ran {
    request: Request,
    success: bool,
}

impl<'a> Group<'a> {
    pub(crate) fn new(tx: &'a mut Tx, shared: &'a Shared, time_max: Duration) -> Self {
        Self {
            tx,
            shared,
            time_max,
            ran: Vec::new(),
            enqueued: false,
        }
    }

    /// Runs a write and those that wait behind it, commits, and answers them.
    pub(crate) fn serve(mut self, first: Request, queue: &Queue) {
        if let Err(error) = control(self.tx, "begin immediate") {
            first.task.answer(Some(error));
            return;
        }
        let begun = Instant::now();
        let mut next = Some(first);
        while let Some(request) = next.take() {
            if request.ticket.begin() && !self.run(request) {
                break;
            }
            if self.ran.len() < GROUP_MAX && begun.elapsed() < self.time_max {
                next = queue.try_pop();
            }
        }
        match self.commit() {
            Ok(()) => self.answer(),
            // One large write can fill the disk for all: alone, the small ones may still fit.
            Err(Error::Full) if self.ran.len() > 1 => self.run_apart(),
            Err(error) => self.refuse(&error),
        }
    }

    /// Runs one write in its savepoint; false if SQLite ended the whole transaction.
    fn run(&mut self, mut request: Request) -> bool {
        self.tx.trouble = None;
        self.tx.enqueued = false;
        let success = match control(self.tx, "savepoint request") {
            Ok(()) => request.task.run(self.tx),
            Err(_) => false,
        };
        let intact = in_transaction(self.tx);
        let closed = match (intact, success) {
            (false, _) => Ok(()),
            (true, true) => control(self.tx, "release request"),
            (true, false) => control(self.tx, "rollback to request")
                .and_then(|()| control(self.tx, "release request")),
        };
        self.enqueued |= success && self.tx.enqueued;
        self.ran.push(Ran { request, success });
        intact && closed.is_ok() && in_transaction(self.tx)
    }

    fn commit(&mut self) -> Result<(), Error> {
        let outcome = if in_transaction(self.tx) {
            control(self.tx, "commit")
        } else {
            // SQLite undid everything in the middle; the last statement knows why.
            let why = self.tx.trouble.take();
            Err(why.map_or(Error::Full, |trouble| trouble.error().clone()))
        };
        end(self.tx);
        outcome
    }

    /// Answers everybody after the commit: also those that failed, since what they saw, as a key that
    /// exists already, may have come from another write of the group.
    fn answer(self) {
        let counters = &self.shared.counters;
        let kept = self.ran.iter().filter(|ran| ran.success).count();
        counters.writes.add(kept);
        counters.undone.add(self.ran.len() - kept);
        counters.commits.add(usize::from(kept > 0));
        counters.group_max.at_least(kept);
        if self.enqueued {
            self.shared.bell.ring();
        }
        for ran in self.ran {
            ran.request.task.answer(None);
        }
    }

    fn refuse(self, error: &Error) {
        self.shared.counters.undone.add(self.ran.len());
        for ran in self.ran {
            ran.request.task.answer(Some(error.clone()));
        }
    }

    /// Runs each write of a broken group once more, in a commit of its own.
    fn run_apart(self) {
        for ran in self.ran {
            let mut alone = Group::new(&mut *self.tx, self.shared, self.time_max);
            if let Err(error) = control(alone.tx, "begin immediate") {
                ran.request.task.answer(Some(error));
                continue;
            }
            self.shared.counters.reruns.add(1);
            alone.run(ran.request);
            match alone.commit() {
                Ok(()) => alone.answer(),
                Err(error) => alone.refuse(&error),
            }
        }
    }
}

fn control(tx: &mut Tx, text: &'static str) -> Result<(), Error> {
    match &mut tx.engine {
        Engine::Sqlite(connection) => connection.control(text),
        Engine::Postgres(_) => Err(Error::Misuse(
            "a thread of SQLite with a connection to PostgreSQL",
        )),
    }
}

fn in_transaction(tx: &Tx) -> bool {
    matches!(&tx.engine, Engine::Sqlite(connection) if connection.in_transaction())
}

/// Leaves no transaction open, whatever happened.
fn end(tx: &mut Tx) {
    if in_transaction(tx)
        && let Err(error) = control(tx, "rollback")
    {
        tracing::error!(%error, "store.rollback failed");
    }
}
