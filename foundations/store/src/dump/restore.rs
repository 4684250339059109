//! Reading a dump into a new database.

use std::io::{BufRead, Read};

use super::schema::{self, ForeignKeys, Table};
use super::{EndLine, Header, LEFT_OUT, Summary, TableLine, VERSION, patient, understand};
use crate::db::Sql;
use crate::{Config, Error, Migration, Store, ToValue, Tx, Value};

/// The longest line of a dump, in bytes. The largest texts the platform keeps are far smaller.
const LINE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Fills a new database from a dump, whole or not at all. The migrations are those of
/// [`Store::open`], and must be the ones the dump was made with.
///
/// # Errors
/// [`Error::Misuse`] if the database has tables already, [`Error::Damaged`] with the number of the line
/// that is not understood, [`Error::Migration`] if the dump belongs to another version of the program.
/// After an error the database has tables without rows; remove it before trying again.
pub fn restore(
    config: &Config,
    rooms: &[&[Migration]],
    input: &mut impl BufRead,
) -> Result<Summary, Error> {
    let mut tx = Store::connect_new(config)?;
    if !schema::tables(&mut tx)?.is_empty() {
        return Err(Error::Misuse(
            "a dump is restored into an empty database only",
        ));
    }
    crate::migrations::run(&mut tx, rooms)?;
    patient(&mut tx)?;
    let mut lines = Lines { input, number: 0 };
    check_header(&mut tx, &mut lines)?;
    tx.begin_plain()?;
    let outcome = fill(&mut tx, &mut lines);
    match outcome {
        Ok(summary) => tx.commit().map(|()| summary),
        Err(error) => {
            tx.rollback();
            Err(error)
        }
    }
}

fn check_header(tx: &mut Tx, lines: &mut Lines<'_, impl BufRead>) -> Result<(), Error> {
    let header: Header = lines.next()?.understood(lines.number)?;
    let mine = Header::of(tx)?;
    if header.ventanilla_dump == VERSION && header.migrations == mine.migrations {
        return Ok(());
    }
    Err(Error::Migration(
        "The dump was made by another version of this program; restore it with that version, then update.".to_owned(),
    ))
}

fn fill(tx: &mut Tx, lines: &mut Lines<'_, impl BufRead>) -> Result<Summary, Error> {
    let names = schema::tables(tx)?;
    let mut tables = Vec::new();
    for name in names
        .into_iter()
        .filter(|name| !LEFT_OUT.contains(&name.as_str()))
    {
        tables.push(Table::read(tx, name)?);
    }
    let keys = ForeignKeys::put_aside(tx)?;
    // Rows that the migrations put in are part of the dump, perhaps changed since.
    for table in &tables {
        tx.exec_text(
            Sql {
                name: "restore",
                text: &table.delete(),
            },
            &[],
        )?;
    }
    let mut summary = Summary { tables: 0, rows: 0 };
    let mut insert: Option<String> = None;
    loop {
        let line = lines.next()?;
        let number = lines.number;
        match line.kind() {
            Kind::Row => {
                let text = insert.as_deref().ok_or_else(|| damaged(number))?;
                let values = line.values(number)?;
                let params: Vec<&dyn ToValue> =
                    values.iter().map(|value| value as &dyn ToValue).collect();
                tx.exec_text(
                    Sql {
                        name: "restore",
                        text,
                    },
                    &params,
                )?;
                summary.rows += 1;
            }
            Kind::Table => {
                let told: TableLine = line.understood(number)?;
                insert = Some(insertion(&tables, &told).ok_or_else(|| damaged(number))?);
                summary.tables += 1;
            }
            Kind::End => {
                let end: EndLine = line.understood(number)?;
                if end.rows != summary.rows {
                    return Err(damaged(number));
                }
                keys.put_back(tx)?;
                return Ok(summary);
            }
        }
    }
}

/// The statement for the rows of a table, if this database has it with these columns.
fn insertion(tables: &[Table], told: &TableLine) -> Option<String> {
    let table = tables.iter().find(|table| table.name() == told.table)?;
    let known = |column: &String| table.column_names().any(|name| name == column);
    told.columns
        .iter()
        .all(known)
        .then(|| table.insert(&told.columns))
}

fn damaged(line: u64) -> Error {
    Error::Damaged(format!("line {line} of the dump"))
}

/// The lines of a dump, counted from 1.
struct Lines<'a, R> {
    input: &'a mut R,
    number: u64,
}

enum Kind {
    Row,
    Table,
    End,
}

impl<R: BufRead> Lines<'_, R> {
    /// The next line. A dump ends with its last line, not before.
    fn next(&mut self) -> Result<Line, Error> {
        self.number += 1;
        let mut text = String::new();
        let read = self.input.take(LINE_BYTES_MAX).read_line(&mut text);
        read.map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => damaged(self.number),
            _ => Error::from_io("read the dump", &error),
        })?;
        if text.ends_with('\n') {
            Ok(Line(text))
        } else {
            Err(damaged(self.number))
        }
    }
}

struct Line(String);

impl Line {
    fn kind(&self) -> Kind {
        if self.0.starts_with('[') {
            Kind::Row
        } else if self.0.starts_with("{\"table\"") {
            Kind::Table
        } else {
            Kind::End
        }
    }

    fn understood<T: serde::de::DeserializeOwned>(&self, number: u64) -> Result<T, Error> {
        serde_json::from_str(&self.0).map_err(|_| damaged(number))
    }

    fn values(&self, number: u64) -> Result<Vec<Value<'static>>, Error> {
        let told: Vec<serde_json::Value> = self.understood(number)?;
        told.into_iter()
            .map(|value| understand(value).ok_or_else(|| damaged(number)))
            .collect()
    }
}
