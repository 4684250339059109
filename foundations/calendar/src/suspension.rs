//! What stops a term.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Deadline;

/// An interval of days that a term does not count, because somebody else had to act first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// The first day that is not counted.
    pub from: Date,
    /// The last day that is not counted; None while the term stands still.
    pub to: Option<Date>,
    /// The article that allows it, for the explanation.
    pub law: Option<String>,
}

impl Suspension {
    /// Whether the term stands still on a date.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// Where a term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Running {
    /// It ends, or ended.
    Ends(Deadline),
    /// It stands still, and nobody can say when it will end.
    Stopped {
        /// The first day that is not counted.
        since: Date,
        /// Days that were counted before (hours for a term in hours).
        counted: u32,
        /// Days that are left once it goes on; for a term in months these are calendar days.
        left: u32,
    },
}

impl Running {
    /// The deadline, unless the term stands still.
    #[must_use]
    pub fn deadline(&self) -> Option<&Deadline> {
        match self {
            Self::Ends(deadline) => Some(deadline),
            Self::Stopped { .. } => None,
        }
    }
}
