//! The names an expression sees, and the work it may still do.

use crate::limits::WORK_MAX;
use crate::value::Value;
use crate::{Context, Error};

/// The names that are visible at a place: those from outside, and those that loops and filters added.
pub(crate) struct Scope<'a> {
    facts: &'a Context,
    locals: Vec<Local>,
    input_uses: usize,
    /// What is left of the allowance.
    work_left: usize,
}

enum Local {
    Named(String, Value),
    /// An element of a filtered list: `item`, and its own names where it has some.
    Item(Value),
    /// What a cell tests.
    Input(Value),
}

impl<'a> Scope<'a> {
    pub(crate) const fn new(facts: &'a Context) -> Self {
        Self {
            facts,
            locals: Vec::new(),
            input_uses: 0,
            work_left: WORK_MAX,
        }
    }

    /// Spends a part of the allowance.
    pub(crate) fn work(&mut self, amount: usize) -> Result<(), Error> {
        self.work_left = self
            .work_left
            .checked_sub(amount)
            .ok_or(Error::TooMuchWork)?;
        Ok(())
    }

    pub(crate) fn copy(&mut self, value: &Value) -> Result<Value, Error> {
        self.work(value.weight())?;
        Ok(value.clone())
    }

    /// The value of a name, the innermost first; null when nobody knows it.
    pub(crate) fn name(&mut self, name: &str) -> Result<Value, Error> {
        let local = self.locals.iter().rev().find_map(|local| match local {
            Local::Named(known, value) if known == name => Some(value),
            Local::Item(value) if name == "item" => Some(value),
            Local::Item(Value::Context(context)) => context.get(name),
            _ => None,
        });
        let found = local
            .or_else(|| self.facts.get(name))
            .unwrap_or(&Value::Null);
        let weight = found.weight();
        let value = found.clone();
        self.work(weight)?;
        Ok(value)
    }

    /// The value that is being tested.
    pub(crate) fn input(&mut self) -> Result<Value, Error> {
        self.input_uses += 1;
        let value = self.locals.iter().rev().find_map(|local| match local {
            Local::Input(value) => Some(value.clone()),
            _ => None,
        });
        let value = value.unwrap_or_default();
        self.work(value.weight())?;
        Ok(value)
    }

    pub(crate) const fn input_uses(&self) -> usize {
        self.input_uses
    }

    pub(crate) fn with_input<T>(
        &mut self,
        value: &Value,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let value = self.copy(value)?;
        self.within(Local::Input(value), body)
    }

    pub(crate) fn with_item<T>(
        &mut self,
        value: &Value,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let value = self.copy(value)?;
        self.within(Local::Item(value), body)
    }

    pub(crate) fn with_local<T>(
        &mut self,
        name: &str,
        value: Value,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.within(Local::Named(name.to_owned(), value), body)
    }

    fn within<T>(
        &mut self,
        local: Local,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let before = self.locals.len();
        self.locals.push(local);
        let result = body(self);
        self.locals.truncate(before);
        result
    }

    pub(crate) fn push_local(&mut self, name: &str, value: Value) {
        self.locals.push(Local::Named(name.to_owned(), value));
    }

    pub(crate) const fn locals_len(&self) -> usize {
        self.locals.len()
    }

    pub(crate) fn truncate_locals(&mut self, len: usize) {
        self.locals.truncate(len);
    }
}
