//! Structured values inside one text column.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, FromValue, ToValue, Value};

/// A value kept as JSON text. Write with `Json(&answers)`, read with `let Json(answers) = row.get(3)?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: Serialize> ToValue for Json<T> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        let text = serde_json::to_string(&self.0)
            .map_err(|_| Error::Value("cannot be told as JSON".to_owned()))?;
        Ok(Value::Text(Cow::Owned(text)))
    }
}

impl<T: DeserializeOwned> FromValue for Json<T> {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        // The parser's own message can quote the stored text, so only its position is told.
        serde_json::from_str(value.text()?)
            .map(Self)
            .map_err(|error| {
                Error::Value(format!(
                    "stored JSON does not fit at column {}",
                    error.column()
                ))
            })
    }
}
