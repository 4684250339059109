//! Arithmetic, paths and types.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span};

use crate::limits::STRING_BYTES_MAX;
use crate::syntax::{Compare, Operator};
use crate::value::{Clock, Moment, Range, Value, Zone};
use crate::{Error, Number};

/// An operator on two values; null where they do not fit, or where the result is out of bounds.
pub(super) fn binary(operator: Operator, left: Value, right: Value) -> Result<Value, Error> {
    Ok(match (operator, left, right) {
        (operator, Value::Number(left), Value::Number(right)) => {
            arithmetic(operator, left, right).into()
        }
        (Operator::Add, Value::String(left), Value::String(right)) => {
            if left.len() + right.len() > STRING_BYTES_MAX {
                return Err(Error::TooLarge);
            }
            Value::String(left + &right)
        }
        (Operator::Add, moment, Value::Duration(length))
        | (Operator::Add, Value::Duration(length), moment) => later(moment, length),
        (Operator::Subtract, moment, Value::Duration(length)) => length
            .checked_neg()
            .map_or(Value::Null, |length| later(moment, length)),
        (Operator::Add, moment, Value::Months(months))
        | (Operator::Add, Value::Months(months), moment) => months_later(moment, months),
        (Operator::Subtract, moment, Value::Months(months)) => months
            .checked_neg()
            .map_or(Value::Null, |months| months_later(moment, months)),
        (Operator::Subtract, left, right) => length_between(&left, &right),
        (Operator::Multiply, Value::Months(months), Value::Number(by))
        | (Operator::Multiply, Value::Number(by), Value::Months(months)) => {
            scaled(months, |months| months.multiply(by)).map_or(Value::Null, Value::Months)
        }
        (Operator::Divide, Value::Months(months), Value::Number(by)) => {
            scaled(months, |months| months.divide(by)).map_or(Value::Null, Value::Months)
        }
        (Operator::Multiply, Value::Duration(length), Value::Number(by))
        | (Operator::Multiply, Value::Number(by), Value::Duration(length)) => {
            scaled_exact(length, |seconds| seconds.multiply(by))
        }
        (Operator::Divide, Value::Duration(length), Value::Number(by)) => {
            scaled_exact(length, |seconds| seconds.divide(by))
        }
        (Operator::Divide, Value::Duration(left), Value::Duration(right)) => seconds(left)
            .and_then(|left| left.divide(seconds(right)?))
            .into(),
        (Operator::Divide, Value::Months(left), Value::Months(right)) => {
            Number::from(left).divide(right.into()).into()
        }
        _ => Value::Null,
    })
}

fn arithmetic(operator: Operator, left: Number, right: Number) -> Option<Number> {
    match operator {
        Operator::Add => left.add(right),
        Operator::Subtract => left.subtract(right),
        Operator::Multiply => left.multiply(right),
        Operator::Divide => left.divide(right),
        Operator::Power => left.power(right),
        Operator::And | Operator::Or => None,
    }
}

pub(super) fn negate(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(number.negate()),
        Value::Duration(length) => length.checked_neg().into(),
        Value::Months(months) => months.checked_neg().map_or(Value::Null, Value::Months),
        _ => Value::Null,
    }
}

/// A moment some exact time later. A date counts from its first hour, and stays a date.
fn later(moment: Value, length: SignedDuration) -> Value {
    match moment {
        Value::Date(date) => date
            .at(0, 0, 0, 0)
            .checked_add(length)
            .ok()
            .map(DateTime::date)
            .into(),
        Value::DateTime(moment) => moment.later(length).into(),
        Value::Time(clock) => Value::Time(Clock {
            time: clock.time.wrapping_add(length),
            zone: clock.zone,
        }),
        Value::Duration(other) => other.checked_add(length).into(),
        _ => Value::Null,
    }
}

/// A moment some months later: the same day of the month, or its last.
fn months_later(moment: Value, months: i64) -> Value {
    if let Value::Months(other) = moment {
        return other.checked_add(months).map_or(Value::Null, Value::Months);
    }
    let Ok(span) = Span::new().try_months(months) else {
        return Value::Null;
    };
    match moment {
        Value::Date(date) => date.checked_add(span).ok().into(),
        Value::DateTime(moment) => {
            let later = moment.at.checked_add(span).ok();
            let zone = moment.zone;
            later.map(|at| Moment { at, zone }).into()
        }
        _ => Value::Null,
    }
}

fn length_between(left: &Value, right: &Value) -> Value {
    // A day is its first hour, in UTC.
    let midnight = |date: &Date| Moment {
        at: date.at(0, 0, 0, 0),
        zone: Zone::of_seconds(0),
    };
    let length = match (left, right) {
        (Value::Date(left), Value::Date(right)) => Some(left.duration_since(*right)),
        (Value::DateTime(left), Value::DateTime(right)) => left.since(right),
        (Value::Date(left), Value::DateTime(right)) => midnight(left).since(right),
        (Value::DateTime(left), Value::Date(right)) => left.since(&midnight(right)),
        (Value::Time(left), Value::Time(right)) => left.since(right),
        _ => None,
    };
    length.into()
}

fn scaled(months: i64, by: impl FnOnce(Number) -> Option<Number>) -> Option<i64> {
    by(months.into())?
        .round(0, crate::number::Rounding::Down)?
        .to_i64()
}

fn scaled_exact(length: SignedDuration, by: impl FnOnce(Number) -> Option<Number>) -> Value {
    let nanos = seconds(length).and_then(by).and_then(|seconds| {
        seconds
            .to_minor(9)
            .or_else(|| seconds.round(9, crate::number::Rounding::Down)?.to_minor(9))
    });
    nanos.map(SignedDuration::from_nanos).into()
}

/// A length in seconds with its fraction.
fn seconds(length: SignedDuration) -> Option<Number> {
    Number::from(length.as_secs()).add(Number::from_minor(length.subsec_nanos().into(), 9)?)
}

/// `value.name`: an entry of a context, a part of a date, or the same of every element of a list.
pub(super) fn property(value: Value, name: &str) -> Value {
    match value {
        Value::Context(context) => context.get(name).cloned().unwrap_or_default(),
        Value::List(items) => {
            Value::List(items.into_iter().map(|item| property(item, name)).collect())
        }
        Value::Range(range) => match name {
            "start" => range.low.map(|(value, _)| value).into(),
            "end" => range.high.map(|(value, _)| value).into(),
            "start included" => range.low.is_some_and(|(_, closed)| closed).into(),
            "end included" => range.high.is_some_and(|(_, closed)| closed).into(),
            _ => Value::Null,
        },
        Value::Time(clock) if name == "time offset" => offset(clock.offset_seconds()),
        Value::DateTime(moment) if name == "time offset" => offset(moment.offset_seconds()),
        Value::Time(clock) if name == "timezone" => zone_name(clock.zone.as_ref()),
        Value::DateTime(moment) if name == "timezone" => zone_name(moment.zone.as_ref()),
        other => part_of_time(&other, name).map_or(Value::Null, Value::from),
    }
}

/// How far a clock is ahead of UTC, as a length.
fn offset(seconds: Option<i32>) -> Value {
    seconds
        .map(|seconds| SignedDuration::from_secs(seconds.into()))
        .into()
}

fn zone_name(zone: Option<&Zone>) -> Value {
    zone.and_then(Zone::name).into()
}

fn part_of_time(value: &Value, name: &str) -> Option<i64> {
    let of_date = |date: Date| match name {
        "year" => Some(i64::from(date.year())),
        "month" => Some(date.month().into()),
        "day" => Some(date.day().into()),
        "weekday" => Some(date.weekday().to_monday_one_offset().into()),
        _ => None,
    };
    let of_time = |time: Time| match name {
        "hour" => Some(i64::from(time.hour())),
        "minute" => Some(time.minute().into()),
        "second" => Some(time.second().into()),
        _ => None,
    };
    match value {
        Value::Date(date) => of_date(*date),
        Value::Time(clock) => of_time(clock.time),
        Value::DateTime(moment) => of_date(moment.at.date()).or_else(|| of_time(moment.at.time())),
        Value::Duration(length) => match name {
            "days" => Some(length.as_secs() / 86_400),
            "hours" => Some(length.as_secs() % 86_400 / 3600),
            "minutes" => Some(length.as_secs() % 3600 / 60),
            "seconds" => Some(length.as_secs() % 60),
            _ => None,
        },
        Value::Months(months) => match name {
            "years" => Some(months / 12),
            "months" => Some(months % 12),
            _ => None,
        },
        _ => None,
    }
}

/// The element at a place, counted from 1, or from the end with negative numbers.
pub(super) fn at(items: Vec<Value>, place: Number) -> Value {
    let index = place.to_i64().and_then(|place| match place {
        1.. => usize::try_from(place - 1).ok(),
        0 => None,
        _ => items
            .len()
            .checked_sub(usize::try_from(place.unsigned_abs()).ok()?),
    });
    index
        .and_then(|index| items.into_iter().nth(index))
        .unwrap_or_default()
}

/// An interval with one end; a point for `=`.
pub(super) fn half(compare: Compare, end: Value) -> Value {
    if super::order(&end, &end).is_none() {
        return Value::Null;
    }
    let (low, high) = match compare {
        Compare::Less => (None, Some((end, false))),
        Compare::LessOrEqual => (None, Some((end, true))),
        Compare::Greater => (Some((end, false)), None),
        Compare::GreaterOrEqual => (Some((end, true)), None),
        Compare::Equal => (Some((end.clone(), true)), Some((end, true))),
        Compare::NotEqual => return Value::Null,
    };
    Value::Range(Box::new(Range { low, high }))
}
