//! The crate from outside: a State with its authorities, its seals and the documents they sealed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod authorities;
mod documents;
mod house;
mod others;
