//! One thread with its connection: a transaction runs until it has an outcome.

use std::any::TypeId;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::lines::Lines;
use crate::db::{Engine, Trouble};
use crate::fence::{self, Mark};
use crate::metrics::Counters;
use crate::postgres::Connection;
use crate::queue::{Kind, Request};
use crate::store::Shared;
use crate::{Error, Tx};

/// Attempts of one transaction that others keep in the way, before its waiter is told.
const ATTEMPTS_MAX: u32 = 20;

/// The longest pause between two attempts.
const PAUSE_MAX: Duration = Duration::from_millis(100);

/// How long a request waits for a database that cannot be reached: a failover takes some seconds.
const UNREACHABLE_MAX: Duration = Duration::from_secs(15);

/// Commits of one thread between two clearings of old marks.
const PRUNE_EVERY: u64 = 4_096;

/// One thread's work.
pub(super) struct Server {
    pub(super) tx: Option<Tx>,
    connection: String,
    pub(super) shared: Arc<Shared>,
    several: Arc<Mutex<HashSet<TypeId>>>,
    commits: u64,
}

/// How one attempt of a transaction ended.
pub(super) enum Attempt {
    /// The function's own result stands.
    Done,
    /// The store has an error to tell in its place.
    Failed(Error),
    /// It may run again at once.
    Again(Error),
    /// It may run again when there is a connection.
    Lost(Error),
}

impl From<Trouble> for Attempt {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Statement(error) | Trouble::Visitor(error) => Self::Failed(error),
            Trouble::Again(error) => Self::Again(error),
            Trouble::Lost(error) => Self::Lost(error),
        }
    }
}

impl Server {
    pub(super) fn new(
        tx: Option<Tx>,
        connection: String,
        shared: Arc<Shared>,
        several: Arc<Mutex<HashSet<TypeId>>>,
    ) -> Self {
        Self {
            tx,
            connection,
            shared,
            several,
            commits: 0,
        }
    }

    /// Serves a request; a write together with those that wait behind it.
    pub(super) fn serve(&mut self, first: Request, lines: &Lines) {
        let kind = first.kind;
        match (first.ticket.begin(), kind) {
            (true, Kind::Read) => drop(self.serve_alone(first, Instant::now())),
            (true, Kind::Write) => self.serve_together(first, lines),
            (false, _) => {}
        }
        if kind == Kind::Write {
            lines.wrote();
        }
        self.prune();
    }

    /// Runs a transaction until it has an outcome, and answers it. A database that cannot be reached since
    /// `begun` is given up, and its error returned.
    pub(super) fn serve_alone(&mut self, mut request: Request, begun: Instant) -> Option<Error> {
        let mut attempts = 0;
        let mut unreachable = None;
        let instead = loop {
            attempts += 1;
            match self.attempt(&mut request) {
                Attempt::Done => break None,
                Attempt::Failed(error) => break Some(error),
                Attempt::Again(error) if attempts >= ATTEMPTS_MAX => break Some(error),
                Attempt::Again(_) => {}
                Attempt::Lost(error) => {
                    self.tx = None;
                    if begun.elapsed() >= UNREACHABLE_MAX {
                        unreachable = Some(error.clone());
                        break Some(error);
                    }
                }
            }
            self.counters().reruns.add(1);
            pause(attempts);
        };
        if instead.is_some() && request.kind == Kind::Write {
            self.counters().undone.add(1);
        }
        let enqueued = self.tx.as_ref().is_some_and(|tx| tx.enqueued);
        request.task.answer(instead);
        if enqueued {
            self.shared.bell.ring();
        }
        unreachable
    }

    pub(super) fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    fn attempt(&mut self, request: &mut Request) -> Attempt {
        self.with_connection(|server, tx| match request.kind {
            Kind::Read => server.read(tx, request),
            Kind::Write => server.write(tx, request),
        })
    }

    /// Attempts something on the connection there is, or on a new one.
    pub(super) fn with_connection(
        &mut self,
        attempt: impl FnOnce(&mut Self, &mut Tx) -> Attempt,
    ) -> Attempt {
        let mut tx = match self.tx.take() {
            Some(tx) => tx,
            None => match self.connect() {
                Ok(tx) => tx,
                Err(error) => return Attempt::Lost(error),
            },
        };
        tx.trouble = None;
        tx.enqueued = false;
        let attempt = attempt(self, &mut tx);
        // A lost connection is not kept; the write itself may have put a new one in place.
        if !matches!(attempt, Attempt::Lost(_)) && self.tx.is_none() {
            self.tx = Some(tx);
        }
        attempt
    }

    fn connect(&self) -> Result<Tx, Error> {
        let connection = Connection::open(&self.connection)?;
        self.counters().connections.add(1);
        Ok(Tx::new(Engine::Postgres(Box::new(connection))))
    }

    fn read(&self, tx: &mut Tx, request: &mut Request) -> Attempt {
        let function = request.task.function();
        if !self.several().contains(&function) {
            match self.read_alone(tx, request) {
                Some(attempt) => return attempt,
                None => self.several().insert(function),
            };
        }
        if let Err(trouble) = postgres(tx).and_then(Connection::begin_read) {
            return trouble.into();
        }
        request.task.run(tx);
        let trouble = tx.trouble.take();
        tx.rollback();
        self.looked(trouble)
    }

    /// Runs a function that may be content with one statement; none if it was not.
    fn read_alone(&self, tx: &mut Tx, request: &mut Request) -> Option<Attempt> {
        if let Err(trouble) = postgres(tx).map(Connection::begin_alone) {
            return Some(trouble.into());
        }
        request.task.run(tx);
        let trouble = tx.trouble.take();
        let exceeded = postgres(tx).is_ok_and(Connection::end_alone);
        (!exceeded).then(|| self.looked(trouble))
    }

    fn looked(&self, trouble: Option<Trouble>) -> Attempt {
        self.counters().reads.add(1);
        match trouble {
            Some(trouble @ (Trouble::Again(_) | Trouble::Lost(_))) => trouble.into(),
            _ => Attempt::Done,
        }
    }

    /// The functions known to read with several statements.
    fn several(&self) -> MutexGuard<'_, HashSet<TypeId>> {
        self.several.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&mut self, tx: &mut Tx, request: &mut Request) -> Attempt {
        if let Err(trouble) = postgres(tx).and_then(Connection::begin_write) {
            return trouble.into();
        }
        let success = request.task.run(tx);
        match tx.trouble.take() {
            Some(lost @ Trouble::Lost(_)) => lost.into(),
            Some(again @ Trouble::Again(_)) => {
                tx.rollback();
                again.into()
            }
            _ if !success => {
                tx.rollback();
                tx.enqueued = false;
                self.counters().undone.add(1);
                Attempt::Done
            }
            _ => self.commit(tx, 1),
        }
    }

    /// Commits what so many writes did.
    pub(super) fn commit(&mut self, tx: &mut Tx, writes: usize) -> Attempt {
        let mark = Mark::new();
        let outcome = postgres(tx).and_then(|connection| mark.commit(connection));
        match outcome {
            Ok(()) => self.committed(writes),
            Err(Trouble::Lost(lost)) => self.learn(&mark, lost, tx.enqueued, writes),
            Err(trouble) => {
                tx.rollback();
                tx.enqueued = false;
                trouble.into()
            }
        }
    }

    fn committed(&mut self, writes: usize) -> Attempt {
        self.commits += 1;
        self.counters().writes.add(writes);
        self.counters().commits.add(1);
        self.counters().group_max.at_least(writes);
        Attempt::Done
    }

    /// Learns the outcome of a commit whose answer was lost, on a new connection that is then kept.
    fn learn(&mut self, mark: &Mark, lost: Error, enqueued: bool, writes: usize) -> Attempt {
        let begun = Instant::now();
        let mut attempts = 0;
        while begun.elapsed() < UNREACHABLE_MAX {
            attempts += 1;
            pause(attempts);
            let Ok(mut tx) = self.connect() else { continue };
            let Ok(committed) = postgres(&mut tx).and_then(|connection| mark.committed(connection))
            else {
                continue;
            };
            if !committed {
                return Attempt::Lost(lost);
            }
            tx.enqueued = enqueued;
            self.tx = Some(tx);
            return self.committed(writes);
        }
        self.counters().unknown.add(writes);
        Attempt::Failed(Error::Unknown)
    }

    fn prune(&mut self) {
        if self.commits < PRUNE_EVERY {
            return;
        }
        self.commits = 0;
        let Some(tx) = &mut self.tx else { return };
        if let Err(trouble) = postgres(tx).and_then(fence::prune) {
            tracing::debug!(error = %trouble.error(), "store.prune failed; it is tried again later");
        }
    }
}

pub(super) fn postgres(tx: &mut Tx) -> Result<&mut Connection, Trouble> {
    match &mut tx.engine {
        Engine::Postgres(connection) => Ok(connection),
        Engine::Sqlite(_) => Err(Trouble::Statement(Error::Misuse(
            "a thread of PostgreSQL with a connection to SQLite",
        ))),
    }
}

/// Waits a random while that grows with the attempts, so that those in each other's way part.
fn pause(attempts: u32) {
    let most = Duration::from_millis(1 << attempts.min(10)).min(PAUSE_MAX);
    let (_, random) = Uuid::now_v7().as_u64_pair();
    let share = u32::try_from(random % 1_000).unwrap_or_default();
    std::thread::sleep(most * share / 1_000);
}
