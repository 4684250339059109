//! Functions as values: made where they are written, and called.

use std::sync::Arc;

use super::Scope;
use crate::Error;
use crate::builtins::Builtin;
use crate::kind::Kind;
use crate::syntax::{Arguments, Expr, Lambda};
use crate::value::{Body, Function, Value};

/// What a call was given.
pub(crate) enum Given {
    Positional(Vec<Value>),
    Named(Vec<(String, Value)>),
}

impl Scope<'_> {
    /// A function that was written here, with what its body sees of here.
    pub(crate) fn function(
        &mut self,
        lambda: &Arc<Lambda>,
        result: Option<Kind>,
    ) -> Result<Value, Error> {
        let mut seen = Vec::new();
        for name in lambda.free_names() {
            if let Some(value) = self.seen(name) {
                let value = self.copy(&value)?;
                seen.push((name.to_owned(), value));
            }
        }
        let body = Body::Written {
            lambda: Arc::clone(lambda),
            seen: seen.into(),
            result,
        };
        Ok(Value::Function(Box::new(Function(body))))
    }

    pub(super) fn invoke_expr(
        &mut self,
        function: &Expr,
        arguments: &Arguments,
    ) -> Result<Value, Error> {
        let called = self.evaluate(function)?;
        let given = self.given(arguments)?;
        let Value::Function(called) = called else {
            return Ok(Value::Null);
        };
        // Under its own name a function can call itself.
        let own_name = match function {
            Expr::Name(name) => Some(name.as_str()),
            _ => None,
        };
        self.invoke(&called, own_name, given)
    }

    pub(super) fn call_expr(
        &mut self,
        builtin: &Builtin,
        arguments: &Arguments,
    ) -> Result<Value, Error> {
        let given = self.given(arguments)?;
        self.call(builtin, given)
    }

    /// The values of a call's arguments.
    fn given(&mut self, arguments: &Arguments) -> Result<Given, Error> {
        Ok(match arguments {
            Arguments::Positional(values) => Given::Positional(
                values
                    .iter()
                    .map(|value| self.evaluate(value))
                    .collect::<Result<_, _>>()?,
            ),
            Arguments::Named(values) => Given::Named(
                values
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.evaluate(value)?)))
                    .collect::<Result<_, Error>>()?,
            ),
        })
    }

    /// Calls a function of the language; null when the arguments do not fit it.
    fn call(&mut self, builtin: &Builtin, given: Given) -> Result<Value, Error> {
        let Some(mut arguments) = builtin.take(given) else {
            return Ok(Value::Null);
        };
        for (parameter, value) in builtin.parameters.iter().zip(&mut arguments) {
            only_element(parameter, value);
        }
        let value = (builtin.call)(self, arguments)?;
        self.work(value.weight())?;
        Ok(value)
    }

    /// Calls a function; null when the arguments do not fit it.
    pub(crate) fn invoke(
        &mut self,
        function: &Function,
        own_name: Option<&str>,
        given: Given,
    ) -> Result<Value, Error> {
        match &function.0 {
            Body::Builtin(builtin) => self.call(builtin, given),
            Body::Written {
                lambda,
                seen,
                result,
            } => {
                let Some(arguments) = bind(lambda, given) else {
                    return Ok(Value::Null);
                };
                let value = self.within_call(lambda.depth, |scope| {
                    scope.push_seen(seen);
                    if let Some(name) = own_name {
                        let itself = scope.copy(&Value::Function(Box::new(function.clone())))?;
                        scope.push_local(name, itself);
                    }
                    for (name, value) in arguments {
                        scope.push_local(&name, value);
                    }
                    scope.evaluate(&lambda.body)
                })?;
                Ok(match result {
                    Some(kind) => kind.coerce(value),
                    None => value,
                })
            }
        }
    }
}

/// Where one value is wanted, a list of one is taken for it.
fn only_element(parameter: &str, value: &mut Value) {
    const SINGLE: [&str; 9] = [
        "string",
        "n",
        "number",
        "dividend",
        "divisor",
        "input",
        "pattern",
        "date",
        "delimiter",
    ];
    if let Value::List(items) = value
        && items.len() == 1
        && SINGLE.contains(&parameter)
    {
        *value = items.pop().unwrap_or_default();
    }
}

/// Each parameter with its value; none when there are too few, too many or others, or when one is of
/// another kind than the parameter takes.
fn bind(lambda: &Lambda, given: Given) -> Option<Vec<(String, Value)>> {
    let parameters = &lambda.parameters;
    let mut bound = Vec::with_capacity(parameters.len());
    let mut values: Vec<Option<Value>> = match given {
        Given::Positional(values) if values.len() == parameters.len() => {
            values.into_iter().map(Some).collect()
        }
        Given::Named(named) if named.len() == parameters.len() => {
            let mut named: Vec<(String, Value)> = named;
            let mut take = |wanted: &str| {
                let at = named.iter().position(|(name, _)| name == wanted)?;
                Some(named.swap_remove(at).1)
            };
            let values = parameters.iter().map(|parameter| take(&parameter.name));
            values.collect()
        }
        _ => return None,
    };
    for (parameter, value) in parameters.iter().zip(values.drain(..)) {
        let value = value?;
        let value = match &parameter.kind {
            Some(kind) if !value.is_null() => {
                let fitting = kind.coerce(value);
                if fitting.is_null() {
                    return None;
                }
                fitting
            }
            _ => value,
        };
        bound.push((parameter.name.clone(), value));
    }
    Some(bound)
}
