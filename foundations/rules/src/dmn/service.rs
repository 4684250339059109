//! A service as a function: its inputs are the parameters, the decisions within it the body.

use std::collections::HashSet;

use super::elements::Element;
use super::engine::CHAIN_MAX;
use super::model::{Decision, Href, Parts, Service, ServiceFunction};
use crate::syntax::{Expr, Lambda};

impl ServiceFunction {
    /// None where its decisions require one another in a circle, or too deeply.
    pub(super) fn of(model: &Parts, service: &Service) -> Option<Self> {
        let given = service.inputs.iter().chain(&service.input_decisions);
        let parameters = given.filter_map(|href| model.parameter(href)).collect();
        let mut within = Within {
            model,
            service,
            steps: Vec::new(),
            known: HashSet::new(),
            depth: 0,
            calls: Vec::new(),
        };
        let mut results = Vec::new();
        for output in &service.outputs {
            if let Some(decision) = model.decision(output) {
                within.add(decision, 0)?;
                results.push((decision.name.clone(), Expr::Name(decision.name.clone())));
            }
        }
        let result = match results.as_slice() {
            [(_, single)] => single.clone(),
            _ => Expr::Context(results),
        };
        let body = Expr::Let(within.steps, result.into());
        Some(Self {
            lambda: Lambda::new(parameters, body, within.depth + 2).into(),
            calls: within.calls,
        })
    }
}

/// The decisions of a service, in the order in which they build on one another.
struct Within<'m> {
    model: &'m Parts,
    service: &'m Service,
    steps: Vec<(String, Expr)>,
    known: HashSet<&'m str>,
    /// How deep the trees of the decisions are.
    depth: usize,
    calls: Vec<Href>,
}

impl<'m> Within<'m> {
    fn add(&mut self, decision: &'m Decision, depth: usize) -> Option<()> {
        if depth > CHAIN_MAX {
            return None;
        }
        if self.known.contains(decision.name.as_str()) {
            return Some(());
        }
        for href in &decision.requires {
            let is_given = self.service.input_decisions.contains(href);
            match self.model.element(&href.id) {
                Some(Element::Decision(required)) if !is_given => self.add(required, depth + 1)?,
                Some(Element::Knowledge(_) | Element::Service(_)) => self.calls.push(href.clone()),
                None if href.namespace.is_some() => self.calls.push(href.clone()),
                _ => {}
            }
        }
        let logic = Expr::Typed(decision.logic.clone().into(), decision.kind.clone());
        self.depth = self.depth.max(decision.depth);
        self.known.insert(&decision.name);
        self.steps.push((decision.name.clone(), logic));
        Some(())
    }
}
