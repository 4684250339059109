//! The names an expression sees, and the work it may still do.

use std::sync::Arc;

use super::operate;
use super::told::Told;
use regex::Regex;

use crate::limits::{CALL_DEPTH, CALLS_DEPTH_MAX, PATTERN_SIZES, WORK_MAX};
use crate::syntax::Expr;
use crate::value::{Body, Function, Value};
use crate::{Context, Error, builtins};

/// The names that are visible at a place: those from outside, and those that loops and filters added.
pub(crate) struct Scope<'a> {
    facts: &'a Context,
    locals: Vec<Local>,
    input_uses: usize,
    /// What is left of the allowance.
    work_left: usize,
    /// How deep the trees of functions that call one another may still be, all together.
    calls_left: usize,
    /// What is told beside the value, where somebody asks for it.
    pub(super) told: Option<Box<Told>>,
    /// The patterns that were read so far, with their flags: loops ask for the same one again.
    patterns: Vec<(String, String, Option<Regex>)>,
}

enum Local {
    Named(String, Value),
    /// An element of a filtered list: `item`, and its own names where it has some.
    Item(Value),
    /// What a cell tests.
    Input(Value),
    /// What a function sees of the place where it was written.
    Seen(Arc<[(String, Value)]>),
    /// The beginning of a call: what stands before it is not seen from within.
    Call,
}

impl<'a> Scope<'a> {
    /// A scope that may do no more work than this, and than one evaluation may.
    pub(crate) fn allowed(facts: &'a Context, work: usize) -> Self {
        Self {
            work_left: work.min(WORK_MAX),
            ..Self::new(facts)
        }
    }

    /// What it may still do.
    pub(crate) const fn work_left(&self) -> usize {
        self.work_left
    }

    pub(crate) const fn new(facts: &'a Context) -> Self {
        Self {
            facts,
            locals: Vec::new(),
            input_uses: 0,
            work_left: WORK_MAX,
            calls_left: CALLS_DEPTH_MAX,
            told: None,
            patterns: Vec::new(),
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

    /// To look for a name is more work where there are many.
    pub(crate) fn look_around(&mut self) -> Result<(), Error> {
        self.work((self.locals.len() + self.facts.len()) / 64)
    }

    pub(crate) fn copy(&mut self, value: &Value) -> Result<Value, Error> {
        self.work(value.weight())?;
        Ok(value.clone())
    }

    /// The value of a name, the innermost first; null when nobody knows it.
    pub(crate) fn name(&mut self, name: &str) -> Result<Value, Error> {
        self.look_around()?;
        if let Some(found) = self.found(name) {
            let (weight, found) = (found.weight(), found.clone());
            self.work(weight)?;
            return Ok(found);
        }
        let builtin = || {
            let function = Function(Body::Builtin(builtins::find(name)?));
            Some(Value::Function(Box::new(function)))
        };
        // A name with a point that nobody has whole is a path.
        if let Some((first, rest)) = name.split_once('.') {
            let value = self.name(first.trim())?;
            return Ok(operate::property(value, rest.trim()));
        }
        Ok(builtin().unwrap_or_default())
    }

    /// The value of a name, from within or from outside; none where nobody knows it.
    pub(crate) fn seen(&self, name: &str) -> Option<Value> {
        self.found(name).cloned()
    }

    fn found(&self, name: &str) -> Option<&Value> {
        self.local(name).or_else(|| self.facts.get(name))
    }

    /// A value that is there already, and need not be worked out: a literal, what has a name, and entries of
    /// these. None where it must be worked out.
    pub(crate) fn ready<'v>(&'v self, expr: &'v Expr) -> Option<&'v Value> {
        match expr {
            Expr::Literal(value) => Some(value),
            Expr::Name(name) => self.found(name),
            Expr::Path(inner, name) => match self.ready(inner)? {
                Value::Context(context) => context.get(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of a name that something within the expression brought, the innermost first.
    fn local(&self, name: &str) -> Option<&Value> {
        let visible = self
            .locals
            .iter()
            .rev()
            .take_while(|local| !matches!(local, Local::Call));
        for local in visible {
            let found = match local {
                Local::Named(known, value) if known == name => Some(value),
                Local::Item(Value::Context(context)) if context.get(name).is_some() => {
                    context.get(name)
                }
                Local::Item(value) if name == "item" => Some(value),
                Local::Seen(seen) => {
                    let found = seen.iter().find(|(known, _)| known == name);
                    found.map(|(_, value)| value)
                }
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A pattern for texts; none where it is no pattern. Reading one costs, so it is read once.
    pub(crate) fn pattern(
        &mut self,
        pattern: &str,
        flags: &str,
        read: fn(&str, &str, usize) -> Result<Regex, regex::Error>,
    ) -> Result<Option<Regex>, Error> {
        let mut known = self.patterns.iter();
        let known = known.find(|(known, with, _)| known == pattern && with == flags);
        if let Some((.., read)) = known {
            return Ok(read.clone());
        }
        let mut found = None;
        for (size, work) in PATTERN_SIZES {
            self.work(work)?;
            match read(pattern, flags, size) {
                Err(regex::Error::CompiledTooBig(_)) => {}
                read => {
                    found = read.ok();
                    break;
                }
            }
        }
        let kept = (pattern.to_owned(), flags.to_owned(), found.clone());
        self.patterns.push(kept);
        Ok(found)
    }

    /// Runs the body of a function, which sees nothing of where it is called.
    pub(crate) fn within_call<T>(
        &mut self,
        depth: usize,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let before = self.calls_left;
        self.calls_left = before
            .checked_sub(depth.saturating_add(CALL_DEPTH))
            .ok_or(Error::TooMuchWork)?;
        let result = self.within(Local::Call, body);
        self.calls_left = before;
        result
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

    /// Runs a body with an element in sight, and gives the element back.
    pub(crate) fn with_item<T>(
        &mut self,
        value: Value,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<(Value, T), Error> {
        let before = self.locals.len();
        self.locals.push(Local::Item(value));
        let result = body(self);
        self.locals.truncate(before + 1);
        let value = match self.locals.pop() {
            Some(Local::Item(value)) => value,
            _ => Value::Null,
        };
        Ok((value, result?))
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

    pub(crate) fn push_seen(&mut self, seen: &Arc<[(String, Value)]>) {
        self.locals.push(Local::Seen(Arc::clone(seen)));
    }

    pub(crate) const fn locals_len(&self) -> usize {
        self.locals.len()
    }

    pub(crate) fn truncate_locals(&mut self, len: usize) {
        self.locals.truncate(len);
    }
}
