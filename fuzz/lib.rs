//! Facts that every target evaluates over: one of each kind, and some that are nested.

use rules::{Context, Value};

/// Facts under the names that the seeds use.
#[must_use]
pub fn facts() -> Context {
    let day = jiff::civil::date(2026, 11, 23);
    let people = [("Ana", 34), ("Luis", 7), ("Ñasaindy", 71)]
        .map(|(name, age)| Value::Context(Context::new().with("nombre", name).with("edad", age)));
    Context::new()
        .with("n", 3)
        .with("superficie", 120)
        .with("vende_comida", true)
        .with("rubro", "bar")
        .with("gente", people.to_vec())
        .with("lista", vec![Value::from(1), Value::Null, Value::from("x")])
        .with("dia", day)
        .with("today", day)
        .with("now", day.at(9, 30, 0, 0))
        .with("hora", jiff::civil::time(9, 30, 0, 0))
        .with("plazo", jiff::SignedDuration::from_hours(30))
        .with("meses", Value::Months(14))
}
