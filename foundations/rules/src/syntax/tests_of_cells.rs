//! Unary tests: what the cell of a decision table, or the right side of `in`, asks of a value.

use super::ast::Test;
use super::parser::{Parsed, Parser, Tree};

impl Parser {
    /// A whole cell: `-`, `not(…)`, or tests with commas between them.
    pub(super) fn cell(&mut self) -> Parsed<(Vec<Test>, usize)> {
        if self.sign("-") {
            if self.is_end() {
                return Ok((vec![Test::Any], 0));
            }
            // It was the sign of a number.
            self.step_back();
        }
        if self.is_call_of("not") {
            self.step();
            self.step();
            let (tests, depth) = self.tests()?;
            self.expect(")")?;
            return Ok((vec![Test::Not(tests)], depth));
        }
        self.tests()
    }

    /// What follows `in`: one test, or several in brackets.
    pub(super) fn tests_after_in(&mut self) -> Parsed<(Vec<Test>, usize)> {
        if !self.sign("(") {
            let (test, depth) = self.test_of_sum()?;
            return Ok((vec![test], depth));
        }
        let (first, depth) = self.test()?;
        if let (Test::Expr(low), true) = (&first, self.is_sign("..")) {
            let low = Tree {
                expr: low.clone(),
                depth,
            };
            let range = self.range(low, false)?;
            return Ok((vec![Test::Expr(range.expr)], range.depth));
        }
        let (mut tests, mut deepest) = (vec![first], depth);
        while self.sign(",") {
            let (test, depth) = self.test()?;
            deepest = deepest.max(depth);
            tests.push(test);
        }
        self.expect(")")?;
        Ok((tests, deepest))
    }

    fn tests(&mut self) -> Parsed<(Vec<Test>, usize)> {
        let (mut tests, mut deepest) = (Vec::new(), 0);
        loop {
            let (test, depth) = self.test()?;
            deepest = deepest.max(depth);
            tests.push(test);
            if !self.sign(",") {
                return Ok((tests, deepest));
            }
        }
    }

    fn test(&mut self) -> Parsed<(Test, usize)> {
        if let Some(compare) = self.compare_sign() {
            let tree = self.sum()?;
            return Ok((Test::Compare(compare, tree.expr), tree.depth));
        }
        let tree = self.expression()?;
        Ok((Test::Expr(tree.expr), tree.depth))
    }

    /// One test without brackets: `in < 5` and `in lista`, but not `in a and b`, where `and` goes on outside.
    fn test_of_sum(&mut self) -> Parsed<(Test, usize)> {
        let compare = self.compare_sign();
        let tree = self.sum()?;
        let test = match compare {
            Some(compare) => Test::Compare(compare, tree.expr),
            None => Test::Expr(tree.expr),
        };
        Ok((test, tree.depth))
    }
}
