//! Days on which everything goes wrong at the window: people press twice, go back, lose their session,
//! bring the wrong file; machines send what nobody can read; the curious try others' numbers. Each test
//! runs the real binary with the demonstration State and speaks HTTP with it.
//!
//! Every answer has the right status and is a page that says what happened, what was kept and what to
//! do, or a problem document under `/api/`; and nothing is lost.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod files;
#[cfg(test)]
mod machines;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod others;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "what the other tests of the real binary need, and these do not"
)]
#[path = "../program/mod.rs"]
mod program;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod town;
#[cfg(test)]
mod typing;
#[cfg(test)]
mod visitor;
#[cfg(test)]
mod world;
