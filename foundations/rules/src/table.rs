//! Decision tables: rules in rows, tests on the left, results on the right, and the reason beside them.

mod decide;
mod explain;
mod parse;
mod prove;
mod samples;

pub use explain::{Condition, Explanation, RuleApplied};
pub(crate) use parse::reason_language;
pub use prove::TableFault;

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use text::Localized;

use crate::{Context, Error, Expression, ParseError, UnaryTests};

/// A decision table, written so that a person can read and edit it:
///
/// ```text
/// superficie   | vende_comida || monto   | porque
/// [1..50]      | -            || 50000   | local pequeño
/// (50..200]    | false        || 120000  | local mediano
/// > 200        | -            || 300000  | local grande
/// ```
///
/// Left of `||` each column has an expression at its head and tests below; right of it each column has the name
/// of a result and expressions below. The columns `porque` (Spanish), `because` (English) and `mbaérepa` (Guaraní)
/// hold the reason of a rule, as plain words. With nothing left of `||` the table looks at nothing. Lines of dashes and empty lines are left aside.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionTable {
    name: String,
    policy: HitPolicy,
    inputs: Vec<Expression>,
    outputs: Vec<String>,
    rules: Vec<Rule>,
    /// The line of its head, from 1.
    line: usize,
}

/// What happens when several rules fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum HitPolicy {
    /// `U`: exactly one rule fits; none or several are an error.
    #[default]
    Unique,
    /// `A`: several may fit, if all of them give the same.
    Any,
    /// `F`: the first that fits.
    First,
    /// `R`: all that fit, in the order of the table, as lists.
    RuleOrder,
    /// `C`: all that fit, as lists.
    Collect,
    /// `C+`: the sum of all that fit.
    Sum,
    /// `C<`: the least of all that fit.
    Min,
    /// `C>`: the greatest of all that fit.
    Max,
    /// `C#`: how many different results fit.
    Count,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    tests: Vec<UnaryTests>,
    outputs: Vec<Expression>,
    reason: Option<Localized>,
    /// The line it stands on, from 1.
    line: usize,
}

/// What a table decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The results by name.
    pub outputs: Context,
    /// The rules that fitted, counted from 1; with `U`, `A` and `F` exactly one.
    pub rules: Vec<usize>,
    /// Why, as data that can be kept and said.
    pub because: Explanation,
}

impl Decision {
    /// The rule that decided, counted from 1: the first of those that fitted. None where a collection is empty.
    #[must_use]
    pub fn rule(&self) -> Option<usize> {
        self.rules.first().copied()
    }
}

/// Why a table could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct TableError {
    /// The line of the table, from 1.
    pub line: usize,
    /// What is wrong, in plain English for whoever writes definitions.
    pub message: String,
}

/// Why a table decided nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecideError {
    /// No rule fits.
    #[error("no rule of the table `{table}` fits {inputs}")]
    NoRule {
        /// The table.
        table: String,
        /// What it was asked about, for the log and the editor: `superficie = 12`.
        inputs: String,
    },
    /// Several rules fit where only one may, or they give different results where all must give the same.
    #[error(
        "the rules {rules:?} of the table `{table}` fit together, which its hit policy does not allow"
    )]
    SeveralRules {
        /// The table.
        table: String,
        /// The rules, counted from 1.
        rules: Vec<usize>,
    },
    /// The results of the rules cannot be added up or compared.
    #[error("the results `{output}` of the table `{table}` cannot be put together")]
    Unfit {
        /// The table.
        table: String,
        /// The result.
        output: String,
    },
    /// An expression exceeded a limit.
    #[error("the table `{table}`: {error}")]
    Expression {
        /// The table.
        table: String,
        /// The limit.
        error: Error,
    },
}

impl DecisionTable {
    /// The name it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it treats several rules that fit.
    #[must_use]
    pub const fn policy(&self) -> HitPolicy {
        self.policy
    }

    /// The names of its results.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(String::as_str)
    }

    /// The expressions at the heads of its tests.
    pub fn inputs(&self) -> impl Iterator<Item = &Expression> {
        self.inputs.iter()
    }

    /// Tests and results, rule by rule.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&[UnaryTests], &[Expression])> {
        self.rules
            .iter()
            .map(|rule| (rule.tests.as_slice(), rule.outputs.as_slice()))
    }

    /// The line of the table's text on which a rule stands, both from 1; for 0, the line of the head.
    #[must_use]
    pub fn line_of(&self, rule: usize) -> Option<usize> {
        match rule.checked_sub(1) {
            None => Some(self.line),
            Some(index) => self.rules.get(index).map(|rule| rule.line),
        }
    }

    /// How many rules it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it has no rules.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The names it takes from the facts.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let cells = self.rules.iter().flat_map(|rule| {
            let tests = rule.tests.iter().flat_map(UnaryTests::names);
            tests.chain(rule.outputs.iter().flat_map(Expression::names))
        });
        self.inputs
            .iter()
            .flat_map(Expression::names)
            .chain(cells)
            .collect()
    }
}

impl HitPolicy {
    const LETTERS: [(&'static str, &'static str, Self); 9] = [
        ("U", "unique", Self::Unique),
        ("A", "any", Self::Any),
        ("F", "first", Self::First),
        ("R", "rule order", Self::RuleOrder),
        ("C", "collect", Self::Collect),
        ("C+", "sum", Self::Sum),
        ("C<", "min", Self::Min),
        ("C>", "max", Self::Max),
        ("C#", "count", Self::Count),
    ];
}

/// By DMN's letters (`U`, `C+`) or words (`unique`, `sum`).
impl FromStr for HitPolicy {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let found = Self::LETTERS
            .into_iter()
            .find(|(letters, word, _)| *letters == written || word.eq_ignore_ascii_case(written));
        found.map(|(.., policy)| policy).ok_or_else(|| {
            format!("`{written}` is no hit policy; write one of U, A, F, R, C, C+, C<, C>, C#")
        })
    }
}

impl TryFrom<String> for HitPolicy {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        written.parse()
    }
}

impl From<HitPolicy> for String {
    fn from(policy: HitPolicy) -> Self {
        let found = HitPolicy::LETTERS
            .into_iter()
            .find(|(.., known)| *known == policy);
        found.map_or("U", |(letters, ..)| letters).to_owned()
    }
}

impl TableError {
    fn of_cell(line: usize, cell: &str, error: &ParseError) -> Self {
        Self {
            line,
            message: format!("`{cell}`: {error}"),
        }
    }
}

#[cfg(test)]
mod tests;
