//! Functions on lists and contexts. Places are counted from 1.

use std::cmp::Ordering;

use super::{Builtin, elements, one, three};
use crate::evaluate::{Scope, equal, order, truth};
use crate::limits::LIST_MAX;
use crate::value::Value;
use crate::{Context, Error, Number};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("count", &["list"], |_, arguments| {
        Ok(i64::try_from(elements(arguments).len()).ok().into())
    }),
    Builtin::variadic("min", &["list"], |_, arguments| {
        Ok(extreme(elements(arguments), Ordering::Less))
    }),
    Builtin::variadic("max", &["list"], |_, arguments| {
        Ok(extreme(elements(arguments), Ordering::Greater))
    }),
    Builtin::variadic("sum", &["list"], |_, arguments| {
        Ok(total(&elements(arguments), Number::add).into())
    }),
    Builtin::variadic("product", &["list"], |_, arguments| {
        Ok(total(&elements(arguments), Number::multiply).into())
    }),
    Builtin::variadic("mean", &["list"], |_, arguments| {
        Ok(mean(&elements(arguments)).into())
    }),
    Builtin::variadic("median", &["list"], |_, arguments| {
        Ok(median(&elements(arguments)).into())
    }),
    Builtin::variadic("all", &["list"], |_, arguments| {
        Ok(truth::all(truths(arguments)).into())
    }),
    Builtin::variadic("any", &["list"], |_, arguments| {
        Ok(truth::any(truths(arguments)).into())
    }),
    Builtin::new("list contains", &["list", "element"], |_, arguments| {
        let (list, element, _) = three(arguments);
        let Value::List(items) = list else {
            return Ok(Value::Null);
        };
        Ok(items
            .iter()
            .any(|item| equal(item, &element) == Some(true))
            .into())
    }),
    Builtin::new("index of", &["list", "match"], |_, arguments| {
        let (list, element, _) = three(arguments);
        let Value::List(items) = list else {
            return Ok(Value::Null);
        };
        let places = (1_i64..)
            .zip(&items)
            .filter(|(_, item)| equal(item, &element) == Some(true));
        Ok(Value::List(places.map(|(place, _)| place.into()).collect()))
    }),
    Builtin::variadic("append", &["list", "item"], |_, arguments| {
        let mut arguments = arguments.into_iter();
        let mut items = items_of(arguments.next().unwrap_or_default());
        items.extend(arguments);
        bounded(items)
    }),
    Builtin::variadic("concatenate", &["list"], |_, arguments| {
        bounded(arguments.into_iter().flat_map(items_of).collect())
    }),
    Builtin::variadic("union", &["list"], |scope, arguments| {
        distinct(scope, arguments.into_iter().flat_map(items_of).collect())
    }),
    Builtin::new("distinct values", &["list"], |scope, arguments| {
        distinct(scope, elements(arguments))
    }),
    Builtin::new("reverse", &["list"], |_, arguments| {
        let mut items = elements(arguments);
        items.reverse();
        Ok(Value::List(items))
    }),
    Builtin::new("flatten", &["list"], |_, arguments| {
        let mut flat = Vec::new();
        flatten(elements(arguments), &mut flat);
        bounded(flat)
    }),
    Builtin::optional(
        "sublist",
        &["list", "start position", "length"],
        2,
        |_, arguments| {
            let (list, start, length) = three(arguments);
            Ok(sublist(list, &start, &length))
        },
    ),
    Builtin::new(
        "insert before",
        &["list", "position", "newItem"],
        |_, arguments| {
            let (list, position, item) = three(arguments);
            let (Value::List(mut items), Some(index)) =
                (list.clone(), index(&position, items_of(list).len()))
            else {
                return Ok(Value::Null);
            };
            items.insert(index, item);
            bounded(items)
        },
    ),
    Builtin::new("remove", &["list", "position"], |_, arguments| {
        let (list, position, _) = three(arguments);
        let mut items = items_of(list);
        let Some(index) = index(&position, items.len()) else {
            return Ok(Value::Null);
        };
        items.remove(index);
        Ok(Value::List(items))
    }),
    Builtin::new("get value", &["m", "key"], |_, arguments| {
        let (context, key, _) = three(arguments);
        Ok(match (context, key) {
            (Value::Context(context), Value::String(key)) => {
                context.get(&key).cloned().unwrap_or_default()
            }
            _ => Value::Null,
        })
    }),
    Builtin::new("get entries", &["m"], |_, arguments| {
        let Value::Context(context) = one(arguments) else {
            return Ok(Value::Null);
        };
        let entry = |(name, value): (&str, &Value)| {
            Context::new()
                .with("key", name)
                .with("value", value.clone())
                .into()
        };
        Ok(Value::List(context.iter().map(entry).collect()))
    }),
];

fn items_of(value: Value) -> Vec<Value> {
    elements(vec![value])
}

fn bounded(items: Vec<Value>) -> Result<Value, Error> {
    if items.len() > LIST_MAX {
        Err(Error::TooLarge)
    } else {
        Ok(Value::List(items))
    }
}

/// The least or the greatest; null for no elements, or for elements without a common order.
fn extreme(items: Vec<Value>, wanted: Ordering) -> Value {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        return Value::Null;
    };
    for item in items {
        match order(&item, &best) {
            Some(found) if found == wanted => best = item,
            Some(_) => {}
            None => return Value::Null,
        }
    }
    // A single element must have an order too.
    if order(&best, &best).is_some() {
        best
    } else {
        Value::Null
    }
}

fn numbers(items: &[Value]) -> Option<Vec<Number>> {
    items.iter().map(Value::as_number).collect()
}

fn total(items: &[Value], add: fn(Number, Number) -> Option<Number>) -> Option<Number> {
    let numbers = numbers(items)?;
    let (first, rest) = numbers.split_first()?;
    rest.iter()
        .try_fold(*first, |sum, number| add(sum, *number))
}

fn mean(items: &[Value]) -> Option<Number> {
    total(items, Number::add)?.divide(i64::try_from(items.len()).ok()?.into())
}

fn median(items: &[Value]) -> Option<Number> {
    let mut numbers = numbers(items)?;
    numbers.sort_unstable();
    let high = *numbers.get(numbers.len() / 2)?;
    let low = *numbers.get(numbers.len().checked_sub(1)? / 2)?;
    low.add(high)?.divide(2.into())
}

/// The elements as truths; what is no boolean is unknown.
fn truths(arguments: Vec<Value>) -> impl Iterator<Item = Option<bool>> {
    elements(arguments).into_iter().map(|item| match item {
        Value::Boolean(value) => Some(value),
        _ => None,
    })
}

/// Each value once, where it came first.
fn distinct(scope: &mut Scope<'_>, items: Vec<Value>) -> Result<Value, Error> {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        scope.work(kept.len() + 1)?;
        if !kept.iter().any(|known| equal(known, &item) == Some(true)) {
            kept.push(item);
        }
    }
    bounded(kept)
}

/// Lists in lists are as deep as expressions and JSON allow, which is little.
fn flatten(items: Vec<Value>, flat: &mut Vec<Value>) {
    for item in items {
        match item {
            Value::List(inner) => flatten(inner, flat),
            item => flat.push(item),
        }
    }
}

/// A place from 1, or from the end with negative numbers, as an index that is there.
fn index(position: &Value, len: usize) -> Option<usize> {
    let position = position.as_number()?.to_i64()?;
    let index = match position {
        1.. => usize::try_from(position - 1).ok()?,
        0 => return None,
        _ => len.checked_sub(usize::try_from(position.unsigned_abs()).ok()?)?,
    };
    (index < len).then_some(index)
}

fn sublist(list: Value, start: &Value, length: &Value) -> Value {
    let items = items_of(list);
    let Some(skip) = index(start, items.len()) else {
        return Value::Null;
    };
    let take = match length {
        Value::Null => Some(usize::MAX),
        length => length
            .as_number()
            .and_then(Number::to_i64)
            .and_then(|length| usize::try_from(length).ok()),
    };
    match take {
        Some(take) => Value::List(items.into_iter().skip(skip).take(take).collect()),
        None => Value::Null,
    }
}
