//! The people of the demonstration State: invented, the same every time, and named as people of the
//! region are named.
//!
//! Everything here is data made without a clock or a die. Whoever starts the demonstration calls
//! [`prepare`] (which hashes the passwords, outside any transaction) and then [`seed`] once.

mod accounts;
mod agencies;
mod invent;
mod names;
mod seed;

pub use accounts::{ACCOUNTS, DemonstrationAccount};
pub use agencies::{MUNICIPALITY, REGISTRY, TRANSPARENCY, agencies};
pub use invent::{Invented, Sex, people};
pub use seed::{Prepared, Seeded, is_seeded, prepare, seed};

/// A small generator of fixed sequences (SplitMix64, Steele and others 2014): the same seed gives the
/// same State on every machine. Nothing secret is drawn from it.
#[derive(Debug, Clone)]
pub struct Sequence(u64);

impl Sequence {
    /// The sequence of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `bound`, or 0 when there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next_number() % bound).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// One of a list, or nothing of an empty one.
    pub fn one_of<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len()))
    }
}
