//! What a transaction's function works with: [`Db`] reads, [`Tx`] also writes, [`Row`] is one row.

use std::ops::{Deref, DerefMut};

use crate::postgres;
use crate::sqlite;
use crate::{Error, FromValue, Statement, ToValue, Value};

/// Rows one call of [`Db::rows`] collects at most, so that no list can fill the memory.
/// Longer ones are paged, or walked with [`Db::each`].
pub const ROWS_MAX: usize = 100_000;

/// A view of the database inside one transaction.
pub struct Db {
    pub(crate) engine: Engine,
    /// The first failure of a statement since the transaction began.
    pub(crate) trouble: Option<Trouble>,
}

/// The connection underneath.
pub(crate) enum Engine {
    Sqlite(sqlite::Connection),
    Postgres(Box<postgres::Connection>),
}

/// A statement's text with the name to blame in errors.
#[derive(Clone, Copy)]
pub(crate) struct Sql<'a> {
    pub(crate) name: &'static str,
    pub(crate) text: &'a str,
}

impl From<&Statement> for Sql<'static> {
    fn from(statement: &Statement) -> Self {
        Self {
            name: statement.name(),
            text: statement.sql(),
        }
    }
}

/// Why a statement failed, by what must follow.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// The transaction is spoilt; running it again would fail again.
    Statement(Error),
    /// Others were in the way: the whole transaction may run again at once.
    Again(Error),
    /// The connection is gone: the whole transaction may run again on another.
    Lost(Error),
    /// The caller's own function refused a row; the transaction is as good as before.
    Visitor(Error),
}

impl Trouble {
    pub(crate) fn error(&self) -> &Error {
        let (Self::Statement(error)
        | Self::Again(error)
        | Self::Lost(error)
        | Self::Visitor(error)) = self;
        error
    }
}

/// What a row is handed to inside the engines.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

impl Db {
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            engine,
            trouble: None,
        }
    }

    /// Every row, turned into a value by `read`. [`Error::Value`] if there are more than [`ROWS_MAX`].
    pub fn rows<T>(
        &mut self,
        statement: &Statement,
        params: &[&dyn ToValue],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        self.each(statement, params, |row| {
            if found.len() == ROWS_MAX {
                return Err(Error::Value(format!(
                    "more than {ROWS_MAX} rows in one list"
                )));
            }
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row, if there is one.
    pub fn row_opt<T>(
        &mut self,
        statement: &Statement,
        params: &[&dyn ToValue],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut found = None;
        self.each(statement, params, |row| {
            if found.is_none() {
                found = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row, or [`Error::Missing`].
    pub fn row<T>(
        &mut self,
        statement: &Statement,
        params: &[&dyn ToValue],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.row_opt(statement, params, read)?.ok_or(Error::Missing)
    }

    /// Walks the rows one by one without collecting them; an error of `visit` ends the walk.
    pub fn each(
        &mut self,
        statement: &Statement,
        params: &[&dyn ToValue],
        mut visit: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.each_sql(statement.into(), params, &mut visit)
    }

    pub(crate) fn each_sql(
        &mut self,
        sql: Sql<'_>,
        params: &[&dyn ToValue],
        visit: Visit<'_>,
    ) -> Result<(), Error> {
        let values = values(params)?;
        let outcome = match &mut self.engine {
            Engine::Sqlite(connection) => connection.each(sql, &values, visit),
            Engine::Postgres(connection) => connection.each(sql, &values, visit),
        };
        self.note(outcome)
    }

    /// Lets the database parse a statement without running it.
    pub(crate) fn prepare(&mut self, statement: &Statement) -> Result<(), Error> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(connection) => connection.prepare(statement.into()),
            Engine::Postgres(connection) => connection.prepare(statement.into()),
        };
        self.note(outcome)
    }

    /// Runs plain SQL of the store itself: transaction control and migrations.
    pub(crate) fn batch(&mut self, sql: Sql<'_>) -> Result<(), Error> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(connection) => connection.batch(sql),
            Engine::Postgres(connection) => connection.batch(sql),
        };
        self.note(outcome)
    }

    fn exec_sql(&mut self, sql: Sql<'_>, params: &[&dyn ToValue]) -> Result<u64, Error> {
        let values = values(params)?;
        let outcome = match &mut self.engine {
            Engine::Sqlite(connection) => connection.exec(sql, &values),
            Engine::Postgres(connection) => connection.exec(sql, &values),
        };
        self.note(outcome)
    }

    /// Remembers the first failed statement, because PostgreSQL answers every later one, and even the
    /// commit, without doing it. Both databases then undo the transaction, whatever its function returns.
    fn note<T>(&mut self, outcome: Result<T, Trouble>) -> Result<T, Error> {
        outcome.map_err(|trouble| {
            let error = trouble.error().clone();
            if self.trouble.is_none() && !matches!(trouble, Trouble::Visitor(_)) {
                self.trouble = Some(trouble);
            }
            error
        })
    }
}

fn values<'a>(params: &[&'a dyn ToValue]) -> Result<Vec<Value<'a>>, Error> {
    params
        .iter()
        .map(|param| (**param).to_value()?.check())
        .collect()
}

/// A transaction that may write. Everything it does happens whole or not at all.
///
/// A statement that fails spoils its transaction: it is undone even if the function goes on and
/// returns `Ok`. Where a key may exist already, write `on conflict … do nothing` and look at the
/// number of rows.
pub struct Tx {
    db: Db,
    /// Whether a job was enqueued, so that the workers are woken by the commit.
    pub(crate) enqueued: bool,
}

impl Tx {
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            db: Db::new(engine),
            enqueued: false,
        }
    }

    /// Runs a statement that changes rows and returns how many.
    pub fn exec(&mut self, statement: &Statement, params: &[&dyn ToValue]) -> Result<u64, Error> {
        self.exec_text(statement.into(), params)
    }

    /// Runs a statement that changes rows when nobody needs to know how many. On PostgreSQL it travels
    /// with the next statement that is answered, or with the commit, which saves a round trip. If it
    /// fails then, the whole transaction fails with its error.
    pub fn put(&mut self, statement: &Statement, params: &[&dyn ToValue]) -> Result<(), Error> {
        let sql = Sql::from(statement);
        let values = values(params)?;
        let outcome = match &mut self.db.engine {
            Engine::Sqlite(connection) => connection.exec(sql, &values).map(drop),
            Engine::Postgres(connection) => connection.put(sql, values),
        };
        self.db.note(outcome)
    }

    /// Opens a transaction outside the queues, for migrations and restores.
    pub(crate) fn begin_plain(&mut self) -> Result<(), Error> {
        self.db.trouble = None;
        let text = match self.db.engine {
            Engine::Sqlite(_) => "begin immediate",
            Engine::Postgres(_) => "begin read write",
        };
        self.batch(Sql {
            name: "begin",
            text,
        })
    }

    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        self.batch(Sql {
            name: "commit",
            text: "commit",
        })
    }

    /// Undoes an open transaction. That there is none any more, or no connection, is as good.
    pub(crate) fn rollback(&mut self) {
        let _ = match &mut self.db.engine {
            Engine::Sqlite(connection) => connection.batch(Sql {
                name: "rollback",
                text: "rollback",
            }),
            Engine::Postgres(connection) => connection.rollback(),
        };
        self.db.trouble = None;
    }

    pub(crate) fn exec_text(
        &mut self,
        sql: Sql<'_>,
        params: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        self.db.exec_sql(sql, params)
    }
}

impl Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.db
    }
}

/// One row of an answer.
pub struct Row<'a>(pub(crate) RowOf<'a>);

pub(crate) enum RowOf<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, Error> {
        T::from_value(self.value(column)?)
    }

    /// The value of a column as the database keeps it, counted from 0.
    pub fn value(&self, column: usize) -> Result<Value<'_>, Error> {
        match &self.0 {
            RowOf::Sqlite(row) => sqlite::value(row, column),
            RowOf::Postgres(row) => postgres::value(row, column),
        }
    }
}
