//! What tables a database has, asked in its own language.

use crate::db::{Engine, Sql};
use crate::{Error, Tx, params};

/// A table and its columns.
pub(super) struct Table {
    name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    /// The place in the primary key, from 1; 0 outside of it.
    key: i64,
    /// Whether to ask for the order by bytes, which SQLite has anyhow.
    by_bytes: bool,
}

/// The names of all tables, in alphabetical order.
pub(super) fn tables(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let text = match tx.engine {
        Engine::Sqlite(_) => {
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'"
        }
        Engine::Postgres(_) => {
            "select table_name::text from information_schema.tables
             where table_schema = current_schema() and table_type = 'BASE TABLE'"
        }
    };
    let mut names = Vec::new();
    tx.each_sql(
        Sql {
            name: "tables",
            text,
        },
        &[],
        &mut |row| {
            names.push(row.get(0)?);
            Ok(())
        },
    )?;
    names.sort();
    Ok(names)
}

impl Table {
    /// Reads the columns of a table that exists.
    pub(super) fn read(tx: &mut Tx, name: String) -> Result<Self, Error> {
        let text = match tx.engine {
            Engine::Sqlite(_) => "select name, pk, 0 from pragma_table_info($1) order by cid",
            Engine::Postgres(_) => {
                "select c.column_name::text, coalesce(k.ordinal_position, 0)::bigint, c.data_type = 'text'
                 from information_schema.columns c
                 left join information_schema.table_constraints t
                    on t.table_schema = c.table_schema and t.table_name = c.table_name
                    and t.constraint_type = 'PRIMARY KEY'
                 left join information_schema.key_column_usage k
                    on k.constraint_schema = t.constraint_schema and k.constraint_name = t.constraint_name
                    and k.table_name = c.table_name and k.column_name = c.column_name
                 where c.table_schema = current_schema() and c.table_name::text = $1
                 order by c.ordinal_position"
            }
        };
        let mut columns = Vec::new();
        tx.each_sql(
            Sql {
                name: "columns",
                text,
            },
            params![name],
            &mut |row| {
                columns.push(Column {
                    name: row.get(0)?,
                    key: row.get(1)?,
                    by_bytes: row.get(2)?,
                });
                Ok(())
            },
        )?;
        Ok(Self { name, columns })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// All rows by primary key, in an order that does not depend on the language of the server.
    pub(super) fn select(&self) -> String {
        let columns: Vec<String> = self.column_names().map(quote).collect();
        let mut key: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.key > 0)
            .collect();
        key.sort_by_key(|column| column.key);
        let order: Vec<String> = key.iter().map(|column| column.order()).collect();
        let mut text = format!("select {} from {}", columns.join(", "), quote(&self.name));
        if !order.is_empty() {
            text.push_str(" order by ");
            text.push_str(&order.join(", "));
        }
        text
    }

    /// Adds one row, its values in the order of the given columns of this table.
    pub(super) fn insert(&self, columns: &[String]) -> String {
        let names: Vec<String> = columns.iter().map(|column| quote(column)).collect();
        let numbers: Vec<String> = (1..=columns.len())
            .map(|number| format!("${number}"))
            .collect();
        format!(
            "insert into {} ({}) values ({})",
            quote(&self.name),
            names.join(", "),
            numbers.join(", ")
        )
    }

    pub(super) fn delete(&self) -> String {
        format!("delete from {}", quote(&self.name))
    }
}

impl Column {
    fn order(&self) -> String {
        if self.by_bytes {
            format!("{} collate \"C\"", quote(&self.name))
        } else {
            quote(&self.name)
        }
    }
}

/// Foreign keys are put aside while rows come in an order that does not follow them.
pub(super) struct ForeignKeys {
    /// What puts them back, on PostgreSQL.
    put_back: Vec<String>,
}

impl ForeignKeys {
    /// Puts them aside inside the open transaction: SQLite looks at them at its commit.
    pub(super) fn put_aside(tx: &mut Tx) -> Result<Self, Error> {
        if matches!(tx.engine, Engine::Sqlite(_)) {
            tx.batch(Sql {
                name: "foreign keys",
                text: "pragma defer_foreign_keys = on",
            })?;
            return Ok(Self {
                put_back: Vec::new(),
            });
        }
        let text = "select r.relname::text, c.conname::text, pg_get_constraintdef(c.oid)
                    from pg_constraint c join pg_class r on r.oid = c.conrelid
                    where c.contype = 'f' and c.connamespace = current_schema()::regnamespace";
        let mut keys = Vec::new();
        tx.each_sql(
            Sql {
                name: "foreign keys",
                text,
            },
            &[],
            &mut |row| {
                keys.push((
                    row.get::<String>(0)?,
                    row.get::<String>(1)?,
                    row.get::<String>(2)?,
                ));
                Ok(())
            },
        )?;
        let mut put_back = Vec::new();
        for (table, name, definition) in keys {
            let (table, name) = (quote(&table), quote(&name));
            let text = format!("alter table {table} drop constraint {name}");
            tx.batch(Sql {
                name: "foreign keys",
                text: &text,
            })?;
            put_back.push(format!(
                "alter table {table} add constraint {name} {definition}"
            ));
        }
        Ok(Self { put_back })
    }

    /// Puts them back, which checks every row.
    pub(super) fn put_back(self, tx: &mut Tx) -> Result<(), Error> {
        self.put_back.iter().try_for_each(|text| {
            tx.batch(Sql {
                name: "foreign keys",
                text,
            })
        })
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
