//! Expressions and the tests of cells, read once and evaluated often.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::evaluate::Scope;
use crate::syntax::{Expr, Names, ParseError, Test, parse_expression, parse_tests};
use crate::{Context, Value};

/// An expression of FEEL that has been read. It remembers how it was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    source: String,
    tree: Expr,
}

/// Why a well-written expression has no value. Values that do not fit are no error: they give null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It would run too long.
    #[error("the expression needs more work than is allowed")]
    TooMuchWork,
    /// It would make a list or a text that is too long.
    #[error("the expression makes a longer list or text than is allowed")]
    TooLarge,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// With the place of the first mistake.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        let tree = parse_expression(source, &Names::default())?;
        Ok(Self {
            source: source.to_owned(),
            tree,
        })
    }

    /// The value, given the facts. A name that is not among them is null; `today()` and `now()` answer with the
    /// facts of these names, because expressions ask no clock.
    ///
    /// # Errors
    /// When a limit of work or size is exceeded.
    pub fn evaluate(&self, facts: &Context) -> Result<Value, Error> {
        Scope::new(facts).evaluate(&self.tree)
    }

    /// Whether the value is true. Null is not.
    ///
    /// # Errors
    /// As [`Expression::evaluate`].
    pub fn holds(&self, facts: &Context) -> Result<bool, Error> {
        self.evaluate(facts).map(|value| value.is_true())
    }

    pub(crate) const fn tree(&self) -> &Expr {
        &self.tree
    }

    /// The names it takes from the facts; of a path, the first. Fields of the elements that a filter looks at
    /// (`lista[precio > 3]`) cannot be told from facts, and are among them.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        self.tree.names()
    }

    /// How it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl FromStr for Expression {
    type Err = ParseError;

    fn from_str(source: &str) -> Result<Self, ParseError> {
        Self::parse(source)
    }
}

impl TryFrom<String> for Expression {
    type Error = ParseError;

    fn try_from(source: String) -> Result<Self, ParseError> {
        Self::parse(&source)
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> Self {
        expression.source
    }
}

/// The tests of a table's cell: `[1..50]`, `> 200`, `"bar", "kiosco"`, `not("bar")`, `-` for anything.
#[derive(Clone, Debug, PartialEq)]
pub struct UnaryTests {
    source: String,
    tests: Vec<Test>,
}

impl UnaryTests {
    /// Reads the tests of a cell.
    ///
    /// # Errors
    /// With the place of the first mistake.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        Ok(Self {
            source: source.trim().to_owned(),
            tests: parse_tests(source, &Names::default())?,
        })
    }

    /// Whether a value passes. What cannot be told is not passed.
    ///
    /// # Errors
    /// When a limit of work or size is exceeded.
    pub fn pass(&self, value: &Value, facts: &Context) -> Result<bool, Error> {
        Ok(Scope::new(facts).tests(&self.tests, value)? == Some(true))
    }

    pub(crate) fn tests(&self) -> &[Test] {
        &self.tests
    }

    /// Whether it lets everything pass.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.tests == [Test::Any]
    }

    /// The names it takes from the facts, besides the value it tests.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for test in &self.tests {
            test.collect(&mut Vec::new(), &mut found);
        }
        found
    }

    /// How it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

#[cfg(test)]
mod tests;
