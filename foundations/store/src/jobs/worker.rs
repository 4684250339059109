//! The threads that do jobs.

use std::collections::{HashMap, VecDeque};
use std::error::Error as StdError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{COMPLETE, Job, claim, complete};
use crate::{Error, Store, params};

/// How often to look for jobs that fell due or come from other nodes. Those of this process ring.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Looks between two times of forgetting old jobs: about every half hour.
const FORGET_EVERY: u32 = 3_600;

/// Threads unless told otherwise; jobs mostly wait for others.
const THREADS: usize = 4;

/// Jobs taken beside those for free threads, so that many short ones share the cost of taking. They are
/// begun long before their lease ends.
const AHEAD: usize = 12;

/// A job that took longer than this is noted as done at once, and not with others: its lease has run for
/// a while.
const SHORT: Duration = Duration::from_millis(100);

/// What a handler may fail with: any error, also one of `anyhow`. Its text is kept for officials to
/// read, so it must not hold personal data.
pub type Failure = Box<dyn StdError + Send + Sync>;

type Handler = dyn Fn(&Store, &Job, Timestamp) -> Result<(), Failure> + Send + Sync;
type Now = dyn Fn() -> Timestamp + Send + Sync;

/// Does jobs, each by the handler of its kind.
///
/// ```no_run
/// # use store::jobs::Worker;
/// # fn start(store: store::Store, clock: fn() -> jiff::Timestamp) -> Result<(), store::Error> {
/// let running = Worker::new(store, clock)
///     .handle("notices.mail", |store, job, now| {
///         let words: String = job.payload()?;
///         println!("{words} at {now}");
///         Ok(())
///     })
///     .start()?;
/// running.stop();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Worker {
    store: Store,
    now: Arc<Now>,
    handlers: HashMap<String, Arc<Handler>>,
    threads: usize,
}

impl Worker {
    /// A worker without handlers, with the clock to ask for the time.
    pub fn new(store: Store, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            store,
            now: Arc::new(now),
            handlers: HashMap::new(),
            threads: THREADS,
        }
    }

    /// Registers the handler of a kind. Every kind needs one: a job without fails until it is dead.
    #[must_use]
    pub fn handle(
        mut self,
        kind: impl Into<String>,
        handler: impl Fn(&Store, &Job, Timestamp) -> Result<(), Failure> + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(kind.into(), Arc::new(handler));
        self
    }

    /// The number of jobs under way at once; 4 unless told.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// Does every job due at this moment, and those they enqueue for it, on this thread; how many were
    /// tried. For tests and for commands that end.
    pub fn run_due(&self, now: Timestamp) -> Result<usize, Error> {
        let mut tried = 0;
        loop {
            let jobs = claim::claim(&self.store, self.threads, now)?;
            if jobs.is_empty() {
                return Ok(tried);
            }
            for job in jobs {
                let outcome = self.attempt(&job, now);
                self.keep(&job, outcome, now)?;
                tried += 1;
            }
        }
    }

    /// Starts the threads.
    pub fn start(self) -> Result<Running, Error> {
        let desk = Arc::new(Desk::default());
        let worker = Arc::new(self);
        let mut threads = Vec::new();
        for number in 0..worker.threads {
            let (worker, desk) = (Arc::clone(&worker), Arc::clone(&desk));
            threads.push(spawn(format!("jobs-{number}"), move || worker.work(&desk))?);
        }
        let (store, now) = (worker.store.clone(), Arc::clone(&worker.now));
        let desk_of_taker = Arc::clone(&desk);
        threads.push(spawn("jobs-take".to_owned(), move || {
            worker.take(&desk_of_taker)
        })?);
        Ok(Running {
            store,
            now,
            desk,
            threads,
        })
    }

    /// Takes jobs when threads are free, for those and some ahead, until told to stop.
    fn take(&self, desk: &Desk) {
        let mut looks: u32 = 0;
        while let Some(room) = desk.wait_for_room() {
            let heard = self.store.bell().heard();
            let now = (self.now)();
            note_done(&self.store, desk.take_done(), now);
            let taken = claim::claim(&self.store, room, now).unwrap_or_else(|error| {
                tracing::warn!(%error, "jobs.claim failed; it is tried again");
                Vec::new()
            });
            looks = looks.wrapping_add(1);
            if looks.is_multiple_of(FORGET_EVERY)
                && let Err(error) = self.store.write_blocking(move |tx| claim::forget(tx, now))
            {
                tracing::warn!(%error, "jobs.forget failed; it is tried again");
            }
            if taken.is_empty() && !desk.stopped() {
                self.store.bell().wait(heard, LOOK_EVERY);
            }
            desk.put(taken);
        }
    }

    /// Does jobs as they come to the desk, until it is closed and empty. Short ones are noted as done
    /// together with others.
    fn work(&self, desk: &Desk) {
        while let Some(job) = desk.next() {
            let (begun, now) = (Instant::now(), (self.now)());
            let kept = match self.attempt(&job, now) {
                Ok(()) if begun.elapsed() < SHORT => {
                    if desk.lay_done(job.clone()) {
                        self.store.bell().ring();
                    }
                    Ok(())
                }
                outcome => self.keep(&job, outcome, now),
            };
            if let Err(error) = kept {
                // The lease will run out, and the job comes again.
                tracing::warn!(kind = job.kind, key = job.key, %error, "jobs.outcome could not be kept");
            }
        }
    }

    /// Keeps what came of a job.
    fn keep(&self, job: &Job, outcome: Result<(), Failure>, now: Timestamp) -> Result<(), Error> {
        let Err(failure) = outcome else {
            let job = job.clone();
            return match self.store.write_blocking(move |tx| complete(tx, &job, now)) {
                // The handler completed it itself, or took longer than its lease.
                Err(Error::Conflict) => Ok(()),
                outcome => outcome,
            };
        };
        let words = failure.to_string();
        tracing::warn!(
            kind = job.kind,
            key = job.key,
            attempt = job.attempt,
            failure = words,
            "jobs.attempt failed"
        );
        let failed = job.clone();
        if self
            .store
            .write_blocking(move |tx| claim::fail(tx, &failed, &words, now))?
        {
            tracing::error!(
                kind = job.kind,
                key = job.key,
                "jobs.dead: it failed too often"
            );
        }
        Ok(())
    }

    fn attempt(&self, job: &Job, now: Timestamp) -> Result<(), Failure> {
        let Some(handler) = self.handlers.get(&job.kind) else {
            return Err(format!("nobody handles {}", job.kind).into());
        };
        catch_unwind(AssertUnwindSafe(|| handler(&self.store, job, now)))
            .unwrap_or_else(|_| Err("the handler panicked".into()))
    }
}

fn spawn(name: String, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    std::thread::Builder::new()
        .name(name)
        .spawn(work)
        .map_err(|error| Error::from_io("start a thread", &error))
}

/// A worker at work. It stops, finishing what it began, by [`Running::stop`] or when it goes.
pub struct Running {
    store: Store,
    now: Arc<Now>,
    desk: Arc<Desk>,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    /// Takes no more jobs, finishes those begun, and returns when they are done.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.desk.close();
        self.store.bell().ring();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("jobs.thread ended by a panic");
            }
        }
        note_done(&self.store, self.desk.take_done(), (self.now)());
    }
}

/// Notes jobs as done in one transaction. Those whose handler did so itself, or whose lease went to
/// somebody else, are left as they are.
fn note_done(store: &Store, done: Vec<Job>, now: Timestamp) {
    if done.is_empty() {
        return;
    }
    let noted = store.write_blocking(move |tx| -> Result<(), Error> {
        for job in &done {
            tx.put(&COMPLETE, params![job.id, job.lease, now])?;
        }
        Ok(())
    });
    if let Err(error) = noted {
        // The leases will run out, and the jobs come again.
        tracing::warn!(%error, "jobs.outcome could not be kept");
    }
}

/// Where the taker lays jobs and the threads pick them up.
#[derive(Default)]
struct Desk {
    state: Mutex<Papers>,
    changed: Condvar,
    closed: AtomicBool,
}

#[derive(Default)]
struct Papers {
    jobs: VecDeque<Job>,
    /// Those that were done and not yet noted as such.
    done: Vec<Job>,
    /// Threads that wait for a job.
    free: usize,
}

impl Desk {
    fn papers(&self) -> MutexGuard<'_, Papers> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopped(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Waits until threads are free, and returns how many jobs the desk has room for; none once it is
    /// closed.
    fn wait_for_room(&self) -> Option<usize> {
        let mut papers = self.papers();
        loop {
            if self.stopped() {
                return None;
            }
            match papers.free.saturating_sub(papers.jobs.len()) {
                0 => {
                    papers = self
                        .changed
                        .wait(papers)
                        .unwrap_or_else(PoisonError::into_inner)
                }
                free => return Some(free + AHEAD),
            }
        }
    }

    /// Lays a job that was done; whether somebody should come for it, because no others will follow.
    fn lay_done(&self, job: Job) -> bool {
        let mut papers = self.papers();
        papers.done.push(job);
        papers.jobs.is_empty()
    }

    fn take_done(&self) -> Vec<Job> {
        std::mem::take(&mut self.papers().done)
    }

    fn put(&self, jobs: Vec<Job>) {
        self.papers().jobs.extend(jobs);
        self.changed.notify_all();
    }

    /// Waits for a job; none once the desk is closed and empty.
    fn next(&self) -> Option<Job> {
        let mut papers = self.papers();
        papers.free += 1;
        self.changed.notify_all();
        let found = loop {
            let job = papers.jobs.pop_front();
            if job.is_some() || self.stopped() {
                break job;
            }
            papers = self
                .changed
                .wait(papers)
                .unwrap_or_else(PoisonError::into_inner);
        };
        papers.free -= 1;
        found
    }

    fn close(&self) {
        let _papers = self.papers();
        self.closed.store(true, Ordering::Release);
        self.changed.notify_all();
    }
}
