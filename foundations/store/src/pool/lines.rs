//! What waits for the threads of PostgreSQL, in two lines: reads, and writes.
//!
//! Few threads write at once, so that the writes that wait meanwhile gather into one commit. Where a
//! group takes long, as with a database far away, more threads come to write: nobody waits for company.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Error;
use crate::queue::{Kind, Pushed, Request};

/// Threads that write at once as long as no write waits long. More of them make smaller groups.
const WRITERS: usize = 4;

/// How long a write waits at most before one more thread may take it.
const PATIENCE: Duration = Duration::from_millis(25);

/// Two lines with one end: what does not fit is refused at once.
pub(super) struct Lines {
    state: Mutex<State>,
    arrived: Condvar,
    capacity: usize,
}

#[derive(Default)]
struct State {
    reads: VecDeque<Waiting>,
    writes: VecDeque<Waiting>,
    idle_threads: usize,
    writing_threads: usize,
    closed: bool,
}

struct Waiting {
    request: Request,
    since: Instant,
}

/// What a thread may do next.
enum Turn {
    Read,
    Write,
    /// Nothing now; if no write is taken within this time, one may be taken then.
    Wait(Option<Duration>),
    End,
}

impl Lines {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::default(),
            arrived: Condvar::new(),
            capacity,
        }
    }

    pub(super) fn push(&self, request: Request) -> Result<Pushed, Error> {
        let mut state = self.state();
        if state.closed {
            return Err(Error::Stopped);
        }
        if state.reads.len() + state.writes.len() >= self.capacity {
            return Err(Error::Busy);
        }
        let kind = request.kind;
        state.line(kind).push_back(Waiting {
            request,
            since: Instant::now(),
        });
        let pushed = state.pushed(kind);
        // A first write in its line is also somebody's to time.
        let is_news = kind == Kind::Read || state.may_write() || state.writes.len() == 1;
        drop(state);
        if is_news {
            self.arrived.notify_one();
        }
        Ok(pushed)
    }

    /// Waits for a request that this thread may serve; none once the lines are closed and empty.
    /// Whoever is given a write calls [`Lines::wrote`] when it is done.
    pub(super) fn next(&self) -> Option<Request> {
        let mut state = self.state();
        loop {
            match state.turn() {
                Turn::Read => return state.reads.pop_front().map(|first| first.request),
                Turn::Write => {
                    state.writing_threads += 1;
                    return state.writes.pop_front().map(|first| first.request);
                }
                Turn::End => return None,
                Turn::Wait(at_most) => {
                    state.idle_threads += 1;
                    state = self.wait(state, at_most);
                    state.idle_threads -= 1;
                }
            }
        }
    }

    fn wait<'a>(
        &'a self,
        state: MutexGuard<'a, State>,
        at_most: Option<Duration>,
    ) -> MutexGuard<'a, State> {
        match at_most {
            Some(time) => {
                let waited = self.arrived.wait_timeout(state, time);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => self
                .arrived
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The next write, to go with those that a thread already has.
    pub(super) fn another_write(&self) -> Option<Request> {
        self.state().writes.pop_front().map(|first| first.request)
    }

    /// A thread is done with its writes.
    pub(super) fn wrote(&self) {
        let mut state = self.state();
        state.writing_threads = state.writing_threads.saturating_sub(1);
        let has_more = !state.writes.is_empty();
        drop(state);
        if has_more {
            self.arrived.notify_one();
        }
    }

    /// Reads and writes that wait.
    pub(super) fn depth(&self) -> (usize, usize) {
        let state = self.state();
        (state.reads.len(), state.writes.len())
    }

    /// Lets nothing more in; what waits is still served.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.arrived.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn line(&mut self, kind: Kind) -> &mut VecDeque<Waiting> {
        match kind {
            Kind::Read => &mut self.reads,
            Kind::Write => &mut self.writes,
        }
    }

    /// Whoever came first goes first, but for writes that gather.
    fn turn(&self) -> Turn {
        let write = self.writes.front().filter(|_| self.may_write());
        match (self.reads.front(), write) {
            (Some(read), Some(write)) if read.since <= write.since => Turn::Read,
            (_, Some(_)) => Turn::Write,
            (Some(_), None) => Turn::Read,
            (None, None) if self.closed && self.writes.is_empty() => Turn::End,
            (None, None) => Turn::Wait(self.writes.front().map(Waiting::patience_left)),
        }
    }

    /// Whether one more thread may write.
    fn may_write(&self) -> bool {
        let is_impatient = |first: &Waiting| first.patience_left().is_zero();
        self.closed
            || self.writing_threads < WRITERS
            || self.writes.front().is_some_and(is_impatient)
    }

    /// Whether what was just handed in asks for one more thread.
    fn pushed(&self, kind: Kind) -> Pushed {
        let gathers = kind == Kind::Write && !self.may_write();
        let writers = WRITERS.saturating_sub(self.writing_threads).max(1);
        let to_serve = self.reads.len() + self.writes.len().min(writers);
        if gathers || to_serve <= self.idle_threads {
            Pushed::Taken
        } else {
            Pushed::Waits
        }
    }
}

impl Waiting {
    fn patience_left(&self) -> Duration {
        PATIENCE.saturating_sub(self.since.elapsed())
    }
}
