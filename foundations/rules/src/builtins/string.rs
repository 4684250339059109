//! Functions on texts. Places are counted in characters, from 1.

use super::{Builtin, elements, one, three};
use crate::limits::STRING_BYTES_MAX;
use crate::value::Value;
use crate::{Error, Number};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("string length", &["string"], |_, arguments| {
        let text = one(arguments);
        Ok(text
            .as_str()
            .and_then(|text| i64::try_from(text.chars().count()).ok())
            .into())
    }),
    Builtin::new("upper case", &["string"], |_, arguments| {
        Ok(one(arguments).as_str().map(str::to_uppercase).into())
    }),
    Builtin::new("lower case", &["string"], |_, arguments| {
        Ok(one(arguments).as_str().map(str::to_lowercase).into())
    }),
    Builtin::new("trim", &["string"], |_, arguments| {
        Ok(one(arguments).as_str().map(str::trim).into())
    }),
    Builtin::optional(
        "substring",
        &["string", "start position", "length"],
        2,
        |_, arguments| {
            let (text, start, length) = three(arguments);
            Ok(substring(&text, &start, &length).into())
        },
    ),
    Builtin::new("contains", &["string", "match"], |_, arguments| {
        Ok(two(arguments, |text, part| text.contains(part)))
    }),
    Builtin::new("starts with", &["string", "match"], |_, arguments| {
        Ok(two(arguments, |text, part| text.starts_with(part)))
    }),
    Builtin::new("ends with", &["string", "match"], |_, arguments| {
        Ok(two(arguments, |text, part| text.ends_with(part)))
    }),
    Builtin::new("substring before", &["string", "match"], |_, arguments| {
        Ok(two(arguments, |text, part| {
            text.split_once(part)
                .map_or("", |(before, _)| before)
                .to_owned()
        }))
    }),
    Builtin::new("substring after", &["string", "match"], |_, arguments| {
        Ok(two(arguments, |text, part| {
            text.split_once(part)
                .map_or("", |(_, after)| after)
                .to_owned()
        }))
    }),
    Builtin::optional("string join", &["list", "delimiter"], 1, |_, arguments| {
        let (list, delimiter, _) = three(arguments);
        join(list, &delimiter)
    }),
];

fn two<T: Into<Value>>(arguments: Vec<Value>, what: impl FnOnce(&str, &str) -> T) -> Value {
    let (text, part, _) = three(arguments);
    match (text, part) {
        (Value::String(text), Value::String(part)) => what(&text, &part).into(),
        _ => Value::Null,
    }
}

/// A part of a text; a negative start counts from the end.
fn substring(text: &Value, start: &Value, length: &Value) -> Option<String> {
    let text = text.as_str()?;
    let count = text.chars().count();
    let start = start.as_number().and_then(Number::to_i64)?;
    let skip = match start {
        0 => return None,
        1.. => usize::try_from(start - 1).ok()?,
        _ => count.checked_sub(usize::try_from(start.unsigned_abs()).ok()?)?,
    };
    let take = match length {
        Value::Null => usize::MAX,
        length => usize::try_from(length.as_number()?.to_i64()?).ok()?,
    };
    Some(text.chars().skip(skip).take(take).collect())
}

/// Texts one after the other; null elements are left out.
fn join(list: Value, delimiter: &Value) -> Result<Value, Error> {
    if list.is_null() {
        return Ok(Value::Null);
    }
    let mut joined = String::new();
    let mut first = true;
    for item in elements(vec![list]) {
        match item {
            Value::String(text) => {
                if !first {
                    joined.push_str(delimiter.as_str().unwrap_or_default());
                }
                joined.push_str(&text);
                first = false;
            }
            Value::Null => {}
            _ => return Ok(Value::Null),
        }
        if joined.len() > STRING_BYTES_MAX {
            return Err(Error::TooLarge);
        }
    }
    Ok(joined.into())
}
