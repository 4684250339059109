//! Working days and legal terms (plazos): when a term ends, and why on that day.
//!
//! - [`Calendar`] knows the weekends and holidays of a place, in layers: nation, region, island, municipality.
//! - [`Term`] is what the law gives: `15 working days`, `10 days`, `24 hours`, `2 months`.
//! - [`Calendar::deadline`] counts a term and answers with a [`Deadline`] that explains itself day by day;
//!   [`Calendar::running`] does the same with what stopped the clock ([`Suspension`]).
//! - [`Calendar::receipt`] tells on which day something counts as received; [`Calendar::running_from`] counts from
//!   there what came at a moment.
//! - [`Procedure`] is the law by which a place counts: the articles that an explanation cites, and the rule where
//!   laws differ.
//!
//! Everything is counted in civil dates; only [`Deadline::ends_at`] turns the result into an instant. Nothing
//! here asks a clock.
//!
//! ```
//! use calendar::{Calendar, StartRule, Term};
//! use jiff::civil::date;
//! let paraguay = Calendar::shipped("py").ok_or("unknown")?;
//! let deadline = paraguay.deadline(date(2026, 11, 2), &Term::Working(15), StartRule::DayAfter);
//! assert_eq!(deadline.on, date(2026, 11, 23));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod count;
mod deadline;
mod easter;
mod layer;
mod place;
mod procedure;
mod receipt;
mod suspension;
mod term;
mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use deadline::{Deadline, Skipped, Why};
pub use easter::easter;
pub use layer::{Day, Holiday, Layer, MonthDay, Moved, OfficeHours};
pub use place::{Calendar, Error, HolidayOn};
pub use procedure::{MonthEnd, Procedure};
pub use receipt::Receipt;
pub use suspension::{Running, Suspension};
pub use term::{StartRule, Term, TermError};
