//! Messages to people: the inbox that counts, and the e-mail that says to look at it.
//!
//! **Nouns.** [`Notice`] (what to tell whom), [`Message`] (a notice in somebody's inbox), [`Mailer`]
//! (how e-mail leaves: SMTP, or files in the demonstration).
//!
//! **Verbs.** [`send()`] tells somebody something; [`inbox`], [`message()`] and [`mark_read`] are the person's own.
//!
//! **Promises.**
//! - The message is in the inbox if and only if the caller's transaction happened.
//! - An e-mail holds no personal data and nothing of the message: that there is one, and a link.
//! - E-mail is sent at least once. Every attempt carries the same `Message-ID` and date, so that a
//!   mail server that got it twice can tell. A server that fails is tried again with growing pauses;
//!   what never succeeds waits among the dead jobs for an official.
//! - Only the person sees their messages; for everybody else there is none.

mod error;
mod mail;
mod message;
mod pages;
mod send;
mod state;

pub use error::Error;
pub use mail::{EMAIL_JOB, Mailer, deliver};
pub use message::{Message, NoticeId, inbox, mark_read, message, unread};
pub use pages::pages;
pub use send::{BODY_CHARS_MAX, Notice, Recipient, SUBJECT_CHARS_MAX, send};
pub use state::State;

/// The tables of this area.
pub const MIGRATIONS: &[store::Migration] = &[store::migration!(
    "notices",
    1,
    "../migrations/0001_notices.sql"
)];

/// Every SQL statement of this area; a test prepares them all on both databases.
pub const STATEMENTS: &[&[store::Statement]] = &[message::STATEMENTS, send::STATEMENTS];

/// Registers the job that sends e-mail.
pub fn jobs(worker: store::jobs::Worker, state: &State) -> store::jobs::Worker {
    let state = state.clone();
    worker.handle(EMAIL_JOB, move |store, job, _now| {
        mail::deliver(&state, store, job)
    })
}

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
