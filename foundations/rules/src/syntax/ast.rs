//! The tree of an expression.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::Value;
use crate::builtins::Builtin;
use crate::dmn::Table;
use crate::evaluate::order;
use crate::kind::Kind;
use crate::value::between;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Literal(Value),
    Name(String),
    /// The value that a cell tests, written `?`.
    Input,
    Path(Box<Expr>, String),
    Filter(Box<Expr>, Box<Expr>),
    Negate(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Compare(Compare, Box<Expr>, Box<Expr>),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Test>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    For(Vec<Binding>, Box<Expr>, LooksBack),
    Quantified(Quantifier, Vec<Binding>, Box<Expr>),
    List(Vec<Expr>),
    Context(Vec<(String, Expr)>),
    Range(Box<RangeExpr>),
    Call(&'static Builtin, Arguments),
    /// A call of a function that is a value.
    Invoke(Box<Expr>, Arguments),
    /// A function of one's own.
    Function(Arc<Lambda>),
    /// `> 5` as a value: an interval with one end.
    Half(Compare, Box<Expr>),
    InstanceOf(Box<Expr>, Kind),
    /// A value as a kind takes it; null where it does not fit.
    Typed(Box<Expr>, Kind),
    /// Names for intermediate results, and what comes of them.
    Let(Vec<(String, Expr)>, Box<Expr>),
    /// A decision table.
    Table(Arc<Table>),
}

/// Whether a loop looks at what it has found so far, under the name `partial`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LooksBack(pub(crate) bool);

/// An operator on two values that is no comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Whether one or all must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Some,
    Every,
}

/// A function as it is written: `function(a, b: number) a + b`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lambda {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Expr,
    /// How deep the tree of the body is.
    pub(crate) depth: usize,
    /// The names of the body that are no parameters, once somebody has asked.
    free: OnceLock<Box<[String]>>,
}

/// A parameter, with the kind of value it takes where that is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: Option<Kind>,
}

impl Lambda {
    pub(crate) const fn new(parameters: Vec<Parameter>, body: Expr, depth: usize) -> Self {
        Self {
            parameters,
            body,
            depth,
            free: OnceLock::new(),
        }
    }

    /// The names of the body that are no parameters.
    pub(crate) fn free_names(&self) -> &[String] {
        self.free.get_or_init(|| {
            let mut found = self.body.names();
            for parameter in &self.parameters {
                found.remove(parameter.name.as_str());
            }
            found.into_iter().map(ToOwned::to_owned).collect()
        })
    }
}

/// `name in list`, or `name in from..to`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Binding {
    pub(crate) name: String,
    pub(crate) over: Expr,
    pub(crate) to: Option<Expr>,
}

/// An interval; the flags say whether the ends belong to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RangeExpr {
    pub(crate) low: (Expr, bool),
    pub(crate) high: (Expr, bool),
}

/// The arguments of a call: by position, or by name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Arguments {
    Positional(Vec<Expr>),
    Named(Vec<(String, Expr)>),
}

/// One test of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// `-`: anything, also nothing.
    Any,
    /// `< 5`.
    Compare(Compare, Expr),
    /// A value, an interval, a list of them, or a condition on `?`.
    Expr(Expr),
    /// `not(…)`.
    Not(Vec<Test>),
}

impl Expr {
    /// A loop.
    pub(crate) fn each(bindings: Vec<Binding>, body: Self) -> Self {
        let looks_back = body.names().contains("partial");
        Self::For(bindings, body.into(), LooksBack(looks_back))
    }

    /// The names that must come from outside.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.collect(&mut Vec::new(), &mut found);
        found
    }

    fn collect<'a>(&'a self, bound: &mut Vec<&'a str>, found: &mut BTreeSet<&'a str>) {
        match self {
            Self::Name(name) => {
                if !bound.contains(&name.as_str()) {
                    found.insert(name);
                }
            }
            Self::Literal(_) | Self::Input => {}
            Self::Path(inner, _)
            | Self::Negate(inner)
            | Self::InstanceOf(inner, _)
            | Self::Typed(inner, _)
            | Self::Half(_, inner) => inner.collect(bound, found),
            Self::Function(lambda) => {
                let parameters: Vec<&str> = lambda
                    .parameters
                    .iter()
                    .map(|parameter| parameter.name.as_str())
                    .collect();
                within(bound, &parameters, |bound| {
                    lambda.body.collect(bound, found)
                });
            }
            Self::Invoke(function, arguments) => {
                function.collect(bound, found);
                arguments.collect(bound, found);
            }
            Self::Filter(list, condition) => {
                list.collect(bound, found);
                within(bound, &["item"], |bound| condition.collect(bound, found));
            }
            Self::Binary(_, left, right) | Self::Compare(_, left, right) => {
                left.collect(bound, found);
                right.collect(bound, found);
            }
            Self::Between(one, two, three) | Self::If(one, two, three) => {
                for part in [one, two, three] {
                    part.collect(bound, found);
                }
            }
            Self::In(value, tests) => {
                value.collect(bound, found);
                tests.iter().for_each(|test| test.collect(bound, found));
            }
            Self::For(bindings, body, _) | Self::Quantified(_, bindings, body) => {
                let before = bound.len();
                for binding in bindings {
                    binding.over.collect(bound, found);
                    if let Some(to) = &binding.to {
                        to.collect(bound, found);
                    }
                    bound.push(&binding.name);
                }
                within(bound, &["partial"], |bound| body.collect(bound, found));
                bound.truncate(before);
            }
            Self::List(items) => items.iter().for_each(|item| item.collect(bound, found)),
            Self::Let(entries, body) => {
                let before = bound.len();
                for (name, value) in entries {
                    value.collect(bound, found);
                    bound.push(name);
                }
                body.collect(bound, found);
                bound.truncate(before);
            }
            Self::Table(table) => {
                table
                    .expressions()
                    .for_each(|one| one.collect(bound, found));
                table.tests().for_each(|one| one.collect(bound, found));
            }
            Self::Context(entries) => {
                let before = bound.len();
                for (name, value) in entries {
                    value.collect(bound, found);
                    bound.push(name);
                }
                bound.truncate(before);
            }
            Self::Range(range) => {
                range.low.0.collect(bound, found);
                range.high.0.collect(bound, found);
            }
            Self::Call(_, arguments) => arguments.collect(bound, found),
        }
    }
}

impl RangeExpr {
    /// Whether a value lies between ends that are literals; none where they must be worked out first.
    pub(crate) fn holds(&self, value: &Value) -> Option<Option<bool>> {
        let (Expr::Literal(low), Expr::Literal(high)) = (&self.low.0, &self.high.0) else {
            return None;
        };
        // An interval between things without an order is nothing to be in.
        if order(low, high).is_none() {
            return Some(None);
        }
        Some(between(
            Some((low, self.low.1)),
            Some((high, self.high.1)),
            value,
        ))
    }
}

impl Arguments {
    fn collect<'a>(&'a self, bound: &mut Vec<&'a str>, found: &mut BTreeSet<&'a str>) {
        match self {
            Self::Positional(values) => values.iter().for_each(|one| one.collect(bound, found)),
            Self::Named(values) => values.iter().for_each(|(_, one)| one.collect(bound, found)),
        }
    }
}

impl Test {
    pub(crate) fn collect<'a>(&'a self, bound: &mut Vec<&'a str>, found: &mut BTreeSet<&'a str>) {
        match self {
            Self::Any => {}
            Self::Compare(_, expr) | Self::Expr(expr) => expr.collect(bound, found),
            Self::Not(tests) => tests.iter().for_each(|test| test.collect(bound, found)),
        }
    }
}

fn within<'a>(bound: &mut Vec<&'a str>, names: &[&'a str], body: impl FnOnce(&mut Vec<&'a str>)) {
    let before = bound.len();
    bound.extend(names);
    body(bound);
    bound.truncate(before);
}
