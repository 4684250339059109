//! FEEL, the expression language of DMN, for conditions, fees and texts; and decision tables that explain
//! what they decide.
//!
//! - [`Expression`] is one expression: `superficie > 200 or vende_comida`.
//! - [`UnaryTests`] is a cell of a table: `[1..50]`, `> 200`, `"bar", "restaurante"`, `-`.
//! - [`DecisionTable`] is a table a person can read and edit; [`Decision`] says what came out, and why.
//! - [`Template`] is a text with expressions in braces: `Hola {solicitante.nombre}`.
//! - [`Value`], [`Number`] and [`Context`] are what they work on.
//!
//! - [`dmn::Model`] is a decision model that others drew, as XML.
//!
//! Semantics follow OMG DMN 1.5, chapter 10: three-valued logic, and null where types do not fit. Functions of
//! other languages are not called. Anybody may write an expression, so length, depth and work have limits, and
//! nothing panics.
//!
//! ```
//! use rules::{Context, Expression, Value};
//! let facts = Context::new().with("superficie", 120).with("vende_comida", true);
//! let condition = Expression::parse("superficie > 200 or vende_comida")?;
//! assert_eq!(condition.evaluate(&facts)?, Value::Boolean(true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builtins;
mod context;
pub mod dmn;
mod domain;
mod evaluate;
mod expression;
mod kind;
mod limits;
mod number;
mod sense;
mod spanish;
mod syntax;
mod table;
mod template;
mod together;
mod value;
mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use context::Context;
pub use domain::{Domain, Domains, Values};
pub use expression::{Error, Expression, UnaryTests};
pub use number::{Number, NumberError};
pub use sense::{ExpressionFault, Sort};
pub use spanish::in_spanish;
pub use syntax::ParseError;
pub use table::{
    Condition, DecideError, Decision, DecisionTable, Explanation, HitPolicy, RuleApplied,
    TableError, TableFault,
};
pub use template::Template;
pub use value::{Clock, Function, Moment, Range, Value, Zone};
