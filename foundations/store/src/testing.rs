//! Databases for tests: SQLite always, PostgreSQL where its programs are found.
//!
//! One private cluster of PostgreSQL serves all tests of a process. It listens on a socket in a folder
//! of its own, and ends with the process, however that ends.

mod cluster;

use tempfile::TempDir;

use crate::{Config, Database, Error, Migration, Statement, Store};
use cluster::Cluster;

/// Set to `required`, this makes a missing PostgreSQL fail the tests instead of being told in one line.
pub const POSTGRES_VARIABLE: &str = "VENTANILLA_TEST_POSTGRES";

/// Connections of a store under test: enough to be in each other's way, few enough for many tests at once.
const CONNECTIONS: usize = 6;

/// Runs a test on an empty, migrated database of each kind. What fails inside names the database.
///
/// # Panics
/// If a database cannot be made, or the test panics.
#[track_caller]
pub fn each_database(migrations: &'static [&'static [Migration]], test: impl Fn(Store)) {
    each_config(|config| match Store::open(config, migrations) {
        Ok(store) => test(store),
        Err(error) => stop(&error),
    });
}

/// As [`each_database`], for tests that open the store themselves, perhaps several times.
///
/// # Panics
/// If a database cannot be made, or the test panics.
#[track_caller]
pub fn each_config(test: impl Fn(&Config)) {
    let folder = folder();
    test(&Config::sqlite(folder.path()));
    if let Some(config) = postgres_config(&folder) {
        test(&config);
        if let (Some(cluster), Database::Postgres(connection)) =
            (Cluster::of_this_process(), &config.database)
        {
            cluster.drop_database(connection);
        }
    }
}

/// A store on SQLite in a folder of its own, which lives as long as the second value.
///
/// # Panics
/// If the database cannot be made.
#[track_caller]
pub fn sqlite(migrations: &[&[Migration]]) -> (Store, TempDir) {
    let folder = folder();
    match Store::open(&Config::sqlite(folder.path()), migrations) {
        Ok(store) => (store, folder),
        Err(error) => stop(&error),
    }
}

/// An empty database in the cluster of this process, with the blobs in the folder; none, after saying
/// so once, if there is no PostgreSQL on this machine.
///
/// # Panics
/// If the cluster is there but does not serve.
#[track_caller]
pub fn postgres_config(folder: &TempDir) -> Option<Config> {
    let made = Cluster::of_this_process()?.fresh_database();
    match made {
        Ok(connection) => {
            let blobs = folder.path().join("blobs-of-postgres");
            Some(Config {
                connections: CONNECTIONS,
                ..Config::postgres(connection, blobs)
            })
        }
        Err(error) => stop(&error),
    }
}

/// Lets both databases parse every statement.
///
/// # Panics
/// With the name of the first statement that one of them refuses.
#[track_caller]
pub fn prepare_all(
    migrations: &'static [&'static [Migration]],
    statements: &'static [&'static [Statement]],
) {
    each_database(migrations, |store| {
        if let Err(error) = store.prepare_all(statements) {
            stop(&error);
        }
    });
}

fn folder() -> TempDir {
    match TempDir::with_prefix("ventanilla-test-") {
        Ok(folder) => folder,
        Err(error) => stop(&Error::from_io("make a folder for a test", &error)),
    }
}

#[track_caller]
#[expect(
    clippy::panic,
    reason = "this module is for tests, which stop at the first surprise"
)]
fn stop(error: &Error) -> ! {
    panic!("{error}")
}
