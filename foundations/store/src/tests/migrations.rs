//! Starting on databases of every age.

use super::{NOTES, ROOMS, add};
use crate::testing::each_config;
use crate::{Config, Error, Migration, Store};

const BROKEN: &[Migration] = &[
    Migration::new(
        "extra",
        1,
        "create table extra (id bigint not null primary key)",
    ),
    Migration::new(
        "extra",
        2,
        "create table extra_more (id bigint not null primary key); insert into nowhere values (1);",
    ),
];
const MENDED: &[Migration] = &[
    Migration::new(
        "extra",
        1,
        "create table extra (id bigint not null primary key)",
    ),
    Migration::new(
        "extra",
        2,
        "create table extra_more (id bigint not null primary key)",
    ),
];
const CHANGED: &[Migration] = &[Migration::new(
    "note",
    1,
    "create table note (id bigint not null primary key)",
)];
const GAP: &[Migration] = &[Migration::new(
    "extra",
    2,
    "create table extra (id bigint not null primary key)",
)];

fn sentence(config: &Config, rooms: &[&[Migration]]) -> String {
    match Store::open(config, rooms) {
        Err(Error::Migration(sentence)) => sentence,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it opened"),
    }
}

#[test]
fn a_second_start_applies_nothing_and_keeps_what_is_there() {
    each_config(|config| {
        Store::open(config, ROOMS)
            .unwrap()
            .write_blocking(|tx| add(tx, 1, "one"))
            .unwrap();
        let store = Store::open(config, ROOMS).unwrap();
        assert!(
            store
                .write_blocking(|tx| add(tx, 1, "two"))
                .unwrap_err()
                .is_unique()
        );
    });
}

#[test]
fn a_migration_that_fails_is_undone_and_told_in_one_sentence() {
    each_config(|config| {
        let told = sentence(config, &[NOTES, BROKEN]);
        assert!(
            told.starts_with("Migration 2 of extra failed and was undone:"),
            "{told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
        // Were the first half still there, the mended one could not make its table.
        Store::open(config, &[NOTES, MENDED]).unwrap();
    });
}

#[test]
fn a_migration_changed_after_it_was_applied_refuses_the_start() {
    each_config(|config| {
        Store::open(config, ROOMS).unwrap();
        let told = sentence(config, &[CHANGED]);
        assert!(
            told.starts_with("Migration 1 of note was changed"),
            "{told}"
        );
        Store::open(config, ROOMS).unwrap();
    });
}

#[test]
fn a_database_newer_than_the_program_refuses_the_start() {
    each_config(|config| {
        Store::open(config, &[NOTES, MENDED]).unwrap();
        let told = sentence(config, &[NOTES, MENDED.get(..1).unwrap()]);
        assert!(
            told.starts_with("The database is newer than this program"),
            "{told}"
        );
        let told = sentence(config, ROOMS);
        assert!(told.contains("migration 1 of extra"), "{told}");
    });
}

#[test]
fn numbers_have_no_gaps() {
    each_config(|config| {
        let told = sentence(config, &[NOTES, GAP]);
        assert!(
            told.contains("lists migration 2 of extra where number 1 belongs"),
            "{told}"
        );
    });
}

#[test]
fn nodes_that_start_at_once_apply_each_migration_once() {
    each_config(|config| {
        let nodes: Vec<_> = (0..4)
            .map(|_| {
                let config = config.clone();
                std::thread::spawn(move || Store::open(&config, &[NOTES, MENDED]).map(drop))
            })
            .collect();
        for node in nodes {
            node.join().unwrap().unwrap();
        }
    });
}

#[test]
fn a_file_that_is_no_database_refuses_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("ventanilla.db"),
        "this is not a database, by any measure ".repeat(99),
    )
    .unwrap();
    let opened = Store::open(&Config::sqlite(folder.path()), ROOMS).map(drop);
    assert!(matches!(opened, Err(Error::Damaged(_))), "{opened:?}");
}
