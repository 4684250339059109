//! Where the store keeps things, and its limits.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Which database.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file of the embedded database; made if it does not exist. One machine.
    Sqlite(PathBuf),
    /// A connection string of PostgreSQL, as a URL or as `host=… user=…`. Several hosts may be named
    /// with `target_session_attrs=read-write`; the store then follows the primary.
    Postgres(String),
}

/// Without the connection string, which can hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

/// How to open a [`Store`](crate::Store).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The database.
    pub database: Database,
    /// The folder of the blobs; made if it does not exist. All nodes of a cluster share it.
    pub blobs: PathBuf,
    /// Threads that read from SQLite, each with a connection: two to four suit any machine.
    pub readers: usize,
    /// Connections to PostgreSQL at most, opened as they are needed. Each commits one transaction at a
    /// time, so this is also the number of commits under way at once.
    pub connections: usize,
    /// Requests that may wait in a queue; the next one is told [`Error::Busy`](crate::Error::Busy).
    pub queue_max: usize,
    /// How long a request may wait for its turn before it is told [`Error::Busy`](crate::Error::Busy).
    pub wait_max: Duration,
}

impl Config {
    /// The embedded database and the blobs, in one folder.
    pub fn sqlite(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self::new(
            Database::Sqlite(folder.join("ventanilla.db")),
            folder.join("blobs"),
        )
    }

    /// PostgreSQL by its connection string, and a folder for the blobs.
    pub fn postgres(connection: impl Into<String>, blobs: impl Into<PathBuf>) -> Self {
        Self::new(Database::Postgres(connection.into()), blobs.into())
    }

    fn new(database: Database, blobs: PathBuf) -> Self {
        Self {
            database,
            blobs,
            readers: 3,
            connections: 32,
            // Sixteen full groups: more than that would wait longer than a person does.
            queue_max: 8_192,
            wait_max: Duration::from_secs(10),
        }
    }
}
