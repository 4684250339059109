//! The catalogue: what the State offers, as definitions that people and machines read.
//!
//! **Nouns.** [`Definition`] (ficha, form, process, tables, templates), [`Published`] (an immutable version,
//! named by the hash of its files), [`Library`] (life events and agencies), [`Catalogue`] (all of it in
//! memory, searched by [`Catalogue::search`]), [`Finding`] (what is wrong with a definition, and where).
//!
//! [`edition`] (a definition being changed), [`differences`] (what a version changes, in words).
//!
//! **Verbs.** [`check::check`] a folder's files, [`publish`] what ships; the people of an agency [`edition::begin`],
//! [`edition::propose`], [`edition::approve`] and [`edition::undo`].
//!
//! **Promises.** What is published was checked. Publishing the same files twice changes nothing. A version is
//! never changed, so a case is handled by the very text it was filed under. Pages are the same for everybody
//! and kept ready; the catalogue is never more than [`catalogue::CHECK_EVERY`] behind what was published elsewhere.

mod api;
pub mod burden;
pub mod catalogue;
pub mod check;
mod definition;
pub mod desk;
pub mod differences;
pub mod draft;
pub mod edition;
pub mod export;
mod ficha;
mod finding;
pub mod for_another;
pub mod gathered;
mod library;
mod pages;
mod publish;
mod search;
mod state;
mod tables;
#[cfg(test)]
mod tests;
mod trial;
mod version;

pub use api::api;
pub use catalogue::Catalogue;
pub use definition::{Definition, Files};
pub use desk::Desk;
pub use ficha::{
    Against, Audience, Channel, Extension, Fee, Ficha, Gives, InPerson, Law, LawRef, Need, OpenTo,
    Silence, StepText, TermOfLaw, Within,
};
pub use finding::{Error, Finding};
pub use for_another::{ForAnother, Represented};
pub use gathered::Gathered;
pub use library::{AgencyEntry, Level, Library, LifeEvent};
pub use pages::pages;
pub use publish::publish;
pub use search::Found;
pub use state::State;
pub use trial::Trial;
pub use version::{Published, by_form_code, files};

/// The tables of this area.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("services", 1, "../migrations/0001_services.sql"),
    store::migration!("services", 2, "../migrations/0002_editions.sql"),
];

/// Every SQL statement of this area; a test prepares them all on both databases.
pub const STATEMENTS: &[&[store::Statement]] = &[
    edition::STATEMENTS,
    edition::publication::STATEMENTS,
    version::STATEMENTS,
];

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
