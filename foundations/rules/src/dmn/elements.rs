//! From a reference to the element it leads to.

use std::collections::HashMap;

use super::model::{Decision, Href, Input, Knowledge, Parts, Service};
use crate::syntax::Parameter;

/// Where an element stands among those of its make.
#[derive(Clone, Copy, Debug)]
enum Place {
    Input(usize),
    Decision(usize),
    Knowledge(usize),
    Service(usize),
}

/// An element that a reference leads to.
pub(super) enum Element<'m> {
    Input(&'m Input),
    Decision(&'m Decision),
    Knowledge(&'m Knowledge),
    Service(&'m Service),
}

/// Elements of a model, by what leads to them; of several, the first.
#[derive(Debug, Default)]
pub(super) struct Elements {
    by_id: HashMap<String, Place>,
    decisions: HashMap<String, usize>,
    services: HashMap<String, usize>,
    knowledge: HashMap<String, usize>,
}

impl Parts {
    /// The parts with every element where it can be found.
    pub(super) fn indexed(mut self) -> Self {
        let names = |names: &mut dyn Iterator<Item = &String>| {
            let mut by_name = HashMap::new();
            for (at, name) in names.enumerate() {
                by_name.entry(name.clone()).or_insert(at);
            }
            by_name
        };
        self.elements = Elements {
            decisions: names(&mut self.decisions.iter().map(|one| &one.name)),
            services: names(&mut self.services.iter().map(|one| &one.name)),
            knowledge: names(&mut self.knowledge.iter().map(|one| &one.name)),
            by_id: self.by_id(),
        };
        self
    }

    pub(super) fn decision_named(&self, name: &str) -> Option<&Decision> {
        self.decisions.get(*self.elements.decisions.get(name)?)
    }

    pub(super) fn service_named(&self, name: &str) -> Option<&Service> {
        self.services.get(*self.elements.services.get(name)?)
    }

    pub(super) fn knowledge_named(&self, name: &str) -> Option<&Knowledge> {
        self.knowledge.get(*self.elements.knowledge.get(name)?)
    }

    fn by_id(&self) -> HashMap<String, Place> {
        let Self {
            inputs,
            decisions,
            knowledge,
            services,
            ..
        } = self;
        let inputs = inputs.iter().map(|one| &one.id).enumerate();
        let decisions = decisions.iter().map(|one| &one.id).enumerate();
        let knowledge = knowledge.iter().map(|one| &one.id).enumerate();
        let services = services.iter().map(|one| &one.id).enumerate();
        let places = inputs
            .map(|(at, id)| (id, Place::Input(at)))
            .chain(decisions.map(|(at, id)| (id, Place::Decision(at))))
            .chain(knowledge.map(|(at, id)| (id, Place::Knowledge(at))))
            .chain(services.map(|(at, id)| (id, Place::Service(at))));
        let mut elements = HashMap::new();
        for (id, place) in places {
            elements.entry(id.clone()).or_insert(place);
        }
        elements
    }

    pub(super) fn element(&self, id: &str) -> Option<Element<'_>> {
        match *self.elements.by_id.get(id)? {
            Place::Input(at) => self.inputs.get(at).map(Element::Input),
            Place::Decision(at) => self.decisions.get(at).map(Element::Decision),
            Place::Knowledge(at) => self.knowledge.get(at).map(Element::Knowledge),
            Place::Service(at) => self.services.get(at).map(Element::Service),
        }
    }

    pub(super) fn decision(&self, href: &Href) -> Option<&Decision> {
        match self.element(&href.id) {
            Some(Element::Decision(decision)) => Some(decision),
            _ => None,
        }
    }

    pub(super) fn parameter(&self, href: &Href) -> Option<Parameter> {
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
