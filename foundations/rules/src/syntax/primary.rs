//! The smallest parts of an expression: literals, names, calls, and everything in brackets.

use super::ast::{Arguments, Expr, Lambda, Parameter, RangeExpr};
use super::lexer::Kind;
use super::parser::{KEYWORDS, Parsed, Parser, Tree};
use crate::builtins;
use crate::value::Value;

impl Parser {
    pub(super) fn primary(&mut self) -> Parsed {
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
                _ if self.known_name_follows() => {
                    let name = self.known_name().unwrap_or(word);
                    self.tree(0, Expr::Name(name))
                }
                "true" => self.literal(Value::Boolean(true)),
                "false" => self.literal(Value::Boolean(false)),
                "null" => self.literal(Value::Null),
                // A conditional or a loop may stand inside a sum, up to the end of it.
                "if" | "for" | "some" | "every" | "function" => self.expression(),
                word if KEYWORDS.contains(&word) => Err(self.error("this word cannot stand here")),
                _ => self.name_or_call(),
            },
            Kind::Sign(_) => Err(self.error("a value is missing here")),
            Kind::End => Err(self.error("the expression ends too early")),
        }
    }

    pub(super) fn literal(&mut self, value: Value) -> Parsed {
        self.next += 1;
        self.tree(0, Expr::Literal(value))
    }

    /// `(a)`, or the interval `(a..b)`.
    pub(super) fn brackets(&mut self) -> Parsed {
        self.next += 1;
        if let Some(compare) = self.compare_sign() {
            let end = self.sum()?;
            self.expect(")")?;
            return self.tree(end.depth, Expr::Half(compare, end.expr.into()));
        }
        let first = self.expression()?;
        if self.is_sign("..") {
            return self.range(first, false);
        }
        self.expect(")")?;
        Ok(first)
    }

    /// `[a, b]`, or the interval `[a..b]`.
    pub(super) fn square_brackets(&mut self) -> Parsed {
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

    pub(super) fn context(&mut self) -> Parsed {
        self.next += 1;
        let (mut entries, mut depth) = (Vec::new(), 0);
        while !self.sign("}") {
            if !entries.is_empty() {
                self.expect(",")?;
            }
            let name = match &self.peek().kind {
                Kind::String(name) => {
                    let name = name.clone();
                    self.next += 1;
                    self.expect(":")?;
                    name
                }
                _ => self.words_before(":")?,
            };
            self.names.add(&name);
            let value = self.expression()?;
            depth = depth.max(value.depth);
            entries.push((name, value.expr));
        }
        self.tree(depth, Expr::Context(entries))
    }

    /// A function of one's own, from its parameters on.
    pub(super) fn function(&mut self) -> Parsed {
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.sign(")") {
            if !parameters.is_empty() {
                self.expect(",")?;
            }
            let name = self.name_until(|kind| matches!(kind, Kind::Sign("," | ")" | ":")))?;
            let kind = if self.sign(":") {
                Some(self.kind()?)
            } else {
                None
            };
            self.names.add(&name);
            parameters.push(Parameter { name, kind });
        }
        if self.is_word("external") {
            return Err(self.error("functions of other languages are not called"));
        }
        let body = self.expression()?;
        let lambda = Lambda::new(parameters, body.expr, body.depth);
        self.tree(body.depth, Expr::Function(lambda.into()))
    }

    /// Whether a name that is known beforehand stands here, and not the beginning of a longer function's name.
    fn known_name_follows(&self) -> bool {
        let ahead = self.tokens.get(self.next..).unwrap_or_default();
        let Some((_, count)) = self.names.at(ahead) else {
            return false;
        };
        let words = self.words_ahead();
        let is_called = ahead
            .get(words.len())
            .is_some_and(|token| token.kind == Kind::Sign("("));
        !(is_called && words.len() > count && builtins::find(&words.join(" ")).is_some())
    }

    /// A name, or a call of a function whose name may have several words: `date and time("…")`.
    pub(super) fn name_or_call(&mut self) -> Parsed {
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
    pub(super) fn words_ahead(&self) -> Vec<String> {
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

    pub(super) fn arguments(&mut self) -> Parsed<(Arguments, usize)> {
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
    pub(super) fn argument_name(&mut self) -> Option<String> {
        let words = self.words_ahead();
        let after = self.tokens.get(self.next + words.len())?;
        if words.is_empty() || after.kind != Kind::Sign(":") {
            return None;
        }
        self.next += words.len() + 1;
        Some(words.join(" "))
    }
}
