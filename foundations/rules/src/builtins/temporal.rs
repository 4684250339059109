//! Functions on dates. Expressions ask no clock: `today()` and `now()` are facts like others.

use jiff::civil::{Date, Weekday};

use super::{Builtin, one};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("today", &[], |scope, _| scope.name("today")),
    Builtin::new("now", &[], |scope, _| scope.name("now")),
    Builtin::new("day of week", &["date"], |_, arguments| {
        let name = |date: Date| match date.weekday() {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        };
        Ok(day(&one(arguments)).map(name).into())
    }),
    Builtin::new("day of year", &["date"], |_, arguments| {
        Ok(day(&one(arguments))
            .map(|date| i64::from(date.day_of_year()))
            .into())
    }),
    Builtin::new("week of year", &["date"], |_, arguments| {
        Ok(day(&one(arguments))
            .map(|date| i64::from(date.iso_week_date().week()))
            .into())
    }),
    Builtin::new("month of year", &["date"], |_, arguments| {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let name = |date: Date| {
            NAMES
                .get(usize::from(date.month().unsigned_abs()).checked_sub(1)?)
                .copied()
        };
        Ok(day(&one(arguments)).and_then(name).into())
    }),
];

fn day(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.at.date()),
        _ => None,
    }
}
