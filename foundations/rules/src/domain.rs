//! What facts can be, as far as it is known before anybody answered: what checks before publishing reckon with.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{Expression, Number};

/// Everything that is known about the facts, by their names.
pub type Domains = BTreeMap<String, Domain>;

/// What one fact can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Its values.
    pub values: Values,
    /// Whether it may be null although it is asked.
    pub optional: bool,
    /// When it is asked; otherwise it is null. None: always.
    pub when: Option<Expression>,
}

/// The values that a fact can have.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Anything: nothing is known.
    Anything,
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(Vec<String>),
    /// Some of these texts, as a list.
    ManyOf(Vec<String>),
    /// True or false.
    YesNo,
    /// A number.
    Number {
        /// The least.
        from: Option<Number>,
        /// The most.
        to: Option<Number>,
        /// Decimal places at most.
        places: u32,
    },
    /// A day.
    Date {
        /// The first.
        from: Option<Date>,
        /// The last.
        to: Option<Date>,
    },
    /// Fields with values.
    Context,
}

impl Domain {
    /// A fact that is always there.
    #[must_use]
    pub const fn always(values: Values) -> Self {
        Self {
            values,
            optional: false,
            when: None,
        }
    }
}
