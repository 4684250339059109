//! From one kind of value to another, and truth.

use jiff::civil::{Date, DateTime, Time};

use super::{Builtin, one, three};
use crate::value::{Value, parse_duration};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("not", &["negand"], |_, arguments| {
        Ok(match one(arguments) {
            Value::Boolean(value) => Value::Boolean(!value),
            _ => Value::Null,
        })
    }),
    Builtin::new("string", &["from"], |_, arguments| {
        Ok(match one(arguments) {
            Value::Null => Value::Null,
            value => Value::String(value.to_string()),
        })
    }),
    Builtin::optional(
        "number",
        &["from", "grouping separator", "decimal separator"],
        1,
        |_, arguments| {
            let (from, grouping, decimal) = three(arguments);
            Ok(number(&from, &grouping, &decimal))
        },
    ),
    Builtin::optional("date", &["year", "month", "day"], 1, |_, arguments| {
        let (year, month, day) = three(arguments);
        Ok(match year {
            Value::String(text) => date(&text).into(),
            Value::DateTime(at) => at.date().into(),
            Value::Date(date) => date.into(),
            year => date_of(&year, &month, &day).into(),
        })
    }),
    Builtin::optional("time", &["hour", "minute", "second"], 1, |_, arguments| {
        let (hour, minute, second) = three(arguments);
        Ok(match hour {
            Value::String(text) => time(&text).into(),
            Value::DateTime(at) => at.time().into(),
            Value::Time(time) => time.into(),
            hour => time_of(&hour, &minute, &second).into(),
        })
    }),
    Builtin::optional("date and time", &["date", "time"], 1, |_, arguments| {
        let (day, time, _) = three(arguments);
        Ok(match (day, time) {
            (Value::String(text), Value::Null) => date_time(&text).into(),
            (Value::Date(day), Value::Time(time)) => day.to_datetime(time).into(),
            (Value::DateTime(at), Value::Time(time)) => at.date().to_datetime(time).into(),
            _ => Value::Null,
        })
    }),
    Builtin::new("duration", &["from"], |_, arguments| {
        Ok(one(arguments).as_str().and_then(parse_duration).into())
    }),
    Builtin::new(
        "years and months duration",
        &["from", "to"],
        |_, arguments| {
            let (from, to, _) = three(arguments);
            Ok(match (day_of(&from), day_of(&to)) {
                (Some(from), Some(to)) => {
                    months_between(from, to).map_or(Value::Null, Value::Months)
                }
                _ => Value::Null,
            })
        },
    ),
];

/// What `@"…"` means.
pub(crate) fn at_literal(written: &str) -> Option<Value> {
    date(written)
        .map(Value::Date)
        .or_else(|| time(written).map(Value::Time))
        .or_else(|| date_time(written).map(Value::DateTime))
        .or_else(|| parse_duration(written))
}

fn number(from: &Value, grouping: &Value, decimal: &Value) -> Value {
    let Value::String(text) = from else {
        return from.as_number().into();
    };
    let separator = |value: &Value, allowed: &[&str]| match value {
        Value::Null => Some(None),
        Value::String(text) => allowed.contains(&text.as_str()).then(|| Some(text.clone())),
        _ => None,
    };
    let (Some(grouping), Some(decimal)) = (
        separator(grouping, &[" ", ".", ","]),
        separator(decimal, &[".", ","]),
    ) else {
        return Value::Null;
    };
    if grouping.is_some() && grouping == decimal {
        return Value::Null;
    }
    let mut plain = text.clone();
    if let Some(grouping) = grouping {
        plain = plain.replace(&grouping, "");
    }
    if let Some(decimal) = decimal {
        plain = plain.replace(&decimal, ".");
    }
    plain.parse::<crate::Number>().ok().into()
}

/// A day as ISO 8601 writes it: `2026-11-23`, nothing before or after.
fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok())?
}

/// A time of day without a zone: `09:30:00`.
fn time(text: &str) -> Option<Time> {
    (text.len() >= 8 && text.get(2..3) == Some(":")).then(|| text.parse().ok())?
}

/// `2026-11-23T09:30:00`, or a day alone, which is its first hour.
fn date_time(text: &str) -> Option<DateTime> {
    match text.split_once('T') {
        Some((day, clock)) => Some(date(day)?.to_datetime(time(clock)?)),
        None => Some(date(text)?.at(0, 0, 0, 0)),
    }
}

fn small(value: &Value) -> Option<i8> {
    i8::try_from(value.as_number()?.to_i64()?).ok()
}

fn date_of(year: &Value, month: &Value, day: &Value) -> Option<Date> {
    let year = i16::try_from(year.as_number()?.to_i64()?).ok()?;
    Date::new(year, small(month)?, small(day)?).ok()
}

fn time_of(hour: &Value, minute: &Value, second: &Value) -> Option<Time> {
    Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
}

fn day_of(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTime(at) => Some(at.date()),
        _ => None,
    }
}

/// Whole months from one day to another.
fn months_between(from: Date, to: Date) -> Option<i64> {
    let span = from.until((jiff::Unit::Month, to)).ok()?;
    Some(i64::from(span.get_months()))
}
