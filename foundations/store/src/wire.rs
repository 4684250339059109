//! The line to PostgreSQL, moved by the thread that owns it.
//!
//! Statements whose answers nobody waits for lie ready until something is asked that needs an answer;
//! then all of them travel together, in order, and cost one round trip. A transaction that writes ten
//! rows so waits for the network twice instead of twelve times.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use futures_util::TryStreamExt as _;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Config, NoTls, Row, Socket, Statement};

use crate::postgres::Bound;
use crate::{Error, Value};

/// Statements that lie ready at most: past this they travel by themselves.
const READY_MAX: usize = 64;

type Connection = tokio_postgres::Connection<Socket, NoTlsStream>;

/// A connection, with the thread's own means of moving it.
pub(crate) struct Wire {
    runtime: Runtime,
    client: Client,
    /// None once it broke or the server closed it; whoever asks then is told so.
    connection: Option<Connection>,
    ready: Vec<Ready>,
}

/// Something to be said without waiting for the answer.
pub(crate) enum Ready {
    /// The beginning of a transaction.
    Begin(&'static str),
    /// A prepared statement and its values.
    Statement {
        name: &'static str,
        statement: Statement,
        values: Vec<Value<'static>>,
    },
}

/// Why something was not answered well.
pub(crate) struct Failed {
    /// The statement that failed, when it was one that lay ready.
    pub(crate) earlier: Option<&'static str>,
    pub(crate) error: tokio_postgres::Error,
}

impl Wire {
    pub(crate) fn connect(
        config: &Config,
        say: impl Fn(&tokio_postgres::Error) -> Error,
    ) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::from_io("start a connection", &error))?;
        let (client, connection) = runtime
            .block_on(config.connect(NoTls))
            .map_err(|error| say(&error))?;
        Ok(Self {
            runtime,
            client,
            connection: Some(connection),
            ready: Vec::new(),
        })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.connection.is_none() || self.client.is_closed()
    }

    /// Lays something ready, to travel with what is asked next.
    pub(crate) fn lay(&mut self, ready: Ready) -> Result<(), Failed> {
        self.ready.push(ready);
        if self.ready.len() < READY_MAX {
            return Ok(());
        }
        self.ask(async |_| Ok(()))
    }

    /// Drops what lies ready; whether its transaction had begun, and so must be ended.
    pub(crate) fn forget(&mut self) -> bool {
        let begun = !matches!(self.ready.first(), Some(Ready::Begin(_)));
        self.ready.clear();
        begun
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Failed> {
        self.ask(async |client| client.batch_execute(text).await)
    }

    pub(crate) fn prepare(&mut self, text: &str) -> Result<Statement, Failed> {
        self.ask(async |client| client.prepare(text).await)
    }

    /// Runs a statement; how many rows it changed.
    pub(crate) fn execute(
        &mut self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Failed> {
        self.ask(async |client| execute(client, statement, values).await)
    }

    /// Hands every row of an answer to `visit` as it arrives; an error of `visit` ends the walk.
    pub(crate) fn each<E>(
        &mut self,
        statement: &Statement,
        values: &[Value<'_>],
        mut visit: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<Result<(), E>, Failed> {
        self.ask(async |client| {
            let bound = values.iter().map(Bound);
            let mut rows = pin!(client.query_raw(statement, bound).await?);
            while let Some(row) = rows.try_next().await? {
                if let Err(stopped) = visit(&row) {
                    return Ok(Err(stopped));
                }
            }
            Ok(Ok(()))
        })
    }

    /// Sends what lies ready and then the question, and waits for every answer. The first failure is
    /// the true one: PostgreSQL refuses what follows it in the same transaction.
    fn ask<T>(
        &mut self,
        question: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, Failed> {
        let ready = std::mem::take(&mut self.ready);
        let client = &self.client;
        let connection = &mut self.connection;
        let mut earlier: Vec<_> = ready
            .iter()
            .map(|ready| (ready.name(), Some(ready.said_to(client))))
            .collect();
        let mut answer = None;
        let mut failed = None;
        let mut asked = pin!(question(client));
        self.runtime.block_on(poll_fn(|cx| {
            // In this order, because what is polled first is sent first.
            for (name, said) in &mut earlier {
                if let Some(Err(error)) = poll_once(said, cx) {
                    failed.get_or_insert(Failed {
                        earlier: Some(name),
                        error,
                    });
                }
            }
            if answer.is_none()
                && let Poll::Ready(ended) = asked.as_mut().poll(cx)
            {
                answer = Some(ended);
            }
            if let Some(error) = move_on(connection, cx) {
                return Poll::Ready(Err(failed.take().unwrap_or(Failed {
                    earlier: None,
                    error,
                })));
            }
            if earlier.iter().any(|(_, said)| said.is_some()) {
                return Poll::Pending;
            }
            match (answer.take(), failed.take()) {
                (None, waits) => {
                    failed = waits;
                    Poll::Pending
                }
                (Some(_), Some(failed)) => Poll::Ready(Err(failed)),
                (Some(ended), None) => Poll::Ready(ended.map_err(|error| Failed {
                    earlier: None,
                    error,
                })),
            }
        }))
    }
}

impl Ready {
    fn name(&self) -> &'static str {
        match self {
            Self::Begin(_) => "begin",
            Self::Statement { name, .. } => name,
        }
    }

    fn said_to<'a>(&'a self, client: &'a Client) -> Said<'a> {
        Box::pin(async move {
            match self {
                Self::Begin(text) => client.batch_execute(text).await,
                Self::Statement {
                    statement, values, ..
                } => execute(client, statement, values).await.map(drop),
            }
        })
    }
}

type Said<'a> = Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>> + 'a>>;

async fn execute(
    client: &Client,
    statement: &Statement,
    values: &[Value<'_>],
) -> Result<u64, tokio_postgres::Error> {
    client
        .execute_raw(statement, values.iter().map(Bound))
        .await
}

/// Polls a future until it has ended, and not again.
fn poll_once(
    said: &mut Option<Said<'_>>,
    cx: &mut Context<'_>,
) -> Option<Result<(), tokio_postgres::Error>> {
    match said.as_mut()?.as_mut().poll(cx) {
        Poll::Ready(ended) => {
            *said = None;
            Some(ended)
        }
        Poll::Pending => None,
    }
}

/// Moves bytes in both directions; the error that broke the connection, if one did.
fn move_on(
    connection: &mut Option<Connection>,
    cx: &mut Context<'_>,
) -> Option<tokio_postgres::Error> {
    loop {
        match connection.as_mut()?.poll_message(cx) {
            // A notice of the server's.
            Poll::Ready(Some(Ok(_))) => {}
            Poll::Ready(Some(Err(error))) => {
                *connection = None;
                return Some(error);
            }
            Poll::Ready(None) => {
                // Whoever still waits is told by the client that the line is closed.
                *connection = None;
                cx.waker().wake_by_ref();
                return None;
            }
            Poll::Pending => return None,
        }
    }
}
