//! Functions as values, and those that take them.

use super::super::{Error, Expression};
use crate::{Context, Value};

#[test]
fn functions_are_values_and_see_where_they_were_written() {
    let value = |source: &str| {
        Expression::parse(source)
            .unwrap()
            .evaluate(&Context::new())
            .unwrap()
    };
    assert_eq!(
        value("{ doble: function(n) 2 * n, x: doble(21) }.x"),
        Value::from(42)
    );
    assert_eq!(
        value("{ f: function(n) if n = 0 then 1 else n * f(n - 1), x: f(5) }.x"),
        Value::from(120),
        "under its own name a function calls itself"
    );
    assert_eq!(
        value("{ tasa: 3, f: function(n: number) n * tasa, x: f(n: 2) }.x"),
        Value::from(6)
    );
    assert_eq!(
        value("{ f: function(n: number) n, x: f(\"a\") }.x"),
        Value::Null
    );
    assert_eq!(value("{ f: function(n) n, x: f(1, 2) }.x"), Value::Null);
}

#[test]
fn functions_that_call_one_another_without_end_are_stopped() {
    let endless = "{ f: function(n) f(n + 1), x: f(0) }.x";
    let expression = Expression::parse(endless).unwrap();
    assert_eq!(
        expression.evaluate(&Context::new()),
        Err(Error::TooMuchWork)
    );
}

#[test]
fn lists_are_changed_at_a_place_or_where_a_function_says() {
    let value = |source: &str| {
        let expression = Expression::parse(source).unwrap();
        expression.evaluate(&Context::new()).unwrap().to_string()
    };
    assert_eq!(value("list replace([1, 2, 3], 2, 9)"), "[1, 9, 3]");
    assert_eq!(
        value("list replace([1, 5, 3], function(item, newItem) item < newItem, 4)"),
        "[4, 5, 4]"
    );
    assert_eq!(value("list replace([1], 2, 9)"), "null");
    assert_eq!(value("sort([3, 1, 2], function(a, b) a > b)"), "[3, 2, 1]");
    assert_eq!(value("is(@\"10:00:00Z\", @\"11:00:00+01:00\")"), "false");
    assert_eq!(value("@\"10:00:00Z\" = @\"11:00:00+01:00\""), "true");
}
