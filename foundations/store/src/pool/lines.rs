//! What waits for the threads of PostgreSQL, in two lines: reads, and writes.
//!
//! Few threads write at once, so that the writes that wait meanwhile gather into one commit. Where a
//! group takes long, as with a database far away, more threads come to write, but never all: while no
//! commit comes through, reads are still served.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Error;
use crate::queue::{Kind, Request};

/// Threads that write at once as long as no write waits long. More of them make smaller groups.
const WRITERS: usize = 4;

/// How long a write waits at most before one more thread may take it.
const PATIENCE: Duration = Duration::from_millis(25);

/// Two lines with one end: what does not fit is refused at once.
pub(crate) struct Lines {
    state: Mutex<State>,
    arrived: Condvar,
    capacity: usize,
}

/// What a request that was handed in asks of the pool.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// Nothing: a thread will take it.
    Taken,
    /// One more thread, if there may be one.
    Waits,
}

struct State {
    /// Threads that write at once at most, however long writes wait.
    writers_max: usize,
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
    Take(Kind),
    /// Nothing now; if no write is taken within this time, one may be taken then.
    Wait(Option<Duration>),
    End,
}

impl Lines {
    /// Lines of so many places, for so many threads.
    pub(crate) fn new(capacity: usize, threads: usize) -> Self {
        let state = State {
            writers_max: (threads - threads / 4).max(1),
            reads: VecDeque::new(),
            writes: VecDeque::new(),
            idle_threads: 0,
            writing_threads: 0,
            closed: false,
        };
        Self {
            state: Mutex::new(state),
            arrived: Condvar::new(),
            capacity,
        }
    }

    pub(crate) fn push(&self, request: Request) -> Result<Pushed, Error> {
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
    pub(crate) fn next(&self) -> Option<Request> {
        let mut state = self.state();
        loop {
            match state.turn() {
                Turn::Take(kind) => {
                    let first = state.line(kind).pop_front();
                    if kind == Kind::Write {
                        state.writing_threads += 1;
                    }
                    // Whoever timed the writes that wait may just have left.
                    let untimed = !state.writes.is_empty() && state.idle_threads > 0;
                    drop(state);
                    if untimed {
                        self.arrived.notify_one();
                    }
                    return first.map(|first| first.request);
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
    pub(crate) fn another_write(&self) -> Option<Request> {
        self.state().writes.pop_front().map(|first| first.request)
    }

    /// A thread is done with its writes.
    pub(crate) fn wrote(&self) {
        let mut state = self.state();
        state.writing_threads = state.writing_threads.saturating_sub(1);
        let has_more = !state.writes.is_empty();
        drop(state);
        if has_more {
            self.arrived.notify_one();
        }
    }

    /// Reads and writes that wait.
    pub(crate) fn depth(&self) -> (usize, usize) {
        let state = self.state();
        (state.reads.len(), state.writes.len())
    }

    /// Threads that wait for something to do.
    #[cfg(test)]
    pub(crate) fn idle(&self) -> usize {
        self.state().idle_threads
    }

    /// Lets nothing more in; what waits is still served.
    pub(crate) fn close(&self) {
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
            (Some(read), Some(write)) if read.since <= write.since => Turn::Take(Kind::Read),
            (_, Some(_)) => Turn::Take(Kind::Write),
            (Some(_), None) => Turn::Take(Kind::Read),
            (None, None) if self.closed && self.writes.is_empty() => Turn::End,
            (None, None) => Turn::Wait(self.patience_left()),
        }
    }

    /// Whether one more thread may write.
    fn may_write(&self) -> bool {
        self.closed
            || self.writing_threads < WRITERS.min(self.writers_max)
            || self.patience_left() == Some(Duration::ZERO)
    }

    /// How long until the first write asks for one more thread; none if there is no such time.
    fn patience_left(&self) -> Option<Duration> {
        let first = self.writes.front()?;
        let may_grow = self.writing_threads < self.writers_max;
        may_grow.then(|| PATIENCE.saturating_sub(first.since.elapsed()))
    }

    /// Whether what was just handed in asks for one more thread.
    fn pushed(&self, kind: Kind) -> Pushed {
        // Somebody must be there to lose patience for it.
        let is_timed = self.idle_threads > 0 || self.writes.len() > 1;
        let gathers = kind == Kind::Write && !self.may_write() && is_timed;
        let writers = WRITERS.saturating_sub(self.writing_threads).max(1);
        let to_serve = self.reads.len() + self.writes.len().min(writers);
        if gathers || to_serve <= self.idle_threads {
            Pushed::Taken
        } else {
            Pushed::Waits
        }
    }
}
