//! Named values.

use serde::{Deserialize, Serialize};

use crate::Value;

/// Named values in the order in which they came. Two contexts are equal when they hold the same, in any order.
#[derive(Clone, Debug, Default)]
pub struct Context(Vec<(String, Value)>);

impl Context {
    /// A context that holds nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same context with one more value, or another one under a name that is there.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.insert(name, value);
        self
    }

    /// Adds a value, or replaces the one of that name.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The context under a name, to be added to; a new one in place of whatever else is there.
    pub(crate) fn context(&mut self, name: &str) -> Option<&mut Self> {
        if !matches!(self.get(name), Some(Value::Context(_))) {
            self.insert(name, Self::new());
        }
        let mut entries = self.0.iter_mut();
        match entries.find(|(known, _)| known == name) {
            Some((_, Value::Context(context))) => Some(context),
            _ => None,
        }
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many values it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(name, value)| other.get(name) == Some(value))
    }
}

/// Later values win over earlier ones of the same name.
impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Context {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        entries
            .into_iter()
            .fold(Self::new(), |context, (name, value)| {
                context.with(name, value)
            })
    }
}

/// The names of a JSON object are unique already.
impl From<serde_json::Map<String, serde_json::Value>> for Context {
    fn from(object: serde_json::Map<String, serde_json::Value>) -> Self {
        Self(
            object
                .into_iter()
                .map(|(name, value)| (name, Value::from(value)))
                .collect(),
        )
    }
}

impl From<Context> for serde_json::Map<String, serde_json::Value> {
    fn from(context: Context) -> Self {
        context
            .0
            .into_iter()
            .map(|(name, value)| (name, value.into()))
            .collect()
    }
}

impl Serialize for Context {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::Map::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Map::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_does_not_count() {
        let one = Context::new().with("b", 1).with("a", 2);
        let other = Context::new().with("a", 2).with("b", 1);
        assert_eq!(
            one.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ["b", "a"]
        );
        assert_eq!(one, other);
        assert_ne!(one, other.with("b", 3));
    }

    #[test]
    fn json_comes_in_and_goes_out() {
        let json = r#"{"superficie":40.5,"comida":true,"nada":null,"gente":[{"nombre":"Ana"}]}"#;
        let context: Context = serde_json::from_str(json).unwrap();
        let again: Context =
            serde_json::from_str(&serde_json::to_string(&context).unwrap()).unwrap();
        assert_eq!(context, again);
        assert_eq!(
            context.get("superficie"),
            Some(&Value::Number("40.5".parse().unwrap()))
        );
    }
}
