//! Why a table decided as it did.

use serde::{Deserialize, Serialize};
use text::{Lang, Localized, Text};

use crate::{Value, words};

/// Why a table decided as it did, to be kept with the decision and said in any language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The name of the table.
    pub table: String,
    /// The rules that decided.
    pub rules: Vec<RuleApplied>,
}

/// A rule that fitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleApplied {
    /// Its number, from 1.
    pub rule: usize,
    /// The reason that the table gives beside it.
    pub reason: Option<Localized>,
    /// What it asked, and what it found. Cells that ask nothing are left out.
    pub conditions: Vec<Condition>,
}

/// One test that was passed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The expression that was tested.
    pub input: String,
    /// The value that it had.
    pub value: Value,
    /// The test.
    pub test: String,
}

impl Explanation {
    /// The explanation in short sentences: each rule with its reason, then what it looked at.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<Text> {
        let mut sentences = Vec::new();
        if self.rules.is_empty() {
            sentences.push(words::no_rule(lang, &self.table));
        }
        for applied in &self.rules {
            sentences.push(match &applied.reason {
                Some(reason) => {
                    words::rule_because(lang, applied.rule, &self.table, reason.get(lang))
                }
                None => words::rule_applied(lang, applied.rule, &self.table),
            });
            sentences.extend(
                applied
                    .conditions
                    .iter()
                    .map(|condition| match &condition.value {
                        Value::Null => {
                            words::condition_nothing(lang, &condition.input, &condition.test)
                        }
                        value => words::condition(
                            lang,
                            &condition.input,
                            value.say(lang),
                            &condition.test,
                        ),
                    }),
            );
        }
        sentences
    }
}
