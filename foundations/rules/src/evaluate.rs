//! From tree to value.

mod compare;
mod invoke;
mod operate;
mod scope;
mod steps;
mod told;
pub(crate) mod truth;

pub(crate) use compare::{equal, order};
pub(crate) use invoke::Given;
pub(crate) use scope::Scope;

use crate::limits::{LIST_MAX, SERIES_WORK};
use crate::syntax::{Binding, Compare, Expr, LooksBack, Operator, Quantifier, RangeExpr, Test};
use crate::value::{Range, Value, between};
use crate::{Context, Error};

type Evaluated = Result<Value, Error>;

impl Scope<'_> {
    /// The value of an expression. Types that do not fit give null; only exhausted limits are errors.
    pub(crate) fn evaluate(&mut self, expr: &Expr) -> Evaluated {
        self.work(1)?;
        match expr {
            Expr::Literal(value) => self.copy(value),
            Expr::Name(name) => self.name(name),
            Expr::Input => self.input(),
            Expr::Path(inner, name) => self.path(expr, inner, name),
            Expr::Filter(list, condition) => self.filter(list, condition),
            Expr::Negate(inner) => Ok(operate::negate(self.evaluate(inner)?)),
            Expr::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
                self.logic(*operator, left, right)
            }
            Expr::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expr::Compare(compare, left, right) => self.compare(*compare, left, right),
            Expr::Between(value, low, high) => self.between(value, low, high),
            Expr::In(value, tests) => {
                let value = self.evaluate(value)?;
                Ok(self.tests(tests, &value)?.into())
            }
            Expr::If(condition, then, otherwise) => {
                let branch = self.branch(condition, then, otherwise)?;
                branch.map_or(Ok(Value::Null), |branch| self.evaluate(branch))
            }
            Expr::For(bindings, body, looks_back) => self.each(bindings, body, *looks_back),
            Expr::Quantified(quantifier, bindings, body) => {
                self.quantified(*quantifier, bindings, body)
            }
            Expr::List(items) => self.list(items),
            Expr::Context(entries) => self.context(entries),
            Expr::Range(range) => self.range(range),
            Expr::Call(builtin, arguments) => self.call_expr(builtin, arguments),
            Expr::InstanceOf(inner, kind) => Ok(kind.is_kind_of(&self.evaluate(inner)?).into()),
            Expr::Typed(inner, kind) => Ok(kind.coerce(self.evaluate(inner)?)),
            Expr::Let(entries, body) => self.steps(entries, body),
            Expr::Table(table) => table.decide(self),
            Expr::Half(compare, end) => {
                let end = self.evaluate(end)?;
                Ok(operate::half(*compare, end))
            }
            Expr::Function(lambda) => self.function(lambda, None),
            Expr::Invoke(function, arguments) => self.invoke_expr(function, arguments),
        }
    }

    fn path(&mut self, whole: &Expr, inner: &Expr, name: &str) -> Evaluated {
        // What lies ready is looked into where it lies, and only the part is copied.
        self.look_around()?;
        if let Some(part) = self.ready(whole) {
            let (weight, part) = (part.weight(), part.clone());
            self.work(weight)?;
            return Ok(part);
        }
        let value = self.evaluate(inner)?;
        Ok(operate::property(value, name))
    }

    fn binary(&mut self, operator: Operator, left: &Expr, right: &Expr) -> Evaluated {
        let (left, right) = (self.evaluate(left)?, self.evaluate(right)?);
        if operator == Operator::Power {
            self.work(SERIES_WORK)?;
        }
        operate::binary(operator, left, right)
    }

    fn compare(&mut self, compare: Compare, left: &Expr, right: &Expr) -> Evaluated {
        self.look_around()?;
        if let (Some(left), Some(right)) = (self.ready(left), self.ready(right)) {
            return Ok(compare::compare(compare, left, right).into());
        }
        let (left, right) = (self.evaluate(left)?, self.evaluate(right)?);
        Ok(compare::compare(compare, &left, &right).into())
    }

    fn between(&mut self, value: &Expr, low: &Expr, high: &Expr) -> Evaluated {
        let value = self.evaluate(value)?;
        let (low, high) = (self.evaluate(low)?, self.evaluate(high)?);
        Ok(between(Some((&low, true)), Some((&high, true)), &value).into())
    }

    /// The side of a condition that is meant; none where it is neither true nor false.
    fn branch<'e>(
        &mut self,
        condition: &Expr,
        then: &'e Expr,
        otherwise: &'e Expr,
    ) -> Result<Option<&'e Expr>, Error> {
        Ok(match self.evaluate(condition)? {
            Value::Boolean(true) => Some(then),
            Value::Boolean(false) | Value::Null => Some(otherwise),
            _ => None,
        })
    }

    fn list(&mut self, items: &[Expr]) -> Evaluated {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.evaluate(item)?);
        }
        Ok(Value::List(values))
    }

    fn steps(&mut self, entries: &[(String, Expr)], body: &Expr) -> Evaluated {
        let before = self.locals_len();
        for (name, expr) in entries {
            let value = self.evaluate(expr)?;
            self.tell_found(name, &value);
            self.push_local(name, value);
        }
        let value = self.evaluate(body);
        self.truncate_locals(before);
        value
    }

    /// Whether a value passes one of the tests: null when one cannot be told and none is passed.
    pub(crate) fn tests(&mut self, tests: &[Test], value: &Value) -> Result<Option<bool>, Error> {
        let mut answer = Some(false);
        for test in tests {
            match self.test(test, value)? {
                Some(true) => return Ok(Some(true)),
                Some(false) => {}
                None => answer = None,
            }
        }
        Ok(answer)
    }

    fn test(&mut self, test: &Test, value: &Value) -> Result<Option<bool>, Error> {
        match test {
            Test::Any => Ok(Some(true)),
            // Most cells hold what needs no look around.
            Test::Compare(compare, Expr::Literal(other)) => {
                self.work(1)?;
                Ok(compare::compare(*compare, value, other))
            }
            Test::Expr(Expr::Literal(other)) => {
                self.work(1)?;
                Ok(is_among(value, other))
            }
            Test::Expr(Expr::Range(range)) if let Some(within) = range.holds(value) => {
                self.work(1)?;
                Ok(within)
            }
            Test::Not(tests) => Ok(self.tests(tests, value)?.map(|passed| !passed)),
            Test::Compare(compare, expr) => {
                let other = self.with_input(value, |scope| scope.evaluate(expr))?;
                Ok(compare::compare(*compare, value, &other))
            }
            Test::Expr(expr) => {
                let (other, asked) = self.with_input(value, |scope| {
                    let before = scope.input_uses();
                    Ok((scope.evaluate(expr)?, scope.input_uses() > before))
                })?;
                Ok(match other {
                    // An interval without an end is nothing to be in.
                    Value::Null if matches!(expr, Expr::Range(_)) => None,
                    // A condition on the value itself: `? > 3 and ? < 5`.
                    Value::Boolean(passed) if asked => Some(passed),
                    Value::Null if asked => None,
                    other => is_among(value, &other),
                })
            }
        }
    }

    /// Three-valued logic: what is not a boolean is unknown.
    fn logic(&mut self, operator: Operator, left: &Expr, right: &Expr) -> Evaluated {
        let decisive = operator == Operator::Or;
        let known = |value| match value {
            Value::Boolean(value) => Some(value),
            _ => None,
        };
        let left = known(self.evaluate(left)?);
        if left == Some(decisive) {
            return Ok(decisive.into());
        }
        let right = known(self.evaluate(right)?);
        Ok(match (left, right) {
            (_, Some(right)) if right == decisive => decisive.into(),
            (Some(_), Some(_)) => (!decisive).into(),
            _ => Value::Null,
        })
    }

    fn filter(&mut self, list: &Expr, condition: &Expr) -> Evaluated {
        let items = match self.evaluate(list)? {
            Value::List(items) => items,
            Value::Null => return Ok(Value::Null),
            single => vec![single],
        };
        // A number that needs no element is a place in the list.
        if let Expr::Literal(Value::Number(_))
        | Expr::Negate(_)
        | Expr::Binary(..)
        | Expr::Name(_)
        | Expr::Path(..)
        | Expr::Call(..) = condition
            && let Value::Number(place) = self.evaluate(condition)?
        {
            return Ok(operate::at(items, place));
        }
        let mut kept = Vec::new();
        for item in items {
            self.work(item.weight())?;
            let (item, passed) = self.with_item(item, |scope| scope.evaluate(condition))?;
            if passed.is_true() {
                kept.push(item);
            }
        }
        Ok(Value::List(kept))
    }

    fn each(
        &mut self,
        bindings: &[Binding],
        body: &Expr,
        LooksBack(looks_back): LooksBack,
    ) -> Evaluated {
        let mut results: Vec<Value> = Vec::new();
        // What was found so far may be looked at under this name; that costs, so only where it is.
        let done = self.over(bindings, &mut |scope| {
            let value = if looks_back {
                let so_far = scope.copy(&Value::List(results.clone()))?;
                scope.with_local("partial", so_far, |scope| scope.evaluate(body))?
            } else {
                scope.evaluate(body)?
            };
            results.push(value);
            if results.len() > LIST_MAX {
                Err(Error::TooLarge)
            } else {
                Ok(true)
            }
        })?;
        Ok(match done {
            Some(_) => Value::List(results),
            None => Value::Null,
        })
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        bindings: &[Binding],
        body: &Expr,
    ) -> Evaluated {
        let decisive = quantifier == Quantifier::Some;
        let mut answer = Some(!decisive);
        let done = self.over(bindings, &mut |scope| {
            match scope.evaluate(body)? {
                Value::Boolean(value) if value == decisive => {
                    answer = Some(decisive);
                    return Ok(false);
                }
                Value::Boolean(_) => {}
                _ => {
                    answer = None;
                    return Ok(false);
                }
            }
            Ok(true)
        })?;
        Ok(done.and(answer).into())
    }

    /// Runs a body for every combination of the bindings, until it says that it is enough. None where there
    /// is nothing to go through.
    fn over(
        &mut self,
        bindings: &[Binding],
        body: &mut dyn FnMut(&mut Self) -> Result<bool, Error>,
    ) -> Result<Option<bool>, Error> {
        let Some((first, rest)) = bindings.split_first() else {
            return body(self).map(Some);
        };
        let Some(items) = self.iterated(first)? else {
            return Ok(None);
        };
        for item in items {
            self.work(1)?;
            let go_on = self.with_local(&first.name, item, |scope| scope.over(rest, body))?;
            if go_on != Some(true) {
                return Ok(go_on);
            }
        }
        Ok(Some(true))
    }

    fn iterated(&mut self, binding: &Binding) -> Result<Option<Vec<Value>>, Error> {
        let over = self.evaluate(&binding.over)?;
        let Some(to) = &binding.to else {
            return match over {
                Value::List(items) => Ok(Some(items)),
                Value::Range(range) => match (range.low, range.high) {
                    (Some(low), Some(high)) => steps::within(low, high),
                    _ => Ok(None),
                },
                Value::Null => Ok(None),
                single => Ok(Some(vec![single])),
            };
        };
        let to = self.evaluate(to)?;
        steps::between(&over, &to)
    }

    fn context(&mut self, entries: &[(String, Expr)]) -> Evaluated {
        let before = self.locals_len();
        let mut context = Context::new();
        for (name, expr) in entries {
            // To look for a name and to add one is more work in a large context.
            self.work(context.len() / 64)?;
            // A name that comes twice has no meaning.
            if context.get(name).is_some() {
                self.truncate_locals(before);
                return Ok(Value::Null);
            }
            let value = self.evaluate(expr)?;
            let copy = self.copy(&value)?;
            self.push_local(name, copy);
            context.insert(name.as_str(), value);
        }
        self.truncate_locals(before);
        Ok(Value::Context(context))
    }

    fn range(&mut self, range: &RangeExpr) -> Evaluated {
        let low = self.evaluate(&range.low.0)?;
        let high = self.evaluate(&range.high.0)?;
        // An interval between things without an order is nothing.
        if order(&low, &high).is_none() {
            return Ok(Value::Null);
        }
        Ok(Value::Range(Box::new(Range {
            low: Some((low, range.low.1)),
            high: Some((high, range.high.1)),
        })))
    }
}

/// Whether a value is in an interval, among the elements of a list, or equal.
fn is_among(value: &Value, other: &Value) -> Option<bool> {
    match other {
        Value::Range(range) => range.contains(value),
        Value::List(items) => {
            if equal(value, other) == Some(true) {
                return Some(true);
            }
            truth::any(items.iter().map(|item| match item {
                Value::Range(range) => range.contains(value),
                item => Some(equal(value, item) == Some(true)),
            }))
        }
        other => compare::compare(Compare::Equal, value, other),
    }
}
