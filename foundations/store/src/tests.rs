//! Tests of the store, each on both databases.

mod dump;
mod groups;
mod jobs;
mod lines;
mod lost;
mod migrations;
mod together;
mod transactions;
mod values;

use crate::{Error, Migration, Tx, params};

/// A small schema for tests.
pub(crate) const NOTES: &[Migration] = &[Migration::new(
    "note",
    1,
    "create table note (id bigint not null primary key, words text not null, other bigint references note (id));
     create table note_count (name text not null primary key, value bigint not null);
     insert into note_count (name, value) values ('a', 0), ('b', 0);",
)];

pub(crate) const ROOMS: &[&[Migration]] = &[NOTES];

crate::statements! {
    ADD = "insert into note (id, words) values ($1, $2)";
    ADD_UNDER = "insert into note (id, words, other) values ($1, $2, $3)";
    COUNT = "select count(*) from note";
    LIST = "select id, words from note order by id";
    VALUE = "select value from note_count where name = $1";
    SET = "update note_count set value = $2 where name = $1";
    SUM = "select sum(value) from note_count";
    // The parameters appear in the other order than their numbers.
    CROSSED = "update note_count set value = $2 where name = $1 and value <> $2 + 1000";
}

fn add(tx: &mut Tx, id: i64, words: &str) -> Result<(), Error> {
    tx.exec(&ADD, params![id, words]).map(drop)
}

#[test]
fn every_statement_is_understood_by_both() {
    crate::testing::prepare_all(ROOMS, &[STATEMENTS]);
    crate::testing::prepare_all(&[values::THINGS], &[values::STATEMENTS]);
    crate::testing::prepare_all(dump::BOTH, &[dump::STATEMENTS]);
    crate::testing::prepare_all(ROOMS, crate::STATEMENTS);
}
