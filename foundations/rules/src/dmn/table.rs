//! Decision tables of a model, with every hit policy (DMN 1.5 §8.2.10).

use text::Localized;

use super::trail::{Annotation, InputApplied, RuleFired, TableApplied, told};
use crate::evaluate::{Scope, equal};
use crate::kind::Kind;
use crate::syntax::{Expr, Test};
use crate::together::Together;
use crate::{Context, Error, Value};

/// A decision table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// The decision or function it stands in.
    pub(super) name: String,
    pub(super) policy: Policy,
    pub(super) inputs: Vec<Input>,
    pub(super) outputs: Vec<Output>,
    pub(super) rules: Vec<Rule>,
}

/// What happens when several rules fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    Unique,
    Any,
    First,
    Priority,
    OutputOrder,
    /// All of them, in the order of the table.
    List,
    Count,
    Collect(Together),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Input {
    /// How the expression is written.
    pub(super) source: String,
    pub(super) expr: Expr,
    /// What it may be, where that is said.
    pub(super) values: Option<Vec<Test>>,
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
    /// How the tests are written.
    pub(super) sources: Vec<String>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) reason: Option<Localized>,
}

/// A rule that fits, with its number from 1 and its results.
struct Hit {
    number: usize,
    results: Vec<Value>,
}

/// What was looked at, and which rules decided, for whoever asks.
#[derive(Default)]
struct Seen {
    inputs: Vec<Value>,
    /// Whether the last input is none of those that the table takes.
    is_refused: bool,
    rules: Vec<usize>,
}

impl Policy {
    /// As a model writes it: the policy, and how results are collected. Where nothing is said, only one rule
    /// may fit.
    pub(super) fn of(policy: &str, aggregation: &str) -> Self {
        match (policy, aggregation) {
            ("ANY", _) => Self::Any,
            ("FIRST", _) => Self::First,
            ("PRIORITY", _) => Self::Priority,
            ("OUTPUT ORDER", _) => Self::OutputOrder,
            ("COLLECT", "COUNT") => Self::Count,
            ("COLLECT", "SUM") => Self::Collect(Together::Sum),
            ("COLLECT", "MIN") => Self::Collect(Together::Min),
            ("COLLECT", "MAX") => Self::Collect(Together::Max),
            ("COLLECT" | "RULE ORDER", _) => Self::List,
            _ => Self::Unique,
        }
    }
}

impl Table {
    /// Every expression in it.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let inputs = self.inputs.iter().map(|input| &input.expr);
        let rules = self.rules.iter().flat_map(|rule| rule.outputs.iter());
        let outputs = self.outputs.iter();
        let outputs = outputs.flat_map(|output| output.default.iter().chain(&output.values));
        inputs.chain(rules).chain(outputs)
    }

    /// Every test in it.
    pub(crate) fn tests(&self) -> impl Iterator<Item = &Test> {
        let of_rules = self.rules.iter().flat_map(|rule| &rule.tests);
        let of_inputs = self.inputs.iter().map(|input| &input.values);
        of_rules.chain(of_inputs).flatten().flatten()
    }

    /// What the table gives; null where no rule fits, or more than its policy allows.
    pub(crate) fn decide(&self, scope: &mut Scope<'_>) -> Result<Value, Error> {
        let mut seen = Seen::default();
        let value = self.decided(scope, &mut seen)?;
        if scope.is_telling() {
            scope.tell_table(self.applied(&seen, &value));
        }
        Ok(value)
    }

    fn decided(&self, scope: &mut Scope<'_>, seen: &mut Seen) -> Result<Value, Error> {
        seen.inputs.reserve(self.inputs.len());
        for input in &self.inputs {
            let value = scope.evaluate(&input.expr)?;
            if let Some(allowed) = &input.values {
                seen.is_refused = scope.tests(allowed, &value)? != Some(true);
            }
            seen.inputs.push(value);
            if seen.is_refused {
                return Ok(Value::Null);
            }
        }
        let mut hits = Vec::new();
        for (number, rule) in (1..).zip(&self.rules) {
            if !rule.fits(&seen.inputs, scope)? {
                continue;
            }
            let mut results = Vec::with_capacity(rule.outputs.len());
            for (output, expr) in self.outputs.iter().zip(&rule.outputs) {
                let value = scope.evaluate(expr)?;
                results.push(output.kind.coerce(value));
            }
            hits.push(Hit { number, results });
            if self.policy == Policy::First {
                break;
            }
        }
        if hits.is_empty() {
            return self.defaults(scope);
        }
        if matches!(self.policy, Policy::Priority | Policy::OutputOrder) {
            self.sort_by_priority(&mut hits, scope)?;
        }
        if scope.is_telling() {
            seen.rules = self.decisive(&hits).iter().map(|hit| hit.number).collect();
        }
        Ok(self.combined(hits))
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

    /// The rules that count: where one is enough, the first.
    fn decisive<'h>(&self, hits: &'h [Hit]) -> &'h [Hit] {
        let one_is_enough = match self.policy {
            Policy::Priority => true,
            Policy::Any => all_agree(hits),
            _ => false,
        };
        let first = hits.get(..1).filter(|_| one_is_enough);
        first.unwrap_or(hits)
    }

    fn combined(&self, hits: Vec<Hit>) -> Value {
        let is_decided = match self.policy {
            Policy::Unique => hits.len() == 1,
            Policy::Any => all_agree(&hits),
            _ => true,
        };
        let mut results = hits.into_iter().map(|hit| hit.results);
        match self.policy {
            _ if !is_decided => Value::Null,
            Policy::List | Policy::OutputOrder => {
                Value::List(results.map(|one| self.named(one)).collect())
            }
            Policy::Count => Value::from(i64::try_from(results.len()).unwrap_or(i64::MAX)),
            Policy::Collect(together) => {
                let values = results.filter_map(|one| one.into_iter().next());
                together.of(values.collect()).unwrap_or_default()
            }
            Policy::Unique | Policy::Any | Policy::First | Policy::Priority => {
                self.named(results.next().unwrap_or_default())
            }
        }
    }

    /// The results of one rule: the only one, or each under its name.
    fn named(&self, values: Vec<Value>) -> Value {
        if self.outputs.len() == 1 {
            return values.into_iter().next().unwrap_or_default();
        }
        let names = self.outputs.iter().map(|output| output.name.clone());
        Value::Context(names.zip(values).collect::<Context>())
    }

    /// By the place of each result among the values of its output, the first output first.
    fn sort_by_priority(&self, hits: &mut [Hit], scope: &mut Scope<'_>) -> Result<(), Error> {
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
        hits.sort_by_cached_key(|hit| {
            let places = orders.iter().zip(&hit.results);
            places
                .map(|(order, value)| place(value, order))
                .collect::<Vec<_>>()
        });
        Ok(())
    }

    fn applied(&self, seen: &Seen, value: &Value) -> TableApplied {
        let input = |(index, (input, value)): (usize, (&Input, &Value))| InputApplied {
            input: input.source.clone(),
            value: told(value),
            taken: !seen.is_refused || index + 1 < seen.inputs.len(),
        };
        let fired = |number: &usize| {
            let rule = self.rules.get(number.checked_sub(1)?)?;
            Some(RuleFired {
                rule: *number,
                tests: rule.sources.clone(),
                annotations: rule.annotations.clone(),
                reason: rule.reason.clone(),
            })
        };
        let inputs = self.inputs.iter().zip(&seen.inputs).enumerate();
        TableApplied {
            table: self.name.clone(),
            inputs: inputs.map(input).collect(),
            rules: seen.rules.iter().filter_map(fired).collect(),
            value: told(value),
        }
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

fn all_agree(hits: &[Hit]) -> bool {
    hits.windows(2)
        .all(|pair| matches!(pair, [one, other] if one.results == other.results))
}
