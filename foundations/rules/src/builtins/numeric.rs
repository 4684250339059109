//! Functions on numbers.

use super::{Builtin, one, three};
use crate::limits::SERIES_WORK;
use crate::number::Rounding;
use crate::value::Value;
use crate::{Error, Number};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::optional("floor", &["n", "scale"], 1, |_, arguments| {
        rounded(arguments, Rounding::Floor)
    }),
    Builtin::optional("ceiling", &["n", "scale"], 1, |_, arguments| {
        rounded(arguments, Rounding::Ceiling)
    }),
    Builtin::new("decimal", &["n", "scale"], |_, arguments| {
        rounded(arguments, Rounding::HalfEven)
    }),
    Builtin::new("round half up", &["n", "scale"], |_, arguments| {
        rounded(arguments, Rounding::HalfUp)
    }),
    Builtin::new("round half down", &["n", "scale"], |_, arguments| {
        rounded(arguments, Rounding::HalfDown)
    }),
    Builtin::new("round up", &["n", "scale"], |_, arguments| {
        rounded(arguments, Rounding::Up)
    }),
    Builtin::new("round down", &["n", "scale"], |_, arguments| {
        rounded(arguments, Rounding::Down)
    }),
    Builtin::new("abs", &["n"], |_, arguments| {
        Ok(match one(arguments) {
            Value::Number(number) => number.abs().into(),
            Value::Duration(length) if length.is_negative() => length.checked_neg().into(),
            Value::Duration(length) => length.into(),
            Value::Months(months) => months.checked_abs().map_or(Value::Null, Value::Months),
            _ => Value::Null,
        })
    }),
    Builtin::new("sqrt", &["number"], |scope, arguments| {
        scope.work(SERIES_WORK)?;
        Ok(one(arguments)
            .as_number()
            .and_then(Number::square_root)
            .into())
    }),
    Builtin::new("exp", &["number"], |scope, arguments| {
        scope.work(SERIES_WORK)?;
        Ok(one(arguments)
            .as_number()
            .and_then(Number::exponential)
            .into())
    }),
    Builtin::new("log", &["number"], |scope, arguments| {
        scope.work(SERIES_WORK)?;
        Ok(one(arguments)
            .as_number()
            .and_then(Number::logarithm)
            .into())
    }),
    Builtin::new("modulo", &["dividend", "divisor"], |_, arguments| {
        let (dividend, divisor, _) = three(arguments);
        Ok(both(&dividend, &divisor)
            .and_then(|(dividend, divisor)| dividend.modulo(divisor))
            .into())
    }),
    Builtin::new("even", &["number"], |_, arguments| {
        Ok(remainder_of_two(&one(arguments))
            .map(|rest| rest == 0)
            .into())
    }),
    Builtin::new("odd", &["number"], |_, arguments| {
        Ok(remainder_of_two(&one(arguments))
            .map(|rest| rest != 0)
            .into())
    }),
];

fn rounded(arguments: Vec<Value>, rounding: Rounding) -> Result<Value, Error> {
    /// What the decimals of IEEE 754 have places for (DMN 1.5 §10.3.4.5).
    const SCALES: std::ops::RangeInclusive<i64> = -6111..=6176;
    let is_single = arguments.len() == 1;
    let (value, places, _) = three(arguments);
    let places = match places {
        Value::Null if is_single => Some(0),
        places => places
            .as_number()
            .and_then(|places| places.round(0, Rounding::Down)?.to_i64())
            .filter(|places| SCALES.contains(places)),
    };
    Ok(value
        .as_number()
        .and_then(|number| number.round(places?, rounding))
        .into())
}

fn both(left: &Value, right: &Value) -> Option<(Number, Number)> {
    Some((left.as_number()?, right.as_number()?))
}

fn remainder_of_two(value: &Value) -> Option<i64> {
    Some(value.as_number()?.to_i64()? % 2)
}
