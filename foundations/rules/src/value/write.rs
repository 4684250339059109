//! Values as text: as FEEL writes them, and as people read them.

use std::fmt;

use text::{Lang, format};

use super::{Range, Value, clock, duration};

/// The value as `string()` of FEEL has it: texts without quotes at the outside, with quotes inside lists.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => f.write_str(text),
            other => write_literal(other, f),
        }
    }
}

fn write_literal(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Boolean(value) => write!(f, "{value}"),
        Value::Number(number) => write!(f, "{number}"),
        Value::String(text) => write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::Date(date) => clock::write_date(*date, f),
        Value::Time(time) => write!(f, "{time}"),
        Value::DateTime(at) => write!(f, "{at}"),
        Value::Duration(length) => f.write_str(&duration::write_exact(*length)),
        Value::Months(months) => f.write_str(&duration::write_months(*months)),
        Value::List(items) => {
            f.write_str("[")?;
            for (index, item) in items.iter().enumerate() {
                f.write_str(if index == 0 { "" } else { ", " })?;
                write_literal(item, f)?;
            }
            f.write_str("]")
        }
        Value::Context(context) => {
            f.write_str("{")?;
            for (index, (name, value)) in context.iter().enumerate() {
                write!(f, "{}{name}: ", if index == 0 { "" } else { ", " })?;
                write_literal(value, f)?;
            }
            f.write_str("}")
        }
        Value::Range(range) => write_range(range, f),
        Value::Function(function) => write!(f, "{function}"),
    }
}

fn write_range(range: &Range, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (&range.low, &range.high) {
        (Some((low, closed)), None) => write!(f, "{}{low}", if *closed { ">=" } else { ">" }),
        (None, Some((high, closed))) => write!(f, "{}{high}", if *closed { "<=" } else { "<" }),
        (Some((low, low_closed)), Some((high, high_closed))) => {
            f.write_str(if *low_closed { "[" } else { "(" })?;
            write_literal(low, f)?;
            f.write_str("..")?;
            write_literal(high, f)?;
            f.write_str(if *high_closed { "]" } else { ")" })
        }
        (None, None) => f.write_str("-"),
    }
}

impl Value {
    /// The value for a reader: "sí", "12.500,5", "23 de noviembre de 2026"; nothing for null.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Null => String::new(),
            Self::Boolean(true) => crate::words::yes(lang).into_string(),
            Self::Boolean(false) => crate::words::no(lang).into_string(),
            Self::Number(number) => format::number(lang, &number.to_string()),
            Self::Date(date) => format::date_long(lang, *date).into_string(),
            Self::Time(clock) => format::clock(clock.time),
            Self::DateTime(moment) => format!(
                "{}, {}",
                format::date_long(lang, moment.at.date()),
                format::clock(moment.at.time())
            ),
            Self::List(items) => items
                .iter()
                .map(|item| item.say(lang))
                .collect::<Vec<_>>()
                .join(", "),
            other => other.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Context, Value};
    use text::Lang;

    #[test]
    fn values_are_written_as_feel_and_as_people_do() {
        let list = Value::List(vec![Value::from("a\"b"), Value::from(1), Value::Null]);
        assert_eq!(list.to_string(), r#"["a\"b", 1, null]"#);
        assert_eq!(
            Value::Context(Context::new().with("a", true)).to_string(),
            "{a: true}"
        );
        assert_eq!(Value::from("hola").to_string(), "hola");
        assert_eq!(Value::from(12_500).say(Lang::Es), "12.500");
        assert_eq!(Value::from(true).say(Lang::Es), "sí");
        assert_eq!(
            Value::from(jiff::civil::date(2026, 11, 23)).say(Lang::En),
            "Monday 23 November 2026"
        );
    }
}
