//! The rows that filing wrote, written again by the database's driver and nothing else: the same tables
//! with the same indexes, as many filings in a commit, every commit on the disk.

mod postgresql;
mod sqlite;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use crate::server::{Database, Place};

/// A column's content, in the types both databases share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    /// The bits of a double, so that rows can be compared.
    Real(u64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Rows of one table.
#[derive(Debug, Clone)]
pub(crate) struct TableRows {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// Positions of the primary key among the columns.
    pub(crate) key: Vec<usize>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl TableRows {
    fn key_of(&self, row: &[Cell]) -> Vec<Cell> {
        self.key
            .iter()
            .filter_map(|position| row.get(*position).cloned())
            .collect()
    }

    /// The statement that writes one of them.
    fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len())
            .map(|number| format!("${number}"))
            .collect();
        format!(
            "insert into {} ({}) values ({})",
            self.name,
            self.columns.join(", "),
            places.join(", ")
        )
    }

    /// The share of the rows that the n-th of so many groups writes.
    fn share(&self, group: usize, groups: usize) -> &[Vec<Cell>] {
        let from = self.rows.len() * group / groups;
        let to = self.rows.len() * (group + 1) / groups;
        self.rows.get(from..to).unwrap_or_default()
    }
}

/// Rows of many tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows(Vec<TableRows>);

impl Rows {
    pub(crate) fn count(&self, table: &str) -> usize {
        self.0
            .iter()
            .find(|rows| rows.name == table)
            .map_or(0, |rows| rows.rows.len())
    }

    pub(crate) fn total(&self) -> usize {
        self.0.iter().map(|table| table.rows.len()).sum()
    }

    /// Those whose key the earlier ones do not have.
    fn without(mut self, earlier: &Self) -> Self {
        for table in &mut self.0 {
            let Some(before) = earlier.0.iter().find(|other| other.name == table.name) else {
                continue;
            };
            let known: HashSet<Vec<Cell>> =
                before.rows.iter().map(|row| before.key_of(row)).collect();
            let mut rows = std::mem::take(&mut table.rows);
            rows.retain(|row| !known.contains(&table.key_of(row)));
            table.rows = rows;
        }
        self.0.retain(|table| !table.rows.is_empty());
        self
    }
}

/// The State before the load: its rows, and a copy of its database to write the new ones into.
pub(crate) struct Snapshot {
    rows: Rows,
    copy: Copy,
}

enum Copy {
    File(
        PathBuf,
        #[expect(dead_code, reason = "the folder lives as long as the copy")] tempfile::TempDir,
    ),
    Database(&'static str),
}

/// Copies a State that nobody serves.
pub(crate) fn snapshot(place: &Place, database: &Database<'_>) -> anyhow::Result<Snapshot> {
    match database {
        Database::Sqlite => {
            let folder = tempfile::tempdir_in(place.data())?;
            let file = folder.path().join("raw.db");
            sqlite::copy(&sqlite_file(place), &file)?;
            Ok(Snapshot {
                rows: sqlite::rows(&file)?,
                copy: Copy::File(file, folder),
            })
        }
        Database::Postgres(cluster) => {
            cluster.create("raw", Some("bench"))?;
            Ok(Snapshot {
                rows: postgresql::rows(&mut cluster.connect("raw")?)?,
                copy: Copy::Database("raw"),
            })
        }
    }
}

/// The rows that a State has and its snapshot has not.
pub(crate) fn new_rows(
    place: &Place,
    database: &Database<'_>,
    before: &Snapshot,
) -> anyhow::Result<Rows> {
    let now = match database {
        Database::Sqlite => sqlite::rows(&sqlite_file(place))?,
        Database::Postgres(cluster) => postgresql::rows(&mut cluster.connect("bench")?)?,
    };
    Ok(now.without(&before.rows))
}

/// Writes rows into the copy, `group` filings to a commit, and says how long it took.
pub(crate) fn write(
    rows: &Rows,
    filings: usize,
    group: f64,
    database: &Database<'_>,
    into: Snapshot,
) -> anyhow::Result<Duration> {
    let groups = ((filings as f64 / group).round() as usize).max(1);
    match (database, &into.copy) {
        (Database::Postgres(cluster), Copy::Database(name)) => {
            postgresql::write(rows, groups, cluster, name)
        }
        (_, Copy::File(file, _)) => sqlite::write(rows, groups, file),
        (Database::Sqlite, Copy::Database(_)) => anyhow::bail!("a copy of another database"),
    }
}

fn sqlite_file(place: &Place) -> PathBuf {
    place.data().join("ventanilla.db")
}
