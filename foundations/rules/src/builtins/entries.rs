//! Functions on contexts.

use super::{Builtin, elements, one, three};
use crate::limits::NESTING_MAX;
use crate::value::Value;
use crate::{Context, Error};

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::new("context", &["entries"], |_, arguments| {
        Ok(context(one(arguments)))
    }),
    Builtin::new(
        "context put",
        &["context", "key", "value"],
        |_, arguments| {
            let (context, key, value) = three(arguments);
            let Value::Context(context) = context else {
                return Ok(Value::Null);
            };
            Ok(match key {
                Value::String(key) => Value::Context(context.with(key, value)),
                Value::List(keys) if keys.len() > KEYS_MAX => return Err(Error::TooLarge),
                Value::List(keys) => put(context, &keys, value).map_or(Value::Null, Value::Context),
                _ => Value::Null,
            })
        },
    ),
    Builtin::new("context merge", &["contexts"], |_, arguments| {
        Ok(merged(elements(arguments)).map_or(Value::Null, Value::Context))
    }),
];

/// A context of its entries, each a context with key and value; no key twice.
fn context(entries: Value) -> Value {
    let entries = match entries {
        Value::Null => return Value::Null,
        entries => elements(vec![entries]),
    };
    let mut made = Context::new();
    for entry in entries {
        let Value::Context(entry) = entry else {
            return Value::Null;
        };
        let (Some(Value::String(key)), Some(value)) = (entry.get("key"), entry.get("value")) else {
            return Value::Null;
        };
        if made.get(key).is_some() {
            return Value::Null;
        }
        made.insert(key.as_str(), value.clone());
    }
    Value::Context(made)
}

/// Keys that lead through contexts within one another: as many as expressions nest.
const KEYS_MAX: usize = NESTING_MAX;

/// Puts a value under keys that lead through contexts within one another.
fn put(context: Context, keys: &[Value], value: Value) -> Option<Context> {
    let (first, rest) = keys.split_first()?;
    let key = first.as_str()?;
    if rest.is_empty() {
        return Some(context.with(key, value));
    }
    let inner = match context.get(key) {
        Some(Value::Context(inner)) => inner.clone(),
        None => Context::new(),
        Some(_) => return None,
    };
    let inner = put(inner, rest, value)?;
    Some(context.with(key, inner))
}

fn merged(contexts: Vec<Value>) -> Option<Context> {
    let mut merged = Context::new();
    for context in contexts {
        let Value::Context(context) = context else {
            return None;
        };
        for (name, value) in context.iter() {
            merged.insert(name, value.clone());
        }
    }
    Some(merged)
}
