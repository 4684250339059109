//! How a model came to what it decided: kept with a case, said in words, and compared years later.

use serde::{Deserialize, Serialize};
use text::{Lang, Localized, Text};

use crate::{Condition, Context, Explanation, RuleApplied, Value, value::kept, words};

/// How a model came to what it decided, from what it was given to the last step.
///
/// It holds all that is needed to decide again. Values are written exactly; one that is a function, as the
/// text of its head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// What the model was asked.
    pub asked: Asked,
    /// What it was given, all of it.
    pub given: Vec<Fact>,
    /// Every decision that was taken, each after those that it builds on; what was asked comes last.
    pub steps: Vec<Step>,
}

/// What a model was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// The decision of this name.
    Decision(String),
    /// The service or function of this name.
    Function(String),
}

/// One decision, or one call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its name; before it, with a point, the name of the import that it comes from.
    pub name: String,
    /// What it saw: inputs, and what the decisions gave that it builds on. Functions are left out.
    pub from: Vec<Fact>,
    /// What it found on its way under names of its own, in order: entries of a context that has a result, and
    /// the decisions of a service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Fact>,
    /// The tables that it went through, in order, also those within the functions that it called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableApplied>,
    /// How many facts and tables more there were: what loops go through is not all kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// What it gave.
    #[serde(with = "kept")]
    pub value: Value,
}

/// A value under its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value.
    #[serde(with = "kept")]
    pub value: Value,
}

/// A decision table that was gone through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableApplied {
    /// The decision or function in which it stands.
    pub table: String,
    /// What it looked at. After one that the table does not take there are no more.
    pub inputs: Vec<InputApplied>,
    /// The rules that decided; where too many fitted for its policy, those.
    pub rules: Vec<RuleFired>,
    /// What it gave.
    #[serde(with = "kept")]
    pub value: Value,
}

/// What a table looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputApplied {
    /// The expression at the head of its column.
    pub input: String,
    /// The value that it had.
    #[serde(with = "kept")]
    pub value: Value,
    /// Whether it is one of those that the table takes.
    pub taken: bool,
}

/// A rule that fitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleFired {
    /// Its number, from 1.
    pub rule: usize,
    /// Its test for each input, as it is written; `-` for anything.
    pub tests: Vec<String>,
    /// What stands beside it, by the names of the columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
    /// What stands beside it, as a reason in the languages of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Localized>,
}

/// What stands beside a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// The head of the column.
    pub name: String,
    /// The words.
    pub text: String,
}

impl Trail {
    /// What was decided.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.steps.last().map_or(&Value::Null, |step| &step.value)
    }

    /// What was given, to decide again.
    #[must_use]
    pub fn inputs(&self) -> Context {
        let facts = self.given.iter();
        facts
            .map(|fact| (fact.name.as_str(), fact.value.clone()))
            .collect()
    }

    /// The trail in short sentences: each step with what it gave, its rules with their reasons, and what they
    /// looked at.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<Text> {
        self.steps.iter().flat_map(|step| step.say(lang)).collect()
    }
}

impl Step {
    /// The step in short sentences.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<Text> {
        let mut sentences = vec![match &self.value {
            Value::Null => words::step_nothing(lang, &self.name),
            value => words::step(lang, &self.name, value.say(lang)),
        }];
        let facts = self.from.iter().chain(&self.found);
        sentences.extend(facts.map(|fact| match &fact.value {
            Value::Null => words::fact_nothing(lang, &fact.name),
            value => words::fact(lang, &fact.name, value.say(lang)),
        }));
        for table in &self.tables {
            sentences.extend(table.say(lang));
        }
        if self.left_out > 0 {
            sentences.push(words::left_out(lang, self.left_out));
        }
        sentences
    }
}

impl TableApplied {
    /// How much there is to keep.
    pub(crate) fn weight(&self) -> usize {
        let inputs = self.inputs.iter().map(|input| input.value.weight());
        let rules = self.rules.iter().map(|rule| 1 + rule.tests.len());
        let parts = inputs.chain(rules);
        parts.fold(self.value.weight(), usize::saturating_add)
    }

    /// The table in short sentences, as those of our own tables.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<Text> {
        let refused = self.inputs.iter().find(|input| !input.taken);
        if let Some(input) = refused {
            let value = input.value.say(lang);
            return vec![words::not_taken(lang, &self.table, &input.input, value)];
        }
        self.explanation().say(lang)
    }

    /// What it says, as our own tables say it.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let applied = |fired: &RuleFired| RuleApplied {
            rule: fired.rule,
            reason: fired.reason.clone(),
            conditions: self
                .inputs
                .iter()
                .zip(&fired.tests)
                .filter(|(_, test)| *test != "-")
                .map(|(input, test)| Condition {
                    input: input.input.clone(),
                    value: input.value.clone(),
                    test: test.clone(),
                })
                .collect(),
        };
        Explanation {
            table: self.table.clone(),
            rules: self.rules.iter().map(applied).collect(),
        }
    }
}

impl Fact {
    /// A value under its name, as it is kept.
    pub(crate) fn new(name: &str, value: &Value) -> Self {
        Self {
            name: name.to_owned(),
            value: told(value),
        }
    }
}

/// Values by name as they are kept, without the functions among them.
pub(super) fn facts(context: &Context) -> Vec<Fact> {
    let plain = context
        .iter()
        .filter(|(_, value)| !matches!(value, Value::Function(_)));
    plain.map(|(name, value)| Fact::new(name, value)).collect()
}

/// The value as it is kept: with the heads of functions in place of functions.
pub(crate) fn told(value: &Value) -> Value {
    match value {
        Value::Function(function) => Value::String(function.to_string()),
        Value::List(items) => Value::List(items.iter().map(told).collect()),
        Value::Context(context) => {
            let entries = context.iter();
            Value::Context(entries.map(|(name, value)| (name, told(value))).collect())
        }
        plain => plain.clone(),
    }
}

/// As serde asks it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[cfg(test)]
mod tests;
