//! Base registries: what the State knows for sure, once, with its whole history.
//!
//! **Nouns.** [`Dataset`] (`civil.nacimiento`, `comercio.empresa`…), [`Record`] with its versions
//! and the persons it concerns, and the agency that [holds](holders) a registry.
//!
//! **Verbs.** [`register`] a new record, [`amend`] one; [`prefill`] a citizen's form with what is
//! already known of them, and show them their [`own`]; [`of_person`], [`record`] and [`search`](search::search) for whoever works
//! with other people's records.
//!
//! **Promises.** Versions are added, never changed. A person reads their own records freely; anybody
//! else reads one only through [`identity::access`], and each person in the record finds the look at
//! `/mi/datos`. Every list has a limit.

mod amend;
mod dataset;
pub mod demonstration;
pub mod holders;
mod own;
mod prefill;
mod read;
mod record;
mod register;
pub mod say;
pub mod search;

pub use amend::{Amendment, amend};
pub use dataset::{BadDataset, Dataset, base_fields};
pub use own::own;
pub use prefill::prefill;
pub use read::{Found, RECORDS_MAX, history, of_person, record};
pub use record::{Fields, Link, Record, RecordId};
pub use register::{FIELDS_BYTES_MAX, NewRecord, register};

/// The tables of this area. They refer to those of identity, which come first.
pub const MIGRATIONS: &[store::Migration] = &[store::migration!(
    "registries",
    1,
    "../migrations/0001_records.sql"
)];

/// Every SQL statement of this area; a test prepares them all on both databases.
pub const STATEMENTS: &[&[store::Statement]] = &[
    holders::STATEMENTS,
    own::STATEMENTS,
    read::STATEMENTS,
    register::STATEMENTS,
    search::STATEMENTS,
];

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
