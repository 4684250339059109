//! What a model holds.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::elements::Elements;
use super::engine::Engine;
use super::{Asked, ReadError, Trail, Undecided, read};
use crate::kind::Kind;
use crate::syntax::{Expr, Lambda};
use crate::{Context, Value};

/// A decision model: decisions with what they require, functions, and services.
#[derive(Clone, Debug)]
pub struct Model(pub(super) Arc<Parts>);

/// The parts of a model.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) namespace: String,
    pub(super) inputs: Vec<Input>,
    pub(super) decisions: Vec<Decision>,
    pub(super) knowledge: Vec<Knowledge>,
    pub(super) services: Vec<Service>,
    pub(super) kinds: Arc<HashMap<String, Kind>>,
    pub(super) imports: Vec<Import>,
    /// Names that have spaces or signs, of everything in it.
    pub(super) names: Vec<String>,
    pub(super) elements: Elements,
    /// Whether anything in it may ask what day it is.
    pub(super) asks_clock: bool,
    pub(super) problems: Vec<String>,
}

/// Something that is asked of whoever wants a decision.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) struct Decision {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) requires: Vec<Href>,
    pub(super) logic: Expr,
    /// How deep the tree of its logic is.
    pub(super) depth: usize,
}

/// A function of the model (a business knowledge model).
#[derive(Debug)]
pub(super) struct Knowledge {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) result: Kind,
    pub(super) requires: Vec<Href>,
    pub(super) lambda: Arc<Lambda>,
}

/// Decisions offered together, with what they are to be given.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) result: Kind,
    pub(super) outputs: Vec<Href>,
    pub(super) input_decisions: Vec<Href>,
    pub(super) inputs: Vec<Href>,
    /// It as a function, once somebody has asked; none where its decisions require one another in a circle.
    pub(super) function: OnceLock<Option<ServiceFunction>>,
}

/// A service as a function.
#[derive(Debug)]
pub(super) struct ServiceFunction {
    pub(super) lambda: Arc<Lambda>,
    /// The functions that its decisions call.
    pub(super) calls: Vec<Href>,
}

/// Another model, under a name.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) name: String,
    pub(super) model: Model,
}

/// A reference to an element, of this model or of an imported one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Href {
    /// The namespace of the other model; none for this one.
    pub(super) namespace: Option<String>,
    pub(super) id: String,
}

impl Model {
    /// Reads a model; those it imports are found by their namespaces among `imported`.
    ///
    /// An expression that cannot be read does not stop the reading: its decision gives null, and
    /// [`Model::problems`] says why.
    ///
    /// # Errors
    /// When the text is no XML or no DMN, or larger than a model may be.
    pub fn read(xml: &str, imported: &[Self]) -> Result<Self, ReadError> {
        read::model(xml, imported)
    }

    /// Its namespace, by which other models import it.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// What could not be read of its expressions, each with the element it stands in.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.0.problems
    }

    /// The names of its decisions.
    pub fn decisions(&self) -> impl Iterator<Item = &str> {
        self.0
            .decisions
            .iter()
            .map(|decision| decision.name.as_str())
    }

    /// Decides, given its inputs by name; those of an imported model stand in a context under its name.
    ///
    /// # Errors
    /// [`Undecided`] when there is no such decision, when decisions require one another in a circle, or when
    /// a limit is exceeded.
    pub fn decide(&self, name: &str, inputs: &Context) -> Result<Value, Undecided> {
        Engine::new(inputs).decide_by_name(self, name)
    }

    /// Calls a decision service or a function with its arguments by name.
    ///
    /// # Errors
    /// As [`Model::decide`].
    pub fn call(&self, name: &str, arguments: &Context) -> Result<Value, Undecided> {
        Engine::new(arguments).call_by_name(self, name)
    }

    /// Decides or calls as [`Model::decide`] and [`Model::call`] do, and tells how it came to that.
    ///
    /// # Errors
    /// As [`Model::decide`].
    pub fn explain(&self, asked: Asked, inputs: &Context) -> Result<Trail, Undecided> {
        Engine::new(inputs).explain(self, asked)
    }

    /// Goes a trail again: the trail of the same question about the same inputs. Where it equals the one that was
    /// kept, the model decides as it did then, and for the same reasons.
    ///
    /// # Errors
    /// As [`Model::decide`].
    pub fn replay(&self, kept: &Trail) -> Result<Trail, Undecided> {
        self.explain(kept.asked.clone(), &kept.inputs())
    }
}

impl Parts {
    /// The model that a reference leads into: this one, or an imported one.
    pub(super) fn imported(&self, namespace: &str) -> Option<&Import> {
        let mut imports = self.imports.iter();
        imports.find(|import| import.model.namespace() == namespace)
    }

    /// The kind of that name: of the language, of this model, or of an imported one (`modelo.tPersona`).
    pub(super) fn kind(&self, name: &str) -> Kind {
        let name = name.trim();
        let plain = name.rsplit_once(':').map_or(name, |(_, plain)| plain);
        let own = |name: &str| self.kinds.get(name).cloned();
        let of_import = || {
            let (import, name) = name.split_once('.')?;
            let mut imports = self.imports.iter();
            let import = imports.find(|known| known.name == import)?;
            Some(import.model.0.kind(name))
        };
        own(name)
            .or_else(|| own(plain))
            .or_else(of_import)
            .or_else(|| Kind::of_name(plain))
            .unwrap_or_default()
    }
}
