//! What leaves the house in open formats can be read, checked and taken in elsewhere: one case for whoever
//! it concerns, the whole State from one database into the other.

#[cfg(test)]
mod case;
#[cfg(test)]
#[expect(dead_code, reason = "the judgements of papers need more of it")]
#[path = "../validators/office.rs"]
mod office;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "what the other tests of the real binary need, and these do not"
)]
#[path = "../program/mod.rs"]
mod program;
#[cfg(test)]
mod state;
