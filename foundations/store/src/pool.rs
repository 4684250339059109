//! The threads of PostgreSQL: each owns a connection and serves reads and writes alike.
//!
//! A transaction runs again, whole, when the database could not put it in an order with others, and
//! when the connection was lost before it committed. See [`crate::fence`] for one lost in between.

pub(crate) mod lines;
mod server;
mod together;

use std::any::TypeId;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use lines::{Lines, Pushed};
use server::Server;

use crate::queue::Request;
use crate::store::{self, Shared};
use crate::{Config, Error, Tx};

pub(crate) struct Pool {
    lines: Arc<Lines>,
    connection: String,
    threads_max: usize,
    threads: Mutex<Vec<JoinHandle<()>>>,
    shared: Arc<Shared>,
    several: Arc<Mutex<HashSet<TypeId>>>,
}

impl Pool {
    /// A pool with one thread, which takes over the connection that is open already.
    pub(crate) fn new(
        connection: &str,
        config: &Config,
        shared: Arc<Shared>,
        first: Tx,
    ) -> Result<Arc<Self>, Error> {
        let threads_max = config.connections.max(1);
        let pool = Arc::new(Self {
            lines: Arc::new(Lines::new(config.queue_max, threads_max)),
            connection: connection.to_owned(),
            threads_max,
            threads: Mutex::default(),
            shared,
            several: Arc::default(),
        });
        pool.shared.counters.connections.add(1);
        pool.grow(Some(first))?;
        Ok(pool)
    }

    /// Reads and writes that wait.
    pub(crate) fn depth(&self) -> (usize, usize) {
        self.lines.depth()
    }

    /// Queues a request, and adds a thread if all are at work and there may be more.
    pub(crate) fn push(&self, request: Request) -> Result<(), Error> {
        if self.lines.push(request)? == Pushed::Waits
            && let Err(error) = self.grow(None)
        {
            tracing::warn!(%error, "store.thread cannot be added");
        }
        Ok(())
    }

    pub(crate) fn close(&self) {
        self.lines.close();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        store::wait_for(threads);
    }

    fn grow(&self, tx: Option<Tx>) -> Result<(), Error> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        if threads.len() >= self.threads_max {
            return Ok(());
        }
        let lines = Arc::clone(&self.lines);
        let mut server = Server::new(
            tx,
            self.connection.clone(),
            Arc::clone(&self.shared),
            Arc::clone(&self.several),
        );
        let name = format!("store-{}", threads.len());
        threads.push(store::start(name, move || {
            while let Some(first) = lines.next() {
                server.serve(first, &lines);
            }
        })?);
        Ok(())
    }
}
