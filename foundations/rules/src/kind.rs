//! Kinds of values, as expressions and models name them (DMN 1.5 §10.3.2.2).

use std::fmt;
use std::sync::Arc;

use crate::Context;
use crate::evaluate::Scope;
use crate::syntax::Test;
use crate::value::{Moment, Value, Zone};

/// Parts of kinds that are looked through to tell whether one conforms to another.
const LOOKED_THROUGH_MAX: usize = 10_000;

/// A kind of value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Kind {
    /// Anything.
    #[default]
    Any,
    /// Nothing but null.
    Null,
    Number,
    String,
    Boolean,
    Date,
    Time,
    DateTime,
    /// Days and time.
    Duration,
    /// Years and months.
    Months,
    List(Arc<Kind>),
    /// A context with at least these entries.
    Context(Arc<[(String, Kind)]>),
    Range(Arc<Kind>),
    /// A function of these parameters with this result.
    Function(Arc<[Kind]>, Arc<Kind>),
    /// Only the values that pass these tests.
    Allowed(Arc<Kind>, Arc<Vec<Test>>),
}

impl Kind {
    /// The kinds whose names are words.
    const NAMES: [(&'static str, Self); 10] = [
        ("Any", Self::Any),
        ("Null", Self::Null),
        ("number", Self::Number),
        ("string", Self::String),
        ("boolean", Self::Boolean),
        ("date", Self::Date),
        ("time", Self::Time),
        ("date and time", Self::DateTime),
        ("days and time duration", Self::Duration),
        ("years and months duration", Self::Months),
    ];

    /// The kind of that name, with any number of spaces between its words.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let name = words.join(" ");
        let name = match name.as_str() {
            "dateTime" => "date and time",
            "dayTimeDuration" => "days and time duration",
            "yearMonthDuration" => "years and months duration",
            other => other,
        };
        let mut known = Self::NAMES.into_iter();
        known.find(|(word, _)| *word == name).map(|(_, kind)| kind)
    }

    /// Whether a value is of this kind. Null is of every kind but where a value must be there.
    pub(crate) fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Allowed(kind, tests), value) => kind.holds(value) && passes(tests, value),
            (Self::Any, _) | (Self::Null, Value::Null) => true,
            (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Boolean, Value::Boolean(_))
            | (Self::Date, Value::Date(_))
            | (Self::Time, Value::Time(_))
            | (Self::DateTime, Value::DateTime(_))
            | (Self::Duration, Value::Duration(_))
            | (Self::Months, Value::Months(_)) => true,
            (Self::List(kind), Value::List(items)) => items.iter().all(|item| kind.admits(item)),
            (Self::Context(entries), Value::Context(context)) => entries
                .iter()
                .all(|(name, kind)| context.get(name).is_some_and(|value| kind.admits(value))),
            (Self::Range(kind), Value::Range(range)) => {
                let mut ends = [&range.low, &range.high].into_iter().flatten();
                ends.all(|(end, _)| kind.holds(end))
            }
            (Self::Function(parameters, result), Value::Function(function)) => {
                function.fits(parameters, result)
            }
            _ => false,
        }
    }

    /// Whether a value is an instance of this kind: null of the kind of nothing alone.
    pub(crate) fn is_kind_of(&self, value: &Value) -> bool {
        match self {
            // What a kind allows is not asked here.
            Self::Allowed(kind, _) => kind.is_kind_of(value),
            Self::Null => value.is_null(),
            kind => !value.is_null() && kind.holds(value),
        }
    }

    /// Whether a value may stand where this kind is wanted: one that holds, or null.
    pub(crate) fn admits(&self, value: &Value) -> bool {
        value.is_null() || self.holds(value)
    }

    /// The value as this kind takes it: as it is, a single value for a list of one and the other way round, a
    /// date as its first hour; null where it does not fit (DMN 1.5 §10.3.2.9.4).
    pub(crate) fn coerce(&self, value: Value) -> Value {
        if self.admits(&value) {
            return value;
        }
        match (self, value) {
            (Self::List(kind), value) if !matches!(value, Value::List(_)) => {
                match kind.coerce(value) {
                    Value::Null => Value::Null,
                    single => Value::List(vec![single]),
                }
            }
            (_, Value::List(items)) if items.len() == 1 => {
                let single = items.into_iter().next().unwrap_or_default();
                if self.holds(&single) {
                    single
                } else {
                    Value::Null
                }
            }
            (Self::DateTime, Value::Date(date)) => {
                // The first hour of the day, in UTC.
                let midnight = Moment {
                    at: date.at(0, 0, 0, 0),
                    zone: Zone::of_seconds(0),
                };
                Value::DateTime(midnight)
            }
            _ => Value::Null,
        }
    }

    /// Whether every value of this kind is of the other (DMN 1.5 §10.3.2.9.2). Of kinds that have more in them
    /// than is looked through, no.
    pub(crate) fn conforms_to(&self, other: &Self) -> bool {
        self.conforms(other, &mut LOOKED_THROUGH_MAX.clone())
    }

    fn conforms(&self, other: &Self, left: &mut usize) -> bool {
        let Some(rest) = left.checked_sub(1) else {
            return false;
        };
        *left = rest;
        match (self, other) {
            (_, Self::Any) | (Self::Null, _) => true,
            (Self::Allowed(kind, _), other) => kind.conforms(other, left),
            (one, Self::Allowed(kind, _)) => one.conforms(kind, left),
            (Self::List(one), Self::List(other)) | (Self::Range(one), Self::Range(other)) => {
                one.conforms(other, left)
            }
            (Self::Context(one), Self::Context(other)) => other.iter().all(|(name, kind)| {
                one.iter()
                    .any(|(known, own)| known == name && own.conforms(kind, left))
            }),
            (Self::Function(mine, result), Self::Function(theirs, wanted)) => {
                mine.len() == theirs.len()
                    && result.conforms(wanted, left)
                    && theirs
                        .iter()
                        .zip(mine.iter())
                        .all(|(given, taken)| given.conforms(taken, left))
            }
            (one, other) => one == other,
        }
    }
}

/// Whether a value passes one of the tests. They know nothing but the value.
fn passes(tests: &[Test], value: &Value) -> bool {
    let nothing = Context::new();
    matches!(Scope::new(&nothing).tests(tests, value), Ok(Some(true)))
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(kind) => write!(f, "list<{kind}>"),
            Self::Range(kind) => write!(f, "range<{kind}>"),
            Self::Allowed(kind, _) => write!(f, "{kind}"),
            Self::Context(_) => f.write_str("context"),
            Self::Function(..) => f.write_str("function"),
            named => {
                let mut known = Self::NAMES.into_iter();
                let found = known.find(|(_, kind)| kind == named);
                f.write_str(found.map_or("Any", |(name, _)| name))
            }
        }
    }
}
