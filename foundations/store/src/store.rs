//! The store itself: opening it, handing transactions to its threads, closing it.

use std::cell::Cell;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::bell::Bell;
use crate::blobs::Blobs;
use crate::db::Engine;
use crate::metrics::Counters;
use crate::pool::Pool;
use crate::queue::{Kind, Queue, Reply, Request, Task, Ticket, Work};
use crate::sqlite::{self, Access};
use crate::{Config, Database, Db, Error, Metrics, Migration, Statement, Tx, group, migrations};

thread_local! {
    /// Whether this thread runs transactions, and so must not wait for one.
    static SERVES: Cell<bool> = const { Cell::new(false) };
}

/// The database and the blobs. Clones share the same threads, which end with the last clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    blobs: Blobs,
    shared: Arc<Shared>,
    lanes: Lanes,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What every thread of the store reaches.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) counters: Counters,
    pub(crate) bell: Bell,
}

enum Lanes {
    Sqlite {
        reads: Arc<Queue>,
        writes: Arc<Queue>,
    },
    Postgres(Arc<Pool>),
}

impl Store {
    /// Opens the database, brings it up to date and starts the threads.
    ///
    /// The migrations of each room are listed one room after the other, those first that others refer
    /// to. [`Error::Migration`] tells in one plain sentence why a database cannot be served.
    pub fn open(config: &Config, rooms: &[&[Migration]]) -> Result<Self, Error> {
        let mut tx = connect(config, Access::Write)?;
        migrations::run(&mut tx, rooms)?;
        let shared = Arc::new(Shared::default());
        let blobs = Blobs::open(&config.blobs)?;
        let mut threads = Vec::new();
        let lanes = match &config.database {
            Database::Sqlite(_) => {
                let (reads, writes) = (Queue::new(config.queue_max), Queue::new(config.queue_max));
                for number in 0..config.readers.max(1) {
                    let reader = connect(config, Access::Read)?;
                    let (queue, shared) = (Arc::clone(&reads), Arc::clone(&shared));
                    let serve = move || group::read_all(reader, &queue, &shared);
                    threads.push(start(format!("store-read-{number}"), serve)?);
                }
                let (queue, shared) = (Arc::clone(&writes), Arc::clone(&shared));
                threads.push(start("store-write".to_owned(), move || {
                    group::write_all(tx, &queue, &shared)
                })?);
                Lanes::Sqlite { reads, writes }
            }
            Database::Postgres(connection) => {
                Lanes::Postgres(Pool::new(connection, config, Arc::clone(&shared), tx)?)
            }
        };
        let inner = Inner {
            config: config.clone(),
            blobs,
            shared,
            lanes,
            threads: Mutex::new(threads),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Runs a function that only reads, on one unchanging view of the data.
    ///
    /// The function may run again, so it must be a function of the database alone: on PostgreSQL one
    /// with several statements does so the first time.
    pub async fn read<T, E, F>(&self, function: F) -> Result<T, E>
    where
        F: Fn(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.ask(Kind::Read, move |tx: &mut Tx| function(tx)).await
    }

    /// Runs a function that writes. `Ok` is answered only after the commit is durable; with `Err`
    /// nothing is kept.
    ///
    /// The function may run again, so it must be a function of the transaction alone.
    pub async fn write<T, E, F>(&self, function: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.ask(Kind::Write, function).await
    }

    /// As [`Store::read`], for code that is not async. Must not be called inside a transaction.
    pub fn read_blocking<T, E, F>(&self, function: F) -> Result<T, E>
    where
        F: Fn(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.ask_blocking(Kind::Read, move |tx: &mut Tx| function(tx))
    }

    /// As [`Store::write`], for code that is not async. Must not be called inside a transaction.
    pub fn write_blocking<T, E, F>(&self, function: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.ask_blocking(Kind::Write, function)
    }

    /// Lets the database parse every statement without running any, and tells the first it refuses.
    pub fn prepare_all(&self, statements: &'static [&'static [Statement]]) -> Result<(), Error> {
        self.read_blocking(move |db| {
            statements
                .iter()
                .copied()
                .flatten()
                .try_for_each(|one| db.prepare(one))
        })
    }

    /// The files kept beside the database.
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// What the store did so far.
    pub fn metrics(&self) -> Metrics {
        let counters = &self.inner.shared.counters;
        let (reads, writes) = match &self.inner.lanes {
            Lanes::Sqlite { reads, writes } => (reads.depth(), writes.depth()),
            Lanes::Postgres(pool) => pool.depth(),
        };
        let count = |waiting: usize| u64::try_from(waiting).unwrap_or_default();
        Metrics {
            reads_waiting: count(reads),
            writes_waiting: count(writes),
            reads: counters.reads.get(),
            writes: counters.writes.get(),
            undone: counters.undone.get(),
            commits: counters.commits.get(),
            group_max: counters.group_max.get(),
            reruns: counters.reruns.get(),
            unknown: counters.unknown.get(),
            busy: counters.busy.get(),
            connections: counters.connections.get(),
        }
    }

    /// Lets no more requests in, finishes those that wait, and ends the threads.
    /// The last clone does the same when it goes.
    pub fn close(&self) {
        self.inner.close();
    }

    /// How the store was opened.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.inner.shared.bell
    }

    /// A connection apart from the threads, for work that takes minutes.
    pub(crate) fn connect(&self, access: Access) -> Result<Tx, Error> {
        connect(&self.inner.config, access)
    }

    /// A connection to a database that may not have any table yet.
    pub(crate) fn connect_new(config: &Config) -> Result<Tx, Error> {
        connect(config, Access::Write)
    }

    async fn ask<T, E, F>(&self, kind: Kind, function: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, mut receiver) = oneshot::channel();
        let ticket = self.submit(kind, Box::new(Work::new(function, Reply::Async(sender))))?;
        let answer = match tokio::time::timeout(self.inner.config.wait_max, &mut receiver).await {
            Ok(answer) => answer,
            Err(_) if ticket.give_up() => return Err(self.too_late().into()),
            Err(_) => receiver.await,
        };
        answer.unwrap_or_else(|_| Err(Error::Stopped.into()))
    }

    fn ask_blocking<T, E, F>(&self, kind: Kind, function: F) -> Result<T, E>
    where
        F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if SERVES.get() {
            return Err(Error::Misuse("a transaction inside a transaction").into());
        }
        let (sender, receiver) = sync_channel(1);
        let ticket = self.submit(kind, Box::new(Work::new(function, Reply::Blocking(sender))))?;
        let answer = match receiver.recv_timeout(self.inner.config.wait_max) {
            Err(RecvTimeoutError::Timeout) if ticket.give_up() => {
                return Err(self.too_late().into());
            }
            Err(RecvTimeoutError::Timeout) => receiver.recv().ok(),
            Err(RecvTimeoutError::Disconnected) => None,
            Ok(answer) => Some(answer),
        };
        answer.unwrap_or_else(|| Err(Error::Stopped.into()))
    }

    fn submit(&self, kind: Kind, task: Box<dyn Task>) -> Result<Arc<Ticket>, Error> {
        let ticket = Arc::new(Ticket::default());
        let request = Request {
            kind,
            task,
            ticket: Arc::clone(&ticket),
        };
        let pushed = match (&self.inner.lanes, kind) {
            (Lanes::Sqlite { reads, .. }, Kind::Read) => reads.push(request).map(drop),
            (Lanes::Sqlite { writes, .. }, Kind::Write) => writes.push(request).map(drop),
            (Lanes::Postgres(pool), _) => pool.push(request),
        };
        pushed.inspect_err(|error| {
            if *error == Error::Busy {
                self.inner.shared.counters.busy.add(1);
            }
        })?;
        Ok(ticket)
    }

    fn too_late(&self) -> Error {
        self.inner.shared.counters.busy.add(1);
        Error::Busy
    }
}

impl Inner {
    fn close(&self) {
        match &self.lanes {
            Lanes::Sqlite { reads, writes } => {
                reads.close();
                writes.close();
            }
            Lanes::Postgres(pool) => pool.close(),
        }
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        wait_for(threads);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

fn connect(config: &Config, access: Access) -> Result<Tx, Error> {
    let engine = match &config.database {
        Database::Sqlite(path) => Engine::Sqlite(sqlite::Connection::open(path, access)?),
        Database::Postgres(connection) => {
            Engine::Postgres(Box::new(crate::postgres::Connection::open(connection)?))
        }
    };
    Ok(Tx::new(engine))
}

/// Starts a thread that runs transactions.
pub(crate) fn start(
    name: String,
    serve: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, Error> {
    let served = move || {
        SERVES.set(true);
        serve();
    };
    std::thread::Builder::new()
        .name(name)
        .spawn(served)
        .map_err(|error| Error::from_io("start a thread", &error))
}

/// Waits for threads to end, except for the one that asks: the last clone of a store may go inside a transaction.
pub(crate) fn wait_for(threads: Vec<JoinHandle<()>>) {
    for thread in threads {
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("store.thread ended by a panic");
        }
    }
}
