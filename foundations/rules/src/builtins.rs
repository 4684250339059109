//! The functions that every expression may call (DMN 1.5 §10.3.4, the part that is there so far).

mod convert;
mod entries;
mod interval;
mod list;
mod numeric;
mod order;
mod pattern;
mod string;
mod temporal;

use std::fmt;

use crate::Error;
use crate::evaluate::{Given, Scope};
use crate::syntax::Arguments;
use crate::value::Value;

pub(crate) use convert::at_literal;

/// A function that is part of the language.
pub(crate) struct Builtin {
    /// Its name, which may have several words.
    pub(crate) name: &'static str,
    /// The names of its parameters, for calls by name.
    pub(crate) parameters: &'static [&'static str],
    /// How many arguments it takes at least.
    pub(crate) required: usize,
    /// Whether it takes as many more as one likes.
    pub(crate) variadic: bool,
    /// What it does.
    pub(crate) call: Call,
}

/// The body of a function: null for arguments that do not fit.
pub(crate) type Call = fn(&mut Scope<'_>, Vec<Value>) -> Result<Value, Error>;

/// The function of this name.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    let tables = [
        convert::FUNCTIONS,
        entries::FUNCTIONS,
        interval::FUNCTIONS,
        list::FUNCTIONS,
        numeric::FUNCTIONS,
        order::FUNCTIONS,
        pattern::FUNCTIONS,
        string::FUNCTIONS,
        temporal::FUNCTIONS,
    ];
    tables
        .into_iter()
        .flatten()
        .find(|builtin| builtin.name == name)
}

impl Builtin {
    /// A function with so many parameters, all of them required.
    const fn new(name: &'static str, parameters: &'static [&'static str], call: Call) -> Self {
        Self {
            name,
            parameters,
            required: parameters.len(),
            variadic: false,
            call,
        }
    }

    /// A function whose last parameters may be left out.
    const fn optional(
        name: &'static str,
        parameters: &'static [&'static str],
        required: usize,
        call: Call,
    ) -> Self {
        Self {
            name,
            parameters,
            required,
            variadic: false,
            call,
        }
    }

    /// A function that takes a list, or its elements one by one.
    const fn variadic(name: &'static str, parameters: &'static [&'static str], call: Call) -> Self {
        Self {
            name,
            parameters,
            required: 1,
            variadic: true,
            call,
        }
    }

    /// What a call gave, in the order of the parameters; none where number or names do not fit.
    pub(crate) fn take(&self, given: Given) -> Option<Vec<Value>> {
        let arguments = match given {
            Given::Positional(values) => values,
            Given::Named(mut named) => {
                // Each under the name that the table of functions has.
                for (name, _) in &mut named {
                    let place = self.place_of(name)?;
                    *name = (*self.parameters.get(place)?).to_owned();
                }
                let last = self
                    .parameters
                    .iter()
                    .rposition(|parameter| named.iter().any(|(name, _)| name == parameter));
                let wanted = self.parameters.iter().take(last.map_or(0, |last| last + 1));
                let mut take = |wanted: &str| {
                    let at = named.iter().position(|(name, _)| name == wanted)?;
                    Some(named.swap_remove(at).1)
                };
                let values: Vec<Value> = wanted
                    .map(|parameter| take(parameter).unwrap_or_default())
                    .collect();
                if !named.is_empty() {
                    return None;
                }
                values
            }
        };
        let fits = arguments.len() >= self.required
            && (arguments.len() <= self.parameters.len() || self.variadic);
        fits.then_some(arguments)
    }

    /// The place of a parameter. What a conversion converts may also be called `from`.
    fn place_of(&self, name: &str) -> Option<usize> {
        let place = self
            .parameters
            .iter()
            .position(|parameter| *parameter == name);
        if self.name == "context put" && name == "keys" {
            return Some(1);
        }
        if self.name == "list replace" && name == "match" {
            return Some(1);
        }
        let converts = matches!(self.name, "date" | "time" | "date and time");
        place.or_else(|| (converts && name == "from").then_some(0))
    }

    /// What is wrong with the number or names of these arguments.
    pub(crate) fn check(&self, arguments: &Arguments) -> Result<(), String> {
        let count = match arguments {
            Arguments::Positional(values) => values.len(),
            Arguments::Named(named) => {
                if let Some((unknown, _)) =
                    named.iter().find(|(name, _)| self.place_of(name).is_none())
                {
                    return Err(format!("`{}` has no parameter `{unknown}`", self.name));
                }
                named.len()
            }
        };
        if count < self.required || (count > self.parameters.len() && !self.variadic) {
            return Err(format!(
                "`{}` takes {} arguments ({})",
                self.name,
                self.parameters.len(),
                self.parameters.join(", ")
            ));
        }
        Ok(())
    }
}

/// Two functions are the same when they have the same name.
impl PartialEq for Builtin {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Builtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The first three arguments; null for those that were not given.
fn three(arguments: Vec<Value>) -> (Value, Value, Value) {
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next().unwrap_or_default();
    (next(), next(), next())
}

/// The first four arguments; null for those that were not given.
fn four(arguments: Vec<Value>) -> [Value; 4] {
    let mut arguments = arguments.into_iter();
    std::array::from_fn(|_| arguments.next().unwrap_or_default())
}

/// The first argument.
fn one(arguments: Vec<Value>) -> Value {
    arguments.into_iter().next().unwrap_or_default()
}

/// The elements: of the list that is the only argument, or the arguments themselves.
fn elements(mut arguments: Vec<Value>) -> Vec<Value> {
    match arguments.as_mut_slice() {
        [Value::List(items)] => std::mem::take(items),
        _ => arguments,
    }
}
