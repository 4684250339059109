//! Random choices that can be repeated.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// The variable that repeats a run.
const SEED_VARIABLE: &str = "VENTANILLA_CRASH_SEED";

/// Draws of one thread (SplitMix64).
pub(crate) struct Draws(u64);

/// The seed of this run: the one asked for, or a fresh one.
pub(crate) fn seed() -> u64 {
    match std::env::var(SEED_VARIABLE) {
        Ok(text) => text.parse().unwrap(),
        Err(_) => RandomState::new().build_hasher().finish(),
    }
}

impl Draws {
    /// The draws of one thread among several of a run.
    pub(crate) fn new(seed: u64, thread: u64) -> Self {
        Self(seed ^ thread.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    /// A number below `end`, which is not zero.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
