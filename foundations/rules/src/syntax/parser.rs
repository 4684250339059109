//! From words and signs to a tree.

use super::ParseError;
use super::ast::{Arguments, Binding, Compare, Expr, Operator, Quantifier, RangeExpr, Test};
use super::lexer::{Kind, Token, tokens};
use crate::builtins;
use crate::limits::{DEPTH_MAX, NESTING_MAX};
use crate::value::Value;

/// Reads a whole text as one expression.
pub(crate) fn parse_expression(source: &str) -> Result<Expr, ParseError> {
    let mut parser = Parser::new(source)?;
    let tree = parser.expression()?;
    parser.end()?;
    Ok(tree.expr)
}

/// Reads a whole text as the tests of a cell.
pub(crate) fn parse_tests(source: &str) -> Result<Vec<Test>, ParseError> {
    let mut parser = Parser::new(source)?;
    let (tests, _) = parser.cell()?;
    parser.end()?;
    Ok(tests)
}

/// Words that are no names.
const KEYWORDS: [&str; 18] = [
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
    tokens: Vec<Token>,
    next: usize,
    nesting: usize,
    /// Whether the end of an interval is being read, where `[` closes it and is no filter.
    at_end_of_range: bool,
}

pub(super) type Parsed<T = Tree> = Result<T, ParseError>;

impl Parser {
    fn new(source: &str) -> Parsed<Self> {
        Ok(Self {
            tokens: tokens(source)?,
            next: 0,
            nesting: 0,
            at_end_of_range: false,
        })
    }

    pub(super) fn expression(&mut self) -> Parsed {
        if self.nesting >= NESTING_MAX {
            return Err(self.error("nested too deeply"));
        }
        self.nesting += 1;
        let at_end_of_range = std::mem::take(&mut self.at_end_of_range);
        let tree = if self.word("if") {
            self.conditional()
        } else if self.word("for") {
            let (bindings, depth) = self.bindings("return")?;
            let body = self.expression()?;
            self.tree(depth.max(body.depth), Expr::For(bindings, body.expr.into()))
        } else if self.word("some") {
            self.quantified(Quantifier::Some)
        } else if self.word("every") {
            self.quantified(Quantifier::Every)
        } else {
            self.disjunction()
        };
        self.nesting -= 1;
        self.at_end_of_range = at_end_of_range;
        tree
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
            let name = self.name()?;
            self.expect_word("in")?;
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
                let kind = self.words_of_a_type()?;
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
                let name = self.name()?;
                self.tree(tree.depth, Expr::Path(tree.expr.into(), name))?
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

    fn primary(&mut self) -> Parsed {
        let token = self.peek().clone();
        match token.kind {
            Kind::Number(number) => self.literal(Value::Number(number)),
            Kind::String(text) => self.literal(Value::String(text)),
            Kind::At(written) => match builtins::at_literal(&written) {
                Some(value) => self.literal(value),
                None => Err(self.error(
                    "no date, time or duration; write for instance @\"2026-11-23\" or @\"P10D\"",
                )),
            },
            Kind::Sign("(") => self.brackets(),
            Kind::Sign("[") => self.square_brackets(),
            Kind::Sign("]") => {
                self.next += 1;
                let low = self.sum()?;
                self.range(low, false)
            }
            Kind::Sign("{") => self.context(),
            Kind::Sign("?") => {
                self.next += 1;
                self.tree(0, Expr::Input)
            }
            Kind::Word(word) => match word.as_str() {
                "true" => self.literal(Value::Boolean(true)),
                "false" => self.literal(Value::Boolean(false)),
                "null" => self.literal(Value::Null),
                // A conditional or a loop may stand inside a sum, up to the end of it.
                "if" | "for" | "some" | "every" => self.expression(),
                word if KEYWORDS.contains(&word) => Err(self.error("this word cannot stand here")),
                _ => self.name_or_call(),
            },
            Kind::Sign(_) => Err(self.error("a value is missing here")),
            Kind::End => Err(self.error("the expression ends too early")),
        }
    }

    fn literal(&mut self, value: Value) -> Parsed {
        self.next += 1;
        self.tree(0, Expr::Literal(value))
    }

    /// `(a)`, or the interval `(a..b)`.
    fn brackets(&mut self) -> Parsed {
        self.next += 1;
        let first = self.expression()?;
        if self.is_sign("..") {
            return self.range(first, false);
        }
        self.expect(")")?;
        Ok(first)
    }

    /// `[a, b]`, or the interval `[a..b]`.
    fn square_brackets(&mut self) -> Parsed {
        self.next += 1;
        if self.sign("]") {
            return self.tree(0, Expr::List(Vec::new()));
        }
        let first = self.expression()?;
        if self.is_sign("..") {
            return self.range(first, true);
        }
        let mut depth = first.depth;
        let mut items = vec![first.expr];
        while self.sign(",") {
            let item = self.expression()?;
            depth = depth.max(item.depth);
            items.push(item.expr);
        }
        self.expect("]")?;
        self.tree(depth, Expr::List(items))
    }

    /// The rest of an interval, from the points on.
    pub(super) fn range(&mut self, low: Tree, low_closed: bool) -> Parsed {
        self.expect("..")?;
        let outer = std::mem::replace(&mut self.at_end_of_range, true);
        let high = self.sum()?;
        self.at_end_of_range = outer;
        let high_closed = match &self.peek().kind {
            Kind::Sign("]") => true,
            Kind::Sign(")" | "[") => false,
            _ => return Err(self.error("an interval ends with ], ) or [")),
        };
        self.next += 1;
        let range = RangeExpr {
            low: (low.expr, low_closed),
            high: (high.expr, high_closed),
        };
        self.tree(low.depth.max(high.depth), Expr::Range(range.into()))
    }

    fn context(&mut self) -> Parsed {
        self.next += 1;
        let (mut entries, mut depth) = (Vec::new(), 0);
        while !self.sign("}") {
            if !entries.is_empty() {
                self.expect(",")?;
            }
            let name = match &self.peek().kind {
                Kind::String(name) => name.clone(),
                Kind::Word(name) => name.clone(),
                _ => return Err(self.error("a name is missing here")),
            };
            self.next += 1;
            self.expect(":")?;
            let value = self.expression()?;
            depth = depth.max(value.depth);
            entries.push((name, value.expr));
        }
        self.tree(depth, Expr::Context(entries))
    }

    /// A name, or a call of a function whose name may have several words: `date and time("…")`.
    fn name_or_call(&mut self) -> Parsed {
        let words = self.words_ahead();
        let called = self
            .tokens
            .get(self.next + words.len())
            .is_some_and(|token| token.kind == Kind::Sign("("));
        let name = words.join(" ");
        let builtin = if called { builtins::find(&name) } else { None };
        let Some(builtin) = builtin else {
            return match words.as_slice() {
                [function] if called => {
                    Err(self.error(&format!("there is no function `{function}`")))
                }
                _ => {
                    let name = self.name()?;
                    self.tree(0, Expr::Name(name))
                }
            };
        };
        self.next += words.len() + 1;
        let (arguments, depth) = self.arguments()?;
        builtin
            .check(&arguments)
            .map_err(|message| self.error(&message))?;
        self.tree(depth, Expr::Call(builtin, arguments))
    }

    /// The words that come next, as many as a name may have.
    fn words_ahead(&self) -> Vec<String> {
        /// "years and months duration".
        const WORDS_MAX: usize = 5;
        let words = self
            .tokens
            .iter()
            .skip(self.next)
            .map_while(|token| match &token.kind {
                Kind::Word(word) => Some(word.clone()),
                _ => None,
            });
        words.take(WORDS_MAX).collect()
    }

    fn arguments(&mut self) -> Parsed<(Arguments, usize)> {
        let (mut named, mut positional, mut depth) = (Vec::new(), Vec::new(), 0);
        while !self.sign(")") {
            if !(named.is_empty() && positional.is_empty()) {
                self.expect(",")?;
            }
            let name = self.argument_name();
            let value = self.expression()?;
            depth = depth.max(value.depth);
            match name {
                Some(name) => named.push((name, value.expr)),
                None => positional.push(value.expr),
            }
        }
        match (named.is_empty(), positional.is_empty()) {
            (false, false) => {
                Err(self.error("arguments are given by name or by position, not by both"))
            }
            (false, true) => Ok((Arguments::Named(named), depth)),
            _ => Ok((Arguments::Positional(positional), depth)),
        }
    }

    /// The words before a colon, if there is one.
    fn argument_name(&mut self) -> Option<String> {
        let words = self.words_ahead();
        let after = self.tokens.get(self.next + words.len())?;
        if words.is_empty() || after.kind != Kind::Sign(":") {
            return None;
        }
        self.next += words.len() + 1;
        Some(words.join(" "))
    }

    fn words_of_a_type(&mut self) -> Parsed<String> {
        const TYPES: [&str; 10] = [
            "number",
            "string",
            "boolean",
            "date",
            "time",
            "date and time",
            "days and time duration",
            "years and months duration",
            "list",
            "context",
        ];
        let words = self.words_ahead();
        // The longest that fits: "date and time" before "date".
        for count in (1..=words.len()).rev() {
            let name = words
                .iter()
                .take(count)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ");
            if TYPES.contains(&name.as_str()) {
                self.next += count;
                return Ok(name);
            }
        }
        Err(self.error("this is no type"))
    }

    fn binary(&self, operator: Operator, left: Tree, right: Tree) -> Parsed {
        self.tree(
            left.depth.max(right.depth),
            Expr::Binary(operator, left.expr.into(), right.expr.into()),
        )
    }

    /// A node above others of this depth.
    fn tree(&self, below: usize, expr: Expr) -> Parsed {
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

/// Small steps.
impl Parser {
    fn peek(&self) -> &Token {
        const END: Token = Token {
            at: 0,
            kind: Kind::End,
        };
        self.tokens.get(self.next).unwrap_or(&END)
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek().kind, Kind::Sign(found) if found == sign)
    }

    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    fn either_sign(&mut self, first: &str, second: &str) -> Option<bool> {
        if self.sign(first) {
            Some(true)
        } else {
            self.sign(second).then_some(false)
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.peek().kind, Kind::Word(found) if found == word)
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    /// Whether the next two are this word and this sign.
    pub(super) fn is_call_of(&self, word: &str) -> bool {
        self.is_word(word)
            && self
                .tokens
                .get(self.next + 1)
                .is_some_and(|token| token.kind == Kind::Sign("("))
    }

    pub(super) fn step(&mut self) {
        self.next += 1;
    }

    pub(super) fn step_back(&mut self) {
        self.next = self.next.saturating_sub(1);
    }

    pub(super) fn is_end(&self) -> bool {
        self.peek().kind == Kind::End
    }

    fn name(&mut self) -> Parsed<String> {
        match &self.peek().kind {
            Kind::Word(word) if !KEYWORDS.contains(&word.as_str()) => {
                let word = word.clone();
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.error("a name is missing here")),
        }
    }

    pub(super) fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.error(&format!("`{sign}` is missing here")))
        }
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.word(word) {
            Ok(())
        } else {
            Err(self.error(&format!("`{word}` is missing here")))
        }
    }

    fn end(&self) -> Parsed<()> {
        if self.is_end() {
            Ok(())
        } else {
            Err(self.error("the expression should have ended here"))
        }
    }

    pub(super) fn error(&self, message: &str) -> ParseError {
        ParseError {
            at: self.peek().at,
            message: message.to_owned(),
        }
    }
}
