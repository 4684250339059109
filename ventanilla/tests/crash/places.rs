//! A place on each database.

use store::{Config, Database, Migration};

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

/// The rooms that come before the cases, in their order.
pub(crate) const ROOMS_BEFORE: &[&[Migration]] = &[
    ledger::MIGRATIONS,
    pki::MIGRATIONS,
    identity::MIGRATIONS,
    services::MIGRATIONS,
    registries::MIGRATIONS,
    notices::MIGRATIONS,
    payments::MIGRATIONS,
];

/// Every room, in the order of the program.
pub(crate) fn rooms() -> Vec<&'static [Migration]> {
    [ROOMS_BEFORE, &[cases::MIGRATIONS]].concat()
}

/// The database of a place, for a test that opens it beside the program.
pub(crate) fn config(place: &Place) -> Config {
    match &place.database {
        Some(connection) => Config::postgres(connection.clone(), place.data.join("blobs")),
        None => Config::sqlite(&place.data),
    }
}
