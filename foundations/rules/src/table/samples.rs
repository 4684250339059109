//! One value for each cell into which the tests of a column divide what it can be.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::evaluate::Scope;
use crate::number::Rounding;
use crate::syntax::{Arguments, Expr, Test};
use crate::{Context, Domain, Number, UnaryTests, Value, Values};

/// A text that no test names.
const OTHER_TEXT: &str = "otro";

/// Values such that every possible one passes the same tests as one of them; the plain ones first.
pub(super) fn samples(domain: Option<&Domain>, cells: &[&UnaryTests]) -> Vec<Value> {
    let named: Vec<Value> = cells
        .iter()
        .filter_map(|tests| tests.limits())
        .flatten()
        .collect();
    let values = domain.map_or(&Values::Anything, |domain| &domain.values);
    let mut samples = match values {
        Values::YesNo => vec![Value::Boolean(true), Value::Boolean(false)],
        Values::OneOf(choices) => choices
            .iter()
            .map(|choice| choice.as_str().into())
            .collect(),
        Values::Number { from, to, places } => {
            let within = |number: &Number| {
                from.is_none_or(|from| *number >= from) && to.is_none_or(|to| *number <= to)
            };
            let limits = numbers(&named).chain([*from, *to].into_iter().flatten());
            let mut found = around(limits, *places);
            found.retain(within);
            found.into_iter().map(Value::Number).collect()
        }
        Values::Date { from, to } => {
            let within = |date: &Date| {
                from.is_none_or(|from| *date >= from) && to.is_none_or(|to| *date <= to)
            };
            let limits = dates(&named).chain([*from, *to].into_iter().flatten());
            let mut found = days_around(limits);
            found.retain(within);
            found.into_iter().map(Value::Date).collect()
        }
        Values::Text | Values::Anything | Values::ManyOf(_) | Values::Context => of_any(&named),
    };
    if domain.is_some_and(|domain| domain.optional || domain.when.is_some()) {
        samples.push(Value::Null);
    }
    samples
}

/// The texts that a cell names.
pub(super) fn texts(tests: &UnaryTests) -> Vec<String> {
    let text = |value| match value {
        Value::String(text) => Some(text),
        _ => None,
    };
    let named = tests.limits().unwrap_or_default();
    named.into_iter().filter_map(text).collect()
}

/// Where nothing is known of an input: what is named, and something else of the same kind.
fn of_any(named: &[Value]) -> Vec<Value> {
    let mut samples: Vec<Value> = around(numbers(named), PLACES_WHERE_UNKNOWN)
        .into_iter()
        .map(Value::Number)
        .collect();
    samples.extend(days_around(dates(named)).into_iter().map(Value::Date));
    let mut texts: Vec<&Value> = named
        .iter()
        .filter(|value| matches!(value, Value::String(_)))
        .collect();
    texts.dedup();
    if !texts.is_empty() {
        let longest = texts.iter().filter_map(|text| match text {
            Value::String(text) => Some(text.len()),
            _ => None,
        });
        let other = OTHER_TEXT.repeat(longest.max().unwrap_or_default() / OTHER_TEXT.len() + 1);
        samples.extend(texts.into_iter().cloned());
        samples.push(other.as_str().into());
    }
    if named.iter().any(|value| matches!(value, Value::Boolean(_))) {
        samples.extend([Value::Boolean(true), Value::Boolean(false)]);
    }
    if samples.is_empty() {
        samples.push(OTHER_TEXT.into());
    }
    samples
}

/// Places in which a number is looked for between two limits, where nobody says how many it has.
const PLACES_WHERE_UNKNOWN: u32 = 6;

fn numbers<'v>(named: &'v [Value]) -> impl Iterator<Item = Number> + use<'v> {
    named.iter().filter_map(|value| value.as_number())
}

fn dates<'v>(named: &'v [Value]) -> impl Iterator<Item = Date> + use<'v> {
    named.iter().filter_map(|value| match value {
        Value::Date(date) => Some(*date),
        _ => None,
    })
}

/// The limits and the next numbers above and below them that have so many places.
fn around(limits: impl Iterator<Item = Number>, places: u32) -> Vec<Number> {
    let step = Number::from_minor(1, places).unwrap_or(Number::ONE);
    let mut found: Vec<Number> = limits
        .flat_map(|limit| {
            let below = limit.round(places.into(), Rounding::Floor);
            let above = limit.round(places.into(), Rounding::Ceiling);
            let exact = [below, above];
            let next = [
                below.and_then(|below| below.subtract(step)),
                above.and_then(|above| above.add(step)),
            ];
            exact.into_iter().chain(next).flatten()
        })
        .collect();
    if found.is_empty() {
        found.push(Number::ONE);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn days_around(limits: impl Iterator<Item = Date>) -> Vec<Date> {
    let mut found: Vec<Date> = limits
        .flat_map(|day| {
            let next = |days: i64| day.checked_add(days.days()).ok();
            [next(-1), Some(day), next(1)].into_iter().flatten()
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl UnaryTests {
    /// Whether they look at nothing but the value, and only compare it: then cells can be told from their limits.
    pub(super) fn is_of_value_alone(&self) -> bool {
        self.limits().is_some()
    }

    /// The values that it is compared with; none where it does more than compare.
    fn limits(&self) -> Option<Vec<Value>> {
        let mut found = Vec::new();
        self.tests()
            .iter()
            .try_for_each(|test| limits(test, &mut found))?;
        Some(found)
    }
}

fn limits(test: &Test, found: &mut Vec<Value>) -> Option<()> {
    match test {
        Test::Any => {}
        Test::Compare(_, limit) => add(constant(limit)?, found),
        Test::Expr(expr) => match expr {
            Expr::Range(range) => {
                add(constant(&range.low.0)?, found);
                add(constant(&range.high.0)?, found);
            }
            Expr::Half(_, limit) => add(constant(limit)?, found),
            Expr::List(items) => {
                for item in items {
                    add(constant(item)?, found);
                }
            }
            other => add(constant(other)?, found),
        },
        Test::Not(tests) => tests.iter().try_for_each(|test| limits(test, found))?,
    }
    Some(())
}

/// The ends of an interval and the items of a list are limits too.
fn add(value: Value, found: &mut Vec<Value>) {
    match value {
        Value::List(items) => items.into_iter().for_each(|item| add(item, found)),
        Value::Range(range) => {
            let ends = [range.low, range.high].into_iter().flatten();
            found.extend(ends.map(|(end, _)| end));
        }
        value => found.push(value),
    }
}

/// The value of what is written out: `50`, `-1`, `date("2026-01-31")`.
fn constant(expr: &Expr) -> Option<Value> {
    let is_written_out = |expr: &Expr| matches!(expr, Expr::Literal(_));
    let is_constant = match expr {
        Expr::Literal(_) => true,
        Expr::Negate(inner) => is_written_out(inner),
        Expr::Call(_, Arguments::Positional(values)) => values.iter().all(is_written_out),
        _ => false,
    };
    let nothing = Context::new();
    is_constant
        .then(|| Scope::new(&nothing).evaluate(expr).ok())
        .flatten()
}
