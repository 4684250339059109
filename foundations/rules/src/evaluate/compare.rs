//! Equality and order, three-valued.

use std::cmp::Ordering;

use jiff::SignedDuration;

use super::truth;
use crate::syntax::Compare;
use crate::value::Value;

/// A comparison; None where the values cannot be compared.
pub(crate) fn compare(compare: Compare, left: &Value, right: &Value) -> Option<bool> {
    match compare {
        Compare::Equal => equal(left, right),
        Compare::NotEqual => equal(left, right).map(|equal| !equal),
        Compare::Less => order(left, right).map(Ordering::is_lt),
        Compare::LessOrEqual => order(left, right).map(Ordering::is_le),
        Compare::Greater => order(left, right).map(Ordering::is_gt),
        Compare::GreaterOrEqual => order(left, right).map(Ordering::is_ge),
    }
}

/// Whether two values are equal; None where they are of different kinds. Null equals null and nothing else.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Null, other) | (other, Value::Null) => Some(other.is_null()),
        // Times are compared to the second (DMN 1.5 §10.3.2.13).
        (Value::Time(left), Value::Time(right)) => same_second(left.since(right)?, || {
            left.time.subsec_nanosecond() - right.time.subsec_nanosecond()
        }),
        (Value::DateTime(left), Value::DateTime(right)) => same_second(left.since(right)?, || {
            left.at.subsec_nanosecond() - right.at.subsec_nanosecond()
        }),
        (Value::List(left), Value::List(right)) => {
            if left.len() != right.len() {
                return Some(false);
            }
            truth::all(
                left.iter()
                    .zip(right)
                    .map(|(left, right)| equal(left, right)),
            )
        }
        _ if std::mem::discriminant(left) == std::mem::discriminant(right) => Some(left == right),
        _ => None,
    }
}

/// Whether nothing but parts of a second lies between two clocks.
fn same_second(between: SignedDuration, nanos: impl FnOnce() -> i32) -> Option<bool> {
    Some(between == SignedDuration::from_nanos(nanos().into()))
}

/// The order of two values of the same kind; None for kinds without an order.
pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left.order(right)?,
        (Value::DateTime(left), Value::DateTime(right)) => left.order(right)?,
        (Value::Duration(left), Value::Duration(right)) => left.cmp(right),
        (Value::Months(left), Value::Months(right)) => left.cmp(right),
        _ => return None,
    })
}
