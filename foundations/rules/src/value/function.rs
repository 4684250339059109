//! Functions as values.

use std::fmt;
use std::sync::Arc;

use super::Value;
use crate::builtins::Builtin;
use crate::kind::Kind;
use crate::syntax::Lambda;

/// A function that can be called: one of the language, or one that somebody wrote.
#[derive(Clone)]
pub struct Function(pub(crate) Body);

#[derive(Clone)]
pub(crate) enum Body {
    /// A function of the language.
    Builtin(&'static Builtin),
    /// A function that was written, with what its body sees of the place where it was written.
    Written {
        lambda: Arc<Lambda>,
        seen: Arc<[(String, Value)]>,
        /// The kind of its result, where that is said.
        result: Option<Kind>,
    },
}

impl Function {
    /// Whether it takes arguments of these kinds and gives what is wanted, as far as it says.
    pub(crate) fn fits(&self, parameters: &[Kind], wanted: &Kind) -> bool {
        match &self.0 {
            Body::Builtin(builtin) => builtin.parameters.len() == parameters.len(),
            Body::Written { lambda, result, .. } => {
                let result = result.as_ref().unwrap_or(&Kind::Any);
                lambda.parameters.len() == parameters.len()
                    && (result.conforms_to(wanted) || *result == Kind::Any)
                    && lambda
                        .parameters
                        .iter()
                        .zip(parameters)
                        .all(|(own, given)| {
                            own.kind.as_ref().is_none_or(|kind| given.conforms_to(kind))
                        })
            }
        }
    }
}

/// Two functions are the same when they were made in the same place at the same time. What they see may hold
/// further functions, and is not compared.
impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Body::Builtin(one), Body::Builtin(other)) => one == other,
            (
                Body::Written { lambda, seen, .. },
                Body::Written {
                    lambda: other,
                    seen: others,
                    ..
                },
            ) => Arc::ptr_eq(lambda, other) && Arc::ptr_eq(seen, others),
            _ => false,
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// `function(a, b)`: what it does is not written.
impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters: Vec<&str> = match &self.0 {
            Body::Builtin(builtin) => builtin.parameters.to_vec(),
            Body::Written { lambda, .. } => lambda
                .parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
                .collect(),
        };
        write!(f, "function({})", parameters.join(", "))
    }
}
