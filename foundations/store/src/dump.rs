//! Every table as lines of JSON, to move a State from one database to another or to keep it for long.
//!
//! The first line tells the migrations the data belongs to. Each table then has a line with its name and
//! columns, followed by a line for each row; the last line counts the rows, so that a dump cut short is
//! noticed. Numbers and texts are plain JSON, bytes are `{"b":"0a1f"}`, fractions `{"r":"0.5"}`.
//! Blobs are not part of it: copy them with [`Blobs::copy_to`](crate::Blobs::copy_to), after the dump.

mod restore;
mod schema;

use std::io::{BufWriter, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::db::{Engine, Sql};
use crate::sqlite::Access;
use crate::{Error, Row, Store, Tx, Value, hex, migrations};

pub use restore::restore;

/// The form of the dump; a later one may read earlier ones.
const VERSION: u32 = 1;

/// Tables that belong to the database and not to the State.
const LEFT_OUT: [&str; 2] = ["store_commit", "store_migration"];

/// What was dumped or restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Tables, also the empty ones.
    pub tables: u64,
    /// Rows of all tables.
    pub rows: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    ventanilla_dump: u32,
    migrations: Vec<(String, u32, String)>,
}

impl Header {
    fn of(tx: &mut Tx) -> Result<Self, Error> {
        let applied = migrations::applied(tx)?;
        let migrations = applied
            .into_iter()
            .map(|found| (found.room, found.number, found.checksum))
            .collect();
        Ok(Self {
            ventanilla_dump: VERSION,
            migrations,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct TableLine {
    table: String,
    columns: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct EndLine {
    rows: u64,
}

/// Writes all tables as they are at one moment, while others read and write.
///
/// # Errors
/// Those of the database, and [`Error::Full`] or [`Error::Io`] of the place it is written to.
pub fn write(store: &Store, out: &mut impl Write) -> Result<Summary, Error> {
    let mut tx = store.connect(Access::Read)?;
    begin_view(&mut tx)?;
    let mut out = BufWriter::new(out);
    let mut summary = Summary { tables: 0, rows: 0 };
    line(&mut out, &Header::of(&mut tx)?)?;
    for name in schema::tables(&mut tx)? {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let table = schema::Table::read(&mut tx, name)?;
        let columns: Vec<String> = table.column_names().map(str::to_owned).collect();
        let width = columns.len();
        line(
            &mut out,
            &TableLine {
                table: table.name().to_owned(),
                columns,
            },
        )?;
        summary.tables += 1;
        tx.each_sql(
            Sql {
                name: "dump",
                text: &table.select(),
            },
            &[],
            &mut |row| {
                summary.rows += 1;
                line(&mut out, &row_line(row, width)?)
            },
        )?;
    }
    line(&mut out, &EndLine { rows: summary.rows })?;
    out.flush()
        .map_err(|error| Error::from_io("write the dump", &error))?;
    Ok(summary)
}

/// Opens a view of one moment that may be held for as long as a dump takes.
fn begin_view(tx: &mut Tx) -> Result<(), Error> {
    patient(tx)?;
    let text = match tx.engine {
        Engine::Sqlite(_) => "begin",
        Engine::Postgres(_) => "begin isolation level repeatable read read only",
    };
    tx.batch(Sql {
        name: "begin",
        text,
    })
}

/// Lifts the limits on time that protect the server from requests.
fn patient(tx: &mut Tx) -> Result<(), Error> {
    match tx.engine {
        Engine::Sqlite(_) => Ok(()),
        Engine::Postgres(_) => tx.batch(Sql {
            name: "patience",
            text: "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0",
        }),
    }
}

fn line(out: &mut impl Write, value: &impl Serialize) -> Result<(), Error> {
    let mut text =
        serde_json::to_vec(value).map_err(|_| Error::Value("cannot be told as JSON".to_owned()))?;
    text.push(b'\n');
    out.write_all(&text)
        .map_err(|error| Error::from_io("write the dump", &error))
}

fn row_line(row: &Row<'_>, width: usize) -> Result<Json, Error> {
    (0..width)
        .map(|column| row.value(column).map(|value| tell(&value)))
        .collect()
}

fn tell(value: &Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(*number),
        Value::Real(number) => serde_json::json!({ "r": number.to_string() }),
        Value::Text(text) => Json::from(text.as_ref()),
        Value::Bytes(bytes) => serde_json::json!({ "b": hex::encode(bytes) }),
    }
}

/// The value told by [`tell`], if it is one.
fn understand(told: Json) -> Option<Value<'static>> {
    match told {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::Text(text.into())),
        Json::Object(fields) => match (fields.get("b"), fields.get("r")) {
            (Some(bytes), None) => {
                hex::decode(bytes.as_str()?).map(|bytes| Value::Bytes(bytes.into()))
            }
            (None, Some(real)) => real.as_str()?.parse().ok().map(Value::Real),
            _ => None,
        },
        Json::Bool(_) | Json::Array(_) => None,
    }
}
