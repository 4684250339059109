//! Requests that wait for a thread, and the way their answers take back.

use std::any::TypeId;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::{Error, Tx};

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
}

/// A request in the queue.
pub(crate) struct Request {
    pub(crate) kind: Kind,
    pub(crate) task: Box<dyn Task>,
    pub(crate) ticket: Arc<Ticket>,
}

/// A function to run in a transaction, with its result and its waiter.
pub(crate) trait Task: Send {
    /// Runs the function and keeps its result; whether that is a success worth a commit.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// What tells this function apart from all others of the program.
    fn function(&self) -> TypeId;
    /// Hands the kept result to the waiter, or an error in its place.
    fn answer(self: Box<Self>, instead: Option<Error>);
}

/// Settles between the waiter, who may give up, and the thread, who may begin.
#[derive(Default)]
pub(crate) struct Ticket(AtomicU8);

impl Ticket {
    const WAITING: u8 = 0;
    const BEGUN: u8 = 1;
    const GIVEN_UP: u8 = 2;

    /// Claims the request for a thread; false if its waiter has given up.
    pub(crate) fn begin(&self) -> bool {
        self.settle(Self::BEGUN)
    }

    /// Gives the request up; false if it has begun, and so its end must be waited for.
    pub(crate) fn give_up(&self) -> bool {
        self.settle(Self::GIVEN_UP)
    }

    fn settle(&self, to: u8) -> bool {
        self.0
            .compare_exchange(Self::WAITING, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}

/// The way an answer takes.
pub(crate) enum Reply<T, E> {
    Async(oneshot::Sender<Result<T, E>>),
    Blocking(SyncSender<Result<T, E>>),
}

pub(crate) struct Work<F, T, E> {
    function: F,
    result: Option<Result<T, E>>,
    reply: Reply<T, E>,
}

impl<F, T, E> Work<F, T, E> {
    pub(crate) fn new(function: F, reply: Reply<T, E>) -> Self {
        Self {
            function,
            result: None,
            reply,
        }
    }
}

impl<F, T, E> Task for Work<F, T, E>
where
    F: Fn(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        let function = &self.function;
        // A panic must not end the thread that serves everybody else.
        let ran = catch_unwind(AssertUnwindSafe(|| function(tx)));
        let result = ran.unwrap_or_else(|_| Err(Error::Panicked.into()));
        let result = result.and_then(|value| match &tx.trouble {
            Some(trouble) => Err(trouble.error().clone().into()),
            None => Ok(value),
        });
        let success = result.is_ok();
        self.result = Some(result);
        success
    }

    fn function(&self) -> TypeId {
        TypeId::of::<F>()
    }

    fn answer(self: Box<Self>, instead: Option<Error>) {
        let result = match (instead, self.result) {
            (Some(error), _) => Err(error.into()),
            (None, Some(result)) => result,
            (None, None) => Err(Error::Stopped.into()),
        };
        // A waiter that went away does not need its answer.
        match self.reply {
            Reply::Async(sender) => drop(sender.send(result)),
            Reply::Blocking(sender) => drop(sender.send(result)),
        }
    }
}

/// A queue with an end: what does not fit is refused at once.
pub(crate) struct Queue {
    state: Mutex<State>,
    arrived: Condvar,
    capacity: usize,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Request>,
    closed: bool,
}

impl Queue {
    pub(crate) fn new(capacity: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            arrived: Condvar::new(),
            capacity,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, request: Request) -> Result<(), Error> {
        let mut state = self.state();
        if state.closed {
            return Err(Error::Stopped);
        }
        if state.waiting.len() >= self.capacity {
            return Err(Error::Busy);
        }
        state.waiting.push_back(request);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for the next request; none once the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<Request> {
        let mut state = self.state();
        loop {
            if let Some(request) = state.waiting.pop_front() {
                return Some(request);
            }
            if state.closed {
                return None;
            }
            state = self
                .arrived
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next request, if one waits.
    pub(crate) fn try_pop(&self) -> Option<Request> {
        self.state().waiting.pop_front()
    }

    pub(crate) fn depth(&self) -> usize {
        self.state().waiting.len()
    }

    /// Lets nothing more in; what waits is still served.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.arrived.notify_all();
    }
}
