//! Functions that put lists in order, and count what is in them.

use std::cmp::Ordering;

use super::{Builtin, elements, three};
use crate::evaluate::{Given, Scope, order};
use crate::value::Value;
use crate::{Error, Number};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::optional("sort", &["list", "precedes"], 1, |scope, arguments| {
        let (list, precedes, _) = three(arguments);
        match (list, precedes) {
            (Value::Null, _) => Ok(Value::Null),
            (list, precedes) => sorted(scope, elements(vec![list]), precedes),
        }
    }),
    Builtin::new(
        "list replace",
        &["list", "position", "newItem"],
        |scope, arguments| {
            let (list, position, item) = three(arguments);
            let Value::List(items) = list else {
                return Ok(Value::Null);
            };
            replaced(scope, items, &position, &item)
        },
    ),
    Builtin::variadic("mode", &["list"], |_, arguments| {
        Ok(mode(elements(arguments)))
    }),
    Builtin::variadic("stddev", &["list"], |_, arguments| {
        Ok(deviation(elements(arguments)).into())
    }),
];

/// By a function that says whether one comes before the other; without one, by their own order. What is
/// equal keeps its places.
fn sorted(scope: &mut Scope<'_>, items: Vec<Value>, precedes: Value) -> Result<Value, Error> {
    let mut sorted: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        // Behind all that it does not come before.
        let (mut low, mut high) = (0, sorted.len());
        while low < high {
            let middle = low + (high - low) / 2;
            scope.work(1)?;
            let Some(known) = sorted.get(middle) else {
                break;
            };
            if comes_before(scope, &item, known, &precedes)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        sorted.insert(low, item);
    }
    Ok(Value::List(sorted))
}

fn comes_before(
    scope: &mut Scope<'_>,
    one: &Value,
    other: &Value,
    precedes: &Value,
) -> Result<bool, Error> {
    match precedes {
        Value::Null => Ok(order(one, other) == Some(Ordering::Less)),
        Value::Function(function) => {
            let given = Given::Positional(vec![one.clone(), other.clone()]);
            Ok(scope.invoke(function, None, given)?.is_true())
        }
        _ => Ok(false),
    }
}

/// A list with another element at a place, or at every place where a function of both says so.
fn replaced(
    scope: &mut Scope<'_>,
    mut items: Vec<Value>,
    position: &Value,
    item: &Value,
) -> Result<Value, Error> {
    match position {
        Value::Function(function) => {
            for known in &mut items {
                let given = Given::Positional(vec![known.clone(), item.clone()]);
                match scope.invoke(function, None, given)? {
                    Value::Boolean(true) => *known = item.clone(),
                    Value::Boolean(false) => {}
                    _ => return Ok(Value::Null),
                }
            }
            Ok(Value::List(items))
        }
        place => {
            let place = place.as_number().and_then(Number::to_i64);
            let index = place.and_then(|place| match place {
                1.. => usize::try_from(place - 1).ok(),
                0 => None,
                _ => items
                    .len()
                    .checked_sub(usize::try_from(place.unsigned_abs()).ok()?),
            });
            let known = index.and_then(|index| items.get_mut(index));
            let Some(known) = known else {
                return Ok(Value::Null);
            };
            *known = item.clone();
            Ok(Value::List(items))
        }
    }
}

/// The numbers that are there most often, in their order.
fn mode(items: Vec<Value>) -> Value {
    let numbers: Option<Vec<Number>> = items.iter().map(Value::as_number).collect();
    let Some(mut numbers) = numbers else {
        return Value::Null;
    };
    numbers.sort();
    let mut runs: Vec<(Number, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((last, count)) if *last == number => *count += 1,
            _ => runs.push((number, 1)),
        }
    }
    let most = runs
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or_default();
    let found = runs.into_iter().filter(|(_, count)| *count == most);
    Value::List(found.map(|(number, _)| number.into()).collect())
}

/// The sample's standard deviation.
fn deviation(items: Vec<Value>) -> Option<Number> {
    let numbers: Vec<Number> = items.iter().map(Value::as_number).collect::<Option<_>>()?;
    let count = i64::try_from(numbers.len())
        .ok()
        .filter(|count| *count > 1)?;
    let sum = numbers
        .iter()
        .try_fold(Number::ZERO, |sum, number| sum.add(*number))?;
    let mean = sum.divide(count.into())?;
    let squares = numbers.iter().try_fold(Number::ZERO, |sum, number| {
        let distance = number.subtract(mean)?;
        sum.add(distance.multiply(distance)?)
    })?;
    squares.divide((count - 1).into())?.square_root()
}
