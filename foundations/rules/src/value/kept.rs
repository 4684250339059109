//! Values written so that the same value is read again: with every digit, and with their kind.
//!
//! The plain JSON of a [`Value`] is for others to read, and writes days as texts and fractions as binary
//! numbers. What is kept for years, to be compared, is written here as `{"number":"0.1"}`,
//! `{"at":"2026-11-23"}`, `{"list":[…]}`. A function is kept as the text of its head: nobody can call it.
//! Readers of JSON stop at some depth, and with them whoever reads values of more than forty lists in one another.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Range, Value};
use crate::Context;
use crate::builtins::at_literal;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    /// A day, time or length of time, as FEEL writes it after `@`.
    At(String),
    List(Vec<Self>),
    Context(Vec<(String, Self)>),
    Range(Box<Ends>),
}

/// The ends of an interval, and whether they belong to it.
#[derive(Serialize, Deserialize)]
struct Ends {
    low: Option<(Kept, bool)>,
    high: Option<(Kept, bool)>,
}

pub(crate) fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    Kept::from(value).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let kept = Kept::deserialize(deserializer)?;
    kept.value()
        .ok_or_else(|| D::Error::custom("a value that cannot be read again"))
}

impl From<&Value> for Kept {
    fn from(value: &Value) -> Self {
        let end = |end: &Option<(Value, bool)>| {
            let (value, closed) = end.as_ref()?;
            Some((Self::from(value), *closed))
        };
        match value {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::Duration(_)
            | Value::Months(_) => Self::At(value.to_string()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Context(context) => {
                let entries = context.iter();
                Self::Context(
                    entries
                        .map(|(name, value)| (name.to_owned(), Self::from(value)))
                        .collect(),
                )
            }
            Value::Range(range) => Self::Range(Box::new(Ends {
                low: end(&range.low),
                high: end(&range.high),
            })),
            Value::Function(function) => Self::Text(function.to_string()),
        }
    }
}

impl Kept {
    fn value(self) -> Option<Value> {
        let end = |end: Option<(Self, bool)>| match end {
            None => Some(None),
            Some((value, closed)) => Some(Some((value.value()?, closed))),
        };
        Some(match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(value),
            Self::Number(written) => Value::Number(written.parse().ok()?),
            Self::Text(text) => Value::String(text),
            Self::At(written) => at_literal(&written)?,
            Self::List(items) => {
                let items = items.into_iter().map(Self::value);
                Value::List(items.collect::<Option<_>>()?)
            }
            Self::Context(entries) => {
                let mut context = Context::new();
                for (name, value) in entries {
                    context.insert(name, value.value()?);
                }
                Value::Context(context)
            }
            Self::Range(ends) => Value::Range(Box::new(Range {
                low: end(ends.low)?,
                high: end(ends.high)?,
            })),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Expression;

    #[derive(Serialize, Deserialize)]
    struct Held(#[serde(with = "super")] Value);

    #[test]
    fn what_is_kept_is_read_again_as_it_was() {
        for written in [
            "null",
            "true",
            "1 / 3",
            "1e-6100",
            "9.999999999999999999999999999999999e6110",
            r#""2026-11-23""#,
            r#"@"2026-11-23""#,
            r#"@"-0044-03-15""#,
            r#"@"09:30:00.000000001+01:00""#,
            r#"@"2026-11-23T09:30:00@America/Asuncion""#,
            r#"@"9999-12-31T23:00:00-18:00""#,
            r#"@"-P1DT2H3.5S""#,
            r#"@"PT0S""#,
            r#"@"P0M""#,
            r#"@"-P14M""#,
            "[1, [2], {a: 0.1, b b: []}]",
            "[1..5)",
            "(> @\"2026-11-23\")",
        ] {
            let value = Expression::parse(written)
                .unwrap()
                .evaluate(&Context::new())
                .unwrap();
            assert_eq!(value.is_null(), written == "null", "{written}");
            let json = serde_json::to_string(&Held(value.clone())).unwrap();
            let again: Held = serde_json::from_str(&json).unwrap();
            assert_eq!(again.0, value, "{json}");
            assert_eq!(serde_json::to_string(&again).unwrap(), json);
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for wrong in [r#"{"number":"x"}"#, r#"{"at":"ayer"}"#, r#"{"bytes":""}"#] {
            assert!(serde_json::from_str::<Held>(wrong).is_err(), "{wrong}");
        }
    }
}
