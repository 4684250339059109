//! From a model and its inputs to a decision: what it requires first, each once.

use std::collections::HashMap;
use std::sync::Arc;

use super::Undecided;
use super::model::{Decision, Href, Knowledge, Model, Parts, Service};
use super::trail::{Asked, Step, Trail, facts, told};
use crate::evaluate::{Given, Scope};
use crate::kind::Kind;
use crate::syntax::{Expr, Lambda, Parameter};
use crate::value::{Body, Function};
use crate::{Context, Value};

/// How many decisions may require one another in a chain.
const CHAIN_MAX: usize = 40;

/// One asking of a model.
pub(super) struct Engine<'i> {
    inputs: &'i Context,
    decided: HashMap<(String, String), Value>,
    depth: usize,
    /// The steps so far, where somebody asks for them.
    steps: Option<Vec<Step>>,
}

/// An element that a reference leads to.
enum Element<'m> {
    Input(&'m super::model::Input),
    Decision(&'m Decision),
    Knowledge(&'m Knowledge),
    Service(&'m Service),
}

impl<'i> Engine<'i> {
    pub(super) fn new(inputs: &'i Context) -> Self {
        Self {
            inputs,
            decided: HashMap::new(),
            depth: 0,
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
        let mut scope = Scope::new(seen);
        let Some(steps) = &mut self.steps else {
            return Ok(value(&mut scope)?);
        };
        scope.telling();
        let value = value(&mut scope)?;
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
        let mut decisions = model.0.decisions.iter();
        let found = decisions.find(|decision| decision.name == name);
        let decision = found.ok_or_else(|| Undecided::Unknown(name.to_owned()))?;
        self.decide(&model.0, None, decision)
    }

    pub(super) fn call_by_name(&mut self, model: &Model, name: &str) -> Result<Value, Undecided> {
        let arguments = self.inputs;
        let parts = &model.0;
        let service = parts.services.iter().find(|service| service.name == name);
        let knowledge = parts.knowledge.iter().find(|known| known.name == name);
        let function = match (service, knowledge) {
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
            format!("{}|{}", model.namespace, under.unwrap_or_default()),
            decision.id.clone(),
        );
        if let Some(value) = self.decided.get(&key) {
            return Ok(value.clone());
        }
        self.depth += 1;
        if self.depth > CHAIN_MAX {
            return Err(Undecided::Circle);
        }
        let facts = self.facts(model, under, &decision.requires)?;
        let value = self.step(
            &facts,
            |scope| Ok(decision.kind.coerce(scope.evaluate(&decision.logic)?)),
            || (path(under, &decision.name), &facts),
        )?;
        self.depth -= 1;
        self.decided.insert(key, value.clone());
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
        for name in ["today", "now"] {
            if let Some(value) = self.inputs.get(name) {
                facts.insert(name, value.clone());
            }
        }
        for href in requires {
            match &href.namespace {
                Some(namespace) if *namespace != model.namespace => {
                    let Some(import) = model.imported(namespace) else {
                        continue;
                    };
                    let Some(element) = import.model.0.element(&href.id) else {
                        continue;
                    };
                    let path = match under {
                        Some(outer) => format!("{outer}.{}", import.name),
                        None => import.name.clone(),
                    };
                    let (name, value) = self.element(&import.model.0, Some(&path), &element)?;
                    if import.name.is_empty() {
                        facts.insert(name, value);
                        continue;
                    }
                    let mut inner = match facts.get(&import.name) {
                        Some(Value::Context(context)) => context.clone(),
                        _ => Context::new(),
                    };
                    inner.insert(name, value);
                    facts.insert(import.name.as_str(), inner);
                }
                _ => {
                    let Some(element) = model.element(&href.id) else {
                        continue;
                    };
                    let (name, value) = self.element(model, under, &element)?;
                    facts.insert(name, value);
                }
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
        self.depth += 1;
        if self.depth > CHAIN_MAX {
            return Err(Undecided::Circle);
        }
        // A function that requires itself is seen by its own name when it is called.
        let others: Vec<Href> = knowledge
            .requires
            .iter()
            .filter(|href| href.id != knowledge.id)
            .cloned()
            .collect();
        let seen = self.facts(model, None, &others)?;
        self.depth -= 1;
        Ok(function(
            &knowledge.lambda,
            seen,
            Some(knowledge.result.clone()),
        ))
    }

    /// A service as a function: its inputs are the parameters, the decisions within it the body.
    fn service(&mut self, model: &Parts, service: &Service) -> Result<Value, Undecided> {
        let mut parameters = Vec::new();
        let given: Vec<&Href> = service
            .inputs
            .iter()
            .chain(&service.input_decisions)
            .collect();
        for href in &given {
            if let Some(parameter) = model.parameter(href) {
                parameters.push(parameter);
            }
        }
        let mut within = Within {
            model,
            service,
            steps: Vec::new(),
            functions: Vec::new(),
        };
        let mut results = Vec::new();
        for output in &service.outputs {
            if let Some(decision) = model.decision(output) {
                within.add(decision, 0)?;
                results.push((decision.name.clone(), Expr::Name(decision.name.clone())));
            }
        }
        let Within {
            steps, functions, ..
        } = within;
        let result = match results.as_slice() {
            [(_, single)] => single.clone(),
            _ => Expr::Context(results),
        };
        let body = Expr::Let(steps, result.into());
        let lambda = Lambda {
            parameters,
            depth: CHAIN_MAX,
            body,
        };
        let seen = self.facts(model, None, &functions)?;
        Ok(function(
            &Arc::new(lambda),
            seen,
            Some(service.result.clone()),
        ))
    }
}

/// The decisions of a service, in the order in which they build on one another.
struct Within<'m> {
    model: &'m Parts,
    service: &'m Service,
    steps: Vec<(String, Expr)>,
    functions: Vec<Href>,
}

impl Within<'_> {
    fn add(&mut self, decision: &Decision, depth: usize) -> Result<(), Undecided> {
        if depth > CHAIN_MAX {
            return Err(Undecided::Circle);
        }
        if self.steps.iter().any(|(name, _)| *name == decision.name) {
            return Ok(());
        }
        for href in &decision.requires {
            let is_given = self.service.input_decisions.contains(href);
            match self.model.element(&href.id) {
                Some(Element::Decision(required)) if !is_given => self.add(required, depth + 1)?,
                Some(Element::Knowledge(_) | Element::Service(_)) => {
                    self.functions.push(href.clone());
                }
                None if href.namespace.is_some() => self.functions.push(href.clone()),
                _ => {}
            }
        }
        let logic = Expr::Typed(decision.logic.clone().into(), decision.kind.clone());
        self.steps.push((decision.name.clone(), logic));
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

fn function(lambda: &Arc<Lambda>, seen: Context, result: Option<Kind>) -> Value {
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

impl Parts {
    fn element(&self, id: &str) -> Option<Element<'_>> {
        let input = self.inputs.iter().find(|input| input.id == id);
        let decision = || self.decisions.iter().find(|decision| decision.id == id);
        let knowledge = || self.knowledge.iter().find(|known| known.id == id);
        let service = || self.services.iter().find(|service| service.id == id);
        input
            .map(Element::Input)
            .or_else(|| decision().map(Element::Decision))
            .or_else(|| knowledge().map(Element::Knowledge))
            .or_else(|| service().map(Element::Service))
    }

    fn decision(&self, href: &Href) -> Option<&Decision> {
        match self.element(&href.id) {
            Some(Element::Decision(decision)) => Some(decision),
            _ => None,
        }
    }

    fn parameter(&self, href: &Href) -> Option<Parameter> {
        let (name, kind) = match self.element(&href.id)? {
            Element::Input(input) => (&input.name, &input.kind),
            Element::Decision(decision) => (&decision.name, &decision.kind),
            Element::Knowledge(_) | Element::Service(_) => return None,
        };
        Some(Parameter {
            name: name.clone(),
            kind: Some(kind.clone()),
        })
    }
}
