//! How points and intervals lie to one another (DMN 1.5 §10.3.4.9, after Allen).

use std::cmp::Ordering;

use super::{Builtin, one, three};
use crate::Context;
use crate::evaluate::{Scope, order};
use crate::syntax::{Arguments, Expr, Names, parse_expression};
use crate::value::{Range, Value};

/// A point is an interval that begins and ends there.
struct Span {
    low: Value,
    low_closed: bool,
    high: Value,
    high_closed: bool,
    is_point: bool,
}

/// What a function says of two spans; none where they have no order.
type Relation = fn(&Span, &Span) -> Option<bool>;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("range", &["from"], |_, arguments| {
        Ok(one(arguments).as_str().map_or(Value::Null, written))
    }),
    Builtin::new("before", &["point1", "point2"], |_, arguments| {
        Ok(related(arguments, Kinds::Any, before))
    }),
    Builtin::new("after", &["point1", "point2"], |_, arguments| {
        Ok(related(arguments, Kinds::Any, |one, other| {
            before(other, one)
        }))
    }),
    Builtin::new("meets", &["range1", "range2"], |_, arguments| {
        Ok(related(arguments, Kinds::Ranges, meets))
    }),
    Builtin::new("met by", &["range1", "range2"], |_, arguments| {
        Ok(related(arguments, Kinds::Ranges, |one, other| {
            meets(other, one)
        }))
    }),
    Builtin::new("overlaps", &["range1", "range2"], |_, arguments| {
        Ok(related(arguments, Kinds::Ranges, |one, other| {
            Some(!before(one, other)? && !before(other, one)?)
        }))
    }),
    Builtin::new("overlaps before", &["range1", "range2"], |_, arguments| {
        Ok(related(arguments, Kinds::Ranges, overlaps_before))
    }),
    Builtin::new("overlaps after", &["range1", "range2"], |_, arguments| {
        Ok(related(arguments, Kinds::Ranges, |one, other| {
            overlaps_before(other, one)
        }))
    }),
    Builtin::new("finishes", &["point", "range"], |_, arguments| {
        Ok(related(arguments, Kinds::AnyAndRange, finishes))
    }),
    Builtin::new("finished by", &["range", "point"], |_, arguments| {
        Ok(related(arguments, Kinds::RangeAndAny, |one, other| {
            finishes(other, one)
        }))
    }),
    Builtin::new("includes", &["range", "point"], |_, arguments| {
        Ok(related(arguments, Kinds::RangeAndAny, includes))
    }),
    Builtin::new("during", &["point", "range"], |_, arguments| {
        Ok(related(arguments, Kinds::AnyAndRange, |one, other| {
            includes(other, one)
        }))
    }),
    Builtin::new("starts", &["point", "range"], |_, arguments| {
        Ok(related(arguments, Kinds::AnyAndRange, starts))
    }),
    Builtin::new("started by", &["range", "point"], |_, arguments| {
        Ok(related(arguments, Kinds::RangeAndAny, |one, other| {
            starts(other, one)
        }))
    }),
    Builtin::new("coincides", &["point1", "point2"], |_, arguments| {
        Ok(related(arguments, Kinds::Alike, |one, other| {
            let same_ends =
                order(&one.low, &other.low)?.is_eq() && order(&one.high, &other.high)?.is_eq();
            Some(
                same_ends
                    && one.low_closed == other.low_closed
                    && one.high_closed == other.high_closed,
            )
        }))
    }),
];

/// An interval as it is written: `[1..3]`, with ends that are written out.
fn written(text: &str) -> Value {
    let Ok(expr) = parse_expression(text.trim(), &Names::default()) else {
        return Value::Null;
    };
    let Expr::Range(range) = &expr else {
        return Value::Null;
    };
    let is_written_out = |end: &Expr| match end {
        Expr::Literal(value) => !value.is_null(),
        Expr::Negate(inner) => matches!(**inner, Expr::Literal(_)),
        Expr::Call(builtin, Arguments::Positional(arguments)) => {
            matches!(builtin.name, "date" | "time" | "date and time" | "duration")
                && matches!(arguments.as_slice(), [Expr::Literal(_)])
        }
        _ => false,
    };
    if !is_written_out(&range.low.0) || !is_written_out(&range.high.0) {
        return Value::Null;
    }
    let nothing = Context::new();
    match Scope::new(&nothing).evaluate(&expr) {
        Ok(Value::Range(range)) => match (&range.low, &range.high) {
            (Some((low, _)), Some((high, _))) if order(low, high).is_some_and(Ordering::is_le) => {
                Value::Range(range)
            }
            _ => Value::Null,
        },
        _ => Value::Null,
    }
}

/// What a function takes.
#[derive(Clone, Copy)]
enum Kinds {
    Any,
    Ranges,
    AnyAndRange,
    RangeAndAny,
    /// Two points or two intervals.
    Alike,
}

impl Kinds {
    const fn take(self, one: &Span, other: &Span) -> bool {
        match self {
            Self::Any => true,
            Self::Ranges => !one.is_point && !other.is_point,
            Self::AnyAndRange => !other.is_point,
            Self::RangeAndAny => !one.is_point,
            Self::Alike => one.is_point == other.is_point,
        }
    }
}

fn related(arguments: Vec<Value>, kinds: Kinds, relation: Relation) -> Value {
    let (one, other, _) = three(arguments);
    let (Some(one), Some(other)) = (span(one), span(other)) else {
        return Value::Null;
    };
    if !kinds.take(&one, &other) {
        return Value::Null;
    }
    relation(&one, &other).into()
}

fn span(value: Value) -> Option<Span> {
    match value {
        Value::Null => None,
        Value::Range(range) => {
            let Range { low, high } = *range;
            let ((low, low_closed), (high, high_closed)) = (low?, high?);
            Some(Span {
                low,
                low_closed,
                high,
                high_closed,
                is_point: false,
            })
        }
        point => {
            order(&point, &point)?;
            Some(Span {
                low: point.clone(),
                low_closed: true,
                high: point,
                high_closed: true,
                is_point: true,
            })
        }
    }
}

fn before(one: &Span, other: &Span) -> Option<bool> {
    Some(match order(&one.high, &other.low)? {
        Ordering::Less => true,
        Ordering::Equal => !(one.high_closed && other.low_closed),
        Ordering::Greater => false,
    })
}

fn meets(one: &Span, other: &Span) -> Option<bool> {
    let touch = order(&one.high, &other.low)?.is_eq();
    Some(touch && one.high_closed && other.low_closed)
}

/// Whether one's low end lies before the other's, or begins it.
fn low_before(one: &Span, other: &Span) -> Option<Ordering> {
    Some(order(&one.low, &other.low)?.then_with(|| other.low_closed.cmp(&one.low_closed)))
}

/// The order of the high ends.
fn high_order(one: &Span, other: &Span) -> Option<Ordering> {
    Some(order(&one.high, &other.high)?.then_with(|| one.high_closed.cmp(&other.high_closed)))
}

fn overlaps_before(one: &Span, other: &Span) -> Option<bool> {
    let begins_before = low_before(one, other)?.is_lt();
    let ends_before = high_order(one, other)?.is_le();
    Some(begins_before && ends_before && !before(one, other)? && !before(other, one)?)
}

fn finishes(one: &Span, other: &Span) -> Option<bool> {
    Some(high_order(one, other)?.is_eq() && low_before(one, other)?.is_ge())
}

fn starts(one: &Span, other: &Span) -> Option<bool> {
    Some(low_before(one, other)?.is_eq() && high_order(one, other)?.is_le())
}

fn includes(one: &Span, other: &Span) -> Option<bool> {
    Some(low_before(one, other)?.is_le() && high_order(one, other)?.is_ge())
}
