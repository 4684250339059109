//! Fees: what somebody is asked to pay, the way to the provider and back, the receipt.
//!
//! **Nouns.** [`Order`] (what is to be paid, one for each reference), [`Attempt`] (one visit to the
//! provider), [`Settled`] (the money arrived).
//!
//! **Verbs.** [`order()`] asks for money, [`begin`] sends the payer to the provider, [`settle()`] takes
//! the provider's word for what happened, [`expire()`] ends an order whose time is over.
//!
//! **Promises.**
//! - The browser is never believed: only the provider's signed callback settles an order.
//! - Callbacks may be repeated, late or out of order; the same words change nothing twice. Money that
//!   arrived always counts, even after a refusal or the end of the term.
//! - An order is paid once: a second click joins the attempt that is open.
//! - With the settlement, in its transaction, goes the job [`PAID_JOB`] with a [`PaidJob`], for whoever ordered.
//! - An order with a payer is seen by the payer alone; one without, by whoever holds its link.
//!
//! The only provider so far is the test bank (`/banco-de-prueba`), which exists in the demonstration
//! only and talks to us over HTTP like any other.

mod attempt;
mod bank;
mod error;
mod event;
mod expire;
mod order;
mod pages;
mod settle;
mod spoken;
mod state;

pub use attempt::{Attempt, AttemptId, Begun, begin};
pub use bank::BANK_NOTICE_JOB;
pub use error::Error;
pub use event::{Event, EventKind, events};
pub use expire::{EXPIRE_JOB, cancel, expire};
pub use order::{
    NewOrder, Order, OrderId, OrderState, Settled, by_id, by_reference, order, settled,
};
pub use pages::pages;
pub use settle::{Advice, AdviceResult, PAID_JOB, PaidJob, Settlement, settle};
pub use state::State;

/// The tables of this area.
pub const MIGRATIONS: &[store::Migration] = &[store::migration!(
    "payments",
    1,
    "../migrations/0001_payments.sql"
)];

/// Every SQL statement of this area; a test prepares them all on both databases.
pub const STATEMENTS: &[&[store::Statement]] = &[
    attempt::STATEMENTS,
    bank::STATEMENTS,
    event::STATEMENTS,
    expire::STATEMENTS,
    order::STATEMENTS,
    settle::STATEMENTS,
];

/// Registers this area's jobs: the end of an order's time, and the test bank's callbacks.
/// [`PAID_JOB`] is for whoever orders payments to handle.
pub fn jobs(worker: store::jobs::Worker, state: &State) -> store::jobs::Worker {
    let worker = worker.handle(EXPIRE_JOB, expire::run);
    let state = state.clone();
    worker.handle(BANK_NOTICE_JOB, move |store, job, now| {
        bank::deliver(&state, store, job, now)
    })
}

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
