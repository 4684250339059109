//! The results of several rules as one value, for tables of both makes.

use std::cmp::Ordering;

use crate::evaluate::order;
use crate::{Number, Value};

/// How results are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Together {
    Sum,
    Min,
    Max,
}

impl Together {
    /// The one value; none where they cannot be added up or compared. The least of nothing is null.
    pub(crate) fn of(self, values: Vec<Value>) -> Option<Value> {
        match self {
            Self::Sum => {
                let mut sum = Number::ZERO;
                for value in &values {
                    sum = sum.add(value.as_number()?)?;
                }
                Some(sum.into())
            }
            Self::Min => extreme(values, Ordering::Less),
            Self::Max => extreme(values, Ordering::Greater),
        }
    }
}

fn extreme(values: Vec<Value>, wanted: Ordering) -> Option<Value> {
    let mut values = values.into_iter();
    let Some(first) = values.next() else {
        return Some(Value::Null);
    };
    values.try_fold(first, |best, value| {
        Some(if order(&value, &best)? == wanted {
            value
        } else {
            best
        })
    })
}
