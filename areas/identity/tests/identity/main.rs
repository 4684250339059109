//! What people rely on when they come in, and when others look at their data. Every test runs on
//! both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod access;
mod accounts;
mod demonstration;
mod pages;
mod password;
mod town;

use store::Migration;

/// The tables these tests need.
const ROOMS: &[&[Migration]] = &[identity::MIGRATIONS];

#[test]
fn both_databases_understand_every_statement() {
    store::testing::prepare_all(ROOMS, identity::STATEMENTS);
}
