//! From table and facts to a decision.

use super::explain::{Condition, Explanation, RuleApplied};
use super::{DecideError, Decision, DecisionTable, HitPolicy, Rule};
use crate::together::Together;
use crate::{Context, Error, Value};

/// A rule that fits, with its number from 1 and its results.
struct Hit<'a> {
    number: usize,
    rule: &'a Rule,
    results: Vec<Value>,
}

impl DecisionTable {
    /// Decides about these facts.
    ///
    /// # Errors
    /// When no rule or too many fit, when results cannot be put together, or when a limit is exceeded.
    pub fn decide(&self, facts: &Context) -> Result<Decision, DecideError> {
        let limit = |error: Error| DecideError::Expression {
            table: self.name.clone(),
            error,
        };
        let inputs = self
            .inputs
            .iter()
            .map(|input| input.evaluate(facts))
            .collect::<Result<Vec<_>, _>>()
            .map_err(limit)?;
        let mut hits = Vec::new();
        for (number, rule) in (1..).zip(&self.rules) {
            if rule.fits(&inputs, facts).map_err(limit)? {
                let results = rule.outputs.iter().map(|output| output.evaluate(facts));
                hits.push(Hit {
                    number,
                    rule,
                    results: results.collect::<Result<_, _>>().map_err(limit)?,
                });
                if self.policy == HitPolicy::First {
                    break;
                }
            }
        }
        let outputs = self.results(&hits, &inputs)?;
        Ok(Decision {
            outputs,
            rules: self.decisive(&hits).iter().map(|hit| hit.number).collect(),
            because: self.explanation(self.decisive(&hits), &inputs),
        })
    }

    /// The rules that count: of several that say the same, the first.
    fn decisive<'h, 'a>(&self, hits: &'h [Hit<'a>]) -> &'h [Hit<'a>] {
        match self.policy {
            HitPolicy::Any => hits.get(..1).unwrap_or(hits),
            _ => hits,
        }
    }

    fn results(&self, hits: &[Hit<'_>], inputs: &[Value]) -> Result<Context, DecideError> {
        let single = matches!(
            self.policy,
            HitPolicy::Unique | HitPolicy::Any | HitPolicy::First
        );
        let several = || DecideError::SeveralRules {
            table: self.name.clone(),
            rules: hits.iter().map(|hit| hit.number).collect(),
        };
        if single {
            let (first, rest) = hits.split_first().ok_or_else(|| self.no_rule(inputs))?;
            let agree = rest.iter().all(|hit| hit.results == first.results);
            let may_agree = self.policy == HitPolicy::Any && agree;
            if !rest.is_empty() && !may_agree {
                return Err(several());
            }
            return Ok(self
                .outputs
                .iter()
                .cloned()
                .zip(first.results.iter().cloned())
                .collect());
        }
        let column = |index: usize| {
            hits.iter()
                .filter_map(|hit| hit.results.get(index).cloned())
                .collect::<Vec<Value>>()
        };
        let together = |(index, name): (usize, &String)| {
            let value = self
                .together(column(index))
                .ok_or_else(|| DecideError::Unfit {
                    table: self.name.clone(),
                    output: name.clone(),
                })?;
            Ok((name.clone(), value))
        };
        self.outputs.iter().enumerate().map(together).collect()
    }

    /// The results of all rules that fit as one; None where they do not go together.
    fn together(&self, values: Vec<Value>) -> Option<Value> {
        match self.policy {
            HitPolicy::Sum => Together::Sum.of(values),
            HitPolicy::Min => Together::Min.of(values),
            HitPolicy::Max => Together::Max.of(values),
            HitPolicy::Count => {
                let mut different: Vec<Value> = Vec::new();
                for value in values {
                    if !different.contains(&value) {
                        different.push(value);
                    }
                }
                i64::try_from(different.len()).ok().map(Value::from)
            }
            _ => Some(Value::List(values)),
        }
    }

    fn no_rule(&self, inputs: &[Value]) -> DecideError {
        let asked = self
            .inputs
            .iter()
            .zip(inputs)
            .map(|(input, value)| format!("{input} = {value}"));
        DecideError::NoRule {
            table: self.name.clone(),
            inputs: asked.collect::<Vec<_>>().join(", "),
        }
    }

    fn explanation(&self, hits: &[Hit<'_>], inputs: &[Value]) -> Explanation {
        let applied = |hit: &Hit<'_>| RuleApplied {
            rule: hit.number,
            reason: hit.rule.reason.clone(),
            conditions: self
                .inputs
                .iter()
                .zip(inputs)
                .zip(&hit.rule.tests)
                .filter(|(_, tests)| !tests.is_any())
                .map(|((input, value), tests)| Condition {
                    input: input.source().to_owned(),
                    value: value.clone(),
                    test: tests.source().to_owned(),
                })
                .collect(),
        };
        Explanation {
            table: self.name.clone(),
            rules: hits.iter().map(applied).collect(),
        }
    }
}

impl Rule {
    fn fits(&self, inputs: &[Value], facts: &Context) -> Result<bool, Error> {
        for (tests, value) in self.tests.iter().zip(inputs) {
            if !tests.pass(value, facts)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
