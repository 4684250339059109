//! From one kind of value to another, and truth.

use jiff::civil::{Date, Time};

use super::{Builtin, four, one, three};
use crate::number::Rounding;
use crate::value::{Clock, Moment, Value, Zone, parse_date, parse_duration};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("not", &["negand"], |_, arguments| {
        Ok(match one(arguments) {
            Value::Boolean(value) => Value::Boolean(!value),
            _ => Value::Null,
        })
    }),
    Builtin::new("is", &["value1", "value2"], |_, arguments| {
        let (one, other, _) = three(arguments);
        Ok(is_same(&one, &other).into())
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
        let is_single = arguments.len() == 1;
        let (year, month, day) = three(arguments);
        Ok(match year {
            Value::String(text) if is_single => parse_date(&text).into(),
            Value::DateTime(moment) if is_single => moment.at.date().into(),
            Value::Date(date) if is_single => date.into(),
            year => date_of(&year, &month, &day).into(),
        })
    }),
    Builtin::optional(
        "time",
        &["hour", "minute", "second", "offset"],
        1,
        |_, arguments| {
            let is_single = arguments.len() == 1;
            let [hour, minute, second, offset] = four(arguments);
            Ok(match hour {
                Value::String(text) if is_single => Clock::parse(&text).into(),
                Value::DateTime(moment) if is_single => moment.clock().into(),
                // A day begins at midnight, in UTC.
                Value::Date(_) if is_single => Value::Time(Clock {
                    time: Time::midnight(),
                    zone: Zone::of_seconds(0),
                }),
                Value::Time(clock) if is_single => clock.into(),
                hour => time_of(&hour, &minute, &second, &offset).into(),
            })
        },
    ),
    Builtin::optional("date and time", &["date", "time"], 1, |_, arguments| {
        let is_single = arguments.len() == 1;
        let (day, time, _) = three(arguments);
        Ok(match (day, time) {
            (Value::String(text), Value::Null) if is_single => date_time(&text).into(),
            (Value::DateTime(moment), Value::Null) if is_single => moment.into(),
            (Value::Date(day), Value::Null) if is_single => Value::DateTime(Moment {
                at: day.at(0, 0, 0, 0),
                zone: Zone::of_seconds(0),
            }),
            (Value::Date(day), Value::Time(clock)) => Moment::of(day, clock).into(),
            (Value::DateTime(moment), Value::Time(clock)) => {
                Moment::of(moment.at.date(), clock).into()
            }
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

/// Whether two values are the same in everything, also in the zone they are told in.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Time(one), Value::Time(other)) => one.time == other.time && one.zone == other.zone,
        (Value::DateTime(one), Value::DateTime(other)) => {
            one.at == other.at && one.zone == other.zone
        }
        (one, other) => one == other,
    }
}

/// What `@"…"` means.
pub(crate) fn at_literal(written: &str) -> Option<Value> {
    parse_date(written)
        .map(Value::Date)
        .or_else(|| Clock::parse(written).map(Value::Time))
        .or_else(|| date_time(written).map(Value::DateTime))
        .or_else(|| parse_duration(written))
}

fn number(from: &Value, grouping: &Value, decimal: &Value) -> Value {
    let Value::String(text) = from else {
        let is_plain = grouping.is_null() && decimal.is_null();
        return from.as_number().filter(|_| is_plain).into();
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

/// `2026-11-23T09:30:00`, or a day alone, which is its first hour.
fn date_time(text: &str) -> Option<Moment> {
    Moment::parse(text).or_else(|| Some(parse_date(text)?.at(0, 0, 0, 0).into()))
}

fn small(value: &Value) -> Option<i8> {
    i8::try_from(value.as_number()?.to_i64()?).ok()
}

fn date_of(year: &Value, month: &Value, day: &Value) -> Option<Date> {
    let year = i16::try_from(year.as_number()?.to_i64()?).ok()?;
    Date::new(year, small(month)?, small(day)?).ok()
}

/// A time of day from its parts. Seconds may have a fraction; the offset is a length of time.
fn time_of(hour: &Value, minute: &Value, second: &Value, offset: &Value) -> Option<Clock> {
    let zone = match offset {
        Value::Null => None,
        Value::Duration(length) => Some(Zone::of_seconds(length.as_secs())?),
        _ => return None,
    };
    let second = second.as_number()?;
    let whole = second.round(0, Rounding::Floor)?;
    let nanos = second
        .subtract(whole)?
        .round(9, Rounding::Down)?
        .to_minor(9)?;
    let time = Time::new(
        small(hour)?,
        small(minute)?,
        i8::try_from(whole.to_i64()?).ok()?,
        i32::try_from(nanos).ok()?,
    );
    Some(Clock {
        time: time.ok()?,
        zone,
    })
}

fn day_of(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.at.date()),
        _ => None,
    }
}

/// Whole months from one day to another.
fn months_between(from: Date, to: Date) -> Option<i64> {
    let span = from.until((jiff::Unit::Month, to)).ok()?;
    Some(i64::from(span.get_months()))
}
