//! The embedded database: one connection and what its errors mean.

use std::borrow::Cow;
use std::fs::OpenOptions;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::ffi;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::db::{Row, RowOf, Sql, Trouble, Visit};
use crate::{Error, Value};

/// Prepared statements one connection keeps; more than the whole platform has.
const STATEMENTS_MAX: usize = 1_024;

/// How long to wait for another process, as a backup tool, that holds the file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// The pause between two tries to open a file that another process is preparing.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// What a connection may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// One connection to the file.
pub(crate) struct Connection {
    raw: rusqlite::Connection,
}

impl Connection {
    /// Opens the file, and makes it, readable by its owner only, if it does not exist.
    pub(crate) fn open(path: &Path, access: Access) -> Result<Self, Error> {
        if access == Access::Write {
            make_private(path)?;
        }
        let connect = || {
            let raw = rusqlite::Connection::open(path)?;
            raw.busy_timeout(BUSY_WAIT)?;
            raw.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
            // FULL makes every commit reach the disk before it is answered, also in WAL mode.
            raw.execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
                 pragma temp_store = memory; pragma cache_size = -8000; pragma journal_size_limit = 67108864;",
            )?;
            if access == Access::Read {
                raw.pragma_update(None, "query_only", true)?;
            }
            Ok(raw)
        };
        // SQLite does not wait by itself while another process turns a new file to WAL mode.
        let begun = Instant::now();
        loop {
            let outcome = connect().map_err(|error: rusqlite::Error| meaning("open", &error));
            if !matches!(outcome, Err(Error::Busy)) || begun.elapsed() > BUSY_WAIT {
                return outcome.map(|raw| Self { raw });
            }
            std::thread::sleep(BUSY_PAUSE);
        }
    }

    /// Whether a transaction is open. SQLite ends it by itself when the disk fails or is full.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    pub(crate) fn prepare(&mut self, sql: Sql<'_>) -> Result<(), Trouble> {
        self.raw
            .prepare_cached(sql.text)
            .map(drop)
            .map_err(|error| failed(sql, &error))
    }

    pub(crate) fn batch(&mut self, sql: Sql<'_>) -> Result<(), Trouble> {
        self.raw
            .execute_batch(sql.text)
            .map_err(|error| failed(sql, &error))
    }

    /// Runs one of the store's own short statements, kept prepared.
    pub(crate) fn control(&mut self, text: &'static str) -> Result<(), Error> {
        let run = || self.raw.prepare_cached(text)?.raw_execute();
        run()
            .map(drop)
            .map_err(|error| meaning("transaction", &error))
    }

    pub(crate) fn exec(&mut self, sql: Sql<'_>, values: &[Value<'_>]) -> Result<u64, Trouble> {
        let mut statement = self
            .raw
            .prepare_cached(sql.text)
            .map_err(|error| failed(sql, &error))?;
        bind(&mut statement, sql, values)?;
        let rows = statement
            .raw_execute()
            .map_err(|error| failed(sql, &error))?;
        Ok(u64::try_from(rows).unwrap_or_default())
    }

    pub(crate) fn each(
        &mut self,
        sql: Sql<'_>,
        values: &[Value<'_>],
        visit: Visit<'_>,
    ) -> Result<(), Trouble> {
        let mut statement = self
            .raw
            .prepare_cached(sql.text)
            .map_err(|error| failed(sql, &error))?;
        bind(&mut statement, sql, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| failed(sql, &error))? {
            visit(&Row(RowOf::Sqlite(row))).map_err(Trouble::Visitor)?;
        }
        Ok(())
    }
}

/// Makes the file before SQLite would, because SQLite would let everybody read it.
/// Its companions (`-wal`, `-shm`) take over its permissions.
fn make_private(path: &Path) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| Error::from_io("make the data folder", &error))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|error| Error::from_io("open the database file", &error))
}

/// Binds by the number in the name: SQLite takes `$2` for the name of a parameter and counts
/// parameters by their first appearance, where PostgreSQL means the second value.
fn bind(
    statement: &mut rusqlite::Statement<'_>,
    sql: Sql<'_>,
    values: &[Value<'_>],
) -> Result<(), Trouble> {
    let misused = |message: String| {
        Trouble::Statement(Error::Statement {
            name: sql.name,
            message,
        })
    };
    let mut highest = 0;
    for position in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(position)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok())
            .ok_or_else(|| misused(format!("parameter {position} is not of the form $1")))?;
        let value = number
            .checked_sub(1)
            .and_then(|index| values.get(index))
            .ok_or_else(|| misused(format!("no value for ${number}")))?;
        highest = highest.max(number);
        statement
            .raw_bind_parameter(position, output(value))
            .map_err(|error| failed(sql, &error))?;
    }
    if highest == values.len() {
        Ok(())
    } else {
        Err(misused(format!(
            "{} values for {highest} parameters",
            values.len()
        )))
    }
}

fn output<'v>(value: &'v Value<'_>) -> ToSqlOutput<'v> {
    ToSqlOutput::Borrowed(match value {
        Value::Null => ValueRef::Null,
        Value::Int(number) => ValueRef::Integer(*number),
        Value::Real(number) => ValueRef::Real(*number),
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
        Value::Bytes(bytes) => ValueRef::Blob(bytes),
    })
}

/// A column of a row.
pub(crate) fn value<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> Result<Value<'r>, Error> {
    let found = row
        .get_ref(column)
        .map_err(|_| Error::Value(format!("the answer has no column {column}")))?;
    Ok(match found {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(Cow::Borrowed(
            std::str::from_utf8(text)
                .map_err(|_| Error::Damaged("a text is not UTF-8".to_owned()))?,
        )),
        ValueRef::Blob(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
    })
}

fn failed(sql: Sql<'_>, error: &rusqlite::Error) -> Trouble {
    Trouble::Statement(meaning(sql.name, error))
}

/// What an error of SQLite means to a caller. Its messages name tables and columns, never values.
fn meaning(name: &'static str, error: &rusqlite::Error) -> Error {
    let message = || match error {
        // Its own words would repeat the whole text of the statement.
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    let Some(code) = error.sqlite_error() else {
        return Error::Statement {
            name,
            message: message(),
        };
    };
    let after = |prefix: &str| message().trim_start_matches(prefix).to_owned();
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => {
            return Error::Unique(after("UNIQUE constraint failed: "));
        }
        // The shared index of the WAL could not grow: in practice, there is no room for it.
        ffi::SQLITE_IOERR_SHMSIZE => return Error::Full,
        _ => {}
    }
    match code.code {
        ffi::ErrorCode::ConstraintViolation => Error::Constraint(message()),
        ffi::ErrorCode::DiskFull => Error::Full,
        ffi::ErrorCode::DatabaseBusy | ffi::ErrorCode::DatabaseLocked => Error::Busy,
        ffi::ErrorCode::CannotOpen => Error::Unavailable(message()),
        ffi::ErrorCode::SystemIoFailure | ffi::ErrorCode::PermissionDenied => Error::Io(message()),
        ffi::ErrorCode::DatabaseCorrupt | ffi::ErrorCode::NotADatabase => Error::Damaged(message()),
        ffi::ErrorCode::TooBig => Error::Value("a value is too large".to_owned()),
        _ => Error::Statement {
            name,
            message: message(),
        },
    }
}
