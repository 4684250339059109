//! What a loop over an interval goes through: whole numbers, or days.

use std::cmp::Ordering;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::order;
use crate::Error;
use crate::limits::LIST_MAX;
use crate::value::Value;

/// From one end to the other, also downwards; none where there are no steps between them.
pub(super) fn between(from: &Value, to: &Value) -> Result<Option<Vec<Value>>, Error> {
    match (from, to) {
        (Value::Date(from), Value::Date(to)) => days(*from, *to),
        _ => numbers(from, to),
    }
}

/// Those of an interval; an end that does not belong to it is left out.
pub(super) fn within(
    (low, low_closed): (Value, bool),
    (high, high_closed): (Value, bool),
) -> Result<Option<Vec<Value>>, Error> {
    if !order(&low, &high).is_some_and(Ordering::is_le) {
        return Ok(None);
    }
    let Some(mut steps) = between(&low, &high)? else {
        return Ok(None);
    };
    if !low_closed && !steps.is_empty() {
        steps.remove(0);
    }
    if !high_closed {
        steps.pop();
    }
    Ok(Some(steps))
}

fn numbers(from: &Value, to: &Value) -> Result<Option<Vec<Value>>, Error> {
    let whole = |value: &Value| value.as_number().and_then(crate::Number::to_i64);
    let (Some(from), Some(to)) = (whole(from), whole(to)) else {
        return Ok(None);
    };
    few_enough(from.abs_diff(to))?;
    let up = from.min(to)..=from.max(to);
    Ok(Some(if from <= to {
        up.map(Value::from).collect()
    } else {
        up.rev().map(Value::from).collect()
    }))
}

fn days(from: Date, to: Date) -> Result<Option<Vec<Value>>, Error> {
    let hours = to.duration_since(from).as_hours().unsigned_abs();
    few_enough(hours / 24)?;
    let step = if from <= to { 1.day() } else { -1.day() };
    let mut days = Vec::new();
    let mut day = Some(from);
    while let Some(here) = day {
        days.push(Value::Date(here));
        if here == to {
            break;
        }
        day = here.checked_add(step).ok();
    }
    Ok(Some(days))
}

fn few_enough(steps: u64) -> Result<(), Error> {
    match usize::try_from(steps) {
        Ok(steps) if steps < LIST_MAX => Ok(()),
        _ => Err(Error::TooLarge),
    }
}
