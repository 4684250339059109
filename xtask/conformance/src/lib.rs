//! Suites that others made, run untouched over what we build.

pub mod dmn_tck;

use std::fmt;

/// What a suite found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many results agreed.
    pub passed: usize,
    /// Those that did not.
    pub failures: Vec<Failure>,
}

/// A result that did not agree.
#[derive(Debug)]
pub struct Failure {
    /// The file of cases.
    pub file: String,
    /// The case in it.
    pub case: String,
    /// What was asked for.
    pub asked: String,
    /// What was expected and what was found.
    pub why: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            case,
            asked,
            why,
        } = self;
        write!(f, "{file} case {case} «{asked}»: {why}")
    }
}
