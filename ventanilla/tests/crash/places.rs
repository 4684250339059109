//! A place on each database.

use store::{Config, Database};

use crate::program::{Place, free_address};

/// Runs a test on SQLite and, where there is one, on PostgreSQL.
pub(crate) fn each_place(test: impl Fn(&Place)) {
    store::testing::each_config(|config| test(&place(config)));
}

fn place(config: &Config) -> Place {
    let folder = config.blobs.parent().unwrap();
    let (name, database) = match &config.database {
        Database::Sqlite(_) => ("sqlite", None),
        Database::Postgres(connection) => ("postgres", Some(connection.clone())),
    };
    Place {
        data: folder.join(name),
        database,
        address: free_address(),
    }
}

/// The database of a place, for a test that opens it beside the program.
pub(crate) fn config(place: &Place) -> Config {
    match &place.database {
        Some(connection) => Config::postgres(connection.clone(), place.data.join("blobs")),
        None => Config::sqlite(&place.data),
    }
}
