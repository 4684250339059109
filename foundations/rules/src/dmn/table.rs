//! Decision tables of a model, with every hit policy (DMN 1.5 §8.2.10).

use std::cmp::Ordering;

use crate::evaluate::{Scope, equal, order};
use crate::kind::Kind;
use crate::syntax::{Expr, Test};
use crate::{Context, Error, Number, Value};

/// A decision table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(super) policy: String,
    pub(super) aggregation: String,
    pub(super) inputs: Vec<Expr>,
    /// What each input may be, where that is said.
    pub(super) input_values: Vec<Option<Vec<Test>>>,
    pub(super) outputs: Vec<Output>,
    pub(super) rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Output {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// What it may be, the most important first.
    pub(super) values: Option<Expr>,
    pub(super) default: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// One test for each input; none where anything fits.
    pub(super) tests: Vec<Option<Vec<Test>>>,
    pub(super) outputs: Vec<Expr>,
}

impl Table {
    /// Every expression in it.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let rules = self.rules.iter().flat_map(|rule| rule.outputs.iter());
        let outputs = self
            .outputs
            .iter()
            .filter_map(|output| output.default.as_ref());
        self.inputs.iter().chain(rules).chain(outputs)
    }

    /// Every test in it.
    pub(crate) fn tests(&self) -> impl Iterator<Item = &Test> {
        let of_rules = self.rules.iter().flat_map(|rule| &rule.tests);
        of_rules.chain(&self.input_values).flatten().flatten()
    }

    /// What the table gives; null where no rule fits, or more than its policy allows.
    pub(crate) fn decide(&self, scope: &mut Scope<'_>) -> Result<Value, Error> {
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for (expr, allowed) in self.inputs.iter().zip(&self.input_values) {
            let value = scope.evaluate(expr)?;
            if let Some(allowed) = allowed
                && scope.tests(allowed, &value)? != Some(true)
            {
                return Ok(Value::Null);
            }
            inputs.push(value);
        }
        let mut hits: Vec<Vec<Value>> = Vec::new();
        for rule in &self.rules {
            if !rule.fits(&inputs, scope)? {
                continue;
            }
            let mut results = Vec::with_capacity(rule.outputs.len());
            for (output, expr) in self.outputs.iter().zip(&rule.outputs) {
                let value = scope.evaluate(expr)?;
                results.push(output.kind.coerce(value));
            }
            hits.push(results);
            if self.policy == "FIRST" {
                break;
            }
        }
        if hits.is_empty() {
            return self.defaults(scope);
        }
        self.combined(hits, scope)
    }

    fn defaults(&self, scope: &mut Scope<'_>) -> Result<Value, Error> {
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return Ok(Value::Null);
        }
        let mut values = Vec::new();
        for output in &self.outputs {
            values.push(match &output.default {
                Some(default) => scope.evaluate(default)?,
                None => Value::Null,
            });
        }
        Ok(self.named(values))
    }

    fn combined(&self, mut hits: Vec<Vec<Value>>, scope: &mut Scope<'_>) -> Result<Value, Error> {
        let first = |hits: Vec<Vec<Value>>| hits.into_iter().next().unwrap_or_default();
        Ok(match self.policy.as_str() {
            "ANY" => {
                let all_same = hits
                    .windows(2)
                    .all(|pair| matches!(pair, [one, other] if one == other));
                if all_same {
                    self.named(first(hits))
                } else {
                    Value::Null
                }
            }
            "FIRST" => self.named(first(hits)),
            "PRIORITY" => {
                self.sort_by_priority(&mut hits, scope)?;
                self.named(first(hits))
            }
            "OUTPUT ORDER" => {
                self.sort_by_priority(&mut hits, scope)?;
                self.list(hits)
            }
            "RULE ORDER" => self.list(hits),
            "COLLECT" => match self.aggregation.as_str() {
                "" | "LIST" => self.list(hits),
                "COUNT" => Value::from(i64::try_from(hits.len()).unwrap_or(i64::MAX)),
                aggregation => {
                    let values = hits.into_iter().filter_map(|hit| hit.into_iter().next());
                    aggregate(aggregation, values.collect())
                }
            },
            // UNIQUE, which is also meant where nothing is said.
            _ if hits.len() == 1 => self.named(first(hits)),
            _ => Value::Null,
        })
    }

    /// The results of one rule: the only one, or each under its name.
    fn named(&self, values: Vec<Value>) -> Value {
        if self.outputs.len() == 1 {
            return values.into_iter().next().unwrap_or_default();
        }
        let names = self.outputs.iter().map(|output| output.name.clone());
        Value::Context(names.zip(values).collect::<Context>())
    }

    fn list(&self, hits: Vec<Vec<Value>>) -> Value {
        Value::List(hits.into_iter().map(|hit| self.named(hit)).collect())
    }

    /// By the place of each result among the values of its output, the first output first.
    fn sort_by_priority(
        &self,
        hits: &mut [Vec<Value>],
        scope: &mut Scope<'_>,
    ) -> Result<(), Error> {
        let mut orders: Vec<Vec<Value>> = Vec::new();
        for output in &self.outputs {
            let values = match &output.values {
                Some(values) => scope.evaluate(values)?,
                None => Value::Null,
            };
            orders.push(match values {
                Value::List(values) => values,
                _ => Vec::new(),
            });
        }
        let place = |value: &Value, order: &[Value]| {
            let at = order
                .iter()
                .position(|known| equal(known, value) == Some(true));
            at.unwrap_or(usize::MAX)
        };
        hits.sort_by(|one, other| {
            let mut compared = orders
                .iter()
                .zip(one.iter().zip(other))
                .map(|(order, (one, other))| place(one, order).cmp(&place(other, order)));
            compared
                .find(|ordering| *ordering != Ordering::Equal)
                .unwrap_or(Ordering::Equal)
        });
        Ok(())
    }
}

impl Rule {
    fn fits(&self, inputs: &[Value], scope: &mut Scope<'_>) -> Result<bool, Error> {
        for (tests, value) in self.tests.iter().zip(inputs) {
            if let Some(tests) = tests
                && scope.tests(tests, value)? != Some(true)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn aggregate(how: &str, values: Vec<Value>) -> Value {
    let extreme = |wanted: Ordering| {
        let mut values = values.iter();
        let first = values.next()?;
        values.try_fold(first, |best, value| {
            Some(if order(value, best)? == wanted {
                value
            } else {
                best
            })
        })
    };
    match how {
        "SUM" => {
            let numbers = values.iter().map(Value::as_number);
            let sum = numbers
                .into_iter()
                .try_fold(Number::ZERO, |sum, number| sum.add(number?));
            sum.into()
        }
        "MIN" => extreme(Ordering::Less).cloned().unwrap_or_default(),
        "MAX" => extreme(Ordering::Greater).cloned().unwrap_or_default(),
        _ => Value::Null,
    }
}
