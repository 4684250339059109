//! dsntk, as its own program drives it.

use std::sync::Arc;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_feel_evaluator::evaluate_equals;
use dsntk_model::{DmnElement as _, NamedElement as _};
use dsntk_model_evaluator::ModelEvaluator;

use crate::cases::{Case, Set};
use crate::engine::Engine;

pub(crate) struct Theirs {
    model: Arc<ModelEvaluator>,
    namespace: String,
    name: String,
}

impl Engine for Theirs {
    type Value = Value;
    type Inputs = FeelContext;

    fn load(set: &Set<'_, '_>) -> Option<Self> {
        let asked = dsntk_model::parse(&set.model).ok()?;
        let (namespace, name) = (asked.namespace().to_owned(), asked.name().to_owned());
        let mut definitions = vec![asked];
        for other in &set.others {
            definitions.push(dsntk_model::parse(other).ok()?);
        }
        Some(Self {
            model: ModelEvaluator::new(&definitions).ok()?,
            namespace,
            name,
        })
    }

    fn null() -> Value {
        Value::Null(None)
    }

    fn list(items: Vec<Value>) -> Value {
        Value::List(items)
    }

    fn context(entries: Vec<(&str, Value)>) -> Value {
        Value::Context(Self::inputs(entries))
    }

    fn simple(kind: &str, text: &str) -> Option<Value> {
        let text = if kind == "string" { text } else { text.trim() };
        match kind {
            "string" => Ok(Value::String(text.to_owned())),
            "boolean" => Value::try_from_xsd_boolean(text),
            "decimal" | "double" | "integer" | "float" | "int" | "long" => {
                Value::try_from_xsd_decimal(text)
            }
            "date" => Value::try_from_xsd_date(text),
            "time" => Value::try_from_xsd_time(text),
            "dateTime" => Value::try_from_xsd_date_time(text),
            _ => Value::try_from_xsd_duration(text),
        }
        .ok()
    }

    fn inputs(entries: Vec<(&str, Value)>) -> FeelContext {
        let mut context = FeelContext::default();
        for (name, value) in entries {
            context.set_entry(&Name::from(name), value);
        }
        context
    }

    fn evaluate(&self, case: &Case<'_, '_>, inputs: &FeelContext) -> Option<Value> {
        let asked = case.called.unwrap_or(case.name);
        let (namespace, name) = (&self.namespace, &self.name);
        Some(
            self.model
                .evaluate_invocable(namespace, name, asked, inputs),
        )
    }

    fn agree(case: &Case<'_, '_>, expected: &Value, found: &Value) -> bool {
        match found {
            Value::Context(outputs) if case.called.is_some() => {
                let name = Name::from(case.name);
                same(expected, outputs.get_entry(&name).unwrap_or(found))
            }
            found => same(expected, found),
        }
    }
}

fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Null(_), Value::Null(_)) => true,
        (Value::Number(one), Value::Number(other)) => near(*one, *other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Context(one), Value::Context(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| {
                    other
                        .get_entry(name)
                        .is_some_and(|other| same(value, other))
                })
        }
        _ => evaluate_equals(expected, found),
    }
}

fn near(one: FeelNumber, other: FeelNumber) -> bool {
    let tolerance = FeelNumber::new(1, 8);
    let distance = (one - other).abs();
    distance <= tolerance || distance <= one.abs() * tolerance
}
