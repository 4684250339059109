//! PostgreSQL: one connection, how values cross it, and what its errors mean.

use std::borrow::Cow;
use std::collections::HashMap;
use std::error::Error as StdError;
use std::time::Duration;

use bytes::BytesMut;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::db::{Row, RowOf, Sql, Trouble, Visit};
use crate::wire::{Failed, Ready, Wire};
use crate::{Error, Value};

/// How long a host may take to accept a connection before the next one is tried.
const CONNECT_MAX: Duration = Duration::from_secs(5);

/// How long sent data may stay unacknowledged before the network counts as dead.
const SILENCE_MAX: Duration = Duration::from_secs(15);

/// Settings of every session. A statement of a minute is a mistake; a transaction whose client froze
/// must not hold its locks for ever. A server told to answer before the disk has the data is corrected.
/// What does not say that it writes cannot.
const SESSION: &str = "set statement_timeout = '60s'; set lock_timeout = '10s';
    set idle_in_transaction_session_timeout = '120s'; set client_min_messages = warning;
    set default_transaction_read_only = on;
    select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

/// One connection and what it has prepared.
pub(crate) struct Connection {
    wire: Wire,
    prepared: HashMap<String, tokio_postgres::Statement>,
    /// Whether the transaction may only read; a refusal to write is then the caller's mistake.
    reads_only: bool,
    alone: Option<Alone>,
}

/// A read that began without a transaction, because one statement sees one moment anyhow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alone {
    /// Its statement may still come.
    Fresh,
    /// Its statement ran.
    Used,
    /// It wanted another statement, and so needs a transaction.
    Exceeded,
}

impl Connection {
    /// Connects to the first host that serves. The text may name several, and what they must be able to do.
    pub(crate) fn open(text: &str) -> Result<Self, Error> {
        let mut config: tokio_postgres::Config = text
            .parse()
            .map_err(|_| Error::Misuse("the connection string of PostgreSQL cannot be read"))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_MAX);
        }
        config
            .tcp_user_timeout(SILENCE_MAX)
            .keepalives_idle(SILENCE_MAX);
        if config.get_application_name().is_none() {
            config.application_name("ventanilla");
        }
        let unavailable = |error: &tokio_postgres::Error| Error::Unavailable(cause(error));
        let mut wire = Wire::connect(&config, unavailable)?;
        wire.batch(SESSION)
            .map_err(|failed| unavailable(&failed.error))?;
        Ok(Self {
            wire,
            prepared: HashMap::new(),
            reads_only: false,
            alone: None,
        })
    }

    /// Begins a read of one statement without a transaction, which saves two round trips out of three.
    pub(crate) fn begin_alone(&mut self) {
        self.reads_only = true;
        self.alone = Some(Alone::Fresh);
    }

    /// Ends it; whether it wanted more than one statement, and must run again in a transaction.
    pub(crate) fn end_alone(&mut self) -> bool {
        self.alone.take() == Some(Alone::Exceeded)
    }

    /// Opens a transaction that reads one unchanging view.
    pub(crate) fn begin_read(&mut self) -> Result<(), Trouble> {
        self.reads_only = true;
        self.begin("begin isolation level repeatable read read only")
    }

    /// Opens a transaction that behaves as if it ran alone.
    pub(crate) fn begin_write(&mut self) -> Result<(), Trouble> {
        self.reads_only = false;
        self.begin("begin isolation level serializable read write")
    }

    /// It is said with the first statement.
    fn begin(&mut self, text: &'static str) -> Result<(), Trouble> {
        let outcome = self.wire.lay(Ready::Begin(text));
        outcome.map_err(|failed| {
            self.failed(
                Sql {
                    name: "begin",
                    text,
                },
                &failed,
            )
        })
    }

    /// Undoes an open transaction; nothing needs to be said about one that never began.
    pub(crate) fn rollback(&mut self) -> Result<(), Trouble> {
        if !self.wire.forget() {
            return Ok(());
        }
        self.batch(Sql {
            name: "rollback",
            text: "rollback",
        })
    }

    pub(crate) fn prepare(&mut self, sql: Sql<'_>) -> Result<(), Trouble> {
        self.prepared(sql).map(drop)
    }

    pub(crate) fn batch(&mut self, sql: Sql<'_>) -> Result<(), Trouble> {
        let outcome = self.wire.batch(sql.text);
        outcome.map_err(|failed| self.failed(sql, &failed))
    }

    pub(crate) fn exec(&mut self, sql: Sql<'_>, values: &[Value<'_>]) -> Result<u64, Trouble> {
        let statement = self.prepared(sql)?;
        fits(sql, &statement, values)?;
        let outcome = self.wire.execute(&statement, values);
        outcome.map_err(|failed| self.failed(sql, &failed))
    }

    /// Lays a statement ready; it travels with the next one that is answered, or with the commit.
    pub(crate) fn put(&mut self, sql: Sql<'static>, values: Vec<Value<'_>>) -> Result<(), Trouble> {
        let statement = self.prepared(sql)?;
        fits(sql, &statement, &values)?;
        let outcome = self.wire.lay(Ready::Statement {
            name: sql.name,
            statement,
            values: values.into_iter().map(Value::into_owned).collect(),
        });
        outcome.map_err(|failed| self.failed(sql, &failed))
    }

    pub(crate) fn each(
        &mut self,
        sql: Sql<'_>,
        values: &[Value<'_>],
        visit: Visit<'_>,
    ) -> Result<(), Trouble> {
        match self.alone {
            None => {}
            Some(Alone::Fresh) => self.alone = Some(Alone::Used),
            Some(Alone::Used | Alone::Exceeded) => {
                self.alone = Some(Alone::Exceeded);
                return Err(Trouble::Again(Error::Conflict));
            }
        }
        let statement = self.prepared(sql)?;
        fits(sql, &statement, values)?;
        let walked = self
            .wire
            .each(&statement, values, |row| visit(&Row(RowOf::Postgres(row))));
        match walked {
            Ok(visited) => visited.map_err(Trouble::Visitor),
            Err(failed) => Err(self.failed(sql, &failed)),
        }
    }

    fn prepared(&mut self, sql: Sql<'_>) -> Result<tokio_postgres::Statement, Trouble> {
        if let Some(statement) = self.prepared.get(sql.text) {
            return Ok(statement.clone());
        }
        let statement = self
            .wire
            .prepare(sql.text)
            .map_err(|failed| self.failed(sql, &failed))?;
        self.prepared.insert(sql.text.to_owned(), statement.clone());
        Ok(statement)
    }

    /// What an error means to a caller. Messages name tables and constraints; the detail, which holds
    /// values, is left out.
    fn failed(&mut self, sql: Sql<'_>, failed: &Failed) -> Trouble {
        let error = &failed.error;
        let name = failed.earlier.unwrap_or(sql.name);
        let Some(database) = error.as_db_error() else {
            let broken = error.is_closed() || self.wire.is_closed() || is_io(error);
            return if broken {
                Trouble::Lost(Error::Unavailable(cause(error)))
            } else {
                Trouble::Statement(Error::Statement {
                    name,
                    message: cause(error),
                })
            };
        };
        let code = database.code();
        let message = database.message().to_owned();
        if let Some(Severity::Fatal | Severity::Panic) = database.parsed_severity() {
            return Trouble::Lost(Error::Unavailable(message));
        }
        if *code == SqlState::READ_ONLY_SQL_TRANSACTION && !self.reads_only {
            // The primary became a replica under us.
            return Trouble::Lost(Error::Unavailable(message));
        }
        if *code == SqlState::FEATURE_NOT_SUPPORTED && message.contains("cached plan") {
            // A migration of a newer node changed a table that a prepared statement reads.
            self.prepared.clear();
            return Trouble::Again(Error::Conflict);
        }
        let constraint = || database.constraint().unwrap_or(&message).to_owned();
        match (code.code(), code.code().get(..2)) {
            ("40001" | "40P01", _) => Trouble::Again(Error::Conflict),
            ("55P03" | "57014", _) => Trouble::Statement(Error::Busy),
            // The outcome is not known (40003), the server goes or is not there yet.
            ("40003" | "57P01" | "57P02" | "57P03" | "53300", _) | (_, Some("08")) => {
                Trouble::Lost(Error::Unavailable(message))
            }
            ("23505", _) => Trouble::Statement(Error::Unique(constraint())),
            (_, Some("23")) => Trouble::Statement(Error::Constraint(constraint())),
            ("53100", _) => Trouble::Statement(Error::Full),
            (_, Some("53")) => Trouble::Statement(Error::Busy),
            (_, Some("22")) => Trouble::Statement(Error::Value(message)),
            (_, Some("58")) => Trouble::Statement(Error::Io(message)),
            (_, Some("XX")) => Trouble::Statement(Error::Damaged(message)),
            _ => Trouble::Statement(Error::Statement { name, message }),
        }
    }
}

fn is_io(error: &tokio_postgres::Error) -> bool {
    StdError::source(error).is_some_and(|source| source.is::<std::io::Error>())
}

/// The whole chain in one line; the driver's own text leaves out what the server said.
fn cause(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), StdError::source(error)) {
        (Some(database), _) => database.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

fn fits(
    sql: Sql<'_>,
    statement: &tokio_postgres::Statement,
    values: &[Value<'_>],
) -> Result<(), Trouble> {
    let wanted = statement.params().len();
    if wanted == values.len() {
        return Ok(());
    }
    let message = format!("{} values for {wanted} parameters", values.len());
    Err(Trouble::Statement(Error::Statement {
        name: sql.name,
        message,
    }))
}

/// A value on its way to a column of whatever type PostgreSQL chose for the parameter.
#[derive(Debug)]
pub(crate) struct Bound<'a>(pub(crate) &'a Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => match *ty {
                Type::INT8 => number.to_sql(ty, out),
                Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                #[expect(clippy::cast_precision_loss, reason = "a fraction was asked for")]
                Type::FLOAT8 => (*number as f64).to_sql(ty, out),
                _ => Err(format!("a number for a parameter of type {ty}").into()),
            },
            Value::Real(number) if *ty == Type::FLOAT8 => number.to_sql(ty, out),
            Value::Text(text) if <&str as ToSql>::accepts(ty) => text.as_ref().to_sql(ty, out),
            Value::Bytes(bytes) if *ty == Type::BYTEA => bytes.as_ref().to_sql(ty, out),
            Value::Real(_) => Err(format!("a fraction for a parameter of type {ty}").into()),
            Value::Text(_) => Err(format!("a text for a parameter of type {ty}").into()),
            Value::Bytes(_) => Err(format!("bytes for a parameter of type {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column of a row.
pub(crate) fn value(row: &tokio_postgres::Row, column: usize) -> Result<Value<'_>, Error> {
    let Raw(value) = row
        .try_get(column)
        .map_err(|error| Error::Value(cause(&error)))?;
    Ok(value)
}

struct Raw<'a>(Value<'a>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(ty, raw)?.into()),
            // SQLite tells a comparison as 0 or 1.
            Type::BOOL => Value::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Real(f32::from_sql(ty, raw)?.into()),
            Type::NUMERIC => {
                numeric(raw).ok_or("a number that fits neither bigint nor double precision")?
            }
            Type::BYTEA => Value::Bytes(Cow::Borrowed(raw)),
            _ if <&str as FromSql<'_>>::accepts(ty) => {
                Value::Text(Cow::Borrowed(<&str>::from_sql(ty, raw)?))
            }
            _ => return Err(format!("a column of type {ty}").into()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Reads `numeric`, the type of `sum(bigint)` and `avg(bigint)`, as SQLite tells it: whole if it is whole.
///
/// Its wire form is a count of digits to the base 10,000, the weight of the first, a sign, the number of
/// decimal places shown, then the digits.
fn numeric(raw: &[u8]) -> Option<Value<'static>> {
    let mut words = raw
        .chunks_exact(2)
        .map(|pair| <[u8; 2]>::try_from(pair).map(i16::from_be_bytes));
    let mut word = || words.next()?.ok();
    let (count, weight, sign, places) = (word()?, word()?, word()?, word()?);
    let negative = match sign {
        0 => false,
        0x4000 => true,
        _ => return None,
    };
    let mut whole: i64 = 0;
    let mut real: f64 = 0.0;
    for position in 0..count.max(weight.saturating_add(1)) {
        let digit = if position < count { word()? } else { 0 };
        real += f64::from(digit) * 10_000_f64.powi(i32::from(weight) - i32::from(position));
        if position <= weight {
            whole = whole.checked_mul(10_000)?.checked_add(i64::from(digit))?;
        }
    }
    Some(match (places > 0, negative) {
        (false, false) => Value::Int(whole),
        (false, true) => Value::Int(-whole),
        (true, false) => Value::Real(real),
        (true, true) => Value::Real(-real),
    })
}
