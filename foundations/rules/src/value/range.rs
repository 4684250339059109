//! Intervals.

use std::cmp::Ordering;

use super::Value;
use crate::evaluate::order;

/// An interval of values that have an order. A missing end is open to infinity.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The lower end, and whether it belongs to the interval.
    pub low: Option<(Value, bool)>,
    /// The upper end, and whether it belongs to the interval.
    pub high: Option<(Value, bool)>,
}

impl Range {
    /// Whether a value lies in it; None where the value has no order with its ends.
    #[must_use]
    pub fn contains(&self, value: &Value) -> Option<bool> {
        let (low, high) = (self.low.as_ref(), self.high.as_ref());
        between(
            low.map(|(end, closed)| (end, *closed)),
            high.map(|(end, closed)| (end, *closed)),
            value,
        )
    }
}

/// Whether a value lies between two ends, each with whether it belongs to the interval; None where it has no
/// order with them.
pub(crate) fn between(
    low: Option<(&Value, bool)>,
    high: Option<(&Value, bool)>,
    value: &Value,
) -> Option<bool> {
    let above = match low {
        None => true,
        Some((low, closed)) => match order(low, value)? {
            Ordering::Less => true,
            Ordering::Equal => closed,
            Ordering::Greater => false,
        },
    };
    let below = match high {
        None => true,
        Some((high, closed)) => match order(value, high)? {
            Ordering::Less => true,
            Ordering::Equal => closed,
            Ordering::Greater => false,
        },
    };
    Some(above && below)
}
