//! PostgreSQL by the `postgres` crate alone, on as many connections as the store has.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::bail;
use postgres::error::SqlState;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, IsolationLevel, Row, Statement};

use super::{Cell, Rows, TableRows};
use crate::cluster::Cluster;

/// As the store's configuration has it.
const CONNECTIONS: usize = 32;

const TABLES: &str = "select table_name::text from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'";
const COLUMNS: &str = "select column_name::text from information_schema.columns
    where table_schema = 'public' and table_name = $1 order by ordinal_position";
const KEY: &str = "select a.attname::text from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indisprimary and i.indrelid = ($1::text)::regclass";

/// Every row of every table.
pub(super) fn rows(client: &mut Client) -> anyhow::Result<Rows> {
    let names = texts(client, TABLES, &[])?;
    let tables = names.into_iter().map(|name| table(client, name));
    Ok(Rows(tables.collect::<anyhow::Result<_>>()?))
}

fn table(client: &mut Client, name: String) -> anyhow::Result<TableRows> {
    let columns = texts(client, COLUMNS, &[&name])?;
    let in_key = texts(client, KEY, &[&name])?;
    let key = (0..columns.len())
        .filter(|position| {
            columns
                .get(*position)
                .is_some_and(|column| in_key.contains(column))
        })
        .collect();
    let found = client.query(&format!("select {} from {name}", columns.join(", ")), &[])?;
    let rows = found.iter().map(cells).collect::<anyhow::Result<_>>()?;
    Ok(TableRows {
        name,
        columns,
        key,
        rows,
    })
}

fn texts(
    client: &mut Client,
    query: &str,
    values: &[&(dyn ToSql + Sync)],
) -> anyhow::Result<Vec<String>> {
    let rows = client.query(query, values)?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

fn cells(row: &Row) -> anyhow::Result<Vec<Cell>> {
    let read = |column: usize| {
        Ok(match *row_type(row, column) {
            Type::INT8 => row
                .get::<_, Option<i64>>(column)
                .map_or(Cell::Null, Cell::Int),
            Type::FLOAT8 => row
                .get::<_, Option<f64>>(column)
                .map_or(Cell::Null, |number| Cell::Real(number.to_bits())),
            Type::TEXT => row
                .get::<_, Option<String>>(column)
                .map_or(Cell::Null, Cell::Text),
            Type::BYTEA => row
                .get::<_, Option<Vec<u8>>>(column)
                .map_or(Cell::Null, Cell::Bytes),
            ref other => bail!("a column of the type {other}"),
        })
    };
    (0..row.len()).map(read).collect()
}

fn row_type(row: &Row, column: usize) -> &Type {
    row.columns()
        .get(column)
        .map_or(&Type::UNKNOWN, |column| column.type_())
}

/// Writes the rows in so many serializable transactions, on all connections at once.
pub(super) fn write(
    rows: &Rows,
    groups: usize,
    cluster: &Cluster,
    database: &str,
) -> anyhow::Result<Duration> {
    let next = AtomicUsize::new(0);
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(cluster.connect(database)?);
    }
    let began = Instant::now();
    std::thread::scope(|scope| {
        let next = &next;
        let threads: Vec<_> = clients
            .iter_mut()
            .map(|client| scope.spawn(move || write_until_done(client, rows, groups, next)))
            .collect();
        for thread in threads {
            if !matches!(thread.join(), Ok(Ok(()))) {
                bail!("a connection could not write its rows");
            }
        }
        Ok(())
    })?;
    Ok(began.elapsed())
}

fn write_until_done(
    client: &mut Client,
    rows: &Rows,
    groups: usize,
    next: &AtomicUsize,
) -> anyhow::Result<()> {
    let mut inserts = Vec::new();
    for table in &rows.0 {
        inserts.push((table, client.prepare(&table.insert())?));
    }
    loop {
        let group = next.fetch_add(1, Ordering::Relaxed);
        if group >= groups {
            return Ok(());
        }
        while let Err(error) = write_group(client, &inserts, group, groups) {
            if error.code() != Some(&SqlState::T_R_SERIALIZATION_FAILURE) {
                return Err(error.into());
            }
        }
    }
}

fn write_group(
    client: &mut Client,
    inserts: &[(&TableRows, Statement)],
    group: usize,
    groups: usize,
) -> Result<(), postgres::Error> {
    let mut transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::Serializable)
        .start()?;
    for (table, insert) in inserts {
        for row in table.share(group, groups) {
            let values: Vec<Box<dyn ToSql + Sync>> = row.iter().map(value).collect();
            let values: Vec<&(dyn ToSql + Sync)> = values
                .iter()
                .map(|value| &**value as &(dyn ToSql + Sync))
                .collect();
            transaction.execute(insert, &values)?;
        }
    }
    transaction.commit()
}

fn value(cell: &Cell) -> Box<dyn ToSql + Sync> {
    match cell {
        // Null of any type is written the same way.
        Cell::Null => Box::new(Null),
        Cell::Int(number) => Box::new(*number),
        Cell::Real(bits) => Box::new(f64::from_bits(*bits)),
        Cell::Text(text) => Box::new(text.clone()),
        Cell::Bytes(bytes) => Box::new(bytes.clone()),
    }
}

/// A null for a column of any type.
#[derive(Debug)]
struct Null;

impl ToSql for Null {
    fn to_sql(
        &self,
        _: &Type,
        _: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        Ok(IsNull::Yes)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
