//! From text to tree.

mod ast;
mod cursor;
mod lexer;
mod names;
mod parser;
mod primary;
mod tests_of_cells;
mod types;

pub(crate) use ast::{
    Arguments, Binding, Compare, Expr, Lambda, LooksBack, Operator, Parameter, Quantifier,
    RangeExpr, Test,
};
pub(crate) use names::Names;
pub(crate) use parser::{
    parse_expression, parse_expression_of_depth, parse_tests, parse_tests_of_depth,
};

/// Why an expression could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {at}: {message}")]
pub struct ParseError {
    /// The place, counted in characters from 1.
    pub at: usize,
    /// What is wrong, in plain English for whoever writes definitions.
    pub message: String,
}
