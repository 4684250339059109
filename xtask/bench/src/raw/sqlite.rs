//! SQLite by `rusqlite` alone, with the settings the store uses.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};

use super::{Cell, Rows, TableRows};

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Real(bits) => ToSqlOutput::Owned(Value::Real(f64::from_bits(*bits))),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// A whole copy, what lies in the log beside the file included.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let source = Connection::open(from)?;
    source.execute("vacuum into ?1", [to.to_string_lossy()])?;
    Ok(())
}

/// Every row of every table.
pub(super) fn rows(file: &Path) -> anyhow::Result<Rows> {
    let database = Connection::open(file)?;
    let mut statement = database.prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
    )?;
    let names: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let tables = names.into_iter().map(|name| table(&database, name));
    Ok(Rows(tables.collect::<anyhow::Result<_>>()?))
}

fn table(database: &Connection, name: String) -> anyhow::Result<TableRows> {
    let mut statement = database.prepare(&format!("pragma table_info({name})"))?;
    let described: Vec<(String, i64)> = statement
        .query_map([], |row| Ok((row.get("name")?, row.get("pk")?)))?
        .collect::<Result<_, _>>()?;
    let key = (0..described.len())
        .filter(|position| described.get(*position).is_some_and(|(_, pk)| *pk > 0))
        .collect();
    let columns: Vec<String> = described.into_iter().map(|(column, _)| column).collect();
    let mut statement = database.prepare(&format!("select {} from {name}", columns.join(", ")))?;
    let width = columns.len();
    let rows = statement
        .query_map([], |row| {
            (0..width)
                .map(|column| Ok(cell(row.get_ref(column)?)))
                .collect()
        })?
        .collect::<Result<_, rusqlite::Error>>()?;
    Ok(TableRows {
        name,
        columns,
        key,
        rows,
    })
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Real(number) => Cell::Real(number.to_bits()),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}

/// Writes the rows in so many commits.
pub(super) fn write(rows: &Rows, groups: usize, file: &Path) -> anyhow::Result<Duration> {
    let database = Connection::open(file)?;
    database.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off;
         pragma cache_size = -8000; pragma journal_size_limit = 67108864;",
    )?;
    let mut inserts = Vec::new();
    for table in &rows.0 {
        inserts.push((table, database.prepare(&table.insert())?));
    }
    let began = Instant::now();
    for group in 0..groups {
        database.execute_batch("begin immediate")?;
        for (table, insert) in &mut inserts {
            for row in table.share(group, groups) {
                insert.execute(rusqlite::params_from_iter(row))?;
            }
        }
        database.execute_batch("commit")?;
    }
    Ok(began.elapsed())
}
