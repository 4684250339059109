//! One face over the embedded SQLite and over PostgreSQL: transactions, migrations, jobs, blobs, backups.
//!
//! Domain code is synchronous: a function takes a [`Db`] to read or a [`Tx`] to write, and the async
//! edge hands it to [`Store::read`] or [`Store::write`]. It may run again, when others were in the way
//! or the connection was lost, so it depends on nothing but the database and its own arguments.
//!
//! ```
//! # use store::{Config, Store, Error, params};
//! store::statements! {
//!     INSERT = "insert into job_note (id, words) values ($1, $2)";
//! }
//! # fn main() -> Result<(), Error> {
//! # let folder = std::env::temp_dir().join(format!("store-doc-{}", std::process::id()));
//! const MIGRATIONS: &[store::Migration] =
//!     &[store::Migration::new("note", 1, "create table job_note (id bigint not null primary key, words text not null)")];
//! let store = Store::open(&Config::sqlite(&folder), &[MIGRATIONS])?;
//! store.write_blocking(|tx| tx.exec(&INSERT, params![1, "Buenos días"]))?;
//! # drop(store);
//! # let _ = std::fs::remove_dir_all(folder);
//! # Ok(())
//! # }
//! ```
//!
//! One SQL text serves both databases, in the part they share: `bigint`, `text`, `bytea` and
//! `double precision`; booleans are 0 and 1, instants microseconds, JSON is text; no `now()`, no
//! sequences, no extensions. Primary keys say `not null`, because SQLite would let a null in.
//! What this crate is not: a query builder or a mapper of objects. SQL stands beside its type.

pub mod blobs;
pub mod dump;
pub mod jobs;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

mod backup;
mod bell;
mod config;
mod db;
mod error;
mod fence;
mod group;
mod hex;
mod id;
mod json;
mod metrics;
mod migrations;
mod pool;
mod postgres;
mod queue;
mod sqlite;
mod statement;
mod store;
#[cfg(test)]
mod tests;
mod value;
mod wire;

pub use blobs::{BlobHash, Blobs};
pub use config::{Config, Database};
pub use db::{Db, ROWS_MAX, Row, Tx};
pub use error::Error;
#[doc(hidden)]
pub use id::private;
pub use json::Json;
pub use metrics::Metrics;
pub use migrations::Migration;
pub use statement::Statement;
pub use store::Store;
pub use value::{FromValue, ToValue, Value};

/// Every statement of the store itself.
pub const STATEMENTS: &[&[Statement]] = &[
    jobs::STATEMENTS,
    jobs::claim::STATEMENTS,
    fence::STATEMENTS,
    migrations::STATEMENTS,
];
