//! Applications, from the first letter typed to the signed act.
//!
//! **Nouns.** [`draft`] (not yet sent), [`case`] (sent, with its history in [`event`]), [`task`] (human
//! work), [`mark`] (a field to correct), [`document`] (a file given),
//! [`act`] (the document it ends with), [`attachment`] (a file that goes with it).
//!
//! **Verbs.** [`begin`], [`fill`], [`submit`], [`follow`], [`attach`], [`complete`], [`correct`], [`issue`]; and those
//! of the clock in `timers`.
//!
//! **Promises.**
//! - What was typed is kept before it is checked. A draft is sent once, however often it is pressed.
//! - A case that is not theirs does not exist for anybody: every query asks for its reader.
//! - An official who reads a person's answers leaves the line that the person reads at `/mi/datos`.
//! - Every step names the one it follows: none is taken twice. Effects are rows of the same transaction.

pub mod act;
mod advance;
mod api;
pub mod appeal;
pub mod applicant;
mod assign;
pub mod attach;
pub mod attachment;
pub mod begin;
mod call;
pub mod case;
pub mod change;
mod clock;
pub mod complete;
mod consult;
pub mod correct;
pub mod cosign;
pub mod deed;
pub mod document;
pub mod dossier;
pub mod draft;
pub mod entries;
mod error;
pub mod event;
pub mod extend;
mod facts;
mod fee;
pub mod fill;
mod fold;
pub mod follow;
mod hands;
pub mod issue;
mod job;
mod jobs;
pub mod jurisdiction;
pub mod link;
mod look;
pub mod mark;
mod marked;
pub mod meet;
pub mod migrate;
mod next_steps;
mod number;
mod pages;
mod paper;
mod paper_form;
mod register;
pub mod reopen;
mod represented;
pub mod revoke;
pub mod standing;
mod state;
mod subcase;
pub mod submit;
mod sweep;
pub mod systems;
pub mod take;
pub mod task;
mod tell;
mod timers;
pub mod verify;
pub mod withdraw;

pub use api::api;
pub use case::CaseId;
pub use draft::DraftId;
pub use error::Error;
pub use jobs::jobs;
pub use number::{CaseNumber, NotANumber, VerificationCode};
pub use pages::pages;
pub use state::{ANONYMOUS_FILINGS_PER_MINUTE_MAX, State};
pub use sweep::sweep;
pub use systems::{BadSystem, System, Systems};

/// The tables of this area.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("cases", 1, "../migrations/0001_cases.sql"),
    store::migration!("cases", 2, "../migrations/0002_following.sql"),
    store::migration!("cases", 3, "../migrations/0003_attachments.sql"),
    store::migration!("cases", 4, "../migrations/0004_revoking.sql"),
    store::migration!("cases", 5, "../migrations/0005_about.sql"),
    store::migration!("cases", 6, "../migrations/0006_assigning.sql"),
    store::migration!("cases", 7, "../migrations/0007_acts.sql"),
    store::migration!("cases", 8, "../migrations/0008_cosigners.sql"),
    store::migration!("cases", 9, "../migrations/0009_written_down.sql"),
    store::migration!("cases", 10, "../migrations/0010_consulted.sql"),
    store::migration!("cases", 11, "../migrations/0011_for_another.sql"),
    store::migration!("cases", 12, "../migrations/0012_next_stage.sql"),
    store::migration!("cases", 13, "../migrations/0013_urgent.sql"),
];

/// Every SQL statement of this area; a test prepares them all on both databases.
pub const STATEMENTS: &[&[store::Statement]] = &[
    act::STATEMENTS,
    assign::STATEMENTS,
    attachment::STATEMENTS,
    case::STATEMENTS,
    case::filing::STATEMENTS,
    case::list::STATEMENTS,
    consult::STATEMENTS,
    cosign::STATEMENTS,
    document::STATEMENTS,
    dossier::gather::STATEMENTS,
    draft::STATEMENTS,
    event::STATEMENTS,
    follow::STATEMENTS,
    link::STATEMENTS,
    mark::STATEMENTS,
    meet::STATEMENTS,
    migrate::STATEMENTS,
    take::STATEMENTS,
    task::STATEMENTS,
    task::desk::STATEMENTS,
    verify::STATEMENTS,
];

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
