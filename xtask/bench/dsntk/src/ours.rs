//! Our own engine.

use rules::dmn::Model;
use rules::{Context, Expression, Number, Value};

use crate::cases::{Case, Set};
use crate::engine::Engine;

pub(crate) struct Ours(Model);

/// How far a number may be from the expected one: the kit's cases round to about this.
const TOLERANCE: &str = "0.00000001";

impl Engine for Ours {
    type Value = Value;
    type Inputs = Context;

    fn load(set: &Set<'_, '_>) -> Option<Self> {
        let mut known: Vec<Model> = Vec::new();
        for _ in 0..set.others.len() {
            let next = set.others.iter().map(|xml| Model::read(xml, &known));
            known = next.collect::<Result<_, _>>().ok()?;
        }
        Model::read(&set.model, &known).ok().map(Self)
    }

    fn null() -> Value {
        Value::Null
    }

    fn list(items: Vec<Value>) -> Value {
        Value::List(items)
    }

    fn context(entries: Vec<(&str, Value)>) -> Value {
        Value::Context(entries.into_iter().collect())
    }

    fn simple(kind: &str, text: &str) -> Option<Value> {
        let expression = match kind {
            "string" => return Some(Value::from(text)),
            "boolean" => return Some(Value::from(text.trim() == "true")),
            "decimal" | "double" | "integer" | "float" | "int" | "long" => "number(x)",
            "date" => "date(x)",
            "time" => "time(x)",
            "dateTime" => "date and time(x)",
            _ => "duration(x)",
        };
        made(expression, text)
    }

    fn inputs(entries: Vec<(&str, Value)>) -> Context {
        let day = made("date(x)", "2026-11-23").unwrap_or_default();
        let now = made("date and time(x)", "2026-11-23T10:00:00Z").unwrap_or_default();
        let inputs: Context = entries.into_iter().collect();
        inputs.with("today", day).with("now", now)
    }

    fn evaluate(&self, case: &Case<'_, '_>, inputs: &Context) -> Option<Value> {
        match case.called {
            Some(called) => self.0.call(called, inputs),
            None => self.0.decide(case.name, inputs),
        }
        .ok()
    }

    fn agree(case: &Case<'_, '_>, expected: &Value, found: &Value) -> bool {
        match found {
            Value::Context(outputs) if case.called.is_some() => {
                same(expected, outputs.get(case.name).unwrap_or(found))
            }
            found => same(expected, found),
        }
    }
}

fn made(expression: &str, text: &str) -> Option<Value> {
    let facts = Context::new().with("x", text.trim());
    let made = Expression::parse(expression).ok()?.evaluate(&facts).ok()?;
    (!made.is_null()).then_some(made)
}

fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(one), Value::Number(other)) => near(one, other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Context(one), Value::Context(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => expected == found,
    }
}

fn near(one: &Number, other: &Number) -> bool {
    let facts = Context::new()
        .with("a", Value::Number(*one))
        .with("b", Value::Number(*other));
    let test = format!("abs(a - b) <= {TOLERANCE} or abs(a - b) <= abs(a) * {TOLERANCE}");
    Expression::parse(&test)
        .ok()
        .and_then(|test| test.holds(&facts).ok())
        .unwrap_or_default()
}
