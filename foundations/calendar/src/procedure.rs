//! The law of procedure of a place, so far as it counts terms.

use serde::{Deserialize, Serialize};

/// The articles by which terms run in a place, each as the explanation cites it ("Ley 39/2015, art. 30.5"), and
/// the rule itself where laws differ. An article that is not known is not cited; the rule holds all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Procedure {
    /// Which days are no working days.
    pub working_days: Option<String>,
    /// Which hours count, and from when.
    pub hours: Option<String>,
    /// That months and years run from date to date, and how they end where there is no such date.
    pub months: Option<String>,
    /// Where a term of months ends whose last month has no such day.
    pub month_end: MonthEnd,
    /// That the first day is the one after the notification.
    pub day_after: Option<String>,
    /// That a term whose last day is no working day ends on the next one.
    pub last_day: Option<String>,
    /// That what comes on a day without work, or after the counter has closed, counts as received on the next
    /// working day.
    pub receipt: Option<String>,
}

/// Where a term of months ends whose last month has no day of the same number: a month from 31 January.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthEnd {
    /// On the last day of that month, as almost everywhere: 28 February.
    #[default]
    LastDay,
    /// On the first working day of the month after it, as in Peru: 1 March, where offices are open.
    NextMonth,
}
