//! From a model and its inputs to a decision: what it requires first, each once.

use std::collections::HashMap;
use std::sync::Arc;

use super::Undecided;
use super::elements::Element;
use super::model::{Decision, Href, Knowledge, Model, Parts, Service, ServiceFunction};
use super::trail::{Asked, Step, Trail, facts, told};
use crate::evaluate::{Given, Scope};
use crate::kind::Kind;
use crate::limits::MODEL_WORK_MAX;
use crate::syntax::Lambda;
use crate::value::{Body, Function};
use crate::{Context, Value};

/// The facts that say what day and what time it is.
pub(super) const CLOCK: [&str; 2] = ["today", "now"];

/// How many decisions may require one another in a chain.
pub(super) const CHAIN_MAX: usize = 40;

/// One asking of a model.
pub(super) struct Engine<'i> {
    inputs: &'i Context,
    /// What was found so far: by the import it was reached by, and the place of the element in memory.
    decided: HashMap<(String, usize), Value>,
    depth: usize,
    work_left: usize,
    /// The steps so far, where somebody asks for them.
    steps: Option<Vec<Step>>,
}

impl<'i> Engine<'i> {
    pub(super) fn new(inputs: &'i Context) -> Self {
        Self {
            inputs,
            decided: HashMap::new(),
            depth: 0,
            work_left: MODEL_WORK_MAX,
            steps: None,
        }
    }

    /// What is asked, with how it came about.
    pub(super) fn explain(mut self, model: &Model, asked: Asked) -> Result<Trail, Undecided> {
        self.steps = Some(Vec::new());
        match &asked {
            Asked::Decision(name) => self.decide_by_name(model, name)?,
            Asked::Function(name) => self.call_by_name(model, name)?,
        };
        Ok(Trail {
            asked,
            given: facts(self.inputs),
            steps: self.steps.unwrap_or_default(),
        })
    }

    /// The value of a step that sees `seen`; its name, and what it is told to come from, where somebody asks.
    fn step<'f>(
        &mut self,
        seen: &Context,
        value: impl FnOnce(&mut Scope<'_>) -> Result<Value, crate::Error>,
        name_and_source: impl FnOnce() -> (String, &'f Context),
    ) -> Result<Value, Undecided> {
        let mut scope = Scope::allowed(seen, self.work_left);
        if self.steps.is_some() {
            scope.telling();
        }
        let before = scope.work_left();
        let value = value(&mut scope)?;
        self.work(before - scope.work_left())?;
        let Some(steps) = &mut self.steps else {
            return Ok(value);
        };
        let beside = scope.told();
        let (name, from) = name_and_source();
        steps.push(Step {
            name,
            from: facts(from),
            found: beside.found,
            tables: beside.tables,
            left_out: beside.left_out,
            value: told(&value),
        });
        Ok(value)
    }

    pub(super) fn decide_by_name(&mut self, model: &Model, name: &str) -> Result<Value, Undecided> {
        let found = model.0.decision_named(name);
        let decision = found.ok_or_else(|| Undecided::Unknown(name.to_owned()))?;
        // Nobody asks for it again: it need not be kept.
        self.decide_now(&model.0, None, decision)
    }

    pub(super) fn call_by_name(&mut self, model: &Model, name: &str) -> Result<Value, Undecided> {
        let arguments = self.inputs;
        let parts = &model.0;
        let function = match (parts.service_named(name), parts.knowledge_named(name)) {
            (Some(service), _) => self.service(parts, service)?,
            (None, Some(knowledge)) => self.knowledge(parts, knowledge)?,
            (None, None) => return Err(Undecided::Unknown(name.to_owned())),
        };
        let Value::Function(function) = function else {
            return Ok(Value::Null);
        };
        let given = arguments
            .iter()
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        self.step(
            &Context::new(),
            |scope| scope.invoke(&function, Some(name), Given::Named(given)),
            || (name.to_owned(), arguments),
        )
    }

    /// A decision; `under` is the name of the import it is reached by, whose inputs stand under that name.
    fn decide(
        &mut self,
        model: &Parts,
        under: Option<&str>,
        decision: &Decision,
    ) -> Result<Value, Undecided> {
        let key = (
            under.unwrap_or_default().to_owned(),
            std::ptr::from_ref(decision).addr(),
        );
        if let Some(value) = self.decided.get(&key) {
            return Ok(value.clone());
        }
        let value = self.decide_now(model, under, decision)?;
        self.decided.insert(key, value.clone());
        Ok(value)
    }

    fn decide_now(
        &mut self,
        model: &Parts,
        under: Option<&str>,
        decision: &Decision,
    ) -> Result<Value, Undecided> {
        self.deeper()?;
        let facts = self.facts(model, under, &decision.requires)?;
        let value = self.step(
            &facts,
            |scope| Ok(decision.kind.coerce(scope.evaluate(&decision.logic)?)),
            || (path(under, &decision.name), &facts),
        )?;
        self.depth -= 1;
        Ok(value)
    }

    /// What the required elements give, by name; those of an imported model in a context under its name.
    fn facts(
        &mut self,
        model: &Parts,
        under: Option<&str>,
        requires: &[Href],
    ) -> Result<Context, Undecided> {
        let mut facts = Context::new();
        // Models ask no clock: what day it is comes with the inputs.
        for name in CLOCK.into_iter().filter(|_| model.asks_clock) {
            if let Some(value) = self.inputs.get(name) {
                facts.insert(name, value.clone());
            }
        }
        for href in requires {
            let namespace = href.namespace.as_ref();
            let Some(namespace) = namespace.filter(|one| **one != model.namespace) else {
                if let Some(element) = model.element(&href.id) {
                    let (name, value) = self.element(model, under, &element)?;
                    self.work(value.weight().saturating_add(1 + facts.len() / 64))?;
                    facts.insert(name, value);
                }
                continue;
            };
            let Some(import) = model.imported(namespace) else {
                continue;
            };
            let Some(element) = import.model.0.element(&href.id) else {
                continue;
            };
            let path = path(under, &import.name);
            let (name, value) = self.element(&import.model.0, Some(&path), &element)?;
            let place = match import.name.as_str() {
                "" => Some(&mut facts),
                name => facts.context(name),
            };
            if let Some(place) = place {
                self.work(value.weight().saturating_add(1 + place.len() / 64))?;
                place.insert(name, value);
            }
        }
        Ok(facts)
    }

    fn element(
        &mut self,
        model: &Parts,
        under: Option<&str>,
        element: &Element<'_>,
    ) -> Result<(String, Value), Undecided> {
        Ok(match element {
            Element::Input(input) => {
                let value = self.given(under, &input.name);
                (input.name.clone(), input.kind.coerce(value))
            }
            Element::Decision(decision) => {
                // A decision that was given as an input is not decided again.
                let value = match self.given_decision(under, &decision.name) {
                    Some(value) => decision.kind.coerce(value),
                    None => self.decide(model, under, decision)?,
                };
                (decision.name.clone(), value)
            }
            Element::Knowledge(knowledge) => {
                (knowledge.name.clone(), self.knowledge(model, knowledge)?)
            }
            Element::Service(service) => (service.name.clone(), self.service(model, service)?),
        })
    }

    /// What was given under a name, in the contexts of the imports it is reached by; else at the top.
    fn given(&self, under: Option<&str>, name: &str) -> Value {
        let mut at = self.inputs;
        for import in under.into_iter().flat_map(|path| path.split('.')) {
            match at.get(import) {
                Some(Value::Context(inner)) => at = inner,
                _ => break,
            }
        }
        at.get(name)
            .or_else(|| self.inputs.get(name))
            .cloned()
            .unwrap_or_default()
    }

    fn given_decision(&self, under: Option<&str>, name: &str) -> Option<Value> {
        under.is_none().then(|| self.inputs.get(name).cloned())?
    }

    fn knowledge(&mut self, model: &Parts, knowledge: &Knowledge) -> Result<Value, Undecided> {
        let key = (String::new(), std::ptr::from_ref(knowledge).addr());
        if let Some(value) = self.decided.get(&key) {
            return Ok(value.clone());
        }
        self.deeper()?;
        // A function that requires itself is seen by its own name when it is called.
        let others: Vec<Href> = knowledge
            .requires
            .iter()
            .filter(|href| href.id != knowledge.id)
            .cloned()
            .collect();
        let seen = self.facts(model, None, &others)?;
        self.depth -= 1;
        let value = function(&knowledge.lambda, &seen, Some(knowledge.result.clone()));
        self.decided.insert(key, value.clone());
        Ok(value)
    }

    /// A service as a function.
    fn service(&mut self, model: &Parts, service: &Service) -> Result<Value, Undecided> {
        let key = (String::new(), std::ptr::from_ref(service).addr());
        if let Some(value) = self.decided.get(&key) {
            return Ok(value.clone());
        }
        self.deeper()?;
        let made = service
            .function
            .get_or_init(|| ServiceFunction::of(model, service));
        let made = made.as_ref().ok_or(Undecided::Circle)?;
        let seen = self.facts(model, None, &made.calls)?;
        let value = function(&made.lambda, &seen, Some(service.result.clone()));
        self.depth -= 1;
        self.decided.insert(key, value.clone());
        Ok(value)
    }

    fn deeper(&mut self) -> Result<(), Undecided> {
        self.depth += 1;
        if self.depth > CHAIN_MAX {
            return Err(Undecided::Circle);
        }
        Ok(())
    }

    /// Spends a part of what all decisions together may do.
    fn work(&mut self, amount: usize) -> Result<(), Undecided> {
        let left = self.work_left.checked_sub(amount);
        self.work_left = left.ok_or(crate::Error::TooMuchWork)?;
        Ok(())
    }
}

/// A name behind the import that it is reached by.
fn path(under: Option<&str>, name: &str) -> String {
    match under {
        Some(import) if !import.is_empty() => format!("{import}.{name}"),
        _ => name.to_owned(),
    }
}

fn function(lambda: &Arc<Lambda>, seen: &Context, result: Option<Kind>) -> Value {
    let seen = seen
        .iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    Value::Function(Box::new(Function(Body::Written {
        lambda: Arc::clone(lambda),
        seen,
        result,
    })))
}
