//! From words and signs to a tree.

use super::ParseError;
use super::ast::{Binding, Compare, Expr, Operator, Quantifier, Test};
use super::lexer::{Token, tokens};
use super::names::Names;
use crate::limits::{DEPTH_MAX, NESTING_MAX};

/// Reads a whole text as one expression.
pub(crate) fn parse_expression(source: &str, names: &Names) -> Result<Expr, ParseError> {
    parse_expression_of_depth(source, names).map(|(expr, _)| expr)
}

/// Reads a whole text as one expression, and tells how deep it is.
pub(crate) fn parse_expression_of_depth(
    source: &str,
    names: &Names,
) -> Result<(Expr, usize), ParseError> {
    let mut parser = Parser::new(source, names)?;
    let tree = parser.expression()?;
    parser.end()?;
    Ok((tree.expr, tree.depth))
}

/// Reads a whole text as the tests of a cell.
pub(crate) fn parse_tests(source: &str, names: &Names) -> Result<Vec<Test>, ParseError> {
    parse_tests_of_depth(source, names).map(|(tests, _)| tests)
}

/// Reads a whole text as the tests of a cell, and tells how deep they are.
pub(crate) fn parse_tests_of_depth(
    source: &str,
    names: &Names,
) -> Result<(Vec<Test>, usize), ParseError> {
    let mut parser = Parser::new(source, names)?;
    let tests = parser.cell()?;
    parser.end()?;
    Ok(tests)
}

/// Words that are no names.
pub(super) const KEYWORDS: [&str; 18] = [
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "and",
    "or",
    "between",
    "true",
    "false",
    "null",
    "instance",
    "of",
    "function",
];

/// A tree with its depth, which is kept low so that walking it needs little of the stack.
pub(super) struct Tree {
    pub(super) expr: Expr,
    pub(super) depth: usize,
}

pub(super) struct Parser {
    pub(super) tokens: Vec<Token>,
    pub(super) next: usize,
    nesting: usize,
    /// Whether the end of an interval is being read, where `[` closes it and is no filter.
    pub(super) at_end_of_range: bool,
    /// Names with spaces, and those that the expression itself has brought so far.
    pub(super) names: Names,
}

pub(super) type Parsed<T = Tree> = Result<T, ParseError>;

impl Parser {
    fn new(source: &str, names: &Names) -> Parsed<Self> {
        Ok(Self {
            tokens: tokens(source)?,
            next: 0,
            nesting: 0,
            at_end_of_range: false,
            names: names.clone(),
        })
    }

    pub(super) fn expression(&mut self) -> Parsed {
        self.deeper()?;
        let at_end_of_range = std::mem::take(&mut self.at_end_of_range);
        let tree = if self.word("if") {
            self.conditional()
        } else if self.word("for") {
            let (bindings, depth) = self.bindings("return")?;
            let body = self.expression()?;
            self.tree(depth.max(body.depth), Expr::each(bindings, body.expr))
        } else if self.word("some") {
            self.quantified(Quantifier::Some)
        } else if self.word("every") {
            self.quantified(Quantifier::Every)
        } else if self.word("function") {
            self.function()
        } else {
            self.disjunction()
        };
        self.shallower();
        self.at_end_of_range = at_end_of_range;
        tree
    }

    pub(super) fn deeper(&mut self) -> Parsed<()> {
        if self.nesting >= NESTING_MAX {
            return Err(self.error("nested too deeply"));
        }
        self.nesting += 1;
        Ok(())
    }

    pub(super) fn shallower(&mut self) {
        self.nesting -= 1;
    }

    fn conditional(&mut self) -> Parsed {
        let condition = self.expression()?;
        self.expect_word("then")?;
        let then = self.expression()?;
        self.expect_word("else")?;
        let otherwise = self.expression()?;
        let depth = condition.depth.max(then.depth).max(otherwise.depth);
        self.tree(
            depth,
            Expr::If(
                condition.expr.into(),
                then.expr.into(),
                otherwise.expr.into(),
            ),
        )
    }

    fn quantified(&mut self, quantifier: Quantifier) -> Parsed {
        let (bindings, depth) = self.bindings("satisfies")?;
        let body = self.expression()?;
        self.tree(
            depth.max(body.depth),
            Expr::Quantified(quantifier, bindings, body.expr.into()),
        )
    }

    fn bindings(&mut self, until: &str) -> Parsed<(Vec<Binding>, usize)> {
        let mut bindings = Vec::new();
        let mut depth = 0;
        loop {
            let name = self.words_before_word("in")?;
            self.names.add(&name);
            let over = self.expression()?;
            let to = if self.sign("..") {
                Some(self.expression()?)
            } else {
                None
            };
            depth = depth
                .max(over.depth)
                .max(to.as_ref().map_or(0, |to| to.depth));
            bindings.push(Binding {
                name,
                over: over.expr,
                to: to.map(|to| to.expr),
            });
            if !self.sign(",") {
                self.expect_word(until)?;
                return Ok((bindings, depth));
            }
        }
    }

    fn disjunction(&mut self) -> Parsed {
        let mut left = self.conjunction()?;
        while self.word("or") {
            let right = self.conjunction()?;
            left = self.binary(Operator::Or, left, right)?;
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Parsed {
        let mut left = self.comparison()?;
        while self.word("and") {
            let right = self.comparison()?;
            left = self.binary(Operator::And, left, right)?;
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Parsed {
        let mut left = self.sum()?;
        loop {
            left = if let Some(compare) = self.compare_sign() {
                let right = self.sum()?;
                self.tree(
                    left.depth.max(right.depth),
                    Expr::Compare(compare, left.expr.into(), right.expr.into()),
                )?
            } else if self.word("between") {
                let low = self.sum()?;
                self.expect_word("and")?;
                let high = self.sum()?;
                let depth = left.depth.max(low.depth).max(high.depth);
                self.tree(
                    depth,
                    Expr::Between(left.expr.into(), low.expr.into(), high.expr.into()),
                )?
            } else if self.word("in") {
                let (tests, depth) = self.tests_after_in()?;
                self.tree(depth.max(left.depth), Expr::In(left.expr.into(), tests))?
            } else if self.is_word("instance") {
                self.next += 1;
                self.expect_word("of")?;
                let kind = self.kind()?;
                self.tree(left.depth, Expr::InstanceOf(left.expr.into(), kind))?
            } else {
                return Ok(left);
            };
        }
    }

    pub(super) fn compare_sign(&mut self) -> Option<Compare> {
        const SIGNS: [(&str, Compare); 6] = [
            ("=", Compare::Equal),
            ("!=", Compare::NotEqual),
            ("<=", Compare::LessOrEqual),
            (">=", Compare::GreaterOrEqual),
            ("<", Compare::Less),
            (">", Compare::Greater),
        ];
        SIGNS
            .into_iter()
            .find(|(sign, _)| self.sign(sign))
            .map(|(_, compare)| compare)
    }

    pub(super) fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let operator = match self.either_sign("+", "-") {
                Some(true) => Operator::Add,
                Some(false) => Operator::Subtract,
                None => return Ok(left),
            };
            let right = self.product()?;
            left = self.binary(operator, left, right)?;
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.power()?;
        loop {
            let operator = match self.either_sign("*", "/") {
                Some(true) => Operator::Multiply,
                Some(false) => Operator::Divide,
                None => return Ok(left),
            };
            let right = self.power()?;
            left = self.binary(operator, left, right)?;
        }
    }

    fn power(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while self.sign("**") {
            let right = self.negation()?;
            left = self.binary(Operator::Power, left, right)?;
        }
        Ok(left)
    }

    fn negation(&mut self) -> Parsed {
        let mut minus_signs = 0;
        while self.sign("-") {
            minus_signs += 1;
        }
        let mut tree = self.postfix()?;
        for _ in 0..minus_signs {
            tree = self.tree(tree.depth, Expr::Negate(tree.expr.into()))?;
        }
        Ok(tree)
    }

    fn postfix(&mut self) -> Parsed {
        let mut tree = self.primary()?;
        loop {
            tree = if self.sign(".") {
                let name = self.property()?;
                self.tree(tree.depth, Expr::Path(tree.expr.into(), name))?
            } else if self.sign("(") {
                let (arguments, depth) = self.arguments()?;
                self.tree(
                    tree.depth.max(depth),
                    Expr::Invoke(tree.expr.into(), arguments),
                )?
            } else if !self.at_end_of_range && self.sign("[") {
                let condition = self.expression()?;
                self.expect("]")?;
                self.tree(
                    tree.depth.max(condition.depth),
                    Expr::Filter(tree.expr.into(), condition.expr.into()),
                )?
            } else {
                return Ok(tree);
            };
        }
    }

    fn binary(&self, operator: Operator, left: Tree, right: Tree) -> Parsed {
        self.tree(
            left.depth.max(right.depth),
            Expr::Binary(operator, left.expr.into(), right.expr.into()),
        )
    }

    /// A node above others of this depth.
    pub(super) fn tree(&self, below: usize, expr: Expr) -> Parsed {
        if below >= DEPTH_MAX {
            Err(self.error("too long a chain; split it with intermediate results"))
        } else {
            Ok(Tree {
                expr,
                depth: below + 1,
            })
        }
    }
}
