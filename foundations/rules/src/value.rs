//! What expressions work on.

mod clock;
mod duration;
mod function;
pub(crate) mod kept;
mod range;
mod write;

pub use clock::{Clock, Moment, Zone};
pub(crate) use duration::parse as parse_duration;
pub(crate) use function::Body;
pub use function::Function;
pub use range::Range;
pub(crate) use range::between;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::limits::VALUE_DEPTH_MAX;
use crate::{Context, Number};

/// A value of FEEL.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing: not answered, not known, or of types that do not fit together.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// A decimal number.
    Number(Number),
    /// A text.
    String(String),
    /// A day of the calendar.
    Date(Date),
    /// A time of day.
    Time(Clock),
    /// A day and a time of day.
    DateTime(Moment),
    /// An exact length of time: days, hours, minutes, seconds.
    Duration(SignedDuration),
    /// A length of time in whole months, which are of different lengths.
    Months(i64),
    /// Values in order.
    List(Vec<Value>),
    /// Named values.
    Context(Context),
    /// An interval.
    Range(Box<Range>),
    /// A function.
    Function(Box<Function>),
}

impl Value {
    /// Whether it is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is true; null and everything else is not.
    #[must_use]
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where it is one.
    #[must_use]
    pub const fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// How much there is to copy, in elements; more than anybody may where lists and contexts stand in one another
    /// too deeply. Whatever has a name is weighed before it is used, so that no value grows deeper.
    pub(crate) fn weight(&self) -> usize {
        self.weight_within(VALUE_DEPTH_MAX)
    }

    fn weight_within(&self, depth: usize) -> usize {
        let Some(depth) = depth.checked_sub(1) else {
            return usize::MAX;
        };
        let add = |sum: usize, value: &Self| sum.saturating_add(value.weight_within(depth));
        match self {
            Self::List(items) => items.iter().fold(1, add),
            Self::Context(context) => context.iter().fold(1, |sum, (_, value)| add(sum, value)),
            Self::String(text) => 1 + text.len() / 256,
            _ => 1,
        }
    }
}

/// A day as ISO 8601 writes it: `2026-11-23`, nothing before or after.
pub(crate) fn parse_date(written: &str) -> Option<Date> {
    let (sign, plain) = match written.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, written),
    };
    let is_plain = plain.len() == 10
        && plain.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_plain {
        return None;
    }
    let part = |range: std::ops::Range<usize>| plain.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(sign * year, month, day).ok()
}

macro_rules! from {
    ($($source:ty => $variant:ident),* $(,)?) => {
        $(impl From<$source> for Value {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Boolean, Number => Number, String => String, &str => String, Date => Date, Time => Time,
    Clock => Time, DateTime => DateTime, Moment => DateTime, SignedDuration => Duration, Vec<Value> => List, Context => Context,
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

/// Nothing is null.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Texts stay texts, also where they look like dates. A number that cannot be kept exactly is null.
impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Boolean(value),
            serde_json::Value::Number(number) => number.to_string().parse::<Number>().ok().into(),
            serde_json::Value::String(text) => Self::String(text),
            serde_json::Value::Array(items) => {
                Self::List(items.into_iter().map(Self::from).collect())
            }
            serde_json::Value::Object(object) => Self::Context(object.into()),
        }
    }
}

/// Dates, times, durations and ranges are written as texts. Whole numbers of 64 bits are exact; others pass
/// through a binary number, as JSON's readers do.
impl From<Value> for serde_json::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Bool(value),
            Value::Number(number) => match number.to_i64() {
                Some(whole) => Self::from(whole),
                None => number
                    .to_string()
                    .parse::<f64>()
                    .map_or(Self::Null, Self::from),
            },
            Value::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Context(context) => Self::Object(context.into()),
            other => Self::String(other.to_string()),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::Value::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(Self::from)
    }
}
