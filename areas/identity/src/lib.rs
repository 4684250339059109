//! Who is who: persons, accounts and how they come in, agencies and their officials, and the
//! record of every look at a person's data.
//!
//! **Nouns.** [`Person`], [`Account`](accounts), [`Session`](sessions::Session),
//! [`Token`](tokens), [`Agency`], [`Actor`] (whoever makes a request),
//! [`AccessEntry`](access::AccessEntry).
//!
//! **Verbs.** [`sign_in`](sign_in::sign_in), [`register`](register::register),
//! [`accounts::create`], [`accounts::appoint`], [`sessions::end`], [`tokens::issue`],
//! [`access::look`].
//!
//! **Promises.** Passwords, session cookies and bearer tokens are stored only as hashes. An
//! unknown account gets the same answer after the same time as a wrong password. What belongs to a
//! person is wrapped in [`Personal`], which opens for that person, or for a
//! [`Look`] whose entry the person reads at `/mi/datos`, and for nobody else.
//!
//! Passkeys, OpenID Connect, mandates and policies will add rows and extractors beside these; a
//! person's [`Assurance`](people::Assurance) is the place where stronger proof will be written.

pub mod absences;
pub mod access;
pub mod accounts;
mod actor;
pub mod agencies;
mod api;
mod attempts;
pub mod change_password;
pub mod counter;
pub mod demonstration;
mod extract;
pub mod hasher;
mod pages;
pub mod passwords;
pub mod people;
pub mod register;
mod secret;
pub mod sessions;
pub mod sign_in;
mod state;
mod sweep;
pub mod tokens;

pub use access::{AccessId, Look, Personal, Purpose, Reason};
pub use accounts::AccountId;
pub use actor::{Actor, Citizen, Official};
pub use agencies::{Agency, AgencyId};
pub use api::api;
pub use pages::pages;
pub use people::{Person, PersonId};
pub use sessions::SessionId;
pub use state::State;
pub use sweep::sweep;
pub use tokens::TokenId;

/// The tables of this area.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("identity", 1, "../migrations/0001_people.sql"),
    store::migration!("identity", 2, "../migrations/0002_access.sql"),
    store::migration!("identity", 3, "../migrations/0003_absence.sql"),
    store::migration!("identity", 4, "../migrations/0004_counter.sql"),
];

/// Every SQL statement of this area; a test prepares them all on both databases.
pub const STATEMENTS: &[&[store::Statement]] = &[
    absences::STATEMENTS,
    access::STATEMENTS,
    accounts::STATEMENTS,
    actor::STATEMENTS,
    agencies::STATEMENTS,
    counter::STATEMENTS,
    people::STATEMENTS,
    sessions::STATEMENTS,
    attempts::STATEMENTS,
    tokens::STATEMENTS,
];

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
